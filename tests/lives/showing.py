"""Many lives in a row for whoever looks on: what was made in them, what did not hold; and how soon the law broken on purpose is found."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import queue
import signal
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from domain.lifecycles import PROCEDURES
from tests.lives import playing
from tests.lives.breaking import BEGUN_AT, WITH_MORNINGS, Break
from tests.lives.playing import SQLITE, Lived, Street
from tests.support import engines

OUT = Console(highlight=False, width=150)
TOGETHER = 100  # lives that stand in one line of the table
PROCESSES = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which lives are played: their seeds, with the engine of each, and how many steps each has."""

    seeds: Sequence[tuple[int, str]]
    steps: int
    called: str
    again: str  # the command that plays one of them again


def played(street: Street, plan: Plan, jobs: int) -> bool:
    """Play them in so many processes, and show what was made; whether everything held."""
    begun, every = time.monotonic(), list[Lived]()
    for engine in dict.fromkeys(engine for _, engine in plan.seeds if engine == SQLITE):
        street.begins(engine)
    with contextlib.suppress(KeyboardInterrupt):  # who has seen enough gets the tables of what was played
        for lived in track(
            _lived(street, plan, jobs), console=Console(stderr=True), description=plan.called, total=len(plan.seeds)
        ):
            every.append(lived)
            if lived.broken is not None:
                OUT.print(str(lived.broken), markup=False)
                OUT.print(f"again: {_again(plan, lived)}", markup=False)
    wrong = sorted((each for each in every if each.broken is not None), key=lambda each: each.seed)
    OUT.print(_made(sum((each.made for each in every), playing.Made()), street.kind.untold))
    OUT.print(_lines(every, wrong))
    for each in wrong:
        OUT.print(f"again: {_again(plan, each)}", markup=False)
    OUT.print(
        f"{len(every)} of {len(plan.seeds)} {plan.called} of {plan.steps} steps in {time.monotonic() - begun:.0f} s;"
        f" {len(wrong)} in which something did not hold"
    )
    return not wrong and len(every) == len(plan.seeds)


def _again(plan: Plan, lived: Lived) -> str:
    return f"{plan.again} --seed {lived.seed} --steps {plan.steps} --engine {lived.engine}"


def engine_of(name: str) -> str:
    """The engine that somebody means, by the beginning of its name."""
    found = next((engine for engine in engines.ENGINES if name and engine.startswith(name)), "")
    if not found:
        raise typer.BadParameter(f"--engine is one of {', '.join(engines.ENGINES)}")
    return found


def _lived(street: Street, plan: Plan, jobs: int) -> Iterator[Lived]:
    """Each life, in whatever order they end; where there is more than one job, in processes of their own."""
    if jobs == 1 or len(plan.seeds) == 1:
        yield from (street.play(seed, plan.steps, engine=engine) for seed, engine in plan.seeds)
        return
    said, turn = PROCESSES.Queue(), PROCESSES.Value("i", 0)
    children = [
        PROCESSES.Process(target=_works, args=(street, plan, street.folder / str(number), turn, said), daemon=True)
        for number in range(min(jobs, len(plan.seeds)))
    ]
    for child in children:
        child.start()
    try:
        while any(child.is_alive() for child in children) or not said.empty():
            with contextlib.suppress(queue.Empty):
                yield said.get(timeout=1)
    finally:
        for child in children:
            child.terminate()
            child.join()


def _works(street: Street, plan: Plan, folder: Any, turn: Any, said: Any) -> None:
    """Play what nobody else has taken up, in a process that was forked."""
    mine = street.forked(folder)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever shows what was played ends this
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # a server that was started ends with it
    try:
        while True:
            with turn.get_lock():
                number = turn.value
                turn.value += 1
            if number >= len(plan.seeds):
                return
            seed, engine = plan.seeds[number]
            said.put(mine.play(seed, plan.steps, engine=engine))
    finally:
        engines.stop()


def broken(
    begun: Street,
    every: Mapping[str, Break],
    lives: int,
    steps: int,
    only: str,
    begun_at: Mapping[str, str] = BEGUN_AT,
) -> bool:
    """Each break in a process of its own, with which it goes; the houses in which lives begin were lawful ones, and where they are looked
    for says `begun_at`. Whether all were found."""
    begun.begins(SQLITE)
    table, missed = Table("broken on purpose", "found after", "by"), 0
    for number, (name, breaks) in enumerate(every.items()):
        if only and not any(each in name for each in only.split("|")):
            continue
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            told = "not found|"
            try:
                logging.disable()  # what fails of it is what is looked for
                with pytest.MonkeyPatch.context() as patch:
                    breaks(patch)
                    told = _found(begun.forked(begun.folder / str(number)), name, lives, steps, begun_at.get(name, ""))
            except Exception as error:
                told = f"at once|{error!r}"
            finally:
                os.write(writer, told.encode()[:4000])
                os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as said:
            after, _, by = said.read().decode(errors="replace").partition("|")
        os.waitpid(child, 0)
        missed += after == "not found"
        table.add_row(name, after, by[:90])
        OUT.print(f"{name}: {after}  {by[:100]}", markup=False)
    OUT.print(table)
    return not missed


def _found(street: Street, name: str, lives: int, steps: int, depth: str) -> str:
    for seed in range(lives):
        lived = street.play(seed, steps, depth=depth, has_mornings=name in WITH_MORNINGS)
        if lived.broken is not None:
            return f"{seed + 1} lives|{lived.broken.what[0]}"
    return "not found|"


def _made(made: playing.Made, untold: Collection[str]) -> Table:
    """Which moves of which table were made at least once."""
    table = Table("matter", "moves made", "never")
    by_kind: Counter[str] = Counter()
    for kind, lifecycle in PROCEDURES.items():
        if kind in untold:
            continue
        never = [move for move in lifecycle.moves if not made[kind, move]]
        by_kind["all"] += len(lifecycle.moves)
        by_kind["made"] += len(lifecycle.moves) - len(never)
        by_kind["kinds"] += len(never) < len(lifecycle.moves)
        table.add_row(kind, f"{len(lifecycle.moves) - len(never)} of {len(lifecycle.moves)}", ", ".join(never))
    kinds = len(PROCEDURES.keys() - set(untold))
    table.add_row(
        "all", f"{by_kind['made']} of {by_kind['all']}", f"{by_kind['kinds']} of {kinds} kinds of matters live"
    )
    return table


def _lines(every: Sequence[Lived], wrong: Iterable[Lived]) -> Table:
    """What lives came to: a line for each hundred that follow one another, one for each in which something did not hold, and all."""
    faults = sorted({name for each in every for name in each.faults})
    table = Table("seed", "engine", "steps", "moves", *faults, "looked at", "held")
    groups: dict[int, list[Lived]] = {}
    for each in every:
        groups.setdefault(each.seed // TOGETHER, []).append(each)
    for number, group in sorted(groups.items()):
        _line(table, f"{number * TOGETHER} – {number * TOGETHER + TOGETHER - 1}", group, faults)
    for each in wrong:
        _line(table, str(each.seed), [each], faults)
    _line(table, "all", every, faults)
    return table


def _line(table: Table, name: str, lives: Sequence[Lived], faults: Sequence[str]) -> None:
    by_engine = Counter(each.engine for each in lives)
    table.add_row(
        name,
        ", ".join(f"{number} {engine}" for engine, number in sorted(by_engine.items(), reverse=True)),
        str(sum(each.steps for each in lives)),
        str(sum(each.moves for each in lives)),
        *(str(sum(each.faults[fault] for each in lives)) for fault in faults),
        str(sum(each.looked for each in lives)),
        f"{sum(each.broken is None for each in lives)} of {len(lives)}",
    )
