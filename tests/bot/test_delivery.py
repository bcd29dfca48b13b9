"""How what waits in the outbox reaches people, whatever happens on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.channel import MessageTurn, NotSent, Outcome, OutcomeUnknown, Parcel, Sent, Undeliverable, at_once
from bot.channels.telegram import wire
from domain.matters.troubles import TroubleReason
from domain.saying import Class, Say, Saying
from domain.sayings import entrance
from storage import people
from storage.desk import cards
from storage.road import claiming, outbox, routes, sending
from tests.support import delivery_room, outgoing
from tests.support.delivery_room import GROUP, House, Recording, TwoPhased

SOON = 15  # seconds: nobody should wait longer for an answer when the platform is well again
TOKEN_REFUSED = NotSent("the token is refused", wire.WRONG_TOKEN_PAUSE, is_overall=True)


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    async with delivery_room.open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
async def newsroom(tmp_path: Path, engine: str) -> AsyncIterator[tuple[House, TwoPhased]]:
    """A house whose channel posts titles first."""
    channel = TwoPhased()
    async with delivery_room.open_house(tmp_path, channel) as opened:
        yield opened, channel


@pytest.fixture
async def strict(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """A house that sends at the pace it keeps in earnest."""
    async with delivery_room.open_house(tmp_path, limits=delivery_room.LIMITS) as opened:
        yield opened


def assert_permitted(channel: Recording) -> None:
    """Hold every window that slides to what Telegram bears."""
    by_route: dict[str, list[float]] = {parcel.route: [] for parcel in channel.tried}
    for at, parcel in zip(channel.times, channel.tried, strict=True):
        by_route[parcel.route].append(at)
    windows = [(channel.times, 30, 1.0)]
    windows += [(times, *((20, 60.0) if route.startswith("-") else (1, 1.0))) for route, times in by_route.items()]
    for times, most, seconds in windows:
        assert all(later - earlier >= seconds for earlier, later in zip(times, times[most:], strict=False))


async def attempts(house: House) -> int:
    return int(await house.database.read(lambda tx: tx.value("SELECT CAST(SUM(attempts) AS BIGINT) FROM outbox")))


async def test_a_word_reaches_its_reader_in_their_language_with_its_buttons(house: House) -> None:
    number = await house.say(await house.account("ann", locale="en"), "Ann")
    await house.deliver()
    (parcel,) = house.channel.tried
    assert (parcel.number, parcel.route, parcel.text, parcel.locale) == (number, "chat-ann", "Hello, Ann", "en")
    assert [(button.label, button.handle) for button in parcel.buttons] == [("Accept", "d.1.0")]
    assert (await house.row(number)).ref == "t1"
    await house.deliver(3, pause=10)
    assert len(house.channel.tried) == 1


async def test_words_to_one_person_keep_their_order_whatever_happens_to_the_first(house: House) -> None:
    account = await house.account("one")
    for name in ("一", "二", "三", "四", "五"):
        await house.say(account, name)
    house.channel.outcomes.extend([NotSent("no connection"), NotSent("too many requests", retry_after=7.0)])
    await house.deliver(40, pause=1)
    assert house.channel.texts == [f"你好，{name}" for name in ("一", "一", "一", "二", "三", "四", "五")]


async def test_a_mass_of_notices_and_one_much_addressed_chat_keep_within_every_window(strict: House) -> None:
    one, group = await strict.account("one"), await strict.account("group")
    await strict.database.write(lambda tx: routes.move_route(tx, group, "-1007"))
    for number in range(8):
        await strict.say(one, str(number))
    for number in range(22):
        await strict.say(group, str(number), kind=Class.NOTICE, priority=outbox.BULK)
    for number in range(60):
        await strict.say(await strict.account(f"other{number}"), "一", kind=Class.NOTICE, priority=outbox.BULK)
    while len(strict.channel.tried) < 90:
        await strict.deliver(pause=0.02)
    assert_permitted(strict.channel)
    assert [parcel.text for parcel in strict.channel.tried if parcel.route == "chat-one"] == [
        f"你好，{number}" for number in range(8)
    ]


async def test_after_a_restart_what_left_just_before_still_counts(strict: House) -> None:
    group = await strict.account("group")
    await strict.database.write(lambda tx: routes.move_route(tx, group, "-1007"))
    for number in range(24):
        await strict.say(group, str(number))
    for number in range(40):
        await strict.say(await strict.account(f"other{number}"), "一", kind=Class.NOTICE, priority=outbox.BULK)
    while len(strict.channel.tried) < 40:
        await strict.deliver()
    strict.restart()
    while len(strict.channel.tried) < 64:
        await strict.deliver(pause=0.02)
    assert_permitted(strict.channel)


async def test_after_a_kill_what_may_have_left_counts_as_if_it_had(strict: House) -> None:
    for number in range(60):
        await strict.say(await strict.account(f"other{number}"), "一")
    at = strict.time.now()
    await strict.database.write(lambda tx: claiming.claim(tx, "telegram", at, at + timedelta(seconds=60), 30))
    await strict.delivery.round()
    await strict.delivery.settle()
    assert strict.channel.times[0] >= 1


async def test_a_refused_chat_waits_as_long_as_it_was_told_and_nobody_else_does(house: House) -> None:
    await house.say(await house.account("one"), "一")
    house.channel.outcomes.append(NotSent("too many requests", retry_after=30.0))
    await house.deliver()
    await house.say(await house.account("other"), "二")
    await house.deliver(29, pause=1)
    assert house.channel.texts == ["你好，一", "你好，二"]
    await house.deliver(3, pause=1)
    assert house.channel.texts[2:] == ["你好，一"]


async def test_a_refused_chat_waits_even_for_words_that_have_overtaken_a_hopeless_one(house: House) -> None:
    account = await house.account("one")
    hopeless = await house.say(account, "一")
    await house.database.write(lambda tx: tx.run("UPDATE outbox SET attempts = 9 WHERE id = :id", id=hopeless))
    house.channel.outcomes.append(NotSent("too many requests", retry_after=30.0))
    await house.deliver()
    await house.say(account, "二")
    await house.deliver(40, pause=1)
    assert len(house.channel.tried) == 3
    assert house.channel.times[1] >= 30


async def test_a_refusal_of_everything_halts_everything(house: House) -> None:
    await house.say(await house.account("one"), "一")
    house.channel.outcomes.append(NotSent("too many requests", retry_after=30.0, is_overall=True))
    await house.deliver()
    for number in range(20):
        await house.say(await house.account(f"other{number}"), "二")
    await house.deliver(40, pause=1)
    assert len(house.channel.tried) == 22
    assert house.channel.times[1] >= 30


async def test_what_everything_was_refused_for_holds_nobody_who_starts_anew(house: House) -> None:
    """A secret was put right and the bot started again: what had been tried meanwhile waited for the rest of half an hour."""
    await house.say(await house.account("one"), "一")
    house.channel.outcomes.append(NotSent("the secret is refused", retry_after=1800.0, is_overall=True))
    await house.deliver()
    await house.say(await house.account("other"), "二")
    await house.deliver(30, pause=1)
    assert len(house.channel.tried) == 1
    house.restart()
    await house.deliver(20, pause=1)
    assert sorted(house.channel.texts[1:]) == ["你好，一", "你好，二"]


async def test_an_answer_goes_next_however_many_notices_wait(house: House) -> None:
    for number in range(60):
        await house.say(await house.account(f"unit{number}"), "通知", kind=Class.NOTICE, priority=outbox.BULK)
    house.time.running.clear()
    await house.delivery.round()
    await house.say(await house.account("citizen"), "回执")
    house.delivery.wake()
    await house.delivery.round()
    house.time.running.set()
    await house.deliver(10)
    assert house.channel.texts.index("你好，回执") == 1
    assert len(house.channel.tried) == 61


async def test_words_of_several_messages_take_a_turn_for_each(strict: House) -> None:
    times: list[float] = []

    async def in_three(parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        for _ in range(3):
            assert await turn() == 0
            times.append(strict.time.seconds)
        return Sent("t1,t2,t3")

    strict.channel.send = in_three  # type: ignore[method-assign]
    number = await strict.say(await strict.account("one"), "一")
    await strict.deliver()
    assert await strict.state(number) == "sent"
    assert all(later - earlier >= 1 for earlier, later in pairwise(times))


async def test_a_lost_answer_means_the_word_is_said_again_with_its_number(house: House) -> None:
    number = await house.say(await house.account("one"), "一", kind=Class.NOTICE)
    house.channel.outcomes.append(OutcomeUnknown("read timeout"))
    await house.deliver(5, pause=1)
    assert [parcel.number for parcel in house.channel.tried] == [number, number]
    assert await house.state(number) == "sent"


async def test_attempts_grow_rarer_and_end_after_a_day_with_the_reason(house: House) -> None:
    number = await house.say(await house.account("one"), "一", kind=Class.NOTICE, priority=outbox.BULK)
    house.channel.outcomes.extend([NotSent("no connection")] * 500)
    while await house.state(number) == "waiting":
        await house.deliver(pause=60)
    assert house.time.now() - delivery_room.NOON >= timedelta(hours=24)
    assert len(house.channel.tried) < 24 * 6 + 20
    assert house.stuck == [(number, "day_over")]


@pytest.mark.parametrize("outcome", [OutcomeUnknown("500"), TOKEN_REFUSED])
async def test_an_answer_is_not_late_by_more_than_some_seconds_when_the_platform_is_well_again(
    house: House, outcome: Outcome
) -> None:
    number = await house.say(await house.account("one"), "一")
    for minutes in (0.1, 0.5, 2):
        house.channel.outcomes.append(outcome)
        ill_until = house.time.seconds + minutes * 60
        while house.time.seconds < ill_until:
            house.channel.outcomes.append(outcome)
            await house.deliver(pause=1)
    house.channel.outcomes.clear()
    well_at = house.time.seconds
    await house.deliver(2 * SOON, pause=1)
    assert await house.state(number) == "sent"
    assert house.channel.times[-1] - well_at <= SOON


async def test_while_the_platform_is_out_of_reach_one_word_is_risked_every_ten_seconds_and_then_all_go(
    house: House,
) -> None:
    for number in range(30):
        await house.say(await house.account(f"one{number}"), "一")
    house.channel.outcomes.extend([OutcomeUnknown("500")] * 1000)
    await house.deliver(100, pause=1)
    probes = [at for at in house.channel.times if at > 60]
    assert all(10 <= later - earlier <= SOON for earlier, later in pairwise(probes))
    house.channel.outcomes.clear()
    await house.deliver(40, pause=1)
    assert await house.database.read(sending.counts) == {}


async def test_public_words_keep_their_caution_while_the_platform_is_out_of_reach(
    newsroom: tuple[House, TwoPhased],
) -> None:
    house, channel = newsroom
    await house.announce()
    channel.title_outcomes.extend([NotSent("no connection")] * 1000)
    await house.deliver(360, pause=10)
    assert len(channel.titles) < 20


async def test_while_the_platform_is_out_of_reach_only_one_row_at_a_time_is_risked(house: House) -> None:
    for number in range(30):
        await house.say(await house.account(f"one{number}"), "一")
    house.channel.outcomes.extend([NotSent("no connection")] * 40)
    await house.deliver(2)
    before = await attempts(house)
    await house.deliver(pause=60)
    await house.deliver(pause=60)
    assert await attempts(house) - before <= 2
    house.channel.outcomes.clear()
    await house.deliver(400, pause=2)
    assert len({parcel.number for parcel in house.channel.tried}) == 30
    assert await house.database.read(sending.counts) == {}


async def test_somebody_who_blocked_us_is_not_tried_again_until_they_speak(house: House) -> None:
    account = await house.account("one")
    first, second = await house.say(account, "一"), await house.say(account, "二")
    house.channel.outcomes.append(Undeliverable("forbidden: bot was blocked by the user", is_gone=True))
    await house.deliver(3)
    assert len(house.channel.tried) == 1
    assert [await house.state(number) for number in (first, second)] == ["dead", "dead"]
    await house.database.write(lambda tx: routes.renew_route(tx, account, "one", "telegram", "chat-one"))
    await house.say(account, "三")
    await house.deliver()
    assert house.channel.texts[-1] == "你好，三"


async def test_words_the_platform_cannot_take_cost_nobody_their_route(house: House) -> None:
    account = await house.account("one")
    await house.say(account, "一")
    house.channel.outcomes.append(Undeliverable("button_data_invalid"))
    await house.say(account, "二")
    await house.deliver(3)
    assert house.channel.texts == ["你好，一", "你好，二"]


async def test_a_chat_that_moved_is_followed(house: House) -> None:
    await house.say(await house.account("one"), "一")
    house.channel.outcomes.append(Undeliverable("the chat has moved", moved_to="-1007"))
    await house.deliver(2)
    assert [parcel.route for parcel in house.channel.tried] == ["chat-one", "-1007"]


async def test_a_public_channel_that_moved_is_not_followed_but_named_to_the_operators(house: House) -> None:
    (number,) = await house.announce()
    house.channel.outcomes.append(Undeliverable("the chat has moved", moved_to="-1007"))
    await house.deliver(3, pause=60)
    assert len(house.channel.tried) == 1
    assert await house.state(number) == "dead"
    assert house.platform_said == ["the chat has moved (-1007)"]


async def test_who_muted_us_gets_answers_but_no_notices(house: House) -> None:
    account = await house.account("one")
    await house.database.write(lambda tx: people.mute(tx, account, is_muted=True))
    await house.say(account, "进展", kind=Class.NOTICE)
    await house.say(account, "回答")
    await house.deliver(2)
    assert house.channel.texts == ["你好，回答"]


async def test_killed_while_sending_the_word_is_said_after_the_lease(house: House) -> None:
    await house.deliver()
    number = await house.say(await house.account("one"), "一")
    at = house.time.now()
    await house.database.write(lambda tx: claiming.claim(tx, "telegram", at, at + timedelta(seconds=60), 9))
    await house.deliver(5, pause=10)
    assert house.channel.tried == []
    await house.deliver(3, pause=10)
    assert await house.state(number) == "sent"


async def test_who_begins_to_send_frees_at_once_what_the_dead_had_claimed_but_for_public_words(house: House) -> None:
    await house.deliver()
    reply = await house.say(await house.account("one"), "一")
    (public,) = await house.announce()
    at = house.time.now()
    await house.database.write(lambda tx: claiming.claim(tx, "telegram", at, at + timedelta(seconds=60), 9))
    house.restart()
    await house.deliver(5, pause=10)
    assert (await house.state(reply), await house.state(public)) == ("sent", "claimed")
    await house.deliver(3, pause=10)
    assert await house.state(public) == "unknown"


async def test_a_worker_that_wakes_up_late_does_not_undo_what_the_next_one_did(house: House) -> None:
    """The first worker's sending takes longer than its lease; meanwhile another one sends and marks the row."""
    number = await house.say(await house.account("one"), "一")

    async def other() -> None:
        house.time.seconds += 61
        at = house.time.now()
        await house.database.write(lambda tx: claiming.expire_claims(tx, "telegram", at, is_two_phase=False))
        claims = await house.database.write(
            lambda tx: claiming.claim(tx, "telegram", at, at + timedelta(seconds=60), 9)
        )
        await house.database.write(lambda tx: sending.mark_sent(tx, claims.taken[0], "t-other", at))

    started: list[asyncio.Task[None]] = []

    async def slowly(parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        started.append(asyncio.create_task(other()))
        await started[0]
        return Sent("t-late")

    house.channel.send = slowly  # type: ignore[method-assign]
    await house.deliver()
    assert (await house.row(number)).ref == "t-other"


async def test_one_row_that_cannot_be_worded_holds_up_nobody_else(house: House) -> None:
    broken = await house.say(await house.account("one"), "一")
    await house.database.write(lambda tx: tx.run("UPDATE outbox SET body = :body WHERE id = :id", body=b"0", id=broken))
    await house.say(await house.account("other"), "二")
    await house.deliver()
    assert house.channel.texts == ["你好，二"]
    assert await house.state(broken) == "waiting"


# Cards


async def test_a_card_shows_the_matter_as_it_is_when_it_is_sent(house: House) -> None:
    card = await house.card(await house.account("one"))
    house.show(card, "研判")
    await house.deliver()
    (parcel,) = house.channel.tried
    assert (parcel.text, parcel.is_card, parcel.edits) == ("现在：研判", True, "")
    assert [(button.label, button.handle) for button in parcel.buttons] == [("受理", "c.clue.7")]


async def test_a_card_that_moved_is_edited_where_it_stands_and_again_where_it_went(house: House) -> None:
    account = await house.account("one")
    card = await house.card(account)
    house.show(card, "研判")
    house.channel.outcomes.extend([Sent("t5"), Sent("t6"), Sent("t6")])
    await house.deliver()
    for stage in ("受理", "办结"):
        house.show(card, stage)
        await house.refresh(account, card)
        await house.deliver()
    assert [parcel.edits for parcel in house.channel.tried] == ["", "t5", "t6"]
    assert house.channel.texts == ["现在：研判", "现在：受理", "现在：办结"]


async def test_a_ticket_is_used_once_and_one_that_a_press_brought_meanwhile_stays(house: House) -> None:
    """Where cards are edited by tickets, an edit gives no new one; the answer to it must not wipe out a newer one."""
    account = await house.account("one")
    card = await house.card(account)
    house.show(card, "研判")
    house.channel.outcomes.extend([Sent("ticket"), Sent(""), Sent("")])
    await house.deliver()

    async def press() -> None:
        await house.database.write(lambda tx: cards.keep_ticket(tx, "clue", 7, account, "press"))

    for stage in ("受理", "办结"):
        house.show(card, stage)
        await house.refresh(account, card)
        await house.delivery.round()
        if stage == "受理":
            await press()
        await house.delivery.settle()
    house.show(card, "归档")
    await house.refresh(account, card)
    await house.deliver()
    newest = [
        parcel.edits.partition(" ")[0] for parcel in house.channel.tried
    ]  # behind it may stand the one that was used
    assert newest == ["", "ticket", "press"]


async def test_a_card_not_sent_yet_needs_no_refreshing(house: House) -> None:
    account = await house.account("one")
    card = await house.card(account)
    refresh = await house.refresh(account, card)
    house.show(card, "受理")
    house.channel.outcomes.append(NotSent("no connection"))
    await house.deliver(5, pause=1)
    assert house.channel.texts == ["现在：受理", "现在：受理", "现在：受理"][: len(house.channel.texts)]
    assert [parcel.edits for parcel in house.channel.tried[:2]] == ["", ""]
    assert await house.state(refresh) == "sent"


async def test_several_moves_in_a_row_cost_one_edit(house: House) -> None:
    account = await house.account("one")
    card = await house.card(account)
    house.show(card, "研判")
    await house.deliver()
    for _ in range(5):
        await house.refresh(account, card)
    house.show(card, "办结")
    await house.deliver(6)
    assert house.channel.texts == ["现在：研判", "现在：办结"]


async def test_a_card_whose_reader_may_see_it_no_more_is_blanked(house: House) -> None:
    account = await house.account("one")
    card = await house.card(account)
    house.show(card, "研判")
    await house.deliver()
    house.show(card, None)
    await house.refresh(account, card)
    await house.deliver()
    blank = house.channel.tried[-1]
    assert (blank.text, blank.buttons, blank.edits) == ("不再显示", (), "t1")
    assert await house.database.read(lambda tx: cards.live(tx, "clue", 7)) == []


async def test_a_card_that_was_never_sent_is_not_sent_to_say_that_it_is_gone(house: House) -> None:
    card = await house.card(await house.account("one"))
    house.show(card, None)
    await house.deliver()
    assert house.channel.tried == []
    assert await house.database.read(lambda tx: cards.live(tx, "clue", 7)) == []


# Public words


async def test_an_announcement_is_posted_as_its_title_and_edited_into_the_whole(
    newsroom: tuple[House, TwoPhased],
) -> None:
    house, channel = newsroom
    (number,) = await house.announce()
    await house.deliver()
    assert channel.titles == ["公告 第1号"]
    (parcel,) = channel.tried
    assert (parcel.route, parcel.edits) == (delivery_room.GROUP, "title1")
    assert parcel.text == "公告 第1号\n\n某局得红旗一面。"
    assert await house.state(number) == "sent"


async def test_a_lost_answer_to_the_edit_repeats_the_edit_and_posts_nothing(newsroom: tuple[House, TwoPhased]) -> None:
    house, channel = newsroom
    (number,) = await house.announce()
    channel.outcomes.extend([NotSent("read timeout"), OutcomeUnknown("read timeout")])
    await house.deliver(10, pause=5)
    assert len(channel.titles) == 1
    assert [parcel.edits for parcel in channel.tried] == ["title1"] * 3
    assert await house.state(number) == "sent"


async def test_killed_between_title_and_whole_the_same_title_is_edited(newsroom: tuple[House, TwoPhased]) -> None:
    house, channel = newsroom
    await house.announce()
    at = house.time.now()
    claims = await house.database.write(lambda tx: claiming.claim(tx, "telegram", at, at + timedelta(seconds=60), 9))
    await house.database.write(lambda tx: sending.keep_begun(tx, claims.taken[0], "title0"))
    await house.deliver(8, pause=10)
    assert channel.titles == []
    assert [parcel.edits for parcel in channel.tried] == ["title0"]


async def test_a_title_that_was_taken_away_is_for_a_person_to_decide(newsroom: tuple[House, TwoPhased]) -> None:
    house, channel = newsroom
    (number,) = await house.announce()
    channel.outcomes.append(Undeliverable("message to edit not found", reason=TroubleReason.POST_GONE))
    await house.deliver(5, pause=60)
    assert await house.state(number) == "unknown"
    assert house.stuck == [(number, "post_gone")]
    assert await house.database.write(lambda tx: sending.send_again(tx, number, house.time.now()))
    await house.deliver(2)
    assert len(channel.titles) == 2
    assert await house.state(number) == "sent"


async def test_an_approval_that_falls_between_title_and_whole_stops_the_whole(
    newsroom: tuple[House, TwoPhased],
) -> None:
    house, channel = newsroom
    (number,) = await house.announce()
    channel.outcomes.append(NotSent("no connection"))
    await house.deliver()
    await house.database.write(lambda tx: tx.run("UPDATE role_grant SET revoked_at = '2026' WHERE id = 1"))
    await house.deliver(20, pause=10)
    assert len(channel.tried) == 1
    assert await house.state(number) == "unknown"
    assert house.stuck == [(number, "not_approved")]


async def test_where_words_go_out_at_once_a_lost_answer_is_for_a_person_to_decide(house: House) -> None:
    (number,) = await house.announce()
    house.channel.outcomes.append(OutcomeUnknown("read timeout"))
    await house.deliver(20, pause=60)
    assert len(house.channel.tried) == 1
    assert await house.state(number) == "unknown"
    assert house.stuck == [(number, "answer_lost")]


async def test_a_group_that_is_refused_keeps_no_other_group_waiting(house: House) -> None:
    """All that is public stood in one row: while one group was refused, no other heard anything for a quarter of an hour."""
    house.channel.before = lambda parcel: house.channel.outcomes.append(
        NotSent("too many", retry_after=60.0) if parcel.route == GROUP and house.time.seconds < 60 else Sent("t")
    )
    for _ in range(2):
        *_, one, other = await house.announce("telegram", "telegram:other")
        await house.deliver(3, pause=1)
        assert [await house.state(number) for number in (one, other)] == ["waiting", "sent"]
    await house.deliver(80, pause=1)
    assert {parcel.table for parcel in house.channel.tried} == {delivery_room.FIGURES}, (
        "what was approved with the words goes with them"
    )
    first, *_, last = [parcel.number for parcel in house.channel.tried if parcel.route == GROUP]
    assert [first, last] == [one - 2, one], "each group hears everything in its order"
    assert await house.state(one) == "sent"


async def test_what_of_public_words_stands_already_is_not_said_again_by_whoever_goes_on(house: House) -> None:
    """It was remembered by the process alone: after a restart the group saw the same picture twice."""
    (number,) = await house.announce()
    house.channel.outcomes += [
        NotSent("too many", retry_after=60.0, begun="1?"),
        OutcomeUnknown("no answer", begun="2 1?"),
    ]
    send, noted = house.channel.send, ["1? 2?", "1? 2?", "2 1?"]

    async def noting(parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        assert await turn(noted.pop(0)) == 0
        return await send(parcel)

    house.channel.send = noting  # type: ignore[method-assign]
    await house.deliver()
    house.restart()
    await house.deliver(2, pause=61)
    assert house.stuck == [(number, "answer_lost")], "from here on a person decides"
    house.restart()
    at = house.time.now()
    assert await house.database.write(lambda tx: sending.send_again(tx, number, at))
    await house.deliver()
    assert [parcel.begun for parcel in house.channel.tried] == ["", "1?", "2"]


async def test_nothing_more_of_public_words_leaves_once_an_approval_fell_or_the_claim_was_lost(house: House) -> None:
    (number,) = await house.announce()
    left: list[float] = []

    async def in_two(parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        left.append(await turn("1?"))
        await house.database.write(lambda tx: tx.run("UPDATE role_grant SET revoked_at = '2026' WHERE id = 1"))
        left.append(await turn("1 2?"))
        return NotSent("its turn comes later", retry_after=left[-1], begun="1")

    house.channel.send = in_two  # type: ignore[method-assign]
    await house.deliver(10, pause=10)
    assert left == [0.0, 1.0]
    assert house.stuck == [(number, "claim_expired")], "a person looks at what stands of it"


async def test_the_board_shows_what_is_approved_and_nothing_else(house: House) -> None:
    (shown,) = await house.announce("web")
    await house.deliver()
    assert await house.state(shown) == "sent"
    later = (await house.announce("web"))[-1]
    await house.database.write(lambda tx: tx.run("UPDATE role_grant SET revoked_at = '2026' WHERE id > 2"))
    await house.deliver()
    assert await house.state(later) == "dead"
    assert house.stuck == [(later, "not_approved")]


# Missing words


async def test_where_words_are_missing_a_plain_apology_goes_out_and_an_operator_knows(house: House) -> None:
    account = await house.account("one")
    await house.database.write(lambda tx: outbox.put(tx, wordless(account), "telegram", (), house.time.now()))
    number = await house.database.read(lambda tx: outgoing.last(tx, account))
    await house.say(account, "后")
    await house.deliver(5, pause=2)
    assert sorted(house.channel.texts) == ["你好，后", "暂时无法显示"]
    assert await house.state(number) == "dead"
    assert house.stuck == [(number, "no_words")]


async def test_a_page_goes_on_behind_a_message_without_words(house: House) -> None:
    account = await house.account("one", channel="web")
    await house.say(account, "前", channel="web")
    await house.database.write(lambda tx: outbox.put(tx, wordless(account), "web", (), house.time.now()))
    number = await house.database.read(lambda tx: outgoing.last(tx, account))
    last = await house.say(account, "后", channel="web")
    bell = house.delivery.subscribe(account)
    assert [parcel.text for parcel in await house.delivery.page(account, 0)] == ["你好，前", "你好，后"]
    assert bell.is_set()
    assert [parcel.text for parcel in await house.delivery.page(account, last)] == ["暂时无法显示"]
    assert [parcel.text for parcel in await house.delivery.page(account, 0)] == ["你好，前", "你好，后", "暂时无法显示"]
    assert house.stuck == [(number, "no_words")]


async def test_where_even_the_apology_has_no_words_nothing_goes_round_in_circles(house: House) -> None:
    account = await house.account("one", locale="en")
    await house.database.write(lambda tx: outbox.put(tx, wordless(account), "telegram", (), house.time.now()))
    await house.deliver(10, pause=5)
    assert house.channel.texts == []
    assert [why for _, why in house.stuck] == ["no_words", "no_words"]


def wordless(account: int) -> Say:
    """Something that no language has words for."""
    return Say(to=account, saying=entrance.Menu())


# Pages


async def test_a_page_goes_on_behind_a_message_that_another_version_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await house.account("one", channel="web")
    await house.say(account, "前", channel="web")
    other = wordless(account)
    await house.database.write(lambda tx: outbox.put(tx, other, "web", (), house.time.now()))
    await house.say(account, "后", channel="web")
    monkeypatch.delitem(Saying.known, other.saying.key)
    assert [parcel.text for parcel in await house.delivery.page(account, 0)] == ["你好，前", "你好，后"]


async def test_a_page_reads_the_conversation_and_then_only_what_is_new(house: House) -> None:
    account = await house.account("one", channel="web")
    first, second = await house.say(account, "一", channel="web"), await house.say(account, "二", channel="web")
    assert [parcel.text for parcel in await house.delivery.page(account, 0)] == ["你好，一", "你好，二"]
    assert [parcel.number for parcel in await house.delivery.page(account, first)] == [second]
    await house.delivery.seen(account, [first])
    assert [await house.state(number) for number in (first, second)] == ["sent", "waiting"]
    assert len(await house.delivery.page(account, 0)) == 2


async def test_a_page_hears_the_bell_for_its_own_account_only(house: House) -> None:
    mine, theirs = [await house.account(name, channel="web") for name in ("mine", "theirs")]
    bell, other = house.delivery.subscribe(mine), house.delivery.subscribe(theirs)
    await house.say(mine, "一", channel="web")
    house.delivery.wake()
    await house.deliver()
    assert bell.is_set()
    assert not other.is_set()
    bell.clear()
    await house.deliver()
    assert not bell.is_set()
    house.delivery.wake([mine])
    assert bell.is_set()
    house.delivery.unsubscribe(mine, bell)
    house.delivery.wake([mine])


async def test_a_page_edits_a_card_that_moved_and_after_a_reload_shows_it_once_as_it_is(house: House) -> None:
    account = await house.account("one", channel="web")
    card = await house.card(account)
    house.show(card, "研判")
    (first,) = await house.delivery.page(account, 0)
    refreshes = [await house.refresh(account, card) for _ in range(3)]
    house.show(card, "办结")
    (edit,) = await house.delivery.page(account, first.number)
    assert (edit.number, edit.edits, edit.text) == (refreshes[-1], str(first.number), "现在：办结")
    await house.delivery.seen(account, [edit.number])
    assert [await house.state(number) for number in refreshes] == ["sent"] * 3
    last = await house.say(account, "一", channel="web")
    again = await house.delivery.page(account, 0)
    assert [(parcel.number, parcel.text) for parcel in again] == [(first.number, "现在：办结"), (last, "你好，一")]


async def test_a_page_that_reloads_after_a_refresh_knows_how_far_it_has_come(house: House) -> None:
    account = await house.account("one", channel="web")
    card = await house.card(account)
    house.show(card, "办结")
    refresh = await house.refresh(account, card)
    parcels = await house.delivery.page(account, 0)
    assert parcels[-1].number == refresh
    assert {parcel.text for parcel in parcels} == {"现在：办结"}
    assert await house.delivery.page(account, refresh) == []


async def test_a_page_shows_a_blanked_card_without_words_of_the_matter(house: House) -> None:
    account = await house.account("one", channel="web")
    card = await house.card(account)
    house.show(card, None)
    (parcel,) = await house.delivery.page(account, 0)
    assert (parcel.text, parcel.buttons) == ("不再显示", ())
    assert await house.database.read(lambda tx: cards.live(tx, "clue", 7)) == []


async def test_a_card_shown_again_stands_only_where_it_was_shown_last(house: House) -> None:
    account = await house.account("one", channel="web")
    card = await house.card(account)
    house.show(card, "研判")
    await house.say(account, "一", channel="web")
    await house.card(account)
    assert [parcel.text for parcel in await house.delivery.page(account, 0)] == ["你好，一", "现在：研判"]


async def test_it_runs_by_itself_and_stops(house: House) -> None:
    number = await house.say(await house.account("one"), "一")
    arrived = asyncio.Event()
    house.channel.before = lambda parcel: arrived.set()
    house.delivery.start()
    async with asyncio.timeout(10):
        await arrived.wait()
    await house.delivery.stop()
    assert await house.state(number) == "sent"


@pytest.mark.parametrize("steps", range(4))
async def test_it_stops_also_when_somebody_rings_at_that_moment(house: House, steps: int) -> None:
    house.delivery.start()
    await house.delivery.round()
    house.delivery.wake()
    for _ in range(steps):
        await asyncio.sleep(0)
    async with asyncio.timeout(10):
        await house.delivery.stop()
