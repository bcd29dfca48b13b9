"""The lights of a month, from what owners enter to the public board, each beside plain arithmetic (the law §6.4, §9)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from domain import items
from domain.importing.columns import ImportKind
from domain.people import Role
from handlers.conversation.procedures import beginnings
from storage import announcements, matters, pictures
from storage.database import Tx
from tests.support.announcing_house import BOARD, CHANNEL, ZONE, House, open_house

HEAD = "code,name,kind,owner,lead,starts,year,goal,m03\n"
# code: unit, year's goal, plan for March (None: a twelfth a month), what was entered (None: nobody did), begun
ENTERED: Mapping[str, tuple[str, int, int | None, int | None, str]] = {
    "P01": ("U06", 1200, 360, 241, "yes"),  # 119/12 = 9.92 points behind
    "P02": ("U06", 1200, 360, 240, "yes"),  # 10 points
    "P03": ("U10", 1000, 400, 99, "yes"),  # 30.1 points
    "P04": ("U10", 1200, None, 0, "yes"),  # 25 points
    "P05": ("U08", 500, 0, 0, "no"),  # was to begin in January
    "P06": ("U08", 500, 100, None, "yes"),
    "M01": ("U05", 100, None, 20, "yes"),
}


def by_hand(code: str) -> str:
    """The law's sentences, profile YC."""
    _, goal, plan, actual, begun = ENTERED[code]
    if actual is None:
        return "缺"
    due = Fraction(goal * 3, 12) if plan is None else Fraction(plan)
    points = (due - actual) * 100 / goal
    light = "绿灯" if points < 10 else "黄灯" if points <= 30 else "红灯"
    return "红灯" if begun == "no" else light  # January, February, March: the third month running


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """甲, 乙 leaders, 委 of the committee, 王 a reviewer, 业 who owns the projects of U10; March is over but for a day."""
    async with open_house(tmp_path) as found:
        await found.bring(ImportKind.UNITS)
        found.at = datetime(2026, 3, 31, 7, 30, tzinfo=ZONE)
        for name in ("甲", "乙"):
            await found.person(name, Role.LEADER)
        await found.person("委", Role.COMMITTEE)
        await found.person("王", Role.REVIEWER)
        await found.person("业", Role.PROJECT_OWNER, unit="U10")
        for unit in sorted({unit for unit, *_ in ENTERED.values()}):
            await found.person(unit, Role.UNIT_CONTACT, unit=unit)
        rows = [
            f"{code},{code}项目,{'livelihood' if code[0] == 'M' else 'key'},{unit},U01,"
            f"{'2026-01' if begun == 'no' else ''},2026,{goal},{'' if plan is None else plan}"
            for code, (unit, goal, plan, _, begun) in ENTERED.items()
        ]
        await found.bring(ImportKind.PROJECTS, (HEAD + "\n".join(rows)).encode())
        yield found


async def turn(house: House, day: datetime) -> None:
    house.at = day
    for _ in range(5):
        if not await house.ring():
            return
    raise AssertionError("the clock does the same again and again")


async def entered(house: House) -> None:
    """Let the month be opened, entered and closed, and its lights be proposed."""
    await turn(house, datetime(2026, 3, 31, 8, 0, tzinfo=ZONE))
    for code, (unit, _, _, actual, begun) in ENTERED.items():
        if actual is not None:
            given = {"actual": str(actual), "begun": begun}
            assert await house.act(unit, "project_month", await month_of(house, code), "report", given)
    await turn(house, datetime(2026, 4, 8, 8, 0, tzinfo=ZONE))


async def month_of(house: House, code: str) -> int:
    """The number of the month of a project, which was opened in the order of the file."""

    def work(tx: Tx) -> int:
        ids = tx.all("SELECT id FROM matter WHERE kind = 'project_month' ORDER BY id")
        found: int = ids[list(ENTERED).index(code)][0]
        return found

    return await house.read(work)


async def signed(house: House) -> int:
    """Let the list be confirmed, its announcement rendered and signed, and its moment come."""
    assert await house.act("甲", "light_list", 1, "confirm")
    assert await house.render((BOARD, CHANNEL)) == 1
    number = await house.read(lambda tx: int(tx.value("SELECT MAX(id) FROM announcement")))
    assert await house.act("乙", "announcement", number, "approve")
    assert await house.act("委", "announcement", number, "approve")
    found = await house.read(lambda tx: announcements.of_id(tx, number))
    assert found is not None
    await turn(house, found.publish_at)
    return number


async def data(house: House, key: str) -> bytes:
    found = await house.read(lambda tx: pictures.get(tx, key))
    assert found is not None
    return found


async def test_the_lights_of_a_month_are_proposed_confirmed_signed_and_stand_on_the_board(house: House) -> None:
    await entered(house)
    card = await house.text("甲", "light_list", 1)
    assert "重点项目：绿灯1个，黄灯2个，红灯2个，经批准暂不亮灯0个，未填报1个" in card
    assert "民生实事：绿灯1个，黄灯0个，红灯0个，经批准暂不亮灯0个，未填报0个" in card
    assert "红灯：\nP03项目（滞后30.1个百分点）\nP05项目（未按期开工）" in card
    (missing,) = [each for each in card.splitlines() if each.startswith("缺：")]
    assert missing.endswith("项目")  # however many: on one line
    assert "亮灯" not in (await house.text("业", "project_month", await month_of(house, "P03"))).splitlines()[0]
    number = await signed(house)
    assert house.at == datetime(2026, 4, 8, 8, 0, tzinfo=ZONE)
    said = await house.read(lambda tx: [words for _, words in announcements.renderings(tx, number)])
    (key, livelihood) = [each for each in said if (each.audience, each.locale) == ("board", "zh")]
    assert "黄灯2个，红灯2个" in key.text
    assert "P03项目（滞后30.1个百分点）" in key.text
    assert "请责任单位于4月15日前报送赶工措施" in key.text
    assert "民生实事进度亮灯情况" in livelihood.text
    assert "红灯项目" not in livelihood.text
    assert "请责任单位" not in livelihood.text
    assert "黄灯：\nP02项目（滞后10个百分点）\nP04项目（滞后25个百分点）" in key.alt
    tables = [json.loads(await data(house, each.figures)) for each in (key, livelihood)]
    lights = {row[-1]: row[0] for table in tables for row in table["rows"]}
    assert lights == {code: by_hand(code) for code in ENTERED}
    assert (await data(house, key.picture)).startswith(b"\x89PNG")
    assert (len(await house.said("web")), len(await house.said("telegram"))) == (4, 2)
    leads = await house.read(lambda tx: [each.unit for each in matters.open_in(tx, [("case", "recommended")])])
    assert sorted(leads) == ["U08", "U10"], "a red light is a lead, and a person takes it up"
    shown = await house.text("业", "project_month", await month_of(house, "P03"))
    assert "亮灯：红灯" in shown
    assert "滞后（百分点）：30.1" in shown
    assert "红灯：分管领导约谈" in await house.text("王", "project_month", await month_of(house, "P03"))
    assert "分管领导" not in shown
    before = await house.text("甲", "light_list", 1)
    project = await house.read(lambda tx: matters.of_category(tx, "project_month", "2026-03")[2].parent_id or 0)
    easier = {"months": items.write([{"month": "3", "amount": "100"}]), "why": "汛期。"}
    assert await house.act("业", "project", project, "change_plan", easier)
    assert await house.act("甲", "project", project, "sign")
    assert await house.text("甲", "light_list", 1) == before, "what was said stays, whatever the plan is now"
    assert await house.text("业", "project_month", await month_of(house, "P03")) == shown
    talked = {"talked_on": "2026-04-08", "talk": "倒排工期。"}
    assert await house.act("甲", "project_month", await month_of(house, "P03"), "note_talk", talked)
    assert "约谈情况：倒排工期。" in await house.text("业", "project_month", await month_of(house, "P03"))
    assert not await house.act(
        "王", "project_month", await month_of(house, "P03"), "correct", {"actual": "1", "begun": "yes", "why": "错"}
    )


async def test_a_figure_that_is_put_right_before_changes_the_light_and_after_a_return_again(house: House) -> None:
    await entered(house)
    right = {"actual": "300", "begun": "yes", "why": "重复计算。"}
    assert await house.act("王", "project_month", await month_of(house, "P03"), "correct", right)
    assert "红灯：\nP05项目" in await house.text("甲", "light_list", 1)
    assert await house.act("甲", "light_list", 1, "confirm")
    assert not await house.act("王", "project_month", await month_of(house, "P03"), "correct", right)
    await house.render((BOARD,))
    number = await house.read(lambda tx: int(tx.value("SELECT MAX(id) FROM announcement")))
    assert await house.act("乙", "announcement", number, "return", {"reason": "再核对。"})
    assert await house.stage("light_list", 1) == "proposed"
    assert await house.act("王", "project_month", await month_of(house, "P03"), "correct", {**right, "actual": "90"})
    assert "红灯：\nP03项目（滞后31个百分点）\nP05项目" in await house.text("甲", "light_list", 1)
    assert "亮灯：" not in await house.text("业", "project_month", await month_of(house, "P03"))


async def test_an_exemption_shows_grey_until_it_ends(house: House) -> None:
    await entered(house)
    project = await house.read(lambda tx: matters.of_category(tx, "project_month", "2026-03")[2].parent_id or 0)

    def ask(tx: Tx) -> None:
        number = matters.of_ids(tx, [project])[0].number
        given = {"about": number, "ground": "policy", "first": "3", "many": "1", "account": "调整。", "document": "1"}
        beginnings.create(house.room(tx).acting_as(house.actor(tx, "业")), "exemption", "ask", given)

    await house.write(ask)
    assert "P03" in await house.text("甲", "light_list", 1)
    assert await house.act("甲", "exemption", 1, "decide", {"answer": "granted", "why": "有文件。"})
    assert "P03" not in await house.text("甲", "light_list", 1)
    assert "红灯1个，经批准暂不亮灯1个" in await house.text("甲", "light_list", 1)
    assert await house.act("甲", "exemption", 1, "end_early", {"reason": "恢复施工。"})
    assert "红灯2个，经批准暂不亮灯0个" in await house.text("甲", "light_list", 1)
    # One that is granted between the signatures and the moment: the signed words would call it red.
    await house.write(ask)
    assert await house.act("甲", "light_list", 1, "confirm")
    await house.render((BOARD,))
    number = await house.read(lambda tx: int(tx.value("SELECT MAX(id) FROM announcement")))
    for who in ("乙", "委"):
        assert await house.act(who, "announcement", number, "approve")
    assert await house.act("甲", "exemption", 2, "decide", {"answer": "granted", "why": "有文件。"})
    await turn(house, house.at + timedelta(days=1))
    assert (await house.stage("light_list", 1), await house.said("web")) == ("proposed", [])
    assert "经批准暂不亮灯1个" in await house.text("甲", "light_list", 1)


async def test_a_month_is_opened_and_its_lights_are_proposed_once(house: House) -> None:
    await entered(house)
    await turn(house, house.at + timedelta(days=1))
    counts = await house.read(
        lambda tx: tx.all(
            "SELECT kind, COUNT(*) FROM matter WHERE kind IN ('project_month', 'light_list') GROUP BY kind ORDER BY kind"
        )
    )
    assert [tuple(row) for row in counts] == [("light_list", 1), ("project_month", len(ENTERED))]
