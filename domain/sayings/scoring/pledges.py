"""What cards, answers and announcements say of pledges (军令状)."""

from dataclasses import dataclass

from domain.saying import Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Saying):
    """What a pledge is to come to, with what it is counted in and from where it began."""

    amount: str
    measured: str
    baseline: str
