"""Whole lives among people who read English, on Telegram's stand-in: nothing is said to them in Chinese but names, what somebody wrote
and public words; every message and every button is one that Telegram takes."""

from __future__ import annotations

from pathlib import Path

from domain.people import Role
from tests.handlers.procedures.test_case import REMOVED, visited
from tests.support.homes import make_home
from tests.support.in_english import CHINESE, InEnglish
from tests.support.stages import Stage, stage

CASE = {
    **dict.fromkeys("王赵孙吴郑冯钱冉", Role.REVIEWER),
    **dict.fromkeys("甲乙丙", Role.COMMITTEE),
    "周": Role.LEADER,
    "联": Role.UNIT_CONTACT,
}


LIFE = REMOVED + "~ 33 days" + visited(1, "4月10日", "好")


async def test_a_case_from_the_report_to_the_first_visit_after_its_flag(tmp_path: Path) -> None:
    home = await make_home(tmp_path / "made")
    async with stage(home, tmp_path / "home", channel="telegram") as here:
        for who, role in CASE.items():
            here.speaks(who, "en")
            await here.joins(who, role, "U04" if role is Role.UNIT_CONTACT else "")
        here.speaks("李", "en")
        play = InEnglish(here)
        await play.play(LIFE)
        assert strange(here, play, LIFE) == set()


def strange(here: Stage, play: InEnglish, script: str) -> set[str]:
    """What was said in Chinese and is neither a name nor what somebody wrote."""
    typed = "\n".join(line.partition(" > ")[2] for line in script.splitlines())
    office = here.house.view.now()
    known = "\n".join(
        [typed.replace("\\n", "\n"), *CASE, *(unit.name for unit in office.register.units), office.profile.name]
    )
    return {run for text in play.heard for run in CHINESE.findall(text) if run not in known}
