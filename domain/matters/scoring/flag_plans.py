"""The measures that a yellow flag of a period asks for (整改措施): a plan in ten working days, closed item by item (the law §5, §9)."""

from domain.mechanism.columns import Asked, Beginning, Party, Relation
from domain.mechanism.kin import Also, Kin, Opens
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import WITHOUT_OFFICER, every_child
from domain.mechanism.table import Procedure, Rule
from domain.people import Role
from domain.saying import Style

_OWED = frozenset({"due", "late"})
_UNDER_WAY = frozenset({"agreed"})
_UNIT: frozenset[Party] = frozenset({Relation.SUBJECT})
_OFFICER: frozenset[Party] = frozenset({Relation.OFFICER})
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
UNSETTLED = _OWED | _UNDER_WAY | {"filed"}
"""Stages in which its flag is not taken down by the next period's figures alone: an item is open (the law §5, Y→–)."""

MOVES = {
    "ask": Rule(start=frozenset({"new"}), end="due", by=_CLOCK, is_hidden=True),
    "file": Rule(
        start=_OWED,
        end="filed",
        by=_UNIT,
        asks=(
            Asked("causes", "text"),
            Asked("items", "items", parts=(Asked("item", "text"), Asked("owner", "text"), Asked("until", "day"))),
        ),
        is_previewed=True,
        style=Style.PRIMARY,
    ),
    "fall_late": Rule(
        start=frozenset({"due"}), end="late", by=_CLOCK, tells=(Relation.SUBJECT, Role.LEADER), is_hidden=True
    ),
    "agree": Rule(
        start=frozenset({"filed"}),
        end="agreed",
        by=frozenset({Role.REVIEWER}),
        opens=(Opens(kind="plan_item", move="list", each="items"),),
        tells=(Relation.SUBJECT,),
        owns=True,
        style=Style.PRIMARY,
    ),
    "send_back": Rule(
        start=frozenset({"filed"}),
        end="due",
        by=frozenset({Role.REVIEWER}),
        asks=(Asked("lacking", "text", "template_lacking"),),
        tells=(Relation.SUBJECT,),
    ),
    "take_up": Rule(start=_UNDER_WAY, by=frozenset({Role.REVIEWER}), needs=(WITHOUT_OFFICER,), owns=True),
    "close": Rule(
        start=_UNDER_WAY,
        end="closed",
        by=_OFFICER,
        needs=(every_child(frozenset({"closed", "dropped"}), "plan_item"),),
        tells=(Relation.SUBJECT,),
    ),
    "drop": Rule(
        start=UNSETTLED,
        end="dropped",
        by=_CLOCK,
        also=(Also(kind="plan_item", move="drop", of=Kin.CHILDREN),),
        tells=(Relation.SUBJECT,),
        is_hidden=True,
    ),
}

PROCEDURE = Procedure(
    matter="flag_plan",
    module=Module.FLAGS,
    first="new",
    moves=MOVES,
    begins=Beginning(move="ask", prefix="HC", is_offered=False),
    terms=(
        Limit("case_plan_due", frozenset({"due"}), lapses="fall_late"),
        Limit("case_judge", frozenset({"filed"})),
    ),
    shows=dict.fromkeys(
        (Relation.SUBJECT, Role.REVIEWER, Role.COMMITTEE, Role.LEADER),
        ("parent", "causes", "items", "lacking", "children"),
    ),
    todo={"due": _UNIT, "late": _UNIT, "filed": frozenset({Role.REVIEWER}), "agreed": _OFFICER},
    above={Relation.SUBJECT: Role.REVIEWER},
)
