"""The life of each procedure among people who read English: nothing is said to them that was not put into English, but names and
what somebody wrote. A case is read so in tests/channels/test_lives_in_english_on_telegram.py, the roads of the demo in tests/cast.
"""

from __future__ import annotations

import re

import pytest

from domain.people import Role
from tests.handlers.procedures.test_case import COMPARED
from tests.handlers.procedures.test_case_exits import CHECKED
from tests.handlers.procedures.test_clarifications import APPROVED
from tests.handlers.procedures.test_visits import DUE, SIGNED
from tests.support.direct_stage import DirectStage
from tests.support.in_english import CHINESE, InEnglish

CASE = {
    **dict.fromkeys("王赵孙吴郑冯钱冉", Role.REVIEWER),
    **dict.fromkeys("甲乙丙", Role.COMMITTEE),
    "周": Role.LEADER,
    "联": Role.UNIT_CONTACT,
}
DESK = {
    **dict.fromkeys("王赵孙", Role.REVIEWER),
    **dict.fromkeys("周吴", Role.LEADER),
    "委": Role.COMMITTEE,
    "联": Role.UNIT_CONTACT,
}
LIVES = {
    "an objection": (CASE, CHECKED),
    "a clarification": (DESK, APPROVED),
    "a measure and its visit": (DESK, DUE + "赵 [好]\n赵 [已听取]\n赵 [跳过]" + SIGNED),
}
BUTTON = re.compile(r"\[\[?[^\]]*\]")


@pytest.fixture
def engine() -> str:
    """What is said does not hang on where it is kept."""
    return "sqlite"


@pytest.mark.parametrize(("cast", "script"), LIVES.values(), ids=tuple(LIVES))
async def test_whoever_reads_english_is_told_everything_in_english(
    house: DirectStage, cast: dict[str, Role], script: str
) -> None:
    house.channel = "telegram"  # it takes longer than a page of the staff lasts
    for who in ("李", *cast):
        house.speaks(who, "en")
    for who, role in cast.items():
        await house.joins(who, role, "U04" if role is Role.UNIT_CONTACT else "")
    play = InEnglish(house)
    await play.play(script)
    typed = "\n".join(line.partition(" > ")[2] for line in script.splitlines())
    known = "\n".join([typed.replace("\\n", "\n"), *cast, *(unit.name for unit in house.office.register.units)])
    known += house.office.profile.name
    strange = {run for text in play.heard for run in CHINESE.findall(text) if run not in known}
    assert strange == set()
    assert len(play.heard) > len(cast), "something was said"


async def test_what_follows_from_a_vote_is_read_in_english_before_it_with_half_the_points_where_it_is_true_in_part(
    house: DirectStage,
) -> None:
    """The law §4.1, consequences shown before the vote, and §6.1."""
    house.channel = "telegram"
    for who, role in CASE.items():
        house.speaks(who, "en")
        await house.joins(who, role, "U04" if role is Role.UNIT_CONTACT else "")
    play = InEnglish(house)
    await play.play(COMPARED.replace("赵 [属实]", "赵 [部分属实]"))
    await play.play("""
        甲 > {case}
        甲 < What follows from confirmation: no awards this year; points deducted for it already by the rules: 0.5, and no more;
        甲 < and no more; the second in a row leads to accountability; funds and posts change only by a leader's own decision
        甲 <[Vote]
    """)
