"""What a reviewer's questions cost in a young office and in an old one: 待办, one by number, 搜索, clues like this one.

Called by `bench/__main__.py`. A question is a message handled whole by the product (`handlers/dispatch.py`), from finding
the speaker to the reply in the outbox, on the writer's own connection; only the commit is left out, which is the
intake's. `bench/making.py` makes the offices, `README.md` says what counts.
"""

import asyncio
import csv
import itertools
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from bench import children, disk, making, subject
from bench.children import CouldNotMeasure
from bot import intake, settings, wiring
from domain.said import Said
from handlers import dispatch
from storage import finding, opening, outbox, people, times
from storage.database import Database, Tx

SMALL = 10_000
SAMPLES = 400
READY_SECONDS = 60.0
REVIEWER = "reviewer"
RECUSALS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How old the office is, and how often each question is asked."""

    clues: int = 1_000_000
    samples: int = SAMPLES


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one question: as the clock on the wall has them, and of the processor alone."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office that was made."""

    settings: dict[str, str]
    place: opening.Place
    clues: int


async def measure(size: Size, database: str, folder: Path | None, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure; return the figures of `README.md`. Raises CouldNotMeasure.

    `folder` keeps the offices that are made, and those that are there already are taken; without one they are removed.
    """
    with disk.folder() as passing:
        small = await _measured(size, SMALL, database, folder or passing, tell)
        large = await _measured(size, size.clues, database, folder or passing, tell)
    figures: dict[str, Any] = {}
    for name, costs in large["costs"].items():
        now, before = _figures(costs), _figures(small["costs"][name])
        figures |= {f"{name}_{figure}": value for figure, value in now.items()}
        figures |= {f"{name}_{figure}_before": value for figure, value in before.items()}
        figures[f"{name}_ratio"] = round(now["p99_ms"] / before["p99_ms"], 2)
        figures[f"{name}_cpu_ratio"] = round(now["cpu_p99_ms"] / before["cpu_p99_ms"], 2)
    return {
        **figures,
        "start_s": large["start_s"],
        "start_s_before": small["start_s"],
        "clues": size.clues,
        "clues_before": SMALL,
        "samples": size.samples,
    }


async def _measured(size: Size, clues: int, database: str, folder: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    with disk.database(database) as url:
        office = await _made(clues, url, folder / f"{clues}", tell)
        start_s = await _started(office, folder / f"{clues}")
        tell(f"{clues} clues: ready in {start_s} s; asking")
        async with wiring.open_house(settings.load(office.settings)) as house:
            await house.database.write(lambda tx: _let_in(tx, office.clues))
            costs = {name: await _asked(house, asked) for name, asked in _questions(size, clues).items()}
            costs["similar"] = await _compared(house.database, size, clues)
    for name, each in costs.items():
        tell(f"  {name}: {_figures(each)}")
    return {"costs": costs, "start_s": start_s}


async def _made(clues: int, url: str, folder: Path, tell: Callable[[str], None]) -> Office:
    """Make an office as an operator would, and fill it."""
    web = f"127.0.0.1:{children.free_port()}"
    given = {"FLAGPOST_HOME": str(folder / "home"), "FLAGPOST_WEB": web, **({"FLAGPOST_DATABASE": url} if url else {})}
    home = subject.home_in(folder)
    office = Office(settings=given, place=opening.Place(file=home.database, url=url), clues=clues)
    if not url and await asyncio.to_thread((folder / "made").exists):
        return office
    register = _written_register(folder)
    for arguments in (("init", "--yes"), ("import", "units", str(register))):
        async with children.running((*subject.FLAGPOST, *arguments), folder / "flagpost.log", env=given) as child:
            await child.ended(subject.SET_UP_SECONDS)
    began = time.monotonic()

    def told(done: int) -> None:
        if done % 50_000 == 0 or done == clues:
            tell(f"  {done} of {clues} clues made, {done / (time.monotonic() - began):.0f}/s")

    await asyncio.to_thread(making.make, office.place, home.key, clues, datetime.now(UTC), told)
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


async def _started(office: Office, folder: Path) -> float:
    """Seconds from the start of `flagpost run` until it says that all is well."""
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
            return round(time.monotonic() - began, 2)
    raise CouldNotMeasure(f"It was not ready after {READY_SECONDS:.0f} s.{child.complaint()}")


def _let_in(tx: Tx, clues: int) -> None:
    """Let a reviewer in, one of those who own clues, with a unit of their own and matters they may not see."""
    at = datetime.now(UTC)
    if people.account_of(tx, "web", REVIEWER, at) is not None:
        return
    written = times.text(at)
    for person in range(1, making.REVIEWERS + 1):
        tx.run(
            "INSERT INTO person (id, label, unit, made_at) VALUES (:id, :label, :unit, :at)",
            id=person,
            label=f"Reviewer {person}",
            unit=making.unit_code(making.UNITS - person),
            at=written,
        )
    tx.run("INSERT INTO role_grant (person_id, role, granted_at) VALUES (1, 'reviewer', :at)", at=written)
    account = people.open_account(tx, "web", REVIEWER, REVIEWER, "zh", at).id
    tx.run("UPDATE account SET person_id = 1, consented_at = :at WHERE id = :id", at=written, id=account)
    for clue in sorted(random.Random(1).sample(range(1, clues + 1), RECUSALS)):
        tx.run(
            "INSERT INTO recusal (matter, matter_id, person_id, at) VALUES ('clue', :id, 1, :at)", id=clue, at=written
        )


def _questions(size: Size, clues: int) -> dict[str, list[str]]:
    """What is asked, the same in every run. Words by their place in the vocabulary: the first are in nearly every story."""
    draw, words = random.Random(3), making.vocabulary().words
    units = making.unit_names()

    def common() -> str:
        return words[draw.randrange(10)]

    def usual() -> str:
        return words[draw.randrange(10, 400)]

    def rare() -> str:
        return words[draw.randrange(2_000, len(words))]

    searches: list[Callable[[], str]] = [
        rare,
        usual,
        common,
        lambda: f"{common()} {common()}",
        lambda: f"{common()} {rare()}",
        lambda: f"{usual()} {rare()}",
        lambda: f"{rare()} {rare()}",
        lambda: f"{usual()}{usual()}",
        lambda: f"{draw.choice(units)} {usual()}",
        lambda: f"{draw.choice(units)} {rare()}",
        lambda: f"推诿扯皮 {usual()}",
        lambda: f"{draw.choice(units)} 推诿扯皮",
    ]
    todos = (
        "待办",
        "/todo mine",
        "/todo unclaimed",
        "/todo overdue",
        "/todo kinds",
        "/todo units",
        "/next",
        "/todo +40",
    )
    waiting = [clue for clue in range(clues, 0, -1) if making.is_waiting(clue, clues)]

    def number() -> str:
        return making.number_of(draw.choice((draw.choice(waiting), draw.randint(1, clues))))

    return {
        "queue": list(itertools.islice(itertools.cycle(todos), size.samples)),
        "find": [f"/search {number()}" for _ in range(size.samples)],
        "search": [f"/search {searches[place % len(searches)]()}" for place in range(size.samples)],
    }


async def _asked(house: wiring.House, questions: list[str]) -> list[Cost]:
    """Ask; return the cost of each question. Every one must have been understood, and most of them answered."""
    office = house.view.now()
    began = datetime.now(UTC)

    def ask(tx: Tx, place: int, text: str) -> tuple[Cost, str]:
        at = began + timedelta(seconds=10 * place)
        said = Said(channel="web", event_key=f"{began}{place}", speaker=REVIEWER, route=REVIEWER, text=text, at=at)
        started, busy = time.perf_counter(), time.thread_time()
        account = dispatch.dispatch(tx, office, said, intake.draw(), at=at)
        cost = Cost(1000 * (time.perf_counter() - started), 1000 * (time.thread_time() - busy))
        reply = outbox.page(tx, account, 0, 1)[0]
        return cost, type(outbox.body(tx, reply).saying).__name__ if reply.card_id is None else "card"

    answers = [await house.database.write(lambda tx: ask(tx, *each)) for each in enumerate(questions)]  # noqa: B023
    met = Counter(kind for _, kind in answers)
    if met["NotUnderstood"] or met["NothingFound"] + met["NotForYou"] > len(questions) / 2:
        raise CouldNotMeasure(f"The questions were answered with {dict(met)}.")
    return [cost for cost, _ in answers]


async def _compared(database: Database, size: Size, clues: int) -> list[Cost]:
    """Look for clues like one that has just come, again and again."""
    draw = random.Random(5)

    def compare(tx: Tx, clue: int) -> Cost:
        started, busy = time.perf_counter(), time.thread_time()
        finding.similar(tx, clue)
        return Cost(1000 * (time.perf_counter() - started), 1000 * (time.thread_time() - busy))

    recent = [draw.randint(max(1, clues - 5_000), clues) for _ in range(size.samples)]
    return [await database.read(lambda tx: compare(tx, clue)) for clue in recent]  # noqa: B023


def _figures(costs: list[Cost]) -> dict[str, float]:
    wall, processor = sorted(cost.wall for cost in costs), sorted(cost.processor for cost in costs)
    return {
        "p50_ms": _percentile(wall, 50),
        "p99_ms": _percentile(wall, 99),
        "cpu_p50_ms": _percentile(processor, 50),
        "cpu_p99_ms": _percentile(processor, 99),
    }


def _percentile(ordered: list[float], percent: int) -> float:
    return round(ordered[-(-len(ordered) * percent // 100) - 1], 2)
