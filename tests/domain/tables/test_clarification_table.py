"""Clarification against a matrix written by hand from the law §7.4: who agrees, who approves, how far it goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.matters import clarifications
from domain.mechanism import limits, procedure
from domain.mechanism.columns import Relation
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.table import Facts, Need
from tests.support import law, lifecycles

TABLE = clarifications.PROCEDURE

LAW = law.read("""
BOTH = subject, officer
CLEARED = moves case.clarify; restore_line
fall_due       | new > due | clock | | | | §7.4: 5 wd after the conclusion
propose        | new > consenting | reviewer | not_unfounded | | takes it | §7.4: who verified clarifies; 未查实 is not enough
take_up        | due > consenting | reviewer | | subject | takes it | §7.4
not_needed     | due > not_needed | reviewer + leader | | | | §7.4: none of the grounds (a) to (d)
take_over      | consenting, approving, approved > = | reviewer | owned_by_other | | takes it | design §5: what a leaver had in hand
consent        | consenting > approving | subject | scope_too_narrow | officer | | §7.4: the subject chooses, at least where the harm spread
record_consent | consenting > approving | officer | speaks_for_itself, scope_too_narrow | | | §7.4: of a person, on paper
go_without     | consenting > declined | subject | | officer | CLEARED | §7.4: may decline
record_refusal | consenting > declined | officer | speaks_for_itself | | CLEARED | §7.4: of a person, on paper
lapse          | consenting > declined | clock | | BOTH | CLEARED | §7.4: no more than the subject agrees to
ask_again      | declined > consenting | subject, officer | | BOTH | | §7.4, §11.1
approve        | approving > approved | leader | other_officer | BOTH | | §7.4: by the principal head
refuse         | approving > refused | leader | other_officer | BOTH | | §7.4
issue          | approved > issued | officer | other_scope, not_written | BOTH | CLEARED; paper clarification_letter; \
  opens visit.plan for follow_up giving post | §7.4: written always; a visit at 30 d
publish        | approved > publishing | officer | other_scope, not_written | | says clarified; to board channels; showing post issue; \
  answers case_notice; said said; unsaid fell; with consent | §7.4, §9: 通报, as wide as the harm, as the subject agreed
publish_unnamed | approved > publishing | officer | other_scope, not_written | | says clarified_unnamed; to board channels; \
  showing post issue; answers case_notice; said said; unsaid fell; with consent; names nobody | §7.4: anonymity
said           | publishing > issued | clock | | BOTH | CLEARED; paper clarification_letter; opens visit.plan for follow_up giving post | \
  §7.4, §9: after two approvals
fell           | publishing > approved | clock | | officer | | §9: not approved, not said
visited        | issued > followed | clock | | officer | | §7.4: a visit at 30 d
term clarify_propose | due | 5 wd | §7.4, §13A
term clarify_consent | consenting | 10 wd; by itself lapse; right | §7.4
term clarify_approve | approving | 5 wd; only within one office | §7.4, §13A
term clarify_cross | approving | 10 wd; only across offices | §7.4, §13A
term clarify_issue | approved | 5 wd | §7.4, §13A
waits | due: reviewer; consenting: subject, officer; approving: leader; approved: officer | §7.4
sees subject | issue damage scope naming reason issued_on modes | §2: neither the clue nor why
sees reviewer, committee, leader | about subject post grounds offices issue damage scope naming reason issued_on modes paper children | §2
begins | clue: concluded, answered, reviewed, closed, archived; case: turned_away, not_established, revoked | §7.4
""")
LEADER, OFFICER, UNIT = (
    lifecycles.ACTORS["leader"],
    Facts(relations=frozenset({Relation.OFFICER})),
    Facts(relations=frozenset({Relation.SUBJECT})),
)
GIVEN = {"scope": "public", "naming": "named", "modes": "written,meeting", "paper": "1", "issued_on": "2026-03-04"}


def why(stage: str, move: str, facts: Facts, own: dict[str, str], **given: str) -> Why | None:
    made = procedure.make(
        TABLE,
        replace(lifecycles.at(TABLE, stage), own=own),
        move,
        lifecycles.ACTORS["reviewer"],
        {**{asked.name: "given" for asked in TABLE.moves[move].asks}, **GIVEN, **given},
        rules=lifecycles.RULES,
        calendar=lifecycles.days(),
        at=lifecycles.AT,
        facts=facts,
    )
    return made.why if isinstance(made, Refused) else None


@pytest.mark.parametrize("stage", [stage.value for stage in clarifications.ClarificationStage])
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    """Of a person, as whatever is asked is answered "given": how far it goes is held by the tests below."""
    unheld = {move: replace(rule, needs=_without_scope(rule.needs)) for move, rule in TABLE.moves.items()}
    of_person, in_public = {"subject": "person"}, ("publish", "publish_unnamed")
    lifecycles.hold(replace(TABLE, moves=unheld), LAW.lines, stage, own=of_person, but=in_public)


def _without_scope(needs: tuple[Need, ...]) -> tuple[Need, ...]:
    return tuple(need for need in needs if need not in (clarifications.WIDE_ENOUGH, clarifications.WRITTEN))


@pytest.mark.parametrize("move", ["record_consent", "record_refusal"])
def test_the_officer_records_what_a_person_says_and_nothing_for_a_unit(move: str) -> None:
    assert why("consenting", move, OFFICER, {"subject": "person"}) is None
    assert why("consenting", move, OFFICER, {"subject": "unit"}) is Why.SPEAKS_FOR_ITSELF


@pytest.mark.parametrize(
    ("finding", "is_refused"), [("unfounded", False), ("not_established", True), ("partly", True), ("", True)]
)
def test_only_what_was_found_untrue_is_clarified(finding: str, is_refused: bool) -> None:
    """未查实 is not enough (the law §7.4)."""
    assert why("new", "propose", Facts(), {}, finding=finding) is (Why.NOT_UNFOUNDED if is_refused else None)


@pytest.mark.parametrize("damage", clarifications.SCOPES)
@pytest.mark.parametrize("scope", clarifications.SCOPES)
def test_it_reaches_at_least_as_far_as_the_harm(damage: str, scope: str) -> None:
    may = clarifications.SCOPES.index(scope) >= clarifications.SCOPES.index(damage)
    assert why("consenting", "consent", UNIT, {"damage": damage}, scope=scope) is (
        None if may else Why.SCOPE_TOO_NARROW
    )


@pytest.mark.parametrize(
    ("scope", "naming", "move"),
    [
        ("written", "", "issue"),
        ("meeting", "", "issue"),
        ("public", "named", "publish"),
        ("public", "unnamed", "publish_unnamed"),
    ],
)
def test_what_was_agreed_to_is_done_and_no_more(scope: str, naming: str, move: str) -> None:
    own = {"scope": scope, "naming": naming}
    for each in ("issue", "publish", "publish_unnamed"):
        assert why("approved", each, OFFICER, own) is (None if each == move else Why.OTHER_SCOPE)


@pytest.mark.parametrize(
    ("scope", "modes", "may"),
    [
        ("written", "written", True),
        ("written", "in_person", False),
        ("meeting", "written", False),
        ("meeting", "written,meeting", True),
        ("written", "written,in_person", True),
    ],
)
def test_it_is_always_written_and_a_meeting_was_held_where_one_was_agreed(scope: str, modes: str, may: bool) -> None:
    assert why("approved", "issue", OFFICER, {"scope": scope}, modes=modes) is (None if may else Why.NOT_WRITTEN)


@pytest.mark.parametrize("move", ["approve", "refuse"])
def test_who_proposed_it_does_not_approve_it(move: str) -> None:
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, "approving"), move, LEADER, Facts(did=frozenset({"take_up"})))
    assert isinstance(made, Refused)
    assert made.why is Why.OTHER_OFFICER


@pytest.mark.parametrize(
    ("stage", "own", "day"),
    [
        ("due", {}, "2026-03-11"),  # §7.4: proposed within 5 working days
        ("consenting", {}, "2026-03-18"),
        ("approving", {"offices": "own"}, "2026-03-11"),  # 5 working days, across offices 10 [U51]
        ("approving", {"offices": "several"}, "2026-03-18"),
        ("approved", {}, "2026-03-11"),
    ],
)
def test_its_terms_are_the_law_s(stage: str, own: dict[str, str], day: str) -> None:
    after = replace(lifecycles.at(TABLE, stage), own=own)
    terms = limits.entered(
        TABLE.terms, lifecycles.at(TABLE, ""), after, lifecycles.RULES, lifecycles.days(), lifecycles.AT
    )
    assert [str(lifecycles.days().local_day(each.due_at)) for each in terms] == [day]


def test_the_unit_reads_neither_the_clue_nor_why() -> None:
    assert not {"about", "grounds", "offices", "paper"} & set(TABLE.shows[Relation.SUBJECT])
