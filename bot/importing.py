"""Takes a file of units, indicators or values into the database: all of it or nothing, in one transaction.

Called by `flagpost import`, by the demo and by the rehearsal. The rows are read by `bot/imports.py`; where a period has enough
figures its flags are proposed in the same transaction (`handlers/periods.py`).
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot import imports
from domain.imports import Kind
from domain.indicators import Indicator, Value
from domain.people import CLOCK
from domain.units import Unit
from handlers.periods import Proposed, propose
from handlers.room import Room
from storage import figures, units
from storage.database import Database, Tx

MakeRoom = Callable[[Tx], Room]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What was taken: how many rows, and what became of each period that had figures among them."""

    kind: Kind
    rows: int
    periods: tuple[Proposed, ...] = ()


async def import_file(database: Database, kind: Kind, content: bytes, make_room: MakeRoom) -> Imported:
    """Take a file's bytes; `make_room` gives the clock's room, for the office's values and the time.

    Raises `ImportRefused` with every bad row, `AlreadyAnnounced` where a figure of an announced period would change,
    `PeriodUnknown` and `FiguresRefused`; then nothing was taken. After units, the office's register must be loaded again.
    """
    register, known = await database.read(lambda tx: (units.register(tx), figures.indicators(tx)))
    if kind is Kind.UNITS:
        members = await asyncio.to_thread(imports.read_units, content, register)
        return await database.write(lambda tx: _units(make_room(tx), members))
    if kind is Kind.INDICATORS:
        measured = await asyncio.to_thread(imports.read_indicators, content, known)
        return await database.write(lambda tx: _indicators(make_room(tx), measured))
    values = await asyncio.to_thread(imports.read_values, content, register, known)
    return await database.write(lambda tx: _values(make_room(tx), values))


def _units(room: Room, members: Sequence[Unit]) -> Imported:
    return Imported(kind=Kind.UNITS, rows=units.merge(room.tx, members, CLOCK, room.at))


def _indicators(room: Room, measured: Sequence[Indicator]) -> Imported:
    return Imported(kind=Kind.INDICATORS, rows=figures.merge_indicators(room.tx, measured, CLOCK, room.at))


def _values(room: Room, values: Sequence[Value]) -> Imported:
    rows = figures.merge_values(room.tx, values, CLOCK, room.at)
    codes = sorted({value.period for value in values})
    return Imported(kind=Kind.VALUES, rows=rows, periods=tuple(propose(room, code) for code in codes))
