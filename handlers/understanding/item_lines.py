"""Lines as people write or paste them, each an item of several parts: `1. 建台账，张三，5月3日`."""

import re

_NUMBERED = re.compile(r"^\s*(?:[-*•·]|[（(]?\d{1,2}[)）.、．:：])\s*")
_BETWEEN = ("\t", "|", "｜", "；", ";", "，", ",", "、", None)  # None: blanks, where nothing else stands between


def lines(text: str) -> list[str]:
    """The lines that say something, without the number or the point before them."""
    return [each for line in text.splitlines() if (each := _NUMBERED.sub("", line).strip())]


def names(text: str) -> list[str]:
    """The same where each is one name: several may stand in a line."""
    return [each.strip() for line in lines(text) for each in re.split(r"[、，,；;\t]", line) if each.strip()]


def is_sentence(line: str) -> bool:
    """Whether nothing in a line stands between parts: it is no item, and none that was begun."""
    return len(parts(line, 2)) == 1


def parts(line: str, number: int) -> list[str]:
    """So many parts of a line, by whatever stands between them; fewer where there are not so many. What is too much belongs to the
    first part: it is a sentence, in which a comma may stand."""
    every = ([part.strip() for part in line.rsplit(between, number - 1)] for between in _BETWEEN)
    return max((found for found in every if all(found)), key=len, default=[line.strip()])
