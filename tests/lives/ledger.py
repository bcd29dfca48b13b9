"""What a life has left behind, read from its tables as they are: plain rows, opened where they are sealed, without the code that is judged.

A `Ledger` reads on: what is only ever added (history, voices, the outbox) is read once; the rest is small and read anew each time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.database import Tx

MOST = 2**62  # no row has a higher number
IDENTITY = '"key":"vault.identity"'  # the answer that says who reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A matter as it is kept."""

    id: int
    kind: str
    number: str
    unit: str
    stage: str
    epoch: int
    owner: int | None
    parent: int | None
    account: int | None
    own: Mapping[str, Any]
    is_pending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of history, opened. `by`: the person, None where none."""

    id: int
    matter: str
    matter_id: int
    seq: int
    at: str
    actor: str
    what: str
    told: Mapping[str, Any]
    sealed: bytes
    hash: bytes

    @property
    def by(self) -> int | None:
        """Who of the staff did it."""
        return int(self.actor.removeprefix("person:")) if self.actor.startswith("person:") else None

    @property
    def move(self) -> str:
        """What was done."""
        return self.what.partition(".")[0]

    @property
    def outcome(self) -> str:
        """What became of it."""
        return self.what.partition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice in a decision of several, opened."""

    matter: int
    move: str
    round: str
    person: int
    grant: int
    subject: str
    at: str
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A row of the outbox: to which account, when it was put there, and what it says; no words where it is a card."""

    id: int
    account: int
    kind: str
    made_at: str
    rendering: int | None
    card: str
    words: str

    @property
    def said(self) -> Mapping[str, Any]:
        """The saying as it is kept; nothing of a card."""
        return dict(json.loads(self.words)) if self.words else {}


@dataclass(slots=True, kw_only=True)
class Ledger:
    """Everything that is remembered, and what of it came since it was read last (`new_*`)."""

    matters: dict[int, Kept] = field(default_factory=dict)
    before: dict[int, Kept] = field(default_factory=dict)
    history: list[Entry] = field(default_factory=list)
    new_history: list[Entry] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    new_sent: list[Sent] = field(default_factory=list)
    grants: dict[int, tuple[int, str, str, str | None]] = field(default_factory=dict)
    parts: list[tuple[int, str, int, str, str | None]] = field(default_factory=list)
    recusals: dict[tuple[str, int, int], str] = field(default_factory=dict)
    people: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    accounts: dict[int, int | None] = field(default_factory=dict)
    adjustments: list[tuple[int, float, int, int, int | None]] = field(default_factory=list)
    terms: dict[tuple[int, str], tuple[str, str | None, str]] = field(default_factory=dict)
    announced: dict[int, tuple[str | None, str, int | None, int | None]] = field(default_factory=dict)
    renderings: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    opened: dict[int, str] = field(default_factory=dict)  # answers that say who reported, as they are kept now
    stood_in: frozenset[int] = frozenset()
    links: list[tuple[int, int, str]] = field(default_factory=list)
    has_mornings: bool = True
    begun_at: str = ""
    since: str = ""
    at: str = ""

    def of(self, matter: int) -> list[Entry]:
        """The history of one matter."""
        kind = self.matters[matter].kind
        return [each for each in self.history if each.matter_id == matter and each.matter == kind]

    def done(self, matter: int, *moves: str) -> list[Entry]:
        """What of these moves was made of a matter."""
        return [each for each in self.of(matter) if each.move in moves and each.outcome == "moved"]

    def children(self, matter: int, kind: str) -> list[Kept]:
        """The children of a matter, of a kind."""
        return [each for each in self.matters.values() if each.parent == matter and each.kind == kind]

    def line(self, matter: int | None) -> list[int]:
        """A matter, what it is about, and what that is about."""
        found: list[int] = []
        while matter is not None and matter in self.matters and matter not in found:
            found.append(matter)
            matter = self.matters[matter].parent
        return found

    def holders(self, role: str) -> set[int]:
        """Who holds a role of their own now."""
        return {
            person
            for number, (person, held, _, revoked) in self.grants.items()
            if held == role and revoked is None and number not in self.stood_in
        }

    def held(self, person: int, role: str, at: str) -> bool:
        """Whether somebody held a role at a moment."""
        return any(
            (holder, one) == (person, role) and since <= at and (until or "9") >= at
            for holder, one, since, until in self.grants.values()
        )

    def read(self, tx: Tx, at: str) -> None:
        """Read on."""
        self.since, self.at, self.before = self.at, at, self.matters
        self.begun_at = self.begun_at or at
        self.matters = {each.id: each for each in _matters(tx)}
        self.new_history = list(_history(tx, self.history[-1].id if self.history else 0))
        self.history = [*self.history, *self.new_history]
        self.voices = list(_voices(tx))
        self.new_sent = list(_sent(tx, self.sent[-1].id if self.sent else 0))
        self.sent = [*self.sent, *self.new_sent]
        told = [*self.opened, *(each.id for each in self.new_sent if IDENTITY in each.words)]
        self.opened = {number: each.words for number in told for each in _sent(tx, number - 1, number)}
        self.grants = {
            row[0]: tuple(row[1:])
            for row in tx.all("SELECT id, person_id, role, granted_at, revoked_at FROM role_grant")
        }
        self.stood_in = frozenset(row[0] for row in tx.all("SELECT grant_id FROM deputy WHERE grant_id IS NOT NULL"))
        self.parts = [
            tuple(row) for row in tx.all("SELECT matter_id, party, person_id, since, until FROM part ORDER BY id")
        ]
        self.recusals = {
            tuple(row[:3]): row[3] for row in tx.all("SELECT matter, matter_id, person_id, at FROM recusal")
        }
        self.people = {row[0]: tuple(row[1:]) for row in tx.all("SELECT id, label, unit, earlier FROM person")}
        self.accounts = dict(tx.all("SELECT id, person_id FROM account"))
        self.adjustments = [
            (row[0], float(row[1]), row[2], row[3], row[4])
            for row in tx.all("SELECT id, points, about_id, decision_id, reverses_id FROM adjustment ORDER BY id")
        ]
        self.terms = {
            (row[0], row[1]): tuple(row[2:])
            for row in tx.all("SELECT matter_id, name, due_at, stopped_at, lapse FROM term")
        }
        self.announced = {
            row[0]: tuple(row[1:])
            for row in tx.all("SELECT id, published_at, hash, author_id, apart_id FROM announcement")
        }
        columns = "announcement_id, audience, channel, locale, part, title, text, picture, alt, figures"
        self.renderings = {row[0]: tuple(row[1:]) for row in tx.all(f"SELECT id, {columns} FROM rendering")}
        self.links = [tuple(row) for row in tx.all("SELECT from_id, to_id, how FROM link")]


def _matters(tx: Tx) -> Iterator[Kept]:
    rows = tx.all(
        "SELECT id, kind, number, unit, stage, epoch, owner_id, parent_id, account_id, facts, made_at, pending FROM matter"
        " ORDER BY id"
    )
    for row in rows:
        place = f"{row[1]}|facts|{row[2]}|{row[10]}"
        yield Kept(
            id=row[0],
            kind=row[1],
            number=row[2],
            unit=row[3],
            stage=row[4],
            epoch=row[5],
            owner=row[6],
            parent=row[7],
            account=row[8],
            own={} if row[9] is None else json.loads(tx.vault.open(row[9], place)),
            is_pending=row[11] is not None,
        )


def _history(tx: Tx, after: int) -> Iterator[Entry]:
    rows = tx.all(
        "SELECT id, matter, matter_id, seq, at, actor, what, body, hash FROM history WHERE id > :after ORDER BY id",
        after=after,
    )
    for row in rows:
        yield Entry(
            **dict(zip(("id", "matter", "matter_id", "seq", "at", "actor", "what"), row, strict=False)),
            told=json.loads(tx.vault.open(row[7], f"history|{row[1]}|{row[2]}|{row[3]}")),
            sealed=row[7],
            hash=row[8],
        )


def _voices(tx: Tx) -> Iterator[Voice]:
    rows = tx.all("SELECT matter_id, move, round, person_id, grant_id, subject, at, body FROM ballot ORDER BY id")
    for row in rows:
        told = json.loads(tx.vault.open(row[7], f"ballot|{row[0]}|{row[1]}|{row[2]}|{row[3]}"))
        names = ("matter", "move", "round", "person", "grant", "subject", "at")
        yield Voice(**dict(zip(names, row, strict=False)), given=told)


def _sent(tx: Tx, after: int, last: int = MOST) -> Iterator[Sent]:
    rows = tx.all(
        "SELECT outbox.id, outbox.account_id, class, outbox.made_at, rendering_id,"
        " COALESCE((SELECT matter || ' ' || matter_id FROM card WHERE card.id = outbox.card_id), ''), card_id, body"
        " FROM outbox WHERE outbox.id > :after AND outbox.id <= :last ORDER BY outbox.id",
        after=after,
        last=last,
    )
    for number, account, kind, made_at, rendering, card, card_id, body in rows:
        has_words = card_id is None and rendering is None and bool(body)
        words = tx.vault.open(body, f"outbox|{account}|{made_at}").decode() if has_words else ""
        yield Sent(id=number, account=account, kind=kind, made_at=made_at, rendering=rendering, card=card, words=words)


def in_line(one: str, other: str) -> bool:
    """Whether one of two units is the other, or stands above it: of those of the cast, one stands above another."""
    return one == other or {one, other} == {"U04", "U32"}


def moment(text: str) -> datetime:
    """A moment as it is kept."""
    return datetime.fromisoformat(text)
