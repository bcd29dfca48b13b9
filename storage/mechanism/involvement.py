"""What somebody has to do with a matter: loaded with it, in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.mechanism.columns import Relation
from domain.mechanism.standing import Standing
from domain.people import Actor
from storage import matters
from storage.database import Row, Tx
from storage.road import history

_OWN = "EXISTS (SELECT 1 FROM account WHERE account.id = matter.account_id AND account.person_id = :person)"
_MERGED = (
    "EXISTS (SELECT 1 FROM link JOIN matter AS one ON one.id = link.from_id JOIN account ON account.id = one.account_id"
    " WHERE link.to_id = matter.id AND link.how = 'merged' AND account.person_id = :person)"
)
RECUSED = (
    "EXISTS (SELECT 1 FROM recusal WHERE recusal.person_id = {person} AND recusal.matter = matter.kind"
    " AND (recusal.matter_id = matter.id"
    " OR recusal.matter_id IN (SELECT from_id FROM link WHERE to_id = matter.id AND how = 'merged')))"
)
DID = (
    "(SELECT string_agg(what, ' ') FROM history WHERE history.matter = matter.kind AND history.matter_id = matter.id"
    " AND history.actor = {actor})"
)
DID_BEFORE = (
    "(SELECT string_agg(about.kind || ':' || what, ' ') FROM history JOIN matter AS about ON about.id = matter.parent_id"
    " WHERE history.matter = about.kind AND history.matter_id = about.id AND history.actor = {actor})"
)
_PARTS = "(SELECT string_agg(party || ':' || part.person_id, ' ') FROM part WHERE part.matter_id = matter.id AND part.until IS NULL)"
_EVIDENCE = "EXISTS (SELECT 1 FROM evidence WHERE evidence.matter = matter.kind AND evidence.matter_id = matter.id)"
_YES = "CASE WHEN {} THEN 1 ELSE 0 END"
_INVOLVED = ", ".join(
    (
        *map(_YES.format, (_OWN, _MERGED, RECUSED.format(person=":person"), _EVIDENCE)),
        DID.format(actor=":actor"),
        _PARTS,
    )
)
_COLUMNS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Involvement:
    """What a person has to do with a matter: whether it is their own; whether they brought it or recused themselves from it, here or in
    what was merged into it, which is part of it; which of its moves they made, proposed or signed. `has_evidence`: whether there are
    files for them to see. `parts`: who has which part in it."""

    matter_id: int
    person_id: int | None
    is_own: bool = False
    has_brought: bool = False
    has_recused: bool = False
    did: frozenset[str] = frozenset()
    has_evidence: bool = True
    parts: Mapping[Relation, frozenset[int]] = field(default_factory=dict)


def before(entries: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The moves in these entries of what a matter came from (`clue:accept.moved` …), each with its kind."""
    parts = (entry.partition(":") for entry in entries)
    return frozenset((kind, move) for kind, _, what in parts for move in history.done([what]))


def load(tx: Tx, kind: str, matter_id: int, actor: Actor) -> tuple[Standing, Involvement] | None:
    """Load a matter and what this actor has to do with it; None where there is none of that number."""
    if actor.person_id is None:
        standing = matters.standing(tx, kind, matter_id)
        return None if standing is None else (standing, Involvement(matter_id=matter_id, person_id=None))
    row = tx.one(
        f"SELECT {matters.COLUMNS}, {_INVOLVED} FROM matter WHERE matter.id = :id AND matter.kind = :kind",
        id=matter_id,
        kind=kind,
        person=actor.person_id,
        actor=actor.name,
    )
    return None if row is None else (matters.of_row(tx, row), _involvement(row[-_COLUMNS:], matter_id, actor))


def of(tx: Tx, matter_id: int, actor: Actor) -> Involvement:
    """The same of a matter that is loaded already."""
    nothing = Involvement(matter_id=matter_id, person_id=actor.person_id)
    if actor.person_id is None:
        return nothing
    row = tx.one(
        f"SELECT {_INVOLVED} FROM matter WHERE matter.id = :id", id=matter_id, person=actor.person_id, actor=actor.name
    )
    return nothing if row is None else _involvement(row, matter_id, actor)


def of_all(tx: Tx, matter_ids: Sequence[int], actor: Actor) -> dict[int, Involvement]:
    """The same of several matters at once, by their ids."""
    if actor.person_id is None or not matter_ids:
        return {each: Involvement(matter_id=each, person_id=actor.person_id) for each in matter_ids}
    marks = {f"id_{place}": number for place, number in enumerate(matter_ids)}
    rows = tx.all(
        f"SELECT {_INVOLVED}, matter.id FROM matter WHERE matter.id IN ({', '.join(f':{mark}' for mark in marks)})",
        person=actor.person_id,
        actor=actor.name,
        **marks,
    )
    return {row[-1]: _involvement(row[:_COLUMNS], row[-1], actor) for row in rows}


def _involvement(row: Row, matter_id: int, actor: Actor) -> Involvement:
    parts: dict[str, set[int]] = {}
    for named in (row[5] or "").split():
        party, _, person = named.partition(":")
        parts.setdefault(party, set()).add(int(person))
    return Involvement(
        matter_id=matter_id,
        person_id=actor.person_id,
        is_own=bool(row[0]),
        has_brought=bool(row[0] or row[1]),
        has_recused=bool(row[2]),
        has_evidence=bool(row[3]),
        did=history.done((row[4] or "").split()),
        parts={Relation(party): frozenset(people) for party, people in parts.items()},
    )
