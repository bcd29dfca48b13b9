"""A rehearsal from its empty homes to its figures."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.cast.fictional_county import profile, sample
from bot.rehearsal import awards, company, county, figures, hall, programme, province
from bot.rehearsal.played import Played, played
from bot.rehearsal.year import RehearsedYear, Tell
from domain.importing.columns import ImportKind

SEED = 20260101
OFFICES = ("county", "province", "hall", "awards")
NOWHERE: Mapping[str, str] = dict.fromkeys(OFFICES, "")


async def rehearse(
    folder: Path,
    locale: str,
    given: programme.Given,
    tell: Tell,
    *,
    seed: int = SEED,
    databases: Mapping[str, str] = NOWHERE,
    until: date = county.ENDS_ON,
) -> Played:
    """Play the year in homes that are made in `folder`; `databases` are the addresses of empty ones on a server, one for each of
    `OFFICES`, where they are not there. The same seed and files give the same figures, but for `seconds`.

    `tell` is told each day that is over. Raises what the import of a given file raises where it cannot be taken.
    """
    begun = time.monotonic()
    raced = await province.race(folder / "province", locale, seed, databases["province"])
    rated = await hall.arena(folder / "hall", locale, seed, hall.ballots(given.ballots), databases["hall"])
    awarded = await awards.history(folder / "awards", locale, seed, databases["awards"])
    year = await play_county(folder / "county", locale, given, tell, seed, databases["county"], until)
    every = (year, raced, rated, awarded)
    together = figures.beside(*(each.figures for each in every))
    return replace(
        year,
        figures={**together, "seed": seed, "seconds": round(time.monotonic() - begun, 1)},
        said=sorted((one for each in every for one in each.said), key=lambda one: one.at),
        drawn={name: picture for each in every for name, picture in each.drawn.items()},
        stopped=[one for each in every for one in each.stopped],
        names={code: name for each in every for code, name in each.names.items()},
    )


async def play_county(
    folder: Path, locale: str, given: programme.Given, tell: Tell, seed: int, database: str, until: date
) -> Played:
    """Play the county's year alone, without what is played beside it."""
    async with county.opened(folder, locale, seed, profile(locale), database=database) as office:
        await office.figures_come(ImportKind.UNITS, sample("units.csv"))
        await office.come_in(company.company(programme.contacts(), programme.owners(given), ()))
        year = RehearsedYear(office, programme.files(given), programme.roads(), until)
        await year.play(tell)
        return await played(office, year.stopped, "county")
