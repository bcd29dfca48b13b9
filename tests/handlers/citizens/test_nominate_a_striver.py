"""A citizen nominates a striver and follows it; a reviewer takes it up or not. The rules are the law §4.2."""

from __future__ import annotations

from tests.support.scripts import NOMINATED, REPORTED
from tests.support.transcripts import Play


async def test_field_unit_person_deeds_and_evidence_make_a_nomination(play: Play) -> None:
    await play.play("""
        李 > /start
        李 [推荐奋斗者]
        李 [同意]
        李 < 哪个方面
        李 > 共同富裕
        李 [推荐别人]
        李 < 哪个单位
        李 > 水利
        李 [清溪县水利局]
        李 < 姓名和职务
        李 > 周某，灌溉站站长
        李 < 具体事迹
        李 > 带人修通了三条渠
        李 + 渠.jpg
        李 > 两百户用上了水
        李 [完成]
        李 < 领域：共同富裕
        李 < 单位：清溪县水利局
        李 < 人选：周某，灌溉站站长
        李 < 附件：1个
        李 < 两百户用上了水
        李 [修改]
        李 [领域]
        李 [项目建设]
        李 < 领域：项目建设
        李 [提交]
        李 < 编号：TJ-2026-000001
        李 < 查询码：
        李 < 评选看事迹和实绩，不看票数
        李 < 征得被推荐人本人同意
    """)


async def test_whoever_says_at_the_end_that_they_nominate_somebody_nominates(play: Play) -> None:
    """Regression: 推荐他当奋斗者 behind the name of a unit began a report about that unit."""
    await play.play("""
        李 > 自然资源局的周某很肯干，推荐他当奋斗者
        李 [同意]
        李 < 哪个方面
    """)


async def test_a_reviewer_passes_it_on_to_the_joint_check(staffed: Play) -> None:
    await staffed.play(
        NOMINATED
        + """
        王 > {number}
        王 < 推荐{number}｜待审核
        王 < 人选：周某，规划科科长
        钱 !< {number}
        王 > 待办
        王 < 推荐1件
        王 [推荐]
        王 [1 项目建设·自然资源局]
        王 [提交联审]
        王 > 周某
        王 > 规划科科长
        王 < 下一步：有关部门联审
        李 < 编号{number}有新进展
        李 > 查进度
        李 > {code}
        李 < 推荐已提交有关部门联审
        李 < 联审中
    """
    )


ASKED = (
    NOMINATED
    + """
    王 > {number}
    王 [要求补充]
    王 > 提前开工有没有文件？
    李 < 编号{number}有新进展
"""
)
ANSWERED = """
    李 > 查进度
    李 > {code}
    李 [回答提问]
    李 > 有开工令
    李 [完成]
    李 < 补充内容已提交
"""


async def test_the_answer_comes_back_to_whoever_asked(staffed: Play) -> None:
    """Regression: who asks for more on a nomination was told nothing where a channel pushes."""
    await staffed.play(
        ASKED
        + ANSWERED
        + """
        王 < 提交人有新的补充
        赵 !< 提交人有新的补充
        王 [查看]
        王 < 有开工令
    """
    )


async def test_where_whoever_asked_steps_back_the_answer_waits_for_the_others(staffed: Play) -> None:
    """Regression: nobody was told of an answer whose asker may not see it any more."""
    await staffed.play(
        ASKED
        + """
        王 > {number}
        王 [申请回避]
        王 [确认]
        赵 > 待办
    """
        + ANSWERED
        + """
        王 !< 提交人有新的补充
        赵 < 奋斗者推荐待审核：1件
    """
    )


async def test_it_is_turned_down_only_with_a_second_reviewer(staffed: Play) -> None:
    await staffed.play(
        NOMINATED
        + """
        王 > {number}
        赵 > {number}
        王 [不予采纳]
        王 [没有具体事迹]
        王 > 请写明做了什么
        王 < 须由另一人同意
        李 !< 有新进展
        赵 < 理由：没有具体事迹
        赵 [同意]
        李 > 查进度
        李 > {code}
        李 < 推荐未予采纳
        李 < 说明：请写明做了什么
    """
    )


async def test_more_is_asked_answered_supplemented_and_withdrawn_as_with_a_clue(staffed: Play) -> None:
    await staffed.play(
        NOMINATED
        + """
        王 > {number}
        王 [要求补充]
        王 > 是哪些地块？
        李 > 补充材料
        李 > {code}
        李 > 城东三块
        李 [完成]
        李 < 补充内容已提交
        王 < 城东三块
        王 < 待审核
        李 > 补充材料
        李 > {code}
        李 + 批文.pdf
        李 [完成]
        王 < 附件1：文件 1 KB（正在制作可查看的副本）
        李 > 撤回
        李 > {code}
        李 [确认]
        李 < 已按您的要求撤回
        王 < 已撤回
        王 !<[提交联审]
    """
    )


async def test_an_unanswered_question_lapses(staffed: Play) -> None:
    await staffed.play(
        NOMINATED
        + """
        王 > {number}
        王 [要求补充]
        王 > 是哪些地块？
        ~ 16 days
        李 > 查进度
        李 > {code}
        李 < 补充期限已过
        李 < 待审核
    """
    )


async def test_nominations_and_clues_have_their_own_daily_number_and_share_the_queue(staffed: Play) -> None:
    await staffed.play(
        NOMINATED.replace("number", "nomination")
        + REPORTED.replace("李 [同意]\n", "")
        + """
        王 > {number}
        王 < QS-2026-000001
        王 > /card {nomination}
        王 > 下一条
        王 < 线索{number}
        王 > 下一条
        王 < 推荐{nomination}
    """
    )


async def test_the_sixth_nomination_of_a_day_waits(staffed: Play) -> None:
    for number in range(5):
        await staffed.play(NOMINATED.replace("李 [同意]\n", "" if number else "李 [同意]\n"))
    await staffed.play(
        NOMINATED.replace("李 [同意]\n", "").partition("李 ?")[0]
        + """
        李 < 一天最多推荐5人
        李 < 请核对
    """
    )


async def test_nobodys_name_is_in_clear(staffed: Play, house: object) -> None:
    await staffed.play(NOMINATED)
    rows = await house.database.read(lambda tx: tx.all("SELECT * FROM matter"))  # type: ignore[attr-defined]
    for row in rows:
        for value in row:
            written = value.encode() if isinstance(value, str) else value if isinstance(value, bytes) else b""
            assert "周某".encode() not in written
