"""People on channels, as `tests/support/stages.py` needs them: somebody in a Telegram chat, somebody at our web page.

Each says, sends, presses and looks; what is seen is given as parcels, so that a transcript reads every screen alike.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Protocol

import httpx
import msgspec

from bot.card_text import CardText
from bot.channel import Attachment, Button, Fact, Parcel
from domain.evidence import Media
from tests.support import sendable
from tests.telegram.telegram_chats import Message
from tests.telegram.telegram_server import TelegramServer
from tests.telegram.telegram_users import User

STRANGE = itertools.count(50_000)  # numbers of updates that the stand-in would not make
ALBUM = 2  # photos from which Telegram makes an album


class Person(Protocol):
    """Somebody on a channel."""

    async def opens(self, payload: str) -> None:
        """Follow a link, or come without one."""
        ...

    async def says(self, text: str, files: Sequence[str]) -> None:
        """Say words and send files."""
        ...

    async def presses(self, handle: str, chosen: str = "") -> None:
        """Press a button; of a select, with what was chosen."""
        ...

    async def sees(self) -> list[Parcel]:
        """What is new on the screen."""
        ...

    async def goes(self) -> None:
        """Put the device away."""
        ...


class OnTelegram:
    """Somebody in a private chat with the bot."""

    def __init__(self, server: TelegramServer, user: User) -> None:
        self.user = user
        self._server = server
        self._seen: dict[int, tuple[int, str]] = {}
        self._hints_seen = 0

    async def opens(self, payload: str) -> None:
        """Press Start."""
        self.user.starts(payload)

    async def says(self, text: str, files: Sequence[str]) -> None:
        """Send what one message can carry, in as many as it takes: the words come first, or with the first file."""
        photos = [sendable.content(name) for name in files if name.endswith(".jpg")]
        caption = text if photos else ""
        if text and not caption:
            self.user.says(text)
        if len(photos) >= ALBUM:
            self.user.sends_album(photos, caption)
        elif photos:
            self.user.sends_photo(photos[0], caption)
        for name in files:
            self._sends(name)

    async def presses(self, handle: str, chosen: str = "") -> None:
        """Press the button with this data, or one that was never shown."""
        shown = (each for each in reversed(self.user.sees) if handle in _data(each))
        self.user.presses_data(handle, next(shown, None))

    def brings(self, content: dict[str, Any] | bytes) -> None:
        """Let Telegram bring what it would never send of this person; an update's number is put in, in bytes for %d."""
        number = next(STRANGE)
        update = content % number if isinstance(content, bytes) else {"update_id": number, **content}
        self._server.push_raw(update, chat_id=self.user.id)

    async def sees(self) -> list[Parcel]:
        """The messages that came or changed since one looked last, and what was shown over a button."""
        hints, self._hints_seen = self.user.hints[self._hints_seen :], len(self.user.hints)
        found = [Parcel(number=-next(STRANGE), route="", text=each) for each in hints]
        for message in self.user.sees:
            looks = (message.edits, message.text)
            if message.is_from_bot and self._seen.get(message.message_id) != looks:
                found.append(_parcel(message, is_new=message.message_id not in self._seen))
                self._seen[message.message_id] = looks
        return found

    async def goes(self) -> None:
        """Nothing is held open."""

    def _sends(self, name: str) -> None:
        kind = PurePath(name).suffix
        if kind == ".geo":
            self.user.sends_location(*sendable.PLACE)
        elif kind == ".ogg":
            self.user.sends_voice(sendable.content(name))
        elif kind == ".mp4":
            self.user.sends_video(sendable.content(name))
        elif kind != ".jpg":
            self.user.sends_document(sendable.content(name), name)


class AtPage:
    """Somebody at the web page: a browser's requests, with its cookie."""

    def __init__(self, address: str, locale: str) -> None:
        self._locale = locale
        self._keys = itertools.count(1)
        self._come_to = 0
        headers = {"Origin": address, "Accept-Language": locale}
        self.http = httpx.AsyncClient(base_url=address, headers=headers, trust_env=False, verify=False, timeout=20)

    async def opens(self, payload: str) -> None:
        """Open the page, perhaps by a link."""
        answer = await self.http.post("/chat/session", json={"locale": self._locale, "payload": payload})
        assert answer.is_success, answer.text

    async def says(self, text: str, files: Sequence[str]) -> None:
        """Upload the files, then send them with the words."""
        said: dict[str, Any] = {"text": text, "files": []}
        for name in files:
            if name.endswith(".geo"):
                said["place"] = dict(zip(("lat", "lon"), sendable.PLACE, strict=True))
            else:
                answer = await self.uploads(name, sendable.content(name))
                assert answer.is_success, answer.text
                said["files"].append(answer.json()["id"])
        answer = await self.posts(**said)
        assert answer.is_success, answer.text

    async def presses(self, handle: str, chosen: str = "") -> None:
        """Press a button."""
        answer = await self.posts(choice=handle, text=chosen)
        assert answer.is_success, answer.text

    async def posts(self, **said: object) -> httpx.Response:
        """Post what the page's script would, or what it would not; it may be refused."""
        return await self.http.post("/chat/say", json={"key": self.new_key(), **said})

    async def posts_raw(self, body: bytes) -> httpx.Response:
        """Post these bytes as a say."""
        return await self.http.post("/chat/say", content=body, headers={"Content-Type": "application/json"})

    def new_key(self) -> str:
        """The page's own key for its next message."""
        return f"message-{next(self._keys)}"

    async def uploads(self, name: str, content: bytes) -> httpx.Response:
        """Upload a file; it may be refused."""
        return await self.http.post("/chat/upload", files={"file": (name, content)})

    async def sees(self) -> list[Parcel]:
        """What the page was told since it looked last, its pictures fetched."""
        if not self.http.cookies:
            return []
        answer = await self.http.get("/chat/messages", params={"after": self._come_to})
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            return []  # this session has left
        assert answer.is_success, answer.text
        found = [await self._parcel(message) for message in answer.json()["messages"]]
        self._come_to = max([self._come_to, *(parcel.number for parcel in found)])
        return found

    async def goes(self) -> None:
        """Close the browser."""
        await self.http.aclose()

    async def _parcel(self, message: dict[str, Any]) -> Parcel:
        attachments = []
        for told in message["attachments"]:
            answer = await self.http.get(f"/chat/file/{told['key']}")
            assert answer.is_success, answer.text
            media = Media(told["media"])
            attachments.append(Attachment(key=told["key"], data=answer.content, name=told["name"], media=media))
        return Parcel(
            number=message["number"],
            route="",
            text=message["text"],
            edits=message["edits"],
            is_quiet=message["is_quiet"],
            buttons=msgspec.convert(message["buttons"], tuple[Button, ...]),
            attachments=tuple(attachments),
            facts=tuple(Fact(**fact) for fact in message["facts"]),
            card=msgspec.convert(message["card"], CardText | None),
        )


_MEDIA = {"photo": Media.PICTURE, "audio": Media.SOUND, "video": Media.FILM, "document": Media.FILE}


def _data(message: Message) -> list[str]:
    return [button["callback_data"] for row in message.keyboard for button in row]


def _parcel(message: Message, *, is_new: bool) -> Parcel:
    file = message.file
    shown = Attachment(key=file.file_id, data=file.content, name=file.name, media=_MEDIA[file.kind]) if file else None
    return Parcel(
        number=message.message_id,
        route="",
        text=message.text,
        edits="" if is_new else str(message.message_id),
        is_quiet=message.is_silent,
        is_staff=message.is_protected,
        buttons=tuple(
            Button(label=button["text"], handle=button["callback_data"]) for row in message.keyboard for button in row
        ),
        attachments=(shown,) if shown else (),
    )
