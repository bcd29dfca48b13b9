"""Phones on Telegram: each shows what the bot sends and presses its buttons, over a connection to the webhook that is kept open."""

import asyncio
import contextlib
import json
import time
from urllib.parse import parse_qs

from bench import dialogue, standin, wire
from bench.children import CouldNotMeasure

PATIENCE = 120.0
FIRST_UPDATE = 900_000_000


class Phones(standin.Standin):
    """A stand-in for Telegram's server that brings to each phone what is sent to its chat."""

    def __init__(self) -> None:
        super().__init__()
        self._phones: dict[str, Phone] = {}
        self._updates = FIRST_UPDATE
        self._head = b""

    async def opened(self) -> None:
        """Wait until the bot has said where it listens."""
        hook = await self.webhook
        self.host, _, path = hook.url.removeprefix("http://").partition("/")
        self._head = dialogue.head(self.host, path, hook.secret)

    def phone(self, number: int) -> "Phone":
        """The phone of the person of this number."""
        return self._phones.setdefault(str(number), Phone(self, number))

    def request(self, update: dict[str, object]) -> bytes:
        """An update as Telegram brings it."""
        self._updates += 1
        body = json.dumps({"update_id": self._updates, **update}, separators=(",", ":")).encode()
        return self._head % len(body) + body

    def answer(self, head: bytes, body: bytes) -> bytes:
        """Say yes, and show it."""
        method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode().partition("?")[0]
        fields = parse_qs(body.decode()) if method.startswith(("send", "edit")) else {}
        phone = self._phones.get(fields.get("chat_id", [""])[0])
        if phone is not None:
            keyboard = json.loads(fields.get("reply_markup", ["{}"])[0]).get("inline_keyboard", [])
            words = fields.get("text", fields.get("caption", [""]))[0]
            phone.show(words, _named([button for row in keyboard for button in row]))
        return super().answer(head, body)


class Phone:
    """One phone. A button is known by how its label begins."""

    def __init__(self, phones: Phones, number: int) -> None:
        self.number = number
        self.phones = phones
        self.heard = ""
        self._buttons: dict[str, str] = {}
        self._news = asyncio.Event()
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    def show(self, words: str, buttons: dict[str, str]) -> None:
        """Something new is on the screen; a button of the same label takes the place of the older."""
        self.heard = words
        self._buttons |= buttons
        self._news.set()

    async def shows(self, label: str) -> str:
        """Wait until there is such a button; what it carries."""
        while not (found := next((data for text, data in self._buttons.items() if text.startswith(label)), "")):
            await self._hears(label)
        return found

    async def says(self, words: str) -> tuple[float, float]:
        """Write something, and wait for the answer: seconds until it was acknowledged, and until the answer came."""
        person = {"id": self.number, "first_name": "某人"}
        message = {
            "message_id": 1,
            "from": {**person, "is_bot": False, "language_code": "zh-hans"},
            "chat": {**person, "type": "private"},
            "date": int(time.time()),
            "text": words,
        }
        return await self._brings({"message": message}, words)

    async def presses(self, label: str) -> tuple[float, float]:
        """Press a button once it is there; the same."""
        data = await self.shows(label)
        self._buttons = {text: each for text, each in self._buttons.items() if each != data}
        person = {"id": self.number, "is_bot": False, "first_name": "某人", "language_code": "zh-hans"}
        press = {"id": str(self.number), "from": person, "chat_instance": "1", "data": data}
        return await self._brings({"callback_query": press}, label)

    async def _brings(self, update: dict[str, object], what: str) -> tuple[float, float]:
        self._news.clear()
        began = time.monotonic()
        status, said = await self._posts(self.phones.request(update))
        acknowledged = time.monotonic() - began
        if status != 200:
            raise CouldNotMeasure(f"{self.number} was answered {status} for {what}.")
        if b'"text"' in said:  # over the button
            return acknowledged, acknowledged
        await self._hears(what)
        return acknowledged, time.monotonic() - began

    async def _hears(self, what: str) -> None:
        try:
            await asyncio.wait_for(self._news.wait(), PATIENCE)
        except TimeoutError:
            raise CouldNotMeasure(f"{self.number} heard nothing after {what}: {sorted(self._buttons)}.") from None
        self._news.clear()

    async def _posts(self, request: bytes) -> tuple[int, bytes]:
        """Bring a request; the other side may have put down a line that was quiet for long."""
        answer = await self._posts_once(request)
        return answer if answer[0] else await self._posts_once(request)

    async def _posts_once(self, request: bytes) -> tuple[int, bytes]:
        if self._line is None:
            host, _, port = self.phones.host.partition(":")
            self._line = await asyncio.open_connection(host, int(port))
        reader, writer = self._line
        messages = wire.Messages()
        with contextlib.suppress(ConnectionError):
            writer.write(request)
            while data := await reader.read(65536):
                if found := messages.feed(data):
                    return wire.status(found[0][0]), found[0][1]
        writer.close()
        self._line = None
        return 0, b""


def _named(buttons: list[dict[str, str]]) -> dict[str, str]:
    """What each button carries; a number that stands under a word is named with it."""
    found, above = {}, ""
    for button in buttons:
        label = button["text"]
        above = above if label.isdecimal() else f"{label} "
        found[above + label if label.isdecimal() else label] = button.get("callback_data", "")
    return found
