"""An edition against a matrix written by hand from the law §4: opened by two, none is a result, nothing public without a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.matters import editions
from domain.matters.editions import EditionFacts
from domain.mechanism import procedure
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = editions.PROCEDURE
STAGES = ("new", "proposed", "collecting", "deciding", "comparing", "announcing", "none", "closed", "dropped")
LAW = law.read("""
propose    | new > proposed | reviewer, leader | beyond_quota, days_wrong | leader | | §4: name, window, quotas as MAX, document
open       | proposed > collecting | leader + committee | days_wrong | reviewer | | §4.2 N0
drop       | proposed > dropped | leader | | reviewer | | §4: not every edition is held
call       | collecting > = | reviewer, leader | no_authorisation | | says edition_call; to board channels; \
  showing title fields quota begins_on ends_on authorisation | §4.2 N0, §9, §4: the call; without a document an internal trial
close_call | collecting > deciding | clock | | leader, reviewer | | §4.2 N0: 10 wd
give_notice | comparing > = | reviewer | no_authorisation, nobody_to_name | | says candidate_notice; names linked candidate.be_put_up; \
  to board channels units; showing authorisation measures; each name post merits; said begin_notice; unsaid call_off; \
  invites public_objection; with consent | §4.2 N5, §4.2 N6, §9: all whom the comparison put forward, with their consent
commend    | comparing > = | reviewer | no_authorisation, still_approved, nobody_to_name | | says candidate_commended; \
  names linked candidate.be_put_forward; to board channels units; showing authorisation meeting; each name post merits; \
  said be_commended; unsaid hold_back; with consent | §4.2 N8, §9: all who stand at the end of the notice
find_none  | deciding > announcing | leader + committee | no_authorisation, child_open, somebody_found | | \
  says edition_none; to board channels; showing title yields authorisation; said be_none; unsaid hold_back | §4, §9: 0 allowed
be_none    | announcing > none | clock | | reviewer | | §9: 无对象公告
hold_back  | announcing > deciding | clock | | leader | | §9: not approved, not said
close      | deciding > closed | leader + committee | child_open | reviewer | | §11.1: everything has an end
correct    | none > deciding | leader + committee | | reviewer | \
  says edition_corrected; answers edition_none; showing title | §4, §9: 更正声明
be_over    | comparing > closed | clock | child_open, not_now | leader, reviewer | | §11.1: with the last of its candidates
fall_empty | comparing > deciding | clock | child_open, somebody_found | leader | | §4: 0 allowed
compare    | deciding > comparing | leader | still_checked, no_candidate, beyond_quota, too_few_candidates | reviewer, committee \
  | moves linked candidate.be_compared | §4.2 N4: the rubric, one ballot a member
rank       | comparing > = | clock | not_now | | rank_candidates | §4.2 N4: once all have their points
take_fewer | comparing > = | leader + committee | not_fewer | reviewer, committee | rank_candidates | §4: a maximum
term edition_open | proposed | 5 wd | §4
term edition_collect | collecting | 10 wd; day ends_on; by itself close_call; right | §4.2 N0
term edition_decide | deciding | 10 wd | §4
waits | proposed, deciding: leader | §2
sees reviewer, committee, leader | title yields fields quota begins_on ends_on authorisation due most_places places few \
  for_notice for_honour measures meeting honours reason pending linked | §2
""")
WITH_DOCUMENT = {"authorisation": "清政办〔2026〕8号", "places": "7"}
STANDS = ("find_none", "close", "be_over", "fall_empty")  # held back while a candidate stands
TEN_READY = Facts(
    case=EditionFacts(
        candidates={"ready": 10}, quota=7, ratio=Decimal("1.5"), for_notice=("周某",), for_honour=("钱某",)
    )
)


HELD: Mapping[str, lifecycles.Held] = {"edition": {"known": TEN_READY, "own": WITH_DOCUMENT, "but": STANDS}}


@pytest.mark.parametrize(
    ("stage", "move", "who", "found", "may"),
    [
        ("deciding", "find_none", "leader", {"passed_over": 3, "ruled_out": 1}, True),  # §4: 0 allowed
        ("deciding", "find_none", "leader", {"ready": 1}, False),  # §9: held against what is found
        ("deciding", "find_none", "leader", {"commended": 1}, False),
        ("deciding", "close", "leader", {"commended": 1}, True),  # §11.1
        ("deciding", "close", "leader", {"notice": 1}, False),
        ("comparing", "be_over", "clock", {"commended": 1, "passed_over": 2}, True),  # §11.1: with the last
        ("comparing", "be_over", "clock", {"commended": 1, "approved": 1}, False),
        ("comparing", "be_over", "clock", {"declined": 2}, False),
        ("comparing", "fall_empty", "clock", {"declined": 2}, True),  # §4: then nobody may be the result
        ("comparing", "fall_empty", "clock", {"commended": 1}, False),
    ],
)
def test_an_edition_ends_with_its_candidates(stage: str, move: str, who: str, found: dict[str, int], may: bool) -> None:
    facts = Facts(case=EditionFacts(candidates=found, quota=7))
    assert (lifecycles.became(TABLE, stage, move, who, facts, WITH_DOCUMENT) is not None) is may


def test_nobody_is_no_result_where_cases_were_found() -> None:
    """§4, §9: 无对象公告."""
    facts = Facts(case=EditionFacts(has_cases=True, quota=7))
    assert lifecycles.became(TABLE, "deciding", "find_none", "leader", facts, WITH_DOCUMENT) is None


@pytest.mark.parametrize(
    ("stage", "move"),
    [("collecting", "call"), ("deciding", "find_none"), ("comparing", "give_notice"), ("comparing", "commend")],
)
def test_nothing_is_public_without_a_document(stage: str, move: str) -> None:
    """§4: without one it is an internal trial."""
    by = lifecycles.ACTORS["leader" if stage == "deciding" else "reviewer"]
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, stage), move, by)
    assert isinstance(made, Refused)
    assert made.why is Why.NO_AUTHORISATION


@pytest.mark.parametrize(
    ("stages", "given", "why"),
    [
        ({"ready": 10}, {"places": "6", "few": ""}, None),  # §4.2 N4: 1.5 candidates a place
        ({"ready": 10}, {"places": "7", "few": ""}, Why.TOO_FEW_CANDIDATES),
        ({"ready": 10}, {"places": "7", "few": "这一年项目多。"}, None),  # by a leader's reason, which is recorded
        ({"ready": 20}, {"places": "8", "few": "多一个。"}, Why.BEYOND_QUOTA),  # §4: a maximum, no reason helps
        ({"ready": 9, "inspecting": 1}, {"places": "1", "few": ""}, Why.STILL_CHECKED),
        ({"ruled_out": 3}, {"places": "1", "few": ""}, Why.NO_CANDIDATE),
    ],
)
def test_places_are_as_many_as_candidates_and_quota_allow(
    stages: dict[str, int], given: dict[str, str], why: Why | None
) -> None:
    assert refused("deciding", "compare", stages, given) is why


@pytest.mark.parametrize(
    ("places", "why"), [("7", Why.NOT_FEWER), ("4", None), ("3", Why.NOT_FEWER), ("0", Why.NOT_FEWER)]
)
def test_places_only_become_fewer_and_nobody_chosen_loses_theirs(places: str, why: Why | None) -> None:
    """§4.2 N4: of seven places four are taken, and more are level for the rest."""
    assert refused("comparing", "take_fewer", {"selected": 4, "comparing": 5}, {"places": places, "reason": "-"}) is why


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"quota": "7"}, None),
        ({"quota": "8"}, Why.BEYOND_QUOTA),  # §4: a maximum
        ({"quota": "", "begins_on": "2026-03-10", "ends_on": "2026-03-10"}, None),
        ({"begins_on": "2026-03-11", "ends_on": "2026-03-10"}, Why.DAYS_WRONG),
        ({"begins_on": "2026-02-01", "ends_on": "2026-03-09"}, Why.DAYS_WRONG),  # on the tenth of March
    ],
)
def test_an_edition_has_a_window_that_is_to_come_and_no_more_places_than_the_rule(
    given: dict[str, str], why: Why | None
) -> None:
    facts = Facts(case=EditionFacts(quota=7, today=date(2026, 3, 10)))
    new = lifecycles.entered(TABLE, "new")
    assert procedure.hindrance(TABLE, new, "propose", lifecycles.ACTORS["leader"], facts, given) is why
    if "ends_on" in given:
        proposed = replace(lifecycles.entered(TABLE, "proposed"), own=given)
        assert procedure.hindrance(TABLE, proposed, "open", lifecycles.ACTORS["leader"], facts) is why


def test_nobody_is_ranked_before_all_have_their_points() -> None:
    """§4.2 N4: all are compared on the same rubric."""
    assert refused("comparing", "rank", {"scored": 8, "comparing": 1}, {}, "clock") is Why.NOT_NOW


def test_nobody_is_commended_before_whoever_stood_the_notice_is_decided_on() -> None:
    """§4.2 N7: the leader signs; §4.2 N8: then all who stand."""
    waits = Facts(case=EditionFacts(candidates={"approved": 1, "approving": 1}, for_honour=("周某",)))
    assert lifecycles.became(TABLE, "comparing", "commend", "reviewer", waits, WITH_DOCUMENT) is None
    alone = Facts(case=EditionFacts(candidates={"approved": 1, "objected": 1}, for_honour=("周某",)))
    assert lifecycles.became(TABLE, "comparing", "commend", "reviewer", alone, WITH_DOCUMENT) is not None


def refused(
    stage: str, move: str, candidates: dict[str, int], given: dict[str, str], who: str = "leader"
) -> Why | None:
    """Why a move is refused with so many candidates in these stages."""
    facts = Facts(case=EditionFacts(candidates=candidates, quota=7, ratio=Decimal("1.5")))
    standing = replace(lifecycles.entered(TABLE, stage), own={"places": "7"})
    return procedure.hindrance(TABLE, standing, move, lifecycles.ACTORS[who], facts, given)
