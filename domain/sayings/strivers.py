"""What is said to whoever nominates a striver outside of the window of the edition (the law §4.2 N0)."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class TooSoon(Saying):
    """Nominations are taken from a day that is still to come."""

    title: str
    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLate(Saying):
    """Nominations were taken until a day that is over."""

    title: str
    ends_on: date
