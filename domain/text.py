"""The words people send: cleaned at the door, folded for matching, cut into parts a channel can carry.

It calls nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

# Controls but newline and tab; lone surrogates; what is no character (no XML may hold it: a feed with one cannot be read at all);
# marks that turn the direction of what stands beside them.
UNWELCOME = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]",
)
# Everything of the category Cf: soft hyphens, zero widths, joiners, marks of direction, tags.
FORMATS = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f]"
)
SENTENCE_ENDS = "。！？；.!?; "
ZERO_WIDTH_JOINER = "\u200d"


def clean(text: str) -> str:
    """The same words without what cannot be stored, shown or trusted.

    Controls other than newline and tab are dropped, and so are the marks that can make a line read backwards; half a
    surrogate pair becomes U+FFFD; every kind of line end becomes a newline. What can be seen stays as it was written.
    """
    if UNWELCOME.search(text) is None:
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return UNWELCOME.sub("", whole.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))


def clean_name(text: str) -> str:
    """A name (of a file, of a place) on one line, cleaned, at most 255 characters."""
    line = " ".join(clean(text).split())
    return next(parts(line, 255), "")


def folded(text: str) -> str:
    """What two spellings of the same words have in common: for finding, never for showing.

    Full-width letters, Kangxi radicals and compatibility ideographs become the ordinary ones (NFKC), zero-width and
    other format characters go, capitals become small. 張 and 张 stay two.
    """
    if text.isascii():
        return clean(text).casefold()
    wide = unicodedata.normalize("NFKC", clean(text))
    seen = FORMATS.sub("", wide)
    if len(seen) != len(wide):  # what stood beside a format character may now be one
        seen = unicodedata.normalize("NFKC", seen)
    small = seen.casefold()
    return small if small == seen else unicodedata.normalize("NFKC", small)


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds the first of these phrases in a text, in one search for all of them; nothing where there are none."""
    return re.compile("|".join(map(re.escape, phrases)) or r"(?!)")


def has_words(text: str) -> bool:
    """Whether a text says anything: it has a letter or a digit of some script."""
    return any(character.isalnum() or unicodedata.category(character)[0] in "LN" for character in text)


def parts(text: str, limit: int) -> Iterator[str]:
    """Cut `text` into parts of at most `limit` code points, none of them blank, none ending inside a letter or emoji.

    A cut falls at the end of a line where one is near, else after a sentence, else wherever it must.
    """
    rest = text.strip()
    while len(rest) > limit:
        cut = _cut(rest, limit)
        if part := rest[:cut].rstrip():
            yield part
        rest = rest[cut:].lstrip()
    if rest:
        yield rest


def width(text: str) -> int:
    """How much room the words take on a line: two for each full-width character, one for each other, none for marks."""
    return sum(_width(char) for char in text)


def _cut(text: str, limit: int) -> int:
    """Where to cut a text that is longer than `limit`; the second half of the part is searched for a good place."""
    half = max(limit // 2, 1)
    line = text.rfind("\n", half, limit + 1)
    if line >= half:
        return line
    sentence = max(text.rfind(end, half, limit) for end in SENTENCE_ENDS) + 1
    for place in (sentence, limit):
        while place > half and _belongs_to_former(text, place):
            place -= 1
        if place > half:
            return place
    return limit  # thousands of marks on one letter: nobody can read that anyway


def _belongs_to_former(text: str, place: int) -> bool:
    """Whether the code point at `place` is drawn as one with the one before it."""
    former, char = text[place - 1], text[place]
    if ZERO_WIDTH_JOINER in (former, char) or unicodedata.category(char) in ("Mn", "Mc", "Me"):
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f":  # skin tones; the tags of flags
        return True
    if "\u1100" <= former <= "\u11ff" and "\u1160" <= char <= "\u11ff":  # parts of one Hangul syllable
        return True
    return _is_regional(char) and _regionals_before(text, place) % 2 == 1


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _regionals_before(text: str, place: int) -> int:
    """Two regional letters make one country's flag: an odd number before this one means that it is the second."""
    count = 0
    while place > count and _is_regional(text[place - count - 1]):
        count += 1
    return count


def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
