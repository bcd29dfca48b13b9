"""What stands in the chats of the stand-in Telegram: messages as people see them, files, and the rules for both.

Used by `tests/telegram/telegram_server.py`. A broken rule is answered in Telegram's own words.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LARGEST_DOWNLOAD = 20 * 1024 * 1024
LONGEST_HINT = 200
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
STYLES = {None, "danger", "success", "primary"}


class Refusal(Exception):
    """An answer with ok=false."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(slots=True)
class File:
    """A file that Telegram keeps."""

    file_id: str
    kind: str
    content: bytes
    name: str = ""


@dataclass(slots=True)
class Message:
    """A message as it stands in a chat now. `text` is a caption where there is a `file`."""

    message_id: int
    chat_id: int
    is_from_bot: bool
    text: str = ""
    file: File | None = None
    keyboard: list[list[dict[str, Any]]] = field(default_factory=list)
    is_silent: bool = False
    is_protected: bool = False
    edits: int = 0
    entities: list[dict[str, Any]] = field(default_factory=list)
    album: str = ""

    @property
    def labels(self) -> list[str]:
        """What its buttons say, in reading order."""
        return [button["text"] for row in self.keyboard for button in row]

    def as_json(self, chat: Mapping[str, Any], sender: Mapping[str, Any]) -> dict[str, Any]:
        """As the Bot API writes it."""
        made: dict[str, Any] = {"message_id": self.message_id, "date": 1_780_000_000, "chat": chat, "from": sender}
        if self.keyboard:
            made["reply_markup"] = {"inline_keyboard": self.keyboard}
        if self.file is None:
            return made | {"text": self.text}
        described: dict[str, Any] = {"file_id": self.file.file_id, "file_unique_id": f"u{self.file.file_id}"}
        described |= {"file_size": len(self.file.content)}
        if self.file.kind == "photo":
            small = {**described, "file_id": f"{self.file.file_id}-s", "width": 90, "height": 51, "file_size": 1000}
            made["photo"] = [small, {**described, "width": 1280, "height": 720}]
        elif self.file.kind in ("audio", "video"):
            made[self.file.kind] = {**described, "duration": 1, "width": 176, "height": 144}
        else:
            made["document"] = {**described, "file_name": self.file.name}
        return (
            made
            | ({"caption": self.text} if self.text else {})
            | ({"media_group_id": self.album} if self.album else {})
        )


class Chats:
    """All chats and files."""

    def __init__(self) -> None:
        self.known: dict[int, dict[str, Any]] = {}
        self.blocked: set[int] = set()
        self.files: dict[str, File] = {}
        self.uploads = 0
        self._messages: dict[int, list[Message]] = {}
        self._numbers = 0

    def open(self, chat: dict[str, Any]) -> None:
        """A chat that exists and that the bot may write to."""
        self.known.setdefault(chat["id"], chat)

    def find(self, given: str) -> dict[str, Any]:
        """The chat of that id or @name."""
        for chat in self.known.values():
            if given in (str(chat["id"]), f"@{chat.get('username')}"):
                if chat["id"] in self.blocked:
                    raise Refusal(403, "Forbidden: bot was blocked by the user")
                return chat
        raise Refusal(400, "Bad Request: chat not found")

    def shown(self, chat_id: int) -> list[Message]:
        """What stands in a chat."""
        return self._messages.setdefault(chat_id, [])

    def add(self, message: Message) -> Message:
        """Append a message, which gets its number."""
        self._numbers += 1
        message.message_id = self._numbers
        self.shown(message.chat_id).append(message)
        return message

    def own(self, chat_id: int, message_id: str, *, purpose: str = "edit") -> Message:
        """A message of the bot's that can be edited."""
        for message in self.shown(chat_id):
            if str(message.message_id) == message_id and message.is_from_bot:
                return message
        raise Refusal(400, f"Bad Request: message to {purpose} not found")

    def keep(self, kind: str, content: bytes, name: str = "") -> File:
        """Store a file that was sent or uploaded."""
        file = File(f"{kind}-{len(self.files) + 1}", kind, content, name)
        self.files[file.file_id] = file
        return file

    def given(self, kind: str, value: str, upload: tuple[str, bytes] | None) -> File:
        """The file of a send: uploaded now, or named by its id."""
        if upload is None:
            file = self.files.get(value)
            if file is None:
                raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
            if file.kind != kind:
                raise Refusal(400, f"Bad Request: can't use file of type {file.kind.title()} as {kind.title()}")
            return file
        name, content = upload
        if not content:
            raise Refusal(400, "Bad Request: file must be non-empty")
        if kind == "photo":
            check_photo(content)
        self.uploads += 1
        return self.keep(kind, content, name)


def check_photo(content: bytes) -> None:
    """What Telegram takes for a photo: an image, not too large, not too long for its breadth."""
    if len(content) > 10 * 1024 * 1024:
        raise Refusal(400, "Bad Request: file is too big for a photo")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack(">II", content[16:24])
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise Refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    elif not content.startswith(b"\xff\xd8\xff"):
        raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")


def checked_text(text: str) -> str:
    """The text of a message."""
    if not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if len(text) > 4096:
        raise Refusal(400, "Bad Request: message is too long")
    return text.strip()


def checked_caption(text: str) -> str:
    """The words under a file."""
    if len(text) > 1024:
        raise Refusal(400, "Bad Request: message caption is too long")
    return text.strip()


def checked_keyboard(given: str | None) -> list[list[dict[str, Any]]]:
    """The buttons under a message: each has a text and 1–64 bytes to bring back."""
    if given is None:
        return []
    rows: list[list[dict[str, Any]]] = json.loads(given)["inline_keyboard"]
    for button in (button for row in rows for button in row):
        if set(button) - {"text", "callback_data", "style"} or not button.get("text", "").strip():
            raise Refusal(400, "Bad Request: can't parse inline keyboard button")
        if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        if button.get("style") not in STYLES:
            raise Refusal(400, "Bad Request: BUTTON_STYLE_INVALID")
    if sum(len(row) for row in rows) > 100 or any(len(row) > 8 for row in rows):
        raise Refusal(400, "Bad Request: reply markup is too long")
    return rows
