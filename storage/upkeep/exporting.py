"""Every matter of a kind, one after the other, for an export: a page at a time is held in memory, however many there are.

Lives here: `pages` and `standings`, how many there are, and `noted`. What of a matter is told is decided in `handlers/exports/`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from domain.mechanism.standing import Standing
from domain.people import Actor
from storage import matters
from storage.database import Tx
from storage.road import history

CHAIN = 1  # exports have one chain in history, under the matter "export"
_PAGE = 500


def pages(tx: Tx, kind: str) -> Iterator[list[Standing]]:
    """Yield the matters of a kind in the order in which they began, some at a time."""
    after = 0
    while True:
        rows = tx.all(
            f"SELECT {matters.COLUMNS} FROM matter WHERE {_of(kind)} AND id > :after ORDER BY id LIMIT :page",
            kind=kind,
            after=after,
            page=_PAGE,
        )
        if rows:
            yield [matters.of_row(tx, row) for row in rows]
        if len(rows) < _PAGE:
            return
        after = rows[-1][0]


def standings(tx: Tx, kind: str) -> Iterator[Standing]:
    """Yield every matter of a kind, in the order in which they began."""
    for some in pages(tx, kind):
        yield from some


def sources(tx: Tx, first: int, last: int) -> dict[int, str]:
    """By which way each of the clues with these numbers came to the office."""
    rows = tx.all("SELECT id, source FROM clue WHERE id BETWEEN :first AND :last", first=first, last=last)
    return dict(rows)


def counted(tx: Tx, kind: str) -> int:
    """How many matters of a kind there are."""
    return int(tx.value(f"SELECT COUNT(*) FROM matter WHERE {_of(kind)}", kind=kind))


def ranked(tx: Tx) -> int:
    """How many places were given in all periods, about: units in each."""
    return counted(tx, "period") * int(tx.value("SELECT COUNT(*) FROM unit WHERE is_closed = 0"))


def entries(tx: Tx) -> int:
    """How many entries the log has."""
    return int(tx.value("SELECT COUNT(*) FROM history"))


def noted(tx: Tx, kind: str, body: Mapping[str, object], by: Actor, at: datetime) -> None:
    """Write the history line of an export."""
    history.write(tx, "export", CHAIN, history.HistoryLine(at=at, actor=by.name, what=f"export.{kind}", body=body))


def _of(kind: str) -> str:
    """As in the index of stages, which clues are not in."""
    return "kind = :kind" if kind == "clue" else "kind <> 'clue' AND kind = :kind"
