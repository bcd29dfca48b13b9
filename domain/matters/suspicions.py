"""Suspected malice (疑似诬告): an objective sign that a clue was invented is passed on to the discipline organ. The law §7.5 as a table.

Here nothing is decided, published or forbidden. Whoever reported keeps every protection, and hears nothing; the clue goes its way.
"""

from domain.matters.parts.clue_guards import KNOWN, TRIAGE
from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.needs import WITHOUT_OFFICER, did_not
from domain.mechanism.table import Procedure, Rule
from domain.people import Role

SIGNALS = ("forged", "same_text", "contradicted")  # 伪造材料; 三个以上账号同文; 与文书相反
_LEADER = frozenset({Role.LEADER})
_REVIEWER = frozenset({Role.REVIEWER})
_RAISED = frozenset({"raised"})
_TRANSFERRED = frozenset({"transferred"})
_TOLD = (Relation.OFFICER,)
_OTHERS = did_not("raised it", frozenset({"raise"}))
_DOCUMENT = Asked("document", "text", longest=60, is_document=True)
_SHOWN = ("about", "signal", "basis", "reason", "document", "reply")

MOVES = {
    "raise": Rule(
        start=frozenset({"new"}),
        end="raised",
        by=_REVIEWER,
        asks=(
            Asked("about", "matter"),
            Asked("signal", "one_of", "suspicion_signal", SIGNALS),
            Asked("basis", "text"),
        ),
        is_previewed=True,
        owns=True,
    ),
    "take_over": Rule(start=_RAISED | _TRANSFERRED, by=_REVIEWER, needs=(WITHOUT_OFFICER,), owns=True),
    "transfer": Rule(
        start=_RAISED, end="transferred", by=_LEADER, needs=(_OTHERS,), asks=(_DOCUMENT,), tells=_TOLD, is_grave=True
    ),
    "drop": Rule(
        start=_RAISED, end="dropped", by=_LEADER, needs=(_OTHERS,), asks=(Asked("reason", "text"),), tells=_TOLD
    ),
    "note_reply": Rule(
        start=_TRANSFERRED,
        end="replied",
        by=frozenset({Relation.OFFICER}),
        asks=(Asked("reply", "text", longest=60),),
    ),
}

PROCEDURE = Procedure(
    matter="suspicion",
    first="new",
    moves=MOVES,
    begins=Beginning(
        move="raise",
        prefix="WG",
        about="about",
        kinds={"clue": TRIAGE | KNOWN | {"rejected"}},
    ),
    terms=(Limit("suspicion_transfer", _RAISED), Limit("suspicion_reply", _TRANSFERRED)),
    shows=dict.fromkeys((Relation.OFFICER, Role.LEADER), _SHOWN),
    todo={"raised": _LEADER, "transferred": frozenset({Relation.OFFICER})},
)
