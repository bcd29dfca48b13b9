"""One home with its platform, its pages and its people, and a bot that lives as long as the test lets it.

async with Town(template, folder, seed=1) as town:
    await town.play_undisturbed()
    town.gather()
    town.nest.begin()
    …                            # whatever can go wrong: `storm.py` kills, `nemesis.py` does the rest
    await town.calm_down()
    assert town.wrong() == []
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import shutil
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from bot.home import Home
from tests.faults.harm.nest import LOG, ROOT, Nest, clean_environment
from tests.faults.people import ledger, searched, speakers
from tests.faults.people.platforms import Platform, TelegramAndPages
from tests.faults.people.speakers import Record, Speaker
from tests.telegram.telegram_server import TelegramServer

LEASES_END = 600.0  # seconds by which the last life's clock is ahead: claims of the dead have run out
PATIENCE = 60.0  # seconds in which a bot that lives must have got ahead


class Town:
    """See above. `drawn` decides everything: the same seed, the same plan. `platform` is Telegram with pages beside it, or another."""

    def __init__(self, template: Path, folder: Path, *, seed: int, platform: Platform | None = None) -> None:
        shutil.copytree(template, folder / "home")
        self.folder = folder
        self.home = Home(folder=folder / "home")
        self.platform = platform or TelegramAndPages(TelegramServer(retry_pause=speakers.PAUSE))
        self.record = Record(on_acknowledged=self._on_acknowledged)
        self.undisturbed: list[Speaker] = []
        self.found: list[str] = []
        self.repeated = 0
        self.tally: Counter[str] = Counter()
        self.drawn = random.Random(seed)
        self._numbers = itertools.count(1_000 * seed)
        self._changed = asyncio.Event()
        self._is_over = False
        self.nests: list[Nest] = []
        self.address = ""
        self.env: dict[str, str] = {}
        self._stack = AsyncExitStack()
        self._people: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.platform)
        web = f"127.0.0.1:{quiet_port()}"
        self.address = f"http://{web}"
        self.env = {
            "FLAGPOST_HOME": str(self.home.folder),
            **self.platform.settings(self.address),
            "FLAGPOST_PUBLIC_URL": self.address,
            "FLAGPOST_WEB": web,
        }
        self.nests = [await self._stack.enter_async_context(Nest(self.env, self.folder))]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.everybody_goes()
        await self._stack.aclose()

    @property
    def telegram(self) -> TelegramServer:
        """The stand-in of a town whose people are on Telegram."""
        assert isinstance(self.platform, TelegramAndPages)
        return self.platform.telegram

    @property
    def nest(self) -> Nest:
        """Where the bots come from; the first, where there are several at once."""
        return self.nests[0]

    @property
    def acknowledged(self) -> int:
        """How many messages their platforms know to be taken."""
        return len(self.record.acknowledged)

    async def play_undisturbed(self) -> None:
        """Let one person of every kind speak to a bot that lives; what they leave is what everybody must leave."""
        self.begin()
        ways = self.platform.ways
        self.undisturbed = [speakers.make(next(self._numbers), channel, files) for channel, files in ways]
        await self.in_time(asyncio.gather(*map(self._speak, self.undisturbed)))
        await self.finish()

    def begin(self, ahead: float = 0.0) -> None:
        """Begin a life that nothing disturbs, in every nest."""
        for nest in self.nests:
            nest.begin(ahead=ahead)

    def gather(self, channels: Sequence[str] = ()) -> None:
        """Let people speak, on these channels or on all, one after the other, until `calm_down`."""
        at_once = self.platform.crowd
        crowd = [channel for channel in channels or at_once for _ in range(at_once[channel])]
        self._is_over = False
        self._people += [asyncio.create_task(self._keep_speaking(channel)) for channel in crowd]

    async def calm_down(self, ahead: float = LEASES_END) -> None:
        """Let everybody finish, and everything that the dead had claimed be done; then stop the bot as one should."""
        self._is_over = True
        self.begin(ahead)
        await self.finish()

    async def finish(self) -> None:
        """The same with the bot that lives."""
        await self.rest()
        await self.stop()

    async def rest(self) -> None:
        """Let everybody finish speaking, and everything be done."""
        self._is_over = True
        await self.in_time(asyncio.gather(*self._people))
        self._people.clear()
        await self.in_time(self._until_drained())
        while waiting := self._kept_waiting():
            for speaker in waiting:
                speaker.has_asked_again = True
                await self.platform.ask_again(self.record, speaker)
            await self.in_time(self._until_drained())

    async def stop(self) -> None:
        """Stop the bot as one should, every one of it."""
        for death in await asyncio.gather(*(nest.end(signal.SIGTERM) for nest in self.nests)):
            assert death.code == 0, f"SIGTERM ended the bot with {death.code}: {self.nest.complaint()}"

    async def hears(self, messages: int) -> None:
        """Return when so many more are acknowledged."""
        enough = self.acknowledged + messages
        await self.until(lambda: self.acknowledged >= enough)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Return when something is so; it is looked at whenever a message is acknowledged."""
        while not is_so():
            self._changed.clear()
            await self._changed.wait()

    async def everybody_goes(self) -> None:
        """Let them leave in the middle of what they are saying."""
        for each in self._people:
            each.cancel()
        await asyncio.gather(*self._people, return_exceptions=True)
        self._people.clear()

    def wrong(self) -> list[str]:
        """Everything that is wrong in the books, and on the screens of those who spoke."""
        room = self.home.folder / "evidence"
        wrong = self.found + ledger.at_the_end(self.home, room, self.record, self.undisturbed)
        with ledger.looking_at(self.home) as tx:
            for speaker in self.record.speakers:
                theirs, seen = ledger.receipts(tx, speaker), self.platform.receipts(speaker)
                if theirs != seen:
                    wrong.append(f"speaker {speaker.number} was shown the receipts {seen}; theirs are {theirs}")
                if (told := self.platform.told(speaker)) is not None:
                    again = told - len(ledger.effects(tx, speaker).said)
                    self.repeated += max(again, 0)
                    wrong += [f"speaker {speaker.number} was not told {-again} words"] if again < 0 else []
        return wrong + self.platform.wrong(self.record) + self.told_of()

    def told_of(self) -> list[str]:
        """What the bot wrote down that is nobody's business."""
        return searched.wrong(self.home, self.folder / LOG, self.record, self.platform.secrets())

    async def in_time(self, work: Awaitable[object]) -> None:
        """Do it; fail where nothing gets ahead any more, saying what is left."""
        task, before = asyncio.ensure_future(work), self._progress()
        while not (await asyncio.wait({task}, timeout=PATIENCE))[0]:
            before, last = self._progress(), before
            if before == last:
                task.cancel()
                raise AssertionError(f"nothing happens for {PATIENCE:.0f} s: {before} {self.nest.complaint()}")
        await task

    async def _keep_speaking(self, channel: str) -> None:
        while not self._is_over:
            number = next(self._numbers)
            await self._speak(speakers.make(number, channel, speakers.FILES[number % len(speakers.FILES)]))

    async def _speak(self, speaker: Speaker) -> None:
        await self.platform.speak(self.address, self.record, speaker)

    def _progress(self) -> tuple[int, int, list[str]]:
        with ledger.looking_at(self.home) as tx:
            return self.acknowledged, self.platform.waiting, ledger.left(tx, self.record.junk)

    def _kept_waiting(self) -> list[Speaker]:
        with ledger.looking_at(self.home) as tx:
            return [speaker for speaker in self.record.speakers if ledger.is_kept_for(tx, speaker)]

    def _on_acknowledged(self) -> None:
        self._changed.set()

    async def _until_drained(self) -> None:
        while True:
            with ledger.looking_at(self.home) as tx:
                if not ledger.left(tx, self.record.junk) and self.platform.is_heard(tx):
                    return
            await asyncio.sleep(0.05)


def make_home(folder: Path, url: str = "") -> Path:
    """Make a home as an operator would, with the sample units; towns take copies of it. `url`: its database's, if any."""
    env = clean_environment() | {"FLAGPOST_HOME": str(folder), "FLAGPOST_DATABASE": url}
    for arguments in (("init", "--yes"), ("import", "units", "--yes", str(speakers.UNITS))):
        subprocess.run(
            [sys.executable, "-m", "bot", *arguments], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
        )
    return folder


def quiet_port() -> int:
    """A free port below those that the system gives to outgoing connections: it stays free between two lives.

    It does not follow from the seed: tests that run beside each other would choose the same.
    """
    while True:
        port = random.SystemRandom().randint(12_000, 32_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
