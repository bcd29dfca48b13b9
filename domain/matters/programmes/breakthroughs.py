"""A breakthrough project (破难攻坚项目) that a leader leads, with its task force (狮团). The law §8, §1 row 16.

It comes by a file of the office's or in chat, with the milestones that it is counted by. People join and leave the task force, known by
unit and post; once a week somebody of the unit that leads it says in one line how it goes. Nobody signs in anywhere.
"""

from domain.matters.programmes.milestones import SETTLED
from domain.mechanism.columns import PROOF, Asked, Beginning, Party, Place, Relation
from domain.mechanism.kin import Also, Kin, Opens
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import every_child
from domain.mechanism.table import Procedure, Rule, looking
from domain.people import Role

OPEN = frozenset({"running"})
STANDING = OPEN | {"finished"}
_UNIT: frozenset[Party] = frozenset({Relation.SUBJECT})
_TOLD = (Relation.SUBJECT,)
_MILESTONES = Asked("milestones", "items", parts=(Asked("milestone", "text"), Asked("until", "day")))
_PLANS = (Opens(kind="milestone", move="plan", each="milestones"),)
FIELDS = ("title", "leader", "team", "mission")
"""What a file says of one besides its unit and its milestones."""
_LISTED = (
    Asked("title", "text", longest=60),
    Asked("owner", "unit", kept=Place.UNIT),
    Asked("leader", "text", longest=60),
    Asked("team", "text", may_skip=True, longest=60),
    Asked("mission", "text", may_skip=True, longest=200),
)

MOVES = {
    "list": Rule(
        start=frozenset({"new"}),
        end="running",
        by=frozenset({Role.REVIEWER, Role.CLOCK}),
        asks=(*_LISTED, _MILESTONES),
        opens=_PLANS,
        tells=_TOLD,
        is_previewed=True,
    ),
    "revise": Rule(start=OPEN, by=frozenset({Role.CLOCK}), asks=_LISTED, is_hidden=True),  # by a file of the office's
    "report_week": Rule(start=OPEN, by=_UNIT, asks=(Asked("progress", "text", longest=60),), is_act=True),
    "remind_week": Rule(start=OPEN, by=frozenset({Role.CLOCK}), tells=_TOLD, is_act=True, is_hidden=True),
    "join": Rule(
        start=OPEN,
        by=_UNIT | {Role.REVIEWER},
        asks=(Asked("joining", "items", parts=(Asked("of", "text"), Asked("post", "text"))),),
        is_act=True,
    ),
    "leave": Rule(start=OPEN, by=_UNIT | {Role.REVIEWER}, asks=(Asked("leaving", "several"),), is_act=True),
    "add_milestones": Rule(
        start=OPEN, by=_UNIT, second=Role.LEADER, asks=(_MILESTONES,), opens=_PLANS, tells=_TOLD, is_previewed=True
    ),
    "finish": Rule(
        start=OPEN,
        end="finished",
        by=_UNIT,
        second=Role.LEADER,
        needs=(every_child(SETTLED, "milestone"),),
        asks=(Asked("result", "text"), PROOF),
        tells=_TOLD,
        is_previewed=True,
    ),
    "drop": Rule(
        start=OPEN,
        end="dropped",
        by=frozenset({Role.LEADER}),
        asks=(Asked("reason", "text"),),
        also=(Also(kind="milestone", move="drop", of=Kin.CHILDREN, gives=("reason",)),),
        tells=_TOLD,
        is_grave=True,
    ),
    "show_evidence": looking(STANDING, frozenset({Role.REVIEWER, Role.LEADER, Role.COMMITTEE})),
}
_SHOWN = (
    *("title", "unit", "leader", "team", "mission", "members", "former", "plan", "progress", "difficulties"),
    *("result", "attachments", "reason"),
)

PROCEDURE = Procedure(
    matter="breakthrough",
    module=Module.HUANGYAN,
    first="new",
    moves=MOVES,
    begins=Beginning(move="list", prefix="PN"),
    terms=(
        # one reminder a week at most, and nobody is late with a line
        Limit(
            "breakthrough_week",
            OPEN,
            lapses="remind_week",
            renewed_by=frozenset({"report_week", "remind_week"}),
            is_right=True,
        ),
    ),
    shows=dict.fromkeys((*_TOLD, Role.REVIEWER, Role.COMMITTEE, Role.LEADER), _SHOWN),
    body=frozenset({"plan"}),
    exports=("title",),
)
