"""What is said of nominations of strivers: when they are taken (the law §4.2 N0), and who is probably the same person."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson(Saying):
    """A candidate, or another nomination, of who is probably the same person."""

    number: str
    name: str
    post: str
    stage: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchCandidate(Saying):
    """No candidate of that number in whom this nomination could be merged."""

    number: str
