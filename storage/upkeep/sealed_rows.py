"""Every sealed value of the database, opened where it stands: what was changed, or copied to another row, does not open.

Where a value is sealed is decided by the module that writes it; this table repeats its place.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from storage import errors
from storage.database import Row, Tx
from storage.vault import Vault

_PAGE = 2_000
Open = Callable[[Vault, Row], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedColumn:
    """One kind of sealed value: where it is found (the first column is the row's number), and how it is opened."""

    what: str
    source: str
    columns: str
    open: Open


def _field(column: int, place: Callable[[Row], str], key: str = "field") -> Open:
    return lambda vault, row: vault.open(row[column], place(row), key=key)


EVERY = (
    SealedColumn(
        what="matter.pending",
        source="matter WHERE pending IS NOT NULL",
        columns="id, kind, pending",
        open=_field(2, lambda row: f"{row[1]}|pending|{row[0]}"),
    ),
    SealedColumn(
        what="matter.facts",
        source="matter WHERE facts IS NOT NULL",
        columns="id, kind, number, made_at, facts",
        open=_field(4, lambda row: f"{row[1]}|facts|{row[2]}|{row[3]}"),
    ),
    SealedColumn(
        what="matter.story",
        source="matter WHERE key IS NOT NULL AND story IS NOT NULL",
        columns="id, kind, number, key, story",
        open=lambda vault, row: vault.open_story(row[3], row[4], f"{row[1]}|{row[2]}"),
    ),
    SealedColumn(
        what="note.body",
        source="note JOIN matter ON matter.id = note.matter_id WHERE matter.key IS NOT NULL",
        columns="note.id, matter.kind, matter.number, matter.key, note.body",
        open=lambda vault, row: vault.open_story(row[3], row[4], f"{row[1]}|{row[2]}"),
    ),
    SealedColumn(
        what="ballot.body",
        source="ballot WHERE body IS NOT NULL",
        columns="id, matter_id, move, round, person_id, body",
        open=_field(5, lambda row: f"ballot|{row[1]}|{row[2]}|{row[3]}|{row[4]}"),
    ),
    SealedColumn(
        what="paper.body",
        source="paper WHERE TRUE",
        columns="id, matter_id, hash, body",
        open=_field(3, lambda row: f"paper|{row[1]}|{row[2]}"),
    ),
    SealedColumn(
        what="passing_file.body",
        source="passing_file WHERE TRUE",
        columns="id, account_id, hash, body",
        open=_field(3, lambda row: f"passing_file|{row[1]}|{row[2]}"),
    ),
    SealedColumn(
        what="matter.identity",
        source="matter WHERE identity IS NOT NULL",
        columns="id, kind, number, identity",
        open=_field(3, lambda row: f"{row[1]}|{row[2]}|identity", "identity"),
    ),
    SealedColumn(
        what="account.route",
        source="account WHERE route IS NOT NULL",
        columns="id, channel, mark, route",
        open=_field(3, lambda row: f"account|route|{row[1]}|{row[2].hex()}"),
    ),
    SealedColumn(
        what="inbox.body",
        source="inbox WHERE body IS NOT NULL",
        columns="id, channel, event_key, body",
        open=_field(3, lambda row: f"inbox|{row[1]}|{row[2]}"),
    ),
    SealedColumn(
        what="outbox.body",
        source="outbox WHERE card_id IS NULL AND rendering_id IS NULL AND account_id <> 0",
        columns="id, account_id, made_at, body",
        open=_field(3, lambda row: f"outbox|{row[1]}|{row[2]}"),
    ),
    SealedColumn(
        what="menu.body",
        source="menu WHERE TRUE",
        columns="id, account_id, body",
        open=_field(2, lambda row: f"menu|{row[1]}"),
    ),
    SealedColumn(
        what="dialogue.body",
        source="dialogue WHERE TRUE",
        columns="account_id, body",
        open=_field(1, lambda row: f"dialogue|{row[0]}"),
    ),
    SealedColumn(
        what="chore.body",
        source="chore WHERE TRUE",
        columns="id, kind, made_at, body",
        open=_field(3, lambda row: f"chore|{row[1]}|{row[2]}"),
    ),
    SealedColumn(
        what="evidence.ref",
        source="evidence WHERE TRUE",
        columns="id, ref",
        open=_field(1, lambda row: f"evidence|ref|{row[0]}"),
    ),
    SealedColumn(
        what="evidence.name",
        source="evidence WHERE TRUE",
        columns="id, name",
        open=_field(1, lambda row: f"evidence|name|{row[0]}"),
    ),
    SealedColumn(
        what="feedback.body",
        source="feedback WHERE TRUE",
        columns="id, made_at, body",
        open=_field(2, lambda row: f"feedback|{row[1]}"),
    ),
    SealedColumn(
        what="trouble.said",
        source="trouble WHERE TRUE",
        columns="id, said",
        open=_field(1, lambda row: f"trouble|{row[0]}"),
    ),
)


def size(tx: Tx) -> int:
    """Count them all."""
    return sum(int(tx.value(f"SELECT COUNT(*) FROM {each.source}")) for each in EVERY)


def unopened(tx: Tx, tick: Callable[[int], None]) -> Iterator[tuple[str, int]]:
    """Name what does not open, and the row's number."""
    for each in EVERY:
        for row in _rows(tx, each):
            tick(1)
            if not _opens(tx.vault, each, row):
                yield each.what, row[0]


def _opens(vault: Vault, each: SealedColumn, row: Row) -> bool:
    try:
        each.open(vault, row)
    except errors.Tampered:
        return False
    return True


def _rows(tx: Tx, each: SealedColumn) -> Iterator[Row]:
    number = each.columns.partition(",")[0]
    after = -(2**63)
    while True:
        rows = tx.all(
            f"SELECT {each.columns} FROM {each.source} AND {number} > :after ORDER BY {number} LIMIT :page",
            after=after,
            page=_PAGE,
        )
        yield from rows
        if len(rows) < _PAGE:
            return
        after = rows[-1][0]
