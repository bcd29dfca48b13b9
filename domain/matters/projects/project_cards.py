"""Yellow and red cards of projects (黄牌、红牌): a snail of a quarter, looked back at in the next. The law §5 (CARD-Y, CARD-R), §11.1.

A yellow card follows from a quarter's announced list. Before the next list is confirmed somebody looks back at it (回头看): what was mended
is over; what was not may become a red card, by two people, and the project leaves the register. Each card has an end.
"""

from domain.mechanism.columns import PROOF, Asked, Beginning, Party, Relation
from domain.mechanism.kin import Also
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.table import Procedure, Rule, looking
from domain.people import Role
from domain.scoring.quarters import SNAILS

OPEN = frozenset({"yellow", "due", "standing"})
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_REVIEWER: frozenset[Party] = frozenset({Role.REVIEWER})
_UNIT = (Relation.OWNER, Relation.SUBJECT)
_REASON = (Asked("reason", "text"),)

MOVES = {
    "issue": Rule(
        start=frozenset({"new"}),
        end="yellow",
        by=_CLOCK,
        asks=(Asked("quarter", "text"), Asked("cause", "one_of", "judged", tuple(sorted(SNAILS)))),
        tells=_UNIT,
        effects=("lead_by_card",),
        is_hidden=True,
    ),
    "come_due": Rule(start=frozenset({"yellow"}), end="due", by=_CLOCK, tells=(Role.REVIEWER,), is_hidden=True),
    "look_back": Rule(
        start=frozenset({"due"}),
        ends_by="mended",
        ends={"yes": "mended", "no": "standing"},
        by=_REVIEWER,
        asks=(Asked("mended", "one_of", "card_mended", ("yes", "no")), Asked("found", "text"), PROOF),
        tells=(*_UNIT, Role.LEADER),
        is_previewed=True,
    ),
    "show_red": Rule(
        start=frozenset({"standing"}),
        end="red",
        by=_LEADER,
        second=Role.COMMITTEE,
        asks=_REASON,
        also=(Also(kind="project", move="exit"),),
        tells=_UNIT,
        is_grave=True,
    ),
    "spare": Rule(start=frozenset({"standing"}), end="spared", by=_LEADER, asks=_REASON, tells=(*_UNIT, Role.REVIEWER)),
    "revoke": Rule(
        start=OPEN | {"red"},
        end="revoked",
        by=_LEADER,
        second=Role.COMMITTEE,
        asks=_REASON,
        also=(Also(kind="project", move="readmit"),),
        tells=_UNIT,
        is_grave=True,
        is_undoing=True,
    ),
    "show_evidence": looking(OPEN | {"mended", "red"}, frozenset({Role.REVIEWER, Role.LEADER, Role.COMMITTEE})),
}

PROCEDURE = Procedure(
    matter="project_card",
    module=Module.PROJECT,
    first="new",
    moves=MOVES,
    begins=Beginning(move="issue", prefix="HP", is_offered=False),
    terms=(Limit("project_look_back", frozenset({"due"})), Limit("project_card_decide", frozenset({"standing"}))),
    shows=dict.fromkeys(
        (*_UNIT, Role.REVIEWER, Role.COMMITTEE, Role.LEADER),
        ("parent", "unit", "quarter", "cause", "mended", "found", "attachments", "reason"),
    ),
    todo={"due": _REVIEWER, "standing": _LEADER},
    exports=("quarter",),
)
