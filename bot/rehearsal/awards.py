"""The snail awards of earlier years (the law §10): eight in three years, taken over as the county's file has them, and the year after in
which there was none, which the office proposes and says as any other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.cast.fictional_county import profile, rows, sample
from bot.rehearsal import company, county
from bot.rehearsal.played import Played, played
from bot.rehearsal.year import RehearsedYear
from domain.importing.columns import ImportKind
from domain.mechanism.standing import Event, Outcome, Standing
from domain.people import CLOCK
from handlers.conversation.room import Room
from storage import matters

BEGINS_AT = datetime(2022, 1, 4, 1, 0, tzinfo=UTC)
ENDS_ON = date(2022, 1, 21)
_SIGNERS = ("leader_a", "leader_b", "committee_a")


async def history(folder: Path, locale: str, seed: int, database: str) -> Played:
    """Play it; `database` is the address of an empty one on a server, where it is not in `folder`."""
    async with county.opened(folder, locale, seed, profile(locale), BEGINS_AT, database) as office:
        await office.figures_come(ImportKind.UNITS, sample("units.csv"))
        await office.house.database.write(lambda tx: _take_over(office.house.quiet_room(tx)))
        seats = company.company((), (), ())
        await office.come_in({name: seats[name] for name in _SIGNERS})
        year = RehearsedYear(office, (), (), ENDS_ON)
        await year.play(lambda day: None)
        return await played(office, year.stopped, "awards")


def _take_over(room: Room) -> None:
    """Remember the awards as they stand today: struck off since, on the day each was hung."""
    table = room.office.matters["snail"].procedure
    for place, row in enumerate(rows(sample("snails.csv")), start=1):
        hung = datetime.combine(date.fromisoformat(row["hung_on"]), time(9), room.office.calendar.timezone)
        number = f"WN-{hung.year}-{place:06}"
        own = {"grounds": row["grounds"], "hung_on": row["hung_on"]}
        before = Standing(
            matter="snail", id=0, stage=table.first, epoch=0, since=hung, rules=1, unit=row["unit"], number=number
        )
        after = Standing(
            matter="snail",
            id=0,
            stage="cleared",
            epoch=1,
            since=hung,
            rules=1,
            unit=row["unit"],
            number=number,
            own=own,
        )
        event = Event(before=before, after=after, move="hang", outcome=Outcome.MOVED, by=CLOCK, given={}, at=hung)
        matters.begin(room.tx, matters.New(number=number, unit=row["unit"], own=own), [event])
