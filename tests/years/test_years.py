"""Years in which everybody does anything, the house is killed and platforms fail: what the law promises holds, nothing that was taken is
lost, nothing public is said twice or with fewer than two approvals, and nobody reads who reported.

A few short years, the same each time; `make years` plays a thousand long ones. That it would be noticed is shown by
`python -m tests.years --broken`, which breaks the law on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.lives import house
from tests.lives.playing import SQLITE, Street
from tests.years import houses
from tests.years.year import Year

YEARS = 20
STEPS = 15


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    found = Street(tmp_path_factory.mktemp("years"), kind=Year, begin=houses.begin)
    yield found
    found.close()


def test_whatever_happens_in_a_year_the_promises_hold(
    street: Street, record_property: Callable[[str, object], None]
) -> None:
    found = [told for seed in range(YEARS) if (told := street.play(seed, STEPS).broken) is not None]
    record_property("figures", f"{YEARS} years of {STEPS} steps, {len(street.made)} kinds of moves made in them")
    assert not found, "\n".join(map(str, found)) + f"\nagain: python -m tests.years --seed N --steps {STEPS}"


def test_a_year_is_lived_again_exactly(street: Street) -> None:
    """All that was done, said and kept in it; codes and lots are drawn from its seed as well."""
    assert street.play(5, STEPS).mark == street.play(5, STEPS).mark
    assert street.play(5, STEPS).mark != street.play(6, STEPS).mark


def test_in_every_house_some_year_begins(street: Street) -> None:
    """Half of the houses were begun in by no seed: each hundred years began in the same twelve of twenty-four."""
    every = sorted(street.begins(SQLITE))
    assert {house.place(Year, every, seed) for seed in range(60)} == set(every)
