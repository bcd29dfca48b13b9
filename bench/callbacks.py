"""WeCom's callbacks: ten thousand calls at our door, each message twice and in disorder, with so many under way at once.

`flagpost run` is a process of its own; what stands in for WeCom here says yes to everything. `README.md` says what counts.
"""

import asyncio
import base64
import hashlib
import json
import os
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bench import disk, load, subject, wire
from bench.children import CouldNotMeasure
from bench.subject import Subject
from storage.database import Tx

CORPID, TOKEN = "ww0000000000bench", "benchToken"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
ANSWER = json.dumps({"errcode": 0, "errmsg": "ok", "access_token": "bench", "expires_in": 7200, "msgid": "m"}).encode()
DISORDER = 500  # messages within which calls come in any order
SEED = 20260101
HEARD = "SELECT COUNT(*) FROM inbox WHERE channel = 'wecom'"
HANDLED = f"{HEARD} AND state = 'handled'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many messages, of how many members, each brought twice; and how many calls are under way at once."""

    messages: int = 5000
    members: int = 500
    at_once: int = 64


async def measure(size: Size, database: str, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure; return the figures of `README.md`. Raises CouldNotMeasure."""
    with disk.folder() as folder, disk.database(database, "callbacks") as url:
        async with _yes() as address, subject.prepared(folder, address, url) as usual:
            settings = {name: value for name, value in usual.items() if "TELEGRAM" not in name} | {
                "FLAGPOST_WECOM_CORPID": CORPID,
                "FLAGPOST_WECOM_SECRET": "bench-secret",
                "FLAGPOST_WECOM_AGENTID": "1000002",
                "FLAGPOST_WECOM_TOKEN": TOKEN,
                "FLAGPOST_WECOM_AESKEY": AES_KEY,
                "FLAGPOST_WECOM_API": address,
            }
            async with subject.running(folder, settings) as bot:
                return await bot.child.while_running(_measured(size, bot, settings["FLAGPOST_PUBLIC_URL"], tell))


async def _measured(size: Size, bot: Subject, address: str, tell: Callable[[str], None]) -> dict[str, Any]:
    calls = _calls(size, address)
    tell(f"{len(calls)} calls, {size.at_once} at once")
    try:
        lines = await load.connect([address], size.at_once)
        figures = await load.play(lines, calls)
    except (ConnectionError, OSError) as error:
        raise CouldNotMeasure(f"The callbacks could not be brought: {error}.") from error
    heard = await bot.database.read(lambda tx: _number(tx, HEARD))
    await bot.drained_at(heard)
    handled = await bot.database.read(lambda tx: _number(tx, HANDLED))
    return {
        "calls": figures["updates"],
        "refused": figures["repeated"],
        "calls_per_second": round(figures["updates"] / (figures["ended"] - figures["began"]), 1),
        **{name: figures[name] for name in ("p50_ms", "p99_ms", "longest_ms", "generator_busy")},
        "messages": size.messages,
        "heard": heard,
        "handled_once": handled,
    }


def _number(tx: Tx, question: str) -> int:
    return int(tx.value(question))


def _calls(size: Size, address: str) -> list[list[bytes]]:
    """Every call as it goes over the line: each message twice, as WeCom brings again what was answered too late."""
    chance = random.Random(SEED)
    messages = [_request(address, *_sealed(number, size)) for number in range(size.messages)]
    found: list[list[bytes]] = []
    for begin in range(0, len(messages), DISORDER):
        part = messages[begin : begin + DISORDER] * 2
        chance.shuffle(part)
        found += [[call] for call in part]
    return found


def _request(address: str, query: str, body: bytes) -> bytes:
    head = (
        f"POST /wecom/callback?{query} HTTP/1.1\r\nHost: {address.removeprefix('http://')}\r\n"
        f"Content-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _sealed(number: int, size: Size) -> tuple[str, bytes]:
    at = str(int(time.time()))
    fields = {
        "ToUserName": CORPID,
        "FromUserName": f"member{number % size.members}",
        "CreateTime": at,
        "MsgType": "text",
        "Content": "帮助",
        "MsgId": str(4_500_000_000 + number),
        "AgentID": "1000002",
    }
    message = f"<xml>{''.join(f'<{name}>{value}</{name}>' for name, value in fields.items())}</xml>".encode()
    plain = os.urandom(16) + len(message).to_bytes(4, "big") + message + CORPID.encode()
    missing = 32 - len(plain) % 32
    key = base64.b64decode(AES_KEY + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    sealed = base64.b64encode(encryptor.update(plain + bytes([missing]) * missing) + encryptor.finalize()).decode()
    signed = hashlib.sha1("".join(sorted([TOKEN, at, str(number), sealed])).encode()).hexdigest()
    query = urlencode({"msg_signature": signed, "timestamp": at, "nonce": str(number)})
    return query, f"<xml><ToUserName>{CORPID}</ToUserName><Encrypt>{sealed}</Encrypt></xml>".encode()


@asynccontextmanager
async def _yes() -> AsyncIterator[str]:
    """A server that says yes to every call."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        messages = wire.Messages()
        while data := await reader.read(65536):
            for _ in messages.feed(data):
                head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(ANSWER)
                writer.write(head + ANSWER)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
