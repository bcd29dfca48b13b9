"""Who may approve an announcement, and when it is approved: the matrix is written by hand from the law §9 and the design §7."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from domain import announcements
from domain.announcements import Approval, Case, Move, Rendering, Stage
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.table import Facts
from domain.people import Actor, Role
from tests import lifecycles

NEEDED = RuleSet().announcement_approvers  # one leader; one leader or committee member
LEADER, COMMITTEE = frozenset({Role.LEADER}), frozenset({Role.COMMITTEE})
WORDS = Rendering(
    audience="board", channel="web", locale="zh", part=1, title="标题", text="正文", picture="ab", alt="图"
)


def actor(person: int, roles: frozenset[Role], unit: str = "") -> Actor:
    return Actor(account_id=person, person_id=person, roles=roles, unit=unit)


def case(*approvals: tuple[int, str], author: int | None = None, named: frozenset[str] = frozenset()) -> Case:
    signed = tuple(Approval(person_id=person, role=role) for person, role in approvals)
    return Case(author_id=author, named=named, approvals=signed, needed=NEEDED)


def hindrance(given: Case | None, who: Actor, move: Move = Move.APPROVE, stage: Stage = Stage.PROPOSED) -> Why | None:
    """What the table says of this person who makes this move."""
    standing = lifecycles.at(announcements.PROCEDURE, stage)
    return procedure.hindrance(announcements.PROCEDURE, standing, move, who, Facts(case=given))


@pytest.mark.parametrize(
    ("who", "given", "expected"),
    [
        (actor(1, LEADER), case(), None),
        (actor(1, COMMITTEE), case(), None),
        (actor(2, LEADER), case((1, "leader")), None),
        (actor(2, COMMITTEE), case((1, "leader")), None),
        (actor(2, LEADER), case((1, "committee")), None),
        # Two committee members are not enough: the second one's signature is not needed.
        (actor(2, COMMITTEE), case((1, "committee")), Why.NOT_NEEDED),
        (actor(3, LEADER), case((1, "leader"), (2, "leader")), Why.NOT_NEEDED),
        (actor(1, LEADER), case((1, "leader")), Why.SAME_PERSON),
        # The same person in another role is still the same person.
        (actor(1, LEADER | COMMITTEE), case((1, "committee")), Why.SAME_PERSON),
        (actor(1, LEADER), case(author=1), Why.AUTHOR),
        (actor(1, LEADER), replace(case(), apart_id=1), Why.CONFIRMED_IT),
        (actor(2, LEADER), replace(case(), apart_id=1), None),
        # Who stands in for somebody who has signed says the same once more.
        (actor(2, LEADER), replace(case((1, "committee")), is_one_voice=True), Why.SAME_PERSON),
        (actor(1, LEADER, unit="U01"), case(named=frozenset({"U01"})), Why.RECUSED),
        (actor(1, LEADER, unit="U01"), case(named=frozenset({"U02"})), None),
        (actor(1, LEADER), case(named=frozenset({""})), None),
        (actor(1, frozenset({Role.REVIEWER})), case(), Why.NOT_YOURS),
        (actor(1, frozenset({Role.ADMIN})), case(), Why.NOT_YOURS),
        (actor(1, frozenset({Role.UNIT_CONTACT})), case(), Why.NOT_YOURS),
        (Actor(roles=frozenset({Role.CLOCK})), case(), Why.NOT_YOURS),
        (Actor(account_id=1, roles=LEADER), case(), Why.NOT_YOURS),
    ],
)
def test_who_may_sign(who: Actor, given: Case, expected: Why | None) -> None:
    assert hindrance(given, who) is expected
    shown = procedure.open_to(
        announcements.PROCEDURE, lifecycles.at(announcements.PROCEDURE, Stage.PROPOSED), who, Facts(case=given)
    )
    assert (Move.APPROVE in shown) is (expected is None), "a button that would be refused is not shown"


@pytest.mark.parametrize(
    ("approvals", "expected"),
    [
        ([], False),
        ([(1, "leader")], False),
        ([(1, "leader"), (2, "leader")], True),
        ([(1, "leader"), (2, "committee")], True),
        ([(1, "committee"), (2, "leader")], True),
        ([(1, "committee"), (2, "committee")], False),
        ([(1, "leader"), (1, "committee")], False),
        ([(1, "leader"), (1, "leader")], False),
        ([(1, "reviewer"), (2, "leader")], False),
        ([(1, "committee"), (2, "committee"), (3, "leader")], True),
    ],
)
def test_it_is_approved_by_a_leader_and_by_another_leader_or_committee_member(
    approvals: list[tuple[int, str]], expected: bool
) -> None:
    signed = [Approval(person_id=person, role=role) for person, role in approvals]
    assert announcements.is_enough(signed, NEEDED) is expected


def test_whoever_holds_both_roles_signs_in_the_one_that_leaves_more_open() -> None:
    both = actor(1, LEADER | COMMITTEE)
    assert announcements.role_for(case(), both) == "leader"
    assert announcements.role_for(case((2, "leader")), both) in ("leader", "committee")


def test_a_publication_is_set_anew_only_where_its_moment_was_missed() -> None:
    """The card hid the button and the handler refused the press, each by a line of its own; the printed table showed neither."""
    leader = actor(1, LEADER)
    assert hindrance(case(), leader, Move.RESCHEDULE, Stage.APPROVED) is Why.NOT_NEEDED
    assert hindrance(replace(case(), is_missed=True), leader, Move.RESCHEDULE, Stage.APPROVED) is None


def test_nobody_signs_where_nothing_is_known_of_the_case() -> None:
    assert hindrance(None, actor(1, LEADER)) is not None


def test_an_office_may_ask_for_three_signatures() -> None:
    needed = (frozenset({"leader"}), frozenset({"committee"}), frozenset({"committee"}))
    two = [Approval(person_id=1, role="leader"), Approval(person_id=2, role="committee")]
    assert not announcements.is_enough(two, needed)
    assert announcements.is_enough([*two, Approval(person_id=3, role="committee")], needed)


@pytest.mark.parametrize(
    "name", ["audience", "channel", "locale", "part", "title", "text", "picture", "alt", "figures"]
)
def test_approvals_cover_every_word_and_where_it_is_said(name: str) -> None:
    changed = {field: getattr(WORDS, field) for field in Rendering.__slots__}
    changed[name] = 2 if name == "part" else "anders"
    assert announcements.digest([WORDS]) != announcements.digest([Rendering(**changed)])


def test_the_order_in_which_messages_are_listed_changes_nothing() -> None:
    several = [
        Rendering(audience="board", channel="web", locale=locale, part=p, title="t", text="x")
        for locale in "ab"
        for p in (1, 2)
    ]
    assert len({announcements.digest(order) for order in itertools.permutations(several)}) == 1
    assert announcements.digest(several) != announcements.digest(several[:-1])


MATRIX = {  # move: (from, to, by)
    Move.PROPOSE: ("worded", "proposed", {Role.CLOCK}),
    Move.APPROVE: ("proposed", None, {Role.LEADER, Role.COMMITTEE}),
    Move.PREVIEW: ("proposed approved", None, {Role.LEADER, Role.COMMITTEE}),
    Move.RETURN: ("proposed approved", "void", {Role.LEADER, Role.COMMITTEE}),
    Move.RESCHEDULE: ("approved", None, {Role.LEADER}),
    Move.COMPLETE: ("proposed", "approved", {Role.CLOCK}),
    Move.LOSE: ("approved", "proposed", {Role.CLOCK}),
    Move.PUBLISH: ("approved", "published", {Role.CLOCK}),
    Move.CANCEL: ("proposed approved", "void", {Role.CLOCK}),
    Move.EXPIRE: ("proposed", "expired", {Role.CLOCK}),
}


@pytest.mark.parametrize("move", list(Move))
def test_the_table_says_what_was_written_by_hand(move: Move) -> None:
    start, end, by = MATRIX[move]
    rule = announcements.MOVES[move]
    assert (rule.start, rule.end, rule.by) == (frozenset(start.split()), end, frozenset(by))


def test_nothing_leaves_a_stage_that_is_final() -> None:
    final = {Stage.PUBLISHED, Stage.VOID, Stage.EXPIRED}
    assert not any(rule.start & final for rule in announcements.MOVES.values())


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        ([], NEEDED),
        ([(1, "committee")], ({"leader"},)),
        ([(1, "leader")], ({"leader", "committee"},)),
        ([(1, "leader"), (1, "leader")], ({"leader", "committee"},)),
        ([(1, "committee"), (2, "leader")], ()),
        ([(1, "leader"), (2, "leader")], ()),
    ],
)
def test_whose_signatures_are_missing(signed: list[tuple[int, str]], expected: tuple[set[str], ...]) -> None:
    given = [Approval(person_id=person, role=role) for person, role in signed]
    assert announcements.awaited(given, NEEDED) == expected
