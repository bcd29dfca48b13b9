"""One home in the storm: its platform, its pages, its people, and the lives of its bot, each ended by SIGKILL.

async with Storm(template, folder, seed=1) as storm:
    await storm.play_undisturbed()
    await storm.rage(kills=50)
    await storm.calm_down()
    assert storm.wrong() == []
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import random
import shutil
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from bot.home import Home
from tests.faults import deaths, ledger, speakers
from tests.faults.nest import ROOT, Death, Nest, clean_environment
from tests.faults.speakers import Record, Speaker
from tests.telegram_server import TelegramServer

ON_TELEGRAM, ON_PAGES = 6, 4  # people speaking at the same time
LEASES_END = 600.0  # seconds by which the last life's clock is ahead: claims of the dead have run out
EARLY = 0.1  # of the deaths from outside: as soon as the bot begins, before it hears anything
LONGEST_LIFE = 0.25  # seconds from the first acknowledgement of a life until it is killed from outside
TO_A_PLACE = 2.0  # seconds from there until a place that was not reached is given up
HEARING = 20.0  # seconds until a life in which nothing is acknowledged is ended
PATIENCE = 60.0  # seconds until a bot that lives must have done everything
CHANNELS = ("telegram", "web")


class Storm:
    """See above. `drawn` decides every kill: the same seed, the same plan."""

    def __init__(
        self, template: Path, folder: Path, *, seed: int, places: Sequence[str] = tuple(deaths.PLACES)
    ) -> None:
        shutil.copytree(template, folder / "home")
        (folder / "autopsy").mkdir()
        self.home = Home(folder=folder / "home")
        self.telegram = TelegramServer(retry_pause=speakers.PAUSE)
        self.record = Record(on_acknowledged=self._on_acknowledged)
        self.undisturbed: list[Speaker] = []
        self.found: list[str] = []
        self.deaths: Counter[str] = Counter()
        self.between = 0
        self.repeated = 0
        self._folder = folder
        self._drawn = random.Random(seed)
        self._places = places
        self._numbers = itertools.count(1_000 * seed)
        self._heard = asyncio.Event()
        self._is_over = False
        self._nest: Nest | None = None
        self._address = ""
        self._stack = AsyncExitStack()
        self._people: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.telegram)
        web = f"127.0.0.1:{_quiet_port(self._drawn)}"
        self._address = f"http://{web}"
        env = {
            "FLAGPOST_HOME": str(self.home.folder),
            "FLAGPOST_TELEGRAM_TOKEN": self.telegram.token,
            "FLAGPOST_TELEGRAM_API": self.telegram.address,
            "FLAGPOST_TELEGRAM_MODE": "webhook",
            "FLAGPOST_PUBLIC_URL": self._address,
            "FLAGPOST_WEB": web,
        }
        self._nest = await self._stack.enter_async_context(Nest(env, self._folder))
        return self

    async def __aexit__(self, *_: object) -> None:
        for each in self._people:
            each.cancel()
        await asyncio.gather(*self._people, return_exceptions=True)
        await self._stack.aclose()

    @property
    def nest(self) -> Nest:
        """Where the bots come from."""
        assert self._nest is not None, "the storm is entered first"
        return self._nest

    async def play_undisturbed(self) -> None:
        """Let one person of every kind speak to a bot that lives; what they leave is what everybody must leave."""
        self.nest.begin()
        ways = itertools.product(CHANNELS, sorted(set(speakers.FILES)))
        self.undisturbed = [speakers.make(next(self._numbers), channel, files) for channel, files in ways]
        await self._in_time(asyncio.gather(*map(self._speak, self.undisturbed)))
        await self.nest.end(signal.SIGTERM)

    async def rage(self, kills: int, *, unsound: str = "", channels: Sequence[str] = CHANNELS) -> None:
        """Let people speak and the bot die, so often. What was acknowledged is looked for after each death."""
        at_once = {"telegram": ON_TELEGRAM, "web": ON_PAGES}
        crowd = [channel for channel in channels for _ in range(at_once[channel])]
        self._people = [asyncio.create_task(self._keep_speaking(channel)) for channel in crowd]
        for number in range(kills):
            death = await self._live(unsound)
            assert death.is_kill, f"the bot ended by itself with {death.code}: {self.nest.complaint()}"
            self.deaths[death.place or "from outside"] += 1
            self._look(death.place)
            self._tell(number + 1, kills)
        self._is_over = True

    async def calm_down(self) -> None:
        """Let everybody finish, and everything that the dead had claimed be done; then stop the bot as one should."""
        self.nest.begin(ahead=LEASES_END)
        await self._in_time(asyncio.gather(*self._people))
        await self._in_time(self._until_drained())
        death = await self.nest.end(signal.SIGTERM)
        assert death.code == 0, f"SIGTERM ended the bot with {death.code}: {self.nest.complaint()}"

    def wrong(self) -> list[str]:
        """Everything that is wrong in the books, and on the screens of those who spoke."""
        room = self.home.folder / "evidence"
        wrong = self.found + ledger.at_the_end(self.home, room, self.record, self.undisturbed)
        with ledger.looking_at(self.home) as tx:
            for speaker in self.record.speakers:
                theirs, seen = ledger.receipts(tx, speaker), self._seen(speaker)
                if theirs != seen:
                    wrong.append(f"speaker {speaker.number} was shown the receipts {seen}; theirs are {theirs}")
                if speaker.channel == "telegram":
                    again = len(self._heard_by(speaker)) - len(ledger.effects(tx, speaker).said)
                    self.repeated += max(again, 0)
                    wrong += [f"speaker {speaker.number} was not told {-again} words"] if again < 0 else []
        return wrong

    async def _live(self, unsound: str) -> Death:
        """One life: killed at a place after so many messages, or from outside at a moment; some before they hear anything."""
        place = self._drawn.choice(("", "", *self._places))
        count = self._drawn.randint(1, deaths.RARE.get(place, 8))
        moment, is_early = self._drawn.uniform(0, LONGEST_LIFE), self._drawn.random() < EARLY
        self._heard.clear()
        self.nest.begin(place=place, count=count, unsound=unsound)
        if place or not is_early:
            death = asyncio.create_task(self.nest.death(HEARING))
            heard = asyncio.create_task(self._heard.wait())
            await asyncio.wait({death, heard}, return_when=asyncio.FIRST_COMPLETED)
            heard.cancel()
            if death.done():
                return await death
            death.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await death
        return await self.nest.death(TO_A_PLACE if place else moment)

    def _look(self, place: str) -> None:
        acknowledged = frozenset(self.record.acknowledged)
        autopsy = ledger.after_a_kill(self.home, self.record, acknowledged, self._folder / "autopsy")
        self.found += autopsy.wrong
        if place in deaths.BETWEEN:
            self.between += 1
            self.found += [] if autopsy.unacknowledged else [f"died {place}, but everything committed is acknowledged"]

    async def _keep_speaking(self, channel: str) -> None:
        while not self._is_over:
            number = next(self._numbers)
            await self._speak(speakers.make(number, channel, speakers.FILES[number % len(speakers.FILES)]))

    async def _speak(self, speaker: Speaker) -> None:
        if speaker.channel == "web":
            await speakers.Page(self._address, self.record, speaker).run()
        else:
            await speakers.speak_on_telegram(self.telegram, self.record, speaker)

    def _on_acknowledged(self) -> None:
        self._heard.set()

    async def _until_drained(self) -> None:
        while True:
            with ledger.looking_at(self.home) as tx:
                if ledger.is_drained(tx):
                    return
            await asyncio.sleep(0.05)

    async def _in_time(self, work: Awaitable[object]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await work
        except TimeoutError:
            with ledger.looking_at(self.home) as tx:
                left = ledger.left(tx)
            raise AssertionError(f"not done after {PATIENCE:.0f} s: {left} {self.nest.complaint()}") from None

    def _seen(self, speaker: Speaker) -> set[str]:
        """The receipts on a speaker's screen."""
        if speaker.channel == "web":
            return speaker.receipts
        return {number for text in self._heard_by(speaker) for number in speakers.RECEIPT.findall(text)}

    def _heard_by(self, speaker: Speaker) -> list[str]:
        return [message.text for message in self.telegram.chat(int(speaker.speaker)) if message.is_from_bot]

    def _tell(self, number: int, kills: int) -> None:
        if number % 10 == 0 or number == kills:
            acknowledged, between = len(self.record.acknowledged), self.between
            sys.stderr.write(
                f"{self._folder.name}: {number}/{kills} kills, {acknowledged} acknowledged, {between} in between\n"
            )


def make_home(folder: Path) -> Path:
    """Make a home as an operator would, with the sample units; storms take copies of it."""
    env = clean_environment() | {"FLAGPOST_HOME": str(folder)}
    for arguments in (("init", "--yes"), ("import", "units", str(speakers.UNITS))):
        subprocess.run(
            [sys.executable, "-m", "bot", *arguments], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
        )
    return folder


def figures(storms: Sequence[Storm]) -> str:
    """What was done, in one line."""
    killed = sum((storm.deaths for storm in storms), Counter[str]())
    return json.dumps(
        {
            "kills": killed.total(),
            "between_commit_and_acknowledgement": sum(storm.between for storm in storms),
            "acknowledged": sum(len(storm.record.acknowledged) for storm in storms),
            "uploads_acknowledged": sum(len(storm.record.uploads) for storm in storms),
            "clues": sum(len(storm.record.speakers) for storm in storms),
            "replies_said_again": sum(storm.repeated for storm in storms),
            "killed": dict(killed.most_common()),
        }
    )


def _quiet_port(drawn: random.Random) -> int:
    """A free port below those that the system gives to outgoing connections: it stays free between two lives."""
    while True:
        port = drawn.randint(20_000, 32_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
