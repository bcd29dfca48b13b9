"""Changes of who works here, against a matrix written by hand: an administrator decides, and a voice in what becomes public is signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from domain.matters import staff
from domain.matters.staff import Placement, Roster
from domain.mechanism import procedure
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event
from domain.mechanism.table import Facts
from domain.people import CLOCK, OPERATOR, STAFF, Role
from tests.support import law, lifecycles

TABLE = staff.PROCEDURE
LAW = law.read(f"""
invite    | new > proposed | admin | needs_unit | | | §2, design §5: the administrator's; whose unit must be known
appoint   | new > proposed | admin | nobody, has_role, needs_unit, from_above | | | §2, §2 rule 4, design §5
stand_in  | new > proposed | admin | nobody, has_not_role, not_deputised, oneself, nobody, has_role, other_unit, from_above, days_wrong \
  | | | design §5: deputies and leave
take      | new > decided | admin | nobody, has_not_role, last_admin | | enact_staff | design §5: it takes away, and one administrator stays
recall    | new > decided | admin | | | enact_staff | design §5
hand_over | new > decided | admin | oneself, has_not_role, no_claims | | enact_staff | design §5: a leaver's open matters
device    | new > proposed | {",".join(STAFF)} | nobody, not_yours | | | design §5: a new device; one's own, or by an administrator
sign_out  | new > decided | admin | | | enact_staff | design §5: a lost phone
change    | new > decided | admin | | | enact_staff | design §5
cancel    | new > decided | admin | | | enact_staff | design §5
approve   | proposed > decided | leader, committee | same_person, cannot_be_named | applicant, leader | enact_staff | §13B: a public voice
decide_alone | proposed > decided | clock | another_decides | | enact_staff | design §5: no voice in what is public, or the first one
turn_down | proposed > turned_down | leader, committee | | applicant | | design §5
withdraw  | proposed > withdrawn | applicant | | | | design §5
lapse     | proposed > lapsed | clock | | applicant | | design §5
term ruling_decide | proposed | 10 wd; by itself lapse | design §5
waits | proposed: leader, committee | design §5
sees applicant, admin, leader, committee, auditor | applicant person role unit post other since until deputy invitation reason | §2
""")
STAGES = ("new", "proposed", "decided", "turned_down", "withdrawn", "lapsed")
TODAY = date(2026, 3, 4)
PEOPLE = {
    1: Placement(roles=frozenset({Role.ADMIN}), own=frozenset({Role.ADMIN})),
    2: Placement(roles=frozenset({Role.REVIEWER}), own=frozenset({Role.REVIEWER}), has_claims=True),
    3: Placement(roles=frozenset({Role.REVIEWER, Role.LEADER}), own=frozenset({Role.REVIEWER})),  # leads for 4
    4: Placement(roles=frozenset({Role.LEADER}), own=frozenset({Role.LEADER})),
    5: Placement(roles=frozenset({Role.UNIT_CONTACT}), own=frozenset({Role.UNIT_CONTACT}), unit="U04"),
    7: Placement(roles=frozenset({Role.BYPASS_CONTACT}), own=frozenset({Role.BYPASS_CONTACT})),
    6: Placement(roles=frozenset({Role.REVIEWER}), own=frozenset({Role.REVIEWER}), unit="U05"),
}
ROSTER = Roster(today=TODAY, places=PEOPLE, has_signers=True)


def why(move: str, given: Mapping[str, str], by: str = "admin") -> Why | None:
    """Why a change is refused; None where it is made or waits to be signed."""
    made = procedure.make(
        TABLE,
        lifecycles.at(TABLE, "new"),
        move,
        lifecycles.ACTORS[by],
        {"role": "", "unit": "", "post": "甲", "since": "", **given},
        rules=lifecycles.RULES,
        calendar=lifecycles.days(),
        at=lifecycles.AT,
        facts=Facts(case=ROSTER),
    )
    return made.why if isinstance(made, Refused) else None


@pytest.mark.parametrize("move", list(staff.FIRST))
@pytest.mark.parametrize("by", ["reporter", "reviewer", "committee", "leader", "unit_contact", "clock"])
def test_only_an_administrator_changes_who_works_here(move: str, by: str) -> None:
    given = {"role": "reviewer", "person": "2", "other": "6", "until": "2026-03-04", "deputy": "1", "invitation": "1"}
    is_own_device = (move, by) == ("device", "reviewer")  # the reviewer is number 2
    assert why(move, given, by) is (None if is_own_device else Why.NOT_YOURS)


@pytest.mark.parametrize(
    ("move", "given", "expected"),
    [
        ("invite", {"role": "reviewer"}, None),
        ("invite", {"role": "unit_contact"}, Why.NEEDS_UNIT),
        ("invite", {"role": "unit_contact", "unit": "U04"}, None),
        ("appoint", {"person": "2", "role": "committee"}, None),
        ("appoint", {"person": "2", "role": "reviewer"}, Why.HAS_ROLE),
        ("appoint", {"person": "3", "role": "leader"}, None),  # whoever only stands in may get it for themselves
        ("appoint", {"person": "2", "role": "unit_contact"}, Why.NEEDS_UNIT),
        ("appoint", {"person": "9", "role": "reviewer"}, Why.NOBODY),
        ("take", {"person": "2", "role": "reviewer"}, None),
        ("take", {"person": "2", "role": "leader"}, Why.HAS_NOT_ROLE),
        ("take", {"person": "1", "role": "admin"}, Why.LAST_ADMIN),
        ("take", {"person": "3", "role": "leader"}, None),
        ("hand_over", {"person": "2", "other": "6"}, None),
        ("hand_over", {"person": "2", "other": "2"}, Why.ONESELF),
        ("hand_over", {"person": "2", "other": "4"}, Why.HAS_NOT_ROLE),
        ("hand_over", {"person": "6", "other": "2"}, Why.NO_CLAIMS),
        ("stand_in", {"person": "4", "role": "leader", "other": "2", "until": "2026-03-04"}, None),
        ("stand_in", {"person": "4", "role": "leader", "other": "2", "until": "2026-03-03"}, Why.DAYS_WRONG),
        (
            "stand_in",
            {"person": "4", "role": "leader", "other": "2", "since": "2026-03-09", "until": "2026-03-08"},
            Why.DAYS_WRONG,
        ),
        ("stand_in", {"person": "3", "role": "leader", "other": "2", "until": "2026-03-04"}, Why.HAS_NOT_ROLE),
        ("stand_in", {"person": "4", "role": "leader", "other": "3", "until": "2026-03-04"}, Why.HAS_ROLE),
        ("stand_in", {"person": "4", "role": "leader", "other": "4", "until": "2026-03-04"}, Why.ONESELF),
        ("stand_in", {"person": "4", "role": "leader", "other": "9", "until": "2026-03-04"}, Why.NOBODY),
        ("stand_in", {"person": "1", "role": "admin", "other": "2", "until": "2026-03-04"}, Why.NOT_DEPUTISED),
        ("stand_in", {"person": "5", "role": "unit_contact", "other": "6", "until": "2026-03-04"}, Why.OTHER_UNIT),
        ("invite", {"role": "rater"}, Why.NEEDS_UNIT),  # whose own unit nobody knew would be rated by it
        ("invite", {"role": "data_owner"}, Why.NEEDS_UNIT),
        ("invite", {"role": "custodian"}, None),
        ("stand_in", {"person": "5", "role": "custodian", "other": "6", "until": "2026-03-04"}, Why.HAS_NOT_ROLE),
        ("device", {"person": "9"}, Why.NOBODY),
        ("appoint", {"person": "2", "role": "bypass_contact"}, Why.FROM_ABOVE),  # of the upper level, and nothing here
        ("appoint", {"person": "7", "role": "reviewer"}, Why.FROM_ABOVE),
        ("stand_in", {"person": "4", "role": "leader", "other": "7", "until": "2026-03-04"}, Why.FROM_ABOVE),
    ],
)
def test_a_change_that_does_not_fit_who_works_here_is_refused(
    move: str, given: dict[str, str], expected: Why | None
) -> None:
    assert why(move, given) is expected


@pytest.mark.parametrize("role", [role.value for role in STAFF])
@pytest.mark.parametrize("is_alone", [True, False])
@pytest.mark.parametrize("has_signers", [True, False])
@pytest.mark.parametrize("is_at_the_machine", [True, False])
def test_a_voice_in_what_becomes_public_is_signed_but_for_the_first_one(
    role: str, is_alone: bool, has_signers: bool, is_at_the_machine: bool
) -> None:
    standing = replace(
        lifecycles.at(TABLE, "proposed"), own={"role": role}, account_id=None if is_at_the_machine else 6
    )
    facts = Facts(case=Roster(today=TODAY, has_signers=has_signers), is_alone=is_alone)
    made = lifecycles.make(TABLE, standing, "decide_alone", CLOCK, facts)
    is_first = is_alone and (is_at_the_machine or not has_signers)
    assert isinstance(made, Event) == (
        role not in ("leader", "committee", "custodian", "auditor", "bypass_contact") or is_first
    )


@pytest.mark.parametrize(
    ("person", "author", "is_signed"), [("4", 1, True), ("4", 4, False), ("2", 1, False), ("3", 1, True)]
)
def test_a_device_of_whoever_has_such_a_voice_is_signed_for_unless_they_ask_themselves(
    person: str, author: int, is_signed: bool
) -> None:
    standing = replace(lifecycles.at(TABLE, "proposed"), own={"person": person}, account_id=6, category="device")
    made = lifecycles.make(TABLE, standing, "decide_alone", CLOCK, Facts(case=replace(ROSTER, author=author)))
    assert isinstance(made, Event) != is_signed


def test_who_signs_is_another_and_decides_for_the_office() -> None:
    for stage in STAGES:
        for who in ("reporter", "reviewer", "unit_contact", "admin", "clock", "leader", "committee"):
            made = lifecycles.became(TABLE, stage, "approve", who)
            assert (made is not None) == (stage == "proposed" and who in ("leader", "committee")), (stage, who)
    assert OPERATOR.roles == {Role.ADMIN}  # whoever sits at the machine signs nothing
