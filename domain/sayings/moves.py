"""What is asked and answered while a move is made. Said by `handlers/moves.py`."""

from dataclasses import dataclass

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class AskGiven(Saying):
    """A move needs to know something."""

    move: Term
    what: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSure(Saying):
    """A move cannot be undone."""

    move: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Saying):
    """The law does not allow it."""

    why: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedByOther(Saying):
    """Somebody else has claimed it."""

    who: str
