"""How many updates a second the bot takes in, durably and answered, beside two peers under the same load.

A pair is a run of the bot and one of the aiogram webhook, each first in turn; after the bot, bare SQLite writes the rows that
the bot has written. `README.md` says what counts.
"""

import os
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import Any

from bench import children, disk, subject
from bench.children import CouldNotMeasure

PATH, SECRET = "/telegram/peer", "a-secret-that-both-sides-know"
PLAY_SECONDS = 600.0
PYTHON = "FLAGPOST_BENCH_PYTHON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is measured."""

    pairs: int = 5
    dialogues: int = 2000
    in_flight: int = 64
    reviewers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One side's figures in one pair. `generator_busy`: the share of one core that the load itself took."""

    updates: int
    per_s: float
    p50_ms: float
    p99_ms: float
    peak_mb: float
    generator_busy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What was measured side by side."""

    bot: Run
    aiogram: Run
    bare_per_s: float


async def measure(size: Size, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure; return the figures of `README.md`. Raises CouldNotMeasure. `tell` hears how it goes."""
    python = python_with_aiogram()
    pairs = []
    for number in range(size.pairs):
        tell(f"pair {number + 1} of {size.pairs}")
        with disk.folder() as folder:
            pair = await _pair(size, folder, python, aiogram_first=bool(number % 2))
        tell(f"  bot {pair.bot.per_s:.0f}/s · aiogram {pair.aiogram.per_s:.0f}/s · bare SQLite {pair.bare_per_s:.0f}/s")
        pairs.append(pair)
    return _figures(size, pairs)


async def _pair(size: Size, folder: Path, python: str, *, aiogram_first: bool) -> Pair:
    if aiogram_first:
        aiogram = await aiogram_run(size, folder, python)
    bot = await _bot(size, folder)
    bare = await _bare(folder)
    if not aiogram_first:
        aiogram = await aiogram_run(size, folder, python)
    return Pair(bot=bot, aiogram=aiogram, bare_per_s=bare)


async def _bot(size: Size, folder: Path) -> Run:
    async with children.running(speakers(size), folder / "load.log", talks=True) as load:
        api = (await load.hear(20))["api"]
        async with subject.prepared(folder, api) as settings:
            await subject.staff(folder, settings, size.reviewers)
            async with subject.running(folder, settings) as bot:
                return await _played(size, load, bot)


async def _played(size: Size, load: children.Child, bot: subject.Subject) -> Run:
    load.tell({})
    played = await bot.child.while_running(load.hear(PLAY_SECONDS))
    ended = await bot.drained_at(played["acknowledged"])
    await bot.check(played["acknowledged"], played["dialogues"])
    return run_of(played, ended, bot.child)


async def aiogram_run(
    size: Size, folder: Path, python: str, *, module: str = "bench.peers.aiogram_webhook", more: tuple[str, ...] = ()
) -> Run:
    """Play to an aiogram webhook; `more` are arguments beyond port, path and secret."""
    port = children.free_port()
    arguments = ("-m", module, str(port), PATH, SECRET, *more)
    async with (
        children.running(arguments, folder / "aiogram.log", python=python) as peer,
        children.running(speakers(size), folder / "load.log", talks=True) as load,
    ):
        await load.hear(20)
        load.tell({"url": f"http://127.0.0.1:{port}{PATH}", "secret": SECRET})
        played = await peer.while_running(load.hear(PLAY_SECONDS))
        return run_of(played, played["ended"], peer)


async def _bare(folder: Path) -> float:
    home = subject.home_in(folder)
    files = (home.database, home.key, folder)
    arguments = ("-m", "bench.peers.bare_sqlite", *map(str, files))
    async with children.running(arguments, folder / "bare.log", talks=True) as peer:
        written = await peer.hear(PLAY_SECONDS)
        return float(written["updates"]) / float(written["seconds"])


def run_of(played: dict[str, Any], ended: float, child: children.Child) -> Run:
    """The figures of one play, which was drained at `ended`."""
    return Run(
        updates=played["updates"],
        per_s=played["updates"] / (ended - played["began"]),
        p50_ms=played["p50_ms"],
        p99_ms=played["p99_ms"],
        peak_mb=child.peak_mb(),
        generator_busy=played["generator_busy"],
    )


def _figures(size: Size, pairs: list[Pair]) -> dict[str, Any]:
    ratios = [pair.bot.per_s / pair.aiogram.per_s for pair in pairs]
    each: dict[str, list[float]] = {
        "updates_per_s": [pair.bot.per_s for pair in pairs],
        "p50_ms": [pair.bot.p50_ms for pair in pairs],
        "p99_ms": [pair.bot.p99_ms for pair in pairs],
        "peak_mb": [pair.bot.peak_mb for pair in pairs],
        "bare_sqlite_per_s": [pair.bare_per_s for pair in pairs],
        "aiogram_per_s": [pair.aiogram.per_s for pair in pairs],
        "aiogram_p99_ms": [pair.aiogram.p99_ms for pair in pairs],
        "ratio_to_aiogram": ratios,
        "generator_busy": [pair.bot.generator_busy for pair in pairs],
    }
    return {
        **{name: rounded(statistics.median(values)) for name, values in each.items()},
        "reviewers": size.reviewers,
        "pairs": {name: [rounded(value) for value in values] for name, values in each.items()},
        "size": {
            "pairs": size.pairs,
            "dialogues": size.dialogues,
            "updates": pairs[0].bot.updates,
            "in_flight": size.in_flight,
        },
    }


def speakers(size: Size) -> tuple[str, ...]:
    """How to start the load."""
    return ("-m", "bench.load", str(size.dialogues), str(size.in_flight))


def rounded(value: float) -> float:
    """As many digits as mean something."""
    return round(value, 1 if value >= 100 else 3)


def python_with_aiogram() -> str:
    """The Python that has the peer's packages: this one, the one that was named, or the one that `make bench` made."""
    if util.find_spec("aiogram"):
        return sys.executable
    named = os.environ.get(PYTHON, "")
    python = Path(named) if named else children.ROOT / ".bench-venv" / "bin" / "python"
    if not python.exists():
        raise CouldNotMeasure(
            f"There is no aiogram here to measure beside, and no {python}. Run `make bench`, or set {PYTHON}."
        )
    return str(python)
