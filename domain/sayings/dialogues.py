"""What is said about a dialogue itself. Said by `handlers/dialogues.py` and `handlers/dispatch.py`."""

from dataclasses import dataclass

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled(Saying):
    """The dialogue was left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyAnswered(Saying):
    """An old button was pressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unloadable(Saying):
    """A saved dialogue has a shape that is not known any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired(Saying):
    """A draft was silent for longer than it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingOpen(Saying):
    """返回 or 取消 without anything to leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveFirst(Saying):
    """Another thing was asked for in the middle of a dialogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWords(Saying):
    """Empty, only spaces or only signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLong(Saying):
    """A text over the limit."""

    limit: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAChoice(Saying):
    """Words where a button was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyMessages(Saying):
    """More messages a minute than the rule allows; said once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangeButton(Saying):
    """A forged button, or one of somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood(Saying):
    """Words that begin nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRefused(Saying):
    """A file that is not taken, with the reason."""

    why: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedLater(Saying):
    """A message that was taken before has been edited on the channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouldNotSay(Saying):
    """There was something to say, and the words for it are missing; the operator knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouldNotHandle(Saying):
    """A message failed for half a minute and was set aside for the operator."""
