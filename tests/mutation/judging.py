"""Tests as judges of changed code: collected once, and each change tried in a process of its own by those that come past it.

Lives here: `Judges`, a plugin of pytest. It first runs all tests once in a child, to learn which of them come past which line and how
long they take; then, for each change, a child makes it and runs those tests, the quickest first, until one fails. Nothing is imported
or collected twice, and the parent runs no test, so that no thread and no open house is copied.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.code import ROOT, CodeMutant

BUDGET = float(os.environ.get("BUDGET", "8"))  # seconds of a processor that a change is looked for
HUNG = 180  # seconds in which a test that has come to stand is given up
CAUGHT, MISSED = 1, 0


@dataclass(slots=True)
class Seen:
    """What was seen in the run without a change: which tests come past which lines, and how long each takes."""

    past: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def judges(self, mutant: CodeMutant) -> list[str]:
        """The tests that come past a change, the quickest first; of what is computed on import, those that come into its file."""
        lines = range(mutant.line, mutant.last_line + 1)
        if not mutant.function:
            found = {test for (file, _), tests in self.past.items() if file == mutant.file for test in tests}
        else:
            found = {test for line in lines for test in self.past.get((mutant.file, line), ())}
        return sorted(found, key=lambda test: self.seconds[test])


class Judges:
    """Judge these changes; `tell` hears of each whether it was caught."""

    def __init__(
        self, mutants: Iterable[CodeMutant], files: Sequence[str], tell: Callable[[CodeMutant, bool], None]
    ) -> None:
        """`files` are the tests that judge."""
        self._mutants, self._files = list(mutants), tuple(files)
        self._tell = tell
        self.red: list[str] = []
        self.runs = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of running the tests."""
        items = {item.nodeid: item for item in session.items}
        seen = _seen(session.items, {mutant.file for mutant in self._mutants})
        self.red, self.runs = seen.failed, len(items)
        if not self.red:
            for mutant in self._mutants:
                judges = [items[test] for test in seen.judges(mutant)]
                is_caught = _is_caught(mutant, judges) if judges else _is_caught_afresh(mutant, self._files)
                self._tell(mutant, is_caught)
        return True


def _seen(items: list[pytest.Item], files: set[str]) -> Seen:
    """Run everything once in a child that tells where each test comes past."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        found = Seen()
        try:
            for item, after in zip(items, [*items[1:], None], strict=True):
                begun = time.process_time()
                with _quiet(), _traced({str(ROOT / file): file for file in files}) as past:
                    ended = runtestprotocol(item, log=False, nextitem=after)
                found.seconds[item.nodeid] = time.process_time() - begun
                for line in past:
                    found.past.setdefault(line, set()).add(item.nodeid)
                if any(report.failed for report in ended):
                    found.failed.append(item.nodeid)
        finally:
            with os.fdopen(writer, "wb") as out:
                pickle.dump(found, out)
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        found = pickle.load(told)
    os.waitpid(child, 0)
    assert isinstance(found, Seen)
    return found


def _is_caught(mutant: CodeMutant, judges: list[pytest.Item]) -> bool:
    """Whether a test fails; one that hangs, or takes for ever, has failed as well."""
    child = os.fork()
    if not child:
        ended = CAUGHT
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (int(BUDGET) + HUNG // 2, int(BUDGET) + HUNG))
            with _quiet():
                mutant.make()
                ended = _first_failure(judges)
        except Exception:  # a change with which nothing runs is caught
            ended = CAUGHT
        finally:
            os._exit(ended)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != MISSED


def _is_caught_afresh(mutant: CodeMutant, files: Sequence[str]) -> bool:
    """The same of what no test comes past: it may be used while everything is imported, which only a new process does."""
    told = (mutant.file, str(mutant.place), mutant.what)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.mutation.afresh", *told, *files], capture_output=True, cwd=ROOT, check=False
    )
    return ended.returncode != MISSED


def _first_failure(judges: list[pytest.Item]) -> int:
    begun = time.process_time()
    for item in judges:
        signal.alarm(HUNG)
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=None)):
            return CAUGHT
        if time.process_time() - begun > BUDGET:
            break
    return MISSED


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        yield


@contextlib.contextmanager
def _traced(files: dict[str, str]) -> Iterator[set[tuple[str, int]]]:
    """The lines of these files that are come past meanwhile, in any thread."""
    found: set[tuple[str, int]] = set()

    def line(frame: FrameType, event: str, told: Any) -> Any:
        found.add((files[frame.f_code.co_filename], frame.f_lineno))
        return line

    def call(frame: FrameType, event: str, told: Any) -> Any:
        return line(frame, event, told) if frame.f_code.co_filename in files else None

    threading.settrace(call)
    sys.settrace(call)
    try:
        yield found
    finally:
        sys.settrace(None)
        threading.settrace(None)
