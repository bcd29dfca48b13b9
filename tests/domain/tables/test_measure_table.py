"""Measures against a matrix written by hand from the law §7.1 and §7.2: the ladder, who decides by what, and how long it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.matters import measures
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Event
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = measures.PROCEDURE
LAW = law.read("""
RUNNING = serving, planning, in_effect
propose | new > proposed | reviewer, case_officer, committee | not_substantiated | | takes it | §7.1, §2: R_CASE, on what was found so
take_over | proposed, RUNNING > = | committee | owned_by_other | | takes it | design §5: what a leaver had in hand
drop | proposed > dropped | committee, leader | other_officer | officer | | §7.1: suggested, never imposed
decide | proposed > serving | committee, leader | other_officer | subject, officer | paper measure_notice | §7.1: by a person with authority
decide_grave | proposed > serving | committee, leader + leader | other_officer | subject, officer | paper measure_notice | §7.1: R_LEAD
receive | serving > planning | subject | | officer | | §9: a receipt for M notices
serve | serving > planning | officer | | | | §7.1: the official channel
plan_visits | planning > in_effect | officer | | | opens visit.plan for first second third giving track post; \
  opens visit.plan for fourth giving track post if measure=m4 | §7.2: 1, 3, 6 months, discipline cases also 12
visited | in_effect > = | clock | | officer | | §7.2
visit_poor | in_effect > planning | clock | | officer | moves children visit.fall_away | §7.2
expire | RUNNING > ended | clock | | subject, officer | moves children visit.fall_away | §7.1, §11.1: 6, 12, 18, 24 months
lift | planning, in_effect > lifted | committee, leader + leader | | subject, officer | moves children visit.fall_away | §11.1
revoke | RUNNING, ended, lifted > revoked | leader + committee | | subject, officer | moves children visit.fall_away | §7.4: wrong handling
term measure_decide | proposed | 10 wd | §7.1
term measure_serve  | serving  | 5 wd | §7.1
term measure_plan   | planning | 5 wd | §7.2
term measure_plain, discipline_demerit | RUNNING | 12 months; by itself expire; only where this says how long it counts | §7.1
term measure_admonish, discipline_warning | RUNNING | 6 months; by itself expire; only where this says how long it counts | §7.1
term discipline_major_demerit | RUNNING | 18 months; by itself expire; only where this says how long it counts | §7.1
term discipline_demotion | RUNNING | 24 months; by itself expire; only where this says how long it counts | §7.1
waits | proposed: committee, leader; serving: subject, officer; planning: officer | §7.1, §7.2
sees subject | measure step sanction authority document served_on | §2: the decision alone
sees officer, committee, leader | about subject post cause severity repeated facts suggested measure step sanction authority document \
  served_on why_higher reason receipt track tasks children | §7.1, §2
begins | clue: concluded, answered, reviewed, closed, archived; case: confirmed, measured | §7.1, §4.1 L9: case-driven
""")
# §7.1, the ladder: cause, then S1 to S4; and one step up where there was a measure within 12 months.
LADDERS = {
    "0": "att m1 m2:remind m3 m4/abi m5 m5 m6 m6,m7/col m1 m8 m8 m9/rec m10 m10 m10,m2:remind m4",
    "1": "att m2:remind m2:warn m4 m4/abi m5 m6 m6,m7 m6,m7/col m8 m8 m9 m9/rec m10 m10,m2:remind m10,m2:warn m4",
    "9": "att m2:remind m2:admonish m4 m4",  # the steps of M2 go no further than the last
}
UNTIL = {"warning": "2026-09-04", "demerit": "2027-03-04", "major_demerit": "2027-09-04", "demotion": "2028-03-04"}


@pytest.mark.parametrize("repeated", LADDERS)
def test_the_ladder_suggests_by_cause_and_severity_and_a_step_more_when_repeated(repeated: str) -> None:
    for cause, *rungs in (row.split() for row in LADDERS[repeated].split("/")):
        for severity, wanted in zip(("s1", "s2", "s3", "s4"), rungs, strict=True):
            own = {"cause": cause, "severity": severity, "repeated": repeated}
            found = measures.suggested(replace(lifecycles.at(TABLE, "proposed"), own=own))
            assert [term.name for term in found] == wanted.replace(":", ",").split(","), (cause, severity)


def test_from_m3_on_another_organ_decides_by_its_document_and_m4_is_for_discipline_and_organisation_alone() -> None:
    for kind in measures.GRAVE:
        asks = [each for each in TABLE.moves["decide_grave"].asks if each.is_asked({"measure": kind})]
        (by,) = [asked.options for asked in asks if asked.name == "authority"]
        assert by == (("discipline", "organisation") if kind == "m4" else ("discipline", "organisation", "party"))


@pytest.mark.parametrize("move", ["decide", "decide_grave", "lift", "revoke"])
def test_nothing_is_decided_without_a_document_and_a_reason(move: str) -> None:
    """Nor a step of M2 above the lowest without saying why."""
    asks = {asked.name: asked for asked in TABLE.moves[move].asks if not asked.may_skip}
    assert {"document", "reason"} <= asks.keys()
    if move == "decide":
        assert [step for step in measures.STEPS if not asks["why_higher"].is_asked({"step": step})] == ["remind"]


@pytest.mark.parametrize("move", ["decide", "decide_grave", "drop"])
def test_who_proposed_it_does_not_decide_it(move: str) -> None:
    standing, by = lifecycles.at(TABLE, "proposed"), lifecycles.ACTORS["committee"]
    assert procedure.hindrance(TABLE, standing, move, by, Facts(did=frozenset({"propose"}))) is Why.OTHER_OFFICER


@pytest.mark.parametrize(
    ("own", "until", "is_barred"),
    [
        ({"measure": "m1"}, "2027-03-04", False),
        ({"measure": "m2", "step": "admonish"}, "2026-09-04", True),
        *(({"measure": "m4", "sanction": each}, until, True) for each, until in UNTIL.items()),  # 政务处分法 §8
        ({"measure": "m4", "sanction": "organisational"}, "2027-03-04", False),
    ],
)
def test_a_measure_counts_for_its_period_and_then_ends(own: dict[str, str], until: str, is_barred: bool) -> None:
    serving = lifecycles.entered(TABLE, "serving", **own)
    (counts,) = [each for each in serving.terms if each.lapse == "expire"]
    assert str(lifecycles.days().local_day(counts.due_at)) == until
    assert (measures.ineligible_until(serving) == counts.due_at) is is_barred
    ended = lifecycles.make(TABLE, serving, "expire", lifecycles.ACTORS["clock"], at=counts.due_at)
    assert isinstance(ended, Event)
    assert measures.ineligible_until(ended.after) is None
