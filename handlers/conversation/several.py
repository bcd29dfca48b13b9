"""Several of a list, chosen by the numbers that stand before its lines: 「3 7 9-12」, 「3、7」, 「全部」."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

MOST = 200  # a range of more is a slip of the pen
_SPAN = re.compile(r"([0-9]{1,6})(?:(?:-|~|到|至)([0-9]{1,6}))?")
_BETWEEN = re.compile(r"[\s,、;；，和及与第号面条]+")
_ALL = ("全部", "所有", "all")


def options(listed: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """A list to choose from: ids with texts that begin with a number."""
    return tuple(f"{number}|{text}" for number, text in listed)


def chosen(text: str, given: Sequence[str]) -> str:
    """The ids that are meant, with commas between; empty where a number is not of the list or words are no numbers."""
    by_number = {int(label.split()[0]): one for one, _, label in (option.partition("|") for option in given)}
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
    return tuple(text for one, _, text in (option.partition("|") for option in listed) if one in wanted)


def ids(given: str) -> list[int]:
    """The ids of an answer; none where it is no list of them."""
    parts = given.split(",")
    return [int(part) for part in parts] if all(part.isascii() and part.isdigit() for part in parts) else []
