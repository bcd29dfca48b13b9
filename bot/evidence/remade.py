"""What re-making a file yields, and the words by which it is declined.

Shared by the remakers, which run in a child, and by the chores, which do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot import sandbox
from domain.evidence import Media


class NotShown(StrEnum):
    """Why a file that was kept cannot be shown; the words files say it to sender and reviewers."""

    BROKEN = "broken"
    NOT_A_PICTURE = "not_a_picture"
    LOCKED = "locked"
    TOO_HEAVY = "too_heavy"
    NOTHING_INSIDE = "nothing_inside"
    NOT_MADE = "not_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPiece:
    """One piece that reviewers may have: content alone, with no mark of who made it, where or with what."""

    media: Media
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Remade:
    """A file re-made. `whole` is how much there was, `part` how much of it is shown: seconds of sound and film, pages of
    documents, characters of text, members of archives; both 0 where nothing is counted."""

    pieces: tuple[ShownPiece, ...]
    whole: int = 0
    part: int = 0


def declined(why: NotShown) -> sandbox.Declined:
    """The error that a remaker raises, to be answered to the bot."""
    return sandbox.Declined(why.value)
