"""A snail award from a confirmed case to its end, and two years of awards, one of them without any (the law §5)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import datetime, timedelta
from importlib import resources

import pytest

from bot.importing import taking
from domain.importing.columns import ImportKind
from domain.importing.problems import ImportRefused
from domain.saying import SaidNo
from handlers.conversation.procedures import beginnings
from handlers.projects import snails
from storage import matters
from storage.database import Tx
from tests.handlers.procedures import test_case_in_public as cases
from tests.handlers.procedures.test_case_in_public import (
    CONFIRMED,
    INTERNAL,
    VOTED,
    newest,
    play,
    recommended,
    words,
)
from tests.support.announcing_house import BOARD, ZONE, House

house = cases.house


async def confirmed(house: House, category: str) -> None:
    await recommended(house, subject="unit", category=category)
    await play(house, VOTED + INTERNAL)
    house.at += timedelta(days=12)
    await house.ring()
    await play(house, CONFIRMED)


async def proposed(house: House) -> None:
    def begin(tx: Tx) -> None:
        about = matters.of_unit(tx, "case", "U29")[0].number
        given = {"about": about, "grounds": "两条道路超期六个月。"}
        beginnings.create(house.room(tx).acting_as(house.actor(tx, "甲")), "snail", "propose", given)

    await house.write(begin)


async def said(house: House) -> str:
    """Let what was decided be rendered, signed and published; its words on the board."""
    assert await house.render((BOARD,)) == 1
    found = await newest(house)
    for who in ("甲", "乙", "委"):  # whoever decided it last is kept apart, and does not sign
        await house.act(who, "announcement", found.id, "approve")
    house.at = (await newest(house)).publish_at
    await house.ring()
    return next(each.text for each in await words(house, found) if each.locale == "zh")


async def test_an_award_is_announced_hung_mended_and_struck_off_and_a_year_without_any_is_told(house: House) -> None:
    await confirmed(house, "t05")
    await proposed(house)
    assert await house.act("甲", "snail", 1, "award", {"authorisation": "清政办〔2026〕9号"})
    assert await house.act("委", "snail", 1, "sign")
    text = await said(house)
    assert "授予“蜗牛奖”" in text
    assert "主要事由：两条道路超期六个月。" in text
    assert "批准文号：清政办〔2026〕9号" in text
    assert await house.stage("snail", 1) == "hung"
    card = await house.text("联", "snail", 1)
    assert "主要事由：两条道路超期六个月。" in card
    assert "认定案件" not in card, "the unit reads what was announced, and not the case"
    assert await house.act("联", "snail", 1, "report", {"result": "已通车。"})
    assert await house.act("王", "snail", 1, "send_back", {"lacking": "还有一条。"})
    assert await house.act("联", "snail", 1, "report", {"result": "两条都已通车。"})
    assert await house.act("王", "snail", 1, "clear")
    assert await house.act("甲", "snail", 1, "sign")
    assert "自" in await said(house)
    for year, number, before in ((2026, 1, ""), (2027, 0, "历年（年份: 个数）：2026: 1。")):
        house.at = datetime(year + 1, 1, 11, 8, 0, tzinfo=ZONE)
        await house.ring()
        assert await house.act("甲", "snail_year", year - 2025, "confirm")
        text = await said(house)
        assert f"{year}年全年评定“蜗牛奖”{number}个。" in text
        assert before in text


async def test_awards_of_the_past_come_by_a_file_and_each_counts_in_its_year_of_which_one_may_have_none(
    house: House,
) -> None:
    """The law §10: eight awards over four years, none in the last; counted beside the house, from the file. One more changes its year."""
    sample = (resources.files("bot") / "demo_data" / "snails.csv").read_bytes()
    counts = Counter(row["hung_on"][:4] for row in csv.DictReader(io.StringIO(sample.decode())))
    assert (counts.total(), counts["2021"]) == (8, 0)

    async def taken(content: bytes) -> int:
        return (await taking.import_file(house.database, ImportKind.SNAILS, content, house.room)).rows

    assert [await taken(sample), await taken(sample)] == [8, 0]
    for more in ("", "2020-03-31"):
        if more:
            counts[more[:4]] += await taken(f"hung_on,unit,grounds\n{more},U29,一条道路超期。\n".encode())
        await house.write(lambda tx: snails.propose_year(house.room(tx), "2021-12"))
        told = (await house.read(lambda tx: matters.waiting(tx, "snail_year", ["proposed"])))[-1].own
        assert told["awards"] == "0"
        assert told["before"] == "; ".join(f"{year}: {counts[str(year)]}" for year in (2018, 2019, 2020))
    with pytest.raises(ImportRefused) as refused:
        await taken("hung_on,unit,grounds\n2031-01-01,U29,一条道路\n二月三十,U99,\n".encode())
    assert {(each.line, each.column, each.fault.value) for each in refused.value.problems} == {
        (2, "hung_on", "day_to_come"),
        (3, "hung_on", "not_a_day"),
        (3, "unit", "unit_unknown"),
        (3, "grounds", "empty"),
    }


@pytest.mark.parametrize("is_hung", [False, True])
async def test_an_award_does_not_outlive_the_decision_on_which_it_stands(house: House, is_hung: bool) -> None:
    """A case was found to be a wrong decision, and its snail award was announced all the same, or went on hanging."""
    await confirmed(house, "t05")
    await proposed(house)
    assert await house.act("甲", "snail", 1, "award", {"authorisation": "清政办〔2026〕9号"})
    assert await house.act("委", "snail", 1, "sign")
    if is_hung:
        await said(house)
    else:
        await house.render((BOARD,))
    award = await newest(house)
    for who in ("甲", "乙", "委"):
        await house.act(who, "announcement", award.id, "approve")
    before = await house.said("web")
    assert await house.act("甲", "case", 0, "revoke", {"reason": "查错了单位。"})
    assert await house.act("委", "case", 0, "sign")
    assert await house.stage("snail", 1) == ("revoked" if is_hung else "dropped")
    if is_hung:
        await house.render((BOARD,))
        correction = await newest(house)
        assert (correction.kind, correction.answers_id) == ("snail_revoked", award.id)
        return
    house.at = award.publish_at + timedelta(hours=1)
    await house.ring()
    assert await house.said("web") == before
    assert await house.stage("announcement", award.id) == "void"


async def test_a_year_that_is_not_so_any_more_is_not_said_before_it_is_confirmed_anew(house: House) -> None:
    """An award that was revoked between the confirmation and its moment was counted in public all the same."""
    await confirmed(house, "t05")
    await proposed(house)
    assert await house.act("甲", "snail", 1, "award", {"authorisation": "清政办〔2026〕9号"})
    assert await house.act("委", "snail", 1, "sign")
    await said(house)
    house.at = datetime(2027, 1, 11, 8, 0, tzinfo=ZONE)
    await house.ring()
    assert await house.act("甲", "snail_year", 1, "confirm")
    await house.render((BOARD,))
    before, year = await house.said("web"), await newest(house)
    for who in ("乙", "委"):
        assert await house.act(who, "announcement", year.id, "approve")
    assert await house.act("甲", "snail", 1, "revoke", {"reason": "查错了。"})
    assert await house.act("委", "snail", 1, "sign")
    house.at += timedelta(hours=1)
    await house.ring()
    assert await house.said("web") == before
    assert await house.stage("snail_year", 1) == "proposed"
    assert "评定个数：0" in await house.text("甲", "snail_year", 1)


async def test_a_case_of_another_kind_leads_to_none(house: House) -> None:
    await confirmed(house, "t13")
    with pytest.raises(SaidNo):
        await proposed(house)
