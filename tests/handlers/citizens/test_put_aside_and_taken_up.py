"""What a hurried person does beside the question: a big button while the notice waits, a button further up, words where files are
asked for, a time where a place is. It goes on; nobody is told that nothing was received, and no question has to be answered twice.
"""

from __future__ import annotations

import pytest

from handlers.understanding import spoken
from handlers.understanding.recognising import kinds
from tests.support.transcripts import Play


async def test_the_button_for_a_report_is_no_other_wish_than_the_photo_that_waits(play: Play) -> None:
    await play.play("""
        李 + 现场.jpg
        李 < 首次使用告知
        李 > /report
        李 !< 刚才的内容还没有填完
        李 < 需要您先同意上面的告知
        李 [同意]
        李 < 请写下发生了什么
        李 > 自然资源局三个月不处理违建举报
        李 [确认]
        李 [跳过]
        李 [匿名]
        李 < 附件：1个
    """)


async def test_a_photo_may_as_well_begin_a_nomination(play: Play) -> None:
    await play.play("""
        李 + 现场.jpg
        李 < 首次使用告知
        李 > /nominate
        李 !< 刚才的内容还没有填完
        李 [同意]
        李 < 推荐
    """)


async def test_a_story_that_waits_is_not_turned_into_a_nomination_unasked(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 < 首次使用告知
        李 > /nominate
        李 < 刚才的内容还没有填完
    """)


async def test_agreeing_above_the_question_whether_to_leave_is_agreeing(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 < 首次使用告知
        李 > 我的数据
        李 < 刚才的内容还没有填完
        李 [同意]
        李 !< 已经答过了
        李 < 单位：清溪县自然资源局
    """)


async def test_agreeing_in_words_there_is_agreeing_too(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 < 首次使用告知
        李 > 我的数据
        李 < 刚才的内容还没有填完
        李 > 同意
        李 < 单位：清溪县自然资源局
    """)


async def test_words_after_the_question_whether_to_leave_are_answered(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 < 首次使用告知
        李 > 去了四趟都说负责人不在
        李 < 已替您记着
        李 > 我的数据
        李 < 刚才的内容还没有填完
        李 > 上个月又去了一趟，还是没有人
        李 < 已替您记着
    """)


async def test_a_time_is_no_place_and_words_are_not_counted_as_no_files(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [确认]
        李 < 在什么地方
        李 > 五月三号
        李 < 已记入经过
        李 < 在什么地方
        李 > 5月3日在政务大厅二楼
        李 < 有照片
        李 > 当时有三个人在场
        李 !< 附件0个
        李 < 已记入经过
        李 [完成]
        李 [匿名]
        李 < 当时有三个人在场
    """)


async def test_a_caption_is_noted_and_its_photo_counted(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [确认]
        李 [跳过]
        李 < 有照片
        李 + 现场.jpg
        李 < 已收到附件1个
        李 > 这是当时的窗口，没有一个人
        李 < 已记入经过
    """)


async def test_a_question_that_comes_first_does_not_hide_the_report_behind_it(play: Play) -> None:
    await play.play("""
        李 > 我想问一下
        李 < 没有明白您的意思
        李 > 教育局
        李 < 首次使用告知
        李 > 不给孩子办入学
        李 [同意]
        李 < 单位：清溪县教育局
    """)


@pytest.mark.parametrize("text", ["我要撤回", "我想撤回举报", "我不想举报了", "I want to withdraw my report"])
def test_who_wishes_to_withdraw_is_understood(text: str) -> None:
    assert spoken.command(text) == ("withdraw", "")


def test_a_hotline_named_alone_does_not_make_the_next_lines_a_complaint_left_lying() -> None:
    assert "t13" not in kinds("12345\n上周去办事大厅没人理")
    assert "t13" not in kinds("投诉\n12345\n上周去办事大厅没人理")
    assert kinds("打了12345\n到现在没人理")[0] == "t13"


async def test_one_tap_on_cancel_does_not_throw_away_what_was_told(play: Play) -> None:
    await play.play("""
        李 + 现场.jpg > 教育局拖着不办入学
        李 [同意]
        李 [取消]
        李 !< 已取消
        李 < 刚才的内容还没有填完
        李 [继续填写]
        李 < 单位：清溪县教育局
        李 [取消]
        李 [放下不写了]
        李 < 已取消
    """)


async def test_cancel_twice_is_cancel(play: Play) -> None:
    await play.play("""
        李 > 教育局拖着不办入学
        李 [同意]
        李 > 取消
        李 > 取消
        李 < 已取消
    """)
