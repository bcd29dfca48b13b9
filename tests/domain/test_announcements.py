"""Who may approve an announcement, and when it is approved: the matrix is written by hand from the law §9 and the design §7."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from domain.matters import announcements
from domain.matters.announcements import AnnouncementCase, AnnouncementMove, AnnouncementStage, Rendering
from domain.mechanism import procedure
from domain.mechanism.ballots import Grant, Poll, Slots, Vote, Voter
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.table import Facts
from domain.people import Actor, Role
from tests.support import lifecycles

NEEDED = RuleSet().announcement_approvers  # one leader; one leader or committee member
LEADER, COMMITTEE = frozenset({Role.LEADER}), frozenset({Role.COMMITTEE})
WORDS = Rendering(
    audience="board", channel="web", locale="zh", part=1, title="标题", text="正文", picture="ab", alt="图"
)


def actor(person: int, roles: frozenset[Role], unit: str = "") -> Actor:
    return Actor(account_id=person, person_id=person, roles=roles, unit=unit)


def case(author: int | None = None, named: frozenset[str] = frozenset(), apart: int | None = None) -> AnnouncementCase:
    return AnnouncementCase(author_id=author, named=named, apart_id=apart)


def poll(*approvals: tuple[int, str], who: Actor, needed: Slots = NEEDED, voice: int = 0) -> Poll:
    """Approvals by others, and who would sign now: everybody with a grant of each role, numbered by person and role. `voice`: for whom
    whoever would sign stands in."""
    people = {person: {role} for person, role in approvals}
    mine = {role.value for role in who.roles & {Role.LEADER, Role.COMMITTEE}} | people.get(who.person_id or 0, set())
    if mine and who.person_id is not None:
        people[who.person_id] = mine
    return Poll(
        voters={
            person: Voter(
                person_id=person,
                grants=tuple(
                    Grant(
                        id=_grant(person, role), role=role, voice=voice if voice and person == who.person_id else person
                    )
                    for role in sorted(roles)
                ),
            )
            for person, roles in people.items()
        },
        votes=tuple(Vote(person_id=person, grant_id=_grant(person, role), given={}) for person, role in approvals),
        needed=needed,
    )


def _grant(person: int, role: str) -> int:
    return person * 10 + ("leader", "committee", "reviewer").index(role)


def hindrance(
    given: Poll | None,
    who: Actor,
    about: AnnouncementCase | None,
    move: AnnouncementMove = AnnouncementMove.APPROVE,
    stage: AnnouncementStage = AnnouncementStage.PROPOSED,
) -> Why | None:
    """What the table says of this person who makes this move."""
    standing = lifecycles.at(announcements.PROCEDURE, stage)
    return procedure.hindrance(announcements.PROCEDURE, standing, move, who, Facts(case=about, poll=given))


@pytest.mark.parametrize(
    ("who", "signed", "about", "expected"),
    [
        (actor(1, LEADER), [], case(), None),
        (actor(1, COMMITTEE), [], case(), None),
        (actor(2, LEADER), [(1, "leader")], case(), None),
        (actor(2, COMMITTEE), [(1, "leader")], case(), None),
        (actor(2, LEADER), [(1, "committee")], case(), None),
        # Two committee members are not enough: the second one's signature is not needed.
        (actor(2, COMMITTEE), [(1, "committee")], case(), Why.NOT_NEEDED),
        (actor(3, LEADER), [(1, "leader"), (2, "leader")], case(), Why.NOT_NEEDED),
        (actor(1, LEADER), [(1, "leader")], case(), Why.SAME_PERSON),
        # The same person in another role is still the same person.
        (actor(1, LEADER | COMMITTEE), [(1, "committee")], case(), Why.SAME_PERSON),
        (actor(1, LEADER), [], case(author=1), Why.AUTHOR),
        (actor(1, LEADER), [], case(apart=1), Why.CONFIRMED_IT),
        (actor(2, LEADER), [], case(apart=1), None),
        (actor(1, LEADER, unit="U01"), [], case(named=frozenset({"U01"})), Why.RECUSED),
        (actor(1, LEADER, unit="U01"), [], case(named=frozenset({"U02"})), None),
        (actor(1, LEADER), [], case(named=frozenset({""})), None),
        (actor(1, frozenset({Role.REVIEWER})), [], case(), Why.NOT_YOURS),
        (actor(1, frozenset({Role.ADMIN})), [], case(), Why.NOT_YOURS),
        (actor(1, frozenset({Role.UNIT_CONTACT})), [], case(), Why.NOT_YOURS),
        # The clock does not sign: it ends what is complete.
        (Actor(roles=frozenset({Role.CLOCK})), [], case(), Why.NOT_NOW),
        (Actor(account_id=1, roles=LEADER), [], case(), Why.NOT_YOURS),
    ],
)
def test_who_may_sign(who: Actor, signed: list[tuple[int, str]], about: AnnouncementCase, expected: Why | None) -> None:
    given = poll(*signed, who=who)
    assert hindrance(given, who, about) is expected
    standing = lifecycles.at(announcements.PROCEDURE, AnnouncementStage.PROPOSED)
    shown = procedure.open_to(announcements.PROCEDURE, standing, who, Facts(case=about, poll=given))
    assert (AnnouncementMove.APPROVE in shown) is (expected is None), "a button that would be refused is not shown"


def test_whoever_stands_in_for_one_who_has_signed_says_the_same_once_more() -> None:
    deputy = actor(2, LEADER)
    assert hindrance(poll((1, "committee"), who=deputy, voice=1), deputy, case()) is Why.SAME_PERSON
    assert hindrance(poll((1, "committee"), who=deputy, voice=3), deputy, case()) is None


def test_two_who_stand_in_for_one_are_one_voice() -> None:
    first = Voter(person_id=1, grants=(Grant(id=1, role="leader", voice=9),))
    second = Voter(person_id=2, grants=(Grant(id=2, role="leader", voice=9),))
    own = Voter(person_id=9, grants=(Grant(id=9, role="leader", voice=9),))
    voted = Poll(voters={1: first, 2: second, 9: own}, votes=(Vote(person_id=1, grant_id=1, given={}),), needed=NEEDED)
    assert voted.hindrance(2) is Why.SAME_PERSON
    assert voted.hindrance(9) is Why.SAME_PERSON


def test_a_signature_does_not_count_of_who_lost_the_grant_or_is_kept_away() -> None:
    who = actor(2, LEADER)
    given = poll((1, "leader"), who=who)
    assert given.left == (frozenset({"committee", "leader"}),)
    away = replace(given, voters={**given.voters, 1: replace(given.voters[1], is_kept_away=True)})
    lost = replace(given, votes=(replace(given.votes[0], grant_id=99),))
    assert away.left == lost.left == NEEDED


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
    assert poll(*approvals, who=actor(9, frozenset())).is_complete is expected


def test_whoever_holds_both_roles_signs_in_the_one_that_leaves_more_open() -> None:
    both = actor(1, LEADER | COMMITTEE)
    assert poll(who=both).grant_of(1).role == "leader"
    assert poll((2, "leader"), who=both).grant_of(1).role in ("leader", "committee")


def test_a_publication_is_set_anew_only_where_its_moment_was_missed() -> None:
    """The card hid the button and the handler refused the press, each by a line of its own; the printed table showed neither."""
    leader = actor(1, LEADER)
    assert hindrance(None, leader, case(), AnnouncementMove.RESCHEDULE, AnnouncementStage.APPROVED) is Why.NOT_NEEDED
    assert (
        hindrance(
            None, leader, replace(case(), is_missed=True), AnnouncementMove.RESCHEDULE, AnnouncementStage.APPROVED
        )
        is None
    )


def test_nobody_signs_where_nothing_is_known_of_the_case() -> None:
    assert hindrance(None, actor(1, LEADER), None) is not None


def test_an_office_may_ask_for_three_signatures() -> None:
    needed = (frozenset({"leader"}), frozenset({"committee"}), frozenset({"committee"}))
    two, nobody = ((1, "leader"), (2, "committee")), actor(9, frozenset())
    assert not poll(*two, who=nobody, needed=needed).is_complete
    assert poll(*two, (3, "committee"), who=nobody, needed=needed).is_complete


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


def test_nothing_leaves_a_stage_that_is_final() -> None:
    """Of what was said, later words of it that were missed may still be let be said (`reschedule`): it stays where it is."""
    final = {AnnouncementStage.PUBLISHED, AnnouncementStage.VOID, AnnouncementStage.EXPIRED}
    leaving = {move: rule for move, rule in announcements.MOVES.items() if rule.start & final}
    assert leaving.keys() <= {AnnouncementMove.RESCHEDULE}
    assert all(rule.start & final == {AnnouncementStage.PUBLISHED} and not rule.end for rule in leaving.values())


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
    assert poll(*signed, who=actor(9, frozenset())).left == expected
