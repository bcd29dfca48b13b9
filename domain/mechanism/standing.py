"""Where a matter stands, and what becomes of it when it moves.

Lives here: `Standing` (what all matters have in common, with a move that waits for its second signer and the terms that run) and
`Event` (a move was made, who was named by it, and what was voted).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain import people
from domain.mechanism.columns import Party, Relation
from domain.people import Role

PERSON = "person"  # of the answer `subject`: what a matter is about is somebody, who is known by their post alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A move that waits for its second signer."""

    move: str
    by: int
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A term that runs, or rests since `stopped_at`: when it began, as if it had never rested, when it ends, how often it was
    extended, beyond which moment no extension leads, and which move the clock makes when it is over."""

    name: str
    begun_at: datetime
    due_at: datetime
    stopped_at: datetime | None = None
    extended: int = 0
    cap_at: datetime | None = None
    lapse: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a matter stands, and what all matters have in common. The epoch counts its moves; `terms` run or rest meanwhile.

    `owner_id` is who has claimed it, which binds others until `owned_until`; None there: for as long as it waits elsewhere.
    `number` is what people call it, `category` what its kind is parted by; `parent_id` is the matter whose child it is, and
    `account_id` who brought it. `own` are the facts that are its own, as JSON has them; `children` counts
    its own children by kind and stage.
    """

    matter: str
    id: int
    stage: str
    epoch: int
    since: datetime
    terms: tuple[Running, ...] = ()
    pending: Pending | None = None
    rules: int = 1
    owner_id: int | None = None
    owned_until: datetime | None = None
    number: str = ""
    unit: str = ""
    category: str = ""
    parent_id: int | None = None
    account_id: int | None = None
    made_at: datetime | None = None
    own: Mapping[str, Any] = field(default_factory=dict)
    children: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def due_at(self) -> datetime | None:
        """When the first of the terms that run ends, or ended; None where none runs."""
        return min((each.due_at for each in self.terms if each.stopped_at is None), default=None)

    @property
    def is_personal(self) -> bool:
        """Whether it is about a person (its answer `subject`): such a matter is internal, and the unit is no party of it."""
        return self.own.get("subject") == PERSON

    def term(self, name: str) -> Running | None:
        """Its term of this name, running or at rest."""
        return next((each for each in self.terms if each.name == name), None)


class Outcome(StrEnum):
    """What became of a press."""

    MOVED = "moved"
    PROPOSED = "proposed"
    DECLINED = "declined"
    ACTED = "acted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Those whom a move names for a part, in place of whoever had it: people by number, each in one of these roles."""

    party: Relation
    person_ids: tuple[int, ...]
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A voice that was given: in the round that began at `since`, or about this `subject` whenever that comes up; by somebody in a role
    by this grant of it."""

    since: datetime
    subject: str
    person_id: int
    grant_id: int
    role: str
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A move was made. `by` made it; of one that needed a second signer, `by` signed it and `proposed_by` had asked for it.

    `cast`: it gave a vote. `recuses`: whoever made it has nothing to do with the matter any more.
    """

    before: Standing
    after: Standing
    move: str
    outcome: Outcome
    by: people.Actor
    given: Mapping[str, str]
    at: datetime
    tells: tuple[Party, ...] = ()
    proposed_by: int | None = None
    named: tuple[Named, ...] = ()
    cast: Cast | None = None
    recuses: bool = False

    def unnamed(self, at: datetime) -> "Event":
        """It as history keeps what nobody is named for: made by the clock, at a moment that is said for all of a day, in no words."""
        return replace(self, by=people.CLOCK, given={}, at=at)
