"""Measures against a matrix written by hand from the law §7.1 and §7.2: the ladder, who decides by what, and how long it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain import measures
from domain.mechanism import limits, procedure
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from tests.support import lifecycles

TABLE = measures.PROCEDURE

# §7.1: a person with authority decides, M3 and above with a leader's signature; §7.2: visits follow; §11.1: every label has an end.
MATRIX = """
new        propose       reviewer   proposed   once    quiet
new        propose       committee  proposed   once    quiet
proposed   take_over     committee  proposed   once    quiet
serving    take_over     committee  serving    once    quiet
planning   take_over     committee  planning   once    quiet
in_effect  take_over     committee  in_effect  once    quiet
proposed   drop          committee  dropped    once    quiet
proposed   drop          leader     dropped    once    quiet
proposed   decide        committee  serving    once    quiet
proposed   decide        leader     serving    once    quiet
proposed   decide_grave  committee  serving    second  quiet
proposed   decide_grave  leader     serving    second  quiet
serving    receive       subject    planning   once    quiet
serving    serve         officer    planning   once    quiet
planning   plan_visits   officer    in_effect  once    quiet
in_effect  visited       clock      in_effect  once    quiet
in_effect  visit_poor    clock      planning   once    quiet
serving    expire        clock      ended      once    quiet
planning   expire        clock      ended      once    quiet
in_effect  expire        clock      ended      once    quiet
planning   lift          committee  lifted     second  quiet
planning   lift          leader     lifted     second  quiet
in_effect  lift          committee  lifted     second  quiet
in_effect  lift          leader     lifted     second  quiet
serving    revoke        leader     revoked    second  quiet
planning   revoke        leader     revoked    second  quiet
in_effect  revoke        leader     revoked    second  quiet
ended      revoke        leader     revoked    second  quiet
lifted     revoke        leader     revoked    second  quiet
"""
EXPECTED = lifecycles.read(MATRIX)

# §7.1, the ladder: cause, then S1 to S4; and one step up where there was a measure within 12 months.
LADDER = """
att  m1   m2:remind   m3      m4
abi  m5   m5          m6      m6,m7
col  m1   m8          m8      m9
rec  m10  m10         m10,m2:remind  m4
"""
REPEATED = """
att  m2:remind  m2:warn        m4      m4
abi  m5         m6             m6,m7   m6,m7
col  m8         m8             m9      m9
rec  m10        m10,m2:remind  m10,m2:warn  m4
"""


def of_own(**own: str) -> Standing:
    return replace(lifecycles.at(TABLE, "serving"), own=own)


@pytest.mark.parametrize("stage", [stage.value for stage in measures.MeasureStage])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        assert lifecycles.became(TABLE, stage, move, who) == EXPECTED.get((stage, move, who)), (stage, move, who)


@pytest.mark.parametrize(("ladder", "repeated"), [(LADDER, "0"), (REPEATED, "1")])
def test_the_ladder_suggests_by_cause_and_severity_and_a_step_more_when_repeated(ladder: str, repeated: str) -> None:
    for row in filter(None, map(str.split, ladder.splitlines())):
        for severity, wanted in zip(("s1", "s2", "s3", "s4"), row[1:], strict=True):
            found = measures.suggested(of_own(cause=row[0], severity=severity, repeated=repeated))
            assert [term.name for term in found] == wanted.replace(":", ",").split(","), (row[0], severity)


def test_the_steps_of_m2_go_up_one_by_one_and_no_further_than_the_last() -> None:
    for repeated, step in enumerate((*measures.STEPS, "admonish")):
        found = measures.suggested(of_own(cause="att", severity="s2", repeated=str(repeated)))
        assert found[-1].name == step


@pytest.mark.parametrize(
    ("finding", "why"),
    [
        ("substantiated", None),
        ("partly", None),
        ("not_established", Why.NOT_SUBSTANTIATED),
        ("", Why.NOT_SUBSTANTIATED),
    ],
)
def test_no_measure_without_something_that_was_found(finding: str, why: Why | None) -> None:
    given = {asked.name: "given" for asked in TABLE.moves["propose"].asks} | {"finding": finding}
    made = procedure.make(
        TABLE,
        lifecycles.at(TABLE, "new"),
        "propose",
        lifecycles.ACTORS["reviewer"],
        given,
        rules=lifecycles.RULES,
        calendar=lifecycles.days(),
        at=lifecycles.AT,
    )
    assert (made.why if isinstance(made, Refused) else None) is why


@pytest.mark.parametrize("move", ["decide", "decide_grave", "drop"])
def test_who_proposed_it_does_not_decide_it(move: str) -> None:
    made = lifecycles.make(
        TABLE, lifecycles.at(TABLE, "proposed"), move, lifecycles.ACTORS["committee"], Facts(did=frozenset({"propose"}))
    )
    assert isinstance(made, Refused)
    assert made.why is Why.OTHER_OFFICER


@pytest.mark.parametrize("move", ["decide", "decide_grave", "lift", "revoke"])
@pytest.mark.parametrize("missing", ["document", "reason"])
def test_nothing_is_decided_without_a_document_and_a_reason(move: str, missing: str) -> None:
    assert missing in {asked.name for asked in TABLE.moves[move].asks if not asked.may_skip}


def test_from_m3_on_another_organ_decides_and_m4_is_for_discipline_and_organisation_alone() -> None:
    """§7.1: M3+ need an outside organ's document number; M4 by 纪委/组织部 only."""
    for kind in measures.GRAVE:
        given = {"measure": kind}
        (asked,) = [
            each for each in TABLE.moves["decide_grave"].asks if each.name == "authority" and each.is_asked(given)
        ]
        assert "office" not in asked.options
        if kind == "m4":
            assert asked.options == ("discipline", "organisation")


def test_a_step_above_the_lowest_wants_a_reason() -> None:
    why = next(asked for asked in TABLE.moves["decide"].asks if asked.name == "why_higher")
    assert not why.may_skip
    assert [step for step in measures.STEPS if not why.is_asked({"step": step})] == ["remind"]


@pytest.mark.parametrize(
    ("own", "until", "is_barred"),
    [
        ({"measure": "m1"}, date(2027, 3, 4), False),
        ({"measure": "m2", "step": "admonish"}, date(2026, 9, 4), True),
        ({"measure": "m4", "sanction": "warning"}, date(2026, 9, 4), True),  # 政务处分法 §8: 6, 12, 18, 24 months
        ({"measure": "m4", "sanction": "demerit"}, date(2027, 3, 4), True),
        ({"measure": "m4", "sanction": "major_demerit"}, date(2027, 9, 4), True),
        ({"measure": "m4", "sanction": "demotion"}, date(2028, 3, 4), True),
        ({"measure": "m4", "sanction": "organisational"}, date(2027, 3, 4), False),
    ],
)
def test_a_measure_counts_for_its_period_and_then_ends(own: dict[str, str], until: date, is_barred: bool) -> None:
    before, serving = lifecycles.at(TABLE, "proposed"), of_own(**own)
    terms = limits.entered(TABLE.terms, before, serving, lifecycles.RULES, lifecycles.days(), lifecycles.AT)
    serving = replace(serving, terms=terms)
    (counts,) = [each for each in terms if each.lapse == "expire"]
    assert lifecycles.days().local_day(counts.due_at) == until
    assert (measures.ineligible_until(serving) == counts.due_at) is is_barred
    ended = lifecycles.make(TABLE, serving, "expire", lifecycles.ACTORS["clock"], at=counts.due_at)
    assert isinstance(ended, Event)
    assert measures.ineligible_until(ended.after) is None


def test_nothing_of_a_measure_is_announced_and_a_unit_reads_the_decision_alone() -> None:
    """§7.1: never to a group; §2: a unit never sees clue text or source."""
    assert all(rule.announces is None for rule in TABLE.moves.values())
    assert set(TABLE.shows[Relation.SUBJECT]) == {"measure", "step", "sanction", "authority", "document", "served_on"}
