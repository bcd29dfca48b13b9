"""What a message is: a table of phrases in both languages, and the conversations in which each was misunderstood (trials C1, C5–C8)."""

from __future__ import annotations

from datetime import date

import pytest

from domain.matters.clues import TOLD
from handlers.conversation import listening
from handlers.conversation.forms.forms import AskGiven, PreviewAnswers
from handlers.conversation.forms.making import Making
from handlers.conversation.listening import (
    Answer,
    AskMeaning,
    CommandGiven,
    Mention,
    Nomination,
    Praise,
    ReportBegun,
    Situation,
    StaffWords,
    Thanks,
    Unsure,
    WantsPerson,
)
from handlers.conversation.steps import Heard, Known, Step
from handlers.reporting.following import TellCode
from handlers.understanding import spoken_dates
from handlers.understanding.recognising import kinds, near_days, recognise
from tests.support import office as offices
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

TODAY = date(2026, 3, 4)
ASKED = {asked.name: asked for asked in TOLD}
EMPTY = Making(matter="clue", id=0, epoch=0, move="submit", given={}, is_previewed=True)
BEGUN = EMPTY.knowing({"story": "水利局的渠道漏水"})
OUTSIDE: tuple[tuple[str, type], ...] = (
    ("自然资源局三个月不处理违建举报", ReportBegun),
    ("县长不作为", ReportBegun),
    ("派出所不出警", ReportBegun),
    ("不作为", ReportBegun),
    ("The water bureau does nothing", ReportBegun),
    ("the police station ignored me", ReportBegun),
    ("我要推荐县医院的某医生，救了很多人", Nomination),
    ("推荐教育局的王老师", Nomination),
    ("I want to nominate Dr. Li of the county hospital", Nomination),
    ("点赞交警小王", Praise),
    ("感谢教育局王老师耐心解答", Praise),
    ("Well done, officer Wang", Praise),
    ("人工", WantsPerson),
    ("有人吗", WantsPerson),
    ("有人吗？", WantsPerson),
    ("转人工", WantsPerson),
    ("我要人工客服", WantsPerson),
    ("Is anybody there?", WantsPerson),
    ("I want to talk to a person please", WantsPerson),
    ("谢谢", Thanks),
    ("谢谢你们！", Thanks),
    ("Thanks!", Thanks),
    ("投诉", CommandGiven),
    ("我要投诉", CommandGiven),
    ("查进度", CommandGiven),
    ("Check progress", CommandGiven),
    ("QS-2026-000004", Mention),
    ("7K3QW-9ZT2M", Mention),
    ("查询码：７Ｋ３ＱＷ－９ＺＴ２Ｍ。", Mention),
    ("我的举报怎么样了", Mention),
    ("有结果了吗", Mention),
    ("那个", Unsure),
    ("hmm", Unsure),
    ("😀", Unsure),
    ("我想问一下社保怎么办理", Unsure),
    ("Where is the tax office", Unsure),
)
STEPS: tuple[Step, ...] = (
    AskGiven(making=EMPTY, asked=ASKED["story"]),
    AskGiven(making=BEGUN, asked=ASKED["when"]),
    PreviewAnswers(making=BEGUN),
)
WITHIN: tuple[tuple[str, type], ...] = (
    ("他们三个月不给我办证", Answer),
    ("they never answered", Answer),
    ("点赞的人都是假的", Answer),
    ("取消", CommandGiven),
    ("back", CommandGiven),
    ("人工", WantsPerson),
    ("谢谢", Thanks),
    ("thank you", Thanks),
    ("QS-2026-000004", Mention),
    ("有结果了吗", Mention),
)


def known(locale: str = "zh") -> Known:
    return Known(office=offices.office(), today=TODAY, channel="web", locale=locale)


def understood(text: str, step: Step | None = None, *, is_staff: bool = False) -> listening.Meaning:
    return listening.understand(Heard(text=text), Situation(step=step, known=known(), is_staff=is_staff))


@pytest.mark.parametrize(("text", "meaning"), OUTSIDE)
def test_outside_any_dialogue_words_mean(text: str, meaning: type) -> None:
    assert type(understood(text)) is meaning


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
@pytest.mark.parametrize(("text", "meaning"), WITHIN)
def test_while_a_report_is_open_words_mean(text: str, meaning: type, step: Step) -> None:
    assert type(understood(text, step)) is meaning


@pytest.mark.parametrize(
    "text", [text for text, meaning in OUTSIDE if meaning in (ReportBegun, Nomination, Praise, Unsure)]
)
def test_words_of_staff_begin_nothing_by_accident(text: str) -> None:
    assert type(understood(text, is_staff=True)) is StaffWords


def test_a_code_is_an_answer_where_one_is_asked_for() -> None:
    assert type(understood("7K3QW-9ZT2M", TellCode(wish="look"))) is Answer


def test_a_query_code_is_not_kept_with_a_story() -> None:
    meaning = listening.understand(
        Heard(text="教育局还是没有给我答复，查询码：7K3QW-9ZT2M"),
        Situation(step=None, known=known(), is_staff=False),
        is_looked_up=True,
    )
    assert isinstance(meaning, ReportBegun)
    assert "9ZT2M" not in meaning.text


def test_a_command_named_by_a_question_is_its_answer() -> None:
    step = AskMeaning(text="那个", files=(), offers=("report", "status"))
    assert understood("我要反映", step) == Answer(Heard(text="我要反映", choice="report"))
    assert understood("帮助", step) == CommandGiven("help", "")


@pytest.mark.parametrize("text", ["投诉", "12345", "上周去办事大厅没人理", "我要投诉教育局", "举报"])
def test_a_complaint_is_not_yet_one_that_was_left_lying(text: str) -> None:
    assert "t13" not in kinds(text)


@pytest.mark.parametrize(
    "text", ["自然资源局三个月不处理违建举报", "投诉了没人理", "打12345没有答复", "they never answered my complaint"]
)
def test_a_complaint_that_was_left_lying_is_one(text: str) -> None:
    assert kinds(text)[0] == "t13"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The natural resources bureau has done nothing", "清溪县自然资源局"),
        ("the Education Department is slow", "清溪县教育局"),
        ("Wanglan Town Government did not repair the road", "清溪县望岚镇人民政府"),
        ("water supply company", "清溪县水务公司"),
    ],
)
def test_a_unit_is_found_by_its_english_name(text: str, name: str) -> None:
    found = recognise(text, offices.office().finder, TODAY)
    assert found.units[0].unit.name == name


@pytest.mark.parametrize(
    "text",
    ["last Wednesday", "for three months", "since January", "two weeks ago", "for the past half a year", "yesterday",
     "at 3 o'clock", "every day", "上周三下午", "三四个月了", "去年冬天", "最近", "好几年了", "3月1号", "早上9点"],
)  # fmt: skip
def test_a_time_is_one(text: str) -> None:
    assert spoken_dates.names_time(text, TODAY, near_days())


@pytest.mark.parametrize("text", ["就在办事大厅", "城东村村口", "他们不讲理", "in the hall", "ask them"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert not spoken_dates.names_time(text, TODAY, near_days())


async def test_a_nomination_in_free_words_begins_one_with_those_words(play: Play) -> None:
    await play.play("""
        李 > 我要推荐县医院的某医生，救了很多人
        李 < 首次使用告知
        李 [同意]
        李 < 推荐哪个方面的奋斗者
        李 [其他]
        李 [推荐别人]
        李 < 没有找到这个名称的单位：县医院
        李 [都不是，按我写的记]
        李 > 某医生，急诊科
        李 [完成]
        李 < 单位（您写的）：县医院
        李 < 救了很多人
        李 [提交]
        李 < 编号：TJ-2026-000001
    """)


async def test_praise_never_becomes_a_complaint(play: Play) -> None:
    await play.play("""
        李 > 感谢教育局王老师耐心解答
        李 !< 首次使用告知
        李 < 要推荐为奋斗者吗
        李 [只是说声谢谢]
        李 < 不客气
        李 > 点赞交警小王
        李 [推荐奋斗者]
        李 [同意]
        李 < 推荐哪个方面的奋斗者
        李 > 取消
        李 > 谢谢
        李 < 不客气
    """)


async def test_a_complaint_in_the_box_for_feedback_is_offered_as_a_report_with_its_words(play: Play) -> None:
    await play.play("""
        李 > 投诉建议
        李 > 投诉自然资源局不给我办证，拖了三个月
        李 < 像是在反映某个单位的问题
        李 > 窗口还骂人
        李 < 已记入经过
        李 [作为问题反映]
        李 [同意]
        李 < 单位：清溪县自然资源局
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 < 不给我办证
        李 < 窗口还骂人
    """)


async def test_feedback_about_the_service_stays_feedback(play: Play) -> None:
    await play.play("""
        李 > 投诉建议
        李 > 这个网页的字太小，我在水利局门口看不清
        李 < 意见
        李 !< 作为问题反映
    """)


async def test_whoever_wants_a_person_is_told_how_to_reach_one_and_the_question_stays(play: Play) -> None:
    await play.play("""
        李 > 人工
        李 < 电话：0000-000000
        李 <[我要反映]
        李 > /report
        李 [同意]
        李 > 窗口的人说话很难听
        李 > 有人吗
        李 < 电话：0000-000000
        李 < 反映的是哪个单位
    """)


async def test_the_head_of_the_county_is_a_subject_too(play: Play) -> None:
    await play.play("""
        李 > 县长不作为
        李 < 首次使用告知
        李 [同意]
        李 < 哪个单位
    """)


@pytest.mark.parametrize("name", ["派出所", "城关镇政府", "县医院"])
async def test_an_office_that_is_not_in_the_register_keeps_the_name_it_was_given(staffed: Play, name: str) -> None:
    await staffed.play(f"""
        李 > {name}的人三个月都不给盖章
        李 [同意]
        李 < 没有找到这个名称的单位：{name}
        李 <[从单位名单里选]
        李 <[不清楚是哪个单位]
        李 [都不是，按我写的记]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 < 单位（您写的）：{name}
        李 [提交]
        李 ? number 编号：(\\S+)
        王 > {{number}}
        王 < 单位（本人所述）：{name}
    """)


async def test_the_question_for_the_unit_is_not_asked_for_ever(play: Play) -> None:
    await play.play("""
        李 > /report
        李 [同意]
        李 > 窗口的人说话很难听
        李 > 夔夔所
        李 < 没有找到这个名称的单位：夔夔所
        李 > 夔夔所
        李 < 什么时候
        李 [返回]
        李 [返回]
        李 [从单位名单里选]
        李 < 第1页，共5页
        李 [下一页]
        李 < 第2页，共5页
        李 [清溪县教育局]
        李 < 什么时候
    """)


async def test_two_units_in_one_sentence_are_both_offered(play: Play) -> None:
    await play.play("""
        李 > 自然资源局和水利局互相推诿，谁都不管
        李 [同意]
        李 < 是下面哪一个
        李 <[清溪县自然资源局]
        李 <[清溪县水利局]
        李 [清溪县水利局]
        李 !< 哪一类问题
        李 < 什么时候
    """)


async def test_in_english_unit_kind_and_time_are_recognised_and_shown_in_english(play: Play) -> None:
    play.stage.speaks("Ann", "en")  # type: ignore[attr-defined]  # a stage of this folder
    await play.play("""
        Ann > The natural resources bureau has not dealt with my application for three months
        Ann [I agree]
        Ann < Unit: Natural Resources Bureau
        Ann < Kind: Delays
        Ann < Time: for three months
        Ann [Yes]
        Ann [Skip]
        Ann [Done]
        Ann [Anonymous]
        Ann [Submit]
        Ann < QS-2026-000001
    """)


async def test_words_nobody_understood_are_kept_and_asked_about(play: Play) -> None:
    await play.play("""
        李 > 那个
        李 < 没有明白您的意思
        李 > 教育局
        李 [同意]
        李 < 单位：清溪县教育局
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 < 那个
        李 < 教育局
    """)


async def test_a_question_about_ones_matter_in_the_middle_of_a_report_asks_whether_to_leave(play: Play) -> None:
    """Asked a second time as well: who wrote “any result yet?” twice lost what they had told without a word."""
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [确认]
        李 > 有结果了吗
        李 < 继续填写，还是先放下
        李 > 有结果了吗
        李 < 继续填写，还是先放下
        李 > 他们昨天又来拆了一次
        李 < 已记入经过
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 < 他们昨天又来拆了一次
        李 !< 有结果了吗
    """)


async def test_words_of_a_reviewer_are_answered_as_a_reviewers(house: DirectStage, staffed: Play) -> None:
    await staffed.play("""
        王 > 这个怎么弄
        王 < 没有明白“这个怎么弄”
        王 !< 想反映问题，请直接写明
        王 <[搜索这几个字]
        王 <[待办]
        王 + 照片.jpg > 教育局的人说话难听
        王 !< 首次使用告知
        王 < 没有收下：照片.jpg
    """)


@pytest.mark.parametrize("text", ["我想举报", "想反映", "I want to complain"])
async def test_whoever_only_says_that_they_want_to_report_is_asked_what(play: Play, text: str) -> None:
    """Regression: 我想举报 was the first line of what was told, and the unit was asked before it."""
    await play.play(
        f"""
        李 > {text}
        李 [同意]
        李 < 请写下发生了什么
        """
    )
