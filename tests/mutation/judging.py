"""Tests as judges of changed code: collected once, and each change tried in a process of its own by those that come past it.

Lives here: `Judges`, a plugin of pytest. It first runs all tests once in a child, to learn which of them come past which line and how
long they take; then, for each change, a child makes it and runs those tests until one fails: first those that noticed a change nearby,
then the quickest. Nothing is imported or collected twice, and the parent runs no test, so that no thread and no open house is copied.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import resource
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType

import hypothesis
import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.code import ROOT, CodeMutant
from tests.mutation.living import living, make
from tests.mutation.watching import Line, Watch

BUDGET = float(os.environ.get("BUDGET", "12"))  # seconds of a processor that a change is looked for
HUNG = 180  # seconds in which a test that has come to stand is given up
NEAR = 8  # lines around a change that are ways which it may go
KNOWN = 6  # tests that noticed something nearby, tried before the others
AT_ONCE = os.cpu_count() or 1
CAUGHT, MISSED = 1, 0

hypothesis.settings.register_profile(
    "judging",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=30,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@dataclass(slots=True)
class Seen:
    """What was seen in the run without a change: which tests come past which lines, and how long each takes."""

    past: dict[Line, set[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def judges(self, mutant: CodeMutant) -> list[str]:
        """The tests that come past a change, first one for each way it may go, then the quickest; of what is computed on import, those that
        come into its file. Who fails without a change judges none."""
        if not mutant.function:
            found = {test for (file, _), tests in self.past.items() if file == mutant.file for test in tests}
        else:
            found = {test for line in mutant.lines for test in self.past.get((mutant.file, line), ())}
        quickest = sorted(found.difference(self.failed), key=lambda test: self.seconds[test])
        return list(dict.fromkeys((*self._one_for_each_way(mutant, quickest), *quickest)))

    def _one_for_each_way(self, mutant: CodeMutant, quickest: list[str]) -> Iterator[str]:
        """The quickest test for each line around a change, the rarest line first: it notices what goes another way there."""
        around = range(mutant.line - NEAR, mutant.last_line + NEAR)
        past = [each for line in around if (each := self.past.get((mutant.file, line))) is not None]
        for tests in sorted(past, key=len):
            yield from [test for test in quickest if test in tests][:1]


@dataclass(frozen=True, slots=True)
class _Trial:
    """A change that a child judges, which tells `reader` by which test it was noticed."""

    mutant: CodeMutant
    reader: int
    is_afresh: bool = field(kw_only=True)


class Judges:
    """Judge these changes; `tell` hears of each whether it was caught."""

    def __init__(
        self,
        mutants: Iterable[CodeMutant],
        files: Sequence[str],
        imported: AbstractSet[Line],
        tell: Callable[[CodeMutant, bool], None],
    ) -> None:
        """`files` are the tests that judge, `imported` the lines that are come past while everything is imported."""
        self._mutants, self._files, self._imported = list(mutants), tuple(files), imported
        self._tell = tell
        self._noticed: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._under_way: dict[int, _Trial] = {}
        self._functions: dict[str, list[FunctionType]] = {}
        self.red: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """The examples of a property are few, and the same for every change."""
        hypothesis.settings.load_profile("judging")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of running the tests."""
        sys.settrace(None)  # everything is imported
        items = {item.nodeid: item for item in session.items}
        self._functions = living({mutant.file for mutant in self._mutants})
        gc.collect()
        gc.freeze()  # what is looked at is copied in a child: it shall not look through everything for what is not needed any more
        seen = _seen(session.items, self._functions)
        self.red = seen.failed
        self._files = (*self._files, *(f"--deselect={test}" for test in self.red))
        for mutant in self._mutants:
            judges = self._ordered(mutant, seen.judges(mutant))
            if not judges and not self._is_imported(mutant):
                self._tell(mutant, False)  # nobody comes past it
                continue
            while len(self._under_way) >= AT_ONCE:
                self._hear()
            self._try(mutant, [items[test] for test in judges])
        while self._under_way:
            self._hear()
        return True

    def _ordered(self, mutant: CodeMutant, judges: list[str]) -> list[str]:
        """Who noticed the last changes of the same function goes first, then who noticed others of the file."""
        known = [*reversed(self._noticed[mutant.file, mutant.function]), *reversed(self._noticed[mutant.file, ""])]
        among = set(judges)
        return list(dict.fromkeys([*[test for test in dict.fromkeys(known) if test in among][:KNOWN], *judges]))

    def _is_imported(self, mutant: CodeMutant) -> bool:
        """Whether it is come past while everything is imported: what that makes is only changed in a new process."""
        return any((mutant.file, line) in self._imported for line in mutant.lines)

    def _try(self, mutant: CodeMutant, judges: list[pytest.Item]) -> None:
        """Let a child judge; without judges a new process."""
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            _judge(mutant, self._functions, judges, self._files, writer)
        os.close(writer)
        self._under_way[child] = _Trial(mutant, reader, is_afresh=not judges)

    def _hear(self) -> None:
        """Wait for the next child that has judged."""
        child, status = os.wait()
        trial = self._under_way.pop(child)
        mutant, is_caught = trial.mutant, os.waitstatus_to_exitcode(status) != MISSED
        with os.fdopen(trial.reader) as told:
            test = told.read()
        if test:
            self._noticed[mutant.file, mutant.function].append(test)
            self._noticed[mutant.file, ""].append(test)
        if not is_caught and not trial.is_afresh and self._is_imported(mutant):
            self._try(mutant, [])
        else:
            self._tell(mutant, is_caught)


def _seen(items: list[pytest.Item], functions: Mapping[str, Sequence[FunctionType]]) -> Seen:
    """Run everything once in a child that tells where each test comes past."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        found, watch = Seen(), Watch(functions)
        try:
            for item, after in zip(items, [*items[1:], None], strict=True):
                begun = time.process_time()
                with _quiet():
                    ended = runtestprotocol(item, log=False, nextitem=after)
                found.seconds[item.nodeid] = time.process_time() - begun
                for line in watch.taken():
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


def _judge(
    mutant: CodeMutant,
    functions: Mapping[str, Sequence[FunctionType]],
    judges: list[pytest.Item],
    files: Sequence[str],
    writer: int,
) -> None:
    """Judge in this child, which ends with it: a test that hangs, or takes for ever, has failed as well. Which test noticed is written."""
    ended = CAUGHT
    try:
        if judges:
            resource.setrlimit(resource.RLIMIT_CPU, (int(BUDGET) + HUNG // 2, int(BUDGET) + HUNG))
            with _quiet():
                make(mutant, functions)
                test = _first_failure(judges)
            os.write(writer, test.encode())
            ended = CAUGHT if test else MISSED
        else:
            ended = _judged_afresh(mutant, files)
    except Exception:  # a change with which nothing runs is caught
        ended = CAUGHT
    finally:
        os._exit(ended)


def _judged_afresh(mutant: CodeMutant, files: Sequence[str]) -> int:
    """The same of what no test comes past: it may be used while everything is imported, which only a new process does."""
    told = (mutant.file, str(mutant.place), mutant.what)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.mutation.afresh", *told, *files], capture_output=True, cwd=ROOT, check=False
    )
    return CAUGHT if ended.returncode else MISSED


def _first_failure(judges: list[pytest.Item]) -> str:
    """The test that fails first; empty where none does."""
    begun = time.process_time()
    for item in judges:
        signal.alarm(HUNG)
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=None)):
            return item.nodeid
        if time.process_time() - begun > BUDGET:
            break
    return ""


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        yield
