"""A candidate against a matrix written by hand from the law §4.2: who takes which step, with whom, and where it leads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.matters import candidates
from domain.matters.parts.candidate_guards import CLEAR, OBJECTS, ORGANS, CandidateFacts, CandidateStage
from domain.matters.parts.candidate_ranking import cut
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from domain.people import Role
from tests.support import lifecycles

TABLE = candidates.PROCEDURE

# Nobody who nominated is told of a candidate: that is told with the nomination (§4.2 N1).
MATRIX = """
new                 enter               clock     checking    once    quiet  # N1 to N2
checking            take_up             reviewer  =           once    quiet  # §2: what nobody has in hand
inspecting          take_up             reviewer  =           once    quiet  # §2
ready               take_up             reviewer  =           once    quiet  # §2
checking            reply_discipline    officer   =           once    quiet  # N2: replies from 纪委
checking            reply_organisation  officer   =           once    quiet  # N2: 组织
checking            reply_petition      officer   =           once    quiet  # N2: 信访
checking            reply_industry      officer   =           once    quiet  # N2: 行业
checking            rule_out            officer   ruled_out   second  quiet  # N2: not eligible
inspecting          rule_out            officer   ruled_out   second  quiet  # N3: the inspection
ready               rule_out            officer   ruled_out   second  quiet  # N3
checking            fall_away           clock     withdrawn   once    quiet  # §3: withdrawal
inspecting          fall_away           clock     withdrawn   once    quiet  # §3
ready               fall_away           clock     withdrawn   once    quiet  # §3
checking            name_inspectors     officer   =           once    quiet  # N3: two inspectors
inspecting          name_inspectors     officer   =           once    quiet  # N3
inspecting          report              inspector ready       second  quiet  # N3: both of them
ready               be_compared         clock     comparing   once    quiet  # N3 to N4
comparing           recuse              committee =           act     quiet  # §2: recusal
comparing           be_scored           clock     scored      once    quiet  # N4: the rubric
comparing           lack_voices         clock     =           once    quiet  # §2: quorum 2/3
scored              select              clock     selected    once    quiet  # N4 to N5
scored              pass_over           clock     passed_over once    quiet  # N4: more points are more
comparing           pass_over           clock     passed_over once    quiet  # N4: fewer places were taken
scored              tie                 clock     comparing   once    quiet  # N4: back to the committee
"""
EXPECTED = lifecycles.read(MATRIX)
PASSED = ("checking", "pass_check", "officer")  # N2 to N3, once every organ has answered
# N2: 5 wd; N3: 10 wd; N4: 5 wd
TERMS = {"checking": date(2026, 3, 11), "inspecting": date(2026, 3, 18), "comparing": date(2026, 3, 11)}
TWO = {Relation.INSPECTOR: frozenset({11, 12})}
KNOWN = Facts(case=CandidateFacts(is_in_edition=True), parts=TWO)
ALL_CLEAR = dict.fromkeys(ORGANS, CLEAR)


@pytest.mark.parametrize("stage", list(CandidateStage))
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    lifecycles.hold(TABLE, EXPECTED, stage, KNOWN)


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


@pytest.mark.parametrize("stage", list(CandidateStage))
def test_every_stage_has_its_term(stage: str) -> None:
    assert lifecycles.due_on(TABLE, stage) == TERMS.get(stage)


def refused(facts: Facts, **own: str) -> Why | None:
    """Why the check is not passed."""
    standing = lifecycles.entered(TABLE, "checking", **own)
    by_officer = Facts(
        case=facts.case, ineligible_until=facts.ineligible_until, relations=frozenset({Relation.OFFICER})
    )
    made = lifecycles.make(TABLE, standing, "pass_check", lifecycles.ACTORS["reviewer"], by_officer)
    return made.why if isinstance(made, Refused) else None
