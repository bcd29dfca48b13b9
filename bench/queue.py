"""What a reviewer's questions cost in a young office and in an old one: 待办, one by number, 搜索, clues like this one.

`bench/making.py` makes the offices, `bench/asking.py` asks, `README.md` says what counts.
"""

import asyncio
import csv
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from bench import asking, children, disk, making, subject
from bench.children import CouldNotMeasure
from bot import settings
from bot.house import wiring
from bot.operations import index_merge
from handlers.conversation.room import Office
from storage import vault
from storage.database import Database
from storage.engines import opening

SMALL = 10_000
SAMPLES = 400
TURN = 25  # questions to one office, before the other is asked
SINGLE = ("start_s", "start_cpu_s", "submit_cpu_ms")
READY_SECONDS = 60.0
Costs = dict[str, list[asking.Cost]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How old the office is, and how often each question is asked."""

    clues: int = 1_000_000
    samples: int = SAMPLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An office that was made."""

    settings: dict[str, str]
    place: opening.DatabasePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """An office that can be asked. `start`: seconds until its bot answered, and of the processor for it."""

    number: int
    start: tuple[float, float]
    database: Database
    office: Office


async def measure(size: Size, database: str, folder: Path | None, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure; return the figures of `README.md`. Raises CouldNotMeasure.

    `folder` keeps the offices that are made, and those that are there already are taken; without one they are removed.
    """
    async with AsyncExitStack() as stack:
        place = folder or stack.enter_context(disk.folder())
        small, large = [
            await stack.enter_async_context(_ready(number, database, place, tell, is_kept=folder is not None))
            for number in (SMALL, size.clues)
        ]
        before, now = await _asked_by_turns((small, large), size.samples)
        submits = [await asking.submitted(each.database) for each in (small, large)]
    figures: dict[str, Any] = {}
    for name in now:
        new, old = _figures(now[name]), _figures(before[name])
        tell(f"  {name}: {new}, before {old}")
        figures |= {f"{name}_{figure}": value for figure, value in new.items()}
        figures |= {f"{name}_{figure}_before": value for figure, value in old.items()}
        figures[f"{name}_ratio"] = round(new["p99_ms"] / old["p99_ms"], 2)
        figures[f"{name}_cpu_ratio"] = round(new["cpu_p99_ms"] / old["cpu_p99_ms"], 2)
    return {
        **figures,
        **dict(zip(SINGLE, (*large.start, submits[1]), strict=True)),
        **{f"{name}_before": value for name, value in zip(SINGLE, (*small.start, submits[0]), strict=True)},
        "clues": size.clues,
        "clues_before": SMALL,
        "samples": size.samples,
    }


@asynccontextmanager
async def _ready(
    number: int, database: str, folder: Path, tell: Callable[[str], None], *, is_kept: bool
) -> AsyncIterator[Ready]:
    """Make an office, start a bot on it once, and yield it open and tidy."""
    with disk.database(database, f"flagpost_bench_{number}", is_kept=is_kept) as url:
        office = await _made(number, url, folder / f"{number}", tell)
        start = await _started(office, folder / f"{number}")
        tell(f"{number} clues: ready in {start[0]} s")
        opened = await opening.open_database(
            office.place, vault.Vault(vault.read_key(subject.home_in(folder / f"{number}").key))
        )
        try:
            view = wiring.view_of(settings.load(office.settings), opened)
            await view.refresh()
            await index_merge.tidy(opened)
            await opened.write(lambda tx: asking.let_in(tx, number))
            yield Ready(number=number, start=start, database=opened, office=view.now())
        finally:
            await opened.close()


async def _asked_by_turns(offices: tuple[Ready, Ready], samples: int) -> list[Costs]:
    """Ask both the same, a few questions at a time: a machine that is slower for a while is slower for both."""
    asked = [asking.questions(each.number, samples) for each in offices]
    costs: list[Costs] = [{name: [] for name in (*questions, "similar")} for questions in asked]
    for name in asked[0]:
        for start in range(0, samples, TURN):
            for office, questions, found in zip(offices, asked, costs, strict=True):
                some = questions[name][start : start + TURN]
                found[name] += await asking.asked(office.database, office.office, some)
    recent = [asking.recent(each.number, samples) for each in offices]
    for start in range(0, samples, TURN):
        for office, clues, found in zip(offices, recent, costs, strict=True):
            found["similar"] += await asking.compared(office.database, clues[start : start + TURN])
    return costs


async def _made(number: int, url: str, folder: Path, tell: Callable[[str], None]) -> Made:
    """Make an office as an operator would, and fill it."""
    web = f"127.0.0.1:{children.free_port()}"
    given = {"FLAGPOST_HOME": str(folder / "home"), "FLAGPOST_WEB": web, **({"FLAGPOST_DATABASE": url} if url else {})}
    home = subject.home_in(folder)
    office = Made(settings=given, place=opening.DatabasePlace(file=home.database, url=url))
    if await asyncio.to_thread((folder / "made").exists):
        return office
    register = _written_register(folder)
    for arguments in (("init", "--yes"), ("import", "units", "--yes", str(register))):
        async with children.running((*subject.FLAGPOST, *arguments), folder / "flagpost.log", env=given) as child:
            await child.ended(subject.SET_UP_SECONDS)
    began = time.monotonic()

    def told(done: int) -> None:
        if done % 50_000 == 0 or done == number:
            tell(f"  {done} of {number} clues made, {done / (time.monotonic() - began):.0f}/s")

    await asyncio.to_thread(making.make, office.place, home.key, number, datetime.now(UTC), told)
    await asyncio.to_thread((folder / "made").touch)
    return office


def _written_register(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    register = folder / "units.csv"
    with register.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("code", "name", "short", "aliases", "sequence", "parent"))
        rows.writerows(
            (making.unit_code(place), name, "", "", "A", "") for place, name in enumerate(making.unit_names())
        )
    return register


async def _started(office: Made, folder: Path) -> tuple[float, float]:
    """Seconds from the start of `flagpost run` until it answers, and how many of them the processor was at work for it."""
    began = time.monotonic()
    async with (
        children.running((*subject.FLAGPOST, "run"), folder / "flagpost.log", env=office.settings) as child,
        httpx.AsyncClient(base_url=f"http://{office.settings['FLAGPOST_WEB']}", trust_env=False) as client,
    ):
        while time.monotonic() - began < READY_SECONDS:
            try:
                await client.get("/healthz")
            except httpx.TransportError:
                await asyncio.sleep(0.01)
                continue
            return round(time.monotonic() - began, 2), round(child.busy_s(), 2)
    raise CouldNotMeasure(f"It was not ready after {READY_SECONDS:.0f} s.{child.complaint()}")


def _figures(costs: list[asking.Cost]) -> dict[str, float]:
    wall, processor = sorted(cost.wall for cost in costs), sorted(cost.processor for cost in costs)
    return {
        "p50_ms": _percentile(wall, 50),
        "p99_ms": _percentile(wall, 99),
        "cpu_p50_ms": _percentile(processor, 50),
        "cpu_p99_ms": _percentile(processor, 99),
    }


def _percentile(ordered: list[float], percent: int) -> float:
    return round(ordered[-(-len(ordered) * percent // 100) - 1], 2)
