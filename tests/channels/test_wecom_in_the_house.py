"""WeCom as the house has it: one app, its callbacks in the real intake, and what is told of it to whoever watches."""

from __future__ import annotations

import asyncio
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from bot.channel import ChannelFinding
from bot.channels.wecom import examining
from bot.demo.wecom import menus
from bot.operations import watching
from domain.people import Role
from tests.channels.telegram_room import until
from tests.support.homes import make_home
from tests.support.scripts import REPORTED
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play
from tests.wecom.on_wecom import OnWecom


async def member(here: Stage, who: str) -> OnWecom:
    """Somebody in the app."""
    person = await here.person(who)
    assert isinstance(person, OnWecom)
    return person


async def test_whoever_gets_the_id_of_somebody_who_left_is_nobody_that_they_were(tmp_path: Path) -> None:
    """Ids are made of names, and given again: who had the one of a reviewer that had left was a reviewer, and who had a reporter's was told
    what that one had reported."""
    template = await make_home(tmp_path / "template")
    async with stage(template, tmp_path / "home", channel="wecom") as here:
        play = Play(here)
        await here.joins("王", Role.REVIEWER)
        await play.play(REPORTED)
        for who in ("王", "李"):
            await (await member(here, who)).member.does("unsubscribe")
            await here.settled()
        await play.play("""
            王 > {number}
            王 < 只凭编号不能查看
            王 > 帮助
            王 !< 受理员
            李 > {number}
            李 < 只凭编号不能查看
            李 > {code}
            李 < {number}
        """)


async def test_a_reviewer_works_in_the_app_through_repeated_callbacks_a_dead_token_and_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = await make_home(tmp_path / "template")
    async with stage(template, tmp_path / "home", channel="wecom") as here:
        play = Play(here)
        for who in ("王", "赵"):
            await here.joins(who, Role.REVIEWER)
        await play.play(REPORTED.replace("李 ", "李@web "))
        wang = await member(here, "王")
        told = len(wang.member.screen)
        words = "<CreateTime>1</CreateTime><MsgType>text</MsgType><MsgId>77</MsgId><Content>待办</Content>"
        calls = [here.wecom.call_of(f"<FromUserName>{wang.member.userid}</FromUserName>{words}") for _ in range(8)]
        assert all(await asyncio.gather(*(here.wecom.calls_once(*call) for call in calls)))
        await here.settled()
        assert len(wang.member.screen) == told + 1, "eight calls, one answer"
        here.wecom.kill_tokens()
        await play.play("""
            王 > {number}
            赵 > {number}
            赵 <[领取]
            王 [领取]
            王 <[受理]
            赵 !<[领取]
            赵 [[领取]]
            赵 < 王
        """)
        zhao = await member(here, "赵")
        titles = [each.card["main_title"]["title"] for each in zhao.member.screen if each.card]
        assert sum(each.startswith("线索") for each in titles) == 1, (
            "the card that was pressed shows it, no further one"
        )
        await play.play("""
            ~ restart
            王 [受理]
        """)
        await wang.member.enters()  # the first time in a day: it ended what they had begun
        await play.play("""
            王 > 造成不良影响
            王 < 已受理
        """)
        menu = list(menus.pressed(here.wecom.menu))
        assert [each.key for each in menu[:3]] == ["/todo", "/report", "/nominate"]
        assert [each.name for each in menu[-2:]] == ["取消", "返回"], "every command that everybody may give is there"
        told = len(wang.member.screen)
        await wang.member.chooses("/todo")
        await here.settled()
        assert len(wang.member.screen) == told + 1, "a press in the menu is answered"
        here.wecom.is_trusted = False
        ended = ChannelFinding(key="wecom_callback_tls", facts={"url": "https://flags.example.org"}, is_well=False)
        monkeypatch.setattr(examining, "examine_callback", AsyncMock(return_value=ended))
        await here.restarts()
        await until(lambda: bool((facts := here.house.channels["wecom"].facts()) and facts.why and facts.minds))
        wrong, mind = [
            each for each in watching.wrong(await here.house.watch.look()) if each.facts.get("channel") == "wecom"
        ]
        assert (wrong.is_grave, mind.is_grave, mind.facts["found"]) == (True, False, ended)
        assert wrong.said("zh").startswith("企业微信：本机的出口地址 203.0.113.7 不在可信 IP 里")
