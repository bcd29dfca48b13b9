"""Who works in the house of a life."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works here."""

    account: int
    person: int
    label: str
    unit: str
    roles: frozenset[str]
