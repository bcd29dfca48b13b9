"""What is said about a dialogue itself. Said by `handlers/conversation/dialogues.py` and `handlers/conversation/dispatch.py`."""

from dataclasses import dataclass

from domain.saying import Kept, Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled(Saying):
    """The dialogue was left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InOne(Saying):
    """Two things said in one message: what became of the words or files before, and the question that follows."""

    first: Kept
    then: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesNoted(Saying):
    """How many files have come so far, all that is told in this dialogue."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesLeftOver(Saying):
    """Files that are not taken because there are too many, by name."""

    limit: int
    names: tuple[str | Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsNoted(Saying):
    """Words that were no answer were added to what is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartNotTaken(Saying):
    """Of words that were to be added, the part from here on found no room."""

    limit: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken(Saying):
    """A word or two that are no answer and tell nothing: not taken."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMeanwhile(Saying):
    """What came while the notice waits for consent is kept; said once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptToo(Saying):
    """What came later is kept as well; said of some of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesNotHere(Saying):
    """Files where only words are asked for, by name: not taken."""

    names: tuple[str | Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesNeedAMatter(Saying):
    """Files of a member of staff that go with nothing, by name: not taken, and how they are."""

    names: tuple[str | Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThankYou(Saying):
    """Thanks were said."""


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
class NeedOwnWords(Saying):
    """同意 came where something is to be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedName(Saying):
    """What was written is nobody's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedDocumentNumber(Saying):
    """What was written is no number of a document."""


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
class AskPraise(Saying):
    """Somebody is praised: is it a nomination?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNotUnderstood(Saying):
    """Words of a member of staff that are no command, repeated to them in part."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNotTaken(Saying):
    """A file that is not taken, by its name or else its kind, with the reason and what to do instead."""

    what: str | Term
    why: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalledLater(Saying):
    """A message that was taken before has been taken off the screen by its author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedLater(Saying):
    """A message that was taken before has been edited on the channel; `then`: how what was submitted is changed."""

    then: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class CouldNotSay(Saying):
    """There was something to say, and the words for it are missing; the operator knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouldNotHandle(Saying):
    """A message failed for half a minute and was set aside for the operator."""
