"""Houses in which a programme of the office has begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.importing import taking
from domain.importing.columns import ImportKind
from domain.people import OPERATOR, Role
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from handlers.understanding.units import Finder
from storage import offices, units
from storage.database import Tx
from tests.handlers.procedures import (
    test_candidates,
    test_files_of_breakthroughs,
    test_files_of_undertakings,
    test_projects,
    test_upward,
)
from tests.support import comparing
from tests.support.announcing_house import SAMPLE
from tests.support.direct_stage import DirectStage
from tests.support.scripts import NOMINATED
from tests.support.transcripts import Play

RATERS = ("U05", "U06", "U07", "U08", "U03")
DATA, OWNER = "数", "业"
ARENA = """
    王 > 办擂台
    王 > 亮剑比拼
    王 > 明天
    王 > 会堂
    王 > 交通局、农业农村局
    王 [完成]
    王 [用通常的标准]
    王 [提交]
    王 ? arena 编号(LT-2026-\\d+)
    王 > {arena}
    王 [抽签定顺序]
    王 [确认]
"""
VISITED = """
    王 > 登记走访问题
    王 [企业]
    王 > 清溪精密机械有限公司
    王 > 今天
    王 > 厂门前的地界没有勘定，围墙不能修。
    王 [完成]
    王 [提交]
"""
PLEDGED = """
    联 > 立军令状
    联 > 争速
    联 > 年内完成20条道路的用地审批
    联 [完成]
    联 [用数字考核]
    联 > 20
    联 > 条
    联 > 12
    联 > 2026-05-11
    联 > 用地审批专班
    联 [提交]
"""


async def edition(stage: DirectStage) -> None:
    """An edition collects, and one who was nominated is looked at by the organs."""
    await Play(stage).play(test_candidates.EDITION + NOMINATED + test_candidates.TAKEN_UP.removeprefix(NOMINATED))


async def compared(stage: DirectStage) -> None:
    """Candidates are ready to be compared, and the edition collects no more."""
    await Play(stage).play(test_candidates.EDITION)
    await stage.database.write(lambda tx: comparing.ready(stage._room(tx), 4))
    await stage.turns(timedelta(days=16))
    await Play(stage).play("""
        周 > PX-2026-000001
        周 [开始比选]
        周 > 2
        周 > 事迹都不够突出，只选两名。
    """)


async def agreed(stage: DirectStage) -> None:
    """Who was chosen has agreed to be named."""
    await Play(stage).play(test_candidates.EDITION)
    await stage.turns(timedelta(days=16))
    await stage.database.write(lambda tx: comparing.agreed(stage._room(tx), 2))


async def projects(stage: DirectStage) -> None:
    """Projects are under way, and the figures of a month are asked for."""
    stage.now += timedelta(days=21)
    await stage.joins(OWNER, Role.PROJECT_OWNER, "U10")
    await stage.joins("桥", Role.PROJECT_OWNER, "U06")
    await test_projects.bring(stage, test_projects.SCHOOL, test_projects.BRIDGE, test_projects.ROADS)
    await stage.turns(timedelta(days=7))


async def figures(stage: DirectStage) -> None:
    """The figures of a period are there, and its flags are proposed; those of the next are asked for."""
    await stage.joins(DATA, Role.DATA_OWNER, "U01")
    await stage.joins("镇", Role.UNIT_CONTACT, "U33")
    for kind in (ImportKind.UNITS, ImportKind.INDICATORS, ImportKind.VALUES):
        await _bring(stage, kind, (SAMPLE / f"{kind.value}.csv").read_bytes())
    register = await stage.database.read(units.register)
    stage.office = replace(stage.office, register=register, finder=Finder(register))
    await stage.turns(timedelta(days=1))


async def filings(stage: DirectStage) -> None:
    """The figures of a period are asked for."""
    await stage.joins(DATA, Role.DATA_OWNER, "U01")
    for kind in (ImportKind.UNITS, ImportKind.INDICATORS):
        await _bring(stage, kind, (SAMPLE / f"{kind.value}.csv").read_bytes())
    register = await stage.database.read(units.register)
    stage.office = replace(stage.office, register=register, finder=Finder(register))
    await stage.turns(timedelta(days=1))


async def dispatched(stage: DirectStage) -> None:
    """Undertakings and breakthrough projects are listed, an enterprise was visited, and a pledge is filed."""
    await stage.joins("企", Role.SUPPORT_CONTACT)
    await test_files_of_undertakings.taken(stage, test_files_of_undertakings.OURS)
    await test_files_of_breakthroughs.taken(stage, test_files_of_breakthroughs.OURS)
    await Play(stage).play(VISITED + PLEDGED)


async def arena(stage: DirectStage) -> None:
    """An arena is drawn, and begins tomorrow."""
    changed = {"arena.min_raters": 3, "arena.rating": "30 min"}
    await stage.database.write(lambda tx: offices.add_rules(tx, changed, stage.now.date(), OPERATOR.name, stage.now))
    versions = await stage.database.read(offices.versions)
    stage.office = replace(stage.office, versions=versions, rules=versions.on(stage.now.date()))
    for number, unit in enumerate(RATERS):
        await stage.joins(f"评{number}", Role.RATER, unit)
    await Play(stage).play(ARENA)


async def upward(stage: DirectStage) -> None:
    """What was reported about the office itself went past it."""
    stage.office = replace(stage.office, profile=test_upward.OWN)
    await stage.joins("上", Role.BYPASS_CONTACT)
    await Play(stage).play(test_upward.ABOUT_US)


async def opening(stage: DirectStage) -> None:
    """Somebody has asked to have the identity of who reported opened."""
    await Play(stage).play("""
        王 > 申请联系反映人
        王 > QS-2026-000001
        王 > 要核对登记的日期。
        王 [提交]
    """)


async def _bring(stage: DirectStage, kind: ImportKind, data: bytes) -> None:
    def room(tx: Tx) -> Room:
        return house_rooms.quiet(tx, stage.office, at=stage.now, now=stage.now)

    await taking.import_file(stage.database, kind, data, room)
