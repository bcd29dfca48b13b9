"""The methods of the stand-in Telegram: what each takes, does and answers.

Used by `tests/telegram/telegram_server.py`. Unlike Telegram it refuses parameters that it does not know.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram.telegram_chats import (
    LARGEST_DOWNLOAD,
    LONGEST_HINT,
    NOT_MODIFIED,
    Chats,
    Message,
    Refusal,
    checked_caption,
    checked_keyboard,
    checked_text,
)
from tests.telegram.telegram_queue import Hook, UpdateQueue
from tests.web.http_server import Request

SENDING = {"chat_id", "disable_notification", "protect_content", "reply_markup"}
EDITING = {"chat_id", "message_id", "reply_markup"}
METHODS: dict[str, tuple[set[str], set[str]]] = {  # required, all
    "getMe": (set(), set()),
    "getUpdates": (set(), {"offset", "limit", "timeout", "allowed_updates"}),
    "setWebhook": ({"url"}, {"url", "secret_token", "allowed_updates", "max_connections", "drop_pending_updates"}),
    "deleteWebhook": (set(), {"drop_pending_updates"}),
    "setMyCommands": ({"commands"}, {"commands", "language_code", "scope"}),
    "sendMessage": ({"chat_id", "text"}, SENDING | {"text", "link_preview_options", "entities"}),
    "sendPhoto": ({"chat_id", "photo"}, SENDING | {"photo", "caption"}),
    "sendDocument": ({"chat_id", "document"}, SENDING | {"document", "caption"}),
    "sendAudio": ({"chat_id", "audio"}, SENDING | {"audio", "caption"}),
    "sendVideo": ({"chat_id", "video"}, SENDING | {"video", "caption", "supports_streaming"}),
    "sendMediaGroup": ({"chat_id", "media"}, {"chat_id", "media", "disable_notification", "protect_content"}),
    "editMessageText": (EDITING - {"reply_markup"} | {"text"}, EDITING | {"text", "link_preview_options", "entities"}),
    "editMessageCaption": (EDITING - {"reply_markup"}, EDITING | {"caption", "caption_entities"}),
    "editMessageMedia": (EDITING - {"reply_markup"} | {"media"}, EDITING | {"media"}),
    "editMessageReplyMarkup": (EDITING - {"reply_markup"}, EDITING),
    "deleteMessage": ({"chat_id", "message_id"}, {"chat_id", "message_id"}),
    "answerCallbackQuery": ({"callback_query_id"}, {"callback_query_id", "text", "show_alert"}),
    "getFile": ({"file_id"}, {"file_id"}),
}


class Methods:
    """What the bot may ask for. `complaints` are calls that Telegram would not know."""

    def __init__(self, *, me: dict[str, Any], chats: Chats, queue: UpdateQueue) -> None:
        self.me = me
        self.chats = chats
        self.queue = queue
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.complaints: list[str] = []
        self.confirmed: list[str] = []
        self.presses: dict[str, bool] = {}
        self.hints: dict[int, list[str]] = {}  # by person, what was shown over the buttons they pressed
        self._pressers: dict[str, int] = {}
        self.keeps_what_is_old = False  # every message is older than 48 hours
        self._albums = itertools.count(1)

    def new_press(self, person: int) -> str:
        """An id of a button press that waits to be confirmed."""
        self.presses[press := str(len(self.presses) + 5000)] = False
        self._pressers[press] = person
        return press

    def new_album(self) -> str:
        """What the messages of one album have in common."""
        return f"album-{next(self._albums)}"

    def check(self, method: str, request: Request) -> None:
        """The method exists, has what it needs, and nothing else."""
        if method not in METHODS:
            self.complaints.append(f"no such method: {method}")
            raise Refusal(404, "Not Found")
        required, known = METHODS[method]
        attached = {name for name in request.files if f"attach://{name}" in request.fields.get("media", "")}
        given = set(request.fields) | set(request.files) - attached
        if given - known or required - given:
            self.complaints.append(f"{method}: unknown {given - known}, missing {required - given}")
            raise Refusal(400, f"Bad Request: unknown {sorted(given - known)}, missing {sorted(required - given)}")

    async def call(self, method: str, request: Request) -> Any:
        """Carry it out."""
        doing: Callable[[Request], Awaitable[Any]] = getattr(self, f"_do_{method}")
        return await doing(request)

    async def _do_getMe(self, _: Request) -> Any:  # noqa: N802
        return self.me

    async def _do_getUpdates(self, request: Request) -> Any:  # noqa: N802
        fields = request.fields
        if "allowed_updates" in fields:
            self.queue.allowed = tuple(json.loads(fields["allowed_updates"]))
        hold = float(fields.get("timeout", "0"))
        batch = await self.queue.ask(int(fields.get("offset", "0")), int(fields.get("limit", "100")), hold)
        return b"[" + b",".join(update.body for update in batch) + b"]"

    async def _do_setWebhook(self, request: Request) -> Any:  # noqa: N802
        if "allowed_updates" in request.fields:
            self.queue.allowed = tuple(json.loads(request.fields["allowed_updates"]))
        await self.queue.set_hook(Hook(request.fields["url"], request.fields.get("secret_token", "")))
        return True

    async def _do_deleteWebhook(self, request: Request) -> Any:  # noqa: N802
        await self.queue.set_hook(None)
        return True

    async def _do_setMyCommands(self, request: Request) -> Any:  # noqa: N802
        commands = json.loads(request.fields["commands"])
        for command in commands:
            if not 1 <= len(command["command"]) <= 32 or command["command"] != command["command"].lower():
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[request.fields.get("language_code", "")] = commands
        return True

    async def _do_sendMessage(self, request: Request) -> Any:  # noqa: N802
        return self._post(request, Message(0, 0, True, text=checked_text(request.fields["text"])))

    async def _do_sendPhoto(self, request: Request) -> Any:  # noqa: N802
        return self._post_file(request, "photo")

    async def _do_sendDocument(self, request: Request) -> Any:  # noqa: N802
        return self._post_file(request, "document")

    async def _do_sendAudio(self, request: Request) -> Any:  # noqa: N802
        return self._post_file(request, "audio")

    async def _do_sendVideo(self, request: Request) -> Any:  # noqa: N802
        return self._post_file(request, "video")

    async def _do_sendMediaGroup(self, request: Request) -> Any:  # noqa: N802
        items = json.loads(request.fields["media"])
        if not 2 <= len(items) <= 10:
            raise Refusal(400, "Bad Request: group send failed")
        album = self.new_album()
        return [self._post(request, self._of_media(request, item, album)) for item in items]

    async def _do_editMessageText(self, request: Request) -> Any:  # noqa: N802
        message = self._own(request)
        if message.file is not None:
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        return self._change(request, message, text=checked_text(request.fields["text"]))

    async def _do_editMessageCaption(self, request: Request) -> Any:  # noqa: N802
        message = self._own(request)
        if message.file is None:
            raise Refusal(400, "Bad Request: there is no caption in the message to edit")
        return self._change(request, message, text=checked_caption(request.fields.get("caption", "")))

    async def _do_editMessageMedia(self, request: Request) -> Any:  # noqa: N802
        message = self._own(request)
        new = self._of_media(request, json.loads(request.fields["media"]))
        if message.file is not None and new.file is not None and message.file.content == new.file.content:
            return self._change(request, message, text=new.text)
        message.file = new.file
        message.edits += 1
        message.text, message.keyboard = new.text, checked_keyboard(request.fields.get("reply_markup"))
        return message.as_json(self.chats.find(request.fields["chat_id"]), self.me)

    async def _do_editMessageReplyMarkup(self, request: Request) -> Any:  # noqa: N802
        message = self._own(request)
        return self._change(request, message, text=message.text)

    async def _do_deleteMessage(self, request: Request) -> Any:  # noqa: N802
        message = self._own(request, purpose="delete")
        if self.keeps_what_is_old:
            raise Refusal(400, "Bad Request: message can't be deleted for everyone")
        self.chats.shown(message.chat_id).remove(message)
        return True

    async def _do_answerCallbackQuery(self, request: Request) -> Any:  # noqa: N802
        press = request.fields["callback_query_id"]
        if self.presses.get(press) is not False:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        hint = request.fields.get("text", "")
        if len(hint) > LONGEST_HINT:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        self.presses[press] = True
        if hint:
            self.hints.setdefault(self._pressers[press], []).append(hint)
        self.confirmed.append(press)
        return True

    async def _do_getFile(self, request: Request) -> Any:  # noqa: N802
        file = self.chats.files.get(request.fields["file_id"])
        if file is None:
            raise Refusal(400, "Bad Request: invalid file_id")
        if len(file.content) > LARGEST_DOWNLOAD:
            raise Refusal(400, "Bad Request: file is too big")
        described = {"file_id": file.file_id, "file_unique_id": f"u{file.file_id}", "file_size": len(file.content)}
        return described | {"file_path": f"{file.kind}s/{file.file_id}"}

    # What they share

    def _own(self, request: Request, *, purpose: str = "edit") -> Message:
        chat = self.chats.find(request.fields["chat_id"])
        return self.chats.own(chat["id"], request.fields["message_id"], purpose=purpose)

    def _post_file(self, request: Request, kind: str) -> Any:
        self.chats.find(request.fields["chat_id"])
        file = self.chats.given(kind, request.fields.get(kind, ""), request.files.get(kind))
        return self._post(
            request, Message(0, 0, True, text=checked_caption(request.fields.get("caption", "")), file=file)
        )

    def _of_media(self, request: Request, item: dict[str, Any], album: str = "") -> Message:
        upload = request.files.get(item["media"].removeprefix("attach://"))
        file = self.chats.given(item["type"], item["media"], upload)
        return Message(0, 0, True, text=checked_caption(item.get("caption", "")), file=file, album=album)

    def _post(self, request: Request, message: Message) -> Any:
        chat = self.chats.find(request.fields["chat_id"])
        message.chat_id = chat["id"]
        message.keyboard = checked_keyboard(request.fields.get("reply_markup"))
        message.is_silent = request.fields.get("disable_notification") == "true"
        message.entities = json.loads(request.fields.get("entities", "[]"))
        message.is_protected = request.fields.get("protect_content") == "true"
        return self.chats.add(message).as_json(chat, self.me)

    def _change(self, request: Request, message: Message, *, text: str) -> Any:
        keyboard = checked_keyboard(request.fields.get("reply_markup"))
        if (text, keyboard) == (message.text, message.keyboard):
            raise Refusal(400, NOT_MODIFIED)
        message.text, message.keyboard = text, keyboard
        message.entities = json.loads(request.fields.get("entities", request.fields.get("caption_entities", "[]")))
        message.edits += 1
        return message.as_json(self.chats.find(request.fields["chat_id"]), self.me)
