"""A list of items as the answer to one question: several lines, each of the same parts (an item, its owner, its day)."""

import json
from collections.abc import Mapping, Sequence

Item = Mapping[str, str]


def write(every: Sequence[Item]) -> str:
    """The list as one answer is kept."""
    return json.dumps([dict(each) for each in every], ensure_ascii=False, separators=(",", ":"))


def read(value: str) -> list[dict[str, str]]:
    """The list that `write` has written; empty where nothing was answered."""
    found: list[dict[str, str]] = json.loads(value) if value else []
    return found


def is_list(value: str) -> bool:
    """Whether an answer is such a list."""
    return value.startswith("[{")
