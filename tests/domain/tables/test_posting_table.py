"""A posting against a matrix by hand from the law §8 (五个一线历练) and §1 row 16."""

from __future__ import annotations

from domain.matters.programmes import postings
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = postings.PROCEDURE
LAW = law.read("""
plan          | new > planned | reviewer, leader | | | | §8: post, line
post          | planned > posted | leader + committee | two_parts | cadre, mentor \
  | set_unit; names cadre; names mentor | §8: person, mentor
drop          | planned > dropped | reviewer, leader | | | | §8
change_mentor | posted, advising > = | leader | has_other_part, two_parts | cadre, mentor | names mentor | §8: mentor
tell_progress | posted, advising > act | cadre | | mentor | | §8: no clock-in
come_due      | posted > advising | clock | | cadre, mentor | | §8: 6-month appraisal
advise        | advising > appraising | mentor | | | | §8: mentor
go_without    | advising > appraising | clock | | mentor | | §8
appraise      | appraising > appraised | reviewer + leader | recused, has_other_part, has_other_part | cadre, mentor \
  | | §8, §2
extend        | appraised > posted | leader + committee | has_other_part | cadre, mentor \
  | resets appraisal appraised_on grade opinion | §8
end           | appraised > ended | leader | has_other_part | cadre, mentor | | §8
end_early     | posted, advising, appraising > ended_early | leader + committee | has_other_part | cadre, mentor | | §8
show_evidence | posted, advising, appraising, appraised, ended, ended_early > act | reviewer, leader, committee, mentor | nothing_sent | \
  | show_evidence | §2
term posting_name | planned | 10 wd | §8
term posting_term | posted | 6 months; by itself come_due; owed by cadre mentor | §8: 6-month
term posting_advise | advising | 5 wd; by itself go_without | §8
term posting_appraise | appraising | 10 wd | §8
term posting_decide | appraised | 5 wd | §8
waits | planned: leader; advising: mentor; appraising: reviewer; appraised: leader | §8
sees cadre, mentor, reviewer, committee, leader | line host post task cadre unit mentor posted_on due progress attachments \
  opinion grade appraisal reason | §8
""")


def test_whoever_is_of_the_unit_where_the_cadre_is_appraises_nothing() -> None:
    at = (TABLE, lifecycles.at(TABLE, "appraising"), "appraise", lifecycles.ACTORS["reviewer"])
    found = [procedure.hindrance(*at, Facts(case=postings.PostingFacts(is_of_host=is_so))) for is_so in (False, True)]
    assert found == [None, Why.RECUSED]
