"""What is said about evidence. Said by `bot/evidence_chores.py`."""

from dataclasses import dataclass

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Saying):
    """A file could not be kept; the report stands. Says nothing of the matter: anybody may see the screen."""

    reason: Term
