"""Topics and their measures against a matrix by hand from the law §8 (大讨论) and §1 row 15, and how opinions are kept."""

from __future__ import annotations

from dataclasses import replace

from domain.matters.programmes import discussions
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Event
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TOPIC, MEASURE = discussions.PROCEDURE, discussions.MEASURE
SHEETS = (
    (
        TOPIC,
        law.read("""
ALL = reviewer, custodian, case_officer, committee, leader, unit_contact, support_contact, site_evaluator, data_owner, rater, \
  project_owner, publisher, admin, auditor
open          | new > discussing | reviewer, leader | topic_of_week | | call_together; takes it | §8: 讨论, one topic a week
give_opinion  | discussing > act | ALL | | | unnamed | §8: anonymous opinions
close_box     | discussing > examining | clock | | officer | | §8: 查摆
take_over     | discussing, examining, planning, carrying_out > = | reviewer, leader | owned_by_other | | takes it | §2
sum_up        | examining > planning | officer | | | | §8: 查摆, 措施
list_measures | planning > carrying_out | officer + leader | | | opens discussion_measure.list for measures | §8: 措施, 落实
close         | carrying_out > closed | leader | child_open | | | §8: 落实
drop          | examining, planning > dropped | leader | | officer | | §8
term discussion_box | discussing | 5 wd; by itself close_box; right | §8: one topic a week
term discussion_sum_up | examining | 5 wd | §8
term discussion_measures | planning | 5 wd | §8
waits | examining, planning: officer | §8
sees ALL | officer title question due opinion summary children reason | §8
"""),
    ),
    (
        MEASURE,
        law.read("""
list         | new > open | clock | | subject | | §8: 措施, dates
report_done  | open, overdue > reported | subject | | | | §8: 落实
verify       | reported > done | reviewer, leader | other_officer | subject | | §8: done, §2
send_back    | reported > open | reviewer, leader | | subject | | §11.1
fall_overdue | open > overdue | clock | | subject, leader | | §8: dates
drop         | open, overdue > dropped | leader | | subject | | §8
show_evidence | open, overdue, reported, done > act | reviewer, leader, committee | nothing_sent | | show_evidence | §2
term discussion_measure_due | open | 1 months; day until; by itself fall_overdue | §8: dates
term discussion_check | reported | 5 wd | §8
waits | open: subject; overdue: subject, leader; reported: reviewer, leader | §8
sees subject, reviewer, committee, leader | parent measure until result attachments lacking checked reason | §8
"""),
    ),
)


def test_there_is_one_topic_a_week() -> None:
    at = (TOPIC, lifecycles.at(TOPIC, "new"), "open", lifecycles.ACTORS["leader"])
    found = [procedure.hindrance(*at, Facts(case=is_any)) for is_any in (False, True)]
    assert found == [None, Why.TOPIC_OF_WEEK]


def test_opinions_stand_in_an_order_that_tells_nothing_of_when_they_were_written() -> None:
    written = ["文件太多", "会议能合并", "流程要公开", "少填表"]
    kept = [_kept(order) for order in (written, written[::-1], [written[2], written[0], written[3], written[1]])]
    assert kept[0] == kept[1] == kept[2]
    assert sorted(kept[0]) == sorted(written)


def _kept(opinions: list[str]) -> list[str]:
    standing = lifecycles.at(TOPIC, "discussing")
    for each in opinions:
        made = lifecycles.make(TOPIC, standing, "give_opinion", lifecycles.ACTORS["reviewer"])
        assert isinstance(made, Event)
        given = {discussions.OPINION: each}
        standing = discussions.shuffled(replace(made, before=standing, after=standing, given=given)).after
    return str(standing.own[discussions.OPINION]).split("\n")
