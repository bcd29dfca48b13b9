"""What an export is: columns with names that stay, and rows of cells.

Lives here: `ExportKind`, `Cell`, and the cells that matters have in common. What no column names goes nowhere: an export holds no name, no
contact, no alias and no account of whoever reported, no story and nothing that was written to it (the law §11.5, §11.7), and no vote
with who gave it. Of a moment it tells the day alone, which says less of who was seen when.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.mechanism.standing import Standing
from domain.saying import Term
from handlers.conversation.room import Room
from storage.database import Tx
from storage.upkeep import exporting

Cell = str | bool | int | Decimal | date | Term | tuple[Term, ...] | Mapping[str, Any] | None
Row = Mapping[str, Cell]
WHERE = ("unit", "unit_name")
COURSE = ("stage", "begun", "since", "due")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportKind:
    """One kind of export: its columns, its rows, which are made one after the other, and about how many there are, for the progress that is
    shown: as many as matters of that name, where nothing else is said.

    `title`: what the table is called; else `export_kind` has the word. `headings`: of columns that have none in `export_column`.
    """

    columns: tuple[str, ...]
    rows: Callable[[Room], Iterator[Row]]
    matter: str = ""
    size: Callable[[Tx], int] | None = None
    title: Term | None = None
    headings: Mapping[str, Term] = field(default_factory=dict)

    def counted(self, tx: Tx) -> int:
        """About how many rows there will be."""
        return self.size(tx) if self.size else exporting.counted(tx, self.matter)

    def heading(self, column: str) -> Term:
        """The word that stands above a column."""
        return self.headings.get(column, Term("export_column", column))


def where(room: Room, code: str) -> Row:
    """A unit, by its code and its name."""
    return {"unit": code, "unit_name": room.office.name_of(code)}


def course(room: Room, standing: Standing) -> Row:
    """How a matter stands and since when, by days; until when, where a term of it runs."""
    return {
        "stage": Term(f"stage.{standing.matter}", standing.stage),
        "begun": day(room, standing.made_at),
        "since": day(room, standing.since),
        "due": day(room, standing.due_at),
    }


def day(room: Room, moment: datetime | None) -> date | None:
    """The office's day of a moment."""
    return None if moment is None else room.office.calendar.local_day(moment)


def written_day(text: str | None) -> date | None:
    """A day as a matter keeps it."""
    return date.fromisoformat(text) if text else None


def term(table: str, name: str | None) -> Term | None:
    """A word of the law; nothing where nothing was said."""
    return Term(table, name) if name else None


def number(text: str | None) -> Decimal | None:
    """A number as a matter keeps it."""
    return Decimal(text) if text else None
