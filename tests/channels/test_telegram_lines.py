"""The kept-alive lines to Telegram's server: what is kept, what is hung up, and what each failure says has left."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.telegram import connections
from bot.channels.telegram import wire as telegram_wire

FORM = b"Content-Type: text/plain\r\n"
YES = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes"
CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nye\r\n1\r\ns\r\n0\r\n\r\n"
LAST = b"HTTP/1.1 503 Busy\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"
ENDLESS = b"HTTP/1.0 200 OK\r\n\r\nyes"

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Answers each request with what comes next; None hangs up."""

    def __init__(self) -> None:
        self.answers: list[bytes | None] = []
        self.requests: list[bytes] = []
        self.lines = 0
        self.silent = asyncio.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot1:token/sendMessage"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines += 1
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


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as made:
        yield made


@asynccontextmanager
async def lines_of(most: int = 2, trusted: ssl.SSLContext | None = None) -> AsyncIterator[connections.Lines]:
    made = connections.Lines(most=most, answer_at_most=5, trusted=lambda: trusted or ssl.create_default_context())
    yield made
    made.close()
    await asyncio.sleep(0)


@pytest.fixture
async def lines() -> AsyncIterator[connections.Lines]:
    async with lines_of() as made:
        yield made


async def test_one_line_carries_one_call_after_another(server: Server, lines: connections.Lines) -> None:
    server.answers = [YES, CHUNKS]
    for _ in range(3):
        assert await lines.post(server.url, FORM, "正文".encode()) == (200, b"yes")
    assert server.lines == 1
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.split(b"\r\n")[0] == b"POST /bot1:token/sendMessage HTTP/1.1"
    assert f"Host: 127.0.0.1:{server.port}".encode() in head
    assert body.decode() == "正文"


@pytest.mark.parametrize(("answer", "status"), [(LAST, 503), (ENDLESS, 200)])
async def test_a_line_that_the_server_closes_is_not_used_again(
    server: Server, lines: connections.Lines, answer: bytes, status: int
) -> None:
    server.answers = [answer, YES]
    assert (await lines.post(server.url, FORM, b""))[0] == status
    assert await lines.post(server.url, FORM, b"") == (200, b"yes")
    assert server.lines == 2


async def test_a_line_that_was_idle_for_long_is_not_used_again(
    server: Server, lines: connections.Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lines.post(server.url, FORM, b"")
    monkeypatch.setattr(connections, "IDLE_AT_MOST", 0.0)
    await lines.post(server.url, FORM, b"")
    assert server.lines == 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (None, httpx.RemoteProtocolError),
        (b"SSH-2.0-close\r\n\r\n", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nX: close\r\n\r\nhalf", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + bytes(2_000_000), httpx.RemoteProtocolError),
    ],
)
async def test_where_no_whole_answer_comes_nobody_knows_what_became_of_the_call(
    server: Server, lines: connections.Lines, answer: bytes | None, error: type[Exception]
) -> None:
    server.answers = [answer]
    with pytest.raises(error):
        await lines.post(server.url, FORM, b"")
    assert await lines.post(server.url, FORM, b"") == (200, b"yes")


async def test_a_silent_server_is_left_after_a_while(server: Server) -> None:
    lines = connections.Lines(most=1, answer_at_most=0.01, trusted=ssl.create_default_context)
    server.answers = [b""]
    with pytest.raises(httpx.ReadTimeout):
        await lines.post(server.url, FORM, b"")
    server.silent.set()


async def test_while_all_lines_are_taken_nothing_leaves(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "WAITING_AT_MOST", 0.01)
    server.answers = [b"", YES]
    async with lines_of(most=1) as lines:
        first = asyncio.create_task(lines.post(server.url, FORM, b"first"))
        while not server.requests:  # noqa: ASYNC110 - the server is not ours to ring a bell
            await asyncio.sleep(0.001)
        with pytest.raises(httpx.PoolTimeout):
            await lines.post(server.url, FORM, b"second")
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        server.silent.set()
        assert await lines.post(server.url, FORM, b"third") == (200, b"yes")
    assert len(server.requests) == 2


async def test_an_address_that_leads_nowhere_is_passed_over(
    server: Server, lines: connections.Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def found(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(0, 0, 0, "", ("127.0.0.2", port)), (0, 0, 0, "", ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)
    url = server.url.replace("127.0.0.1", "telegram.example")
    assert await lines.post(url, FORM, b"") == (200, b"yes")
    assert asked == ["telegram.example"]
    assert f"Host: telegram.example:{server.port}".encode() in server.requests[0]


async def test_no_server_means_that_nothing_left(server: Server, lines: connections.Lines) -> None:
    with pytest.raises(httpx.ConnectError):
        await lines.post("http://127.0.0.1:9/bot1:token/sendMessage", FORM, b"")


async def test_through_a_proxy_it_goes_as_the_settings_say(server: Server) -> None:
    wire = telegram_wire.Wire(proxy=f"http://127.0.0.1:{server.port}", connections=2, read_timeout=5)
    await wire.initialize()
    given = RequestData([RequestParameter.from_input("text", "正文")])
    server.answers = [b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}']
    assert await wire.post("http://telegram.example/bot1:token/sendMessage", given) is True
    assert server.requests[0].startswith(b"POST http://telegram.example/bot1:token/sendMessage HTTP/1.1")
    await wire.shutdown()


async def test_over_tls_only_a_server_of_the_right_name_hears_anything(tmp_path: Path) -> None:
    secure, trusted = certified(tmp_path, "localhost")
    async with serving(secure) as server, lines_of(trusted=trusted) as lines:
        url = server.url.replace("http:", "https:")
        assert await lines.post(url.replace("127.0.0.1", "localhost"), FORM, b"") == (200, b"yes")
        with pytest.raises(httpx.ConnectError):
            await lines.post(url, FORM, b"")
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
