"""A candidate against a matrix written by hand from the law §4.2: who takes which step, with whom, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from domain.matters import candidates
from domain.matters.parts.candidate_guards import CLEAR, OBJECTS, ORGANS, CandidateFacts
from domain.matters.parts.candidate_ranking import cut
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from domain.people import Role
from tests.support import law, lifecycles

TABLE = candidates.PROCEDURE

# Nobody who nominated is told of a candidate: that is told with the nomination (§4.2 N1).
LAW = law.read("""
OVER = moves linked edition.be_over; moves linked edition.fall_empty
FALLS = moves striver.fall_through and merged
GONE = FALLS; OVER
DECLINED = moves striver.fall_through and merged if consent=declined; moves linked edition.be_over if consent=declined; \
  moves linked edition.fall_empty if consent=declined
AFTER = agreed, publishing, notice, objected, approving, approved, commending
KEEPS = keeps approved approving commended commending notice objected publishing
UNSAID = says candidate_ended; answers candidate_commended candidate_notice candidate_ended; each name post; KEEPS; with consent
ORGANS = discipline discipline_by discipline_ground organisation organisation_by organisation_ground petition petition_by \
  petition_ground industry industry_by industry_ground
FILE = name post field ORGANS red_lines inspectors colleagues served found merits compare ground nominee consent consent_paper \
  withdrawal_paper measures authorisation meeting honours reason linked children
enter | new > checking | clock | | | join_edition | §4.2 N1: what was nominated
take_up | checking, inspecting, ready, selected, commended, AFTER > = | reviewer | owned_by_other | | takes it | §2: what nobody has in hand
reply_discipline   | checking > = | officer | not_now | | | §4.2 N2: replies from 纪委
reply_organisation | checking > = | officer | not_now | | | §4.2 N2: 组织
reply_petition     | checking > = | officer | not_now | | | §4.2 N2: 信访
reply_industry     | checking > = | officer | not_now | | | §4.2 N2: 行业
pass_check | checking > inspecting | officer | not_all_clear, open_case, ineligible, no_edition | | \
  join_edition; moves striver.be_listed and merged | §4.2 N2: no open case, no unexpired period, no red line
rule_out | checking, inspecting, ready > ruled_out | officer + leader | | officer | FALLS | §4.2 N2: not eligible
fall_away | checking, inspecting, ready > withdrawn | clock | child_open | officer, inspector | | §3: withdrawal, of the last who nominated
name_inspectors | checking, inspecting > = | officer | | inspector | names inspector | §4.2 N3: two inspectors
report | inspecting > ready | inspector + inspector | not_all_named | officer | | §4.2 N3: colleagues and service users asked
be_compared | ready > comparing | clock | | | | §4.2 N4
compare | comparing > act | committee | | | vote be_scored or lack_voices; quorum 2/3; secret | §4.2 N4, §2: rubric, one ballot each
recuse | comparing > act | committee | | | leaves it | §2: recusal
be_scored | comparing > scored | clock | | | moves linked edition.rank | §4.2 N4
lack_voices | comparing > = | clock | | officer, leader | | §2: quorum 2/3
select | scored > selected | clock | | officer | moves striver.be_asked and merged | §4.2 N4
pass_over | scored, comparing > passed_over | clock | | officer | GONE | §4.2 N4: more points are more
tie | scored > comparing | clock | | officer, leader | | §4.2 N4: back to the committee, never cut
ask_consent | selected > = | officer | cannot_be_named | nominee | names nominee | §4.2 N1: own consent before any publicity
consent | selected > agreed:agreed declined:declined | nominee, clock | | officer | DECLINED | §4.2 N1
record_consent | selected > agreed:agreed declined:declined | officer | | officer, nominee | DECLINED | §4.2 N1, §11.2: written
withdraw_consent | AFTER > declined | nominee, clock | | officer, nominee, leader | GONE; UNSAID; withhold_name | §11.2
record_withdrawal | AFTER > declined | officer | | officer, nominee, leader | GONE; UNSAID; withhold_name | §11.2
withdraw_name | commended, lapsed, revoked > = | nominee | | officer, nominee, leader | withhold_name | §11.2: consent
record_name_withdrawn | commended, lapsed, revoked > = | officer | | officer, nominee, leader | withhold_name | §11.2
reword | selected, agreed > = | officer | | nominee | | §4.2 N5: deeds, 200 characters
be_put_up | agreed > publishing | clock | ineligible, child_open | nominee | paper striver_notice | §4.2 N5, §4.2 N6, §9
begin_notice | publishing > notice | clock | ineligible | officer, nominee | moves striver.be_in_notice and merged | §4.2 N5
call_off | publishing, notice, objected, approving, approved > agreed | clock | | officer, nominee | | \
  §9: not approved, not said, or withdrawn in public
object | notice, objected > objected | clock | | officer | | §4.2 N6: suspended, not rejected
settle | objected > notice | clock | child_open | officer | | §4.2 N6
drop | objected, agreed > not_approved | clock | | officer, nominee | GONE; UNSAID | §4.2 N6
end_notice | notice > approving | clock | | officer | | §4.2 N5, §4.2 N7
approve | approving > approved | leader | other_officer, ineligible | officer, nominee | | §4.2 N7: the leader signs
not_approve | selected, agreed, approving, approved > not_approved | leader | | officer | GONE; UNSAID | §4.2 N7
be_put_forward | approved > commending | clock | ineligible | nominee | paper commendation | §4.2 N8, §9
be_commended | commending > commended | clock | ineligible | officer, nominee | moves striver.be_honoured and merged; OVER; \
  opens visit.plan for yearly giving post | §4.2 N8, §4.2 N9
hold_back | commending > approved | clock | | officer | | §9: not approved, not said
visited | commended > = | clock | | officer | opens visit.plan for yearly giving post | §4.2 N9: every year
visit_poor | commended > = | clock | | officer, leader | | §4.2 N9
lapse | commended > lapsed | clock | | officer, nominee | moves children visit.fall_away | §11.1: every label has an end date
revoke | commended > revoked | leader + committee | | officer, nominee | moves children visit.fall_away; says candidate_revoked; \
  answers candidate_commended; showing name post; with consent | §4.2 V: corrected as widely
term striver_eligibility | checking | 5 wd | §4.2 N2
term striver_inspect | inspecting | 10 wd | §4.2 N3
term striver_compare | comparing | 5 wd; by itself compare; anew by lack_voices | §4.2 N4
term striver_consent | selected | 5 wd | §4.2 N1
term striver_propose | agreed | 3 wd | §4.2 N5
term striver_notice | notice | 5 wd; by itself end_notice; rests objected; right | §4.2 N5, §4.2 N6
term striver_approve | approving | 5 wd | §4.2 N7
term striver_commend | approved | 30 d | §4.2 N8: the next meeting
term striver_stand | commended | 36 months; by itself lapse; right | §11.1
waits | checking, agreed, approved: officer; inspecting: inspector, officer; comparing: committee; selected: officer, nominee; \
  approving: leader | §2
sees reviewer | parent nominations FILE | §2
sees committee | FILE | §2: a dossier without who nominated
sees leader | FILE pledges | §2, §1: 评先
sees nominee | name post field merits consent measures authorisation meeting honours | §2: what is said of them
""")
HELD_BACK = ("pass_check", "compare")
PASSED = ("checking", "pass_check", "officer")  # N2 to N3, once every organ has answered
TWO = {Relation.INSPECTOR: frozenset({11, 12})}
KNOWN = Facts(case=CandidateFacts(is_in_edition=True, is_reachable=True), parts=TWO)
ALL_CLEAR = dict.fromkeys(ORGANS, CLEAR)


HELD: Mapping[str, lifecycles.Held] = {"candidate": {"known": KNOWN, "but": HELD_BACK}}


def test_once_every_organ_has_answered_and_none_objects_the_check_is_passed() -> None:
    """N2: replies from discipline, organisation, petitions and the industry."""
    passed = lifecycles.became(TABLE, *PASSED, KNOWN, own=ALL_CLEAR)
    assert passed == lifecycles.Line(*PASSED, "inspecting", "once", is_told=False)


@pytest.mark.parametrize("organ", ORGANS)
@pytest.mark.parametrize("answer", ["", OBJECTS])
def test_one_organ_that_is_silent_or_objects_is_enough(organ: str, answer: str) -> None:
    """N2."""
    assert refused(KNOWN, **{**ALL_CLEAR, organ: answer}) is Why.NOT_ALL_CLEAR


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (Facts(case=CandidateFacts(is_in_edition=True, has_open_case=True)), Why.OPEN_CASE),
        (Facts(case=CandidateFacts(is_in_edition=True), ineligible_until=lifecycles.AT), Why.INELIGIBLE),
        (Facts(case=CandidateFacts()), Why.NO_EDITION),
    ],
)
def test_nobody_passes_with_a_case_a_measure_or_no_edition(facts: Facts, why: Why) -> None:
    """N2: no open case, no unexpired discipline period; N0: an edition is there."""
    assert refused(facts, **ALL_CLEAR) is why


def test_an_organ_that_said_nothing_is_against_it_has_answered() -> None:
    """N2: each reply is one answer."""
    assert lifecycles.became(TABLE, "checking", "reply_petition", "officer", own={"petition": CLEAR}) is None
    assert lifecycles.became(TABLE, "checking", "reply_petition", "officer", own={"petition": OBJECTS})


def test_points_are_given_on_the_rubric_of_the_law() -> None:
    """N4: results 50, difficulty 20, public effect 20, qualities 10; each member gives one ballot."""
    compare = TABLE.moves["compare"]
    assert {asked.name: asked.most for asked in compare.asks} == {
        "results": 50,
        "difficulty": 20,
        "effect": 20,
        "qualities": 10,
    }
    assert compare.by == {Role.COMMITTEE}


@pytest.mark.parametrize(
    ("points", "places", "above", "level", "below"),
    [
        ("90 80 70", 2, "12", "", "3"),
        ("90 80", 7, "12", "", ""),
        ("90 80 80", 2, "1", "23", ""),
        ("80 80 80 80 80 80 80 80 80", 7, "", "123456789", ""),
        ("90 80 80 70", 2, "1", "23", "4"),
        ("90 90 80", 2, "12", "", "3"),
        ("90 80", 0, "", "", "12"),
    ],
)
def test_nobody_is_cut_among_those_who_are_level(points: str, places: int, above: str, level: str, below: str) -> None:
    """N4: more tied than places goes back to the committee (§10, 14)."""
    found = cut({place: Decimal(each) for place, each in enumerate(points.split(), start=1)}, places)
    expected = (tuple(map(int, each)) for each in (above, level, below))
    assert (found.above, found.level, found.below) == tuple(expected)


def test_no_report_of_fewer_than_two() -> None:
    """N3."""
    assert lifecycles.became(TABLE, "inspecting", "report", "inspector") is None


@pytest.mark.parametrize("deed", ["report", "compare"])
def test_who_inspected_or_compared_does_not_approve(deed: str) -> None:
    """§2, rule 2: whoever acted in an earlier stage."""
    assert lifecycles.became(TABLE, "approving", "approve", "leader", Facts(did=frozenset({deed}))) is None


def refused(facts: Facts, **own: str) -> Why | None:
    """Why the check is not passed."""
    standing = lifecycles.entered(TABLE, "checking", **own)
    by_officer = Facts(
        case=facts.case, ineligible_until=facts.ineligible_until, relations=frozenset({Relation.OFFICER})
    )
    made = lifecycles.make(TABLE, standing, "pass_check", lifecycles.ACTORS["reviewer"], by_officer)
    return made.why if isinstance(made, Refused) else None
