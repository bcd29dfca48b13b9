"""What all matters with a lifecycle have in common: where they stand, moving them, their terms and reminders.

A matter's own columns are in the module of its name (`storage/clues.py`, …).
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from domain.mechanism.reminders import Rings
from domain.mechanism.standing import Event, Outcome, Pending, Running, Standing
from domain.people import REPORTER
from storage import errors, shapes, times
from storage.database import MOST_ROWS, Row, Tx, values
from storage.mechanism import ballots, kin, parts, recusals, terms
from storage.road import history

T = TypeVar("T")
NOTHING: Rings = {}
COLUMNS = (
    "matter.id, matter.kind, matter.number, matter.unit, matter.category, matter.stage, matter.epoch, matter.since, matter.pending,"
    " matter.rules, matter.owner_id, matter.owned_until, matter.parent_id, matter.account_id, matter.facts, matter.made_at,"
    f" {terms.COLUMN}, {kin.CHILDREN}"
)
# Word for word as in the index of what waits for reviewers.
CLUES_WAITING = (
    "matter.kind = 'clue' AND matter.stage IN ('triage', 'accepted', 'assigned', 'verifying', 'concluded', 'review')"
)
NUMBERED = "matter.number <> '' AND matter.kind <> 'flag'"  # as in the index of numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A matter, what it is about, what that is about, and so on (its line); and its children, in the order in which they began."""

    line: tuple[Standing, ...]
    children: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """What a matter has from its beginning, beside where it stands.

    `number`: what people call it, unique within its kind; `category`: what its kind is parted by; `parent_id`: the matter whose child it
    is; `account_id`: who brought it; `code`: its query code, of which a mark is kept; `story`: what they told, sealed
    under a key of its own; `identity`: who somebody is, under a key for nothing else; `own`: what else is its own, sealed.
    """

    number: str = ""
    unit: str = ""
    category: str = ""
    parent_id: int | None = None
    account_id: int | None = None
    alias: str = ""
    code: str = ""
    story: object = None
    identity: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)


def standing(tx: Tx, matter: str, matter_id: int) -> Standing | None:
    """Say where a matter stands, and what it has in common with all; None where there is none of that number."""
    row = tx.one(f"SELECT {COLUMNS} FROM matter WHERE id = :id AND kind = :kind", id=matter_id, kind=matter)
    return None if row is None else of_row(tx, row)


def numbered(tx: Tx, kind: str, number: str) -> Standing | None:
    """Find a matter by its number. A flag has the number of those that it replaced: the newest is meant."""
    indexed = " AND kind <> 'clue'" if kind == "flag" else f" AND {NUMBERED}"
    row = tx.one(
        f"SELECT {COLUMNS} FROM matter WHERE kind = :kind AND number = :number{indexed} ORDER BY id DESC LIMIT 1",
        kind=kind,
        number=number,
    )
    return None if row is None else of_row(tx, row)


def of_id(tx: Tx, matter_id: int) -> Standing | None:
    """Find a matter by its id, of whatever kind."""
    row = tx.one(f"SELECT {COLUMNS} FROM matter WHERE id = :id", id=matter_id)
    return None if row is None else of_row(tx, row)


def of_ids(tx: Tx, ids: Sequence[int]) -> list[Standing]:
    """Find matters by their ids, in the order of these."""
    given = {f"id_{place}": number for place, number in enumerate(ids)}
    if not given:
        return []
    rows = tx.all(f"SELECT {COLUMNS} FROM matter WHERE id IN ({', '.join(f':{name}' for name in given)})", **given)
    found = {row[0]: of_row(tx, row) for row in rows}
    return [found[number] for number in ids if number in found]


def line(tx: Tx, matter_id: int | None) -> list[Standing]:
    """A matter, what it is about, what that is about, and so on."""
    rows = tx.all(
        "WITH RECURSIVE above (id, parent_id, far) AS (SELECT matter.id, matter.parent_id, 0 FROM matter WHERE matter.id = :id"
        " UNION ALL SELECT matter.id, matter.parent_id, far + 1 FROM above JOIN matter ON matter.id = above.parent_id)"
        f" SELECT {COLUMNS} FROM above JOIN matter ON matter.id = above.id ORDER BY far",
        id=matter_id or 0,
    )
    return [of_row(tx, row) for row in rows]


def family(tx: Tx, matter_id: int) -> Family:
    """A matter's line and its children, asked for together."""
    rows = tx.all(
        "WITH RECURSIVE above (id, parent_id, far) AS (SELECT matter.id, matter.parent_id, 0 FROM matter WHERE matter.id = :id"
        " UNION ALL SELECT matter.id, matter.parent_id, far + 1 FROM above JOIN matter ON matter.id = above.parent_id)"
        f" SELECT {COLUMNS}, far FROM above JOIN matter ON matter.id = above.id"
        f" UNION ALL SELECT {COLUMNS}, -1 FROM matter WHERE matter.parent_id = :id ORDER BY 19, 1",
        id=matter_id,
    )
    every = [(row[-1], of_row(tx, row)) for row in rows]
    return Family(
        line=tuple(each for far, each in every if far >= 0), children=tuple(each for far, each in every if far < 0)
    )


def of_unit(tx: Tx, kind: str, unit: str, limit: int = 20) -> list[Standing]:
    """List the newest matters of a kind that are about a unit."""
    return of_unit_any(tx, (kind,), unit, limit)


def of_unit_any(tx: Tx, kinds: Sequence[str], unit: str, limit: int) -> list[Standing]:
    """The same of several kinds."""
    given = {f"kind_{n}": kind for n, kind in enumerate(kinds)}
    rows = tx.all(
        f"SELECT {COLUMNS} FROM matter WHERE kind <> 'clue' AND kind IN ({', '.join(f':{name}' for name in given)})"
        " AND unit = :unit ORDER BY id DESC LIMIT :limit",
        unit=unit,
        limit=limit,
        **given,
    )
    return [of_row(tx, row) for row in rows]


def count_open(tx: Tx) -> int:
    """Count the matters that have a term to keep."""
    return int(tx.value("SELECT COUNT(*) FROM matter WHERE due_at IS NOT NULL"))


def children(tx: Tx, parent_id: int, kind: str = "", limit: int = 1_000) -> list[Standing]:
    """List the matters that are children of this one, of a kind where one is named, in the order in which they began."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM matter WHERE parent_id = :parent{' AND kind = :kind' if kind else ''} ORDER BY id LIMIT :limit",
        parent=parent_id,
        limit=limit,
        **({"kind": kind} if kind else {}),
    )
    return [of_row(tx, row) for row in rows]


def is_any(tx: Tx, kind: str, stages: Iterable[str]) -> bool:
    """Whether there is a matter of a kind in any of these stages. Not for clues."""
    given = {f"stage_{number}": stage for number, stage in enumerate(sorted(stages))}
    marks = ", ".join(f":{name}" for name in given)
    found = f"SELECT 1 FROM matter WHERE kind <> 'clue' AND kind = :kind AND stage IN ({marks}) LIMIT 1"
    return tx.one(found, kind=kind, **given) is not None


def waiting(tx: Tx, kind: str, stages: Iterable[str]) -> list[Standing]:
    """List the matters of a kind in any of these stages, the nearest term first. Not for clues."""
    return open_in(tx, [(kind, stage) for stage in stages])


def open_in(tx: Tx, places: Iterable[tuple[str, str]]) -> list[Standing]:
    """List the matters of these kinds and stages, the nearest term first. Not for clues, of which there may be a million."""
    pairs = _pairs(tuple(places))
    if not pairs:
        return []
    rows = tx.all(
        f"SELECT {COLUMNS} FROM matter WHERE kind <> 'clue' AND (kind, stage) IN (VALUES {pairs})"
        " ORDER BY due_at NULLS FIRST, id"
    )
    return [of_row(tx, row) for row in rows]


def awaiting(tx: Tx, places: Iterable[tuple[str, str]], due_before: datetime | None = None) -> list[Standing]:
    """List the matters of these kinds and stages, and behind them those with a move that waits for a second signer, each once and the
    nearest term first; with `due_before` only those of which a term ends, or ended, before then. Not clues, which stand in a queue."""
    wanted = tuple(places)
    pairs = _pairs(wanted)
    ending = "" if due_before is None else " AND due_at < :before"
    rows = tx.all(
        f"SELECT {COLUMNS} FROM matter WHERE kind <> 'clue' AND (kind, stage) IN (VALUES {pairs}){ending}"
        f" UNION ALL SELECT {COLUMNS} FROM matter WHERE pending IS NOT NULL AND kind <> 'clue'"
        f" AND (kind, stage) NOT IN (VALUES {pairs}){ending}",
        **({} if due_before is None else {"before": times.text(due_before)}),
    )
    found = [of_row(tx, row) for row in rows]
    in_stage = frozenset(wanted) if found else frozenset()
    return sorted(found, key=lambda each: ((each.matter, each.stage) not in in_stage, *_by_term(each)))


def _by_term(standing: Standing) -> tuple[bool, str, int]:
    """The order of a line: what has no term, then the nearest."""
    return standing.due_at is not None, "" if standing.due_at is None else times.text(standing.due_at), standing.id


@functools.lru_cache(maxsize=64)
def _pairs(places: tuple[tuple[str, str], ...]) -> str:
    """Kinds and stages as a list of pairs in SQL, written out: they are words of the law's tables, never anybody's, and where there are
    a hundred and fifty, to give each by a name took longer than to find what stands there."""
    words = [word for pair in places for word in pair]
    assert all(word.isidentifier() for word in words), f"no word of a table: {words}"
    return ", ".join(f"('{kind}', '{stage}')" for kind, stage in places)


def of_category(tx: Tx, kind: str, category: str) -> list[Standing]:
    """List the matters of a kind that are of one category of it, in the order in which they began. Not for clues."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM matter WHERE kind <> 'clue' AND kind = :kind AND category = :category ORDER BY id",
        kind=kind,
        category=category,
    )
    return [of_row(tx, row) for row in rows]


def proposed_by(tx: Tx, person_id: int) -> list[Standing]:
    """List the matters with a move that this person proposed and nobody has signed yet."""
    rows = tx.all(f"SELECT {COLUMNS} FROM matter WHERE pending IS NOT NULL ORDER BY kind, id")
    return [found for row in rows if (found := of_row(tx, row)).pending is not None and found.pending.by == person_id]


def of_row(tx: Tx, row: Row) -> Standing:
    """Where a matter stands, of a row that begins with `COLUMNS`."""
    number, kind = row[0], row[1]
    pending = None
    if row[8] is not None:
        pending = shapes.decode(tx.vault.open(row[8], f"{kind}|pending|{number}"), Pending)
    return Standing(
        matter=kind,
        id=number,
        number=row[2],
        unit=row[3],
        category=row[4],
        stage=row[5],
        epoch=row[6],
        since=times.read(row[7]),
        terms=terms.of_column(row[16]),
        pending=pending,
        rules=row[9],
        owner_id=row[10],
        owned_until=times.maybe_read(row[11]),
        parent_id=row[12],
        account_id=row[13],
        own={} if row[14] is None else shapes.decode(tx.vault.open(row[14], _own_place(kind, row[2], row[15]))),
        made_at=times.read(row[15]),
        children=kin.counted(row[17]),
    )


def own(standing: Standing, kind: type[T]) -> T:
    """A matter's own facts as what they are declared to be, beside its table."""
    return shapes.convert(standing.own, kind)


def story(tx: Tx, matter_id: int, kind: type[T]) -> T | None:
    """Open what whoever brought a matter told; None where its key has been destroyed, or where nobody told anything."""
    return stories(tx, [matter_id], kind).get(matter_id)


def stories(tx: Tx, ids: Sequence[int], kind: type[T]) -> dict[int, T]:
    """The same of several matters, by their ids."""
    given = {f"id_{place}": number for place, number in enumerate(ids)}
    if not given:
        return {}
    rows = tx.all(
        f"SELECT id, kind, number, key, story FROM matter WHERE id IN ({', '.join(f':{name}' for name in given)})",
        **given,
    )
    return {
        row[0]: shapes.decode(tx.vault.open_story(row[3], row[4], _story_place(row[1], row[2])).encode(), kind)
        for row in rows
        if row[3] is not None and row[4] is not None
    }


def identity_of(tx: Tx, matter_id: int) -> dict[str, str]:
    """Who brought it, by name and contact, where they said so: for the custodian who opens it, and for the guard of what leaves."""
    row = tx.one("SELECT kind, number, identity FROM matter WHERE id = :id", id=matter_id)
    if row is None or row[2] is None:
        return {}
    known: dict[str, str] = shapes.decode(
        tx.vault.open(row[2], _identity_place(_story_place(row[0], row[1])), key="identity"), dict[str, str]
    )
    return known


def told(tx: Tx, matter_id: int) -> Mapping[str, str]:
    """The same by the names of the answers; nothing where it cannot be opened any more."""
    return story(tx, matter_id, dict) or {}


def set_unit(tx: Tx, matter_id: int, unit: str) -> None:
    """Correct the unit that a matter is about."""
    tx.put("UPDATE matter SET unit = :unit WHERE id = :id", unit=unit, id=matter_id)


def begin(tx: Tx, new: New, events: Sequence[Event], rings: Rings = NOTHING) -> int:
    """Remember a new matter as it stands after its first moves (`procedure.beginning`), their history, its terms and
    when they remind; return its id.
    """
    written, given = values([_row_of(tx, new, events)])
    matter_id = tx.add(f"INSERT INTO matter {written}", **given)
    _begun(tx, matter_id, events, rings)
    return matter_id


def begin_all(tx: Tx, every: Sequence[tuple[New, Sequence[Event], Rings]]) -> list[int]:
    """The same of several at once, each with a number of its own; their ids in the same order."""
    if len(every) == 1:
        return [begin(tx, *every[0])]
    if len(every) > MOST_ROWS:
        return [*begin_all(tx, every[:MOST_ROWS]), *begin_all(tx, every[MOST_ROWS:])]
    rows = [_row_of(tx, new, events) for new, events, _ in every]
    written, given = values(rows)
    made = tx.all(f"INSERT INTO matter {written} RETURNING kind, number, id", **given)
    found = {(kind, number): matter_id for kind, number, matter_id in made}
    ids = [found[row["kind"], row["number"]] for row in rows]
    for matter_id, (_, events, rings) in zip(ids, every, strict=True):
        _begun(tx, matter_id, events, rings)
    return ids


def _row_of(tx: Tx, new: New, events: Sequence[Event]) -> dict[str, Any]:
    after, made = events[-1].after, times.text(events[0].at)
    place = _story_place(after.matter, new.number)
    key = None if new.story is None else tx.vault.new_matter_key(place)
    return {
        "kind": after.matter,
        "number": new.number,
        "unit": new.unit,
        "category": new.category,
        "stage": after.stage,
        "epoch": after.epoch,
        "since": times.text(after.since),
        "due_at": times.maybe_text(after.due_at),
        "rules": after.rules,
        "owner_id": after.owner_id,
        "parent_id": new.parent_id,
        "account_id": new.account_id,
        "alias": new.alias,
        "code": tx.vault.mark("code", new.code) if new.code else None,
        "key": key,
        "story": None if key is None else tx.vault.seal_story(key, shapes.encode(new.story).decode(), place),
        "identity": _sealed_identity(tx, place, new.identity),
        "facts": _sealed_own(tx, after.matter, new.number, made, new.own),
        "made_at": made,
    }


def _begun(tx: Tx, matter_id: int, events: Sequence[Event], rings: Rings) -> None:
    after = events[-1].after
    history.begin(tx, after.matter, matter_id, [_line(event) for event in events])
    terms.keep(tx, matter_id, (), after.terms, rings)


def record(tx: Tx, event: Event, rings: Rings = NOTHING) -> None:
    """Remember a move: the standing under its version, the history line, the terms and when they remind.

    Raises AlreadyChanged where the matter is no longer as the event found it.
    """
    after = event.after
    if event.outcome is Outcome.ACTED:
        history.add(tx, after.matter, after.id, _act(tx, event), _line(event))
        if after.terms != event.before.terms:
            give_ends(tx, event.before, after.terms, rings)
    else:
        head = _move(tx, event)
        terms.keep(tx, after.id, event.before.terms, after.terms, rings)
        history.add(tx, after.matter, after.id, head, _line(event))
    for named in event.named:
        parts.name(tx, after.id, named, event.at)
    if event.recuses and event.by.person_id is not None:
        recusals.recuse(tx, after.matter, after.id, event.by.person_id, event.at)


def give_ends(tx: Tx, standing: Standing, ends: Sequence[Running], rings: Rings) -> None:
    """Let terms of a matter end at other moments; it stays as it is, and so do its buttons."""
    after = replace(standing, terms=tuple(ends))
    terms.keep(tx, standing.id, standing.terms, ends, rings)
    tx.put("UPDATE matter SET due_at = :due WHERE id = :id", due=times.maybe_text(after.due_at), id=standing.id)


def next_number(tx: Tx, name: str) -> int:
    """Count on: 1, 2, 3 … without gaps, in the same transaction as what is numbered."""
    return next_numbers(tx, name, 1)[0]


def next_numbers(tx: Tx, name: str, several: int) -> range:
    """The same for several at once."""
    last = int(
        tx.value(
            "INSERT INTO counter (name, value) VALUES (:name, :several)"
            " ON CONFLICT (name) DO UPDATE SET value = counter.value + :several RETURNING value",
            name=name,
            several=several,
        )
    )
    return range(last - several + 1, last + 1)


def _line(event: Event) -> history.HistoryLine:
    return history.HistoryLine(
        at=event.at,
        actor=event.by.name,
        what=f"{event.move}.{event.outcome}",
        body={
            "from": event.before.stage,
            "to": event.after.stage,
            "given": _given(event),
            "proposed_by": event.proposed_by,
        },
    )


def _given(event: Event) -> dict[str, str]:
    """What was given with a move. A reporter's words are not repeated here: they go with the key of their own matter."""
    return {} if event.by.name == REPORTER else dict(event.given)


def _act(tx: Tx, event: Event) -> Row:
    """Write what an act leaves behind besides; return the head of the matter's history."""
    after, head = event.after, None
    if after.own != event.before.own:
        head = tx.one_beside(
            history.TABLE,
            f"UPDATE matter SET facts = :facts WHERE id = :id RETURNING {history.HEAD}",
            facts=_own_of(tx, after),
            id=after.id,
        )
    if event.cast is not None:
        head = ballots.cast(tx, after.matter, after.id, event.move, event.cast, event.at)
    return head or history.head(tx, after.matter, after.id)


def _move(tx: Tx, event: Event) -> Row:
    """Write the new standing; return the head of the matter's history."""
    before, after = event.before, event.after
    changed: dict[str, Any] = {}
    if after.own != before.own:
        changed["facts"] = _own_of(tx, after)
    if (after.owner_id, after.owned_until) != (before.owner_id, before.owned_until):
        changed |= {"owner_id": after.owner_id, "owned_until": times.maybe_text(after.owned_until)}
    also = "".join(f", {column} = :{column}" for column in changed)
    head = tx.one_beside(
        history.TABLE,
        "UPDATE matter SET stage = :stage, epoch = :epoch, since = :since, due_at = :due, pending = :pending"
        f"{also} WHERE id = :id AND epoch = :before RETURNING {history.HEAD}",
        stage=after.stage,
        epoch=after.epoch,
        since=times.text(after.since),
        due=times.maybe_text(after.due_at),
        pending=_sealed_pending(tx, after),
        id=after.id,
        before=before.epoch,
        **changed,
    )
    if head is None:
        raise errors.AlreadyChanged
    return head


def _sealed_pending(tx: Tx, after: Standing) -> bytes | None:
    if after.pending is None:
        return None
    return tx.vault.seal(shapes.encode(after.pending), f"{after.matter}|pending|{after.id}")


def _sealed_own(tx: Tx, kind: str, number: str, made: str, own: Mapping[str, Any]) -> bytes | None:
    return tx.vault.seal(shapes.encode(dict(own)), _own_place(kind, number, made)) if own else None


def _own_of(tx: Tx, after: Standing) -> bytes | None:
    return _sealed_own(tx, after.matter, after.number, times.maybe_text(after.made_at) or "", after.own)


def _sealed_identity(tx: Tx, place: str, known: Mapping[str, str]) -> bytes | None:
    return tx.vault.seal(shapes.encode(dict(known)), _identity_place(place), key="identity") if known else None


def _identity_place(place: str) -> str:
    return f"{place}|identity"


def _story_place(kind: str, number: str) -> str:
    return f"{kind}|{number}"


def _own_place(kind: str, number: str, made: str) -> str:
    return f"{kind}|facts|{number}|{made}"
