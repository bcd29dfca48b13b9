"""A procedure that exists in tests alone: a reviewer brings a matter, two inspectors are named for it, and the committee votes."""

from __future__ import annotations

import re
from typing import Any

import pytest

import handlers
import words
from domain import codes
from domain.lifecycles import PREFIXES, PROCEDURES
from domain.mechanism.ballots import NEGATIVE, REASON, VOTE, Ballot
from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.table import Procedure, Rule, all_named, other_than
from domain.people import Role
from handlers.conversation import handles
from handlers.conversation.procedures import beginnings
from handlers.conversation.room import Office
from handlers.reporting import brought
from handlers.understanding import spoken
from tests.support import office as offices

_REVIEWER = frozenset({Role.REVIEWER})
_OFFICER = frozenset({Relation.OFFICER})
_INSPECTOR = frozenset({Relation.INSPECTOR})
_COMMITTEE = frozenset({Role.COMMITTEE})
_CLOCK = frozenset({Role.CLOCK})

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
        "vote": Rule(
            start=frozenset({"voting"}),
            by=_COMMITTEE,
            asks=(VOTE, REASON),
            ballot=Ballot(passes="propose", fails="dismiss", majority=NEGATIVE, is_secret=True),
            is_act=True,
        ),
        "recuse": Rule(start=frozenset({"voting"}), by=_COMMITTEE, is_act=True, recuses=True),
        "propose": Rule(
            start=frozenset({"voting"}), end="proposed", by=_CLOCK, tells=(Relation.OFFICER,), is_hidden=True
        ),
        "dismiss": Rule(
            start=frozenset({"voting"}), end="dismissed", by=_CLOCK, tells=(Relation.OFFICER,), is_hidden=True
        ),
        "vote_again": Rule(start=frozenset({"dismissed"}), end="voting", by=_OFFICER),
    },
    begins=Beginning(move="bring", prefix="KC"),
    terms=(Limit("tolerance_decide", frozenset({"voting"}), lapses="vote"),),
    shows={
        Role.REVIEWER: ("facts", "inspectors", "helper", "found", "days", "vote"),
        Relation.INSPECTOR: ("facts", "inspectors", "found", "days"),
        Role.COMMITTEE: ("facts", "found", "days", "vote"),
    },
    todo={
        "brought": _REVIEWER,
        "inspecting": frozenset({Relation.OFFICER, Relation.INSPECTOR}),
        "voting": _COMMITTEE,
    },
)

WORDS: dict[str, Any] = {
    "matter": {"inspection": "考察"},
    "menu": {"inspection": "提出考察"},
    "stage": {
        "inspection": {
            "new": "未提出",
            "brought": "已提出",
            "inspecting": "考察中",
            "voting": "待表决",
            "proposed": "拟认定",
            "dismissed": "不予认定",
        }
    },
    "move": {
        "inspection": {
            "bring": "提出考察",
            "take_up": "承办考察",
            "name_inspectors": "指定考察人员",
            "name_helper": "指定帮扶人",
            "inspect": "提交考察结果",
            "vote": "表决",
            "recuse": "申请回避",
            "propose": "拟认定",
            "dismiss": "不予认定",
            "vote_again": "重新表决",
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
    "told": {
        "inspection": {
            "bring": "有新的考察。",
            "name_inspectors": "请您考察。",
            "name_helper": "请您帮扶。",
            "propose": "表决通过。",
            "dismiss": "表决没有通过。",
        }
    },
}


def added(
    patch: pytest.MonkeyPatch, table: Procedure = INSPECTION, said: dict[str, Any] = WORDS, *more: Procedure
) -> Office:
    """The office with a procedure more, or several; what was read of the words before is forgotten, and again afterwards."""
    tables = {each.matter: each for each in (table, *more)}
    present = words.said
    for name, each in tables.items():
        patch.setitem(PROCEDURES, name, each)
        if each.begins is not None:
            patch.setitem(PREFIXES, name, each.begins.prefix)
    patch.setattr(words, "said", lambda language: words.merged([present(language), said]))
    letters = "|".join(each.begins.prefix for each in tables.values() if each.begins)
    for name in ("_NUMBER", "_PARTS"):  # whose letters are those of all procedures
        pattern = getattr(codes, name).pattern.replace("(?:QS|", f"(?:QS|{letters}|").replace("(QS|", f"(QS|{letters}|")
        patch.setattr(codes, name, re.compile(pattern, re.IGNORECASE))
    forget()
    usual = offices.office()
    begun = {
        command.name: command for is_told in (False, True) for command in beginnings.commands(tables, is_told=is_told)
    }
    every = brought.of_tables(tables, handlers.EFFECTS, {})
    return offices.office(commands={**usual.commands, **begun}, matters={**usual.matters, **every})


def forget() -> None:
    """Forget what was read of the tables and words, which are others from now on."""
    for cached in (handles.names, spoken._commands, spoken._labels):
        cached.cache_clear()
