"""What a review meeting shows to whoever prepares it. Said by `handlers/scoring/review_meetings.py`."""

from dataclasses import dataclass

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed(Saying):
    """How many speeches were filed of those that were asked for. Numbers are text, so that a nought is said."""

    filed: str
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine(Saying):
    """A speaker: how, what for, why they were added, and what became of their speech. Empty is what there is not."""

    place: int
    unit: str
    manner: Term
    reds: str
    yellows: str
    cases: str
    sequence: str
    rank: str
    added: str
    stage: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSpeaking(Saying):
    """Units that do not speak, and why."""

    units: tuple[str, ...]
    reason: str
