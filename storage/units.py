"""The register of units: who can be reported, ranked and flagged."""

from collections.abc import Iterable
from datetime import datetime

from domain.people import Actor
from domain.units import Register, Unit
from storage import shapes
from storage.database import Tx
from storage.road import history

IMPORTS = 1  # imports have one chain in history, under the matter "import"


def register(tx: Tx) -> Register:
    """Load the register; raises RegisterRefused where what is stored contradicts itself."""
    rows = tx.all("SELECT code, name, short, aliases, sequence, parent, is_closed FROM unit ORDER BY code")
    return Register(
        tuple(
            Unit(
                code=row[0],
                name=row[1],
                short=row[2],
                aliases=tuple(shapes.decode(row[3].encode(), list[str])),
                sequence=row[4],
                parent=row[5],
                is_closed=bool(row[6]),
            )
            for row in rows
        )
    )


def merge(tx: Tx, given: Iterable[Unit], by: Actor, at: datetime) -> int:
    """Add units and replace those whose codes are known; the others stay. Returns how many were given.

    A closed unit that is given is open again.
    """
    merged = list(given)
    for unit in merged:
        tx.put(
            "INSERT INTO unit (code, name, short, aliases, sequence, parent, is_closed)"
            " VALUES (:code, :name, :short, :aliases, :sequence, :parent, 0)"
            " ON CONFLICT (code) DO UPDATE SET name = excluded.name, short = excluded.short,"
            " aliases = excluded.aliases, sequence = excluded.sequence, parent = excluded.parent, is_closed = 0",
            code=unit.code,
            name=unit.name,
            short=unit.short,
            aliases=shapes.encode(unit.aliases).decode(),
            sequence=unit.sequence,
            parent=unit.parent,
        )
    note_import(tx, "units", {"codes": [unit.code for unit in merged]}, by, at)
    return len(merged)


def close(tx: Tx, codes: Iterable[str], by: Actor, at: datetime) -> None:
    """Close units: whatever refers to them still finds them, but nothing new is about them."""
    closed = list(codes)
    for code in closed:
        tx.put("UPDATE unit SET is_closed = 1 WHERE code = :code", code=code)
    if closed:
        note_import(tx, "units_closed", {"codes": closed}, by, at)


def note_import(tx: Tx, kind: str, body: dict[str, object], by: Actor, at: datetime) -> None:
    """Write the history line of an import."""
    history.write(tx, "import", IMPORTS, history.HistoryLine(at=at, actor=by.name, what=f"import.{kind}", body=body))
