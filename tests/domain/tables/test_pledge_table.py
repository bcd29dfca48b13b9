"""Pledges against a matrix by hand from the law §1 row 7: a target, a day and an outcome, signed, verified by others, changed in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.matters.contests import pledges
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Running
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = pledges.PROCEDURE
LAW = law.read("""
file            | new > filed | unit_contact, clock | | | | §1: a pledge of a unit
revise          | returned > filed | subject | | | resets amount baseline contest counted measured proof reason target team until | §1
endorse         | filed > pledged | leader | too_late | subject | paper pledge | §1: 军令状 is signed
send_back       | filed > returned | leader | | subject | | §11.1
report_progress | pledged > act | subject | | | | §1: month
change_target   | pledged > = | subject + leader | too_late, incomplete | subject | | §1: target
report_outcome  | pledged > reported | subject | | | | §1: outcome
ask_more        | reported > pledged | reviewer | | subject | resets reported_on | §11.1
verify          | reported, pledged > met:met partly:partly missed:missed | reviewer + leader | not_now | subject | | §1: outcome
withdraw        | filed, returned > withdrawn | subject | | | | §11.1
retract         | pledged > withdrawn | subject + leader | | subject | | §11.1
reopen          | met, partly, missed > pledged | leader + committee | | subject | resets checked finding found_on reported_on | §11.1
show_evidence   | pledged, reported, met, partly, missed > act | reviewer, leader, committee | nothing_sent | | show_evidence | §2
term pledge_sign | filed | 5 wd | §1
term pledge_due | pledged | 12 months; day until; owed by subject; anew by change_target | §1: date
term pledge_progress | pledged | 1 months; owed by subject; anew by report_progress | §1: month
term pledge_verify | reported | 10 wd | §1
waits | filed: leader; returned, pledged: subject; reported: reviewer | §2
sees subject, reviewer, committee, leader | unit due level contest team target goal until progress done attachments claim result lacking \
  finding checked why reason counted amount measured baseline | §1: target, date, outcome
begins | | §1
""")
DUE = lifecycles.AT + timedelta(days=10)


@pytest.mark.parametrize(
    ("move", "days", "why"),
    [
        ("change_target", 10, None),
        ("change_target", 11, Why.TOO_LATE),
        ("verify", 10, Why.NOT_NOW),  # the unit may still report
        ("verify", 11, None),
    ],
)
def test_a_target_is_changed_before_its_day_and_one_nobody_reported_is_verified_after_it(
    move: str, days: int, why: Why | None
) -> None:
    pledged = lifecycles.at(TABLE, "pledged")
    pledged = replace(pledged, terms=(Running(name="pledge_due", begun_at=lifecycles.AT, due_at=DUE),))
    by = lifecycles.ACTORS["reviewer" if move == "verify" else "unit_contact"]
    facts = Facts(at=lifecycles.AT + timedelta(days=days), relations=frozenset({lifecycles.RELATED["subject"]}))
    assert procedure.hindrance(TABLE, pledged, move, by, facts) is why


@pytest.mark.parametrize(
    ("sequence", "level"), [("A", "county"), ("B", "town"), ("C", "county"), ("city", "city"), ("", "county")]
)
def test_the_level_follows_from_the_sequence_by_a_rule(sequence: str, level: str) -> None:
    assert pledges.level_of(sequence, RuleSet()) == level
    assert pledges.level_of("A", RuleSet.from_mapping(2, {"pledge.towns": "A B"})) == "town"


def test_what_cannot_be_kept_any_more_is_not_signed_and_a_change_says_what_changes() -> None:
    filed, leader = replace(lifecycles.at(TABLE, "filed"), own={"until": "2026-05-06"}), lifecycles.ACTORS["leader"]
    days = [procedure.hindrance(TABLE, filed, "endorse", leader, Facts(case=date(2026, 5, day))) for day in (6, 7)]
    assert days == [None, Why.TOO_LATE]
    unit, facts = lifecycles.ACTORS["unit_contact"], Facts(relations=frozenset({lifecycles.RELATED["subject"]}))
    given: tuple[dict[str, str], ...] = ({}, {"amount": "", "why": "x"}, {"amount": "1", "why": "x"})
    pledged = lifecycles.at(TABLE, "pledged")
    found = [procedure.hindrance(TABLE, pledged, "change_target", unit, facts, each) for each in given]
    assert found == [None, Why.INCOMPLETE, None]
