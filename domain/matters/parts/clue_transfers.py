"""Passing a clue on to the body whose it is (转送): disputed by that body in time, and settled by a leader the third time (the law §3)."""

from domain.matters.parts.clue_guards import (
    CHECKED,
    DISPUTABLE,
    HERE,
    LATE_HINT,
    SECRET_TARGETS,
    THIRD,
    TO_ABOVE,
    TO_DISCIPLINE,
    TOLD_TO,
    TRANSFER_TARGETS,
    TRIAGE,
    WORK,
    WORKERS,
    ClueMove,
    ClueStage,
)
from domain.mechanism.columns import Asked
from domain.mechanism.kin import Also, Kin
from domain.mechanism.limits import Limit
from domain.mechanism.table import Rule
from domain.people import Role

_TRANSFERRED = frozenset({ClueStage.TRANSFERRED.value})
_UNOWNED = frozenset({ClueStage.UNOWNED.value})
_REVIEWERS = frozenset({Role.REVIEWER})
_TARGET = Asked("target", "one_of", "transfer_target", TRANSFER_TARGETS)
_NEXT = Asked(
    "whither", "one_of", "transfer_target", (HERE, *TRANSFER_TARGETS)
)  # a refusal names the next owner and the ground
_ENDS = {HERE: ClueStage.TRIAGE, **dict.fromkeys(TRANSFER_TARGETS, ClueStage.TRANSFERRED)}
_THIRD = (Also(kind="clue", move=ClueMove.ESCALATE, of=Kin.SELF),)

MOVES = {
    ClueMove.TRANSFER: Rule(
        start=TRIAGE | CHECKED | {ClueStage.REVIEW.value},
        end=ClueStage.TRANSFERRED,
        by=WORKERS,
        needs=(*WORK, LATE_HINT, TO_DISCIPLINE, TO_ABOVE),
        asks=(_TARGET,),
        tells=TOLD_TO,
        says=("target",),
        secret={"target": SECRET_TARGETS},
        also=_THIRD,
        is_grave=True,
    ),
    ClueMove.CLOSE_TRANSFER: Rule(start=_TRANSFERRED, end=ClueStage.CLOSED, by=_REVIEWERS, tells=TOLD_TO),
    ClueMove.TAKE_BACK: Rule(
        start=_TRANSFERRED,
        ends_by="whither",
        ends=_ENDS,
        by=_REVIEWERS,
        needs=(DISPUTABLE, TO_DISCIPLINE),
        asks=(_NEXT, Asked("ground", "text", words="refused_because")),
        tells=TOLD_TO,
        says=("whither",),
        secret={"whither": SECRET_TARGETS},
        also=_THIRD,
    ),
    ClueMove.ESCALATE: Rule(
        start=_TRANSFERRED, end=ClueStage.UNOWNED, by=_REVIEWERS | {Role.CLOCK}, needs=(THIRD,), is_grave=True
    ),
    ClueMove.SETTLE_OWNER: Rule(
        start=_UNOWNED,
        ends_by="whither",
        ends=_ENDS,
        by=frozenset({Role.LEADER}),
        needs=(TO_DISCIPLINE,),
        asks=(_NEXT, Asked("ground", "text", words="settled_because")),
        tells=TOLD_TO,
        says=("whither",),
        secret={"whither": SECRET_TARGETS},
    ),
}

_ANEW = frozenset({ClueMove.TAKE_BACK})
TERMS = (
    Limit("clue_transfer", _TRANSFERRED, renewed_by=_ANEW),
    Limit("clue_transfer_dispute", _TRANSFERRED, renewed_by=_ANEW, is_right=True),
    Limit("clue_settle", _UNOWNED),
)
