"""Whether all is well: the facts in one place, and a sentence for each that is not as it should be.

`Watch` collects; `wrong` judges. Asked by `/healthz` and `/metrics` (`bot/operations/watch_pages.py`) and by `flagpost
check`. What is told here holds no words, no names and no addresses.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot import language
from bot.channel import ChannelFacts, ChannelFinding
from bot.meters import Meters
from bot.operations.clock_watch import ClockFacts
from domain.matters.troubles import TroubleStage
from domain.saying import Class
from storage.database import Database
from storage.upkeep import watching

MB = 1_000_000
LEAST_FREE = 500 * MB
LITTLE_FREE = 2_000 * MB
LARGEST_WAL = 500 * MB
# Seconds after which what waits is not as it should be.
LATEST_INPUT = 60.0
LATEST_SENDING = {Class.REPLY.value: 300.0, Class.NOTICE.value: 3600.0, Class.PUBLIC.value: 600.0}
LATEST_CHORE = 900.0
LATEST_CHECKPOINT = 3 * 3600.0
LATEST_TICK = 60.0
LATEST_BACKUP = 26 * 3600.0  # one is due every day even where nothing happens
LARGEST_STEP = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFacts:
    """Everything that is watched, at one moment. Bytes, and seconds where it is an age or a `tick`."""

    at: datetime
    figures: watching.WatchedFigures
    free: int
    wal: int
    clock: ClockFacts = field(default_factory=ClockFacts)
    tick: float | None = None
    channels: dict[str, ChannelFacts] = field(default_factory=dict)
    is_on_server: bool = False  # then the server's backups are not ours to judge


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchFinding:
    """One thing that is not as it should be, by its name in the words, with its facts. A grave one means that somebody must
    act now."""

    name: str
    is_grave: bool
    facts: Mapping[str, object] = field(default_factory=dict)

    def said(self, locale: str) -> str:
        """What is wrong, in a sentence."""
        words = language.table(locale)
        facts = {name: words["queue"][fact] if name in ("kind", "state") else fact for name, fact in self.facts.items()}
        if isinstance(found := facts.get("found"), ChannelFinding):
            facts |= {"name": words["check"]["what"][facts["channel"]], "why": found.said(locale)}
        return str(words["watch"][self.name]).format(**facts)

    @property
    def sentence(self) -> str:
        """The same in English, as monitors read it."""
        return self.said("en")


class Watch:
    """Collects the facts of a house."""

    def __init__(
        self,
        database: Database,
        *,
        pushing: Iterable[str],
        home: Path,
        database_file: Path | None,
        clock: Callable[[], datetime],
        clock_facts: Callable[[], ClockFacts] = ClockFacts,
        tick: Callable[[], float | None] = lambda: None,
        channels: Callable[[], dict[str, ChannelFacts]] = dict,
        meters: Meters | None = None,
    ) -> None:
        """`pushing` names the channels that words are sent on; `tick` is how long ago the clock last rang.

        Without `database_file`, the database is on a server.
        """
        self.meters = meters or Meters()
        self._database = database
        self._pushing = tuple(pushing)
        self._home = home
        self._database_file = database_file
        self._clock = clock
        self._clock_facts = clock_facts
        self._tick = tick
        self._channels = channels

    async def look(self) -> WatchedFacts:
        """Look at everything; raises StorageError where the database cannot be asked."""
        at = self._clock()
        return WatchedFacts(
            at=at,
            figures=await self._database.read(lambda tx: watching.figures(tx, self._pushing, at)),
            free=shutil.disk_usage(self._home).free,
            wal=_size(self._database_file.with_name(self._database_file.name + "-wal")) if self._database_file else 0,
            is_on_server=self._database_file is None,
            clock=self._clock_facts(),
            tick=self._tick(),
            channels=self._channels(),
        )


def wrong(facts: WatchedFacts) -> list[WatchFinding]:
    """List what is not as it should be, the grave things first."""
    found = [*_of_people(facts), *_of_queues(facts), *_of_machine(facts), *_of_channels(facts)]
    return sorted(found, key=lambda finding: not finding.is_grave)


def age(facts: WatchedFacts, since: datetime | None) -> float:
    """Seconds since then; 0 where there is nothing, or where the clock was set back."""
    return 0.0 if since is None else max(0.0, (facts.at - since).total_seconds())


def _of_people(facts: WatchedFacts) -> Iterator[WatchFinding]:
    figures = facts.figures
    if not figures.operators:
        yield _mind("operators")
    if not figures.has_bypass_contact:
        yield _mind("bypass_contact")
    if number := figures.troubles[TroubleStage.UNKNOWN]:
        yield _grave("unknown", number=number)
    if number := figures.troubles[TroubleStage.UNDELIVERED]:
        yield _mind("undelivered", number=number)
    if number := figures.troubles[TroubleStage.UNHANDLED]:
        yield _mind("unhandled", number=number)


def _of_queues(facts: WatchedFacts) -> Iterator[WatchFinding]:
    figures = facts.figures
    if (waited := age(facts, figures.oldest_unhandled)) > LATEST_INPUT:
        yield _grave("inbox", seconds=f"{waited:.0f}")
    for queue in figures.outbox:
        if (waited := age(facts, queue.oldest)) > LATEST_SENDING[queue.kind]:
            yield _grave("outbox", number=queue.number, kind=queue.kind, state=queue.state, seconds=f"{waited:.0f}")
    if (waited := age(facts, figures.oldest_chore)) > LATEST_CHORE:
        yield _mind("chores", number=figures.chores, seconds=f"{waited:.0f}")
    if figures.dead_chores:
        yield _mind("dead_chores", number=figures.dead_chores)


def _of_machine(facts: WatchedFacts) -> Iterator[WatchFinding]:
    figures = facts.figures
    if facts.free < LITTLE_FREE:
        yield WatchFinding(name="disk", facts={"megabytes": facts.free // MB}, is_grave=facts.free < LEAST_FREE)
    if facts.wal > LARGEST_WAL:
        yield _mind("wal", megabytes=facts.wal // MB)
    if abs(facts.clock.step) > LARGEST_STEP:
        yield _grave("clock", seconds=f"{facts.clock.step:+.0f}")
    if facts.tick is not None and facts.tick > LATEST_TICK:
        yield _grave("tick", seconds=f"{facts.tick:.0f}")
    if figures.checkpoint_at and (waited := age(facts, figures.checkpoint_at)) > LATEST_CHECKPOINT:
        yield _mind("checkpoint", hours=f"{waited / 3600:.0f}")
    if facts.is_on_server:
        return
    if figures.backup_error:
        yield _grave("backup_failed")
    elif figures.backup_at and (waited := age(facts, figures.backup_at)) > LATEST_BACKUP:
        yield _grave("backup_old", hours=f"{waited / 3600:.0f}")
    elif figures.backup_at is None:
        yield _mind("backup_none")


def _of_channels(facts: WatchedFacts) -> Iterator[WatchFinding]:
    for name, channel in facts.channels.items():
        if channel.why is not None:
            yield _grave("channel", channel=name, found=channel.why)
        yield from (_mind("channel_mind", channel=name, found=each) for each in channel.minds)


def _grave(what: str, **facts: object) -> WatchFinding:
    return WatchFinding(name=what, facts=facts, is_grave=True)


def _mind(what: str, **facts: object) -> WatchFinding:
    return WatchFinding(name=what, facts=facts, is_grave=False)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # an engine without such a file, or none at this moment
