"""What is due happens once: not before its moment, not twice over restarts, not in the quiet hours, not without approvals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.people import Role
from handlers.conversation.procedures import moves
from scheduler import clock
from scheduler.ticker import Ticker
from storage import announcements
from storage.database import Tx
from storage.road import occurrences, outbox, pages
from tests.support.announcing_house import House, open_house

DUE = datetime(2026, 3, 13, 0, 0, tzinfo=UTC)  # Friday, eight in the morning
A_SECOND = timedelta(seconds=1)


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """A house with two leaders and a committee member."""
    async with open_house(tmp_path) as found:
        await found.person("甲", Role.LEADER)
        await found.person("乙", Role.LEADER)
        await found.person("委", Role.COMMITTEE)
        yield found


async def approved(house: House, publish_at: datetime = DUE, *, answers: int | None = None) -> int:
    number = await house.announce(publish_at, answers_id=answers)
    await house.act("甲", "announcement", number, "approve")
    await house.act("乙", "announcement", number, "approve")
    assert await house.stage("announcement", number) == "approved"
    return number


async def test_it_is_published_at_its_moment_and_not_before(house: House) -> None:
    number = await approved(house)
    house.at = DUE - A_SECOND
    assert await house.ring() == 0
    assert await house.said("web") == []
    house.at = DUE
    assert await house.ring() == 1
    assert (await house.said("web"), await house.said("telegram")) == (["waiting"], ["waiting"])
    assert await house.stage("announcement", number) == "published"
    assert house.woken == 1


async def test_it_is_published_once_however_often_the_clock_rings(house: House) -> None:
    await approved(house)
    house.at = DUE
    assert [await house.ring() for _ in range(3)] == [1, 0, 0]
    assert await house.said("telegram") == ["waiting"]


async def test_a_restart_before_its_moment_changes_nothing(tmp_path: Path, engine: str) -> None:
    async with open_house(tmp_path) as before:
        await before.person("甲", Role.LEADER)
        await before.person("乙", Role.LEADER)
        number = await approved(before)
    async with open_house(tmp_path) as after:
        after.at = DUE - A_SECOND
        assert await after.ring() == 0
        after.at = DUE + timedelta(hours=1)
        assert await after.ring() == 1
    async with open_house(tmp_path) as again:
        again.at = DUE + timedelta(hours=2)
        assert await again.ring() == 0
        assert await again.said("web") == ["waiting"]
        assert await again.stage("announcement", number) == "published"


async def test_an_occurrence_that_was_taken_is_not_taken_again(house: House) -> None:
    """The row alone is enough: were the announcement's stage lost, it would still not be said twice."""
    number = await approved(house)
    job = occurrences.publication(number)
    assert await house.write(lambda tx: occurrences.claim(tx, job, DUE, DUE)) is True
    house.at = DUE
    assert await house.ring() == 0
    task = clock.Task(kind=clock.TaskKind.PUBLICATION, id=number)
    assert not await house.write(lambda tx: clock.do(house.room(tx), task))
    assert await house.said("web") == []


async def test_what_fails_half_way_is_done_whole_by_the_next_ring(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its occurrence, its words and its move are one transaction."""
    number = await approved(house)
    house.at = DUE

    task = clock.Task(kind=clock.TaskKind.PUBLICATION, id=number)
    with monkeypatch.context() as broken:
        broken.setattr(moves, "carry_out", _fails)
        with pytest.raises(RuntimeError):
            await house.write(lambda tx: clock.do(house.room(tx), task))
    assert await house.said("web") == []
    assert await house.ring() == 1
    assert await house.said("web") == ["waiting"]


async def test_nothing_is_published_without_two_approvals(house: House) -> None:
    number = await house.announce(DUE)
    await house.act("甲", "announcement", number, "approve")
    house.at = DUE + timedelta(hours=1)
    assert await house.ring() == 0
    assert await house.said("web") == []


async def test_losing_a_role_before_publication_asks_for_a_new_approval(house: House) -> None:
    number = await approved(house)
    await house.revoke("乙", Role.LEADER)
    house.at = DUE
    assert await house.ring() == 1
    assert (await house.stage("announcement", number), await house.said("web")) == ("proposed", [])
    await house.act("委", "announcement", number, "approve")
    assert await house.stage("announcement", number) == "approved"
    assert await house.ring() == 1
    assert await house.said("web") == ["waiting"]


@pytest.mark.parametrize(
    "conflict",
    [
        "INSERT INTO recusal (matter, matter_id, person_id, at) VALUES ('announcement', :number, :person, '')",
        "UPDATE announcement SET apart_id = :person WHERE id = :number",
    ],
    ids=["who says so", "who confirmed it"],
)
async def test_a_signature_does_not_count_of_who_turns_out_to_have_a_conflict(house: House, conflict: str) -> None:
    """The law §2: it is counted again before anything is said."""
    number = await approved(house)
    await house.write(lambda tx: tx.run(conflict, number=number, person=house.actor(tx, "乙").person_id))
    house.at = DUE
    assert await house.ring() == 1
    assert (await house.stage("announcement", number), await house.said("web")) == ("proposed", [])


async def test_an_approval_that_comes_late_publishes_when_the_office_may_speak_next(house: House) -> None:
    number = await house.announce(DUE)
    await house.act("甲", "announcement", number, "approve")
    house.at = datetime(2026, 3, 13, 13, 0, tzinfo=UTC)  # Friday, nine in the evening
    await house.act("乙", "announcement", number, "approve")
    assert await house.ring() == 0
    house.at = datetime(2026, 3, 14, 4, 0, tzinfo=UTC)  # Saturday noon
    assert await house.ring() == 0
    house.at = datetime(2026, 3, 16, 0, 0, tzinfo=UTC)  # Monday, eight in the morning
    assert await house.ring() == 1


async def test_an_approval_days_late_is_no_missed_publication(house: House) -> None:
    number = await house.announce(DUE)
    await house.act("甲", "announcement", number, "approve")
    house.at = DUE + timedelta(days=5)
    await house.act("乙", "announcement", number, "approve")
    assert await house.ring() == 1
    assert await house.said("web") == ["waiting"]


async def test_what_changed_since_the_clock_looked_is_looked_at_again(house: House) -> None:
    number = await approved(house)
    house.at = DUE
    (task,) = await house.read(lambda tx: clock.due(house.room(tx)))

    def do(tx: Tx) -> bool:
        return clock.do(house.room(tx), task)

    await house.write(lambda tx: announcements.plan(tx, number, DUE + A_SECOND))
    assert await house.write(do) is False
    await house.write(lambda tx: announcements.plan(tx, number, DUE))
    await house.revoke("乙", Role.LEADER)
    assert await house.write(do) is False
    assert await house.said("web") == []


async def test_quiet_hours_win_over_catching_up(house: House) -> None:
    await approved(house)
    house.at = datetime(2026, 3, 13, 13, 0, tzinfo=UTC)  # the house was down all Friday and comes up at night
    assert await house.ring() == 0


async def test_what_was_missed_by_less_than_two_days_is_made_up_for(house: House) -> None:
    tuesday = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
    await approved(house, tuesday)
    house.at = tuesday + timedelta(hours=48)
    assert await house.ring() == 1
    assert await house.said("web") == ["waiting"]


async def test_what_was_missed_by_more_is_asked_about_and_then_said(house: House) -> None:
    tuesday = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
    number = await approved(house, tuesday)
    house.at = tuesday + timedelta(hours=48, seconds=1)
    assert [await house.ring(), await house.ring()] == [1, 0]
    assert await house.said("web") == []
    assert "announcements.moment_missed" in await keys(house, "甲")
    assert "reschedule" in await house.moves("甲", "announcement", number)
    await house.act("甲", "announcement", number, "reschedule")
    assert await house.ring() == 1
    assert await house.said("web") == ["waiting"]


async def test_what_was_not_missed_cannot_be_moved(house: House) -> None:
    number = await approved(house)
    assert "reschedule" not in await house.moves("甲", "announcement", number)
    assert await house.act("甲", "announcement", number, "reschedule") is None
    found = await house.read(lambda tx: announcements.of_id(tx, number))
    assert found is not None
    assert found.publish_at == DUE


async def test_the_clock_says_what_comes_next(house: House) -> None:
    assert await ticker(house).upcoming() is None
    await approved(house)
    assert await ticker(house).upcoming() == clock.Upcoming(at=DUE, kind=clock.TaskKind.PUBLICATION)
    house.at = DUE
    await house.ring()
    assert await ticker(house).upcoming() is None


async def test_one_thing_that_fails_holds_up_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = await approved(house), await approved(house)
    real = announcements.publish

    def publish(tx: Tx, number: int, at: datetime, now: datetime) -> int:
        if number == first:
            raise RuntimeError("no")
        return real(tx, number, at, now)

    monkeypatch.setattr(announcements, "publish", publish)
    house.at = DUE
    assert await house.ring() == 1
    assert [await house.stage("announcement", number) for number in (first, second)] == ["approved", "published"]


async def test_a_channel_gets_one_announcement_a_working_day_and_the_next_follows_in_its_turn(house: House) -> None:
    """The law §9; the first of them is a Friday's, so the second is Monday's and the third Tuesday's."""
    numbers = [await approved(house), await approved(house), await approved(house, DUE + timedelta(hours=1))]
    house.at = DUE
    assert [await house.ring(), await house.ring()] == [1, 0]
    house.at = DUE + timedelta(hours=8)
    assert await house.ring() == 0
    assert "计划发布：3月16日08:00" in await house.text("甲", "announcement", numbers[1])
    assert "计划发布：3月17日08:00" in await house.text("甲", "announcement", numbers[2])
    monday = clock.Upcoming(at=DUE + timedelta(days=3), kind=clock.TaskKind.PUBLICATION)
    assert await ticker(house).upcoming() == monday
    house.at = DUE + timedelta(days=3, hours=9)
    assert [await house.ring(), await house.ring()] == [1, 0]
    house.at = DUE + timedelta(days=4)
    assert await house.ring() == 1
    assert [await house.stage("announcement", number) for number in numbers] == ["published"] * 3
    assert await house.said("telegram") == ["waiting"] * 3


async def test_what_puts_right_what_was_said_waits_for_nobody(house: House) -> None:
    await approved(house, answers=await approved(house))
    house.at = DUE
    assert await house.ring() == 2
    assert await house.said("telegram") == ["waiting"] * 2


async def test_whoever_waited_for_a_day_that_somebody_else_had_was_not_missed(house: House) -> None:
    """It hung for two nights and a weekend behind another one: nobody need be asked about it."""
    await approved(house)
    second = await approved(house)
    house.at = DUE
    await house.ring()
    house.at = DUE + timedelta(days=4)  # down over Monday
    assert await house.ring() == 1
    assert await house.stage("announcement", second) == "published"


def ticker(house: House) -> Ticker:
    return Ticker(house.database, house.room, wake=lambda: None)


async def keys(house: House, name: str) -> list[str]:
    """The keys of what was said to somebody."""

    def work(tx: Tx) -> list[str]:
        rows = [row for row in pages.page(tx, house.accounts[name], 0) if row.card_id is None]
        return [outbox.body(tx, row).key for row in rows]

    return await house.read(work)


def _fails(*_: object) -> None:
    raise RuntimeError("the power went out")
