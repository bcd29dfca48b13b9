"""Measures against a matrix written by hand from the law §7.1 and §7.2: the ladder, who decides by what, and how long it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.matters import measures
from domain.matters.parts import clue_guards
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event
from domain.mechanism.table import Facts
from tests.support import lifecycles

TABLE = measures.PROCEDURE

EXPECTED = lifecycles.read("""
new                                       propose       reviewer,committee  proposed   once    quiet  # §7.1; §2 R_CASE proposes measures
proposed,serving,planning,in_effect       take_over     committee           =          once    quiet  # an officer who left
proposed                                  drop          committee,leader    dropped    once    quiet  # §7.1: suggested, never imposed
proposed                                  decide        committee,leader    serving    once    quiet  # §7.1: by a person with authority
proposed                                  decide_grave  committee,leader    serving    second  quiet  # §7.1: M3+ need R_LEAD sign
serving                                   receive       subject             planning   once    quiet  # §9: a receipt for M notices
serving                                   serve         officer             planning   once    quiet  # §7.1: the official channel
planning                                  plan_visits   officer             in_effect  once    quiet  # §7.2
in_effect                                 visited       clock               in_effect  once    quiet  # §7.2
in_effect                                 visit_poor    clock               planning   once    quiet  # §7.2
serving,planning,in_effect                expire        clock               ended      once    quiet  # §7.1: 6, 12, 18, 24 months
planning,in_effect                        lift          committee,leader    lifted     second  quiet  # §11.1
serving,planning,in_effect,ended,lifted   revoke        leader              revoked    second  quiet  # §7.4: wrong handling corrected
""")
# §7.1, the ladder: cause, then S1 to S4; and one step up where there was a measure within 12 months.
LADDERS = {
    "0": "att m1 m2:remind m3 m4/abi m5 m5 m6 m6,m7/col m1 m8 m8 m9/rec m10 m10 m10,m2:remind m4",
    "1": "att m2:remind m2:warn m4 m4/abi m5 m6 m6,m7 m6,m7/col m8 m8 m9 m9/rec m10 m10,m2:remind m10,m2:warn m4",
    "9": "att m2:remind m2:admonish m4 m4",  # the steps of M2 go no further than the last
}


@pytest.mark.parametrize("stage", [stage.value for stage in measures.MeasureStage])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    lifecycles.hold(TABLE, EXPECTED, stage)


@pytest.mark.parametrize("repeated", LADDERS)
def test_the_ladder_suggests_by_cause_and_severity_and_a_step_more_when_repeated(repeated: str) -> None:
    for cause, *rungs in (row.split() for row in LADDERS[repeated].split("/")):
        for severity, wanted in zip(clue_guards.SEVERITIES, rungs, strict=True):
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
    did = Facts(did=frozenset({"propose"}))
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, "proposed"), move, lifecycles.ACTORS["committee"], did)
    assert isinstance(made, Refused)
    assert made.why is Why.OTHER_OFFICER


@pytest.mark.parametrize(
    ("own", "until", "is_barred"),
    [
        ({"measure": "m1"}, "2027-03-04", False),
        ({"measure": "m2", "step": "admonish"}, "2026-09-04", True),
        ({"measure": "m4", "sanction": "warning"}, "2026-09-04", True),  # 政务处分法 §8: 6, 12, 18, 24 months
        ({"measure": "m4", "sanction": "demerit"}, "2027-03-04", True),
        ({"measure": "m4", "sanction": "major_demerit"}, "2027-09-04", True),
        ({"measure": "m4", "sanction": "demotion"}, "2028-03-04", True),
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


def test_nothing_of_a_measure_is_announced_and_a_unit_reads_the_decision_alone() -> None:
    """§7.1: never to a group; §2: a unit never sees clue text or source."""
    assert all(rule.announces is None for rule in TABLE.moves.values())
    assert set(TABLE.shows[Relation.SUBJECT]) == {"measure", "step", "sanction", "authority", "document", "served_on"}
