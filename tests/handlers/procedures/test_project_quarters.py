"""Two quarters of projects: red flags and snails by the figures, a yellow card, looking back, a red one (the law §5, §6.5)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.publishing import quarters
from domain import items
from domain.importing.columns import ImportKind
from domain.people import Role
from handlers.conversation.procedures import beginnings
from storage import announcements, matters, pictures
from storage.database import Tx
from tests.support.announcing_house import BOARD, ZONE, House, open_house

HEAD = "code,name,kind,owner,starts,year,goal,m03,m06\n"
PROJECTS = """\
P01,快的,key,U06,,2026,9000,2000,4000
P02,慢的,key,U06,,2026,9000,1000,3000
P03,没开工的,key,U10,2026-02,2026,9000,1000,3000
M01,道路,livelihood,U10,,2026,,,
"""
FIRST = {"P01": ("2600", "yes"), "P02": ("999.99", "yes"), "P03": ("0", "no"), "M01": ("0", "yes")}
SECOND = {"P01": ("4600", "yes"), "P02": ("4000", "yes"), "P03": ("0", "no"), "M01": ("0", "yes")}


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """甲, 乙 leaders, 委 and 员 of the committee, 王 a reviewer, the contacts of two units; March is over but for a day."""
    async with open_house(tmp_path) as found:
        await found.bring(ImportKind.UNITS)
        found.at = datetime(2026, 3, 31, 8, 0, tzinfo=ZONE)
        for name in ("甲", "乙"):
            await found.person(name, Role.LEADER)
        for name in ("委", "员"):
            await found.person(name, Role.COMMITTEE)
        await found.person("王", Role.REVIEWER)
        for unit in ("U06", "U10"):
            await found.person(unit, Role.UNIT_CONTACT, unit=unit)
        await found.bring(ImportKind.PROJECTS, (HEAD + PROJECTS).encode())
        yield found


async def turn(house: House, day: date) -> None:
    house.at = datetime(day.year, day.month, day.day, 8, 0, tzinfo=ZONE)
    for _ in range(8):
        if not await house.ring():
            return
    raise AssertionError("the clock does the same again and again")


async def entered(house: House, last: date, after: date, done: dict[str, tuple[str, str]]) -> None:
    """Let the last month of a quarter be entered, and its lists be proposed."""
    await turn(house, last)

    def months(tx: Tx) -> list[tuple[str, int, str]]:
        every = matters.of_category(tx, "project_month", f"{last:%Y-%m}")
        parents = {each.id: each for each in matters.of_ids(tx, [each.parent_id or 0 for each in every])}
        return [(parents[each.parent_id or 0].own["code"], each.id, each.unit) for each in every]

    for code, number, unit in await house.read(months):
        given = {"actual": done[code][0], "begun": done[code][1]}
        assert await house.act(unit, "project_month", number, "report", given)
    await turn(house, after)


async def said(house: House, quarter: int) -> str:
    """Let a list be confirmed, signed and said; its words."""
    assert await house.act("甲", "project_quarter", quarter, "confirm")
    await house.render((BOARD,))
    number = await house.read(lambda tx: int(tx.value("SELECT MAX(id) FROM announcement")))
    assert await house.act("乙", "announcement", number, "approve")
    assert await house.act("委", "announcement", number, "approve")
    found = await house.read(lambda tx: announcements.of_id(tx, number))
    assert found is not None
    await turn(house, found.publish_at.astimezone(ZONE).date())
    words = [each for _, each in await house.read(lambda tx: announcements.renderings(tx, number))]
    table = await house.read(lambda tx: pictures.get(tx, words[0].figures))
    assert (await house.read(lambda tx: pictures.get(tx, words[0].picture)) or b"").startswith(b"\x89PNG")
    assert {row[-1] for row in json.loads(table or b"")["rows"]} <= {"P01", "P02", "P03"}
    return next(each.text for each in words if each.locale == "zh")


async def test_a_snail_gets_a_yellow_card_and_what_was_not_mended_a_red_one(house: House) -> None:
    await entered(house, date(2026, 3, 31), date(2026, 4, 8), FIRST)
    card = await house.text("甲", "project_quarter", 1)
    assert "快的（清溪县交通运输局）：季度目标2000万元，完成2600万元" in card
    assert "慢的（清溪县交通运输局）：季度目标1000万元，完成999.99万元，蜗牛项目：续建未达季度目标" in card
    assert "没开工的（清溪县教育局）：季度目标1000万元，完成0万元，蜗牛项目：未按期开工" in card
    assert "道路" not in card
    text = await said(house, 1)
    words = await house.read(lambda tx: announcements.renderings(tx, int(tx.value("SELECT MAX(id) FROM announcement"))))
    alt = next(each.alt for _, each in words if each.locale == "zh")
    assert "红旗项目\n快的 清溪县交通运输局　季度目标2000万元，完成2600万元\n蜗牛项目（黄牌）\n慢的" in alt
    assert "2026年第1季度项目攻坚通报：评定“红旗”项目1个、“蜗牛”项目2个。黄牌2个、红牌退出0个。" in text
    announced = await house.text("甲", "project_quarter", 1)
    easier = {"months": items.write([{"month": "3", "amount": "900"}]), "why": "汛期。"}
    assert await house.act("U06", "project", 2, "change_plan", easier)
    assert await house.act("甲", "project", 2, "sign")
    assert await house.text("甲", "project_quarter", 1) == announced, "what was said stays, whatever the plan is now"
    assert house.at.date() == date(2026, 4, 22)  # 15 working days after the quarter's end
    leads = await house.read(lambda tx: [each.own["lead"] for each in matters.open_in(tx, [("case", "recommended")])])
    assert leads == ["snail_project"] * 2
    assert "蜗牛项目：未按期开工" in await house.text("U10", "project_card", 2)
    await entered(house, date(2026, 6, 30), date(2026, 7, 7), SECOND)
    assert not await house.act("甲", "project_quarter", 2, "confirm"), "looking back comes first"
    found = {"found": "已追上。", "mended": "yes"}
    assert await house.act("王", "project_card", 1, "look_back", found)
    assert await house.act("王", "project_card", 2, "look_back", {"found": "仍未开工。", "mended": "no"})
    assert await house.act("甲", "project_card", 2, "show_red", {"reason": "两个季度没有开工。"})
    assert await house.act("员", "project_card", 2, "sign")
    assert [await house.stage("project_card", number) for number in (1, 2)] == ["mended", "red"]
    assert await house.stage("project", 3) == "exited"
    text = await said(house, 2)
    assert "“蜗牛”项目1个。黄牌1个、红牌退出1个。" in text
    await turn(house, date(2027, 2, 1))
    assert "项目（得旗次数）：快的（1）、慢的（1）" in await house.text("甲", "project_year", 1)
    assert await house.act("甲", "project_year", 1, "commend", {"authorisation": "清政办〔2027〕1号"})
    assert await house.act("员", "project_year", 1, "sign")
    await house.render((BOARD,))
    words = await house.read(lambda tx: announcements.renderings(tx, int(tx.value("SELECT MAX(id) FROM announcement"))))
    assert "2026年共有2个项目获评季度“红旗”" in words[0][1].text
    assert words[0][1].picture
    assert words[0][1].alt == "2026年度概览（只含已公开发布的数据）\n公开发布：\n项目季度通报2次"
    assert await house.act("甲", "project_card", 2, "revoke", {"reason": "开工手续其实已办。"})
    assert await house.act("员", "project_card", 2, "sign")
    assert await house.stage("project", 3) == "running"


async def test_more_projects_than_words_hold_stand_in_the_table(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 92 projects fifty were snails, no message held them all, and the quarter was never announced."""
    monkeypatch.setattr(quarters, "MOST_NAMED", 1)
    await entered(house, date(2026, 3, 31), date(2026, 4, 8), FIRST)
    words = await said(house, 1)
    assert "慢的" in words
    assert "没开工的" not in words
    assert "“蜗牛”项目2个" in words
    assert "另有1个项目见附表。" in words


async def test_what_a_leader_strikes_is_not_said_and_gets_no_card_and_an_empty_list_is_valid(house: House) -> None:
    await entered(house, date(2026, 3, 31), date(2026, 4, 8), FIRST)
    ids = await house.read(
        lambda tx: {each.own["code"]: each.id for each in matters.waiting(tx, "project", ("running",))}
    )
    assert await house.act("甲", "project_quarter", 1, "strike", {"struck": str(ids["P01"]), "reason": "核减。"})
    assert await house.act("甲", "project_quarter", 1, "restore")
    await house.person("自", Role.LEADER, unit="U10")
    own, other = ({"struck": str(ids[code]), "reason": "数据待核。"} for code in ("P03", "P02"))
    assert await house.act("自", "project_quarter", 1, "strike", own) is None, (
        "whose unit owns a snail took it off the list"
    )
    assert await house.act("自", "project_quarter", 1, "strike", other)
    assert await house.act("甲", "project_quarter", 1, "restore")
    for codes in (("P01",), ("P02", "P03")):
        struck = ",".join(str(ids[code]) for code in codes)
        assert await house.act("甲", "project_quarter", 1, "strike", {"struck": struck, "reason": "数据待核。"})
    assert "“红旗”项目0个、“蜗牛”项目0个。黄牌0个" in await said(house, 1)
    assert await house.read(lambda tx: matters.waiting(tx, "project_card", ("yellow",))) == []


async def test_force_majeure_makes_no_snail_and_a_change_of_policy_does_not_help(house: House) -> None:
    await entered(house, date(2026, 3, 31), date(2026, 4, 8), FIRST)

    def ask(tx: Tx) -> None:
        numbers = {each.own["code"]: each.number for each in matters.waiting(tx, "project", ("running",))}
        for who, code, ground in (("U10", "P03", "force_majeure"), ("U06", "P02", "policy")):
            given = {
                "about": numbers[code],
                "ground": ground,
                "first": "3",
                "many": "1",
                "account": "洪水。",
                "document": "1",
            }
            beginnings.create(house.room(tx).acting_as(house.actor(tx, who)), "exemption", "ask", given)

    await house.write(ask)
    for number in (1, 2):
        assert await house.act("甲", "exemption", number, "decide", {"answer": "granted", "why": "有文件。"})
    card = await house.text("甲", "project_quarter", 1)
    assert "未按期开工" not in card
    assert "续建未达季度目标" in card


async def test_a_list_that_is_not_so_any_more_is_not_said_and_gives_no_card_before_it_is_confirmed_anew(
    house: House,
) -> None:
    """A figure that was put right after the confirmation gave a card to a project that nobody had confirmed, signed or named."""
    await entered(house, date(2026, 3, 31), date(2026, 4, 8), FIRST)

    def months(tx: Tx) -> list[int]:
        return [each.id for each in matters.of_category(tx, "project_month", "2026-03") if each.unit == "U06"]

    fast, slow = sorted(await house.read(months))
    assert await house.act("甲", "project_quarter", 1, "confirm")
    await house.render((BOARD,))
    for number, done in ((fast, "10"), (slow, "1100")):
        given = {"actual": done, "begun": "yes", "why": "台账有误。"}
        assert await house.act("王", "project_month", number, "correct", given)
    number = await house.read(lambda tx: int(tx.value("SELECT MAX(id) FROM announcement")))
    assert await house.act("乙", "announcement", number, "approve")
    assert await house.act("委", "announcement", number, "approve")
    await turn(house, date(2026, 4, 22))
    assert await house.said("web") == []
    assert await house.stage("project_quarter", 1) == "proposed"
    assert any("未发布，已撤下" in each for each in await house.told("甲", "matters.told"))
    assert await house.read(lambda tx: matters.waiting(tx, "project_card", ("yellow",))) == []
    text = await said(house, 1)
    assert "快的（清溪县交通运输局）：季度目标2000万元，完成10万元" in text
    assert "慢的" not in text
    assert "蜗牛项目：续建未达季度目标" in await house.text("U06", "project_card", 1)
