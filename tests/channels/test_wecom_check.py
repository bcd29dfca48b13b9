"""`flagpost check` walks through what the console needs and says what is missing, by calls that change nothing."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot import clocks, language
from bot.channel import ChannelFinding
from bot.channels.wecom import examining
from bot.demo.wecom.citizens import ACCOUNT
from bot.demo.wecom.platform import AES_KEY, AGENT_ID, CORPID, TOKEN
from bot.demo.wecom.server import SECRET
from bot.settings import Wecom
from tests.channels.wecom_room import WecomRoom, wecom_room
from tests.web.http_server import HttpServer, Request, Response
from tests.wecom.wecom_server import Fault


@pytest_asyncio.fixture
async def room() -> AsyncIterator[WecomRoom]:
    """An app."""
    async with wecom_room() as opened:
        yield opened


def given(room: WecomRoom, **changed: str) -> Wecom:
    """The settings of that app."""
    usual = Wecom(
        corpid=CORPID,
        secret=SECRET,
        agent_id=AGENT_ID,
        token=TOKEN,
        aes_key=AES_KEY,
        api=room.server.address,
        robots={"县府群": "11111111-2222-stand-in"},
        kfid=ACCOUNT,
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


async def found(room: WecomRoom, settings: Wecom) -> list[ChannelFinding]:
    """All that is found, each of which has its sentence in both languages."""
    every = [*await examining.examine(settings, "http://127.0.0.1:8765"), *await examining.examine_service(settings)]
    for each in every:
        for locale in language.LOCALES:
            said = each.said(locale)
            assert settings.secret not in said
            assert "stand-in" not in said
    return every


async def test_what_is_set_up_is_said_to_be(room: WecomRoom) -> None:
    keys = [each.key for each in await found(room, given(room))]
    assert keys == ["wecom_app", "wecom_callback_local", "wecom_robots", "wecom_service"]
    assert len(room.server.issued) == 2, "one for each, for a wrong secret that is repeated shuts out"


WRONG: dict[str, tuple[Callable[[WecomRoom], None], dict[str, str], str]] = {
    "the secret": (lambda _: None, {"secret": "wrong-Secret"}, "wecom_secret"),
    "the corporation": (lambda _: None, {"corpid": "ww1"}, "wecom_secret"),
    "the address": (lambda room: setattr(room.server, "is_trusted", False), {}, "wecom_not_trusted"),
    "the server": (lambda _: None, {"api": "http://127.0.0.1:9"}, "wecom_silent"),
    "its name": (lambda _: None, {"api": "https://wecom.invalid"}, "wecom_no_name"),
    "its answers": (lambda room: room.server.fail("gettoken", Fault(status=502)), {}, "wecom_unanswered"),
    "an end to a limit": (lambda room: room.server.fail("agent/get", Fault(code=45009)), {}, "wecom_limit"),
    "the app's number": (lambda _: None, {"agent_id": "1000003"}, "wecom_agent"),
    "the app": (lambda room: setattr(room.server, "is_off", True), {}, "wecom_app_off"),
    "members": (lambda room: setattr(room.server, "is_seen", False), {}, "wecom_app_unseen"),
    "the account": (lambda _: None, {"kfid": "wkOther"}, "wecom_service_missing"),
    "a robot": (lambda room: room.server.groups.screens.clear(), {}, "wecom_robots_gone"),
    "no account": (lambda room: setattr(room.server.service, "is_there", False), {}, "wecom_service_missing"),
    "its right": (lambda room: setattr(room.server.service, "is_ours", False), {}, "wecom_service_not_ours"),
    "the app's right": (
        lambda room: room.server.fail("kf/account/list", Fault(code=48002)),
        {},
        "wecom_service_no_right",
    ),
}


@pytest.mark.parametrize(("lacks", "changed", "key"), WRONG.values(), ids=tuple(WRONG))
async def test_what_is_missing_is_named_with_where_to_find_it(
    room: WecomRoom, lacks: Callable[[WecomRoom], None], changed: dict[str, str], key: str
) -> None:
    lacks(room)
    wrong = [each for each in await found(room, given(room, **changed)) if not each.is_well]
    assert wrong[0].key == key
    if key == "wecom_not_trusted":
        assert wrong[0].facts["address"] == "203.0.113.7"


async def test_a_robot_whose_key_nobody_could_be_asked_about_is_not_said_to_be_known(room: WecomRoom) -> None:
    """With the server out of reach it said 「WeCom knows their keys」."""
    keys = {each.key: each for each in await found(room, given(room, api="http://127.0.0.1:9"))}
    assert keys["wecom_robots_unasked"].is_to_mind
    assert "wecom_robots" not in keys


async def test_our_own_door_is_asked_what_the_console_asks(room: WecomRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "_is_public", lambda _: True)
    address = room.server.callback_address.removesuffix("/wecom/callback")
    right = await examining.examine(given(room), address)
    assert [each.key for each in right][1] == "wecom_callback"
    wrong = await examining.examine(given(room, token="another"), address)
    assert [each.key for each in wrong][1] == "wecom_callback_wrong"


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (301, "wecom_callback_moved"),
        (403, "wecom_callback_another"),
        (404, "wecom_callback_another"),
        (502, "wecom_callback_behind"),
        (200, "wecom_callback_another"),
    ],
)
async def test_a_proxy_that_is_set_up_wrong_is_told_from_another_token(
    room: WecomRoom, monkeypatch: pytest.MonkeyPatch, status: int, key: str
) -> None:
    """Whatever was wrong, it said that Token or EncodingAESKey were others: of a redirect, of a page that is not there, of a gateway."""
    monkeypatch.setattr(examining, "_is_public", lambda _: True)

    async def answer(_: Request) -> Response:
        return Response(status, b"<html>", {"Location": "https://elsewhere.invalid/"} if status == 301 else {})

    proxy = HttpServer(answer)
    await proxy.start()
    _, told, *_ = await examining.examine(given(room), proxy.address)
    await proxy.stop()
    assert (told.key, told.is_well) == (key, False)
    assert str(status) in told.said("en")


@asynccontextmanager
async def encrypted(folder: Path, address: str, *, days: float) -> AsyncIterator[tuple[str, ssl.SSLContext]]:
    """Before an address a proxy with a certificate for so many days: where it is, and a context that believes who signed it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = clocks.real()
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=90))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    plain = serialization.NoEncryption()
    of_key = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(of_key + certificate.public_bytes(serialization.Encoding.PEM))
    ours, theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ours.load_cert_chain(file)
    theirs.load_verify_locations(file)

    async def passes_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with httpx.AsyncClient() as behind:
            answer = await behind.get(address + (await reader.readline()).decode().split()[1])
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(answer.content), answer.content))
        await writer.drain()

    async with await asyncio.start_server(passes_on, "127.0.0.1", 0, ssl=ours) as server:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}", theirs


@pytest.mark.parametrize(
    ("days", "key"),
    [(-1, "wecom_callback_tls"), (5.5, "wecom_callback_ends"), (60, "wecom_callback")],
)
async def test_a_certificate_that_ended_or_soon_will_is_called_so(
    room: WecomRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: float, key: str
) -> None:
    """It was 「Flagpost is not running」; and while it ran nobody heard of it, for WeCom then calls no more."""
    monkeypatch.setattr(examining, "_is_public", lambda _: True)
    behind = room.server.callback_address.removesuffix("/wecom/callback")
    async with encrypted(tmp_path, behind, days=days) as (address, context):
        told = await examining.examine_callback(given(room), address, trusting=context)
    assert (told.key, told.is_well) == (key, days > 0)
    if key == "wecom_callback_ends":
        assert (told.is_to_mind, told.facts["days"]) == (True, 5)
