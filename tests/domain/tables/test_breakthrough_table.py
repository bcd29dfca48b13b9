"""Breakthrough projects and their milestones against a matrix by hand from the law §8 and §1 row 16."""

from __future__ import annotations

from datetime import date

from domain.matters.programmes import breakthroughs, milestones
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE, MILESTONE = breakthroughs.PROCEDURE, milestones.PROCEDURE
LAW = law.read("""
LOOK = reviewer, leader, committee
list           | new > running | reviewer, clock | | subject | opens milestone.plan for milestones | §8: lead, task force, milestones
revise         | running > = | clock | | | | §8
report_week    | running > act | subject | | | | §8: weekly one-line progress, no clock-in
remind_week    | running > act | clock | | subject | | §8: weekly
join           | running > act | subject, reviewer | | | | §8: join/leave log
leave          | running > act | subject, reviewer | | | | §8: join/leave log
add_milestones | running > = | subject + leader | | subject | opens milestone.plan for milestones | §8: milestones
finish         | running > finished | subject + leader | child_open | subject | | §8: results
drop           | running > dropped | leader | | subject | moves children milestone.drop giving reason | §11.1
show_evidence  | running, finished > act | LOOK | nothing_sent | | show_evidence | §2
term breakthrough_week | running | 5 wd; anew by remind_week report_week; by itself remind_week; right | §8: weekly
sees subject, reviewer, committee, leader | title unit leader team mission members former plan progress difficulties \
  result attachments reason | §8
""")
MILESTONES = law.read("""
LOOK = reviewer, leader, committee
plan           | new > planned | clock | | | | §8: milestones
remind         | planned > act | clock | | subject | | §8
turn_red       | planned > red | clock | | subject, reviewer | | §8: red milestones
escalate       | red > escalated | clock | | subject, leader | | §8: escalates red milestones
instruct       | red, escalated > act | leader | | subject | | §8
change_due     | planned, red, escalated > planned | subject + leader | too_late | subject | | §11.1
report_reached | planned, red, escalated > reported | subject | | | | §8: results
verify         | reported > reached | reviewer, leader | other_officer | subject | | §2, §8: by somebody else
send_back      | reported > planned | reviewer, leader | other_officer | subject | | §8
drop           | planned, red, escalated > dropped | leader, clock | | subject | | §11.1
show_evidence  | planned, red, escalated, reported, reached > act | LOOK | nothing_sent | | show_evidence | §2
term milestone_ahead | planned | 7 d; ahead of until; by itself remind; anew by change_due; right | §8
term milestone_due | planned | 12 months; day until; by itself turn_red; owed by subject; anew by change_due | §8
term milestone_red | red | 5 wd; rests escalated planned reported; by itself escalate; owed by subject; until change_due | §8: escalates
term milestone_check | reported | 5 wd | §8
waits | red: subject; escalated: subject, leader; reported: reviewer, leader | §2
sees subject, reviewer, committee, leader | parent project milestone unit until result attachments lacking checked \
  instruction why reason | §8
""")
SHEETS = ((TABLE, LAW), (MILESTONE, MILESTONES))


def test_no_milestone_is_put_off_to_a_day_that_has_passed() -> None:
    red = lifecycles.at(MILESTONE, "red")
    late = Facts(relations=frozenset({Relation.SUBJECT}), case=date(2026, 5, 7))  # the day that is asked for is 6 May
    refused = lifecycles.make(MILESTONE, red, "change_due", lifecycles.ACTORS["unit_contact"], late)
    assert isinstance(refused, Refused)
    assert refused.why is Why.TOO_LATE


def test_who_reported_a_milestone_does_not_say_that_it_is_reached() -> None:
    reported = Facts(did=frozenset({"report_reached"}))
    refused = lifecycles.make(
        MILESTONE, lifecycles.at(MILESTONE, "reported"), "verify", lifecycles.ACTORS["reviewer"], reported
    )
    assert isinstance(refused, Refused)
    assert refused.why is Why.OTHER_OFFICER
