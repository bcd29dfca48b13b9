"""What a hurried person does beside the question: a big button while the notice waits, a button further up, words where files are
asked for, a time where a place is. It goes on; nobody is told that nothing was received, and no question has to be answered twice."""

from __future__ import annotations

from tests.transcripts import Play


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
        李 [完成]
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
        李 > 怕被报复，会不会泄露我的名字
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
