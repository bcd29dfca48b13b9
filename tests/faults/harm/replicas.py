"""Several `flagpost run` on one PostgreSQL, behind one address, and a nemesis that ends or holds up one after the other.

async with Replicas(template, folder, url, seed=1) as office:
    await office.play_undisturbed()
    await office.rage(ends=3)
    await office.calm_down()
    assert office.wrong() == []
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import httpx

from bot import office_calendar
from bot.channels.web import sessions
from bot.home import KEY, Home
from tests.faults.harm.nest import ROOT, clean_environment
from tests.faults.people import hands, ledger, speakers, square
from tests.faults.people.referee import Referee
from tests.faults.people.speakers import Record, Speaker
from tests.faults.people.town import make_home, quiet_port
from tests.web.balancer import Balancer

TERM = 1.5  # seconds; an office has twelve
PER_SECOND = 60
AT_ONCE = {"telegram": 3, "web": 3}  # people speaking at the same time
LET_IN = 120  # times that a visitor asks at most for a session
LEASES_END = 600.0  # seconds by which the last lives' clocks are ahead: claims of the dead have run out
STARTING_TAKES = 60.0
PATIENCE = 60.0  # seconds in which the living must have got ahead
LOOK_EVERY, LOOKS = 0.2, 10  # seconds between two looks, and how many without a change are enough
HOLDING = (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM)


class Replica:
    """One process with a home of its own."""

    def __init__(self, name: str, env: dict[str, str], log: Path) -> None:
        self.name = name
        self._env = env
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    @property
    def is_alive(self) -> bool:
        """Whether it runs, or is held up."""
        return self._process is not None and self._process.returncode is None

    async def begin(self, ahead: float, *, unsound: bool) -> None:
        """Run; return when it answers."""
        given = {"term": TERM, "per_second": PER_SECOND, "ahead": ahead, "unsound": unsound}
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.harm.replica", json.dumps(given)),
                cwd=ROOT,
                env=clean_environment() | self._env,
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(STARTING_TAKES), httpx.AsyncClient(trust_env=False, verify=False) as client:
            while True:
                assert self.is_alive, f"{self.name} does not start: {self.complaint()}"
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get(f"http://{self._env['FLAGPOST_WEB']}/livez")).is_success:
                        return
                await asyncio.sleep(0.05)

    def send(self, how: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(how)

    async def end(self, how: signal.Signals) -> int:
        """End it; return its exit code."""
        assert self._process is not None
        if self.is_alive:
            self.send(how)
        return await self._process.wait()

    def complaint(self) -> str:
        """What it wrote last."""
        return "\n".join(self._log.read_text("utf-8", "replace").splitlines()[-20:])


class Replicas:
    """See above. The same seed, the same plan."""

    def __init__(
        self, template: Path, folder: Path, url: str, *, seed: int, number: int = 2, mode: str = "polling"
    ) -> None:
        self.folder = folder
        self.home = Home(folder=template, url=url)
        self.telegram = Referee(per_second=PER_SECOND, retry_pause=speakers.PAUSE)
        self.record = Record(on_acknowledged=self._on_acknowledged)
        self.undisturbed: list[Speaker] = []
        self.ends: Counter[str] = Counter()
        self.found: list[str] = []
        self.drawn = random.Random(seed)
        self.ahead = seconds_until_the_office_speaks()
        self.square = square.Square()
        self.replicas: dict[str, Replica] = {}
        self._names = [f"r{each}" for each in range(1, number + 1)]
        self._mode = mode
        self._numbers = itertools.count(1_000 * seed)
        self._changed = asyncio.Event()
        self._is_over = False
        self._is_unsound = False
        self._files: tuple[int, ...] = (0, 1)
        self._stack = AsyncExitStack()
        self._people: list[asyncio.Task[None]] = []
        self._ports = {name: quiet_port() for name in self._names}
        self.balancer = Balancer(self._ports, self.drawn)

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.telegram)
        await self._stack.enter_async_context(self.balancer)
        self.telegram.channel(square.CHAT, "county")
        for name in self._names:
            own = self.folder / name
            own.mkdir()
            shutil.copy(self.home.folder / KEY, own / KEY)
            self.replicas[name] = Replica(name, self._env(name, own), self.folder / f"{name}.log")
        return self

    async def __aexit__(self, *_: object) -> None:
        for each in self._people:
            each.cancel()
        await asyncio.gather(*self._people, return_exceptions=True)
        for replica in self.replicas.values():
            if replica.is_alive:
                await replica.end(signal.SIGKILL)
        await self._stack.aclose()

    def address_of(self, name: str) -> str:
        """Past the balancer."""
        return f"http://127.0.0.1:{self._ports[name]}"

    async def begin(self, *names: str, ahead: float = 0.0) -> None:
        """Let these run, or all."""
        await asyncio.gather(
            *(self.replicas[name].begin(self.ahead + ahead, unsound=self._is_unsound) for name in names or self._names)
        )

    async def play_undisturbed(self) -> None:
        """Let one person of every kind speak to one process alone; what they leave is what everybody must leave."""
        await self.begin(self._names[0])
        ways = itertools.product(AT_ONCE, self._files)
        self.undisturbed = [speakers.make(next(self._numbers), channel, number) for channel, number in ways]
        await self.in_time(asyncio.gather(*map(self._speak, self.undisturbed)))

    async def rage(self, ends: int, *, inputs: int = 20, crowd: int | None = None, unsound: bool = False) -> None:
        """Let people speak; end or hold up one process so often, each after so many messages, the one that sends first of all."""
        self._is_unsound = unsound
        await self.begin(*[name for name in self._names if not self.replicas[name].is_alive])
        self._people += [
            asyncio.create_task(self._keep_speaking(channel, crowd))
            for channel, many in AT_ONCE.items()
            for _ in range(many)
        ]
        for number in range(ends):
            self.announce()
            await self.in_time(self.hears(inputs))
            name = self._whose_turn() if number % 2 == 0 else self.drawn.choice(self._names)
            await self._strike(name, HOLDING[number % len(HOLDING)], inputs)

    async def finish(self) -> None:
        """Let everybody finish, and stop as one should."""
        self._is_over = True
        await self.in_time(asyncio.gather(*self._people))
        self._people.clear()
        await self._stop()

    async def calm_down(self) -> None:
        """Let everybody finish, and everything be done: by processes whose clocks are ahead, if the dead have claimed some of it."""
        self._is_over = True
        await self.in_time(asyncio.gather(*self._people))
        self._people.clear()
        if not await self._drains():
            await self._stop()
            await self.begin(ahead=LEASES_END)
            await self.in_time(self._until_drained())
        await self._stop()

    def announce(self) -> None:
        """Sign something that is due at once."""
        with hands.writing(self.home) as tx:
            self.square.announce(tx, datetime.now(UTC) + timedelta(seconds=self.ahead))

    async def hears(self, messages: int) -> None:
        """Return when so many more are acknowledged."""
        enough = len(self.record.acknowledged) + messages
        await self._until(lambda: len(self.record.acknowledged) >= enough)

    async def word_from_elsewhere(self) -> float:
        """Say something at one process, read it from the stream of another; return the seconds from its being durable."""
        here, there = self._names[0], self._names[-1]
        address = self.address_of(here)
        async with httpx.AsyncClient(trust_env=False, verify=False, timeout=20) as client:
            client.headers["Origin"] = address
            for _ in range(LET_IN):
                if (await client.post(f"{address}/chat/session", json={"locale": "zh"})).is_success:
                    break
                await asyncio.sleep(
                    0.5
                )  # all speakers share an address, and only so many sessions a minute are its due
            token = client.cookies["flagpost"]
            keys = ("start" + speakers.EMPTY, f"message-from-elsewhere-{next(self._numbers)}")
            self.record.said |= {("web", sessions.event_key(token, key)) for key in keys}
            cookie = {"Cookie": f"flagpost={token}"}
            client.cookies.clear()
            async with client.stream("GET", f"{self.address_of(there)}/chat/stream", headers=cookie) as response:
                events = aiter(response.aiter_lines())
                await _next(events, "event: settled")
                said = await client.post(f"{address}/chat/say", json={"key": keys[1], "text": "帮助"}, headers=cookie)
                assert said.is_success, said.text
                durable = time.monotonic()
                await _next(events, "event: say")
                return time.monotonic() - durable

    def figures(self) -> dict[str, object]:
        """What was done."""
        return {
            "ends": dict(self.ends),
            "acknowledged": len(self.record.acknowledged),
            "clues": len(self.record.speakers),
            "announced": len(self.square.titles),
            "sent": dict(Counter(self.telegram.senders())),
            "asked": dict(Counter(self.telegram.askers())),
            "served": dict(self.balancer.served),
        }

    def wrong(self) -> list[str]:
        """Everything that is wrong: in the books, in the public channel, and in what the platform saw."""
        with ledger.looking_at(self.home) as tx:
            announced = self.square.wrong(tx, [message.text for message in self.telegram.chat(square.CHAT)])
        room = self.folder / "evidence"
        books = ledger.at_the_end(self.home, room, self.record, self.undisturbed)
        return [*self.found, *announced, *books, *self.telegram.wrong(self.ends.total())]

    async def in_time(self, work: Awaitable[object]) -> None:
        """Do it; fail where nothing gets ahead any more, saying what is left."""
        task, before = asyncio.ensure_future(work), self._progress()
        while not (await asyncio.wait({task}, timeout=PATIENCE))[0]:
            before, last = self._progress(), before
            if before == last:
                task.cancel()
                logs = "\n".join(each.complaint() for each in self.replicas.values())
                raise AssertionError(f"nothing happens for {PATIENCE:.0f} s: {before}\n{logs}")
        await task

    async def _strike(self, name: str, how: signal.Signals, inputs: int) -> None:
        """End it, or hold it up for longer than a term; the others go on meanwhile, and then it is there again."""
        self.ends[how.name] += 1
        replica = self.replicas[name]
        if how is signal.SIGSTOP:
            replica.send(how)
            self.balancer.take_out(name)
            await asyncio.gather(self.in_time(self.hears(inputs)), asyncio.sleep(2 * TERM))
            replica.send(signal.SIGCONT)
            self.balancer.take_in(name)
            return
        code = await replica.end(how)
        if how is signal.SIGTERM and code != 0:
            self.found.append(f"SIGTERM ended {name} with {code}: {replica.complaint()}")
        await self.in_time(self.hears(inputs))
        await self.begin(name)

    def _whose_turn(self) -> str:
        """Who sends, or sent last."""
        senders = self.telegram.senders()
        return senders[-1] if senders else self._names[0]

    async def _stop(self) -> None:
        self.ends["at the end"] += len(self._names)
        for name, replica in self.replicas.items():
            code = await replica.end(signal.SIGTERM)
            if code != 0:
                self.found.append(f"SIGTERM ended {name} with {code}: {replica.complaint()}")

    async def _keep_speaking(self, channel: str, most: int | None) -> None:
        spoken = 0
        while spoken < most if most is not None else not self._is_over:
            number = next(self._numbers)
            await self._speak(speakers.make(number, channel, self._files[number % len(self._files)]))
            spoken += 1

    async def _speak(self, speaker: Speaker) -> None:
        if speaker.channel == "web":
            await speakers.Page(self.balancer.address, self.record, speaker).run()
        else:
            await speakers.speak_on_telegram(self.telegram, self.record, speaker)

    def _env(self, name: str, home: Path) -> dict[str, str]:
        return {
            "FLAGPOST_HOME": str(home),
            "FLAGPOST_DATABASE": self.home.url,
            "FLAGPOST_EVIDENCE": str(self.folder / "evidence"),
            "FLAGPOST_TELEGRAM_TOKEN": self.telegram.token,
            "FLAGPOST_TELEGRAM_API": self.telegram.address_of(name),
            "FLAGPOST_TELEGRAM_MODE": self._mode,
            "FLAGPOST_TELEGRAM_CHANNEL": str(square.CHAT),
            "FLAGPOST_PUBLIC_URL": self.balancer.address,
            "FLAGPOST_WEB": f"127.0.0.1:{self._ports[name]}",
        }

    def _progress(self) -> tuple[int, list[str]]:
        with ledger.looking_at(self.home) as tx:
            return len(self.record.acknowledged), ledger.left(tx)

    async def _until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            self._changed.clear()
            await self._changed.wait()

    def _on_acknowledged(self) -> None:
        self._changed.set()

    async def _drains(self) -> bool:
        """Whether everything gets done; False where nothing has got ahead for a moment."""
        before, looks = self._progress(), 0
        while before[1] and looks < LOOKS:
            await asyncio.sleep(LOOK_EVERY)
            now = self._progress()
            before, looks = now, looks + 1 if now == before else 0
        return not before[1]

    async def _until_drained(self) -> None:
        while True:
            with ledger.looking_at(self.home) as tx:
                if not ledger.left(tx):
                    return
            await asyncio.sleep(0.1)


def make_office(folder: Path, url: str) -> tuple[Path, str]:
    """Make an office on a server; replicas have its key, and its database or a copy of that."""
    return make_home(folder, url), url


def seconds_until_the_office_speaks() -> float:
    """From now until a noon at which it may: what is due is said, whenever the tests run."""
    zone = ZoneInfo("Asia/Shanghai")
    calendar, now = office_calendar.load(zone, {}), datetime.now(UTC)
    noon = now.astimezone(zone).replace(hour=12, minute=0, second=0, microsecond=0)
    while noon <= now or not calendar.may_speak(noon):
        noon += timedelta(days=1)
    return (noon - now).total_seconds()


async def _next(lines: object, wanted: str) -> None:
    async for line in lines:  # type: ignore[attr-defined]
        if line == wanted:
            return
    raise AssertionError(f"the stream ended before {wanted}")
