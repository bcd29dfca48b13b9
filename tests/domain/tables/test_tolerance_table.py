"""Tolerance against a matrix written by hand from the law §7.3: who takes which step, with whom, and where it leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.matters import tolerance
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event
from domain.mechanism.table import Facts
from tests.support import lifecycles

TABLE = tolerance.PROCEDURE

# stage, move, by, what it becomes, how, whether a reporter is told (never: it is a matter of the unit).
MATRIX = """
new            apply                   unit_contact  applied        once    quiet
new            apply                   reviewer      applied        once    quiet
new            apply                   committee     applied        once    quiet
new            apply                   leader        applied        once    quiet
applied        take_up                 reviewer      investigating  once    quiet
applied        turn_away               reviewer      refused        second  quiet
investigating  report                  officer       consulting     once    quiet
investigating  take_over               reviewer      investigating  once    quiet
consulting     take_over               reviewer      consulting     once    quiet
checking       take_over               reviewer      checking       once    quiet
consulting     consult                 officer       deciding       once    quiet
deciding       decide=refuse           leader        refused        second  quiet
serving        receive                 subject       rectifying     once    quiet
serving        deem_received           clock         rectifying     once    quiet
rectifying     report_mending          subject       checking       once    quiet
checking       send_back               officer       rectifying     once    quiet
checking       bring_into_effect       officer       in_effect      second  quiet
refused        ask_review              subject       review         once    quiet
refused        ask_review              applicant     review         once    quiet
refused        close                   clock         closed         once    quiet
review         decide_review=refuse    leader        closed         second  quiet
applied        withdraw                applicant     withdrawn      once    quiet
investigating  withdraw                applicant     withdrawn      once    quiet
consulting     withdraw                applicant     withdrawn      once    quiet
deciding       withdraw                applicant     withdrawn      once    quiet
in_effect      revoke                  leader        revoked        second  quiet
"""
EXPECTED = lifecycles.read(MATRIX)
ESTABLISHED = {"conditions": ",".join(tolerance.CONDITIONS)}
DECIDING = [("deciding", "decide"), ("review", "decide_review")]


@pytest.mark.parametrize("stage", [stage.value for stage in tolerance.ToleranceStage])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        assert lifecycles.became(TABLE, stage, move, who) == EXPECTED.get((stage, move, who)), (stage, move, who)


@pytest.mark.parametrize(("stage", "move"), DECIDING)
@pytest.mark.parametrize("decision", ["exempt", "mitigate"])
@pytest.mark.parametrize(
    ("own", "may"),
    [
        (ESTABLISHED, True),
        ({"conditions": ",".join(tolerance.CONDITIONS[1:])}, False),
        ({}, False),
        ({**ESTABLISHED, "never": "red_line"}, False),
    ],
)
def test_only_all_six_conditions_and_nothing_of_the_never_list_let_anything_be_tolerated(
    stage: str, move: str, decision: str, own: dict[str, str], may: bool
) -> None:
    standing = replace(lifecycles.at(TABLE, stage), own=own)
    made = lifecycles.make(TABLE, standing, f"{move}={decision}", lifecycles.ACTORS["leader"])
    assert isinstance(made, Event) if may else isinstance(made, Refused) and made.why is Why.CONDITIONS_UNMET


@pytest.mark.parametrize(
    ("stage", "move", "did"), [("deciding", "decide", "report"), ("review", "decide_review", "decide")]
)
def test_who_investigated_does_not_decide_and_who_decided_does_not_review(stage: str, move: str, did: str) -> None:
    made = lifecycles.make(
        TABLE,
        lifecycles.at(TABLE, stage),
        f"{move}=refuse",
        lifecycles.ACTORS["leader"],
        Facts(did=frozenset({did})),
    )
    assert isinstance(made, Refused)
    assert made.why is Why.OTHER_OFFICER


def test_its_terms_are_the_law_s() -> None:
    days = {stage: str(lifecycles.due_on(TABLE, stage)) for limit in TABLE.terms for stage in limit.stages}
    assert days == {
        "applied": "2026-03-09",
        "investigating": "2026-03-25",
        "consulting": "2026-03-11",
        "deciding": "2026-03-11",
        "serving": "2026-03-09",
        "refused": "2026-03-18",
        "review": "2026-03-18",
    }
