"""What an auditor reads of a sample of rejected clues."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledReject(Saying):
    """One rejection as the log tells it: which, when, for which reason, who proposed and who signed it."""

    place: int
    number: str
    day: date | None
    reason: Term | None
    proposed: str
    signed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingRejected(Saying):
    """Nothing was rejected in the last quarter, so that there is nothing to draw."""

    since: date
    until: date
