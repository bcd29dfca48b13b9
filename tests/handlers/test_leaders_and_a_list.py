"""A leader and the list of a period, as a conversation: short card, why, several struck by number, one question."""

from __future__ import annotations

import pytest

from bot.importing import taking
from domain.importing.columns import ImportKind
from domain.people import Role
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from storage.database import Tx
from tests.support.announcing_house import SAMPLE
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play


@pytest.fixture
async def play(house: DirectStage) -> Play:
    """Leaders 周 and 陈, and the figures of two periods."""
    for who in ("周", "陈"):
        await house.joins(who, Role.LEADER)
    for kind in (ImportKind.UNITS, ImportKind.INDICATORS, ImportKind.VALUES):
        await bring(house, kind)
    return Play(house)


async def bring(house: DirectStage, kind: ImportKind) -> None:
    def room(tx: Tx) -> Room:
        return house_rooms.quiet(tx, house.office, at=house.now, now=house.now)

    await taking.import_file(house.database, kind, (SAMPLE / f"{kind.value}.csv").read_bytes(), room)


async def test_a_leader_looks_why_and_strikes_several_at_once_by_their_numbers(play: Play) -> None:
    """The card was five screens, drawn again at each strike; the figures behind a score could not be reached."""
    await play.play(
        """
        周 > 确认旗帜
        周 < 2026年第1期红黄旗名单｜拟定
        周 < 真抓实干｜红 1 应急管理局
        周 < 还有名单在等：2026年第2期。先办完2026年第1期
        周 !<[确认名单]
        周 [为什么 @ 2026年第1期]
        周 < 想看哪几面旗的数据
        周 > 10
        周 < 绩效落后黄旗｜清溪县交通运输局
        周 < · 群众满意度（权重12）：70.2，计分区间71.9至87.985，得60.00分
        周 < 第16名 交通运输局 63.70分（本单位）
        周 [划去 @ 2026年第1期]
        周 < 划去哪几面？点一面，或写编号
        周 > 99
        周 < 请
        周 > 10、19-21
        周 < 划去“10 交通运输局、19 自然资源执法队、20 综合行政执法队、21 交通执法队”：理由是什么？
        周 > 数据待核
        周 < “划去”已办，名单已更新
        周 < 10 交通运输局：周划去，理由：数据待核
        周 < 红旗6面，黄旗11面
        周 [恢复 @ 2026年第1期]
        周 > 2
        周 !< “恢复”已办
        周 > 10
        周 < 黄旗12面
        周 [填写授权文号 @ 2026年第1期]
        周 > 清政办〔2026〕1号
        周 < 授权文号：清政办〔2026〕1号
        周 [确认名单 @ 2026年第1期]
        周 < “确认名单”之后不能恢复。名单上有红旗6面、黄旗12面，已划去3面。确认吗？
        周 [确认]
        周 < 2026年第1期的旗帜已确认
        """
    )


async def test_in_english_too(play: Play, house: DirectStage) -> None:
    house.speaks("Ann", "en")
    await house.joins("Ann", Role.LEADER)
    await play.play(
        """
        Ann > confirm flags
        Ann < Flags for period 1 of 2026 | proposed
        Ann [Why @ period 1]
        Ann > 10
        Ann < What the score is made of:
        Ann [Strike @ period 1]
        Ann > 10 11
        Ann > figures to be checked
        Ann < List: red 6, yellow 13
        """
    )


async def test_a_unit_that_stands_twice_is_told_apart_by_colour_and_category(play: Play) -> None:
    """Two buttons read alike, but for their number."""
    await play.play("""
        周 > 确认旗帜
        周 [为什么 @ 2026年第1期]
    """)
    listed = [button.label.partition(" ") for button in play.screen("周")[-1].buttons]
    names = [name for number, _, name in listed if number.isdigit()]
    assert names[0] == "应急管理局 贡献红旗·真抓实干"
    assert len(names) > 20
    assert len(set(names)) == len(names)


async def test_a_leader_does_not_decide_about_the_flag_of_the_own_unit(play: Play, house: DirectStage) -> None:
    """The law §2; the list says so before anything is chosen, and the law again where a number is typed."""
    unit = next(unit for unit in house.office.register.units if unit.short == "民政局")
    await house.joins("郑", Role.LEADER, unit.code)
    await play.play("""
        郑 > 确认旗帜
        郑 [为什么 @ 2026年第1期]
        郑 <[8 民政局]
        郑 [划去 @ 2026年第1期]
        郑 !<[8 民政局 @ 划去哪几面]
        郑 > 8
        郑 !< 理由是什么
        郑 > 10
        郑 < 理由是什么
    """)
