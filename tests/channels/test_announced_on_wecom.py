"""Figures become flags that a corporation hears of: groups by their robots, those concerned in the app, who say that they have read it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.importing import taking
from bot.publishing.pictures import pictures as drawing
from domain.importing.columns import ImportKind
from domain.people import Role
from tests.channels.telegram_room import png
from tests.support import stages
from tests.support.announcing_house import SAMPLE
from tests.support.homes import make_home
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play
from tests.wecom.on_wecom import OnWecom

GROUPS = {"县府群": "11111111-stand-in", "乡镇群": "22222222-stand-in"}


@pytest_asyncio.fixture
async def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A corporation with two groups, in which the first period is in; the contact of U06 is in the app and on a page."""
    for name in ("ranking", "flags", "flag_list", "flag_notice"):
        monkeypatch.setattr(drawing, name, lambda sheet: png())
    robots = ",".join(f"{name}={key}" for name, key in GROUPS.items())
    monkeypatch.setitem(stages.WECOM, "FLAGPOST_WECOM_ROBOTS", robots)
    template = await make_home(tmp_path / "template")
    async with stage(template, tmp_path / "home", channel="wecom") as opened:
        opened.wecom.groups.screens |= {key: [] for key in GROUPS.values()}
        for who, role, unit in (
            ("甲", Role.LEADER, ""),
            ("乙", Role.LEADER, ""),
            ("委", Role.COMMITTEE, ""),
            ("联", Role.UNIT_CONTACT, "U06"),
        ):
            await opened.joins(who, role, unit)
        lines = (SAMPLE / "values.csv").read_text("utf-8").splitlines()
        values = "\n".join(line for line in lines if not line.startswith("2026-P2")).encode()
        for kind, data in (
            (ImportKind.INDICATORS, (SAMPLE / "indicators.csv").read_bytes()),
            (ImportKind.VALUES, values),
        ):
            await taking.import_file(opened.house.database, kind, data, opened.house.quiet_room)
        yield opened


async def test_groups_hear_what_two_signed_and_a_receipt_on_one_channel_counts_on_all(here: Stage) -> None:
    """The issue's points 5 and 7."""
    play = Play(here)
    await play.play("""
        联 > 新设备
        联 ? device 设备码：(\\S+)
        联@web > {device}
        联@web < 这台设备已登录
        ~ 2 minutes
        联 > 帮助
        甲 > 待办
        甲 [填写授权文号]
        甲 > 清政办〔2026〕1号
        甲 [确认名单]
        甲 [确认]
        乙 > 待办
        乙 [同意发布]
        ~ 9 days
    """)
    assert list(here.wecom.groups.screens.values()) == [[], []], "one signature publishes nothing"
    await play.play("""
        委 > 待办
        委 [同意发布]
        联 < 黄旗
        联@web !< 黄旗
        联@web > 我的旗帜
        联@web <[收到]
        ~ 1 hours
        # who signed comes from the news to who has not read it
        甲 < 已发布
        甲 [查看]
        甲 < 还没有点“收到”的单位：清溪县交通运输局
        联@web > 我收到了，谢谢
        联@web < 没有明白
        联@web > 我收到了
        联@web < 记录为收到
        联 !<[收到]
        甲 > GG-2026-0001
        甲 !< 还没有点“收到”的单位
    """)
    one, other = ([(each.kind, each.text) for each in screen] for screen in here.wecom.groups.screens.values())
    assert one == other, "each group has all of it, once"
    assert [kind for kind, _ in one] == ["image", "text", "markdown_v2"] * 4, (
        "the flags, and a ranking of each sequence"
    )
    assert "清溪县交通运输局" in one[1][1]
    assert "| 1 | 清溪县水务公司 | 91.92 |" in one[-1][1]


async def test_a_committee_member_ticks_among_more_flags_than_one_card_has_boxes_for(here: Stage) -> None:
    """More than 20 choices could not be ticked as boxes in the app: the list of this period has 21 flags."""
    play = Play(here)
    await play.play("委 > 确认旗帜\n委 < 2026年第1期红黄旗名单")
    person = await here.person("委")
    assert isinstance(person, OnWecom)
    boxes = [each for each in person.member.screen if each.card and "checkbox" in each.card]
    titles = [each.card["main_title"]["title"] for each in boxes if each.card]
    assert titles == ["为什么 1-10", "为什么 11-21"]
    await person.member.presses(boxes[1].keys[0], ["12", "21"], number=boxes[1].number)
    await play.play("委 < 绩效落后黄旗｜清溪县发展改革局\n委 < 真抓实干落后黄旗｜清溪县交通执法队")
    await person.member.presses(boxes[0].keys[0], ["1"], number=boxes[0].number)
    await play.play("委 < 真抓实干贡献红旗｜清溪县应急管理局")
