"""The board of pledges against a matrix by hand from the law §1 row 7 and §9, and how a pledge stands on a day, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.matters.contests import pledge_quarters, pledges
from tests.support import law, lifecycles

TABLE = pledge_quarters.PROCEDURE
LAW = law.read("""
propose  | new > proposed | clock | | | | §1: boards by level
confirm  | proposed > confirmed | leader | | | says pledges; to board channels; showing month; said announce; unsaid return | §9, §13B
return   | confirmed > proposed | clock | | leader | | §9
announce | confirmed > announced | clock | not_now | | | §9
term pledge_confirm | proposed | 5 wd | §9: quarter end and 15 wd
waits | proposed: leader | §2
sees reviewer, committee, leader | month day total levels contests units | §2
""")
SIGNED = {"until": "2026-05-06", "signed_on": "2026-02-01"}
REPORTED = SIGNED | {"reported_on": "2026-05-05"}
MISSED = SIGNED | {"found_on": "2026-05-20", "finding": "missed"}


@pytest.mark.parametrize(
    ("own", "day", "course"),
    [
        ({"until": "2026-05-06"}, date(2026, 5, 1), None),  # nobody has signed it
        (SIGNED, date(2026, 1, 31), None),
        (SIGNED, date(2026, 5, 6), "under_way"),  # its own day counts
        (SIGNED, date(2026, 5, 7), "overdue"),
        (SIGNED, date(2027, 1, 1), "overdue"),  # for as long as nobody says what came of it
        (REPORTED, date(2026, 5, 4), "under_way"),
        (REPORTED, date(2026, 6, 1), "reported"),
        (MISSED, date(2026, 5, 19), "overdue"),
        (MISSED, date(2026, 5, 20), "missed"),
        (MISSED, date(2026, 12, 31), "missed"),
        (MISSED, date(2027, 1, 1), None),  # the board of another year
        (MISSED | {"found_on": "2027-01-08"}, date(2027, 3, 31), "missed"),
        (SIGNED | {"left_on": "2026-03-01"}, date(2026, 2, 28), "under_way"),
        (SIGNED | {"left_on": "2026-03-01"}, date(2026, 3, 1), None),
    ],
)
def test_how_a_pledge_stands_on_a_day(own: dict[str, str], day: date, course: str | None) -> None:
    pledge = replace(lifecycles.at(pledges.PROCEDURE, "pledged"), own=own)
    assert pledge_quarters.course_on(pledge, day) == course
