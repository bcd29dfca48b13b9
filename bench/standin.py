"""A stand-in for Telegram's server that says yes at once, and remembers where the bot wants its updates.

Runs inside the generator's process (`bench/load.py`). It is no test of the bot: a strict stand-in is in `tests/`.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qs

from bench import wire

ME = {"id": 4200001, "is_bot": True, "first_name": "Flagpost", "username": "flagpost_bench_bot"}
TOKEN = "4200001:AAbench-stand-in_token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where updates are to go, and the word that proves they are Telegram's."""

    url: str
    secret: str


class Standin:
    """The server. `webhook` is done when the bot has called setWebhook; `sent` counts what the bot sent."""

    def __init__(self) -> None:
        self.webhook: asyncio.Future[Webhook] = asyncio.get_running_loop().create_future()
        self.sent = 0
        self.address = ""

    async def start(self) -> None:
        """Listen on a free port of the loopback."""
        server = await asyncio.get_running_loop().create_server(lambda: _Line(self), "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    def answer(self, head: bytes, body: bytes) -> bytes:
        """Answer one call."""
        method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode().partition("?")[0]
        result: object = True
        if method == "getMe":
            result = ME
        elif method == "setWebhook":
            self._note(parse_qs(body.decode()))
        elif method.startswith(("send", "edit")):
            self.sent += 1
            chat = {"id": FIRST_CHAT + self.sent, "type": "private", "first_name": "某人"}
            result = {"message_id": self.sent, "date": 1_800_000_000, "chat": chat, "text": "…"}
        return json.dumps({"ok": True, "result": result}).encode()

    def _note(self, fields: dict[str, list[str]]) -> None:
        if not self.webhook.done():
            self.webhook.set_result(Webhook(url=fields["url"][0], secret=fields.get("secret_token", [""])[0]))


FIRST_CHAT = 7_100_000_000


class _Line(asyncio.Protocol):
    def __init__(self, server: Standin) -> None:
        self._server = server
        self._messages = wire.Messages()
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        for head, body in self._messages.feed(data):
            answer = self._server.answer(head, body)
            assert self._transport is not None
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (len(answer), answer)
            )
