"""Whatever people do, in whatever order, while time goes by and people recuse themselves, come and leave (the law §13 B).

A few lives, the same each time; `make lives` plays hundreds, and says which moves were made in them. What is checked after each step is
in `promises.py`; that it would be noticed is shown by `python -m tests.lives --broken`, which breaks the law on purpose.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.lives.playing import Street

LIVES = 7
STEPS = 40
LEAST = 50  # of the moves of all tables are made in so few lives


def test_whatever_happens_what_the_law_promises_holds(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    street = Street(tmp_path)
    try:
        found = [told for seed in range(LIVES) if (told := street.play(seed, STEPS).broken) is not None]
    finally:
        street.close()
    record_property("figures", f"{LIVES} lives of {STEPS} steps, {len(street.made)} kinds of moves made in them")
    assert not found, "\n".join(map(str, found)) + "\nagain: python -m tests.lives --seed N"
    assert len(street.made) >= LEAST
