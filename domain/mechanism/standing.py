"""Where a matter stands, and what becomes of it when it moves.

Lives here: `Standing` (what all matters have in common, with a move that waits for its second signer and a term that rests) and
`Event` (a move was made).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain import people
from domain.mechanism.columns import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A move that waits for its second signer."""

    move: str
    by: int
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """A term that rested or rests: when it would have begun had it never rested; while it rests, since when and its end then."""

    begun_at: datetime
    stopped_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a matter stands, and what all matters have in common. The epoch counts its moves; `due_at` is the end of the stage's
    term, and `lapse` the move that it makes by itself then, empty where none.

    `owner_id` is who has claimed it, which binds others until `owned_until`; None there: for as long as it waits elsewhere.
    `number` is what people call it, `category` what its kind is parted by; `parent_id` is the matter whose child it is, and
    `account_id` who brought it. `own` are the facts that are its own, as JSON has them.
    """

    matter: str
    id: int
    stage: str
    epoch: int
    since: datetime
    due_at: datetime | None = None
    pending: Pending | None = None
    rules: int = 1
    owner_id: int | None = None
    owned_until: datetime | None = None
    interrupted: Interrupted | None = None
    lapse: str = ""
    number: str = ""
    unit: str = ""
    category: str = ""
    parent_id: int | None = None
    account_id: int | None = None
    made_at: datetime | None = None
    own: Mapping[str, Any] = field(default_factory=dict)

    @property
    def begun_at(self) -> datetime:
        """When the stage's term began, as if it had never rested."""
        return self.since if self.interrupted is None else self.interrupted.begun_at


class Outcome(StrEnum):
    """What became of a press."""

    MOVED = "moved"
    PROPOSED = "proposed"
    DECLINED = "declined"
    ACTED = "acted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A move was made. `by` made it; of one that needed a second signer, `by` signed it and `proposed_by` had asked for it."""

    before: Standing
    after: Standing
    move: str
    outcome: Outcome
    by: people.Actor
    given: Mapping[str, str]
    at: datetime
    tells: tuple[Party, ...] = ()
    proposed_by: int | None = None
