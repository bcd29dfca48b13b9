"""Undertakings against a matrix by hand from the law §8 (24 条 checklist) and §1 row 14, and how one stands on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.matters.programmes import undertakings
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = undertakings.PROCEDURE
LAW = law.read("""
list            | new > not_started | clock | | | | §8: the office imports it
revise          | not_started, under_way > = | clock | | | | §8
begin           | not_started > under_way | subject | | | | §8: 未启动, 推进
report_progress | under_way > act | subject | | | | §8
change_due      | not_started, under_way > = | subject + leader | too_late | subject | | §8: due
report_done     | not_started, under_way > reported | subject | | | | §8: evidence
verify          | reported > done | reviewer, leader | | subject | | §8: 完成, §2
send_back       | reported > under_way | reviewer, leader | | subject | resets reported_on | §11.1
reopen          | done > under_way | leader + committee | | subject | resets checked reported_on | §11.1
drop            | not_started, under_way > dropped | leader | | subject | | §11.1
show_evidence   | not_started, under_way, reported, done > act | reviewer, leader, committee | nothing_sent | | show_evidence | §2
term undertaking_due | not_started, under_way | 12 months; day until; owed by subject; anew by change_due | §8: due
term undertaking_check | reported | 5 wd | §8
waits | not_started, under_way: subject; reported: reviewer, leader | §2
sees subject, reviewer, committee, leader | aspect number unit undertaking status until progress result attachments \
  lacking checked difficulties why reason | §8
""")


@pytest.mark.parametrize(
    ("stage", "reported", "day", "status"),
    [
        ("not_started", "", date(2026, 5, 6), "not_started"),  # its own day is in time
        ("not_started", "", date(2026, 5, 7), "overdue"),
        ("under_way", "", date(2026, 5, 6), "under_way"),
        ("under_way", "", date(2026, 5, 7), "overdue"),
        ("reported", "2026-05-06", date(2026, 6, 1), "under_way"),  # the office is late, and not the unit
        ("reported", "2026-05-07", date(2026, 6, 1), "overdue"),  # only what was checked is done
        ("done", "2026-05-07", date(2026, 6, 1), "done"),
    ],
)
def test_how_an_undertaking_stands_on_a_day(stage: str, reported: str, day: date, status: str) -> None:
    own = {"until": "2026-05-06", **({"reported_on": reported} if reported else {})}
    assert undertakings.status_on(replace(lifecycles.at(TABLE, stage), own=own), day) == status


def test_a_day_that_has_passed_is_no_new_one() -> None:
    facts = Facts(relations=frozenset({lifecycles.RELATED["subject"]}), case=date(2026, 5, 6))
    asked = (TABLE, lifecycles.at(TABLE, "under_way"), "change_due", lifecycles.ACTORS["unit_contact"], facts)
    found = [procedure.hindrance(*asked, {"until": until}) for until in ("2026-05-06", "2026-05-05")]
    assert found == [None, Why.TOO_LATE]
