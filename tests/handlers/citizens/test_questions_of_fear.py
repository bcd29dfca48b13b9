"""A question of fear or of procedure is a question: it is answered, begins no report, and is part of one only if the person says so."""

from __future__ import annotations

import pytest

from handlers.understanding import inquiries
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play

ASKED = (
    ("会不会泄露我的名字", "identity"),
    ("你们会告诉他们是谁举报的吗", "identity"),
    ("请问，他们会知道是我吗？", "identity"),
    ("我怕被发现", "identity"),
    ("will they know it was me", "identity"),
    ("If I report this, will they know it was me?", None),
    ("Will they find out who reported?", "identity"),
    ("举报了会不会被打击报复", "retaliation"),
    ("can they come after me?", "retaliation"),
    ("能查到我的IP吗", "traces"),
    ("能不能把我的信息都删掉", "forgetting"),
    ("我想注销账号", "forgetting"),
    ("怎么注销营业执照", None),
    ("你们是不是忘了我的材料", None),
    ("我要把我的数据删掉", "forgetting"),
    ("Please delete my data", "forgetting"),
    ("delete everything about me", "forgetting"),
    ("社区把我的信息删了，低保也停了", None),
    ("要多久有结果", "how_long"),
    ("多久能有结果？", "how_long"),
    ("How long does it take?", "how_long"),
    ("收费吗", "cost"),
    ("你好，请问收费吗？", "cost"),
    ("Is it free?", "cost"),
    ("怎么匿名", "anonymous"),
    ("要实名吗", "anonymous"),
    ("Can I stay anonymous?", "anonymous"),
    ("谁能看到我写的东西", "readers"),
    ("没有证据可以举报吗", "evidence"),
    ("写错了要负责吗", "wrong"),
    ("可以撤回吗", "withdrawing"),
    ("查询码丢了怎么办", "lost_code"),
    ("怎么举报", "procedure"),
    ("How do I report?", "procedure"),
    ("他们泄露了我的名字", None),
    ("我举报后被打击报复了，会不会没人管", None),
    ("窗口乱收费，我问收费吗他们不理", None),
    ("自然资源局三个月不处理，会不会泄露我的名字", None),
    ("They told my boss who reported it", None),
    ("匿名", None),
    ("教育局不给孩子办入学", None),
)


@pytest.mark.parametrize(("text", "name"), ASKED)
def test_what_only_asks_is_known_by_its_question_and_a_story_is_not(text: str, name: str | None) -> None:
    found = inquiries.read(text)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    "text", ["会不会泄露我的名字", "你们会告诉他们是谁举报的吗", "要多久有结果", "收费吗", "怎么匿名"]
)
async def test_a_question_begins_no_report(play: Play, text: str) -> None:
    await play.play(
        f"""
        李 > {text}
        李 !< 首次使用告知
        李 !< 没有明白
        李 <[我要反映]
        李 [我要反映]
        李 < 首次使用告知
        李 [同意]
        李 < 请写下发生了什么
        李 > 自然资源局三个月不处理违建举报
        李 [确认]
        李 > 取消
        """
    )


async def test_before_consent_the_question_is_answered_and_kept_only_if_it_belongs(play: Play) -> None:
    await play.play(
        """
        李 > 自然资源局三个月不处理违建举报
        李 < 首次使用告知
        李 > 会不会泄露我的名字
        李 < 不会告诉被反映单位是谁反映的
        李 < 不记网络地址
        李 < 没有记进反映的内容
        李 < 同意请回复“同意”
        李 !< 已替您记着
        李 > 要多久有结果
        李 < 5个工作日
        李 < 60天
        李 [同意]
        李 [确认]
        李 > 跳过
        李 [完成]
        李 [匿名]
        李 < 请核对
        李 < 自然资源局三个月不处理违建举报
        李 !< 泄露
        李 !< 要多久
        """
    )


async def test_in_the_middle_the_open_question_is_asked_again_and_the_words_are_kept_on_demand(play: Play) -> None:
    await play.play(
        """
        李 > 我要反映
        李 [同意]
        李 > 你们会告诉他们是谁举报的吗
        李 < 不会告诉被反映单位是谁反映的
        李 < 请写下发生了什么
        李 > 自然资源局三个月不处理违建举报
        李 > 收费吗
        李 < 不收费
        李 < 都对请按“确认”
        李 [确认]
        李 > 跳过
        李 > 怎么匿名
        李 < 默认就可以匿名
        李 < 照片
        李 [记入经过]
        李 < 已记入经过
        李 [完成]
        李 [匿名]
        李 < 经过：自然资源局三个月不处理违建举报
        李 < 怎么匿名
        李 !< 收费
        李 [提交]
        李 < 查询码
        """
    )


@pytest.mark.parametrize("text", ["我要把我的数据删掉", "能不能忘掉我"])
async def test_whoever_wants_to_be_forgotten_is_led_there(play: Play, text: str) -> None:
    """Regression: 我要把我的数据删掉 began a report, and asked which unit it was about."""
    await play.play(
        f"""
        李 > {text}
        李 !< 哪个单位
        李 < 删除我的账号
        李 [我的数据]
        李 [删除我的账号]
        李 < 不能恢复
        李 <[确认删除]
        """
    )


async def test_where_a_matter_is_shown_wanting_to_be_forgotten_is_no_supplement(play: Play) -> None:
    """Regression: 忘记我 and 能不能把我的信息都删掉 became words for the reviewers where one's own matter had just been looked up."""
    await play.play(
        REPORTED
        + """
        李 > 查进度
        李 > {code}
        李 > 我怕，能不能把我的信息都删掉
        李 < 删除我的账号
        李 !< 刚才写的已经记下
        李 > 忘记我
        李 <[删除我的账号]
        """
    )


async def test_in_english_too(house: DirectStage, play: Play) -> None:
    await play.play(
        """
        Ann > /language en
        Ann > will they know it was me
        Ann < not told who reported
        Ann !< Before you begin
        Ann [That is what I report]
        Ann < Before you begin
        Ann > Is it free?
        Ann < It is free
        Ann !< noted
        Ann [I agree]
        Ann < Which unit is it about
        Ann [Not sure which]
        Ann > skip
        Ann [Done]
        Ann [Anonymous]
        Ann < will they know it was me
        Ann !< free
        """
    )


async def test_an_answer_is_true_of_the_channel(play: Play) -> None:
    await play.play(
        """
        李@telegram > 会不会泄露我的名字
        李@telegram < 没有端到端加密，公司能读到
        李@telegram !< 首次使用告知
        李@telegram > 收费吗
        李@telegram < 不收费
        李@telegram !< 端到端
        李@telegram > 水利局的渠道漏水三个月没人修
        李@telegram < 首次使用告知
        """
    )
