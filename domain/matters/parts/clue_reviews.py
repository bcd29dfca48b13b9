"""Review (复查) and second review (复核) of what was decided about a clue (the law §3): 30 days to ask, 30 to answer, twice; then it is
final."""

from domain.matters.parts.clue_guards import (
    DECIDE,
    IN_TIME,
    OTHER_OFFICER,
    REVIEWER,
    REVIEWS,
    TOLD_TO,
    WORK,
    ClueMove,
    ClueStage,
)
from domain.mechanism.columns import PROOF, Asked
from domain.mechanism.limits import Limit
from domain.mechanism.table import Rule
from domain.people import Role

_REPORTER = frozenset({Role.REPORTER})
_LEADER = frozenset({Role.LEADER})
_REVIEW = frozenset({ClueStage.REVIEW.value})
_REVIEWED = frozenset({ClueStage.REVIEWED.value})
_SECOND = frozenset({ClueStage.SECOND_REVIEW.value})
_ANSWERED = frozenset({ClueStage.REJECTED.value, ClueStage.ANSWERED.value})


def _asking(start: frozenset[str], end: ClueStage) -> Rule:
    """Whoever reported disagrees, in time; while it is open nothing counts (the law §6.1)."""
    return Rule(
        start=start,
        end=end,
        by=_REPORTER,
        needs=(IN_TIME,),
        asks=(Asked("why", "text"), PROOF),
        tells=TOLD_TO,
        noted=("answer", "why"),
        effects=("restore",),
    )


_EXPLAINED = (Asked("explanation", "text"),)

MOVES = {
    ClueMove.UPHOLD: Rule(
        start=_REVIEW,
        end=ClueStage.REVIEWED,
        by=REVIEWER,
        second=Role.REVIEWER,
        needs=DECIDE,
        asks=_EXPLAINED,
        tells=TOLD_TO,
        says=("explanation",),
        effects=("reinstate",),
    ),
    ClueMove.REOPEN: Rule(start=_REVIEW, end=ClueStage.TRIAGE, by=REVIEWER, needs=WORK, tells=TOLD_TO),
    ClueMove.UPHOLD_FINALLY: Rule(
        start=_SECOND,
        end=ClueStage.CLOSED,
        by=_LEADER,
        second=Role.COMMITTEE,
        needs=(OTHER_OFFICER,),
        asks=_EXPLAINED,
        tells=TOLD_TO,
        says=("explanation",),
        effects=("reinstate",),
    ),
    ClueMove.OVERTURN: Rule(
        start=_SECOND,
        end=ClueStage.TRIAGE,
        by=_LEADER,
        needs=(OTHER_OFFICER,),
        asks=_EXPLAINED,
        tells=TOLD_TO,
        says=("explanation",),
    ),
    ClueMove.ASK_REVIEW: _asking(_ANSWERED, ClueStage.REVIEW),
    ClueMove.ASK_SECOND: _asking(_REVIEWED, ClueStage.SECOND_REVIEW),
}

TERMS = (
    Limit("clue_review_request", _ANSWERED | _REVIEWED, is_right=True),
    Limit("clue_review_decide", REVIEWS, is_promised=True),
)
