"""The command line as a function: what is typed goes in, what is printed and the exit code come out.

The fixtures that make one are in `tests/bot/conftest.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Flagpost = Callable[..., Ended]
