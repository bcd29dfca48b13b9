"""`flagpost check` walks through what the console needs and says what is missing, by calls that change nothing."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio

from bot import language
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


async def test_a_certificate_that_ended_is_called_so(room: WecomRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was 「Flagpost is not running」."""
    monkeypatch.setattr(examining, "_is_public", lambda _: True)

    def ended(*_: object, **__: object) -> None:
        raise httpx.ConnectError("x") from ssl.SSLCertVerificationError(1, "certificate has expired")

    monkeypatch.setattr(httpx.AsyncClient, "get", ended)
    _, told, *_ = await examining.examine(given(room), "https://flags.invalid")
    assert (told.key, told.is_well) == ("wecom_callback_tls", False)
