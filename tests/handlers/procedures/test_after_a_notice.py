"""What follows a notice that was said, and what puts it right: once, as long as it is so, and never lost without anybody being asked (the
law §9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import office_calendar
from handlers.conversation.procedures import beginnings
from storage.announcements import Announcement
from storage.database import Tx
from storage.road import claiming, sending
from storage.upkeep import restoring
from tests.handlers.procedures.test_candidates_in_public import (
    BOTH,
    EDITION,
    FIRST,
    NOTICE,
    SECOND,
    agree,
    checked,
    house,
    newest,
    nominate,
    noticed,
    objected,
    said,
    withdrawn,
)
from tests.support.announcing_house import ZONE, House

__all__ = ["house"]

NOTICED = 1  # how often something was pushed to the channel once the notice was: on Friday, 3 April
REMINDED, CLOSED = date(2026, 4, 10), date(2026, 4, 14)


async def test_a_reminder_that_may_have_been_said_already_is_not_said_again_by_a_copy_that_came_back(
    house: House,
) -> None:
    """The copy of seven o'clock did not know that it was said at eight, and said it again at nine."""
    await agree(house, FIRST)
    await noticed(house)
    house.at = datetime(2026, 4, 10, 9, tzinfo=ZONE)
    await house.write(lambda tx: restoring.wake_up(tx, house.at))
    assert await pushed(house, REMINDED) == NOTICED


async def test_of_a_close_that_was_missed_a_leader_is_asked_and_says_when(house: House) -> None:
    """After three days without the house the close of a notice was dropped, and nobody heard of that."""
    await agree(house, FIRST)
    await noticed(house)
    notice = (await newest(house)).id
    assert await pushed(house, REMINDED) == NOTICED + 1
    assert "reschedule" not in await house.moves("甲", "announcement", notice)
    assert await pushed(house, date(2026, 4, 17)) == NOTICED + 1
    (asked,) = await house.told("甲", "announcements.moment_missed")
    assert "《《奋斗者拟表彰对象公示》期满》原定4月14日08:00发布" in asked
    assert await house.act("甲", "announcement", notice, "reschedule")
    assert await pushed(house, date(2026, 4, 17)) == NOTICED + 2
    assert await pushed(house, date(2026, 4, 28)) == NOTICED + 2
    assert "reschedule" not in await house.moves("甲", "announcement", notice)


async def test_a_reminder_comes_on_its_day_also_where_the_office_has_changed_its_calendar_meanwhile(
    house: House,
) -> None:
    """A holiday that was worked after all brought the day nearer: the reminder rang on the day after, and was dropped."""
    await agree(house, FIRST)
    await noticed(house)
    house.office = replace(house.office, calendar=office_calendar.load(ZONE, {date(2026, 4, 6): True}))
    assert await pushed(house, date(2026, 4, 9)) == NOTICED + 1
    assert await pushed(house, date(2026, 4, 13)) == NOTICED + 2


async def test_nobody_is_reminded_of_a_notice_that_was_withdrawn_nor_told_that_it_is_over(house: House) -> None:
    """Two days after the withdrawal people read that the notice stands for two more days."""
    await agree(house, FIRST)
    await noticed(house)
    await corrected(house, await newest(house), how="withdrawn", why="办法名称有误")
    await said(house, "announcement_corrected")
    assert await pushed(house, REMINDED) == NOTICED + 1
    assert await pushed(house, CLOSED) == NOTICED + 1


async def test_nobody_is_commended_upon_a_notice_that_was_withdrawn_but_upon_another(house: House) -> None:
    """It ran on to its end unseen, and its candidates were put before the leader."""
    await agree(house, FIRST)
    await noticed(house)
    await corrected(house, await newest(house), how="withdrawn", why="办法名称有误")
    assert await house.stage("candidate", FIRST) == "notice", "until the withdrawal is signed and said"
    await said(house, "announcement_corrected")
    assert await house.stage("candidate", FIRST) == "agreed"
    await pushed(house, CLOSED)
    assert await house.stage("candidate", FIRST) == "agreed"
    await noticed(house)
    assert await house.stage("candidate", FIRST) == "notice"


async def test_a_notice_that_is_withdrawn_twice_takes_nobody_out_of_the_one_that_was_given_since(house: House) -> None:
    """Two leaders write it, or one presses again: the second withdrawal of the old notice called off the new one, which still stood."""
    await agree(house, FIRST)
    await noticed(house)
    first = await newest(house)
    await corrected(house, first, how="withdrawn", why="办法名称有误")
    await said(house, "announcement_corrected")
    await pushed(house, CLOSED)
    await noticed(house)
    await corrected(house, first, how="withdrawn", why="办法名称有误")
    await said(house, "announcement_corrected")
    assert await house.stage("candidate", FIRST) == "notice"


async def test_an_objection_to_a_notice_that_was_withdrawn_is_decided_before_there_is_another(house: House) -> None:
    await agree(house, FIRST)
    await noticed(house)
    notice = await newest(house)
    await objected(house, FIRST)
    await corrected(house, notice, how="withdrawn", why="办法名称有误")
    await said(house, "announcement_corrected")
    assert await house.act("王", "edition", EDITION, "give_notice", NOTICE) is None
    await checked(house, "not_established")
    assert await house.stage("candidate", FIRST) == "not_approved"


async def test_a_correction_names_nobody_who_took_their_consent_back_before_its_moment(house: House) -> None:
    """The board withheld it, and the channel was sent it with the name."""
    await agree(house, FIRST, SECOND)
    await noticed(house)
    notice = await newest(house)
    mended = {"how": "mended", "wrong": "某1（1科科长）", "right": "某1（2科科长）"}
    await corrected(house, notice, **mended)
    await house.render(BOTH)
    correction = (await newest(house)).id
    for name in ("乙", "员"):
        assert await house.act(name, "announcement", correction, "approve")
    assert await withdrawn(house, FIRST)
    before = len(await house.said("telegram"))
    assert await pushed(house, date(2026, 4, 3)) == before
    assert (await house.stage("announcement", correction), await house.stage("correction", 1)) == ("void", "dropped")
    await corrected(house, notice, **mended)
    await house.render(BOTH)
    assert await house.stage("correction", 0) == "dropped", (
        "what is written later is not even put before those who sign"
    )


async def test_words_that_waited_for_their_channel_name_nobody_who_took_their_consent_back_meanwhile(
    house: House,
) -> None:
    """The channel was down over the notice, and was sent the name an hour after it was to be named no more."""
    await agree(house, FIRST, SECOND)
    await noticed(house)
    await house.write(lambda tx: sending.show_on_board(tx, house.at))
    assert await withdrawn(house, FIRST)
    later = house.at + timedelta(minutes=1)
    claims = await house.write(lambda tx: claiming.claim(tx, "telegram", house.at, later, 10))
    assert ([row.rendering_id for row in claims.taken], len(claims.fallen)) == ([], NOTICED)


async def test_who_nominated_one_of_them_signs_no_correction_of_what_names_them(house: House) -> None:
    """The law §2 rule 2: they were kept from the notice, and signed what put it right."""
    await house.write(lambda tx: nominate(house, tx, "乙"))
    await agree(house, FIRST)
    assert await house.act("王", "edition", EDITION, "give_notice", NOTICE)
    await house.render(BOTH)
    notice = await newest(house)
    for name in ("甲", "员"):
        assert await house.act(name, "announcement", notice.id, "approve")
    assert await pushed(house, date(2026, 4, 3)) == NOTICED
    await corrected(house, notice, how="mended", wrong="1科科长", right="2科科长")
    await house.render(BOTH)
    assert await house.act("乙", "announcement", (await newest(house)).id, "approve") is None
    assert await house.act("员", "announcement", (await newest(house)).id, "approve")


async def corrected(house: House, about: Announcement, **given: str) -> None:
    """Let a leader write what puts an announcement right."""

    def begin(tx: Tx) -> None:
        room = house.room(tx).acting_as(house.actor(tx, "甲"))
        beginnings.create(room, "correction", "propose", {"about": about.number, **given})

    await house.write(begin)


async def pushed(house: House, day: date) -> int:
    """How often something was pushed to the channel by ten in the morning of a day, on which alone the clock rings."""
    house.at = max(house.at, datetime(day.year, day.month, day.day, 10, tzinfo=ZONE))
    while await house.ring():
        pass
    return len(await house.said("telegram"))
