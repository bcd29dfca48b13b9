"""What is said of a case in public: only of units, by two approvals, and put right before the same people (the law §4.1 L6, V; §9)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.importing.columns import ImportKind
from domain.matters.announcements import Rendering
from domain.people import Role
from handlers import board
from handlers.conversation.procedures import beginnings
from storage import announcements
from storage.announcements import Announcement
from storage.database import Tx
from storage.road import sending
from tests.support.announcing_house import BOARD, CHANNEL, House, open_house

BOTH = (BOARD, CHANNEL)
Script = tuple[tuple[str, str, dict[str, str]], ...]
RUBRIC = {"effect": "25", "responsibility": "25", "persistence": "15", "attitude": "15"}
VOTED: Script = (
    ("王", "take_up", {}),
    ("王", "name_inspectors", {"inspectors": "{赵},{孙}"}),
    ("王", "begin_inspection", {}),
    ("赵", "report", {"checked": "site", "found": "没有派单。", "severity": "s2"}),
    ("孙", "sign", {}),
    ("王", "serve", {"issue": "举报处置", "summary": "三起举报没有派人。"}),
    ("联", "reply", {"reply": "没有车辆。"}),
    ("委", "compare", RUBRIC),
    ("委", "vote", {"choice": "for", "reason": "属实。"}),
)
PUBLIC: Script = (
    ("王", "give_notice", {"scope": "public", "authorisation": "清政办〔2026〕8号", "grounds": "三起举报没有处置。"}),
)
INTERNAL: Script = (("王", "give_notice", {"scope": "internal", "grounds": "三起举报没有处置。"}),)
CONFIRMED: Script = (("甲", "confirm", {"meeting": "领导小组会议"}),)
REVOKED: Script = (("甲", "revoke", {"reason": "登记有误。"}), ("委", "sign", {}))


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """Leaders 甲 and 乙, a committee member 委, reviewers 王, 赵 and 孙, and 联 of a unit of which 乙 has recommended a case."""
    async with open_house(tmp_path) as found:
        await found.bring(ImportKind.UNITS)
        for name in ("甲", "乙"):
            await found.person(name, Role.LEADER)
        await found.person("委", Role.COMMITTEE)
        for name in ("王", "赵", "孙"):
            await found.person(name, Role.REVIEWER)
        await found.person("联", Role.UNIT_CONTACT, unit="U29")
        yield found


async def test_a_public_notice_begins_when_it_is_said_and_a_wrong_decision_is_corrected_as_widely(house: House) -> None:
    await recommended(house, subject="unit")
    await play(house, VOTED + PUBLIC)
    assert await house.stage("case", 0) == "publishing"
    assert await house.render(BOTH) == 1
    notice = await newest(house)
    assert notice.kind == "case_notice"
    (chinese,) = [each for each in await words(house, notice) if (each.audience, each.locale) == ("board", "zh")]
    assert chinese.title == "关于拟认定清溪县苔石乡人民政府的公示"
    assert "主要事由：三起举报没有处置。" in chinese.text
    assert "没有车辆" not in chinese.text
    await sign(house, notice.id)
    assert await house.stage("case", 0) == "notice"
    await house.write(lambda tx: sending.show_on_board(tx, house.at))
    await read_board(house, "case")
    await read_board(house, "light_list")
    assert "拟认定清溪县苔石乡人民政府" in (await house.told("联", "board.latest"))[0]
    assert len(await house.told("联", "board.empty")) == 1
    house.at += timedelta(days=12)
    await house.ring()
    await play(house, CONFIRMED + REVOKED)
    assert await house.render(BOTH) == 1
    correction = await newest(house)
    assert (correction.kind, correction.answers_id) == ("case_revoked", notice.id)
    assert await places(house, correction) == await places(house, notice)


async def test_nothing_is_confirmed_upon_a_notice_that_was_withdrawn(house: House) -> None:
    """It ran on to its end unseen, and a leader could confirm."""
    await recommended(house, subject="unit")
    await play(house, VOTED + PUBLIC)
    await house.render(BOTH)
    notice = await newest(house)
    await sign(house, notice.id)

    def withdraw(tx: Tx) -> None:
        given = {"about": notice.number, "how": "withdrawn", "why": "日期有误"}
        beginnings.create(house.room(tx).acting_as(house.actor(tx, "甲")), "correction", "propose", given)

    await house.write(withdraw)
    await house.render(BOTH)
    await sign(house, (await newest(house)).id)
    assert await house.stage("case", 0) == "proposed"
    assert await house.act("王", "case", 0, *PUBLIC[0][1:])


async def test_a_notice_that_is_sent_back_is_given_anew(house: House) -> None:
    await recommended(house, subject="unit")
    await play(house, VOTED + PUBLIC)
    await house.render()
    assert await house.act("乙", "announcement", (await newest(house)).id, "return", {"reason": "事由不准。"})
    assert await house.stage("case", 0) == "proposed"


async def test_what_was_only_told_inside_is_not_taken_back_in_public(house: House) -> None:
    await recommended(house, subject="unit")
    await play(house, VOTED + INTERNAL)
    house.at += timedelta(days=12)
    await house.ring()
    await play(house, CONFIRMED + REVOKED)
    await house.render()
    assert await house.read(lambda tx: tx.value("SELECT COUNT(*) FROM announcement")) == 0


async def recommended(house: House, **given: str) -> None:
    """Let a leader recommend a case of their own knowledge."""
    known = {"about": "", "unit": "U29", "category": "t13", "first_severity": "s2", "facts": "三起举报没有派人。"}

    def begin(tx: Tx) -> None:
        room = house.room(tx).acting_as(house.actor(tx, "乙"))
        beginnings.create(room, "case", "recommend", {**known, **given})

    await house.write(begin)


async def play(house: House, script: Script) -> None:
    """Let people make moves one after the other; every one of them is allowed."""

    def people(tx: Tx) -> dict[str, str]:
        return {name: str(house.actor(tx, name).person_id) for name in ("赵", "孙")}

    ids = await house.read(people)
    for name, move, given in script:
        filled = {key: value.format(**ids) for key, value in given.items()}
        assert await house.act(name, "case", 0, move, filled) is not None, (name, move)


async def read_board(house: House, section: str) -> None:
    """Let a contact of the unit ask for the announcements of one section."""
    await house.write(lambda tx: board.of_sections(section)(house.room(tx).acting_as(house.actor(tx, "联")), ""))


async def sign(house: House, number: int) -> None:
    """Let two sign, and its moment come."""
    await house.act("乙", "announcement", number, "approve")
    await house.act("委", "announcement", number, "approve")
    due = await house.read(lambda tx: announcements.of_id(tx, number))
    assert due is not None
    house.at = due.publish_at
    await house.ring()


async def newest(house: House) -> Announcement:
    def work(tx: Tx) -> Announcement:
        found = announcements.of_id(tx, tx.value("SELECT MAX(id) FROM announcement"))
        assert found is not None
        return found

    return await house.read(work)


async def words(house: House, found: Announcement) -> list[Rendering]:
    return [each for _, each in await house.read(lambda tx: announcements.renderings(tx, found.id))]


async def places(house: House, found: Announcement) -> set[tuple[str, str, str]]:
    return {(each.audience, each.channel, each.locale) for each in await words(house, found)}
