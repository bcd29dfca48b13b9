"""Years in which everybody does anything, the house is killed and platforms fail: what the law promises holds, nothing that was taken is
lost, nothing public is said twice or with fewer than two approvals, and nobody reads who reported.

A few short years, the same each time; `make years` plays a thousand long ones. That it would be noticed is shown by
`python -m tests.years --broken`, which breaks the law on purpose.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.lives.playing import Street
from tests.years.year import Year

YEARS = 20
STEPS = 20


def test_whatever_happens_in_a_year_the_promises_hold(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    street = Street(tmp_path, kind=Year)
    try:
        found = [told for seed in range(YEARS) if (told := street.play(seed, STEPS).broken) is not None]
    finally:
        street.close()
    record_property("figures", f"{YEARS} years of {STEPS} steps, {len(street.made)} kinds of moves made in them")
    assert not found, "\n".join(map(str, found)) + "\nagain: python -m tests.years --seed N"


def test_a_year_is_lived_again_exactly(tmp_path: Path) -> None:
    street = Street(tmp_path, kind=Year)
    try:
        assert street.play(5, STEPS).mark == street.play(5, STEPS).mark
        assert street.play(5, STEPS).mark != street.play(6, STEPS).mark
    finally:
        street.close()
