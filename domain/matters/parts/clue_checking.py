"""From the acceptance of a clue to its answer (the law §3): assigned, verified, concluded by two people, and answered.

Lives here: `MOVES`, `TERMS` and `SHOWN`, the parts of the table of clues that say so.
"""

from domain.matters.parts.clue_guards import (
    CHECKED,
    CONCLUDED,
    DECIDE,
    FINDINGS,
    NOT_EARLIER,
    OFFICERLESS,
    SEVERITIES,
    SIGNED,
    THEIRS,
    TOLD_TO,
    UNCLAIMED,
    VERIFIERS,
    VERIFYING,
    WORK,
    WORKED,
    WORKERS,
    ClueMove,
    ClueStage,
)
from domain.mechanism.columns import Asked, Relation
from domain.mechanism.kin import Opens
from domain.mechanism.limits import Limit, Where
from domain.mechanism.table import Rule
from domain.people import Role
from domain.saying import Style

_ACCEPTED = frozenset({ClueStage.ACCEPTED.value})
_ASSIGNED = frozenset({ClueStage.ASSIGNED.value})
_OFFICER = frozenset({Relation.OFFICER})
_DAY = "superior_due"

MOVES = {
    ClueMove.TAKE_UP: Rule(
        start=_ACCEPTED | VERIFYING,
        end=ClueStage.VERIFYING,
        by=VERIFIERS,
        needs=(NOT_EARLIER, OFFICERLESS),
        owns=True,
        style=Style.PRIMARY,
    ),
    ClueMove.ASSIGN: Rule(  # also what has lost its officer, while it is verified
        start=_ACCEPTED | _ASSIGNED | VERIFYING,
        end=ClueStage.ASSIGNED,
        by=frozenset({Role.REVIEWER}),
        needs=WORK,
        asks=(Asked("officer_named", "person", of=VERIFIERS),),
        appoints={"officer_named": Relation.ASSIGNEE},
        tells=(Relation.ASSIGNEE,),
    ),
    ClueMove.TAKE_ON: Rule(
        start=_ASSIGNED,
        end=ClueStage.VERIFYING,
        by=frozenset({Relation.ASSIGNEE}),
        owns=True,
        style=Style.PRIMARY,
    ),
    ClueMove.HAND_BACK: Rule(
        start=_ASSIGNED | VERIFYING,
        end=ClueStage.ACCEPTED,
        by=frozenset({Relation.ASSIGNEE, Relation.OFFICER}),
        needs=(THEIRS,),
        asks=(Asked("ground", "text"),),
    ),
    ClueMove.VISIT_SITE: Rule(  # two at least: the officer and whoever went with them (the law §3 VERIFYING)
        start=VERIFYING,
        by=_OFFICER,
        asks=(
            Asked("visitors", "persons", of=VERIFIERS),
            Asked("visited", "past_day"),
            Asked("seen", "text"),
        ),
        appoints={"visitors": Relation.INSPECTOR},
        is_act=True,
    ),
    ClueMove.RATE: Rule(
        start=VERIFYING,
        by=_OFFICER,
        asks=(Asked("severity", "one_of", "severity", SEVERITIES),),
        is_act=True,
    ),
    ClueMove.CONCLUDE: Rule(
        start=VERIFYING,
        end=ClueStage.CONCLUDED,
        by=_OFFICER,
        second=Role.REVIEWER,
        needs=DECIDE,
        asks=(Asked("finding", "one_of", "finding", FINDINGS), Asked("basis", "text")),
        tells=(Relation.OFFICER,),
        effects=("penalty",),
        opens=(Opens(kind="clarification", move="fall_due", where=(("finding", "unfounded"),)),),  # the law §7.4
    ),
    ClueMove.CLOSE: Rule(
        start=CONCLUDED,
        end=ClueStage.ANSWERED,
        by=WORKERS,
        needs=(UNCLAIMED,),
        asks=(Asked("result", "text"),),
        tells=TOLD_TO,
        says=("finding", "result"),
        noted=("office", "result"),
        style=Style.PRIMARY,
    ),
    ClueMove.LENGTHEN: Rule(  # a supervisor agrees (the law §3)
        start=VERIFYING,
        by=_OFFICER,
        second=Role.REVIEWER,
        asks=(Asked("why_longer", "text", words="why_verify_longer"),),
        tells=TOLD_TO,
        says=("why_longer",),
        extends="clue_verify",
    ),
    ClueMove.EXTEND: Rule(
        start=CHECKED,
        by=WORKERS,
        second=Role.REVIEWER,
        needs=WORK,
        asks=(Asked("why_longer", "text"),),
        tells=TOLD_TO,
        says=("why_longer",),
        extends="clue_cap",
    ),
}

TERMS = (
    Limit("clue_assign", _ACCEPTED),
    Limit("clue_take_on", _ASSIGNED),
    Limit(
        "clue_verify",
        VERIFYING,
        extend="clue_verify_extend",
        where=Where("without a day that a superior set", lambda clue: not clue.own.get(_DAY)),
    ),
    Limit("clue_sign_off", VERIFYING, waits_for=ClueMove.CONCLUDE),
    Limit("clue_cap", WORKED, extend="clue_cap_extend", day=_DAY, is_promised=True),
    Limit("clue_feedback_realname", CONCLUDED, where=SIGNED, is_promised=True),
)

SHOWN = ("visited", "visitors", "seen", "finding", "basis")
