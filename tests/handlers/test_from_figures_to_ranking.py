"""From imported figures to a published ranking: what leaders, units and the public notice of it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

import handlers
from bot.chores import LEASE
from bot.importing import taking
from bot.publishing import publishing, tables
from bot.publishing.drawings import drawings
from bot.publishing.pictures import pictures as drawing
from domain.importing.columns import ImportKind
from domain.importing.problems import ImportRefused
from domain.matters import announcements as law
from domain.matters.scoring import periods
from domain.mechanism.rules import RuleSet
from domain.people import Role
from domain.saying import SaidNo
from domain.scoring.rotations import Colour, Rotation
from handlers import year_overviews
from handlers.conversation.forms import making, several
from handlers.conversation.procedures import beginnings, derived, moves
from handlers.scoring import flag_walls, period_cards, score_sheets
from handlers.scoring import flags as notices
from handlers.scoring import periods as lists
from storage import announcements, matters, pictures, times
from storage import board as board_rows
from storage.database import Tx
from storage.road import chores, history, outbox, pages, sending
from storage.scoring import figures
from storage.scoring import flags as flag_store
from storage.scoring import periods as store
from storage.upkeep import verifying
from tests.support.announcing_house import BOARD, CHANNEL, SAMPLE, House, nth, open_house

FIRST = "2"  # the number of the first flag: the matter before it is its period
NUMBER = {"number": "清政办〔2026〕1号"}
TODO = next(command.run for command in handlers.TABLE if command.name == "todo")
DUE = datetime(2026, 3, 13, 0, 0, tzinfo=UTC)


@pytest.fixture
async def house(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """The fictional county with its units and indicators, two leaders, a committee member; pictures are not drawn."""
    for name in ("ranking", "flags", "flag_list", "flag_notice"):
        monkeypatch.setattr(drawing, name, lambda sheet: repr(sheet).encode())
    async with open_house(tmp_path) as found:
        await found.bring(ImportKind.UNITS)
        await found.bring(ImportKind.INDICATORS)
        for name in ("甲", "乙"):
            await found.person(name, Role.LEADER)
        await found.person("委", Role.COMMITTEE)
        yield found


def sample(period: str, name: str = "values", **changed: str) -> bytes:
    """The figures of one period; `changed` replaces lines by their unit and indicator (`U01_D02="90"`), "" leaves one out."""
    header, *lines = (SAMPLE / f"{name}.csv").read_text("utf-8").splitlines()
    kept = [line.split(",") for line in lines if line.startswith(f"{period},")]
    for cells in kept:
        cells[3] = changed.get(f"{cells[1]}_{cells[2]}", cells[3])
    return "\n".join([header, *(",".join(cells) for cells in kept if cells[3])]).encode()


async def confirmed(house: House, period: str = "2026-P1") -> int:
    """Bring a period's figures, confirm its flags and render its announcement; return the announcement's number."""
    await house.bring(ImportKind.VALUES, sample(period))
    number = await newest_period(house)
    await house.act("甲", "period", number, "set_authorisation", NUMBER)
    await house.act("甲", "period", number, "confirm")
    assert await house.render() == 1
    return (await house.read(lambda tx: announcements.latest_about(tx, number))).id  # type: ignore[union-attr]


async def approved(house: House, period: str = "2026-P1") -> int:
    number = await confirmed(house, period)
    await house.act("委", "announcement", number, "approve")
    await house.act("乙", "announcement", number, "approve")
    return number


async def test_leaders_see_every_proposed_flag_in_a_short_card_and_why_for_each(house: House) -> None:
    """The card of a period was five screens: twenty-five lines, then twenty-six buttons far from their lines."""
    found = await house.bring(ImportKind.VALUES, sample("2026-P1"))
    assert [(each.reds, each.yellows) for each in found.periods] == [(6, 15)]
    assert "period" in await cards_of(house, "甲")
    text = await house.text("甲", "period", 1)
    assert len(text) < 700
    assert "真抓实干｜红 1 应急管理局" in text
    assert "请于3月18日前确认" in text
    face = await house.view("甲", "period", 1)
    assert face is not None
    assert [button.value for button in face.buttons] == ["set_authorisation", "why", "strike", "hold_meeting"]

    yellow = next(flag for flag in await flags_of(house, 1) if flag.unit == "U01")
    told = await reasons(house, "委", 1, yellow.id)
    assert f"{yellow.number} {yellow.category}落后黄旗｜清溪县发展改革局" in told
    assert "条件：后3名，且低于70分或有指标未达目标" in told
    assert "· 平均办理时长（权重8）：12，计分区间5.38至11.83，得60.00分" in told
    assert "（本单位）" in told
    assert told.partition("前后名次：")[2].count("第") >= 3


async def test_several_flags_are_struck_at_once_by_their_numbers_and_the_card_stays_where_it_is(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    offered = await house.read(lambda tx: period_cards.choices(house.room(tx), 1, "flags"))
    first, *_ = offered
    assert re.fullmatch(r"\d+\|1 \S+", first)
    chosen = several.chosen("1、3-4", offered)
    assert len(chosen.split(",")) == 3
    before = await house.read(lambda tx: tx.value("SELECT count(*) FROM card WHERE matter = 'period'"))
    await house.act("甲", "period", 1, "strike", {"flags": chosen, "reason": "数据待核"})
    assert await house.read(lambda tx: tx.value("SELECT count(*) FROM card WHERE matter = 'period'")) == before
    assert (await house.text("甲", "period", 1)).count("甲划去，理由：数据待核") == 3
    face = await house.view("甲", "period", 1)
    assert face is not None
    assert len(await house.read(lambda tx: period_cards.choices(house.room(tx), 1, "struck"))) == 3
    assert {button.value for button in face.buttons} >= {"strike", "unstrike"}


async def test_the_card_gets_a_picture_of_its_table_once_it_is_drawn(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    face = await house.view("甲", "period", 1)
    assert face is not None
    assert face.picture == ""
    assert await house.draw() == 1
    drawn = await house.view("甲", "period", 1)
    key = drawn.picture if drawn else ""
    shown = (await house.read(lambda tx: pictures.get(tx, key)) or b"").decode()
    assert shown.count("ListedFlag(") == 21
    assert "清溪县应急管理局" in shown
    await house.bring(ImportKind.VALUES, sample("2026-P1", U01_D06="97.0"))
    face = await house.view("甲", "period", 1)
    assert face is not None
    assert face.picture == ""  # of other figures


async def test_with_half_of_the_figures_nothing_is_proposed_and_what_is_awaited_is_named(house: House) -> None:
    lines = sample("2026-P1").decode().splitlines()
    only_a = "\n".join(line for line in lines if not line.split(",")[1] >= "U19" or line.startswith("period")).encode()
    found = await house.bring(ImportKind.VALUES, only_a)
    assert found.periods[0].awaited == ("B", "C")
    assert await house.read(lambda tx: tx.all("SELECT 1 FROM period")) == []
    rest = "\n".join([lines[0], *(line for line in lines[1:] if line.split(",")[1] >= "U19")]).encode()
    assert (await house.bring(ImportKind.VALUES, rest)).periods[0].reds == 6


async def test_the_method_sheet_says_until_when_figures_came_by_each_indicators_own_days(house: House) -> None:
    """The law §6.1: P1 ends on 28 February; the rule says 5 and 7 working days, D01 day 20 and 28, which is a Saturday."""
    header, first, *rest = (SAMPLE / "indicators.csv").read_text("utf-8").splitlines()
    lines = [f"{header},due_day,freeze_day", f"{first},20,28", *(f"{line},," for line in rest)]
    await house.bring(ImportKind.INDICATORS, "\n".join(lines).encode())
    number = await confirmed(house)
    words = await house.read(lambda tx: announcements.renderings(tx, number))
    key = next(each.figures for _, each in words if "A序列" in each.title and each.locale == "zh")
    kept = await house.read(lambda tx: pictures.get(tx, key))
    assert kept is not None
    table = tables.decode(kept)
    days = {row[5]: row[6:] for row in table.method}
    assert table.method_columns[6:] == ("报送截止", "数据冻结")
    assert (days["D01"], days["D02"]) == (("2026-03-20", "2026-03-30"), ("2026-03-06", "2026-03-10"))


async def test_without_authorisation_nothing_is_confirmed(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    assert "confirm" not in await house.moves("甲", "period", 1)
    assert await house.act("甲", "period", 1, "confirm") is None
    assert "没有授权文号不能对外公布" in await house.text("甲", "period", 1)
    assert await house.act("甲", "period", 1, "set_authorisation", {"number": "长" * 61}) is None
    await house.act("甲", "period", 1, "set_authorisation", NUMBER)
    assert "confirm" in await house.moves("甲", "period", 1)


async def test_a_committee_member_sees_the_list_and_moves_nothing(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    assert await house.text("委", "period", 1)
    assert await house.moves("委", "period", 1) == {"why"}
    assert await house.act("委", "period", 1, "confirm") is None


async def test_missing_figures_need_a_leaders_waiver_with_a_reason(house: House) -> None:
    gaps = {f"U07_D{number:02}": "" for number in (4, 5, 6)}
    await house.bring(ImportKind.VALUES, sample("2026-P1", **gaps))
    await house.act("甲", "period", 1, "set_authorisation", NUMBER)
    assert "confirm" not in await house.moves("甲", "period", 1)
    assert "数据覆盖率" in await house.text("甲", "period", 1)
    await house.act("乙", "period", 1, "waive", {"reason": "由省里补发"})
    assert "由省里补发" in await house.text("甲", "period", 1)
    assert await house.act("甲", "period", 1, "confirm") is not None
    await house.render()
    assert "名次为暂定" in await house.text("甲", "announcement", 1)


async def test_a_struck_flag_is_not_announced_and_its_unit_hears_nothing(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    await house.person("联络员", Role.UNIT_CONTACT, unit="U04")
    (flag,) = [each for each in await flags_of(house, 1) if each.unit == "U04"]
    await house.act("甲", "period", 1, "strike", {"flags": str(flag.id), "reason": "数据待核"})
    assert "甲划去，理由：数据待核" in await house.text("乙", "period", 1)
    await house.act("甲", "period", 1, "set_authorisation", NUMBER)
    await house.act("甲", "period", 1, "confirm")
    await house.render()
    for name in ("委", "乙"):
        await house.act(name, "announcement", 1, "approve")
    (told, _) = (await house.text("甲", "announcement", 1)).split("■ 2026年第1期综合排名（A序列）")
    assert "自然资源局" not in told.replace("自然资源执法队", "")
    assert "落后黄旗14面" in told
    assert "flag" not in await cards_of(house, "联络员")


async def test_a_struck_flag_can_be_restored(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    await house.act("甲", "period", 1, "strike", {"flags": FIRST, "reason": "数据待核"})
    assert await house.act("甲", "period", 1, "strike", {"flags": FIRST, "reason": "again"}) is None
    await house.act("乙", "period", 1, "unstrike", {"struck": FIRST})
    assert "已划去" not in await house.text("甲", "period", 1)


async def test_a_flag_of_no_list_is_not_struck(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    assert await house.act("甲", "period", 1, "strike", {"flags": "999", "reason": "x"}) is None


async def test_nobody_confirms_a_list_that_has_just_changed(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    await house.act("甲", "period", 1, "set_authorisation", NUMBER)
    seen = making.Making(matter="period", id=1, epoch=2, move="confirm", given={})
    await house.act("乙", "period", 1, "strike", {"flags": FIRST, "reason": "数据待核"})
    await house.write(lambda tx: moves.make(house.room(tx).acting_as(house.actor(tx, "甲")), making.Make(making=seen)))
    assert await house.stage("period", 1) == "proposed"


async def test_what_becomes_of_a_flag_is_told_by_its_history(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    first = (await flags_of(house, 1))[0].id
    await house.act("甲", "period", 1, "strike", {"flags": str(first), "reason": "数据待核"})
    await house.act("乙", "period", 1, "unstrike", {"struck": str(first)})
    await house.bring(ImportKind.VALUES, sample("2026-P1", U01_D06="97.0"))
    told = await house.read(lambda tx: history.of_matter(tx, "flag", first))
    assert [(each.actor.partition(":")[0], each.move) for each in told] == [
        ("clock", "propose"),
        ("person", "strike"),
        ("person", "unstrike"),
        ("clock", "replace"),
    ]
    assert told[1].given["reason"] == "数据待核"
    assert await house.read(lambda tx: list(verifying.chains(tx, lambda rows: None, is_in_order=False))) == []


async def test_the_same_figures_again_change_nothing(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    await house.act("甲", "period", 1, "strike", {"flags": FIRST, "reason": "数据待核"})
    assert (await house.bring(ImportKind.VALUES, sample("2026-P1"))).periods[0].is_unchanged
    assert "已划去" in await house.text("甲", "period", 1)


async def test_corrected_figures_propose_the_flags_anew_and_forget_what_was_decided(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    await house.act("甲", "period", 1, "strike", {"flags": FIRST, "reason": "数据待核"})
    before = await house.text("甲", "period", 1)
    await house.bring(ImportKind.VALUES, sample("2026-P1", U01_D06="97.0"))
    after = await house.text("甲", "period", 1)
    assert before.rpartition("数据校验码")[2] != after.rpartition("数据校验码")[2]
    assert "已划去" not in after
    assert "periods.corrected" in await keys(house, "乙")


async def test_figures_corrected_after_approval_call_the_announcement_off_and_withdraw_the_notices(
    house: House,
) -> None:
    await house.person("联络员", Role.UNIT_CONTACT, unit="U06")
    number = await approved(house)
    (flag,) = await house.read(lambda tx: flag_store.of_unit(tx, "U06"))
    await house.bring(ImportKind.VALUES, sample("2026-P1", U01_D06="97.0"))
    assert (await house.stage("announcement", number), await house.stage("period", 1)) == ("void", "proposed")
    assert "现予撤回" in await house.text("联络员", "flag", flag.id)
    house.at = DUE
    await house.ring()
    assert await house.said("web") == []
    await house.act("甲", "period", 1, "confirm")
    await house.render()
    assert await house.read(lambda tx: announcements.latest_about(tx, 1).id) != number  # type: ignore[union-attr]


async def test_announced_figures_are_not_changed_and_nothing_of_the_file_is_taken(house: House) -> None:
    await approved(house)
    house.at = DUE
    await house.ring()
    assert await house.stage("period", 1) == "announced"
    both = sample("2026-P1", U01_D06="97.0") + b"\n" + sample("2026-P2").partition(b"\n")[2]
    with pytest.raises(periods.AlreadyAnnounced, match="has been announced"):
        await house.bring(ImportKind.VALUES, both)
    assert await house.read(lambda tx: figures.values(tx, "2026-P2")) == []


async def test_a_file_with_one_bad_row_is_not_taken_at_all(house: House) -> None:
    with pytest.raises(ImportRefused):
        await house.bring(ImportKind.VALUES, sample("2026-P1") + b"\n2026-P1,U99,D01,50,100")
    assert await house.read(lambda tx: figures.values(tx, "2026-P1")) == []


async def test_an_import_leaves_a_line_in_history_with_what_it_replaced(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    await house.bring(ImportKind.VALUES, sample("2026-P1", U01_D06="97.0"))
    lines = await house.read(lambda tx: tx.all("SELECT what FROM history WHERE matter = 'import' ORDER BY seq"))
    assert [what for (what,) in lines] == ["import.units", "import.indicators", "import.values", "import.values"]
    assert await house.read(lambda tx: list(history.verify(tx))) == []


async def test_an_unconfirmed_list_expires_and_comes_back_with_the_figures(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    house.at = datetime(2026, 3, 18, 15, 59, 59, tzinfo=UTC)  # the last second of the tenth working day
    await house.ring()
    assert await house.stage("period", 1) == "proposed"
    house.at += timedelta(seconds=1)
    await house.ring()
    assert await house.stage("period", 1) == "expired"
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    assert await house.stage("period", 1) == "proposed"
    assert "请于4月2日前确认" in await house.text("甲", "period", 1)


async def test_leaders_are_reminded_before_the_list_expires(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    house.at = datetime(2026, 3, 18, 0, 0, tzinfo=UTC)  # the morning of its last day
    told = await keys(house, "甲")
    await house.ring()  # half, eve, due: the house slept until now
    assert await keys(house, "甲") == told, "no message of its own"
    assert "旗帜名单待确认：1期" in await house.text("甲", "desk", 0)
    desks = "SELECT COUNT(*) FROM card WHERE matter = 'desk' AND account_id = :account"
    account = house.accounts["甲"]
    assert await house.read(lambda tx: tx.value(desks, account=account)) == 1, "it is before them"
    assert await house.ring() == 0


async def test_who_has_signed_is_not_reminded_of_it(house: House) -> None:
    """Nor is whoever confirmed the list: others are there who sign."""
    number = await confirmed(house)
    await house.act("乙", "announcement", number, "approve")
    await house.write(
        lambda tx: tx.run("UPDATE card SET made_at = '' WHERE matter = 'desk'")
    )  # they were before them long ago
    found = await house.read(lambda tx: announcements.of_id(tx, number))
    assert found is not None
    assert found.due_at is not None
    calendar = house.office.calendar
    house.at = calendar.next_speaking_moment(calendar.moved(found.due_at, -1))
    await house.ring()
    assert [await house.read(desk_of(house, name)) for name in ("委", "乙", "甲")] == [True, False, False]


async def test_striking_from_a_list_rings_nobody_anew(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    await house.write(lambda tx: tx.run("DELETE FROM card WHERE matter = 'desk'"))
    await house.act("甲", "period", 1, "strike", {"flags": FIRST, "reason": "数据待核"})
    assert not await house.read(desk_of(house, "乙"))


async def test_two_leaders_approve_and_one_cannot_do_it_twice(house: House) -> None:
    number = await confirmed(house)
    assert "签发：0/2" in await house.text("甲", "announcement", number)
    await house.act("乙", "announcement", number, "approve")
    assert "approve" not in await house.moves("乙", "announcement", number)
    assert await house.act("乙", "announcement", number, "approve") is None
    assert await house.stage("announcement", number) == "proposed"
    assert "approve" in await house.moves("委", "announcement", number)
    await house.act("委", "announcement", number, "approve")
    assert await house.stage("announcement", number) == "approved"
    assert "乙（主要负责同志）" in await house.text("甲", "announcement", number)


async def test_whose_signature_is_missing_is_told(house: House) -> None:
    """A committee member read 「签发1/2」, without a button and without a word that a leader's signature is missing."""
    number = await confirmed(house)
    told = "签发：0/2，还差主要负责同志、一位主要负责同志或领导小组成员签发"
    assert told in await house.text("委", "announcement", number)
    await house.act("委", "announcement", number, "approve")
    assert "签发：1/2，还差主要负责同志签发" in await house.text("乙", "announcement", number)
    (answered,) = await house.told("委", "announcements.signed")
    assert "已记录您的签发（1/2），还差主要负责同志签发。" in answered
    (english,) = await house.told("委", "announcements.signed", "en")
    assert "(1/2), still awaited: a leader." in english
    await house.act("乙", "announcement", number, "approve")
    assert "还差" not in await house.text("委", "announcement", number)


async def test_a_leader_whose_unit_is_named_is_recused(house: House) -> None:
    await house.person("丙", Role.LEADER, unit="U04")
    number = await confirmed(house)
    assert "回避" in await house.text("丙", "announcement", number)
    assert await house.moves("丙", "announcement", number) == set()
    assert await house.act("丙", "announcement", number, "approve") is None
    assert await house.write(lambda tx: derived.waiting(house.room(tx).acting_as(house.actor(tx, "丙")))) == []


async def test_sent_back_the_list_opens_again_with_the_reason(house: House) -> None:
    number = await confirmed(house)
    await house.act("乙", "announcement", number, "return", {"reason": "措辞不妥"})
    assert (await house.stage("announcement", number), await house.stage("period", 1)) == ("void", "proposed")
    assert "periods.returned" in await keys(house, "甲")
    await house.act("甲", "period", 1, "confirm")
    assert await house.render() == 1


async def test_what_moved_while_it_was_rendered_is_not_proposed(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    await house.act("甲", "period", 1, "set_authorisation", NUMBER)
    await house.act("甲", "period", 1, "confirm")
    await house.bring(ImportKind.VALUES, sample("2026-P1", U01_D06="97.0"))
    assert await house.render() == 1
    assert await house.read(lambda tx: announcements.latest_about(tx, 1)) is None


async def test_what_moves_in_the_last_moment_of_rendering_is_not_proposed(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    await house.act("甲", "period", 1, "set_authorisation", NUMBER)
    await house.act("甲", "period", 1, "confirm")
    (chore,) = await house.write(lambda tx: chores.claim(tx, (publishing.KIND,), house.at, DUE, 5))
    door = publishing.Publishing(house.database, house.room, house.words, (BOARD,))
    result = await door.do(chore)
    await house.bring(ImportKind.VALUES, sample("2026-P1", U01_D06="97.0"))
    await house.act("甲", "period", 1, "confirm")
    await house.write(result)
    assert await house.read(lambda tx: announcements.latest_about(tx, 1)) is None


async def test_the_units_contact_acknowledges_once_and_leaders_see_who_has_not(house: House) -> None:
    await house.person("联络员", Role.UNIT_CONTACT, unit="U06")
    await house.person("别处", Role.UNIT_CONTACT, unit="U07")
    number = await approved(house)
    (flag,) = await house.read(lambda tx: flag_store.of_unit(tx, "U06"))
    assert "flag" in await cards_of(house, "联络员")
    assert "flag" not in await cards_of(house, "别处")
    assert await house.view("别处", "flag", flag.id) is None
    waiting = (await house.text("甲", "announcement", number)).partition("还没有点“收到”的单位：")[2].splitlines()[0]
    assert waiting == "清溪县交通运输局"  # whoever has no contact has not left anything unread
    assert await house.act("联络员", "flag", flag.id, "acknowledge") is not None
    assert await house.act("联络员", "flag", flag.id, "acknowledge") is None
    after = await house.text("甲", "announcement", number)
    assert "还没有点“收到”的单位" not in after
    assert "清溪县交通运输局" not in after.partition("没有联络员、通知送不到的单位：")[2].splitlines()[0]
    assert (await keys(house, "联络员")).count("flags.acknowledged") == 2
    assert await house.moves("联络员", "flag", flag.id) == set()


async def test_nobody_acknowledges_for_another_unit(house: House) -> None:
    await house.person("别处", Role.UNIT_CONTACT, unit="U07")
    await approved(house)
    (flag,) = await house.read(lambda tx: flag_store.of_unit(tx, "U06"))
    assert await house.act("别处", "flag", flag.id, "acknowledge") is None
    (flag,) = await house.read(lambda tx: flag_store.of_unit(tx, "U06"))
    assert flag.acknowledged_at is None


async def test_a_contact_who_comes_later_finds_the_notice(house: House) -> None:
    await approved(house)
    await house.person("联络员", Role.UNIT_CONTACT, unit="U06")
    waiting = await house.read(lambda tx: notices.held(house.room(tx).acting_as(house.actor(tx, "联络员"))))
    assert [flag.acknowledged_at for flag in waiting] == [None]
    await house.write(lambda tx: notices.show_own(house.room(tx).acting_as(house.actor(tx, "联络员")), ""))
    assert "flag" in await cards_of(house, "联络员")


async def test_a_lost_approval_does_not_send_the_notices_twice(house: House) -> None:
    await house.person("联络员", Role.UNIT_CONTACT, unit="U06")
    number = await approved(house)
    await house.revoke("乙", Role.LEADER)
    await house.ring()
    await house.person("丙", Role.LEADER)
    await house.act("丙", "announcement", number, "approve")
    assert await house.stage("announcement", number) == "approved"
    assert await flags_told(house, "联络员") == 1


async def test_the_approved_words_reach_the_board_to_the_letter(house: House) -> None:
    number = await approved(house)
    house.at = DUE
    await house.ring()
    await house.write(lambda tx: sending.show_on_board(tx, house.at))
    shown = [item.words for item in await house.read(lambda tx: board_rows.items(tx, board_rows.told(tx)))]
    sealed = [words for _, words in await house.read(lambda tx: announcements.renderings(tx, number))]
    assert len(shown) == 8  # flags and three rankings, in two languages
    assert law.digest(shown) == law.digest(sealed)
    assert [words.part for words in shown] == [1, 1, 2, 2, 3, 3, 4, 4]
    # of the same score: in 重点任务, which weighs most, 81.20 against 75.39 (the law §6.1)
    assert "第10名 清溪县自然资源局 78.71分\n第11名 清溪县民政局 78.71分\n第12名" in shown[2].text


async def test_the_telegram_channel_is_told_once_in_the_offices_language(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    await house.act("甲", "period", 1, "set_authorisation", NUMBER)
    await house.act("甲", "period", 1, "confirm")
    await house.render((BOARD, CHANNEL))
    words = [
        each for _, each in await house.read(lambda tx: announcements.renderings(tx, nth(tx, "announcement", 1).id))
    ]
    assert {each.locale for each in words if each.channel == "telegram"} == {"zh"}
    assert len([each for each in words if each.channel == "telegram"]) == 4


async def test_the_next_period_turns_the_flags_of_the_last(house: House) -> None:
    """By the table of rotation (the law §5): yellow and none is taken down once no item is open, red and yellow is a talk."""
    await house.person("联", Role.UNIT_CONTACT, unit="U12")
    await house.person("丁", Role.UNIT_CONTACT, unit="U04")
    await approved(house)
    plan = await house.read(lambda tx: matters.of_unit(tx, "flag_plan", "U12"))
    await house.write(lambda tx: moves.carry_out(house.room(tx), plan[0], "drop", {}))
    house.at = DUE
    await house.ring()
    house.at = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
    number = await approved(house, "2026-P2")
    text = await house.text("甲", "announcement", number)
    assert "夺旗模范：清溪县发展改革局、清溪县经济信息局" in text
    assert "守旗单位：" in text
    kept = [flag.id for flag in await flags_of(house, 2) if flag.rotation is Rotation.REPEATED and flag.streak == 2]
    assert "连续黄旗，连续2期" in await reasons(house, "甲", 2, kept[0])
    notices_of = {flag.unit: await house.text("甲", "flag", flag.id) for flag in await flags_of(house, 2)}
    assert "（编号2026-P2-R" in notices_of["U17"]
    assert "，守旗，连续2期）" in notices_of["U17"]
    assert "，夺旗）" in notices_of["U02"] + notices_of["U01"]
    house.at = datetime(2026, 5, 18, 0, 0, tzinfo=UTC)
    await house.ring()
    told = {name: "\n".join(await words_said(house, name)) for name in ("联", "丁", "甲")}
    assert "上期的“落后黄旗”予以摘下" in told["联"]
    assert "上期黄旗的整改措施还没有全部销号，销号后再摘旗" in told["丁"]
    assert "需要约谈的单位：\n· 清溪县苔石乡人民政府：乡镇基层连续黄旗，连续2期" in told["甲"]


async def test_an_announced_flag_is_corrected_by_an_entry_of_its_own_and_where_it_hangs_is_noted(house: House) -> None:
    """The law §5: numbered physical objects; corrections create a reversing entry, never an edit."""
    await house.person("联络员", Role.UNIT_CONTACT, unit="U06")
    await approved(house)
    (flag,) = await house.read(lambda tx: flag_store.of_unit(tx, "U06"))
    where = {"place": "head_office", "custodian": "办公室主任", "hung_on": "2026-03-04"}
    await house.person("受", Role.REVIEWER)
    await house.act("受", "flag", flag.id, "hang_up", where)
    text = await house.text("联络员", "flag", flag.id)
    assert "悬挂地点：主要负责人办公室" in text
    assert "保管人：办公室主任" in text
    assert "revoke" not in [button.value for button in (await house.view("甲", "flag", flag.id)).buttons]  # type: ignore[union-attr]
    house.at = DUE
    await house.ring()
    await house.act("甲", "flag", flag.id, "revoke", {"reason": "数据录入有误"})
    await house.act("委", "flag", flag.id, "sign")
    assert "授予有误，现予撤销" in await house.text("联络员", "flag", flag.id)
    assert await house.read(lambda tx: flag_store.of_unit(tx, "U06")) == []
    assert [each.stage for each in await house.read(lambda tx: matters.of_unit(tx, "flag_plan", "U06"))] == ["dropped"]
    assert await house.render() == 1
    said = await house.read(lambda tx: announcements.latest_about(tx, flag.id))
    assert said is not None
    assert said.kind == "flag_revoked"


async def test_a_flag_that_was_exempted_after_the_signatures_is_not_announced_and_the_list_is_confirmed_anew(
    house: House,
) -> None:
    """The signed words went out with the flag in them, and a correction after them."""
    number = await approved(house)
    flag = next(each for each in await flags_of(house, 1) if each.colour is Colour.YELLOW)

    def exempt(tx: Tx) -> None:
        standing = matters.standing(tx, "flag", flag.id)
        assert standing is not None
        assert moves.carry_out(house.room(tx), standing, "exempt", {})

    await house.write(exempt)
    house.at = DUE
    await house.ring()
    assert await house.said("web") == []
    assert (await house.stage("announcement", number), await house.stage("period", 1)) == ("void", "proposed")
    assert await house.act("甲", "period", 1, "confirm")
    await house.render()
    again = await house.read(lambda tx: int(tx.value("SELECT MAX(id) FROM announcement")))
    for name in ("委", "乙"):
        assert await house.act(name, "announcement", again, "approve")
    planned = await house.read(lambda tx: announcements.of_id(tx, again))
    assert planned is not None
    house.at = planned.publish_at
    await house.ring()
    assert await house.stage("announcement", again) == "published"
    (words, *_) = [
        each.text
        for _, each in await house.read(lambda tx: announcements.renderings(tx, again))
        if (each.part, each.locale) == (1, "zh")
    ]
    assert "落后黄旗14面" in words, "fifteen were signed before"


async def test_an_objection_to_figures_comes_before_publication(house: House) -> None:
    """The law §6.1: the announcement waits until the objection must be decided, and its approvals stay."""
    await house.person("联", Role.UNIT_CONTACT, unit="U06")
    number = await approved(house)
    house.at = DUE - timedelta(days=2)  # a Wednesday: three working days end on Monday
    given = {"unit": "U06", "period": "2026-P1", "why": "口径不对"}

    def object_to(tx: Tx) -> None:
        beginnings.create(house.room(tx).acting_as(house.actor(tx, "联")), "score_objection", "raise", given)

    with pytest.raises(SaidNo):  # the term of its notice is over
        await house.write(object_to)
    await house.write(lambda tx: tx.run("UPDATE matter SET since = :at", at=times.text(house.at)))
    await house.write(object_to)
    house.at = DUE
    await house.ring()
    assert (await house.read(lambda tx: announcements.of_id(tx, number))).published_at is None  # type: ignore[union-attr]
    house.at = DUE + timedelta(days=4)
    await house.ring()
    assert (await house.read(lambda tx: announcements.of_id(tx, number))).published_at is not None  # type: ignore[union-attr]


async def test_the_term_to_object_counts_from_the_notice_of_a_flag_and_else_from_the_confirmation(house: House) -> None:
    """The law §6.1: three working days; confirmed on Wednesday, told of its flag on Friday."""
    number = await confirmed(house)
    house.at += timedelta(days=2)
    for name in ("委", "乙"):
        await house.act(name, "announcement", number, "approve")

    def due(tx: Tx, unit: str) -> date | None:
        period = store.of_code(tx, "2026-P1")
        assert period is not None
        return score_sheets.objection_due(house.room(tx), period, unit)

    assert await house.read(partial(due, unit="U06")) == date(2026, 3, 11)
    assert await house.read(partial(due, unit="U03")) == date(2026, 3, 9)


async def test_whoever_files_figures_does_not_read_where_others_would_stand(house: House) -> None:
    """The office reads of a file which ranks would move; a unit that files its indicator does not, before anything is confirmed."""
    await house.person("招", Role.DATA_OWNER, unit="U18")
    earlier = sample("2026-P1").replace(b"2026-P1", b"2025-P6")
    await house.bring(ImportKind.VALUES, earlier)
    header, *lines = sample("2026-P1").decode().splitlines()
    own = [line for line in lines if ",I10," in line]
    await house.bring(ImportKind.VALUES, "\n".join([header, *(line for line in lines if line not in own)]).encode())
    await house.ring()
    turned = [line.split(",") for line in own]
    values = [cells[3] for cells in turned]
    content = "\n".join(
        [header, *(",".join([*cells[:3], value, ""]) for cells, value in zip(turned, reversed(values), strict=True))]
    ).encode()
    by = await house.read(lambda tx: house.actor(tx, "招"))
    seen = await taking.look(house.database, ImportKind.VALUES, content, house.room, by=by)
    office = await taking.look(house.database, ImportKind.VALUES, content, house.room)
    assert office.difference.moves
    assert seen.difference.moves == ()
    assert seen.difference.added == office.difference.added


async def test_the_wall_says_who_holds_what_and_how_many_each_unit_was_given(house: House) -> None:
    """By hand from the fixture of the law §10: 15 yellow flags and 6 red in the first period, U15 two red in two categories."""
    await approved(house)
    await house.write(lambda tx: flag_walls.show(house.room(tx).acting_as(house.actor(tx, "甲")), ""))
    assert "还没有公布过旗帜" in (await words_said(house, "甲"))[-1]
    house.at = DUE
    await house.ring()
    await house.write(lambda tx: flag_walls.show(house.room(tx).acting_as(house.actor(tx, "甲")), ""))
    text = (await words_said(house, "甲"))[-1]
    assert "旗帜墙｜2026年第1期（红旗6面，黄旗15面" in text
    assert "闯创干｜红 应急管理局｜黄 经济信息局、住房建设局、文旅体育局" in text
    assert "历期累计：\n· 应急管理局｜红2｜现有2" in text
    await house.write(lambda tx: flag_walls.DRAWABLE.ask(house.room(tx).acting_as(house.actor(tx, "甲")), ""))
    (chore,) = await house.write(lambda tx: chores.claim(tx, (drawings.Drawings.kind,), house.at, house.at + LEASE, 5))
    await house.write(await drawings.Drawings(house.database, house.room, house.words).do(chore))
    assert "2026年第1期的旗帜墙" in (await words_said(house, "甲"))[-1]
    assert "2026年第1期：红旗6面，黄旗15面" in await year_of(house, "甲", "2026年")
    assert "红旗" not in await year_of(house, "甲", "2025")


async def year_of(house: House, name: str, year: str) -> str:
    """年度概览, asked for and drawn: its words."""
    ask = year_overviews.DRAWABLE.ask
    await house.write(lambda tx: ask(house.room(tx).acting_as(house.actor(tx, name)), year))
    (chore,) = await house.write(lambda tx: chores.claim(tx, (drawings.Drawings.kind,), house.at, house.at + LEASE, 5))
    await house.write(await drawings.Drawings(house.database, house.room, house.words).do(chore))
    return (await words_said(house, name))[-1]


async def test_periods_are_confirmed_in_their_order_and_the_later_one_turns_from_the_earlier(house: House) -> None:
    await house.bring(ImportKind.VALUES, sample("2026-P1") + b"\n" + sample("2026-P2").partition(b"\n")[2])
    for number in (1, 2):
        await house.act("甲", "period", number, "set_authorisation", NUMBER)
    assert await house.act("甲", "period", 2, "confirm") is None
    assert await house.act("甲", "period", 2, "confirm") is None
    assert (await keys(house, "甲"))[-1] == "moves.law_refuses"
    assert "暂不能确认：此前一期的旗帜还没有公布" in await house.text("甲", "period", 2)
    assert "confirm" not in await house.moves("甲", "period", 2)
    assert not any(flag.rotation is Rotation.TURNED for flag in await flags_of(house, 2))
    await house.act("甲", "period", 1, "confirm")
    await house.render()
    for name in ("委", "乙"):
        await house.act(name, "announcement", 1, "approve")
    house.at = DUE
    await house.ring()
    taken = next(flag for flag in await flags_of(house, 2) if flag.unit == "U01" and flag.rotation is Rotation.TURNED)
    assert "99.71分，第1名（共18个），夺旗" in await reasons(house, "甲", 2, taken.id)
    assert await house.act("甲", "period", 2, "confirm") is not None


async def test_a_list_that_waits_says_who_rose_since_the_earlier_figures_as_they_are_now(house: House) -> None:
    """Corrected figures of the first period left the second with the places that they had before: it would have said in public that
    U01 rose from place 18, where the first says 10; and a first that was given up was compared with still."""
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    house.at = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
    await house.bring(ImportKind.VALUES, sample("2026-P2"))
    assert (await places(house, "2026-P2"))["U01"][1] == 18
    await house.bring(ImportKind.VALUES, sample("2026-P1", U01_D06="99.9", U01_D04="100", U01_D01="100", U02_D01="1"))
    now, later = await places(house, "2026-P1"), await places(house, "2026-P2")
    assert now["U01"][0] == 10
    assert {unit: before for unit, (_, before) in later.items()} == {unit: place for unit, (place, _) in now.items()}

    house.at = datetime(2026, 3, 18, 16, 0, tzinfo=UTC)
    await house.ring()
    stages = [await house.stage("period", number) for number in (1, 2)]
    assert (stages, {before for _, before in (await places(house, "2026-P2")).values()}) == (
        ["expired", "proposed"],
        {None},
    )


async def test_a_list_lapses_also_where_the_figures_of_the_next_contradict_the_indicators_by_now(house: House) -> None:
    """An indicator that is measured against targets by now, of which the second period has none, kept the first from lapsing."""
    await house.bring(ImportKind.VALUES, sample("2026-P1"))
    house.at = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
    await house.bring(ImportKind.VALUES, sample("2026-P2"))
    measured = (SAMPLE / "indicators.csv").read_text("utf-8")
    await house.bring(
        ImportKind.INDICATORS,
        measured.replace("D04,督查问题按期整改率,履职效能,35,10,+", "D04,督查问题按期整改率,履职效能,35,10,T").encode(),
    )
    house.at = datetime(2026, 3, 18, 16, 0, tzinfo=UTC)
    await house.ring()
    assert [await house.stage("period", number) for number in (1, 2)] == ["expired", "proposed"]


async def test_a_period_is_compared_with_the_one_of_its_kind_before_it(house: House) -> None:
    """October was compared with nothing, and January with September: the figure after the dash was taken for the kind."""
    for each in ("2026-09", "2026-12", "2026-P1"):
        await house.bring(ImportKind.VALUES, sample("2026-P1").replace(b"2026-P1", each.encode()))
    for code, before in (("2026-10", "2026-09"), ("2027-01", "2026-12"), ("2026-P2", "2026-P1")):
        look = partial(store.ended_before, ends_on=periods.ends_on(code, RuleSet()), like=code)
        found = await house.read(look)
        assert found is not None
        assert found.code == before


async def test_every_notice_and_announcement_keeps_within_its_length(house: House) -> None:
    await house.person("联络员", Role.UNIT_CONTACT, unit="U06")
    number = await approved(house)
    for flag in await house.read(lambda tx: flag_store.of_period(tx, 1)):
        await house.person(f"联{flag.id}", Role.UNIT_CONTACT, unit=flag.unit)
        for locale in ("zh", "en"):
            text = await house.text(f"联{flag.id}", "flag", flag.id, locale)
            assert 0 < len(text) <= law.LONGEST_NOTICE
    for _, words in await house.read(lambda tx: announcements.renderings(tx, number)):
        assert len(words.title) + 2 + len(words.text) <= law.LONGEST_PART


async def test_the_yellow_notice_says_what_the_law_wants_it_to_say(house: House) -> None:
    await house.person("联络员", Role.UNIT_CONTACT, unit="U06")
    await approved(house)
    (flag,) = await house.read(lambda tx: flag_store.of_unit(tx, "U06"))
    text = await house.text("联络员", "flag", flag.id)
    assert "在2026年第1期绩效评比中，你单位得63.70分，预算执行率未达目标，列同序列后3位，颁发“落后黄旗”" in text
    assert f"（编号{flag.number}）。请准备表态发言，并于3月18日前（10个工作日内）报送整改措施。" in text
    assert "整改措施在这里报送：发送“待办”，打开“整改措施”" in text
    assert "对数据有异议的，请于3月9日前发送“得分单”，点“数据异议”提出" in text
    assert "电话：0000-000000" in text


async def test_a_units_todo_says_which_notice_was_not_acknowledged(house: House) -> None:
    await house.person("联络员", Role.UNIT_CONTACT, unit="U06")
    await approved(house)
    (flag,) = await house.read(lambda tx: flag_store.of_unit(tx, "U06"))
    await house.write(lambda tx: TODO(house.room(tx).acting_as(house.actor(tx, "联络员")), ""))
    said = await words_said(house, "联络员")
    assert f"还没有点“收到”的通知：{flag.number}" in "\n".join(said)
    await house.act("联络员", "flag", flag.id, "acknowledge")
    await house.write(lambda tx: TODO(house.room(tx).acting_as(house.actor(tx, "联络员")), ""))
    assert "还没有点“收到”" not in "\n".join((await words_said(house, "联络员"))[len(said) :])


async def test_the_preview_shows_each_message_once_with_its_picture(house: House) -> None:
    number = await confirmed(house)
    await house.act("甲", "announcement", number, "preview")
    assert (await keys(house, "甲")).count("announcements.page") == 8


async def test_an_announcement_that_nobody_signs_expires_and_its_list_opens_again(house: House) -> None:
    number = await confirmed(house)
    house.at = datetime(2026, 3, 18, 16, 0, tzinfo=UTC)
    await house.ring()
    assert (await house.stage("announcement", number), await house.stage("period", 1)) == ("expired", "proposed")


async def test_an_office_with_other_numbers_proposes_other_flags(house: House) -> None:
    house.office = house.office.__class__(
        **{name: getattr(house.office, name) for name in house.office.__slots__ if name != "rules"},
        rules=RuleSet(flag_k_red=1, flag_k_yel=1),
    )
    found = await house.bring(ImportKind.VALUES, sample("2026-P1"))
    assert (found.periods[0].reds, found.periods[0].yellows) == (5, 6)


async def test_before_any_figures_there_is_nothing_to_confirm(house: House) -> None:
    await house.write(lambda tx: lists.show_flags(house.room(tx).acting_as(house.actor(tx, "甲")), ""))
    assert await keys(house, "甲") == ["periods.nothing_yet"]


async def newest_period(house: House) -> int:
    return int(await house.read(lambda tx: tx.value("SELECT MAX(id) FROM matter WHERE kind = 'period'")))


async def reasons(house: House, name: str, period: int, flag: int) -> str:
    """What somebody is told who asks why."""
    await house.act(name, "period", period, "why", {"about": str(flag)})
    return (await house.told(name, "periods.reasons"))[-1]


async def flags_of(house: House, period: int) -> list[flag_store.Flag]:
    return await house.read(lambda tx: flag_store.of_period(tx, nth(tx, "period", period).id))


async def flags_told(house: House, name: str) -> int:
    """How many flag notices were put before somebody, refreshed ones not counted."""
    rows = await house.read(
        lambda tx: tx.all(
            "SELECT outbox_id FROM card WHERE matter = 'flag' AND account_id = :a", a=house.accounts[name]
        )
    )
    return len(rows)


async def places(house: House, code: str) -> dict[str, tuple[int | None, int | None]]:
    """The place of each unit in a period, and in the period before."""

    def work(tx: Tx) -> dict[str, tuple[int | None, int | None]]:
        period = store.of_code(tx, code)
        assert period is not None
        return {each.unit: (each.rank, each.before) for one in store.rankings(tx, period.id) for each in one.standings}

    return await house.read(work)


async def cards_of(house: House, name: str) -> set[str]:
    """The matters of the cards that somebody holds."""
    rows = await house.read(
        lambda tx: tx.all("SELECT matter FROM card WHERE account_id = :account", account=house.accounts[name])
    )
    return {matter for (matter,) in rows}


async def words_said(house: House, name: str) -> list[str]:
    """What was said to somebody, besides cards."""

    def work(tx: Tx) -> list[str]:
        rows = [row for row in pages.page(tx, house.accounts[name], 0) if row.card_id is None]
        return [house.words.word(outbox.body(tx, row).saying, "zh") for row in rows]

    return await house.read(work)


async def keys(house: House, name: str) -> list[str]:
    """The keys of what was said to somebody, besides cards and the greeting."""

    def work(tx: Tx) -> list[str]:
        rows = [row for row in pages.page(tx, house.accounts[name], 0) if row.card_id is None]
        return [outbox.body(tx, row).key for row in rows]

    return await house.read(work)


async def newest_about(house: House, period_id: int) -> int:
    """The announcement of a period."""
    found = await house.read(lambda tx: announcements.latest_about(tx, period_id))
    assert found is not None
    return found.id


def desk_of(house: House, name: str) -> Callable[[Tx], bool]:
    """Whether somebody's desk was put before them."""
    sql = "SELECT COUNT(*) FROM card WHERE matter = 'desk' AND made_at > '' AND account_id = :account"
    return lambda tx: bool(tx.value(sql, account=house.accounts[name]))


async def test_yellow_flags_in_a_row_recommend_the_unit_as_a_lead_that_somebody_has_to_take_up(house: House) -> None:
    """The law §5, Y→Y: a streak is a lead to L1 and never a verdict; its facts are stated by whoever takes it up. Three in a row is a
    rule; two are played here."""
    house.office = replace(house.office, rules=replace(house.office.rules, flag_yellow_streak_lead=2))
    for name in ("王", "赵", "孙"):
        await house.person(name, Role.REVIEWER)
    await approved(house)
    assert await house.read(lambda tx: matters.of_unit(tx, "case", "U06")) == []
    house.at = DUE
    await house.ring()
    house.at = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
    await approved(house, "2026-P2")
    repeated = {flag.unit for flag in await flags_of(house, 2) if flag.rotation is Rotation.REPEATED}
    leads = await house.read(lambda tx: matters.open_in(tx, [("case", "recommended")]))
    assert {each.unit for each in leads} == repeated
    assert len(leads) == len(repeated), "several flags of one unit are one lead"
    people = await house.read(lambda tx: {name: str(house.actor(tx, name).person_id) for name in ("赵", "孙")})
    assert "线索来源：连续三次及以上落后黄旗" in await house.text("王", "case", 1)
    assert "take_up" in await house.moves("王", "case", 1)
    await house.act("王", "case", 1, "take_up")
    await house.act("王", "case", 1, "name_inspectors", {"inspectors": ",".join(people.values())})
    assert await house.act("王", "case", 1, "begin_inspection") is None
    assert "还没有写明事实" in (await house.told("王", "moves.law_refuses"))[-1]
    stated = {"category": "t11", "first_severity": "s1", "facts": "两期考核都在后三位，主要指标没有完成。"}
    await house.act("王", "case", 1, "state_facts", stated)
    await house.act("王", "case", 1, "begin_inspection")
    assert await house.stage("case", 1) == "inspecting"


@pytest.mark.parametrize(
    ("changed", "told", "leads"),
    [({}, "U29", ["U29"]), ({"U29_I08": "100"}, "U30", [])],
    ids=["twice", "another in the second year"],
)
async def test_last_in_two_years_running_is_a_lead_and_never_a_flag(
    house: House, changed: dict[str, str], told: str, leads: list[str]
) -> None:
    """The law §6.2, §10, by the county's two years: whoever is last hears it alone after the first, and after the second a person has to
    take it up. Of the townships U29 is last twice; where it does a little better, U30 is last in the second year only, and no lead."""
    for unit in ("U29", "U30"):
        await house.person(unit, Role.UNIT_CONTACT, unit=unit)
    for period, better in (("2024-Y1", {}), ("2025-Y1", changed)):
        await house.bring(ImportKind.VALUES, sample(period, "years", **better))
        number = await newest_period(house)
        assert await flags_of(house, number) == []
        await house.act("甲", "period", number, "set_authorisation", NUMBER)
        await house.act("甲", "period", number, "confirm")
        assert await house.render() == 1
        said = await newest_about(house, number)
        await house.act("委", "announcement", said, "approve")
        await house.act("乙", "announcement", said, "approve")
        assert await house.read(lambda tx: matters.open_in(tx, [("case", "recommended")])) == []
        house.at += timedelta(days=1)
        await house.ring()
    heard = {unit: "\n".join(await words_said(house, unit)) for unit in ("U29", "U30")}
    assert "2024年全年综合排名列同序列末位" in heard["U29"]
    assert "2024年" not in heard["U30"]
    assert ("2025年全年综合排名列同序列末位" in heard["U30"]) is (told == "U30")
    found = await house.read(lambda tx: matters.open_in(tx, [("case", "recommended")]))
    assert [each.unit for each in found] == leads
    if leads:
        await house.person("王", Role.REVIEWER)
        assert "线索来源：连续两年同序列末位" in await house.text("王", "case", 1)


async def test_a_year_that_was_given_up_makes_nobody_last_twice(house: House) -> None:
    """The list of 2024 expired and was never announced, and U29 was a lead by it once 2025 was."""
    await house.bring(ImportKind.VALUES, sample("2024-Y1", "years"))
    house.at += timedelta(days=30)
    await house.ring()
    assert await house.stage("period", 1) == "expired"
    await house.bring(ImportKind.VALUES, sample("2025-Y1", "years"))
    number = await newest_period(house)
    await house.act("甲", "period", number, "set_authorisation", NUMBER)
    await house.act("甲", "period", number, "confirm")
    await house.render()
    for name in ("委", "乙"):
        await house.act(name, "announcement", await newest_about(house, number), "approve")
    said = await house.read(lambda tx: announcements.latest_about(tx, number))
    assert said is not None
    house.at = said.publish_at
    await house.ring()
    assert await house.stage("period", number) == "announced"
    assert await house.read(lambda tx: matters.open_in(tx, [("case", "recommended")])) == []
