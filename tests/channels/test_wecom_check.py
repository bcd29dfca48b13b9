"""`flagpost check` walks through what the console needs and says what is missing, by calls that change nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

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
        said = language.say(f"check.{each.key}", **each.facts)
        assert settings.secret not in said
        assert "stand-in" not in said
    return every


async def test_what_is_set_up_is_said_to_be(room: WecomRoom) -> None:
    keys = [each.key for each in await found(room, given(room))]
    assert keys == ["wecom_app", "wecom_callback_local", "wecom_robots", "wecom_service"]


WRONG: dict[str, tuple[Callable[[WecomRoom], None], dict[str, str], str]] = {
    "the secret": (lambda _: None, {"secret": "wrong-Secret"}, "wecom_secret"),
    "the corporation": (lambda _: None, {"corpid": "ww1"}, "wecom_secret"),
    "the address": (lambda room: setattr(room.server, "is_trusted", False), {}, "wecom_not_trusted"),
    "the server": (lambda _: None, {"api": "http://127.0.0.1:9"}, "wecom_silent"),
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


async def test_our_own_door_is_asked_what_the_console_asks(room: WecomRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "_is_public", lambda _: True)
    address = room.server.callback_address.removesuffix("/wecom/callback")
    right = await examining.examine(given(room), address)
    assert [each.key for each in right][1] == "wecom_callback"
    wrong = await examining.examine(given(room, token="another"), address)
    assert [each.key for each in wrong][1] == "wecom_callback_wrong"
