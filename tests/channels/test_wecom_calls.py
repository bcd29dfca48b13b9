"""Calls to WeCom: one token for all who wait, nothing in a loop, every refusal taken for what it is, no secret in any log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot import channel as outcomes
from bot.channel import FileDelayed, FileGone, FileWithheld, Parcel
from bot.channels.wecom import answers, media
from bot.channels.wecom.client import CallNotMade, CallRefused, CallUnanswered
from bot.channels.wecom.tokens import REFUSED_PAUSE, SecretRefused
from bot.demo.wecom.server import SECRET
from domain.said import FileKind, FileRef
from tests.channels.wecom_room import ROBOTS, WecomRoom, wecom_room
from tests.wecom.wecom_server import Fault

AT_ONCE = 50


@pytest_asyncio.fixture
async def room() -> AsyncIterator[WecomRoom]:
    """An app."""
    async with wecom_room() as opened:
        yield opened


async def asks(room: WecomRoom) -> None:
    """One call that needs a token."""
    await room.client.call("getcallbackip")


def trouble(room: WecomRoom) -> str:
    """By its name, what is told to whoever watches."""
    found = room.client.hindrances.found
    return found.key if found else ""


async def test_fifty_calls_at_once_that_meet_a_dead_token_cause_one_refresh(room: WecomRoom) -> None:
    """F18: it may die at any moment before its time."""
    await asyncio.gather(*(asks(room) for _ in range(AT_ONCE)))
    assert len(room.server.issued) == 1
    room.server.kill_tokens()
    await asyncio.gather(*(asks(room) for _ in range(AT_ONCE)))
    assert len(room.server.issued) == 2


async def test_a_token_is_renewed_before_it_ends(room: WecomRoom) -> None:
    await asks(room)
    room.clock.moves(seconds=6890)
    await asks(room)
    assert len(room.server.issued) == 1
    room.clock.moves(seconds=20)
    await asyncio.gather(*(asks(room) for _ in range(AT_ONCE)))
    assert len(room.server.issued) == 2
    assert not [call for call in room.server.calls if call.query.get("access_token") == room.server.issued[0]][AT_ONCE:]


@pytest.mark.parametrize("code", [40014, 42001])
async def test_a_new_token_that_is_refused_too_is_an_error_and_no_loop(room: WecomRoom, code: int) -> None:
    room.server.fail("getcallbackip", *[Fault(code=code)] * 3)
    with pytest.raises(CallRefused):
        await asks(room)
    assert len(room.server.calls) == 4  # a token, a call, a token, a call


async def test_a_wrong_secret_is_not_tried_again_for_half_an_hour(room: WecomRoom) -> None:
    """Whoever repeats it is shut out for an hour, with everybody on that address."""
    room.server.secret = "another"
    for _ in range(5):
        with pytest.raises(SecretRefused) as refused:
            await asks(room)
    assert [call.path for call in room.server.calls] == ["gettoken"]
    assert trouble(room) == "wecom_secret"
    held = answers.outcome(refused.value)
    assert isinstance(held, outcomes.NotSent)
    assert held.is_overall
    assert held.retry_after == pytest.approx(REFUSED_PAUSE)
    room.server.secret = SECRET
    room.clock.moves(seconds=REFUSED_PAUSE + 1)
    await asks(room)
    assert trouble(room) == ""


async def test_a_machine_that_is_not_trusted_is_told_to_the_operator_until_it_is(room: WecomRoom) -> None:
    room.server.is_trusted = False
    sent = await room.sending.send(Parcel(number=1, route="ann", text="您好"))
    assert sent == outcomes.NotSent("errcode 60020", retry_after=60.0, is_overall=True)
    assert trouble(room) == "wecom_not_trusted"
    room.server.is_trusted = True
    await asks(room)
    assert trouble(room) == ""


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault(code=-1), outcomes.NotSent("errcode -1")),
        (Fault(code=45033), outcomes.NotSent("errcode 45033")),
        (Fault(code=45009), outcomes.NotSent("errcode 45009", retry_after=60.0, is_overall=True)),
        (Fault(is_cut=True), outcomes.OutcomeUnknown("no answer")),
        (Fault(is_cut=True, is_done=True), outcomes.OutcomeUnknown("no answer")),
        (Fault(status=502), outcomes.OutcomeUnknown("no answer")),
    ],
)
async def test_what_keeps_a_message_from_going_is_taken_for_what_it_is(
    room: WecomRoom, fault: Fault, outcome: outcomes.Outcome
) -> None:
    """F19."""
    room.server.member("ann")
    room.server.fail("message/send", fault)
    assert await room.sending.send(Parcel(number=1, route="ann", text="您好")) == outcome
    assert isinstance(await room.sending.send(Parcel(number=1, route="ann", text="您好")), outcomes.Sent)


async def test_without_a_token_nothing_was_sent(room: WecomRoom) -> None:
    room.server.fail("gettoken", Fault(is_cut=True), Fault(status=502), Fault(code=-1))
    for _ in range(3):
        assert isinstance(await room.sending.send(Parcel(number=1, route="ann", text="您好")), outcomes.NotSent)
    assert [call.path for call in room.server.calls] == ["gettoken"] * 3


async def test_whom_nothing_reaches_is_given_up(room: WecomRoom) -> None:
    room.server.member("ben")
    room.server.messages.unlicensed.add("ben")
    for route in ("nobody", "ben"):
        found = await room.sending.send(Parcel(number=1, route=route, text="您好"))
        assert isinstance(found, outcomes.Undeliverable)
        assert found.is_gone


async def test_a_file_is_fetched_and_one_that_is_none_comes_as_words(room: WecomRoom) -> None:
    """F20: WeCom answers 200 with JSON instead of a file. A gateway's page was kept as what the citizen had sent."""
    ref = room.server.media.keep("现场.jpg", b"\xff\xd8\xff picture")
    file = FileRef(kind=FileKind.PHOTO, ref=ref)
    assert await media.fetch(room.client, file) == b"\xff\xd8\xff picture"
    for name, content in (("a.json", b'{"errcode": 1}'), ("a.txt", "台账".encode())):  # files that look like an answer
        of_words = FileRef(kind=FileKind.DOCUMENT, ref=room.server.media.keep(name, content))
        assert await media.fetch(room.client, of_words) == content
    for fault, error in (
        (Fault(code=830002), FileWithheld),
        (Fault(code=-1), FileDelayed),
        (Fault(is_cut=True), FileDelayed),
        (Fault(status=502), FileDelayed),
    ):
        room.server.fail("media/get", fault)
        with pytest.raises(error):
            await media.fetch(room.client, file)
    room.clock.moves(days=3, seconds=1)
    with pytest.raises(FileGone):
        await media.fetch(room.client, file)


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (Fault(status=502), "wecom_unanswered"),
        (Fault(is_cut=True), "wecom_unanswered"),
        (Fault(code=-1), "wecom_unanswered"),
    ],
)
async def test_a_platform_that_is_out_of_order_is_told_and_logged_once(
    room: WecomRoom, caplog: pytest.LogCaptureFixture, fault: Fault, key: str
) -> None:
    """A gateway's page for every call, for an hour: /healthz was well, and the log had not a word."""
    await asks(room)
    for number in range(1, 21):
        room.server.fail("getcallbackip", fault)
        with pytest.raises((CallRefused, CallUnanswered)):
            await asks(room)
        assert trouble(room) == (key if number > 2 else "")
    await asks(room)
    assert trouble(room) == ""
    assert [each.getMessage().partition(" ")[0] for each in caplog.records if "wecom" in each.name] == [
        "WeCom:",
        "WeCom",
    ]


async def test_a_server_that_is_gone_is_told_as_such(room: WecomRoom) -> None:
    await room.server.__aexit__()
    for _ in range(3):
        with pytest.raises(CallNotMade):
            await asks(room)
    assert trouble(room) == "wecom_silent"


async def test_a_limit_that_is_used_up_is_told_until_that_call_goes_again(room: WecomRoom) -> None:
    """Nothing said that messages waited for a limit: another call went, and all was well."""
    room.server.fail("message/send", Fault(code=45009))
    await room.sending.send(Parcel(number=1, route="ann", text="您好"))
    await asks(room)
    assert trouble(room) == "wecom_limit"
    await room.sending.send(Parcel(number=1, route="ann", text="您好"))
    assert trouble(room) == ""
    room.server.fail("message/recall", Fault(code=45009))
    with pytest.raises(CallRefused):
        await room.client.call("message/recall", {"msgid": "1"})
    room.clock.moves(seconds=601)
    assert trouble(room) == "", "nobody asks again for what is not repeated"


async def test_neither_a_secret_nor_a_token_nor_a_key_is_in_any_log_or_error(
    room: WecomRoom, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    room.server.fail("getcallbackip", Fault(code=48002), Fault(is_cut=True), Fault(status=500))
    told = []
    for _ in range(3):
        with pytest.raises((CallRefused, CallUnanswered)) as caught:
            await asks(room)
        told += [repr(caught.value), repr(caught.value.__cause__)]
    await room.robots.send(Parcel(number=1, route="robot:县府群", text="公告"))
    await room.server.member("ann").says("你好")
    await room.server.__aexit__()
    with pytest.raises(CallNotMade) as never:
        await asks(room)
    told += [repr(never.value), repr(never.value.__cause__), repr(room.client.hindrances.found), caplog.text]
    for secret in (SECRET, *room.server.issued, *ROBOTS.values()):
        assert not any(secret in each for each in told)
