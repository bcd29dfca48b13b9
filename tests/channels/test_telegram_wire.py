"""The wire to Telegram's server: what each failure says has left, and how far the wire's patience goes."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from telegram.error import TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channel import NotSent, Outcome, OutcomeUnknown
from bot.channels.telegram import wire as telegram_wire

BODY = b'{"ok":true,"result":true}'
YES = b"HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n" + BODY
CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n19\r\n" + BODY + b"\r\n0\r\n\r\n"
LAST = b"HTTP/1.1 200 OK\r\nContent-Length: 25\r\nConnection: close\r\n\r\n" + BODY
ENDLESS = b"HTTP/1.0 200 OK\r\n\r\n" + BODY
WORDS = RequestData([RequestParameter.from_input("text", "正文")])


class Server:
    """Answers each request with what comes next: None hangs up, nothing is silence."""

    def __init__(self) -> None:
        self.answers: list[bytes | None] = []
        self.requests: list[bytes] = []
        self.connections = 0
        self.silent = asyncio.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot1:token/sendMessage"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                answer = self.answers.pop(0) if self.answers else YES
                if answer is None:
                    break
                if not answer:
                    await self.silent.wait()
                writer.write(answer)
                if b"close" in answer or answer is ENDLESS:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def serving(context: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    server = Server()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=context)
    server.port = listening.sockets[0].getsockname()[1]
    yield server
    server.silent.set()
    listening.close()


@asynccontextmanager
async def opened(
    *, connections: int = 2, read_timeout: float = 5.0, proxy: str = ""
) -> AsyncIterator[telegram_wire.Wire]:
    wire = telegram_wire.Wire(proxy=proxy, connections=connections, read_timeout=read_timeout)
    await wire.initialize()
    yield wire
    await wire.shutdown()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as made:
        yield made


@pytest.fixture
async def wire() -> AsyncIterator[telegram_wire.Wire]:
    async with opened() as made:
        yield made


async def failed(wire: telegram_wire.Wire, url: str) -> Outcome:
    """What a call that fails says about the message in it."""
    with pytest.raises(TelegramError) as caught:
        await wire.post(url, WORDS, pool_timeout=0.01)
    return telegram_wire.outcome(caught.value, is_repeatable=False)


async def test_one_connection_carries_one_call_after_another(server: Server, wire: telegram_wire.Wire) -> None:
    server.answers = [YES, CHUNKS]
    for _ in range(3):
        assert await wire.post(server.url, WORDS) is True
    assert server.connections == 1
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.split(b"\r\n")[0] == b"POST /bot1:token/sendMessage HTTP/1.1"
    assert body == b"text=%E6%AD%A3%E6%96%87"


@pytest.mark.parametrize("answer", [LAST, ENDLESS])
async def test_a_connection_that_the_server_closes_is_not_used_again(
    server: Server, wire: telegram_wire.Wire, answer: bytes
) -> None:
    server.answers = [answer, YES]
    assert await wire.post(server.url, WORDS) is True
    assert await wire.post(server.url, WORDS) is True
    assert server.connections == 2


@pytest.mark.parametrize(
    "answer",
    [None, b"SSH-2.0-close\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nX: close\r\n\r\nhalf"],
)
async def test_where_no_whole_answer_comes_nobody_knows_what_became_of_the_call(
    server: Server, wire: telegram_wire.Wire, answer: bytes | None
) -> None:
    server.answers = [answer]
    assert isinstance(await failed(wire, server.url), OutcomeUnknown)
    assert await wire.post(server.url, WORDS) is True


async def test_a_silent_server_is_left_after_a_while_and_nobody_knows(server: Server) -> None:
    server.answers = [b""]
    async with opened(read_timeout=0.01) as wire:
        assert isinstance(await failed(wire, server.url), OutcomeUnknown)


async def test_while_all_connections_are_taken_nothing_leaves(server: Server) -> None:
    server.answers = [b"", YES]
    async with opened(connections=1) as wire:
        first = asyncio.create_task(wire.post(server.url, WORDS))
        while not server.requests:  # noqa: ASYNC110 - the server is not ours to ring a bell
            await asyncio.sleep(0.001)
        assert isinstance(await failed(wire, server.url), NotSent)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        server.silent.set()
        assert await wire.post(server.url, WORDS) is True
    assert len(server.requests) == 2


async def test_an_address_that_leads_nowhere_is_passed_over(
    server: Server, wire: telegram_wire.Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def found(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = socket.AF_INET, socket.SOCK_STREAM, 6, ""
        return [(*address, ("127.0.0.2", port)), (*address, ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)
    assert await wire.post(server.url.replace("127.0.0.1", "telegram.example"), WORDS) is True
    assert "telegram.example" in map(_text, asked)
    assert f"Host: telegram.example:{server.port}".encode() in server.requests[0]


async def test_no_server_means_that_nothing_left(wire: telegram_wire.Wire) -> None:
    assert isinstance(await failed(wire, "http://127.0.0.1:9/bot1:token/sendMessage"), NotSent)


async def test_through_a_proxy_it_goes_as_the_settings_say_and_not_as_the_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with opened(proxy=f"http://127.0.0.1:{server.port}") as wire:
        assert await wire.post("http://telegram.example/bot1:token/sendMessage", WORDS) is True
    assert server.requests[0].startswith(b"POST http://telegram.example/bot1:token/sendMessage HTTP/1.1")
    async with opened() as wire:
        assert await wire.post(server.url, WORDS) is True


async def test_over_tls_only_a_server_of_the_right_name_hears_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure, trusted = certified(tmp_path, "localhost")
    monkeypatch.setattr(telegram_wire, "_trusted", lambda: trusted)
    async with serving(secure) as server, opened() as wire:
        url = server.url.replace("http:", "https:")
        assert await wire.post(url.replace("127.0.0.1", "localhost"), WORDS) is True
        assert isinstance(await failed(wire, url), NotSent)
    assert len(server.requests) == 1


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's side with a certificate for that name, and a client's that trusts it."""
    key, subject = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.OID_COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())


def _text(host: str | bytes | None) -> str:
    """A name to look up, as the library below gives it."""
    return host.decode() if isinstance(host, bytes) else host or ""
