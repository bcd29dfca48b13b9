"""Files of breakthrough projects (破难攻坚项目): bad cells, what a file changes, and the board beside a plain count (the law §8)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.importing import taking
from domain.importing.columns import ImportKind
from domain.importing.problems import ImportRefused
from domain.people import Role
from handlers.conversation import house_rooms
from handlers.exports.every import EXPORTS
from storage.database import Tx
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

HEAD = "项目名称,牵头单位,领衔领导,狮团,任务书,节点,节点日期\n"
OURS = f"""{HEAD}旧城改造攻坚,清溪县自然资源局,常务副县长,旧城狮团,年底前交地,一号片区签约,2026-03-20
,,,,,二号片区腾空,2026年4月20日
产业园攻坚,U06,分管副县长,,,通车,2026-04-10
"""


def _room(house: DirectStage) -> taking.MakeRoom:
    return lambda tx: house_rooms.quiet(tx, house.office, at=house.now, now=house.now)


async def taken(house: DirectStage, content: str) -> int:
    return (await taking.import_file(house.database, ImportKind.BREAKTHROUGHS, content.encode(), _room(house))).rows


async def test_a_file_brings_projects_with_their_milestones_and_every_bad_cell_is_named(
    house: DirectStage, play: Play
) -> None:
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    await house.joins("通", Role.UNIT_CONTACT, "U06")
    assert await taken(house, OURS) == 3
    bad = f"""{HEAD},U04,县长,,,没有项目,2026-05-01
旧城改造攻坚,清溪县自然资源局,常务副县长,旧城狮团,年底前交地,一号片区签约,2026-05-20
旧城改造攻坚,U06,,,,三号片区,二月三十
新城攻坚,U99,,,,,2026-05-01
新城攻坚,,,,,开工,2026-01-01
新城攻坚,,,,,开工,2026-05-01
"""
    with pytest.raises(ImportRefused) as refused:
        await taken(house, bad)
    assert {(each.line, each.column, each.fault.value) for each in refused.value.problems} == {
        (2, "title", "empty"),
        (3, "due", "due_otherwise"),
        (4, "owner", "project_otherwise"),
        (4, "due", "not_a_day"),
        (5, "owner", "unit_unknown"),
        (5, "leader", "empty"),
        (5, "milestone", "empty"),
        (6, "due", "day_passed"),
        (7, "milestone", "twice"),
    }
    changed = OURS.replace("清溪县自然资源局,常务副县长", "U06,县委副书记") + ",,,,,验收,2026-06-10\n"
    look = await taking.look(house.database, ImportKind.BREAKTHROUGHS, changed.encode(), _room(house))
    assert look.difference.added == ("产业园攻坚 验收",)
    assert {(each.field, each.after) for each in look.difference.changed} == {
        ("owner", "U06"),
        ("leader", "县委副书记"),
    }
    assert [await taken(house, changed) for _ in range(2)] == [3, 0]
    await play.play("""
        联 > PN-2026-000001
        联 < 没有这件事项
        联 > JD-2026-000001
        联 < 没有这件事项
        通 > PN-2026-000001
        通 < 领衔领导：县委副书记
        通 < ⬜二号片区腾空（4月20日前，未到期）
        通 > PN-2026-000002
        通 < ⬜验收（6月10日前，未到期）
    """)
    await house.joins("周", Role.LEADER)
    await play.play("""
        周 > JD-2026-000002
        周 [取消节点]
        周 > 片区已调出范围。
        周 [确认]
        周 > PN-2026-000002
        周 [取消项目]
        周 > 产业园另选址。
        周 [确认]
    """)
    look = await taking.look(house.database, ImportKind.BREAKTHROUGHS, changed.encode(), _room(house))
    assert (look.difference.added, await taken(house, changed)) == ((), 0), "what was dropped was planned again"


async def test_leaders_read_once_a_month_who_reached_most_and_what_is_red(house: DirectStage, play: Play) -> None:
    await house.joins("周", Role.LEADER)
    await house.joins("吴", Role.REVIEWER)
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    assert await taken(house, OURS) == 3
    await house.turns(timedelta(days=1))
    await play.play("""
        周 !< 月小结
        联 > JD-2026-000001
        联 [报送完成]
        联 > 签完了。
        联 + 清单.pdf
        联 [完成]
        联 [提交]
        吴 > JD-2026-000001
        吴 [核验通过]
        吴 > 看了协议。
        吴 [确认]
        ~ 28 days
        周 < 破难攻坚月小结
        周 < 共2个项目、3个节点，完成1
        周 < 2026年3月完成最多：旧城狮团
        周 < 1．旧城改造攻坚（旧城狮团，清溪县自然资源局）：完成1/2，当月1；下一个：二号片区腾空（4月20日前）
        ~ 10 days
    """)
    await house.joins("新", Role.REVIEWER)
    await play.play("""
        新 > 狮团榜
        新 < 共2个项目、3个节点，完成1，红色1
        新 < 🔴产业园攻坚（清溪县交通运输局）：通车（4月10日前，红色）
    """)

    def exported(tx: Tx) -> list[tuple[str, str, str]]:
        room = house_rooms.quiet(tx, house.office, at=house.now, now=house.now)
        found = list(EXPORTS["milestones"].rows(room))
        assert all(set(row) == set(EXPORTS["milestones"].columns) for row in found)
        return [(str(row["about_title"]), str(row["milestone"]), str(row["reached_on"])) for row in found]

    assert await house.database.read(exported) == [
        ("旧城改造攻坚", "一号片区签约", "2026-03-05"),
        ("旧城改造攻坚", "二号片区腾空", "None"),
        ("产业园攻坚", "通车", "None"),
    ]


async def test_the_offices_list_comes_again_after_a_project_is_finished(house: DirectStage, play: Play) -> None:
    """Its days had passed by then, and the whole file was refused; of one that was finished early there were two."""
    await house.joins("周", Role.LEADER)
    await house.joins("吴", Role.REVIEWER)
    await house.joins("通", Role.UNIT_CONTACT, "U06")
    assert await taken(house, OURS) == 3
    await play.play("""
        通 > JD-2026-000003
        通 [报送完成]
        通 > 通车了。
        通 + 通车.pdf
        通 [完成]
        通 [提交]
        吴 > JD-2026-000003
        吴 [核验通过]
        吴 > 到现场看过。
        吴 [确认]
        通 > PN-2026-000002
        通 [申请结项]
        通 > 全线通车。
        通 [完成]
        通 [提交]
        周 > PN-2026-000002
        周 [同意]
    """)
    assert await taken(house, OURS) == 0
    house.now += timedelta(days=60)
    assert await taken(house, OURS) == 0
