"""Several of a list, chosen by the numbers that stand before its lines: 「3 7 9-12」, 「3、7」, 「全部」."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.saying import Choice, Term

MOST = 200  # a range of more is a slip of the pen
_SPAN = re.compile(r"([0-9]{1,6})(?:(?:-|~|到|至)([0-9]{1,6}))?")
_BETWEEN = re.compile(r"[\s,、;；，和及与第号面条]+")
_ALL = ("全部", "所有", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of a list: its id, a text that begins with a number, and what tells it from another of the same text."""

    id: int
    text: str
    apart: tuple[Term, str] | None = None


def options(listed: Iterable[Option]) -> tuple[str, ...]:
    """A list to choose from, as a question keeps it."""
    return tuple("|".join([str(each.id), each.text, *_apart(each)]) for each in listed)


def choices(given: Sequence[str]) -> tuple[Choice, ...]:
    """A button for each of the list."""
    found = []
    for one, text, *apart in (option.split("|") for option in given):
        parts = (Term(apart[0], apart[1]), apart[2]) if apart else ()
        found.append(Choice(value=f"#{one}", text=text, parts=parts))
    return tuple(found)


def places(given: Sequence[str]) -> tuple[Choice, ...]:
    """The list to choose from on a card: of each the number that may be typed, and its text."""
    every = zip(choices(given), given, strict=True)
    return tuple(replace(choice, value=option.split("|")[1].split()[0]) for choice, option in every)


def _apart(option: Option) -> tuple[str, ...]:
    return (option.apart[0].table, option.apart[0].name, option.apart[1]) if option.apart else ()


def chosen(text: str, given: Sequence[str]) -> str:
    """The ids that are meant, with commas between; empty where a number is not of the list or words are no numbers."""
    by_number = {int(text.split()[0]): one for one, text, *_ in (option.split("|") for option in given)}
    written = unicodedata.normalize("NFKC", text).strip().lower()
    if written in _ALL:
        return ",".join(by_number.values())
    wanted: dict[str, None] = {}
    for piece in filter(None, _BETWEEN.split(written)):
        span = _SPAN.fullmatch(piece)
        if span is None:
            return ""
        first, last = int(span[1]), int(span[2] or span[1])
        if last - first > MOST or any(number not in by_number for number in range(first, last + 1)):
            return ""
        wanted |= {by_number[number]: None for number in range(first, last + 1)}
    return ",".join(wanted)


def texts(given: str, listed: Sequence[str]) -> tuple[str, ...]:
    """What stands in the list for the ids of an answer, in the order of the list."""
    wanted = set(given.split(","))
    return tuple(text for one, text, *_ in (option.split("|") for option in listed) if one in wanted)


def ids(given: str) -> list[int]:
    """The ids of an answer, or of several rounds of it; none where it is no list of them."""
    parts = given.replace("\n", ",").split(",")
    return [int(part) for part in parts] if all(part.isascii() and part.isdigit() for part in parts) else []
