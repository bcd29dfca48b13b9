"""Counting the statements that a work puts to the database, whichever engine it is. Also used by `bench/press.py`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from storage.database import Tx

_METHODS = ("add", "put", "run", "one", "one_beside", "all", "each", "value")


@dataclass
class Counted:
    """The statements so far, in their order."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)


@contextmanager
def counted() -> Iterator[Counted]:
    """Count what is asked while it is open."""
    found = Counted()
    methods = {name: getattr(Tx, name) for name in _METHODS}
    try:
        for name, method in methods.items():
            setattr(Tx, name, _counting(method, found))
        yield found
    finally:
        for name, method in methods.items():
            setattr(Tx, name, method)


def _counting(method: Any, found: Counted) -> Any:
    def count(self: Tx, *said: str, **given: Any) -> Any:
        found.statements.append(said[-1])
        return method(self, *said, **given)

    return count
