"""What came of an office that rehearsed, read before it is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.rehearsal import figures, report
from bot.rehearsal.county import RehearsingOffice
from bot.rehearsal.year import Stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """Its figures, what was announced with its pictures, which roads stopped."""

    figures: Mapping[str, Any]
    said: Sequence[report.ToldPublicly]
    drawn: Mapping[str, bytes]
    stopped: Sequence[Stopped]


async def played(office: RehearsingOffice, stopped: Sequence[Stopped], name: str) -> Played:
    """Read it; `name` tells its pictures from those of the other offices."""
    found = await office.stage.looks(figures.of_year)
    said, drawn = await office.stage.looks(lambda room: report.told(room, office.locale, name))
    return Played(figures=found, said=said, drawn=drawn, stopped=stopped)
