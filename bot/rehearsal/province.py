"""The horse-race of a fictional province (十一市四十县), an office of its own: its figures come, two sign, the winners are announced."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from bot import page_words
from bot.cast.fictional_county import sample
from bot.rehearsal import company, county
from bot.rehearsal.played import Played, played
from bot.rehearsal.programme import FileComes
from bot.rehearsal.year import RehearsedYear
from domain.importing.columns import ImportKind

COMES_ON = date(2026, 4, 8)
BEGINS_AT = datetime(2026, 4, 8, 1, 0, tzinfo=UTC)
ENDS_ON = date(2026, 5, 8)  # a fortnight after the quarter has to be told
_SIGNERS = ("leader_a", "leader_b", "committee_a")


async def race(folder: Path, locale: str, seed: int, database: str) -> Played:
    """Play it; `database` is the address of an empty one on a server, where it is not in `folder`."""
    profile = page_words.table(locale, "rehearsal", "province")
    async with county.opened(folder, locale, seed, profile, BEGINS_AT, database) as office:
        await office.figures_come(ImportKind.UNITS, sample("race/units.csv"))
        seats = company.company((), (), ())
        await office.come_in({name: seats[name] for name in _SIGNERS})
        kinds = (ImportKind.INDICATORS, ImportKind.VALUES)
        files = [FileComes(on=COMES_ON, kind=kind, data=sample(f"race/{kind.value}.csv")) for kind in kinds]
        year = RehearsedYear(office, files, (), ENDS_ON)
        await year.play(lambda day: None)
        return await played(office, year.stopped, "province")
