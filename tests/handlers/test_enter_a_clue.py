"""Staff write down what came by a letter, a superior, the media or an inspection (the law §3, sources): a clue like any other."""

from __future__ import annotations

from storage import matters
from storage.road import history
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

LETTER = """
    王 > 录入线索
    王 < 从哪里来
    王 [群众举报]
    王 < 请写下发生了什么
    王 > 水利局的渠道上周三开始漏水没有人来修
    王 < 单位：清溪县水利局
    王 !<[确认并匿名提交]
    王 [确认]
    王 > 城东村村口
    王 + 来信.jpg
    王 [完成]
    王 < 录入线索，请核对
    王 < 来源：群众举报
    王 !< 署名
    王 [提交]
    王 < 线索已录入
    王 ? number 编号：(QS-\\d{4}-\\d{6})
    王 ? code 查询码：(\\S+)
"""


async def test_a_letter_is_a_clue_that_any_reviewer_may_work_on_and_its_writer_may_follow(staffed: Play) -> None:
    await staffed.play(
        LETTER
        + """
        # nobody's account brought it, and it stood in nobody's queue
        赵 > 待办
        赵 < {number}
        王 > {number}
        王 < 来源：群众举报
        王 < 附件1
        王 [受理]
        王 [苗头性问题]
        赵 > {number}
        赵 < 已受理
        张 > {code}
        张 < 经研判，已受理
        张 < 当前状态：已受理
    """
    )


async def test_what_a_letter_tells_is_under_its_own_key_and_not_in_the_history(
    house: DirectStage, staffed: Play
) -> None:
    await staffed.play(LETTER)
    told = await house.database.read(lambda tx: matters.told(tx, 1))
    assert told["story"] == "水利局的渠道上周三开始漏水没有人来修"
    lines = await house.database.read(lambda tx: history.of_matter(tx, "clue", 1))
    assert [line.move for line in lines] == ["enter", "register", "open_triage"]
    assert not {"story", "where", "when"} & set(lines[0].given)


async def test_the_day_that_a_superior_set_stands_above_the_term_of_the_law(staffed: Play) -> None:
    await staffed.play("""
        王 > 录入线索
        王 [上级交办督办]
        王 < 上级要求哪一天前办结
        王 > 2026-03-20
        王 > 教育局的人说话很难听，家长反映强烈
        王 [确认]
        王 [昨天]
        王 [跳过]
        王 [完成]
        王 < 上级期限：3月20日
        王 [提交]
        王 ? number 编号：(QS-\\d{4}-\\d{6})
        王 > {number}
        王 [受理]
        王 [苗头性问题]
        王 < 期限：3月20日
    """)


async def test_of_the_media_address_day_and_the_report_itself_are_kept(staffed: Play) -> None:
    await staffed.play("""
        王 > 录入线索
        王 [媒体曝光]
        王 < 媒体名称和网址
        王 > 清溪网 https://news.example/1
        王 < 哪一天发布
        王 > 2026-03-02
        王 < 报道的原文
        王 > 记者连续三天看到渠道漏水，电话无人接听。
        王 > 水利局的渠道上周三开始漏水没有人来修
        王 [确认]
        王 [跳过]
        王 [完成]
        王 < 媒体：清溪网 https://news.example/1
        王 [提交]
        王 ? number 编号：(QS-\\d{4}-\\d{6})
        王 > {number}
        王 < 来源：媒体曝光
        王 < 发布日期：3月2日
        王 < 记者连续三天看到渠道漏水
    """)


async def test_a_citizen_does_not_enter_clues_for_others(play: Play) -> None:
    await play.play("""
        李 > 录入线索
        李 !< 从哪里来
    """)
