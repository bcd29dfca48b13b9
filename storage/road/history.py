"""History (办理留痕): append-only, one hash chain per matter, checkpoints over all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.mechanism.standing import Outcome
from storage import shapes, times
from storage.database import Row, Tx

TABLE = "history"
START = b"\0" * 32
_HEAD = ", ".join(
    f"(SELECT {column} FROM history WHERE history.matter = {{kind}} AND history.matter_id = {{id}} ORDER BY seq DESC LIMIT 1)"
    for column in ("seq", "hash")
)
# The number and the hash of the last entry of a row of `matter`, or of a row about one, to add the next one.
HEAD = _HEAD.format(kind="matter.kind", id="matter.id")
HEAD_OF = _HEAD.format(kind=":kind", id=":matter")
_PAGE = 2_000
_LEAST = -(2**63)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Where a chain does not hold."""

    matter: str
    matter_id: int
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry, its body still sealed. `is_sound`: its number and its hash follow from the entry before."""

    id: int
    matter: str
    matter_id: int
    seq: int
    at: str
    actor: str
    what: str
    body: bytes
    hash: bytes
    is_sound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """What is to be remembered. The body is sealed: it may hold a reason, never an identity."""

    at: datetime
    actor: str
    what: str
    body: Mapping[str, object]


def begin(tx: Tx, matter: str, matter_id: int, lines: Sequence[HistoryLine]) -> None:
    """Begin the chain of a new matter."""
    _add(tx, matter, matter_id, 0, START, lines)


def write(tx: Tx, matter: str, matter_id: int, line: HistoryLine) -> None:
    """Add an entry to a matter's chain."""
    add(tx, matter, matter_id, head(tx, matter, matter_id), line)


def head(tx: Tx, matter: str, matter_id: int) -> Row:
    """The number and the hash of the last entry of a matter that is in its table, as `HEAD` tells them; asked beside what waits."""
    last = tx.one_beside(
        TABLE,
        "SELECT seq, hash FROM history WHERE matter = :matter AND matter_id = :id ORDER BY seq DESC LIMIT 1",
        matter=matter,
        id=matter_id,
    )
    return last or (None, None)


def add(tx: Tx, matter: str, matter_id: int, last: Row, line: HistoryLine) -> None:
    """Add an entry behind this one, which `HEAD` told in the same transaction; behind those of this chain that wait to be inserted."""
    of_chain = (
        each for each in reversed(tx.waiting(TABLE)) if (each["matter"], each["matter_id"]) == (matter, matter_id)
    )
    waiting = next(of_chain, None)
    seq, previous = last if waiting is None else (waiting["seq"], waiting["hash"])
    _add(tx, matter, matter_id, seq or 0, previous or START, [line])


def last_person(tx: Tx, matter: str, matter_id: int) -> int | None:
    """Return which member of staff made the newest entry that one made; None where none did."""
    found = tx.value(
        "SELECT actor FROM history WHERE matter = :matter AND matter_id = :id AND actor LIKE 'person:%'"
        " ORDER BY seq DESC LIMIT 1",
        matter=matter,
        id=matter_id,
    )
    return int(str(found).removeprefix("person:")) if found else None


def last_actor(tx: Tx, matter: str, matter_id: int) -> str:
    """Return who made the last entry of a matter."""
    found = tx.value(
        "SELECT actor FROM history WHERE matter = :matter AND matter_id = :id ORDER BY seq DESC LIMIT 1",
        matter=matter,
        id=matter_id,
    )
    return str(found or "")


def doer(tx: Tx, matter: str, matter_id: int, what: str) -> str:
    """Return who did this to a matter last; empty where nobody has."""
    found = tx.value(
        "SELECT actor FROM history WHERE matter = :matter AND matter_id = :id AND (what = :what OR what LIKE :made)"
        " ORDER BY seq DESC LIMIT 1",
        matter=matter,
        id=matter_id,
        what=what,
        made=f"{what}.%",
    )
    return str(found or "")


Made = Sequence[tuple[str, str, str]]  # move, outcome, actor of each entry


def made(tx: Tx, matter: str, matter_id: int) -> Made:
    """List what was done to a matter and by whom, oldest first, without what was given."""
    rows = tx.all(
        "SELECT what, actor FROM history WHERE matter = :matter AND matter_id = :id ORDER BY seq",
        matter=matter,
        id=matter_id,
    )
    return [(what.partition(".")[0], what.partition(".")[2], actor) for what, actor in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEntry:
    """One entry, opened: who did what, and what was given with it. `outcome` is empty for what is no move."""

    at: datetime
    actor: str
    move: str
    outcome: str
    given: Mapping[str, str]


def of_matter(tx: Tx, matter: str, matter_id: int, limit: int = 40) -> list[PastEntry]:
    """Tell the last entries of a matter, oldest first."""
    rows = tx.all(
        "SELECT seq, at, actor, what, body FROM history WHERE matter = :matter AND matter_id = :id"
        " ORDER BY seq DESC LIMIT :limit",
        matter=matter,
        id=matter_id,
        limit=limit,
    )
    found = []
    for seq, at, actor, what, sealed in reversed(rows):
        body = shapes.decode(tx.vault.open(sealed, _place(matter, matter_id, seq)))
        move, _, outcome = what.partition(".")
        found.append(
            PastEntry(at=times.read(at), actor=actor, move=move, outcome=outcome, given=body.get("given") or {})
        )
    return found


def done(entries: Iterable[str]) -> frozenset[str]:
    """The moves in these entries of one actor (`accept.moved` …), but for what they declined."""
    parts = (what.partition(".") for what in entries)
    return frozenset(move for move, _, outcome in parts if outcome != Outcome.DECLINED)


def verify(tx: Tx) -> Iterator[Broken]:
    """Re-compute every chain; yield each entry whose hash does not follow from the one before."""
    for entry in walk(tx):
        if not entry.is_sound:
            yield Broken(matter=entry.matter, matter_id=entry.matter_id, seq=entry.seq)


def walk(tx: Tx) -> Iterator[Entry]:
    """Walk every chain from its first entry to its last, the chains one after the other; a page at a time is held in memory."""
    chain, previous, expected = ("", 0), START, 1
    columns = "matter, matter_id, seq, id, at, actor, what, body, hash"
    for matter, matter_id, seq, number, at, actor, what, body, found in _pages(tx, columns):
        if (matter, matter_id) != chain:
            chain, previous, expected = (matter, matter_id), START, 1
        link = tx.vault.link(previous, _entry(matter, matter_id, seq, at, actor, what, body))
        yield Entry(
            id=number,
            matter=matter,
            matter_id=matter_id,
            seq=seq,
            at=at,
            actor=actor,
            what=what,
            body=body,
            hash=found,
            is_sound=seq == expected and link == found,
        )
        previous, expected = found, seq + 1


def place(entry: Entry) -> str:
    """Where an entry's body is sealed for."""
    return _place(entry.matter, entry.matter_id, entry.seq)


def checkpoint(tx: Tx, entries: int, head: bytes, at: datetime) -> None:
    """Remember how many entries there were and the hash over all heads (`heads`), so that a cut tail shows."""
    tx.put(
        "INSERT INTO checkpoint (at, entries, head) VALUES (:at, :entries, :head)",
        at=times.text(at),
        entries=entries,
        head=head,
    )


def heads(tx: Tx) -> tuple[int, bytes]:
    """Count all entries and hash all heads: work for a reader, for it visits every chain. A page at a time is held in memory."""
    head, place, last, entries = START, ("", 0), b"", 0
    for matter, matter_id, _, found in _pages(tx, "matter, matter_id, seq, hash"):
        if (matter, matter_id) != place and entries:
            head = tx.vault.link(head, last)
        place, last, entries = (matter, matter_id), found, entries + 1
    return entries, tx.vault.link(head, last) if entries else head


def _add(tx: Tx, matter: str, matter_id: int, seq: int, previous: bytes, lines: Sequence[HistoryLine]) -> None:
    for line in lines:
        seq += 1
        when = times.text(line.at)
        sealed = tx.vault.seal(shapes.encode(dict(line.body)), _place(matter, matter_id, seq))
        previous = tx.vault.link(previous, _entry(matter, matter_id, seq, when, line.actor, line.what, sealed))
        row = {"matter": matter, "matter_id": matter_id, "seq": seq, "at": when, "actor": line.actor, "what": line.what}
        tx.gather(TABLE, {**row, "body": sealed, "hash": previous})


def _place(matter: str, matter_id: int, seq: int) -> str:
    return f"history|{matter}|{matter_id}|{seq}"


def _pages(tx: Tx, columns: str) -> Iterator[Row]:
    """Yield these columns of every entry, the chains one after the other; a chain's name and the place in it come first."""
    after: tuple[str, int, int] = ("", _LEAST, _LEAST)
    while True:
        rows = tx.all(
            f"SELECT {columns} FROM history"
            " WHERE (matter, matter_id, seq) > (:matter, :matter_id, :seq) ORDER BY matter, matter_id, seq LIMIT :page",
            matter=after[0],
            matter_id=after[1],
            seq=after[2],
            page=_PAGE,
        )
        yield from rows
        if len(rows) < _PAGE:
            return
        after = rows[-1][:3]


def _entry(matter: str, matter_id: int, seq: int, at: str, actor: str, what: str, body: bytes) -> bytes:
    return shapes.encode([matter, matter_id, seq, at, actor, what]) + body
