"""What is said is said once, of what is meant: evidence that was sent first, a promise that is no time, an empty part of the list."""

from __future__ import annotations

from datetime import date

import pytest

from domain.people import Role
from handlers.understanding import recognising, spoken_dates
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("自然资源局答应一周内答复，一直没有", ""),
        ("他们承诺三个月，后来没有下文", ""),
        ("说好了再等两个星期就能办", ""),
        ("需要三个月以后才给办", ""),
        ("来回花了两天", ""),
        ("三个月了还没办", "三个月"),
        ("等了三个月", "三个月"),
        ("答应一周内答复，三个月了没有消息", "三个月"),
        ("They promised an answer within a week", ""),
        ("They said it takes three months", ""),
        ("The water bureau ignored me for three months", "for three months"),
    ],
)
def test_a_promise_of_a_time_does_not_say_when_it_happened(text: str, period: str) -> None:
    found = spoken_dates.read(text, TODAY, recognising.near_days())
    assert (found.on, found.period) == (None, period)


async def test_who_sent_photos_first_is_not_asked_for_evidence_once_more(play: Play) -> None:
    await play.play(
        """
        李 + 现场一.jpg, 现场二.jpg
        李 < 首次使用告知
        李 [同意]
        李 < 请写下发生了什么
        李 > 2月3日在城东村村口，自然资源局不处理违建举报
        李 [确认]
        李 !< 照片、录音、视频
        李 < 匿名
        李 [匿名]
        李 < 附件：2个
        """
    )


async def test_more_lines_before_consent_are_answered_now_and_then(play: Play) -> None:
    await play.play(
        """
        李 > 自然资源局三个月不处理违建举报
        李 > 去了四趟都说负责人不在
        李 < 已替您记着
        李 > 上个月又去了一趟
        李 < 也记下了
        李 > 还是没有人
        李 !< 记
        李 > 打电话也不接
        李 !< 记
        李 > 邻居也去过
        李 < 也记下了
        李 [同意]
        李 [确认]
        李 > 跳过
        李 [完成]
        李 [匿名]
        李 < 邻居也去过
        """
    )


async def test_a_withdrawn_matter_says_so_once(staffed: Play) -> None:
    await staffed.play(
        """
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [确认并匿名提交]
        李 ? code 查询码：(\\S+)
        李 > {code}
        李 [撤回这件]
        李 [确认]
        李 > {code}
        """
    )
    told = "".join(await staffed.told("李"))
    assert "已撤回" in told
    assert told.count("撤回") <= 2
    assert told.count("已按您的要求撤回") <= 1


async def test_the_list_says_which_part_is_empty_and_figures_what_they_count(house: DirectStage, staffed: Play) -> None:
    await house.joins("主", Role.LEADER)
    await staffed.play(
        """
        李 > 水利局三个月不处理渠道漏水，没人管
        李 [同意]
        李 [确认并匿名提交]
        张 > 教育局的人态度恶劣，说话难听
        张 [同意]
        张 [确认并匿名提交]
        王 > 待办 逾期
        王 < 没有逾期的
        王 > 待我签的
        王 < 没有待我签的
        王 > 待办
        王 > 1
        王 [受理]
        王 [苗头性问题]
        王 > 统计
        王 < 新收到2件
        王 < 受理、等着答复1件，答复办结0件，不予受理0件
        王 < 现在待办2件
        主 > 统计
        主 < 受理、等着答复1件
        Bob > /language en
        """
    )
