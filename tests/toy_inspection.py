"""A procedure that exists in tests alone: a reviewer brings a matter, two inspectors are named for it, and the committee votes."""

from __future__ import annotations

import re
from typing import Any

import pytest

import handlers
import words
from domain import codes
from domain.lifecycles import PROCEDURES
from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.table import Procedure, Rule, all_named, other_than
from domain.people import Role
from handlers.conversation import beginnings, derived, handles
from handlers.conversation.room import Office
from handlers.understanding import spoken
from tests import office as offices

_REVIEWER = frozenset({Role.REVIEWER})
_OFFICER = frozenset({Relation.OFFICER})
_INSPECTOR = frozenset({Relation.INSPECTOR})

INSPECTION = Procedure(
    matter="inspection",
    first="new",
    moves={
        "bring": Rule(
            start=frozenset({"new"}),
            end="brought",
            by=_REVIEWER,
            asks=(Asked("facts", "text"),),
            is_previewed=True,
        ),
        "take_up": Rule(start=frozenset({"brought"}), end="inspecting", by=_REVIEWER, owns=True),
        "name_inspectors": Rule(
            start=frozenset({"inspecting"}),
            by=_OFFICER,
            asks=(Asked("inspectors", "persons", of=_REVIEWER, least=2),),
            appoints={"inspectors": Relation.INSPECTOR},
            tells=(Relation.INSPECTOR,),
        ),
        "name_helper": Rule(
            start=frozenset({"inspecting"}),
            by=_OFFICER,
            asks=(Asked("helper", "person", of=_REVIEWER),),
            appoints={"helper": Relation.HELPER},
            tells=(Relation.HELPER,),
        ),
        "inspect": Rule(
            start=frozenset({"inspecting"}),
            end="voting",
            by=_INSPECTOR | _REVIEWER,
            needs=(other_than(Relation.HELPER), all_named(2, Relation.INSPECTOR)),
            asks=(Asked("found", "text"), Asked("days", "number", least=1, most=90)),
        ),
    },
    begins=Beginning(move="bring", prefix="KC"),
    shows={
        Role.REVIEWER: ("facts", "inspectors", "helper", "found", "days"),
        Relation.INSPECTOR: ("facts", "inspectors", "found", "days"),
        Role.COMMITTEE: ("facts", "found", "days"),
    },
    todo={
        "brought": _REVIEWER,
        "inspecting": frozenset({Relation.OFFICER, Relation.INSPECTOR}),
        "voting": frozenset({Role.COMMITTEE}),
    },
)

WORDS: dict[str, Any] = {
    "matter": {"inspection": "考察"},
    "menu": {"inspection": "提出考察"},
    "stage": {"inspection": {"new": "未提出", "brought": "已提出", "inspecting": "考察中", "voting": "待表决"}},
    "move": {
        "inspection": {
            "bring": "提出考察",
            "take_up": "承办考察",
            "name_inspectors": "指定考察人员",
            "name_helper": "指定帮扶人",
            "inspect": "提交考察结果",
        }
    },
    "ask": {
        "inspection": {
            "facts": "请写明情况。",
            "inspectors": "由谁考察？",
            "helper": "由谁帮扶？",
            "found": "考察结果是什么？",
            "days": "考察了几天？",
        }
    },
    "label": {
        "inspection": {
            "facts": "情况",
            "inspectors": "考察人员",
            "helper": "帮扶人",
            "found": "考察结果",
            "days": "天数",
        }
    },
    "told": {"inspection": {"bring": "有新的考察。", "name_inspectors": "请您考察。", "name_helper": "请您帮扶。"}},
}


def added(
    patch: pytest.MonkeyPatch, table: Procedure = INSPECTION, said: dict[str, Any] = WORDS, *more: Procedure
) -> Office:
    """The office with a procedure more, or several; what was read of the words before is forgotten, and again afterwards."""
    tables = {each.matter: each for each in (table, *more)}
    present = words.said
    for name, each in tables.items():
        patch.setitem(PROCEDURES, name, each)
    patch.setattr(words, "said", lambda language: words.merged([present(language), said]))
    letters = "|".join(each.begins.prefix for each in tables.values() if each.begins)
    for name in ("_NUMBER", "_PARTS"):  # whose letters are those of all procedures
        pattern = getattr(codes, name).pattern.replace("(?:QS|", f"(?:QS|{letters}|").replace("(QS|", f"(QS|{letters}|")
        patch.setattr(codes, name, re.compile(pattern, re.IGNORECASE))
    for cached in (handles.names, spoken._commands, spoken._labels):
        cached.cache_clear()
    usual = offices.office()
    begun = {command.name: command for command in beginnings.commands(tables)}
    every = derived.of_tables(tables, handlers.EFFECTS, {})
    return offices.office(commands={**usual.commands, **begun}, matters={**usual.matters, **every})
