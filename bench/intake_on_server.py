"""The same intake on PostgreSQL: one process, two processes, and an aiogram webhook that commits one insert for every update.

The server syncs every commit to the disk. All of them, the server too, share the machine's cores: `README.md` says how to
read that.
"""

import itertools
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from bench import children, disk, intake, subject


async def measure(size: intake.Size, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure; return the figures of `README.md`. Raises CouldNotMeasure. `tell` hears how it goes."""
    python = intake.python_with_aiogram()
    rounds = []
    with disk.server() as server:
        databases = _fresh(server)
        for number in range(size.pairs):
            tell(f"round {number + 1} of {size.pairs}")
            with disk.folder() as folder:
                rounds.append(await _round(size, folder, python, databases))
            tell("  " + " · ".join(f"{name} {run.per_s:.0f}/s" for name, run in rounds[-1].items()))
    return _figures(size, rounds)


async def _round(size: intake.Size, folder: Path, python: str, databases: Iterator[str]) -> dict[str, intake.Run]:
    runs = {}
    for name, processes in (("one", 1), ("two", 2)):
        (folder / name).mkdir()
        runs[name] = await _bot(size, folder / name, next(databases), processes)
    runs["aiogram"] = await intake.aiogram_run(
        size, folder, python, module="bench.peers.aiogram_insert", more=(next(databases),)
    )
    return runs


async def _bot(size: intake.Size, folder: Path, database: str, processes: int) -> intake.Run:
    async with children.running(intake.speakers(size), folder / "load.log", talks=True) as load:
        api = (await load.hear(20))["api"]
        async with subject.prepared(folder, api, database) as settings:
            await subject.staff(folder, settings, size.reviewers)
            async with subject.running(folder, settings, processes=processes) as bot:
                load.tell({"replicas": bot.addresses})
                played = await bot.child.while_running(load.hear(intake.PLAY_SECONDS))
                ended = await bot.drained_at(played["acknowledged"])
                await bot.check(played["acknowledged"], played["dialogues"])
                return intake.run_of(played, ended, bot.child)


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def _fresh(server: str) -> Iterator[str]:
    """The addresses of new databases."""
    for number in itertools.count():
        with _connected(server.format("postgres")) as connection:
            connection.execute(f"CREATE DATABASE bench{number} TEMPLATE template0")
        yield server.format(f"bench{number}")


def _figures(size: intake.Size, rounds: list[dict[str, intake.Run]]) -> dict[str, Any]:
    each: dict[str, list[float]] = {
        "updates_per_s": [runs["one"].per_s for runs in rounds],
        "p50_ms": [runs["one"].p50_ms for runs in rounds],
        "p99_ms": [runs["one"].p99_ms for runs in rounds],
        "peak_mb": [runs["one"].peak_mb for runs in rounds],
        "two_processes_per_s": [runs["two"].per_s for runs in rounds],
        "ratio_of_two_processes": [runs["two"].per_s / runs["one"].per_s for runs in rounds],
        "aiogram_insert_per_s": [runs["aiogram"].per_s for runs in rounds],
        "ratio_to_aiogram": [runs["one"].per_s / runs["aiogram"].per_s for runs in rounds],
    }
    return {
        **{name: intake.rounded(statistics.median(values)) for name, values in each.items()},
        "reviewers": size.reviewers,
        "pairs": {name: [intake.rounded(value) for value in values] for name, values in each.items()},
        "size": {"pairs": size.pairs, "dialogues": size.dialogues, "in_flight": size.in_flight},
    }
