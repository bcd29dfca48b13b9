"""An office switches modules off (the law, reading notes): nothing of one begins any more, no menu names it, and what began goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

import handlers
from domain.lifecycles import PROCEDURES
from domain.mechanism.modules import Module, Switch
from domain.mechanism.rules import RuleSet
from handlers import timetable
from handlers.conversation import house_rooms
from handlers.scoring import periods
from handlers.scoring.periods import PeriodProposed
from storage.database import Tx
from tests.support.direct_stage import DirectStage
from tests.support.measuring import CONCLUDED, Desk

UNFOUNDED = CONCLUDED.replace("[属实]", "[不属实]")
NAMED = {
    Module.SLACKER: {"case"},
    Module.STRIVER: {"nominate", "edition"},
    Module.FLAGS: {"decided_flag", "flags", "flagwall", "filings", "myflags", "rehearse"},
    Module.SNAIL: {"snail", "snails"},
    Module.PROJECT: {"projects", "progress", "exemption", "monthly", "yearly", "curve"},
    Module.RACE: {"pledge", "pledges", "pledgeboard"},
    Module.ARENA: {"arena", "rate"},
    Module.MEASURES: {"measure"},
    Module.TOLERANCE: {"tolerance"},
    Module.CLARIFY: {"clarification"},
    Module.HUANGYAN: {
        "undertakings",
        "checklist",
        "patrol_issue",
        "patrolboard",
        "breakthrough",
        "breakthroughs",
        "taskforces",
        "posting",
        "postings",
        "discussion",
        "discussions",
        "service_visit",
        "servicevisits",
    },
}
LINES = {
    Module.FLAGS: {"filings"},
    Module.PROJECT: {"open_months", "quarter", "project_year", "lights"},
    Module.SNAIL: {"snail_year"},
    Module.RACE: {"pledge_quarter"},
    Module.HUANGYAN: {"undertakings", "undertaking_quarter", "task_forces", "discussion_half"},
}


# What no office does without, or what goes with whatever it is about.
OF_EVERY_OFFICE = {
    *(
        "clue",
        "upward",
        "audit",
        "contact",
        "recusal",
        "suspicion",
        "opening",
        "trouble",
        "staff",
        "profile",
        "calendar",
        "ruling",
    ),
    *(
        "announcement",
        "correction",
        "difficulty",
        "objection",
        "public_objection",
        "score_objection",
        "plan_item",
        "visit",
    ),
}


def without(module: Module) -> RuleSet:
    """The second version of the rules, in which it is off."""
    return RuleSet.from_mapping(2, {module.value.replace("_", ".", 1): "off"})


def switch_off(house: DirectStage, module: Module) -> None:
    """From now on."""
    rules = without(module)
    house.office = replace(house.office, rules=rules, commands=handlers.commands(rules))


@pytest.mark.parametrize("module", list(Module))
def test_no_menu_names_what_is_off(module: Module) -> None:
    usual = {name for name, command in handlers.commands(RuleSet()).items() if command.is_shown}
    assert (
        usual - {name for name, command in handlers.commands(without(module)).items() if command.is_shown}
        == NAMED[module]
    )
    assert {line.name for line in timetable.TIMETABLE if line.module == module} == LINES.get(module, set())


def test_every_matter_names_its_module_but_what_no_office_does_without() -> None:
    assert {kind for kind, table in PROCEDURES.items() if not table.module} == OF_EVERY_OFFICE
    assert {table.module for table in PROCEDURES.values()} == {"", *Module}


def test_a_switch_is_on_or_off() -> None:
    assert [RuleSet().is_on(module) for module in Module] == [True] * len(Module)
    assert without(Module.ARENA).module_arena is Switch.OFF
    with pytest.raises(Exception, match=r"module\.arena was refused: it must be one of on, off"):
        RuleSet.from_mapping(2, {"module.arena": "perhaps"})


async def test_nothing_begins_of_a_module_that_is_off_whoever_would_begin_it(desk: Desk) -> None:
    house = desk.stage
    assert isinstance(house, DirectStage)
    switch_off(house, Module.CLARIFY)
    await desk.play(
        UNFOUNDED
        + """
        王 > 待办
        王 !< CQ-
        王 > 提出澄清
        王 < 本机关没有启用“澄清”，没有新开
    """
    )
    switch_off(house, Module.STRIVER)
    await desk.play("李 > 推荐奋斗者\n李 < 本机关没有启用")


async def test_what_began_before_goes_on_to_its_end(desk: Desk) -> None:
    house = desk.stage
    assert isinstance(house, DirectStage)
    await desk.play(UNFOUNDED)
    switch_off(house, Module.CLARIFY)
    await desk.play(
        """
        王 > 待办
        王 ? clarification 澄清(CQ-2026-\\d+)｜待提出
        王 [提出澄清方案]
        王 [单位]
        王 [造成不良社会影响]
        王 [完成]
        王 > 举报件压了三个月
        王 [书面，并在会议上说明]
        王 [本机关一家]
        王 [提交]
        联 < 准备为您澄清
    """
    )


async def test_the_timetable_rests_and_figures_propose_no_list(house: DirectStage) -> None:
    switch_off(house, Module.FLAGS)
    line = next(each for each in timetable.TIMETABLE if each.name == "filings")

    def looked(tx: Tx) -> tuple[list[timetable.Occasion], PeriodProposed]:
        room = house_rooms.quiet(tx, house.office, at=house.now, now=house.now)
        return list(timetable.occasions(room, line, house.now.replace(year=2027))), periods.propose(room, "2026-P1")

    assert await house.database.read(looked) == ([], PeriodProposed(code="2026-P1", is_off=True))
