"""A flag by decision (the law §5, §10: U33): by two, announced by two more, its unit's notice and plan, and how it turns."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.publishing.pictures import pictures as drawing
from domain.importing.columns import ImportKind
from domain.mechanism.standing import Standing
from domain.people import Role
from domain.saying import SaidNo
from domain.scoring.rotations import Colour
from handlers import cases
from handlers.conversation.procedures import beginnings
from handlers.scoring import flag_walls
from storage import announcements, matters
from storage.database import Tx
from storage.scoring import flags as flag_store
from tests.support.announcing_house import SAMPLE, House, nth, open_house

DOCUMENT = "清政发〔2026〕5号"
GROUNDS = "两支队伍合并以后执法积案没有移交。"


@pytest.fixture
async def house(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """The ten units of one sequence, of which U33 has a contact; leaders, a committee member, a reviewer; a year of them is announced,
    and the last period of that year, in which U33 holds yellow in 真抓实干."""
    for name in ("ranking", "flags", "flag_list", "flag_notice"):
        monkeypatch.setattr(drawing, name, lambda sheet: b"")
    async with open_house(tmp_path) as found:
        await found.bring(ImportKind.UNITS)
        await found.bring(ImportKind.INDICATORS, lines("indicators", "J"))
        for name in ("甲", "乙"):
            await found.person(name, Role.LEADER)
        await found.person("委", Role.COMMITTEE)
        await found.person("受", Role.REVIEWER)
        await found.person("联", Role.UNIT_CONTACT, unit="U33")
        await announced(found, "2025-Y1", "2026-P1")
        await announced(found, "2025-P6", "2026-P1")
        yield found


def lines(name: str, beginning: str) -> bytes:
    head, *rest = (SAMPLE / f"{name}.csv").read_text("utf-8").splitlines()
    return "\n".join([head, *(line for line in rest if line.startswith(beginning))]).encode()


def figures(code: str, figures_of: str) -> bytes:
    """The figures of a sample period as those of a period, of the one sequence that is measured here."""
    every = lines("values", figures_of).decode().splitlines()
    mine = [each for each in every if ",J" in each or each.startswith("period")]
    return "\n".join(mine).replace(figures_of, code).encode()


async def announced(house: House, code: str, figures_of: str) -> None:
    """Bring the figures of a period, confirm and sign its list, and let it be said."""
    await house.bring(ImportKind.VALUES, figures(code, figures_of))
    number = int(await house.read(lambda tx: tx.value("SELECT MAX(id) FROM matter WHERE kind = 'period'")))
    await house.act("甲", "period", number, "set_authorisation", {"number": DOCUMENT})
    assert await house.act("甲", "period", number, "confirm")
    await said(house, number)


async def said(house: House, about: int) -> announcements.Announcement:
    """Let what is to be said of a matter be rendered, signed and said."""
    assert await house.render() == 1
    found = await signed(house, about)
    await come(house, found)
    return found


async def signed(house: House, about: int) -> announcements.Announcement:
    """What is said last of a matter, signed by whoever may."""
    found = await house.read(lambda tx: announcements.latest_about(tx, about))
    assert found is not None
    for who in ("乙", "委", "甲"):
        await house.act(who, "announcement", found.id, "approve")
    return found


async def come(house: House, found: announcements.Announcement) -> None:
    """Its moment."""
    house.at = max(house.at, found.publish_at) + timedelta(minutes=1)
    await house.ring()


async def decide(house: House, by: str = "甲", **given: str) -> int:
    """Propose a flag; return its number."""
    answers = {"unit": "U33", "category": "绩效", "colour": "yellow", "grounds": GROUNDS, "authorisation": DOCUMENT}

    def begin(tx: Tx) -> int:
        room = house.room(tx).acting_as(house.actor(tx, by))
        return beginnings.create(room, "decided_flag", "propose", {**answers, **given}).id

    return await house.write(begin)


async def test_a_unit_is_given_a_flag_by_two_who_are_not_one_and_it_hangs_once_that_was_announced(house: House) -> None:
    with pytest.raises(SaidNo):  # it holds that one by figures, also after a whole year was announced
        await decide(house, category="真抓实干")
    number = await decide(house)
    assert await house.act("甲", "decided_flag", number, "approve") is None
    assert await house.view("联", "decided_flag", number) is None
    assert await house.act("委", "decided_flag", number, "approve")
    announcement = await said(house, number)
    words = await house.read(lambda tx: announcements.renderings(tx, announcement.id))
    chinese = next(each for _, each in words if each.locale == "zh")
    assert chinese.title == "关于授予清溪县交通执法队绩效落后黄旗的公告"
    assert f"主要事由：{GROUNDS}\n批准文号：{DOCUMENT}" in chinese.text
    card = await house.text("联", "decided_flag", number)
    assert GROUNDS in card
    assert await house.act("联", "decided_flag", number, "acknowledge")
    plans = await house.read(lambda tx: matters.of_unit(tx, "flag_plan", "U33"))
    assert [each.parent_id for each in plans if each.stage == "due"].count(number) == 1
    where = {"place": "head_office", "custodian": "办公室主任", "hung_on": house.at.date().isoformat()}
    assert await house.act("受", "decided_flag", number, "hang_up", where)
    with pytest.raises(SaidNo):
        await decide(house, colour="red")
    await house.write(lambda tx: flag_walls.show(house.room(tx).acting_as(house.actor(tx, "甲")), ""))
    (wall,) = await house.told("甲", "flag_walls.flag_wall")
    assert "绩效" in wall, "it hangs beside those of the period"
    assert "交通执法队｜黄2｜现有2" in wall


async def test_it_turns_with_the_next_period_like_every_flag(house: House) -> None:
    number = await decide(house, colour="red")
    assert await house.act("委", "decided_flag", number, "approve")
    await said(house, number)
    house.at = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
    before = await house.read(lambda tx: flag_store.held_before(tx, house.at.date()))
    assert {(each.category, each.colour.value) for each in before if each.unit == "U33"} == {
        ("绩效", "red"),
        ("真抓实干", "yellow"),
    }
    await announced(house, "2026-P2", "2026-P2")
    told = await house.told("联", "turns.flag_turned")
    assert sum("绩效评比结果已公布，你单位没有保住上期的“贡献红旗”" in each for each in told) == 1
    assert await house.act("受", "decided_flag", number, "hand_in", {"returned_on": house.at.date().isoformat()})
    assert await decide(house), "it holds none in this category any more"


async def test_what_was_given_by_mistake_is_revoked_in_public_and_what_is_held_by_then_is_not_hung(
    house: House,
) -> None:
    first, second = await decide(house), await decide(house, "乙", colour="red")
    for number in (first, second):
        assert await house.act("委", "decided_flag", number, "approve")
    assert await house.render() == 2
    for found in [await signed(house, number) for number in (first, second)]:
        await come(house, found)
    house.at += timedelta(days=1)
    await house.ring()
    stages = await house.read(lambda tx: [nth(tx, "decided_flag", each).stage for each in (first, second)])
    assert stages == ["hung", "proposed"]
    assert await house.act("甲", "decided_flag", first, "revoke", {"reason": "积案已经移交。"})
    assert await house.act("委", "decided_flag", first, "sign")
    assert (await said(house, first)).kind == "flag_revoked"
    plans = await house.read(lambda tx: matters.of_unit(tx, "flag_plan", "U33"))
    assert [each.stage for each in plans if each.parent_id == first] == ["dropped"]


async def test_a_yellow_flag_of_an_earlier_period_keeps_no_case_from_being_converted(house: House) -> None:
    """The law §4.1 L14 asks for the period that is now; a yellow flag that the unit once had barred the way for ever."""
    ripe = Standing(matter="case", id=1, stage="ripe", epoch=1, since=house.at, rules=1, unit="U33")
    assert (await house.read(lambda tx: cases.case(house.room(tx), ripe))).is_yellow
    await announced(house, "2026-P1", "2026-P2")
    hung = await house.read(lambda tx: flag_store.of_unit(tx, "U33"))
    assert [flag.colour for flag in hung] == [Colour.YELLOW], "that of the period before"
    assert not (await house.read(lambda tx: cases.case(house.room(tx), ripe))).is_yellow
