"""A case of slackness lived through in a large office, with the cost of every press: twenty reviewers and nine members (issue 11).

Used by `tests/handlers/procedures/test_case_costs.py` and by `bench/press.py`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from domain.people import Role
from domain.said import Said
from tests.handlers.procedures.test_case import CONFIRMED, HEARD, MENDED, REMOVED, VOTED, visited
from tests.support.direct_stage import DirectStage
from tests.support.statements import counted
from tests.support.transcripts import Play

MEMBERS = "甲乙丙丁戊己庚辛壬"
NAMED = "王赵孙吴郑冯钱冉"  # reviewers with something to do in the scripts


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What one line of the script cost: its statements, and its milliseconds with the commit."""

    line: str
    statements: int
    milliseconds: float


class CountingStage(DirectStage):
    """A house that counts what every message costs."""

    line = ""

    def counts(self) -> list[Press]:
        """Count from now on; what comes is added to the list."""
        self.presses_made: list[Press] = []
        return self.presses_made

    async def _take(self, event: Said) -> None:
        began = time.perf_counter()
        with counted() as asked:
            await super()._take(event)
        took = 1000 * (time.perf_counter() - began)
        self.presses_made.append(Press(line=self.line, statements=len(asked), milliseconds=took))


class _Lined(Play):
    """A script whose stage knows the line that is played."""

    async def _line(self, line: str) -> None:
        assert isinstance(self.stage, CountingStage)
        self.stage.line = line
        await super()._line(line)


def _by_all(*lines: str) -> str:
    return "".join(f"\n{who} " + f"\n{who} ".join(lines) for who in MEMBERS)


BEFORE_VOTE = _by_all("> {case}", "[比选打分]", "> 25", "> 25", "> 15", "> 12") + _by_all(
    "> {case}", "[表决]", "[同意]", "> 属实。"
)
JUDGED = _by_all("> {case}", "[摘旗表决]", "[同意]", "> 改到位了。")
AFTER = (
    "\n联 < 摘旗通知\n联 > 待办\n~ 33 days"
    + visited(1, "4月10日", "好")
    + "~ 62 days"
    + visited(2, "6月10日", "好")
    + "~ 100 days\n赵 > {case}\n赵 [转化移号]\n周 > {case}\n周 [同意]\n周 > {case}\n周 [登记表彰]\n周 > 夺旗模范"
)
LIFE = (
    HEARD
    + BEFORE_VOTE
    + CONFIRMED.removeprefix(VOTED).replace("同意：2票", "同意：9票")
    + REMOVED.removeprefix(CONFIRMED).partition("    甲 > 待办\n    甲 < ｜摘旗表决")[0]
    + JUDGED
    + AFTER
)
ACTS = {
    "file_plan": "联 [提交]",  # the last of that line: the plan with its two items
    "mark": "> 12",
    "vote": "> 属实。",
    "judge": "> 改到位了。",
    "name_visitors": "周 > 钱、冉",
    "commend": "周 > 夺旗模范",
    "todo": "联 > 待办",
}
"""Acts by what is said in their lines."""
assert MENDED in REMOVED, "the plan is part of the life"


async def lived(house: CountingStage, reviewers: int) -> list[Press]:
    """Let so many reviewers and nine members work there, and a case live; return the presses."""
    house.channel, made = "telegram", house.counts()
    for who in (*NAMED, *(f"员{number}" for number in range(reviewers - len(NAMED)))):
        await house.joins(who, Role.REVIEWER)
    for who in MEMBERS:
        await house.joins(who, Role.COMMITTEE)
    await house.joins("周", Role.LEADER)
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    made.clear()
    await _Lined(house).play(LIFE)
    return made
