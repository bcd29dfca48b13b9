"""What a press costs, in offices with ever more reviewers: statements, and the time of the message itself.

Lives here: `measure`. `bench/pressing.py` plays what people press, `README.md` says what counts.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import casing, disk, pressing, subject
from bot import settings
from bot.house import wiring
from storage import vault
from storage.engines import opening
from tests.support.homes import make_home

ENGINES = {"sqlite": "", "postgresql": "postgresql"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How often each act is done, and in offices of how many reviewers."""

    repetitions: int = 60
    reviewers: tuple[int, ...] = (1, 5, 20, 100)


async def measure(size: Size, engine: str, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure; return the figures of `README.md`. Raises CouldNotMeasure. `engine`: one of ENGINES, or empty for both."""
    rows: list[dict[str, Any]] = []
    for name in (engine,) if engine else ENGINES:
        with disk.database(ENGINES[name], name) as server:
            for reviewers in size.reviewers:
                async with _office(server, f"office_{reviewers}", reviewers) as office:
                    costs = await pressing.played(office, size.repetitions)
                    if reviewers >= casing.LEAST:
                        costs |= await casing.played(office, reviewers)
                rows += [
                    {"engine": name, "reviewers": reviewers, "act": act, **_row(found)} for act, found in costs.items()
                ]
                told = " · ".join(f"{act} {max(each.statements for each in found)}" for act, found in costs.items())
                tell(f"{name}, {reviewers} reviewers: {told}")
    return {"rows": rows, "repetitions": size.repetitions}


@asynccontextmanager
async def _office(server: str, name: str, reviewers: int) -> AsyncIterator[pressing.Office]:
    with disk.folder() as folder, disk.database(server, name) as url:
        home = await make_home(subject.home_in(folder).folder, url)
        given = {"FLAGPOST_HOME": str(home), "FLAGPOST_DATABASE": url}
        await subject.staff(folder, given, reviewers)
        async with _opened(folder, given) as office:
            yield office


@asynccontextmanager
async def _opened(folder: Path, given: Any) -> AsyncIterator[pressing.Office]:
    home = subject.home_in(folder)
    place = opening.DatabasePlace(file=home.database, url=given["FLAGPOST_DATABASE"])
    database = await opening.open_database(place, vault.Vault(vault.read_key(home.key)))
    try:
        view = wiring.view_of(settings.load(given), database)
        await view.refresh()
        yield pressing.Office(database=database, values=view.now(), began=datetime.now(UTC))
    finally:
        await database.close()


def _row(costs: list[pressing.Cost]) -> dict[str, float]:
    """The most statements that one took, and how long they took."""
    ordered = sorted(cost.milliseconds for cost in costs)
    return {
        "statements": max(cost.statements for cost in costs),
        "p50_ms": _percentile(ordered, 50),
        "p99_ms": _percentile(ordered, 99),
    }


def _percentile(ordered: list[float], percent: int) -> float:
    return round(ordered[-(-len(ordered) * percent // 100) - 1], 2)
