"""Checking everything that is remembered: does each thing follow from what stands beside it? (`flagpost verify`)

`checks` are what the database can tell of itself; the file is looked through by `storage/upkeep/copies.py`, the evidence by
`bot/evidence/room.py`. Each check names the exact row.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from domain.lifecycles import PROCEDURES
from domain.matters import announcements as law
from domain.mechanism import seals
from storage import announcements, errors, evidence, matters, pictures, shapes
from storage.database import Tx
from storage.mechanism import terms
from storage.road import history
from storage.road.history import Entry
from storage.upkeep import sealed_rows

Tick = Callable[[int], None]  # is given how many rows more were looked at
CHECKPOINTS = 8  # the newest ones, each of which covers everything before it
MOST = 100  # of one kind are named

_WITH_MORE = ("clue", "trouble", "period", "flag", "announcement")  # kinds that have more in a table of their name
_IS_MOVE = "history.what LIKE '%.%' AND history.what NOT LIKE '%.acted'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One thing that does not hold: which row, and why."""

    row: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One kind of check: how much there is to look at, and the look."""

    name: str
    size: Callable[[Tx], int]
    look: Callable[[Tx, Tick], Iterator[Wrong]]


@dataclass(slots=True, kw_only=True)
class _Checkpoint:
    """A checkpoint, and the hash over all heads as of its last entry, computed anew on the way."""

    id: int
    at: str
    entries: int
    head: bytes
    until: int
    found: bytes = history.START
    last: bytes | None = field(default=None)


def chains(tx: Tx, tick: Tick, *, is_in_order: bool = True) -> Iterator[Wrong]:
    """Every entry follows from the one before; each chain ends where its matter stands; checkpoints hold.

    `is_in_order`: entries were committed in the order of their numbers, and no number was left out. So it is in a file, and
    not on a server: there a number may be missing for good reason, and what a checkpoint saw can only be counted.
    """
    checkpoints = _newest_checkpoints(tx)
    previous: Entry | None = None
    moved: Entry | None = None
    for entry in history.walk(tx):
        tick(1)
        if previous is not None and (previous.matter, previous.matter_id) != (entry.matter, entry.matter_id):
            yield from _ended(tx, moved, checkpoints, previous)
            moved = None
        if not entry.is_sound:
            yield Wrong(
                row=_name(entry),
                why="it does not follow from the entry before it: one of the two was changed, or one is missing",
            )
        if _is_move(entry):
            moved = entry
        for checkpoint in checkpoints:
            if entry.id <= checkpoint.until:
                checkpoint.last = entry.hash
        previous = entry
    if previous is not None:
        yield from _ended(tx, moved, checkpoints, previous)
    if is_in_order:
        yield from _gaps(tx, checkpoints)
    yield from _checkpoints(tx, checkpoints, is_in_order=is_in_order)
    yield from _untold(tx)


def public_words(tx: Tx, tick: Tick) -> Iterator[Wrong]:
    """Everything public that was delivered, or may have been, was approved by two, word for word, and is there once."""
    rows = tx.all("SELECT id, rendering_id, state FROM outbox WHERE class = 'P' ORDER BY id")
    said: dict[int, int] = {}
    for number, rendering_id, state in rows:
        tick(1)
        name = f"outbox {number}"
        if rendering_id in said:
            yield Wrong(row=name, why=f"it says the same words as outbox {said[rendering_id]}")
        said[rendering_id] = number
        announcement = tx.value("SELECT announcement_id FROM rendering WHERE id = :id", id=rendering_id)
        found = None if announcement is None else announcements.of_id(tx, announcement)
        if found is None:
            yield Wrong(row=name, why="nobody proposed what it says")
        elif state != "dead":
            yield from (Wrong(row=f"{name} ({found.number})", why=why) for why in _unapproved(tx, found))


def due_days(tx: Tx, tick: Tick) -> Iterator[Wrong]:
    """Every matter is due when the first of its terms ends."""
    for kind, number in terms.due_wrongly(tx):
        yield Wrong(row=f"{kind} {number}", why="it is due on another day than the first of its terms")
    tick(terms.count(tx))


def sealed(tx: Tx, tick: Tick) -> Iterator[Wrong]:
    """Every sealed value opens where it stands."""
    for what, number in sealed_rows.unopened(tx, tick):
        yield Wrong(row=f"{what} of row {number}", why="it was changed, or belongs to another row")


def seals_hold(tx: Tx, tick: Tick) -> Iterator[Wrong]:
    """What a matter sealed of its facts and files is as it was then (the law §4.1 L2)."""
    for kind, number in _with_seals(tx):
        tick(1)
        try:
            found = matters.standing(tx, kind, number)
        except errors.Tampered:
            continue  # it is named among the sealed values
        kept = "" if found is None else str(found.own.get(seals.KEPT, ""))
        if found is None or not kept:
            continue
        if not seals.is_intact(kept, seals.with_files(found.own, evidence.sealed_now(tx, kind, number))):
            yield Wrong(row=f"{kind} {number}", why="what was sealed of its facts and files is not as it was")


def _with_seals(tx: Tx) -> list[tuple[str, int]]:
    kinds = [table.matter for table in PROCEDURES.values() if any(rule.seals for rule in table.moves.values())]
    return [
        (kind, number)
        for kind in kinds
        for (number,) in tx.all("SELECT id FROM matter WHERE kind = :kind AND facts IS NOT NULL ORDER BY id", kind=kind)
    ]


def images(tx: Tx, tick: Tick) -> Iterator[Wrong]:
    """Every picture has the bytes that it is called by."""
    for (key,) in tx.all("SELECT hash FROM picture ORDER BY hash"):
        tick(1)
        if pictures.key_of(pictures.get(tx, key) or b"") != key:
            yield Wrong(row=f"picture {key[:12]}…", why="its bytes are not those that were approved")


def checks(*, is_in_order: bool = True) -> tuple[Check, ...]:
    """All of them; `is_in_order` as `chains` says."""
    return (
        Check(
            name="history",
            size=lambda tx: int(tx.value("SELECT COUNT(*) FROM history")),
            look=partial(chains, is_in_order=is_in_order),
        ),
        Check(
            name="public words",
            size=lambda tx: int(tx.value("SELECT COUNT(*) FROM outbox WHERE class = 'P'")),
            look=public_words,
        ),
        Check(name="sealed values", size=sealed_rows.size, look=sealed),
        Check(name="seals", size=lambda tx: len(_with_seals(tx)), look=seals_hold),
        Check(name="terms", size=terms.count, look=due_days),
        Check(name="pictures", size=lambda tx: int(tx.value("SELECT COUNT(*) FROM picture")), look=images),
    )


def _newest_checkpoints(tx: Tx) -> list[_Checkpoint]:
    rows = tx.all("SELECT id, at, entries, head FROM checkpoint ORDER BY id DESC LIMIT :most", most=CHECKPOINTS)
    return [
        _Checkpoint(id=number, at=at, entries=entries, head=head, until=_number_of(tx, entries))
        for number, at, entries, head in reversed(rows)
    ]


def _number_of(tx: Tx, entries: int) -> int:
    """The number of the last entry that a checkpoint over so many covers; all of them where there are fewer now."""
    if not entries:
        return 0
    found = tx.value("SELECT id FROM history ORDER BY id LIMIT 1 OFFSET :before", before=entries - 1)
    return 2**63 - 1 if found is None else int(found)


def _ended(tx: Tx, moved: Entry | None, checkpoints: list[_Checkpoint], last: Entry) -> Iterator[Wrong]:
    for checkpoint in checkpoints:
        if checkpoint.last is not None:
            checkpoint.found = tx.vault.link(checkpoint.found, checkpoint.last)
            checkpoint.last = None
    if moved is None or not moved.is_sound:
        return
    told = shapes.decode(tx.vault.open(moved.body, history.place(moved))).get("to")
    if told is None:  # what has a history and no stage: people, invitations, imports
        return
    stage = tx.value("SELECT stage FROM matter WHERE id = :id AND kind = :kind", id=moved.matter_id, kind=moved.matter)
    if stage != told:
        is_there = "is not there" if stage is None else f"stands at “{stage}”"
        yield Wrong(row=f"{last.matter} {last.matter_id}", why=f"it {is_there}, and history has it at “{told}”")


def _gaps(tx: Tx, checkpoints: list[_Checkpoint]) -> Iterator[Wrong]:
    """Entries are numbered one by one, and none is ever deleted: where a number is missing, an entry is."""
    rows = tx.all(
        "SELECT id + 1, (SELECT MIN(id) FROM history AS later WHERE later.id > history.id) - 1 FROM history"
        " WHERE NOT EXISTS (SELECT 1 FROM history AS later WHERE later.id = history.id + 1)"
        " AND id < (SELECT MAX(id) FROM history) ORDER BY id LIMIT :most",
        most=MOST,
    )
    first, last = tx.all("SELECT COALESCE(MIN(id), 1), COALESCE(MAX(id), 0) FROM history")[0]
    counted = max((each.entries for each in checkpoints), default=0)
    for start, end in [(1, first - 1), *rows, (last + 1, counted)]:
        if start <= end:
            which = f"entry number {start}" if start == end else f"entries number {start} to {end}"
            yield Wrong(row=f"history, {which}", why="missing")


def _checkpoints(tx: Tx, checkpoints: list[_Checkpoint], *, is_in_order: bool) -> Iterator[Wrong]:
    count = int(tx.value("SELECT COUNT(*) FROM history"))
    before = 0
    for each in checkpoints:
        name = f"checkpoint {each.id} of {each.at}"
        if each.entries > count:
            yield Wrong(row=name, why=f"it counted {each.entries} entries of history; now there are {count}")
        elif is_in_order and each.found != each.head:
            yield Wrong(row=name, why="the history up to it is not the one that it was made over")
        if each.entries < before:
            yield Wrong(row=name, why=f"it counted fewer entries than the one before it ({before})")
        before = each.entries


def _untold(tx: Tx) -> Iterator[Wrong]:
    """Matters whose epoch counts other moves than history tells of, or of which half is missing; voices not told of."""
    rows = tx.all(
        "SELECT kind, id, epoch, told FROM (SELECT kind, id, epoch, (SELECT COUNT(*) FROM history"
        f" WHERE history.matter = matter.kind AND history.matter_id = matter.id AND {_IS_MOVE}) AS told FROM matter) AS counted"
        " WHERE epoch <> told ORDER BY id LIMIT :most",
        most=MOST,
    )
    for kind, number, moves, told in rows:
        yield Wrong(row=f"{kind} {number}", why=f"it made {moves} move(s), and history tells of {told}")
    for kind in _WITH_MORE:
        rows = tx.all(
            f"SELECT id FROM matter WHERE kind = '{kind}' AND NOT EXISTS (SELECT 1 FROM {kind} WHERE {kind}.id = matter.id)"
            " ORDER BY id LIMIT :most",
            most=MOST,
        )
        for (number,) in rows:
            yield Wrong(row=f"{kind} {number}", why="what is its own is not there")
    rows = tx.all(
        "SELECT kind, matter.id, move, person_id FROM ballot JOIN matter ON matter.id = ballot.matter_id"
        " WHERE NOT EXISTS (SELECT 1 FROM history WHERE history.matter = matter.kind AND history.matter_id = matter.id"
        " AND history.what = ballot.move || '.acted' AND history.actor = 'person:' || ballot.person_id)"
        " ORDER BY matter.id, person_id LIMIT :most",
        most=MOST,
    )
    for kind, number, move, person in rows:
        yield Wrong(row=f"{kind} {number}, {move} by person {person}", why="history does not tell of it")


def _unapproved(tx: Tx, found: announcements.Announcement) -> Iterator[str]:
    words = [each for _, each in announcements.renderings(tx, found.id)]
    if law.digest(words) != found.hash:
        yield "its words are not those that were approved"
    signers = tx.value(
        "SELECT COUNT(DISTINCT ballot.person_id) FROM ballot JOIN role_grant ON role_grant.id = ballot.grant_id"
        " AND role_grant.person_id = ballot.person_id AND role_grant.role = ballot.role"
        " WHERE ballot.matter_id = :id AND ballot.move = :move AND ballot.subject = :hash AND role_grant.granted_at <= ballot.at"
        " AND (CAST(:author AS INTEGER) IS NULL OR ballot.person_id <> :author)"
        " AND (role_grant.revoked_at IS NULL OR role_grant.revoked_at >= ballot.at)",
        id=found.id,
        move=announcements.APPROVE,
        hash=found.hash,
        author=found.author_id,
    )
    if signers < 2:
        yield f"{signers} person(s) approved it; two must"
    if found.published_at is None or found.stage is not law.AnnouncementStage.PUBLISHED:
        yield f"the announcement was never published (it is {found.stage})"


def _is_move(entry: Entry) -> bool:
    return "." in entry.what and not entry.what.endswith(".acted")


def _name(entry: Entry) -> str:
    return f"history, {entry.matter} {entry.matter_id}, entry {entry.seq} (number {entry.id})"
