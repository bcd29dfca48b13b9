"""What is said of files that go through a conversation: a filled template on its way in, a log or an empty template handed out."""

from dataclasses import dataclass
from typing import ClassVar

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class FileQuestion(Saying):
    """Send the filled file of this kind, or ask for an empty one; what it may not hold on this channel."""

    kind: Term
    without: Term | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileBeingRead(Saying):
    """The file came and is being read."""

    name: Term | str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFileQuestion(Saying):
    """What taking a file would change, line by line as the reader's language has it: is it to be taken? Nothing was taken yet."""

    is_of_desk: ClassVar[bool] = True

    kind: Term
    name: Term | str
    lines: str
    changed: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileHasFaults(Saying):
    """Nothing of a file can be taken: how many places are wrong, which, and how many more there are."""

    is_of_desk: ClassVar[bool] = True

    name: Term | str
    number: int
    lines: str
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNotRead(Saying):
    """A file cannot be read here, and why."""

    name: Term | str
    why: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUnknown(Saying):
    """A table whose header is none of those that this person may send, and which they may."""

    name: Term | str
    kinds: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneFileOnly(Saying):
    """Several files came; one at a time is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFile(Saying):
    """Words came where a file is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileBeingTaken(Saying):
    """It was confirmed and is being taken."""

    name: Term | str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTaken(Saying):
    """What was taken, line by line; the rest of many lines stands in the file that goes with it."""

    is_of_desk: ClassVar[bool] = True

    lines: str
    rest: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyFile(Saying):
    """An empty file to fill in, which goes with it."""

    kind: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class LogBeingWritten(Saying):
    """The log is being written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHanded(Saying):
    """The log of the office, which goes with it: how many lines."""

    is_of_desk: ClassVar[bool] = True

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogTooLarge(Saying):
    """The log is larger than a conversation carries; it is written at the machine."""
