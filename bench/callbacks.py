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

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bench import disk, subject, wire
from bench.children import CouldNotMeasure
from bench.subject import Subject
from storage.database import Tx

CORPID, TOKEN = "ww0000000000bench", "benchToken"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
ANSWER = json.dumps({"errcode": 0, "errmsg": "ok", "access_token": "bench", "expires_in": 7200, "msgid": "m"}).encode()
DISORDER = 500  # messages within which calls come in any order
OPENS_WITHIN = 60.0  # seconds
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
    calls = _calls(size)
    tell(f"{len(calls)} calls, {size.at_once} at once")
    taken: list[float] = []
    waiting = iter(calls)
    limits = httpx.Limits(max_connections=size.at_once)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30.0, trust_env=False) as client:
        await _opened(client)

        async def caller() -> None:
            for query, body in waiting:
                began = time.perf_counter()
                answer = await _brought(client, query, body)
                taken.append(time.perf_counter() - began)
                if answer.status_code != httpx.codes.OK or answer.content:
                    raise CouldNotMeasure(f"A callback was answered with {answer.status_code}.")

        began = time.perf_counter()
        await asyncio.gather(*(caller() for _ in range(size.at_once)))
        seconds = time.perf_counter() - began
    heard = await bot.database.read(lambda tx: _number(tx, HEARD))
    await bot.drained_at(heard)
    handled = await bot.database.read(lambda tx: _number(tx, HANDLED))
    taken.sort()
    return {
        "calls": len(taken),
        "calls_per_second": round(len(taken) / seconds, 1),
        "p50_ms": round(taken[len(taken) // 2] * 1000, 1),
        "p99_ms": round(taken[len(taken) * 99 // 100] * 1000, 1),
        "longest_ms": round(taken[-1] * 1000, 1),
        "messages": size.messages,
        "heard": heard,
        "handled_once": handled,
    }


async def _brought(client: httpx.AsyncClient, query: str, body: bytes) -> httpx.Response:
    """One call; a line that was closed just then, because it had been idle for long, is no call."""
    try:
        return await client.post(f"/wecom/callback?{query}", content=body)
    except (httpx.ReadError, httpx.RemoteProtocolError):
        return await client.post(f"/wecom/callback?{query}", content=body)


def _number(tx: Tx, question: str) -> int:
    return int(tx.value(question))


async def _opened(client: httpx.AsyncClient) -> None:
    until = time.monotonic() + OPENS_WITHIN
    while time.monotonic() < until:
        try:
            if (await client.get("/livez")).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        await asyncio.sleep(0.1)
    raise CouldNotMeasure("The bot did not open.")


def _calls(size: Size) -> list[tuple[str, bytes]]:
    """Query and body of every call: each message twice, as WeCom brings again what was answered too late."""
    chance = random.Random(SEED)
    messages = [_sealed(number, size) for number in range(size.messages)]
    found: list[tuple[str, bytes]] = []
    for begin in range(0, len(messages), DISORDER):
        part = messages[begin : begin + DISORDER] * 2
        chance.shuffle(part)
        found += part
    return found


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
