"""A difficulty (难题) from whoever is held up to the unit that solves it, and to the leaders where it does not (the law §8)."""

from __future__ import annotations

from domain.people import Role
from tests.handlers.procedures.test_files_of_undertakings import OURS, taken
from tests.handlers.procedures.test_projects import SCHOOL, bring
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play


async def test_a_difficulty_is_solved_by_the_unit_it_was_given_to_and_closed_by_whoever_raised_it(
    house: DirectStage, play: Play
) -> None:
    await house.joins("周", Role.LEADER)
    await house.joins("吴", Role.REVIEWER)
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    await house.joins("交", Role.UNIT_CONTACT, "U06")
    await taken(house, OURS)
    await play.play("""
        交 > 上报难题
        交 > SX-2026-000001
        交 < 没有这个编号
        交 [取消]
        联 > SX-2026-000002
        联 > 上报难题
        联 [审批]
        联 > 展示栏要占用人行道，
        联 > 占道许可办不下来。
        联 [完成]
        联 [提交]
        联 ? it (NT-2026-\\d+)
        交 > {it}
        交 < 没有这件事项
        吴 > 待办
        吴 < 占道许可办不下来
        吴 [交办]
        吴 > 交通局
        联 < 难题已交办
        交 > {it}
        交 < 上报单位：清溪县自然资源局
        联 > SX-2026-000002
        联 < NT-2026-000001　审批　协调中　清溪县交通运输局　3月25日到期
        ~ 22 days
        周 > {it}
        周 < ｜已提级
        交 < 难题到期没有解决
        交 > {it}
        交 [报送解决情况]
        交 > 许可已经发出。
        交 [完成]
        交 [提交]
        联 < 请确认
        联 > {it}
        联 [没有解决]
        联 > 许可里的期限不对。
        联 [完成]
        交 < 难题没有解决
        交 > {it}
        交 < 许可里的期限不对
        交 [报送解决情况]
        交 > 期限改了。
        交 [完成]
        交 [提交]
        联 > {it}
        联 [确认解决]
        交 < 难题已确认解决
        联 > SX-2026-000002
        联 !< NT-2026
    """)


async def test_what_holds_up_a_project_stands_on_its_card(house: DirectStage, play: Play) -> None:
    await house.joins("业", Role.PROJECT_OWNER, "U10")
    await bring(house, SCHOOL)
    await play.play("""
        业 > XM-2026-000001
        业 > 难题
        业 [要素]
        业 > 用电容量不够。
        业 [完成]
        业 [提交]
        业 > XM-2026-000001
        业 < NT-2026-000001　要素　待交办
    """)


async def test_who_solved_a_difficulty_does_not_say_that_it_is_solved(house: DirectStage, play: Play) -> None:
    await house.joins("周", Role.LEADER)
    await house.joins("吴", Role.REVIEWER)
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    await house.joins("又", Role.UNIT_CONTACT, "U04")
    await taken(house, OURS)
    await play.play("""
        联 > SX-2026-000002
        联 > 上报难题
        联 [审批]
        联 > 许可办不下来。
        联 [完成]
        联 [提交]
        联 ? it (NT-2026-\\d+)
        吴 > {it}
        吴 [交办]
        吴 > 自然资源局
        又 > {it}
        又 [报送解决情况]
        又 > 许可办好了。
        又 [完成]
        又 [提交]
        联 > {it}
        联 !<[确认解决]
        周 > {it}
        周 [确认解决]
        联 < 难题已确认解决
    """)
