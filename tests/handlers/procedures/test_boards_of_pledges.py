"""The board of pledges (赛马亮榜) on its way to the public: every figure beside one counted by hand (the law §1 row 7, §9)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from domain.importing.columns import ImportKind
from domain.people import Role
from handlers import pledge_boards
from handlers.conversation.procedures import beginnings
from storage import announcements, matters, pictures
from storage.database import Tx
from tests.support import comparing
from tests.support.announcing_house import BOARD, ZONE, House, open_house

SOON, LATER = "2026-03-20", "2026-06-30"
PLAIN = (  # of whom, in which contest, until when, and how it stands when March is over
    ("U04", "项目争速", SOON, "met"),
    ("U04", "项目争速", LATER, "met"),
    ("U04", "服务争效", SOON, "overdue"),
    ("U04", "服务争效", LATER, "withdrawn"),
    ("U06", "项目争速", SOON, "missed"),
    ("U06", "党建争强", SOON, "reported"),
    ("U06", "党建争强", LATER, "filed"),
    ("U22", "项目争速", LATER, "under_way"),
    ("U22", "服务争效", SOON, "partly"),
)
COUNTED = [each for each in PLAIN if each[3] not in ("withdrawn", "filed")]
COURSES = ("met", "partly", "missed", "reported", "under_way", "overdue")


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """Two leaders, one of the committee, a reviewer, the contacts of two departments and a town; all of `PLAIN` in March."""
    async with open_house(tmp_path) as found:
        await found.bring(ImportKind.UNITS)
        found.at = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
        for name in ("甲", "乙"):
            await found.person(name, Role.LEADER)
        await found.person("委", Role.COMMITTEE)
        await found.person("王", Role.REVIEWER)
        for unit in ("U04", "U06", "U22"):
            await found.person(unit, Role.UNIT_CONTACT, unit=unit)
        for number, line in enumerate(PLAIN, start=1):
            await _comes_to(found, number, *line)
        yield found


async def _comes_to(house: House, number: int, unit: str, contest: str, until: str, ends: str) -> None:
    def file(tx: Tx) -> None:
        given = {"contest": contest, "target": "张三负责的事全部办成。", "counted": "no", "until": until}
        beginnings.create(house.room(tx).acting_as(house.actor(tx, unit)), "pledge", "file", given)

    await house.write(file)
    if ends == "filed":
        return
    steps: list[tuple[str, str, dict[str, str]]] = [("甲", "endorse", {})]
    if ends == "withdrawn":
        steps += [(unit, "retract", {"reason": "任务划转。"}), ("甲", "sign", {})]
    if ends in ("reported", *COURSES[:3]):
        steps.append((unit, "report_outcome", {"claim": "met", "result": "已办成。"}))
    if ends in COURSES[:3]:
        steps += [("王", "verify", {"finding": ends, "checked": "现场看过。"}), ("甲", "sign", {})]
    for who, move, given in steps:
        assert await house.act(who, "pledge", await _id(house, number), move, given), (number, move)


async def _id(house: House, number: int) -> int:
    found = await house.read(lambda tx: matters.numbered(tx, "pledge", f"JL-2026-{number:06}"))
    assert found is not None
    return found.id


async def _signed(house: House) -> list[dict[str, Any]]:
    """Let the board be confirmed, worded, signed by two, and its day come; the tables as they were approved."""
    assert await house.act("甲", "pledge_quarter", 1, "confirm")
    await house.render((BOARD,))
    number = await house.read(lambda tx: int(tx.value("SELECT MAX(id) FROM announcement")))
    assert await house.act("乙", "announcement", number, "approve")
    assert await house.act("委", "announcement", number, "approve")
    words = [each for _, each in await house.read(lambda tx: announcements.renderings(tx, number))]
    figures = [await house.read(partial(pictures.get, key=each.figures)) for each in words]
    return [json.loads(each or b"") for each in figures]


async def _turn(house: House, day: date) -> None:
    house.at = datetime(day.year, day.month, day.day, 8, 30, tzinfo=ZONE)
    for _ in range(8):
        if not await house.ring():
            return


async def test_the_board_of_a_quarter_says_what_a_plain_count_says_and_names_nobody(house: House) -> None:
    """Of a quarter in which nobody had pledged anything yet, an empty board was proposed once somebody had."""
    await house.write(lambda tx: pledge_boards.propose(house.room(tx), "2025-12"))
    await _turn(house, date(2026, 4, 1))
    assert await house.act("王", "pledge", await _id(house, 3), "verify", {"finding": "met", "checked": "补看过。"})
    assert await house.act("甲", "pledge", await _id(house, 3), "sign")
    card = await house.text("甲", "pledge_quarter", 1)
    assert "合计：签订7项，完成2，部分完成1，未完成1，待核验1，推进中1，逾期未报1" in card, "as March ended"
    assert "镇级：签订2项，部分完成1，推进中1" in card
    assert "服务争效：签订2项，部分完成1，逾期未报1" in card
    tables = await _signed(house)
    by_hand = Counter((unit, contest, ends) for unit, contest, _, ends in COUNTED)
    for table in tables:
        assert "张三" not in json.dumps(table, ensure_ascii=False)
        assert len(table["rows"]) == len({each[:2] for each in COUNTED})
    chinese = next(each for each in tables if each["columns"][0] == "单位")
    names = {"清溪县自然资源局": "U04", "清溪县交通运输局": "U06"}
    for unit, level, contest, pledged, *counts in chinese["rows"]:
        code = names.get(unit, "U22")
        assert level == ("镇级" if code == "U22" else "县级")
        assert counts == [str(by_hand[code, contest, course]) for course in COURSES]
        assert int(pledged) == sum(map(int, counts))
    await _turn(house, date(2026, 4, 22))
    assert await house.stage("pledge_quarter", 1) == "announced"
    assert await house.said("web") == ["waiting"] * 2


async def test_a_board_that_counts_a_finding_that_was_taken_back_is_not_said_and_an_award_is_decided_beside_what_stands(
    house: House,
) -> None:
    await house.write(lambda tx: comparing.ready(house.room(tx), 1, "U06"))
    assert "所在单位军令状：签订2项，未完成1，待核验1" in await house.text("乙", "candidate", 1)
    assert "军令状" not in await house.text("委", "candidate", 1)
    assert "军令状" not in await house.text("王", "candidate", 1)
    await _turn(house, date(2026, 4, 1))
    await _signed(house)
    assert await house.act("甲", "pledge", await _id(house, 5), "reopen", {"reason": "核错了对象。"})
    assert await house.act("委", "pledge", await _id(house, 5), "sign")
    await _turn(house, date(2026, 4, 22))
    assert await house.stage("pledge_quarter", 1) == "proposed"
    assert await house.said("web") == []
    assert "未完成" not in (await house.text("甲", "pledge_quarter", 1)).replace("未完成0", "")
