"""A stand-in for Telegram's server that permits what Telegram permits, and counts what it refused.

30 messages a second in all, one a second in a private chat, 20 a minute in a group, in windows that slide: one message
more, and it is answered with 429 and counted. A process of its own, started by `bench/announce.py`. It prints its
address; told of chats, it prints what came and when each of these chats heard.
"""

import asyncio
import json
import sys
import time
from collections import defaultdict, deque
from typing import Any
from urllib.parse import parse_qs

import uvloop

from bench import standin

ALL, PRIVATE, GROUP = (30, 1.0), (1, 1.0), (20, 60.0)


class Gate:
    """What came, and the windows. `heard` is when each chat got its first message, on the monotonic clock."""

    def __init__(self) -> None:
        self.sent: list[float] = []
        self.refused = 0
        self.heard: dict[str, float] = {}
        self._windows: defaultdict[str, deque[float]] = defaultdict(deque)

    def answer(self, method: str, fields: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """Answer one call with status and body."""
        if method == "getMe":
            return 200, {"ok": True, "result": standin.ME}
        if not method.startswith(("send", "edit")):
            return 200, {"ok": True, "result": True}
        chat, now = fields["chat_id"][0], time.monotonic()
        wait = self._wait(chat, now)
        if wait:
            self.refused += 1
            told = {"retry_after": wait}
            return 429, {
                "ok": False,
                "error_code": 429,
                "description": f"Too Many Requests: retry after {wait}",
                "parameters": told,
            }
        self.sent.append(now)
        self.heard.setdefault(chat, now)
        where = {"id": int(chat), "type": "group" if chat.startswith("-") else "private"}
        return 200, {"ok": True, "result": {"message_id": len(self.sent), "date": 1_800_000_000, "chat": where}}

    def _wait(self, chat: str, now: float) -> int:
        """Seconds to wait, as whole ones; 0, and it is counted, where it is permitted."""
        windows = (("all", *ALL), (chat, *(GROUP if chat.startswith("-") else PRIVATE)))
        for name, most, seconds in windows:
            window = self._windows[name]
            while window and window[0] <= now - seconds:
                window.popleft()
            if len(window) >= most:
                return int(window[0] + seconds - now) + 1
        for name, _, _ in windows:
            self._windows[name].append(now)
        return 0


async def _serve(gate: Gate, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = int(head.lower().partition("content-length:")[2].partition("\r\n")[0] or 0)
            fields = parse_qs((await reader.readexactly(length)).decode())
            status, answer = gate.answer(head.split(" ", 2)[1].rpartition("/")[2], fields)
            body = json.dumps(answer).encode()
            writer.write(
                f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def _run() -> None:
    gate = Gate()
    server = await asyncio.start_server(lambda reader, writer: _serve(gate, reader, writer), "127.0.0.1", 0)
    _print({"api": f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"})
    while line := await asyncio.to_thread(sys.stdin.readline):
        chats = json.loads(line)["chats"]
        _print(
            {
                "sent": len(gate.sent),
                "refused": gate.refused,
                "began": gate.sent[0] if gate.sent else 0.0,
                "ended": gate.sent[-1] if gate.sent else 0.0,
                "heard": {chat: gate.heard[chat] for chat in chats if chat in gate.heard},
            }
        )


def _print(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run())
