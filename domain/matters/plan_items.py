"""An item of a rectification plan (整改项): proven by the unit, closed by the officer of its case (the law §4.1 L10–L11)."""

from domain.mechanism.columns import Asked, Beginning, Party, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.needs import WITHOUT_OFFICER
from domain.mechanism.table import Procedure, Rule, looking
from domain.people import Role

_OPEN = frozenset({"open", "overdue"})
_UNIT: frozenset[Party] = frozenset({Relation.SUBJECT})
_OFFICER: frozenset[Party] = frozenset({Relation.OFFICER})
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_SHOWN = ("parent", "item", "owner", "until", "proof", "attachments", "lacking")

MOVES = {
    "list": Rule(
        start=frozenset({"new"}),
        end="open",
        by=_CLOCK,
        asks=(Asked("item", "text"), Asked("owner", "text"), Asked("until", "day")),
        is_hidden=True,
    ),
    "take_up": Rule(start=_OPEN | {"proven"}, by=frozenset({Role.REVIEWER}), needs=(WITHOUT_OFFICER,), owns=True),
    "prove": Rule(
        start=_OPEN,
        end="proven",
        by=_UNIT,
        asks=(Asked("proof", "text"), Asked("files", "files", limit="clue_files_max", may_skip=True)),
        tells=(Relation.OFFICER,),
    ),
    "accept": Rule(start=frozenset({"proven"}), end="closed", by=_OFFICER, tells=(Relation.SUBJECT,)),
    "send_back": Rule(
        start=frozenset({"proven"}),
        end="open",
        by=_OFFICER,
        asks=(Asked("lacking", "text", "template_lacking"),),
        tells=(Relation.SUBJECT,),
    ),
    "fall_overdue": Rule(
        start=frozenset({"open"}),
        end="overdue",
        by=_CLOCK,
        tells=(Relation.SUBJECT, Relation.OFFICER, Role.LEADER),
        is_hidden=True,
    ),
    "show_evidence": looking(
        _OPEN | {"proven", "closed"}, frozenset({Role.REVIEWER, Role.COMMITTEE, Relation.OFFICER})
    ),
    "drop": Rule(start=_OPEN | {"proven"}, end="dropped", by=_CLOCK, is_hidden=True),
}

PROCEDURE = Procedure(
    matter="plan_item",
    first="new",
    moves=MOVES,
    begins=Beginning(move="list", prefix="ZG", is_offered=False),
    terms=(Limit("case_item", frozenset({"open"}), day="until", lapses="fall_overdue"),),
    shows=dict.fromkeys((Relation.SUBJECT, Role.REVIEWER, Role.COMMITTEE, Role.LEADER), _SHOWN),
    todo={"open": _UNIT, "overdue": _UNIT, "proven": _OFFICER},
)
