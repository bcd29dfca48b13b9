"""What dialogues gather: words that fit, files up to a number, a unit by its name."""

from domain import text as texts
from domain.matters.ruling import PROFILE
from domain.said import FileKind, FileRef
from domain.saying import Kept, Saying, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import office as office_sayings
from domain.units import Unit
from handlers.conversation.steps import Known
from handlers.understanding.units import Match, sure
from storage import shapes

MOST_OFFERED = 6
LONGEST_VALUE = 120
LONGEST_ECHO = 40  # characters of words that are not taken by which they are known again
LEAST_ROOM = 20  # characters: less room is not worth cutting a sentence for


def unfit(text: str, limit: int) -> Saying | None:
    """Say why words are not taken: there are none, or too many."""
    if not texts.has_words(text):
        return dialogue_sayings.NeedWords()
    if len(text) > limit:
        return dialogue_sayings.TooLong(limit=limit, length=len(text))
    return None


def unfit_value(item: str, text: str) -> Saying | None:
    """Say why a value of what the office says of itself is not taken; None where it is."""
    if item not in PROFILE:
        return office_sayings.NoSuchValue(given=item, names=PROFILE)
    what, length = Term("profile", item), len(text.strip())
    if not texts.has_words(text):
        return office_sayings.ValueEmpty(what=what)
    return (
        office_sayings.ValueTooLong(what=what, limit=LONGEST_VALUE, length=length) if length > LONGEST_VALUE else None
    )


def with_words(former: str, text: str, limit: int) -> tuple[str, str]:
    """Add words to what was told as far as there is room; return all of it, and the words that found none."""
    left = limit - len(former) - bool(former)
    part = text if len(text) <= left else next(texts.parts(text, left), "") if left >= LEAST_ROOM else ""
    return (f"{former}\n{part}".strip() if part else former), text[len(part) :].strip()


def with_files(
    kept: tuple[FileRef, ...], files: tuple[FileRef, ...], limit: int
) -> tuple[tuple[FileRef, ...], tuple[FileRef, ...]]:
    """Add files as far as there is room for so many; return what is kept now, and what found no room."""
    room = max(limit - len(kept), 0)
    return (*kept, *files[:room]), files[room:]


def name_of(file: FileRef) -> str | Term:
    """What a file that is not taken is called: its name, or its kind where it has none."""
    return file.name if file.kind is not FileKind.LOCATION and file.name else Term("file_kind", file.kind.value)


def unit_named(text: str, known: Known) -> Unit | tuple[str, ...] | Saying:
    """Find the unit that was named: itself where that is sure, the codes of those it may be, or why there is none."""
    if not texts.has_words(text):
        return dialogue_sayings.NeedWords()
    matches: list[Match] = known.office.finder.find(text)
    if not matches:
        return sayings.UnitUnknown(told="")
    return sure(matches) or tuple(match.unit.code for match in matches[:MOST_OFFERED])


def together(first: Saying | None, then: Saying | None) -> Saying | None:
    """Two things to say, in one message; either may be missing."""
    if first is None or then is None:
        return first or then
    return dialogue_sayings.InOne(first=kept(first), then=kept(then))


def kept(saying: Saying) -> Kept:
    """A saying as it stands within another."""
    return Kept(shapes.encode(shapes.from_saying(saying)).decode())
