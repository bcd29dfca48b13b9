"""Tolerance against a matrix written by hand from the law §7.3: who takes which step, with whom, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from domain.matters import tolerance
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event
from domain.mechanism.table import Facts
from tests.support import law, lifecycles

TABLE = tolerance.PROCEDURE

LAW = law.read("""
BOTH = applicant, subject
apply | new > applied | unit_contact, reviewer, case_officer, committee, leader | | | | §7.3, §2: subject or organ, ex officio too
take_up           | applied > investigating     | reviewer           | | BOTH | takes it | §7.3: accepted
turn_away         | applied > refused           | reviewer + leader  | | BOTH | | §7.3: refused, review once
report            | investigating > consulting  | officer            | | | | §7.3: conditions and findings
take_over         | investigating, consulting, checking > = | reviewer | owned_by_other | | takes it | design §5: what a leaver had in hand
consult           | consulting > deciding       | officer            | | leader | | §7.3: 纪委, 组织, 行业
decide            | deciding > exempt,mitigate:serving refuse:refused | leader + committee | other_officer, conditions_unmet | BOTH | \
  paper tolerance_decision | §7.3, §2 rule 2: all six conditions; who investigated does not decide
receive           | serving > rectifying        | subject            | | officer | | §7.3: served
deem_received     | serving > rectifying        | clock              | | BOTH | | §7.3: served within 3 wd
report_mending    | rectifying > checking       | subject            | | officer | | §7.3: RECTIFY, always
send_back         | checking > rectifying       | officer            | | BOTH | | §7.3: RECTIFY
bring_into_effect | checking > in_effect        | officer + reviewer | | BOTH | restore_about; moves flag.exempt if decision=exempt; \
  moves case.exempt if decision=exempt; says tolerance_exempted if decision=exempt; showing circumstance; answers period | §7.3, §4.1 T
ask_review        | refused > review            | BOTH               | | leader | | §7.3: review once
close             | refused > closed            | clock              | | BOTH | | §7.3: not asked for in time
decide_review     | review > exempt,mitigate:serving refuse:closed | leader + committee | other_officer, conditions_unmet | BOTH | \
  paper tolerance_review | §7.3, §2 rule 2: who decided does not review
withdraw          | applied, investigating, consulting, deciding > withdrawn | applicant | | officer, applicant | | §7.3: on application
revoke            | in_effect > revoked         | leader + committee | | BOTH | reinstate_about; moves flag.restore if decision=exempt; \
  moves case.resume if decision=exempt; says tolerance_revoked if decision=exempt; answers tolerance_exempted | §13B: by a reversing entry
show_evidence | applied, investigating, consulting, deciding, serving, rectifying, checking, in_effect, refused, review, closed, \
  withdrawn, revoked > act | reviewer, committee, leader, officer | nothing_sent | | show_evidence | §7.3, §2: what the unit says is proven
term tolerance_accept         | applied       | 3 wd | §7.3, §13A
term tolerance_investigate    | investigating | 15 wd | §7.3, §13A
term tolerance_consult        | consulting    | 5 wd | §7.3, §13A
term tolerance_decide         | deciding      | 5 wd | §7.3, §13A
term tolerance_serve          | serving       | 3 wd; by itself deem_received; right | §7.3, §13A
term tolerance_review_request | refused       | 10 wd; by itself close; right | §9: 容错决定, within 10 working days
term tolerance_review         | review        | 10 wd | §7.3
waits | applied: reviewer; investigating, consulting, checking: officer; deciding, review: leader; serving, rectifying: subject | §7.3
sees subject   | about circumstance decision reason mending lacking why | §2: not what was found of a clue
sees applicant | about circumstance account decision reason mending lacking why | §2
sees reviewer, committee, leader | about circumstance account decision reason mending lacking why attachments conditions never findings \
  organs opinions | §2
begins | flag: hung; clue: accepted, assigned, verifying, concluded, answered, review, reviewed, second_review, closed, archived; \
  case: inspecting, inspected, hearing, comparing, voting, proposed, publishing, notice, objected, confirming | §7.3: any time before L8
""")
ESTABLISHED = {"conditions": ",".join(tolerance.CONDITIONS)}
DECIDING = [("deciding", "decide"), ("review", "decide_review")]


HELD: Mapping[str, lifecycles.Held] = {"tolerance": {"own": ESTABLISHED}}


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
