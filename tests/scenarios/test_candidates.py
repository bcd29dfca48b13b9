"""What must hold of those who may be commended (the law §10, the scenario 14)."""

from __future__ import annotations

from tests.support import comparing
from tests.support.stages import Stage
from tests.support.transcripts import Play

OPENED = """
    王 > 开展一期评选
    王 > 2026年第一期奋斗者评选
    王 [表彰对象]
    王 > 1 3
    王 > 7
    王 > 今天
    王 > 2026-03-18
    王 > 清政办〔2026〕8号
    王 [提交]
    王 ? edition 编号(PX-2026-\\d+)
    周 > {edition}
    周 [批准开展]
    甲 > {edition}
    甲 [同意]
"""


async def test_14_of_nine_who_are_level_for_seven_places_nobody_is_cut_by_a_machine(
    here: Stage, play: Play, door: dict[str, str]
) -> None:
    await play.play(OPENED)
    nine = await here.house.database.write(lambda tx: comparing.ready(here.house.quiet_room(tx), 9))
    here.house.wake()
    await play.play(
        """
        ~ 20 days
        周 > {edition}
        周 < 候选人够几个名额：6
        周 [开始比选]
        周 > 8
        周 > 今年项目多。
        周 < 名额超过了规定的最多数
        周 > {edition}
        周 [开始比选]
        周 > 7
        周 > 今年项目多，九人都突出。
        甲 > 待办
        甲 < 比选中
    """
    )
    voting, channel = here.house.quiet_room, door["channel"]
    await here.house.database.write(lambda tx: comparing.vote(voting(tx), nine, but="丙", channel=channel))
    here.house.wake()
    await play.play(
        f"""
        周 > {nine[0]}
        周 < ｜已打分，待排定
        周 < 平均78.00分
        {comparing.voted("丙", nine[-1:], {})}
        甲 > {nine[0]}
        甲 < ｜比选中
        甲 < 应投3人，已投0人
        周 > {{edition}}
        周 < ｜比选中
        周 !< 拟表彰
        周 [减少名额]
        周 > 0
        周 > 九人不分上下，本期不产生。
        乙 > {{edition}}
        乙 [同意]
        甲 > {nine[8]}
        甲 < ｜未入选
    """
    )


async def test_all_who_agreed_are_named_at_once_an_objection_stops_one_and_the_others_are_commended(
    here: Stage, play: Play, door: dict[str, str]
) -> None:
    await play.play(OPENED)
    first, second, third = await here.house.database.write(lambda tx: comparing.agreed(here.house.quiet_room(tx), 3))
    await play.play(
        f"""
        王 > {{edition}}
        王 < 可列入公示：某1、某2、某3
        王 [公示]
        王 > 奋斗者评选办法
        王 [提交]
        武 > 待办
        武 < 下列3名同志
        武 [同意发布]
        乙 > 待办
        乙 [同意发布]
        ~ 1 days
        李 > /contest GG-2026-0001
        李 [同意]
        李 [某2]
        李 > 那个项目是别的科室办的，我在场。
        李 [完成]
        李 > 李四
        李 > 13800000000
        李 [提交]
        周 > {second}
        周 < ｜异议核查中
        ~ 12 days
        周 > {first}
        周 [批准表彰]
        周 [确认]
        周 > {third}
        周 [批准表彰]
        周 [确认]
        周 > {third}
        周 < ｜已批准，待表彰
        王 > {{edition}}
        王 < 可列入表彰：某1、某3
        王 [表彰]
        王 > 全县干部大会
        王 > 献花
        王 [提交]
        武 > 待办
        武 < 授予下列2名同志
        武 [同意发布]
        乙 > 待办
        乙 [同意发布]
        ~ 2 days
        周 > {first}
        周 < ｜已表彰
        周 > {second}
        周 < ｜异议核查中
        """
    )
    if door["channel"] == "web":  # where the board is
        await play.play("""
            李 > 光荣榜
            李 < 某3（清溪县人力社保局3科科长），称号至2029年3月
            李 !< 某2
        """)
