"""Which kinds of matters each role may see at all, against a matrix written by hand from the law §2 (sees, never), over all tables.

A table that shows a role more than stands here is red until somebody has read the law again.
"""

from __future__ import annotations

import pytest

from domain.lifecycles import PROCEDURES
from domain.mechanism.columns import Relation
from domain.people import Role

OWN_RULES = "calendar profile ruling staff"
SEES = {
    Role.REPORTER: "",  # never any other clue; their own by a query code
    Role.CUSTODIAN: "opening",  # never the merits of a case
    Role.CASE_OFFICER: "",  # assigned matters, as their officer
    Role.UNIT_CONTACT: "",  # own unit's, as a party to it
    Role.SUPPORT_CONTACT: "",  # the helped unit's plan, once named
    Role.SITE_EVALUATOR: "",  # plan and evidence, once named
    Role.DATA_OWNER: "",
    Role.RATER: "",
    Role.PROJECT_OWNER: "",
    Role.PUBLISHER: "announcement correction",  # approved items only, and what puts right one that was said
    Role.ADMIN: f"{OWN_RULES} trouble",  # configuration and accounts; never clues or identities
    Role.AUDITOR: f"{OWN_RULES} contact opening audit arena",  # history of the configuration, contacts, openings, odd ballots; no clue
    Role.BYPASS_CONTACT: "upward",  # rule 4: the upper level, and of this office's matters nothing else
    Role.CLOCK: "",
}
OUTSIDE = {Role.REPORTER, Role.BYPASS_CONTACT, Role.CLOCK}
OF_ALL_CADRES = {"discussion"}  # the law §1 row 15: all cadres discuss; whoever is not of the office does not
NEVER_BY_A_UNIT = {
    "clue",
    "upward",
    "striver",
    "objection",
    "visit",
    "suspicion",
    "opening",
    "contact",
    "recusal",
    "announcement",
}


@pytest.mark.parametrize("role", SEES)
def test_a_role_sees_the_kinds_of_matters_that_the_law_names(role: Role) -> None:
    wanted = set(SEES[role].split()) | (set() if role in OUTSIDE else OF_ALL_CADRES)
    assert {kind for kind, table in PROCEDURES.items() if role in table.shows} == wanted


def test_what_is_about_the_office_itself_is_seen_by_nobody_of_it() -> None:
    """Rule 4: past queue and counts, straight to the upper level."""
    assert set(PROCEDURES["upward"].shows) == {Role.BYPASS_CONTACT}
    acting = {party for rule in PROCEDURES["upward"].moves.values() for party in rule.by}
    assert acting == {Role.BYPASS_CONTACT, Role.REPORTER, Role.CLOCK, Role.REVIEWER}
    assert [name for name, rule in PROCEDURES["upward"].moves.items() if Role.REVIEWER in rule.by] == ["enter"]


def test_an_accused_unit_is_a_party_to_nothing_that_tells_of_its_source() -> None:
    """Never the clue or its source: only a summary of what it is accused of (the law §2)."""
    assert not {kind for kind in NEVER_BY_A_UNIT if Relation.SUBJECT in PROCEDURES[kind].shows}
    for table in PROCEDURES.values():
        shown = set(table.shows.get(Relation.SUBJECT, ()))
        is_about_a_clue = table.begins is not None and "clue" in table.begins.kinds
        assert not shown & ({"parent", "story", "facts"} if is_about_a_clue else {"story", "facts"}), table.matter


@pytest.mark.parametrize("party", [Relation.HELPER, Relation.EVALUATOR])
def test_who_helps_or_evaluates_sees_the_plan_and_not_the_file(party: Relation) -> None:
    shown = set(PROCEDURES["case"].shows[party])
    assert {"analysis", "progress", "result"} <= shown
    assert not {"parent", "facts", "checked", "found", "compare", "vote", "reply"} & shown


def test_nobody_but_the_custodian_looks_at_an_identity() -> None:
    looking = [
        (kind, rule)
        for kind, table in PROCEDURES.items()
        for rule in table.moves.values()
        if "open_identity" in rule.effects
    ]
    assert [(kind, rule.by) for kind, rule in looking] == [("opening", frozenset({Role.CUSTODIAN}))]
