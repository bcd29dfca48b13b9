"""A disk that can lose its power: what was done to it, in order, and what may lie on it after a cut at any moment.

Pure: `witness.py` writes the events down, `power.py` asks for what is left. The model promises what POSIX does and no
more. What was synced is there. Of everything else, sector by sector and in any order, each piece may be there, be
missing, or (while it was being written) hold noise; a file that was made or removed may or may not have been, until
its folder is synced.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

SECTORS = (512, 4096)
NOISE = 0.3  # of the missing pieces in a noisy cut


@dataclass(frozen=True, slots=True)
class Made:
    """A file appeared under a name."""

    file: int
    name: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A name is gone."""

    name: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes were written."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncated:
    """A file was cut to a length."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    """All that had been done to a file when the sync `began`, after so many events, is durable."""

    file: int
    began: int = sys.maxsize


@dataclass(frozen=True, slots=True)
class FolderSynced:
    """All names are durable."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Somebody was told that this is durable."""

    what: str


@dataclass(frozen=True, slots=True)
class Began:
    """Another part of the story begins; for names of cuts alone."""

    part: str


Event = Made | Removed | Wrote | Truncated | Synced | FolderSynced | Acknowledged | Began


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the power goes. `kept` is the chance of each piece that was not synced; `names` that of each name."""

    sector: int
    kept: float
    names: float
    is_noisy: bool


def manner(drawn: random.Random) -> Manner:
    """Draw one: everything unsynced is lost, nothing of it, or each piece for itself; a third of these with noise."""
    how = drawn.choice(("lost", "there", "torn", "torn", "noisy"))
    kept = {"lost": 0.0, "there": 1.0}.get(how, drawn.uniform(0.1, 0.9))
    return Manner(sector=drawn.choice(SECTORS), kept=kept, names=drawn.choice((0.0, 0.5, 1.0)), is_noisy=how == "noisy")


@dataclass(slots=True)
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, Wrote | Truncated]] = field(default_factory=list)  # each with its place in the story


class Disk:
    """What is durable, and what is still on its way."""

    def __init__(self) -> None:
        self._files: dict[int, _File] = {}
        self._names: dict[str, int] = {}
        self._pending: list[Made | Removed] = []
        self._past = 0

    def happens(self, event: Event) -> None:
        """Go on by one event."""
        place = self._past
        self._past += 1
        match event:
            case Made():
                self._files.setdefault(event.file, _File())
                self._pending.append(event)
            case Removed():
                self._pending.append(event)
            case Wrote() | Truncated():
                self._files[event.file].pending.append((place, event))
            case Synced():
                _settle(self._files[event.file], event.began)
            case FolderSynced():
                for change in self._pending:
                    _rename(self._names, change)
                self._pending.clear()

    def pending(self, file: int) -> list[Wrote | Truncated]:
        """What a sync of this file would make durable."""
        return [change for _, change in self._files[file].pending]

    def after_a_cut(self, how: Manner, drawn: random.Random) -> dict[str, bytes]:
        """What the files hold when the power is back."""
        names = dict(self._names)
        for change in self._pending:
            if drawn.random() < how.names:
                _rename(names, change)
        return {name: self._remains(self._files[file], how, drawn) for name, file in names.items()}

    def _remains(self, file: _File, how: Manner, drawn: random.Random) -> bytes:
        content = bytearray(file.durable)
        for _, change in file.pending:
            for piece in _pieces(change, how.sector):
                if drawn.random() < how.kept:
                    _apply(content, piece)
                elif how.is_noisy and isinstance(piece, Wrote) and drawn.random() < NOISE:
                    _apply(content, Wrote(piece.file, piece.offset, drawn.randbytes(len(piece.data))))
        return bytes(content)


def _settle(file: _File, began: int) -> None:
    for place, change in file.pending:
        if place < began:
            _apply(file.durable, change)
    file.pending = [each for each in file.pending if each[0] >= began]


def _rename(names: dict[str, int], change: Made | Removed) -> None:
    if isinstance(change, Made):
        names[change.name] = change.file
    else:
        names.pop(change.name, None)


def _pieces(change: Wrote | Truncated, sector: int) -> Iterator[Wrote | Truncated]:
    if isinstance(change, Truncated):
        yield change
        return
    at, end = change.offset, change.offset + len(change.data)
    while at < end:
        until = min(end, (at // sector + 1) * sector)
        yield Wrote(change.file, at, change.data[at - change.offset : until - change.offset])
        at = until


def _apply(content: bytearray, change: Wrote | Truncated) -> None:
    if isinstance(change, Truncated):
        del content[change.size :]
        content.extend(bytes(change.size - len(content)))
        return
    content.extend(bytes(max(0, change.offset - len(content))))
    content[change.offset : change.offset + len(change.data)] = change.data
