"""What is said about evidence: to whoever sent it, and to whoever is to look at it.

Said by `bot/evidence/chores.py` and `handlers/conversation/procedures/attachments.py`.
"""

from dataclasses import dataclass
from typing import ClassVar

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRefused(Saying):
    """A file could not be kept; the report stands. `what` is what its sender calls it, or its kind. Says nothing of the
    matter: anybody may see the screen."""

    what: str | Term
    reason: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNotShown(Saying):
    """A file is kept as it came, but reviewers cannot be shown what is in it. `what` as above."""

    what: str | Term
    reason: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentCount(Saying):
    """So many files came with a matter; each follows, for a reviewer who asked for them."""

    is_of_desk: ClassVar[bool] = True

    number: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OneAttachment(Saying):
    """One file as reviewers know it: by its place among those of the matter, never by the name its sender gave it.

    Photos in a row go together, up to the one of place `last`. `length` is the time of a recording, a place, or the size
    of what cannot be shown. Beside it stands at most one of: that it is being made ready (`state`), how much of it is
    shown (`pages_shown` … `members_shown` of `members`), why it cannot be seen, why it was not taken.
    """

    is_of_desk: ClassVar[bool] = True

    index: int
    last: int = 0
    content: Term
    photos: int = 0
    length: str = ""
    pages: int = 0
    state: Term | None = None
    pages_shown: int = 0
    time_played: str = ""
    characters_shown: int = 0
    members: int = 0
    members_shown: int = 0
    unseen: Term | None = None
    refused: Term | None = None
