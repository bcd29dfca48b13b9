"""A rehearsal from its empty home to its figures."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.cast.fictional_county import profile, sample
from bot.rehearsal import company, county, figures, programme, province, report
from bot.rehearsal.year import RehearsedYear, Stopped, Tell
from domain.importing.columns import ImportKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What came of it: the figures (`flagpost rehearse --json`), what was announced with its pictures, which roads stopped."""

    figures: Mapping[str, Any]
    said: Sequence[report.ToldPublicly]
    drawn: Mapping[str, bytes]
    stopped: Sequence[Stopped]


async def rehearse(
    folder: Path,
    locale: str,
    given: programme.Given,
    tell: Tell,
    *,
    databases: tuple[str, str] = ("", ""),
    until: date = county.ENDS_ON,
) -> Rehearsed:
    """Play the year in homes that are made in `folder`; `databases` are the addresses of empty ones on a server, of the county's and of
    the province's, where they are not there.

    `tell` is told each day that is over. Raises what the import of a given file raises where it cannot be taken.
    """
    begun = time.monotonic()
    raced = await province.race(folder / "province", locale, databases[1])
    async with county.opened(folder / "county", locale, profile(locale), database=databases[0]) as office:
        await office.figures_come(ImportKind.UNITS, sample("units.csv"))
        await office.come_in(company.company(programme.contacts(), programme.owners(given), ()))
        year = RehearsedYear(office, programme.files(given), programme.roads(), until)
        await year.play(tell)
        found = await office.stage.looks(figures.of_year)
        said, drawn = await office.stage.looks(lambda room: report.told(room, locale))
    seconds = round(time.monotonic() - begun, 1)
    return Rehearsed(
        figures={**figures.beside(found, raced.figures), "seconds": seconds},
        said=sorted((*said, *raced.said), key=lambda each: each.at),
        drawn={**drawn, **raced.drawn},
        stopped=[*raced.stopped, *year.stopped],
    )
