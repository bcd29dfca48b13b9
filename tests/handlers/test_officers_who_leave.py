"""An officer who leaves, or hands over: what they had in hand is somebody else's, whatever it is, and nothing waits for nobody."""

from __future__ import annotations

import pytest_asyncio

from domain.people import OPERATOR, Role
from domain.sayings import people as sayings
from handlers.administration import people
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from storage.database import Tx
from tests.support.direct_stage import DirectStage
from tests.support.scripts import ACCEPTED
from tests.support.transcripts import Play

VERIFYING = (
    ACCEPTED
    + """
    王 [交办]
    王 [办]
    办 > 待办
    办 [接办]
"""
)


@pytest_asyncio.fixture
async def office(house: DirectStage) -> Play:
    """Reviewers 王 (1) and 赵 (2), case officers 办 (3) and 员 (4), who are nothing else."""
    for who, role in (
        ("王", Role.REVIEWER),
        ("赵", Role.REVIEWER),
        ("办", Role.CASE_OFFICER),
        ("员", Role.CASE_OFFICER),
    ):
        await house.joins(who, role)
    return Play(house)


def _operating(house: DirectStage, tx: Tx) -> Room:
    return house_rooms.quiet(tx, house.office, at=house.now, now=house.now).acting_as(OPERATOR)


async def test_what_an_officer_verified_who_has_left_is_taken_up_by_another(office: Play, house: DirectStage) -> None:
    """It stayed theirs for ever: nobody could take it up, and its terms rang nobody."""
    await office.play(VERIFYING)
    await house.database.write(lambda tx: people.take_back(_operating(house, tx), 3, Role.CASE_OFFICER))
    await office.play("""
        赵 > 待办
        赵 < {number}
        赵 > {number}
        赵 <[我来核查]
        赵 [交办]
        赵 [员]
        员 > 待办
        员 [接办]
        员 > {number}
        员 <[作出结论]
    """)


async def test_an_officer_hands_over_to_another_who_reads_how_much_it_is(office: Play, house: DirectStage) -> None:
    """Only reviewers could hand over, and to reviewers alone."""
    await office.play(VERIFYING)
    await house.database.write(lambda tx: people.hand_over(_operating(house, tx), 3, 4))
    await office.play("""
        员 < 办手上的1件事项已移交给您
        员 > 待办
        员 < 线索{number}｜核查中
        员 < 承办：员
        办 > 待办
        办 < 没有待办
    """)


async def test_who_accepted_it_does_not_verify_it_also_where_it_is_handed_over(
    office: Play, house: DirectStage
) -> None:
    """The law §2: triage is not verified by whoever did it. It goes to whoever may take it on."""
    await office.play(VERIFYING)
    told = await house.database.write(lambda tx: people.hand_over(_operating(house, tx), 3, 1))
    assert isinstance(told, sayings.HandedOver)
    assert (told.given, told.freed) == (0, 1)
    await office.play("""
        赵 > {number}
        赵 <[我来核查]
        王 > {number}
        王 !<[作出结论]
        王 <[交办]
    """)


async def test_a_role_that_somebody_keeps_keeps_what_they_have_in_hand(office: Play, house: DirectStage) -> None:
    """Who ceased to review lost what they verified as a case officer."""
    await office.play(VERIFYING)
    await house.database.write(lambda tx: people.appoint(_operating(house, tx), 3, Role.REVIEWER))
    await house.database.write(lambda tx: people.take_back(_operating(house, tx), 3, Role.REVIEWER))
    await office.play("""
        办 > {number}
        办 > 待办
        办 < 承办：办
    """)
