"""A child process with limits, in which the files of strangers are opened.

Lives here: `run` and `run_beside` for the bot, and the child (`python -m bot.sandbox`), which imports the module that
is named to it and gives `work(data, *arguments)` the file. A decoder that is made to misbehave has no more than its
memory and time, opens no network where the system lets it go without, writes no file, and knows nothing of the bot but
the file it was given: neither its settings nor its open files.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from domain import errors

MEGABYTE = 1024 * 1024
_DONE, _DECLINED, _FAILED, _FULL, _BROKEN_HOUSE = b"d", b"n", b"f", b"m", b"h"
_NEW_USERS, _NEW_NETWORK = 0x10000000, 0x40000000  # flags of unshare(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildLimits:
    """What a child may take: bytes of address space, seconds of work, seconds in all, bytes of answer.

    `niceness` is what it gives way by, 0 to 19.
    """

    memory: int = 512 * MEGABYTE
    cpu_seconds: int = 20
    wall_seconds: float = 40.0
    answer: int = 64 * MEGABYTE
    niceness: int = 0


class Met(StrEnum):
    """What stopped a child."""

    TIME = "time"
    MEMORY = "memory"
    ANSWER = "answer"
    CRASH = "crash"
    ERROR = "error"


class ChildStopped(errors.FlagpostError):
    """The child was stopped by one of its limits, or crashed: the file is to blame, and trying again is no use."""

    def __init__(self, met: Met, what: str = "") -> None:
        """`what` is a word for the log: an error's type or a signal's number, nothing of the file."""
        super().__init__(f"The child was stopped: {met.value} {what}".strip())
        self.met = met


class Declined(errors.FlagpostError):
    """The work said no, and why: raised within the child, it is raised again from `run`."""

    def __init__(self, word: str) -> None:
        """`word` is for a table of words, never a part of the file."""
        super().__init__(f"declined: {word}")
        self.word = word


def run(module: str, data: bytes, limits: ChildLimits, *arguments: str) -> bytes:
    """Let `work(data, *arguments)` of a module be done in a child; return its answer. Blocks.

    Raises Declined where the work did, Stopped where the child met a limit or crashed, FlagpostError where the child
    itself could not be set up (a library is missing): then the file is not to blame.
    """
    return _Child(module, data, limits, arguments).answer()


async def run_beside(module: str, data: bytes, limits: ChildLimits, *arguments: str) -> bytes:
    """`run` without blocking; a cancellation ends the child."""
    import asyncio  # here, for the child loads this module as well, and more than half of its start was this

    child = _Child(module, data, limits, arguments)
    try:
        return await asyncio.to_thread(child.answer)
    finally:
        child.end()


class _Child:
    """One child, from the side of the bot."""

    def __init__(self, module: str, data: bytes, limits: ChildLimits, arguments: tuple[str, ...]) -> None:
        given = msgspec.json.encode(asdict(limits)).decode()
        self._data = data
        self._limits = limits
        self._was_late = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "bot.sandbox", given, module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_surroundings(),
        )

    def answer(self) -> bytes:
        watch = threading.Timer(self._limits.wall_seconds, self._too_late)
        feeder = threading.Thread(target=self._feed, daemon=True)
        watch.start()
        feeder.start()
        try:
            said = self._read()
        finally:
            watch.cancel()
            self.end()
            feeder.join()
        return self._meaning(said)

    def end(self) -> None:
        """Let it be over; once it is, this does nothing."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def _feed(self) -> None:
        assert self._process.stdin is not None
        try:
            with self._process.stdin as opened:
                opened.write(self._data)
        except OSError:  # it is over already, and its answer says why
            return

    def _read(self) -> bytes:
        assert self._process.stdout is not None
        with self._process.stdout as opened:
            said = opened.read(self._limits.answer + 2)
        if len(said) > self._limits.answer + 1:
            raise ChildStopped(Met.ANSWER)
        if said and not self._was_late:
            self._process.wait()
        return said

    def _too_late(self) -> None:
        self._was_late = True
        self._process.kill()

    def _meaning(self, said: bytes) -> bytes:
        mark, rest = said[:1], said[1:]
        if self._was_late:
            raise ChildStopped(Met.TIME)
        if mark == _DONE and self._process.returncode == 0:
            return rest
        if mark == _DECLINED:
            raise Declined(rest.decode())
        if mark == _BROKEN_HOUSE:
            raise errors.FlagpostError(f"The child could not be set up: {rest.decode(errors='replace')}")
        if mark == _FULL:
            raise ChildStopped(Met.MEMORY)
        if mark == _FAILED:
            raise ChildStopped(Met.ERROR, rest.decode(errors="replace"))
        if -self._process.returncode in (getattr(signal, "SIGXCPU", 0), getattr(signal, "SIGALRM", 0)):
            raise ChildStopped(Met.TIME)
        raise ChildStopped(Met.CRASH, str(self._process.returncode))


def _surroundings() -> dict[str, str]:
    home = Path(__file__).resolve().parents[1]
    needed = {
        name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ
    }  # Windows starts nothing without
    return {**needed, "PYTHONPATH": os.pathsep.join([str(home), *filter(None, sys.path)])}


def _child(given: str, module: str, arguments: list[str]) -> None:
    """What the child does: take its limits, load what it needs, read the file, answer."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of the answer
    limits = msgspec.json.decode(given, type=ChildLimits)  # noqa: TID251 - a child has one thread
    _limit(limits)
    try:
        work = importlib.import_module(module).work
    except Exception as error:
        said = _BROKEN_HOUSE + type(error).__name__.encode()
    else:
        said = _worked(lambda: work(sys.stdin.buffer.read(), *arguments))
    with answer:
        answer.write(said)
    os._exit(0)  # decoders' own clean-up may be what crashes, and there is nothing left to lose


def _worked(work: object) -> bytes:
    assert callable(work)
    try:
        return _DONE + bytes(work())
    except Declined as declined:
        return _DECLINED + declined.word.encode()
    except MemoryError:
        return _FULL
    except ModuleNotFoundError as error:  # work may load what it needs only when it needs it
        return _BROKEN_HOUSE + f"{type(error).__name__} {error.name}".encode()
    except Exception as error:
        return _FAILED + type(error).__name__.encode()


def _limit(limits: ChildLimits) -> None:
    if sys.platform == "win32":
        return  # knows no such limits; the parent's wall clock still holds
    import resource

    os.nice(limits.niceness)
    _leave_the_network()
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leave_the_network() -> None:
    """Into an empty network of its own, on Linux; where the system does not allow that, the other limits must do."""
    if sys.platform != "linux":
        return
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    if unshare(_NEW_NETWORK) != 0:
        unshare(_NEW_USERS | _NEW_NETWORK)


if __name__ == "__main__":
    from bot import sandbox  # as the work knows it: an error of __main__ would be another class

    sandbox._child(sys.argv[1], sys.argv[2], sys.argv[3:])
