"""Progress as a reporter reads it: the unit, the beginning of one's own words, what the stage means, what comes next and by when."""

from __future__ import annotations

import pytest

from tests.support.direct_stage import DirectStage
from tests.support.scripts import NOMINATED, REPORTED
from tests.support.transcripts import Play


async def test_progress_names_the_unit_ones_own_words_the_meaning_and_the_day(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        张 > {code}
        张 < 编号{number}｜清溪县自然资源局
        张 < 您写的：自然资源局三个月不处理违建举报
        张 < 当前状态：研判中（3月4日起）
        张 < 受理人员正在看您的材料
        张 < 最迟告知您结果：3月11日
        王 > {number}
        王 [受理]
        王 [造成不良影响]
        张 > {code}
        张 < 正在核实情况，核实后给您答复
        张 < 最迟给您答复：5月3日
        # on another platform abroad, what was written on our own page is not repeated
        张@telegram > {code}
        张@telegram < 清溪县自然资源局
        张@telegram !< 您写的
    """
    )


async def test_in_english_too(play: Play) -> None:
    play.stage.speaks("Ann", "en")  # type: ignore[attr-defined]  # a stage of this folder
    await play.play(
        REPORTED
        + """
        Ann > {code}
        Ann < You wrote: 自然资源局三个月不处理违建举报
        Ann < A reviewer reads your material
        Ann < You hear the result by
        ~ 20 days
        Ann > {code}
        Ann < This office is late
        Ann < call 0000-000000
    """
    )


async def test_a_nomination_too(play: Play) -> None:
    await play.play(
        NOMINATED
        + """
        张 > {code}
        张 < 编号{number}｜清溪县自然资源局
        张 < 您写的：去年跑完了全部地块的审批
        张 < 受理人员正在看您的推荐
    """
    )


async def test_a_term_that_the_office_missed_is_said_plainly_with_whom_to_call(staffed: Play) -> None:
    await staffed.play(
        REPORTED.replace("李 ", "李@telegram ")
        + """
        ~ 10 days
        李@telegram < 编号{number}有新进展
        李@telegram > {code}
        李@telegram < 按规定应当在3月11日前办完这一步，本机关超期了
        李@telegram < 打电话0000-000000催办
        李@telegram !< 最迟告知您结果
    """
    )


async def test_a_term_that_is_the_reporters_own_is_nobodys_lateness(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [不予受理]
        王 [没有写明具体事实]
        王 > 请写明时间地点
        赵 > {number}
        赵 [同意]
        ~ 10 days
        张 > {code}
        张 < 申请复查截至：4月3日
        ~ 25 days
        孙子 > {code}
        孙子 !< 超期
    """
    )


async def test_anonymous_and_with_a_name_one_hears_terms_that_are_true(house: DirectStage) -> None:
    play = Play(house)
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [确认]
        李 [跳过]
        李 [完成]
        李 < 两种的办理期限一样，实名的优先
        李 !< 15个工作日
        李 [实名]
        李 > 李四
        李 > 13800000000
        李 [提交]
        李 < 5个工作日内告知结果
        李 < 实名反映的优先办理，最迟15个工作日告知是否受理
    """)
    await play.play(
        REPORTED.replace("李 ", "张 ")
        + """
        张 < 5个工作日内告知结果
        张 !< 最迟15个工作日
    """
    )


SIGNED = REPORTED.replace("李 ", "李@wechat ").replace(
    "李@wechat [匿名]", "李@wechat [实名]\n李@wechat > 李某某\n李@wechat > 13800000000"
)
ASKED = (
    SIGNED
    + """
    王 > {number}
    王 [领取]
    王 [要求补充]
    王 > 在哪一条街？
    李@wechat < 在哪一条街？
    """
)
TAKEN = """
    李@wechat [完成]
    李@wechat < 补充内容已提交
    王 < 提交人有新的补充
"""


@pytest.mark.parametrize(
    "answer",
    [
        "李@wechat > 城东街",
        "李@wechat > 就在城东街十二号院子里面，天天有人施工",
        "李@wechat + 门口.jpg",
        "李@wechat [回答提问]\n李@wechat < 请写补充内容\n李@wechat > 城东街",
    ],
    ids=["a word", "a sentence", "a picture", "the button"],
)
async def test_whoever_gave_their_name_answers_below_the_question_without_a_code(staffed: Play, answer: str) -> None:
    """Regression: 城东街 below the question in which street was not understood, and a picture or a sentence began another report."""
    await staffed.play(ASKED + answer + TAKEN)


async def test_whoever_gave_their_name_replies_to_what_was_written_without_a_code(staffed: Play) -> None:
    """Regression: below a message from the office there was no way to reply but 补充材料 and the query code."""
    await staffed.play(
        SIGNED
        + """
        王 > {number}
        王 [领取]
        王 [留言]
        王 > 周五去现场看。
        李@wechat < 周五去现场看
        李@wechat [补充这件材料]
        李@wechat < 编号{number}：请写补充内容
        李@wechat > 我也到场
        李@wechat [完成]
        李@wechat < 补充内容已提交
        """
    )


async def test_whoever_tells_of_another_unit_is_not_answering(staffed: Play) -> None:
    await staffed.play(
        ASKED
        + """
        李@wechat > 水利局三个月不处理投诉，一直没有答复
        李@wechat < 单位：清溪县水利局
        """
    )


async def test_nobody_answers_without_a_code_who_was_told_only_that_there_is_news(staffed: Play) -> None:
    await staffed.play(
        ASKED.replace(SIGNED, REPORTED.replace("李 ", "李@wechat ")).replace("< 在哪一条街？", "< 有新进展")
        + """
        李@wechat > 城东街
        李@wechat !< 请写补充内容
        李@wechat > 补充材料
        李@wechat < 请输入查询码
        """
    )
