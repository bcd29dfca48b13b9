"""A procedure that exists in tests alone: a case with a list of items to be mended, a term that rests, is extended and lapses, and
visits afterwards. Items and visits are matters of their own, its children."""

from __future__ import annotations

from typing import Any

import pytest

from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.kin import Also, Kin, Opens
from domain.mechanism.limits import Limit, Where
from domain.mechanism.needs import enough_children, every_child
from domain.mechanism.table import Procedure, Rule
from domain.people import Role
from handlers.conversation.room import Office
from tests.toys import toy_inspection

_REVIEWER = frozenset({Role.REVIEWER})
_OFFICER = frozenset({Relation.OFFICER})
_CLOCK = frozenset({Role.CLOCK})
_MENDING = frozenset({"mending"})


def _at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


CASE = Procedure(
    matter="toy_case",
    first="new",
    moves={
        "bring": Rule(
            start=_at("new"),
            end="planning",
            by=_REVIEWER,
            asks=(Asked("facts", "text"), Asked("how_bad", "one_of", "toy_bad", ("plain", "grave"))),
            is_previewed=True,
            owns=True,
        ),
        "plan": Rule(
            start=_at("planning"),
            end="mending",
            by=_OFFICER,
            asks=(
                Asked(
                    "items",
                    "items",
                    parts=(Asked("item", "text"), Asked("owner", "text"), Asked("until", "day")),
                    least=2,
                ),
            ),
            is_previewed=True,
            opens=(Opens(kind="toy_item", move="list", each="items", gives=("facts",)),),
        ),
        "ask": Rule(start=_MENDING, end="asked", by=_OFFICER),
        "answer": Rule(start=_at("asked"), end="mending", by=_REVIEWER, asks=(Asked("reply", "text"),)),
        "extend": Rule(
            start=_MENDING,
            by=_OFFICER,
            second=Role.LEADER,
            asks=(Asked("why", "text"),),
            tells=(Relation.OFFICER,),
            extends="clue_need_info",
        ),
        "overdue": Rule(start=_MENDING, end="late", by=_CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
        "drop": Rule(
            start=_at("mending", "late"),
            end="dropped",
            by=_OFFICER,
            also=(Also(kind="toy_item", move="drop", of=Kin.CHILDREN),),
            is_grave=True,
        ),
        "close": Rule(
            start=_at("mending", "late"),
            end="closed",
            by=_OFFICER,
            needs=(every_child(_at("done"), "toy_item"), enough_children("toy_item", 2, _at("done"))),
            opens=(Opens(kind="toy_visit", move="appoint", each="visit", values=("first", "second")),),
        ),
        "reopen": Rule(start=_at("closed"), end="mending", by=_CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
    },
    begins=Beginning(move="bring", prefix="AJ"),
    terms=(
        Limit(
            "clue_need_info",  # 10 working days
            _MENDING,
            stops_in=_at("asked"),
            extend="ruling_decide",  # 10 working days more
            times=2,
            cap="tolerance_investigate",  # 15 working days
            lapses="overdue",
        ),
        Limit(
            "tolerance_accept",
            _MENDING,
            where=Where("where it is grave", lambda case: case.own.get("how_bad") == "grave"),
        ),
    ),
    shows={
        Role.REVIEWER: ("facts", "how_bad", "items", "why", "children"),
        Role.LEADER: ("facts", "how_bad", "items", "why", "children"),
    },
    todo={"planning": _OFFICER, "mending": _OFFICER},
)

ITEM = Procedure(
    matter="toy_item",
    first="new",
    moves={
        "list": Rule(
            start=_at("new"),
            end="open",
            by=_CLOCK,
            asks=(Asked("item", "text"), Asked("owner", "text"), Asked("until", "day"), Asked("facts", "text")),
            is_hidden=True,
        ),
        "finish": Rule(start=_at("open"), end="done", by=_REVIEWER, asks=(Asked("proof", "text"),)),
        "drop": Rule(start=_at("open"), end="dropped", by=_CLOCK, is_hidden=True),
    },
    begins=Beginning(move="list", prefix="ZX", is_offered=False),
    shows={Role.REVIEWER: ("parent", "item", "owner", "until", "facts", "proof")},
    todo={"open": _REVIEWER},
)

VISIT = Procedure(
    matter="toy_visit",
    first="new",
    moves={
        "appoint": Rule(
            start=_at("new"),
            end="waiting",
            by=_CLOCK,
            asks=(Asked("visit", "one_of", "toy_visit_number", ("first", "second")),),
            is_hidden=True,
        ),
        "come_due": Rule(start=_at("waiting"), end="due", by=_CLOCK, is_hidden=True),
        "grade": Rule(
            start=_at("due"),
            end="graded",
            by=_REVIEWER,
            asks=(Asked("grade", "one_of", "toy_grade", ("good", "poor")),),
            also=(Also(kind="toy_case", move="reopen", where=(("grade", "poor"),)),),
        ),
    },
    begins=Beginning(move="appoint", prefix="TV", is_offered=False),
    terms=(
        Limit(
            "clue_need_info",  # 10 working days
            _at("waiting"),
            where=Where("for the first visit", lambda visit: visit.own.get("visit") == "first"),
            lapses="come_due",
        ),
        Limit(
            "tolerance_investigate",  # 15 working days
            _at("waiting"),
            where=Where("for the second visit", lambda visit: visit.own.get("visit") == "second"),
            lapses="come_due",
        ),
    ),
    shows={Role.REVIEWER: ("parent", "visit", "grade")},
    todo={"due": _REVIEWER},
)

WORDS: dict[str, Any] = {
    "matter": {"toy_case": "案件", "toy_item": "整改项", "toy_visit": "回访"},
    "menu": {"toy_case": "提出案件"},
    "stage": {
        "toy_case": {
            "new": "未提出",
            "planning": "待列清单",
            "mending": "整改中",
            "asked": "待说明",
            "late": "逾期",
            "closed": "已办结",
            "dropped": "已中止",
        },
        "toy_item": {"new": "未列", "open": "未销号", "done": "已销号", "dropped": "已取消"},
        "toy_visit": {"new": "未定", "waiting": "未到期", "due": "待回访", "graded": "已回访"},
    },
    "move": {
        "toy_case": {
            "bring": "提出案件",
            "plan": "列出清单",
            "ask": "要求说明",
            "answer": "作出说明",
            "extend": "延长期限",
            "overdue": "逾期",
            "drop": "中止案件",
            "close": "办结案件",
            "reopen": "重新整改",
        },
        "toy_item": {"list": "列入", "finish": "销号", "drop": "取消"},
        "toy_visit": {"appoint": "约定", "come_due": "到期", "grade": "评定"},
    },
    "ask": {
        "toy_case": {
            "facts": "请写明情况。",
            "how_bad": "严重吗？",
            "items": "要改哪些？",
            "reply": "请说明。",
            "why": "为什么要延长？",
        },
        "toy_item": {"proof": "怎样改好的？"},
        "toy_visit": {"grade": "怎么样？"},
    },
    "label": {
        "toy_case": {
            "facts": "情况",
            "how_bad": "程度",
            "items": "清单",
            "item": "事项",
            "owner": "责任人",
            "until": "完成日",
            "why": "理由",
            "reply": "说明",
        },
        "toy_item": {"item": "事项", "owner": "责任人", "until": "完成日", "facts": "情况", "proof": "整改结果"},
        "toy_visit": {"visit": "第几次", "grade": "评定"},
    },
    "toy_bad": {"plain": "一般", "grave": "严重"},
    "toy_visit_number": {"first": "第一次", "second": "第二次"},
    "toy_grade": {"good": "好", "poor": "较差"},
    "told": {
        "toy_case": {
            "bring": "请列清单。",
            "plan": "请抓紧整改。",
            "answer": "已说明。",
            "extend": "期限已延长。",
            "overdue": "已逾期。",
            "reopen": "要重新整改。",
        },
        "toy_item": {"list": "有新的整改项。"},
        "toy_visit": {"come_due": "该回访了。"},
    },
}


def added(patch: pytest.MonkeyPatch) -> Office:
    """The office with the three of them."""
    return toy_inspection.added(patch, CASE, WORDS, ITEM, VISIT)
