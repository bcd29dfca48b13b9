"""What came of an office that rehearsed, read before it is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.rehearsal import figures, report
from bot.rehearsal.county import RehearsingOffice
from bot.rehearsal.year import Stopped
from handlers.conversation.room import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """Its figures, what was announced with its pictures, which roads stopped; what its units are called, by their codes."""

    figures: Mapping[str, Any]
    said: Sequence[report.ToldPublicly]
    drawn: Mapping[str, bytes]
    stopped: Sequence[Stopped]
    names: Mapping[str, str]


async def played(office: RehearsingOffice, stopped: Sequence[Stopped], name: str) -> Played:
    """Read it; `name` tells its pictures from those of the other offices."""
    found = await office.stage.looks(figures.of_year)
    said, drawn = await office.stage.looks(lambda room: report.told(room, office.locale, name))
    return Played(
        figures={**found, "pictures": len(drawn)},
        said=said,
        drawn=drawn,
        stopped=stopped,
        names=names_of(office.house.view.now()),
    )


def names_of(office: Office) -> Mapping[str, str]:
    """What the units of an office are called day to day, by their codes."""
    return {unit.code: unit.short or unit.name for unit in office.register}
