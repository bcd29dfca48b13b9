"""讲评会: from a confirmed list to speakers, notices, speeches, and minutes that a leader signs (the law §1 rows 3 and 6, §9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest_asyncio

from domain.importing.columns import ImportKind
from domain.mechanism.rules import MeetingForm, RuleSet
from domain.people import CLOCK, Role
from handlers.conversation.procedures import moves
from handlers.scoring import review_meetings
from storage import matters
from storage.database import Tx
from tests.handlers.procedures.test_case import CONFIRMED as LABELLED
from tests.handlers.procedures.test_case import play as case_play
from tests.handlers.procedures.test_score_sheet import CONFIRMED
from tests.handlers.test_leaders_and_a_list import bring
from tests.support import beginnings
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

__all__ = ["case_play"]

FIGURES = (ImportKind.UNITS, ImportKind.INDICATORS, ImportKind.VALUES)
CONVENED = (
    CONFIRMED
    + """
    周 [召开讲评会 @ 2026年第1期]
    周 [双月讲评：红黄旗发言]
    王 > 待办
    王 ? meeting 讲评会(JP-2026-\\d+)｜筹备中
    王 [发出会议通知]
    王 > 3月12日
    王 > 上午9：00
    王 > 县行政中心一楼会议室
    王 < 请核对
    王 [提交]
    王 < 须由另一人同意后生效
    周 > 待办
    周 < 县行政中心一楼会议室
    周 [同意]
    台 < 会议通知：请你单位主要负责人参会发言
    台 ? speech 讲评会发言(FY-2026-\\d+)
"""
)


@pytest_asyncio.fixture
async def play(house: DirectStage) -> Play:
    """Leaders 周 and 陈, a reviewer 王; 台 and 应, contacts of a township with a yellow flag and of a bureau with two red ones."""
    return await beginnings.of(house, "review_meeting", _come, (CONVENED, FILED))


async def _come(house: DirectStage) -> None:
    await house.joins("王", Role.REVIEWER)
    for who in ("周", "陈"):
        await house.joins(who, Role.LEADER)
    await house.joins("台", Role.UNIT_CONTACT, "U29")
    await house.joins("应", Role.UNIT_CONTACT, "U15")
    for kind in FIGURES:
        await bring(house, kind)


FILED = (
    CONVENED
    + """
    台 > 待办
    台 [收到通知]
    台 > {speech}
    台 < 发言不超过（分钟）：8
    台 [报送发言材料]
    台 + 表态发言.docx
    台 < 已收到附件1个
    台 > 我乡报表迟报，责任在我。
    台 > 一是五天内补齐报表。
    台 > 二是每周一调度，三个月见效。
    台 [完成]
    台 < 二是每周一调度
    台 [提交]
"""
)


async def test_a_unit_files_its_speech_in_lines_and_files_and_the_office_reads_it(play: Play) -> None:
    await play.play(
        CONVENED
        + """
        王 > {meeting}
        王 < 已报0件，共20件
        王 < 1. 应急管理局：经验交流，红旗（真抓实干、闯创干）｜已通知
        王 < 苔石乡：表态发言，黄旗（乡镇基层）｜已通知
        王 < 没有联络员、要另行通知的单位：投资促进中心
        王 !<[登记会议纪要]
        """
        + FILED.removeprefix(CONVENED)
        + """
        应 > {speech}
        应 !< 我乡报表迟报
        应 < 没有这件事项
        王 > {meeting}
        王 < 已报1件，共20件
        王 [讲评会发言 苔石乡]
        王 < 我乡报表迟报
        王 <[查看附件]
        王 [退回修改]
        王 > 请写明责任人的职务
        台 < 发言材料请修改后再报
        台 < 要改的：请写明责任人的职务
        台 > 待办
        台 [报送发言材料]
        台 + 表态发言（修改）.pdf
        台 [只报文件]
        台 [完成]
        台 [提交]
        王 > {speech}
        王 < ｜已报送
        台 > {speech}
        台 <[重新报送发言材料]
        应 > 待办
        应 [报送发言材料 @ 讲评会发言]
        应 [只报文件]
        应 [完成]
        应 [提交]
        应 < 请写发言稿，或者发文件
        """
    )


async def test_nobody_is_asked_to_a_meeting_whose_day_is_over_and_nobody_strikes_their_own_unit(
    play: Play, house: DirectStage
) -> None:
    """Notices of a meeting went out after its day, once a leader signed late; a reviewer of a unit with a yellow flag let it off its
    statement."""
    await house.joins("苔", Role.REVIEWER, "U29")
    await play.play(
        CONVENED.partition("    王 [发出会议通知]")[0]
        + """
        苔 > {meeting}
        苔 [划去发言单位]
        苔 <[14 文旅体育局]
        苔 !<[15 苔石乡]
        苔 > 15
        苔 > 乡里忙。
        苔 [取消]
        苔 > {meeting}
        苔 [增加发言单位]
        苔 > 苔石乡
        苔 [经验交流]
        苔 > 乡里做得好。
        苔 < 回避
        王 [发出会议通知]
        王 > 2026年3月1日
        王 < 这一天已经过去
        王 > 3月6日
        王 > 上午9：00
        王 > 县行政中心一楼会议室
        王 [提交]
        ~ 5 days
        周 > {meeting}
        周 < 苔石乡
        周 !<[同意]
        周 <[不同意]
        台 > 待办
        台 !< 会议
        """
    )


async def test_minutes_are_recorded_from_the_day_on_and_signed_by_a_leader(play: Play) -> None:
    await play.play(
        FILED
        + """
        王 > {meeting}
        王 [排发言顺序]
        王 > １５ 1
        王 > {meeting}
        王 < 1. 苔石乡：表态发言
        王 < 2. 应急管理局
        王 [划去发言单位]
        王 > 3-20
        王 > 时间有限
        王 > {meeting}
        王 < 投资促进中心、政务服务中心、望岚镇
        王 [增加发言单位]
        王 > 水利局
        王 [经验交流]
        王 > 清淤做法可以推广
        王 > {meeting}
        王 < 3. 水利局：经验交流，另行增加：清淤做法可以推广｜已通知
        王 [改时间地点]
        王 > 3月13日
        王 > 下午2：30
        王 > 县政府二楼
        王 [提交]
        陈 > {meeting}
        陈 [同意]
        台 < 已报送的材料仍然有效
        台 < 会议日期：3月13日
        应 < 会议改了时间或地点
        ~ 9 days
        应 < 发言材料逾期未报
        王 > {meeting}
        王 [登记会议纪要]
        王 > 1、3
        王 > 台账每周一通报。
        王 > 三个月后回头看。
        王 + 纪要.pdf
        王 [完成]
        王 [提交]
        陈 > {meeting}
        陈 < 三个月后回头看
        陈 [同意]
        王 > {meeting}
        王 < ｜已办结
        王 < 会议议定：台账每周一通报。
        王 < 苔石乡：表态发言，黄旗（乡镇基层）｜已发言
        王 < 应急管理局：经验交流，红旗（真抓实干、闯创干）｜没有发言
        王 <[查看附件]
        台 > {speech}
        台 < ｜已发言
        台 < 我乡报表迟报
        """
    )


async def test_speakers_follow_the_list_until_the_meeting_and_the_public_hears_the_morning_after(
    play: Play, house: DirectStage
) -> None:
    await play.play(CONVENED)
    given = {"who": "", "reason": ""}

    def again(tx: Tx) -> datetime:
        room = house._room(tx)
        period = matters.standing(tx, "period", 1)
        assert period is not None
        moves.carry_out(room.acting_as(CLOCK), period, "return", given)
        return review_meetings.not_before(room, 1, house.now)

    assert str(await house.database.write(again)) == "2026-03-13 00:00:00+00:00"
    await play.play(
        """
        周 > 确认旗帜
        周 ? flag 黄 (\\d+) 苔石乡
        周 [划去]
        周 > {flag}
        周 > 另有原因
        周 [确认名单]
        周 [确认]
        台 < 这次会议你单位不用发言了
        台 > {speech}
        台 < ｜不用发言
        台 !<[报送发言材料]
        """
    )


async def test_in_the_arena_results_alone_count(play: Play) -> None:
    await play.play(
        """
        周 > 确认旗帜
        周 [召开讲评会]
        周 [双月擂台：只讲成绩]
        王 > 待办
        王 ? meeting 讲评会(JP-2026-\\d+)｜筹备中
        王 < 1. 应急管理局：经验交流，A序列第1名
        王 < C序列第3名
        王 !< 黄旗
        王 [增加发言单位]
        王 > 水利局
        王 !<[表态发言]
        王 [取消]
        王 > {meeting}
        王 < 暂不能发通知：旗帜名单还没有经主要负责同志确认
        王 !<[发出会议通知]
        周 > {meeting}
        周 [不开会]
        周 > 本期不开了。
        周 [确认]
        王 > {meeting}
        王 < ｜不召开
        """
    )


async def test_who_is_given_a_flag_for_a_case_at_the_meeting_makes_a_statement(
    case_play: Play, house: DirectStage
) -> None:
    """The law §4.1 L9."""
    await case_play.play(LABELLED.partition("    赵 > 待办\n    赵 [授旗]")[0])
    for kind in FIGURES:
        await bring(house, kind)
    await case_play.play("""
        周 > 确认旗帜
        周 [召开讲评会]
        周 [双月讲评：红黄旗发言]
        王 > 待办
        王 ? meeting 讲评会(JP-2026-\\d+)｜筹备中
        王 < 自然资源局：表态发言，黄旗（真抓实干），拟授躺平者黄旗（{case}）｜拟发言
    """)


async def test_the_clock_prepares_one_where_the_office_holds_them(play: Play, house: DirectStage) -> None:
    house.office = replace(house.office, rules=RuleSet(meeting_form=MeetingForm.FLAGS))
    await play.play(CONFIRMED + "王 > 待办\n王 < ｜筹备中\n王 <[发出会议通知]")
