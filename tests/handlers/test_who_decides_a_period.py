"""Those who decide a period: how many people it were, whom the notices reached, which list is next, what became of a draft."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.publishing.pictures import pictures as drawing
from domain.importing.columns import ImportKind
from domain.matters import announcements as law
from domain.matters.announcements import Signer
from domain.people import Role
from handlers.conversation.forms import several
from handlers.scoring import periods as lists
from storage import announcements
from storage.scoring import flags as flag_store
from tests.support.announcing_house import SAMPLE, House, open_house

NUMBER = {"number": "清政办〔2026〕1号"}
NEEDED = (frozenset({"leader"}), frozenset({"leader", "committee"}))


@pytest.fixture
async def house(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    for name in ("ranking", "flags", "flag_list", "flag_notice"):
        monkeypatch.setattr(drawing, name, lambda sheet: repr(sheet).encode())
    async with open_house(tmp_path) as found:
        await found.bring(ImportKind.UNITS)
        await found.bring(ImportKind.INDICATORS)
        for name in ("甲", "乙"):
            await found.person(name, Role.LEADER)
        yield found


async def confirmed(house: House) -> int:
    await bring(house, "2026-P1")
    await house.act("甲", "period", 1, "set_authorisation", NUMBER)
    await house.act("甲", "period", 1, "confirm")
    assert await house.render() == 1
    found = await house.read(lambda tx: announcements.latest_about(tx, 1))
    assert found is not None
    return found.id


async def bring(house: House, period: str) -> None:
    header, *lines = (SAMPLE / "values.csv").read_text("utf-8").splitlines()
    await house.bring(
        ImportKind.VALUES, "\n".join([header, *(line for line in lines if line.startswith(period))]).encode()
    )


async def told(house: House, name: str, key: str) -> str:
    return "\n".join(await house.told(name, key))


async def test_where_the_office_has_three_whoever_confirmed_does_not_also_sign(house: House) -> None:
    """Whoever confirmed could approve too: two people in all, where the public line said that two had checked it."""
    await house.person("委", Role.COMMITTEE)
    number = await confirmed(house)
    assert "approve" not in await house.moves("甲", "announcement", number)
    assert await house.act("甲", "announcement", number, "approve") is None
    assert "公告请由另外的人签发" in await told(house, "甲", "moves.law_refuses")
    assert "旗帜名单和本公告经不少于3人审核" in await house.text("甲", "announcement", number)
    await house.act("乙", "announcement", number, "approve")
    await house.act("委", "announcement", number, "approve")
    assert await house.stage("announcement", number) == "approved"


async def test_where_the_office_has_two_they_may_and_the_public_line_says_two(house: House) -> None:
    number = await confirmed(house)
    assert "旗帜名单和本公告经不少于2人审核" in await house.text("甲", "announcement", number)
    await house.act("甲", "announcement", number, "approve")
    await house.act("乙", "announcement", number, "approve")
    assert await house.stage("announcement", number) == "approved"


@pytest.mark.parametrize(
    ("others", "apart"),
    [
        ([("leader", ""), ("leader", "")], 1),
        ([("leader", ""), ("committee", "")], 1),
        ([("committee", ""), ("committee", "")], None),  # no leader but the one who confirmed
        ([("leader", ""), ("committee", "U01")], None),  # of a unit that is named
        ([("leader", "")], None),
    ],
)
def test_who_is_kept_apart_depends_on_whether_the_others_are_enough(
    others: list[tuple[str, str]], apart: int | None
) -> None:
    signers = [Signer(person_id=1, roles=frozenset({"leader"}))]
    signers += [
        Signer(person_id=number, roles=frozenset({role}), unit=unit)
        for number, (role, unit) in enumerate(others, start=2)
    ]
    assert law.kept_apart(1, signers, {"U01"}, NEEDED) == apart
    assert law.people(apart, NEEDED) == (3 if apart else 2)


async def test_whom_the_notices_reached_is_said_and_who_has_no_contact(house: House) -> None:
    """「旗帜通知已送各单位联络员」 was said with one contact for twenty units."""
    await house.person("联络员", Role.UNIT_CONTACT, unit="U06")
    number = await confirmed(house)
    card = await house.text("乙", "period", 1)
    without = card.partition("没有联络员、通知送不到的单位：")[2].splitlines()[0]
    assert "应急管理局" in without
    assert "交通运输局" not in without
    await house.act("甲", "announcement", number, "approve")
    await house.act("乙", "announcement", number, "approve")
    said = await told(house, "甲", "announcements.complete")
    units = {flag.unit for flag in await house.read(lambda tx: flag_store.of_period(tx, 1))}
    assert "旗帜通知已送给1个单位的联络员。" in said
    assert "没有联络员、通知送不到的单位：" in said
    assert said.count("、") >= len(units) - 2
    assert "各单位均已收到" not in await house.text("甲", "announcement", number)


async def test_without_any_contact_nobody_is_said_to_have_been_told(house: House) -> None:
    number = await confirmed(house)
    await house.act("甲", "announcement", number, "approve")
    await house.act("乙", "announcement", number, "approve")
    assert "旗帜通知已送" not in await told(house, "甲", "announcements.complete")


async def test_a_later_list_is_named_and_not_offered_while_an_earlier_one_is_open(house: House) -> None:
    """Period 2 was offered, and refused only at the end because period 1 was open."""
    await bring(house, "2026-P1")
    await bring(house, "2026-P2")
    await house.write(lambda tx: lists.show_flags(house.room(tx).acting_as(house.actor(tx, "甲")), ""))
    assert "还有名单在等：2026年第2期。先办完2026年第1期" in await told(house, "甲", "periods.later")
    await house.act("甲", "period", 2, "set_authorisation", NUMBER)
    assert "confirm" not in await house.moves("甲", "period", 2)
    assert "暂不能确认：此前一期的旗帜还没有公布" in await house.text("甲", "period", 2)


async def test_a_draft_that_expires_says_so_to_those_who_can_go_on(house: House) -> None:
    """A draft expired, and nobody said to whom one turns."""
    await house.person("管", Role.ADMIN)
    await house.person("委", Role.COMMITTEE)
    await bring(house, "2026-P1")
    house.at = datetime(2026, 3, 18, 16, 0, tzinfo=UTC)
    await house.ring()
    assert await house.stage("period", 1) == "expired"
    for name in ("甲", "乙", "委", "管"):
        assert "请管理员把本期数据再导入一次" in await told(house, name, "periods.draft_lapsed")


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("1", "11"),
        ("3 1", "13,11"),
        ("1、2，3", "11,12,13"),
        ("1-3", "11,12,13"),
        ("第2号和3号", "12,13"),
        ("２　３", "12,13"),
        ("全部", "11,12,13"),
        ("4", ""),
        ("1 甲局", ""),
        ("0", ""),
        ("3-1", ""),
        ("", ""),
    ],
)
def test_several_of_a_list_are_chosen_by_their_numbers(typed: str, chosen: str) -> None:
    given = several.options(
        several.Option(id=one, text=text) for one, text in ((11, "1 甲局"), (12, "2 乙局"), (13, "3 丙局"))
    )
    assert several.chosen(typed, given) == chosen


def test_an_answer_that_is_no_list_of_ids_is_none() -> None:
    assert (several.ids("1,22"), several.ids("1,x"), several.ids("")) == ([1, 22], [], [])


async def test_whoever_publishes_sees_what_two_have_signed_and_puts_it_off_and_nothing_before(house: House) -> None:
    """The law §2: approved items only; never an unapproved one."""
    await house.person("发", Role.PUBLISHER)
    number = await confirmed(house)
    assert await house.view("发", "announcement", number) is None
    assert await house.act("发", "announcement", number, "schedule", {"day": "2026-03-20"}) is None
    await house.act("甲", "announcement", number, "approve")
    assert await house.view("发", "announcement", number) is None
    await house.act("乙", "announcement", number, "approve")
    assert await house.moves("发", "announcement", number) == {"schedule", "withdraw"}
    assert "计划发布：3月13日08:00" in await house.text("发", "announcement", number)
    await house.act("发", "announcement", number, "schedule", {"day": "2026-03-20"})
    assert "计划发布：3月20日08:00" in await house.text("发", "announcement", number)
    await house.act("发", "announcement", number, "schedule", {"day": "2026-03-05"})
    assert "计划发布：3月20日" in await house.text("发", "announcement", number), "later, and never sooner"
