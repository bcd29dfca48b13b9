"""What becomes of a press by a table, one column of a line at a time, on a small table made up for it (the design §5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.mechanism import kin, procedure, seals
from domain.mechanism.ballots import Ballot, Grant, Poll, Vote, Voter
from domain.mechanism.columns import Announces, Asked, Beginning, Party, Place, Relation
from domain.mechanism.kin import Where
from domain.mechanism.limits import Limit
from domain.mechanism.parts import Candidate, Phase
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event, Named, Outcome, Pending, Standing
from domain.mechanism.table import (
    DECLINE,
    FILES,
    MAKE,
    SIGN,
    WHY_DECLINED,
    Facts,
    Need,
    Procedure,
    Rule,
    anywhere,
    looking,
)
from domain.people import CLOCK, Actor, Role
from tests.support import lifecycles

AT, LATER = lifecycles.AT, lifecycles.AT + timedelta(days=1)
REVIEWER, LEADER, COMMITTEE = (lifecycles.ACTORS[name] for name in ("reviewer", "leader", "committee"))
REPORTER = lifecycles.ACTORS["reporter"]
HELPER = Facts(relations=frozenset({Relation.HELPER}))
BOTH = Actor(account_id=9, person_id=9, roles=frozenset({Role.REVIEWER, Role.LEADER}))
STAFF = frozenset({Role.REVIEWER})
DRAFT = frozenset({"draft"})
NOT_LATE = Need("not marked late", Why.TOO_LATE, lambda standing, by, facts, given: standing.own.get("late") != "yes")
NOT_BLUE = Need("not blue", Why.NOT_NEEDED, lambda standing, by, facts, given: given.get("colour") != "blue")
NOT_HERS = Need("not 12", Why.OTHER_UNIT, lambda standing, by, facts, given: given.get("helpers") != "12")
ALL_THREE = Need(
    "nobody 99", Why.ONESELF, lambda s, by, facts, given: by.person_id != 99, frozenset({MAKE, SIGN, DECLINE})
)

TABLE = Procedure(
    matter="paper",
    first="new",
    moves={
        "write": Rule(
            start=frozenset({"new"}),
            end="draft",
            by=STAFF,
            asks=(
                Asked("facts", "text"),
                Asked("colour", "one_of", "colours", ("red", "blue")),
                Asked("shade", "text", where=("colour", ("blue",))),
                Asked("hint", "text", may_skip=True),
                Asked("told", "text", may_skip=True, kept=Place.STORY),
            ),
            owns=True,
            tells=(Role.LEADER,),
        ),
        "paint": Rule(
            start=DRAFT, by=STAFF, asks=(Asked("colour", "one_of", "", ("red", "blue", "green")),), needs=(NOT_BLUE,)
        ),
        "submit": Rule(
            start=DRAFT,
            end="done",
            by=STAFF,
            second=Role.LEADER,
            asks=(Asked("why", "text"),),
            needs=(NOT_LATE, ALL_THREE),
            tells=(Role.REVIEWER,),
        ),
        "name": Rule(
            start=DRAFT,
            by=STAFF,
            second=Relation.OFFICER,
            asks=(
                Asked("helpers", "persons", of=STAFF, or_of=frozenset({Role.CASE_OFFICER}), least=2),
                Asked("visitor", "person", of=STAFF, may_skip=True),
            ),
            appoints={"helpers": Relation.HELPER, "visitor": Relation.VISITOR},
        ),
        "pick": Rule(start=DRAFT, by=STAFF, asks=(Asked("helpers", "persons", of=STAFF),), needs=(NOT_HERS,)),
        "note": Rule(start=DRAFT, by=STAFF | {Role.COMMITTEE}, is_act=True, asks=(Asked("hint", "text"),)),
        "judge": Rule(
            start=DRAFT,
            by=STAFF,
            asks=(Asked("verdict", "one_of", "", ("yes", "no", "later")),),
            ends_by="verdict",
            ends={"yes": "done", "no": "dropped"},
        ),
        "seal": Rule(start=DRAFT, end="done", by=STAFF, seals=("facts", seals.SEALED_FILES)),
        "seal_words": Rule(start=DRAFT, end="done", by=STAFF, seals=("facts",)),
        "speak": Rule(start=DRAFT, by=frozenset({Relation.SUBJECT}) | STAFF, end="heard"),
        "leave": Rule(start=frozenset({"new", "draft"}), end="left", by=STAFF, recuses=True),
        "undo": Rule(start=frozenset({"done"}), end="draft", by=STAFF, is_undoing=True),
        "keep": Rule(start=frozenset({"done", "heard"}), end="heard", by=STAFF),
        "expire": Rule(start=frozenset({"draft"}), end="dropped", by=frozenset({Role.CLOCK}), is_hidden=True),
    },
    terms=(Limit("clue_sign_off", DRAFT, waits_for="submit"), Limit("clue_settle", DRAFT, lapses="expire")),
    shows={Role.REVIEWER: ("facts", "told"), Role.LEADER: ("colour", "why")},
)
FEW = {"helpers": (Candidate(11, "王"), Candidate(12, "赵"), Candidate(13, "孙")), "visitor": (Candidate(11, "王"),)}


def press(
    standing: Standing, move: str, by: Actor = REVIEWER, known: Facts = lifecycles.NOTHING_KNOWN, **given: Any
) -> Event | Why:
    """What becomes of it on 5 March."""
    made = procedure.make(
        TABLE, standing, move, by, given, rules=lifecycles.RULES, calendar=lifecycles.days(), at=LATER, facts=known
    )
    return made.why if isinstance(made, Refused) else made


def made(
    standing: Standing, move: str, by: Actor = REVIEWER, known: Facts = lifecycles.NOTHING_KNOWN, **given: Any
) -> Event:
    event = press(standing, move, by, known, **given)
    assert isinstance(event, Event), event
    return event


def at(stage: str, **own: str) -> Standing:
    return lifecycles.entered(TABLE, stage, **own)


def proposed(move: str = "submit", by: Actor = REVIEWER, **given: Any) -> Standing:
    return made(at("draft"), move, by, **(given or {"why": "ready"})).after


def test_a_move_leads_on_and_what_a_card_shows_to_somebody_is_kept() -> None:
    before = at("new", facts="old", other="stays")
    event = made(before, "write", facts="new", colour="red", hint="nobody sees it", told="a story")
    assert (event.before, event.move, event.outcome, event.by, event.at) == (
        before,
        "write",
        Outcome.MOVED,
        REVIEWER,
        LATER,
    )
    assert (event.tells, event.proposed_by, event.named, event.cast, event.recuses) == (
        (Role.LEADER,),
        None,
        (),
        None,
        False,
    )
    after = event.after
    assert (after.stage, after.epoch, after.since, after.pending, after.owner_id) == ("draft", 4, LATER, None, 2)
    assert after.own == {"facts": "new", "other": "stays", "colour": "red"}
    assert [each.name for each in after.terms] == ["clue_settle"]


def test_a_move_without_an_end_stays_and_its_stage_is_as_old_as_before() -> None:
    after = made(at("draft"), "paint", colour="red").after
    assert (after.stage, after.epoch, after.since, after.owner_id) == ("draft", 4, AT, None)
    assert after.terms == at("draft").terms


def test_an_act_is_noted_and_moves_nothing() -> None:
    waiting = proposed()
    event = made(waiting, "note", hint="x")
    assert event.outcome is Outcome.ACTED
    assert event.after == waiting, "neither the buttons of others fall, nor what waits for its signature"


@pytest.mark.parametrize(("verdict", "stage"), [("yes", "done"), ("no", "dropped"), ("later", "draft")])
def test_an_answer_may_say_where_it_ends(verdict: str, stage: str) -> None:
    assert made(at("draft"), "judge", verdict=verdict).after.stage == stage


def test_who_leaves_a_matter_is_said_to_have() -> None:
    assert made(at("draft"), "leave").recuses


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, Why.INCOMPLETE),
        ({"facts": "", "colour": "red"}, Why.INCOMPLETE),
        ({"facts": "x", "colour": "red"}, None),
        ({"facts": "x", "colour": "blue"}, Why.INCOMPLETE),
        ({"facts": "x", "colour": "blue", "shade": "dark"}, None),
    ],
)
def test_what_must_be_answered_is_and_what_is_not_asked_need_not_be(given: dict[str, Any], why: Why | None) -> None:
    pressed = press(at("new"), "write", **given)
    assert (None if isinstance(pressed, Event) else pressed) is why


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"helpers": "11,12"}, None),
        ({"helpers": "11"}, Why.INCOMPLETE),
        ({"helpers": "somebody"}, Why.INCOMPLETE),
        ({"helpers": "11,99"}, Why.CANNOT_BE_NAMED),
        ({"helpers": "11,12", "visitor": "11"}, None),
        ({"helpers": "11,12", "visitor": "12"}, Why.CANNOT_BE_NAMED),
    ],
)
def test_only_who_may_be_named_is_and_as_many_as_it_takes(given: dict[str, Any], why: Why | None) -> None:
    pressed = press(at("draft"), "name", known=Facts(candidates=FEW), **given)
    assert (None if isinstance(pressed, Event) else pressed) is why


def test_who_was_named_is_looked_at_again_when_it_is_signed() -> None:
    """They may have left by then, or have got a conflict."""
    waiting = made(at("draft"), "name", known=Facts(candidates=FEW), helpers="11,12").after
    officer = Facts(relations=frozenset({Relation.OFFICER}), candidates=FEW)
    named = made(waiting, SIGN, COMMITTEE, officer).named
    roles = frozenset({Role.REVIEWER, Role.CASE_OFFICER})
    assert named == (Named(party=Relation.HELPER, person_ids=(11, 12), roles=roles),)
    left = replace(officer, candidates={**FEW, "helpers": FEW["helpers"][1:]})
    assert press(waiting, SIGN, COMMITTEE, left) is Why.CANNOT_BE_NAMED


def test_what_needs_two_is_proposed_then_signed() -> None:
    before = at("draft")
    event = made(before, "submit", why="ready")
    assert (event.outcome, event.by, event.tells) == (Outcome.PROPOSED, REVIEWER, ())
    assert event.after.pending == Pending(move="submit", by=2, given={"why": "ready"})
    assert (event.after.stage, event.after.epoch, event.after.own) == ("draft", 4, {})
    assert [each.name for each in event.after.terms] == ["clue_settle", "clue_sign_off"]
    signed = made(event.after, SIGN, LEADER)
    assert (signed.move, signed.outcome, signed.by, signed.proposed_by) == ("submit", Outcome.MOVED, LEADER, 2)
    assert (signed.given, signed.tells) == ({"why": "ready"}, (Role.REVIEWER,))
    assert (signed.after.stage, signed.after.epoch, signed.after.pending) == ("done", 5, None)
    assert signed.after.own == {"why": "ready"}


def test_who_declines_says_why_and_the_proposal_is_over() -> None:
    waiting = proposed()
    assert press(waiting, DECLINE, LEADER) is Why.INCOMPLETE
    event = made(waiting, DECLINE, LEADER, why_declined="not yet")
    assert (event.move, event.outcome, event.by, event.proposed_by) == ("submit", Outcome.DECLINED, LEADER, 2)
    assert event.given == {"why": "ready", "why_declined": "not yet"}
    assert (event.after.stage, event.after.epoch, event.after.pending) == ("draft", 5, None)
    assert [each.name for each in event.after.terms] == ["clue_settle"], "and so is the term of who signs"


def test_who_takes_back_their_own_proposal_is_asked_nothing_and_does_not_sign_it() -> None:
    waiting = proposed(by=BOTH)
    assert press(waiting, SIGN, BOTH) is Why.SAME_PERSON
    assert made(waiting, DECLINE, BOTH).outcome is Outcome.DECLINED


def test_a_proposal_falls_with_the_role_of_who_made_it() -> None:
    """The design §7: a signature falls with the role."""
    assert procedure.voided(TABLE, at("draft"), LATER) is None
    waiting = proposed()
    event = procedure.voided(TABLE, waiting, LATER)
    assert event is not None
    assert (event.before, event.move, event.outcome, event.by) == (waiting, "submit", Outcome.DECLINED, CLOCK)
    assert (event.given, event.at, event.proposed_by) == ({"why": "ready"}, LATER, 2)
    assert event.after == replace(at("draft"), epoch=5)


@pytest.mark.parametrize(
    ("standing", "move", "by", "known", "why"),
    [
        (at("draft"), "sing", REVIEWER, Facts(), Why.NOT_NOW),
        (at("draft"), SIGN, LEADER, Facts(), Why.NOT_NOW),
        (at("draft"), DECLINE, LEADER, Facts(), Why.NOT_NOW),
        (at("done"), "paint", REVIEWER, Facts(), Why.NOT_NOW),
        (at("draft"), "paint", COMMITTEE, Facts(), Why.NOT_YOURS),
        (at("done"), "paint", COMMITTEE, Facts(), Why.NOT_YOURS),
        (at("draft"), "paint", REVIEWER, Facts(is_recused=True), Why.RECUSED),
        (at("draft"), "speak", REVIEWER, Facts(is_recused=True), Why.RECUSED),
        (at("draft"), "speak", REPORTER, Facts(is_recused=True, relations=frozenset({Relation.SUBJECT})), None),
        (at("draft"), "paint", REVIEWER, HELPER, Why.HAS_OTHER_PART),
        (at("draft"), "note", REVIEWER, HELPER, None),
        (at("draft", late="yes"), "submit", REVIEWER, Facts(), Why.TOO_LATE),
        (at("draft"), "expire", CLOCK, Facts(), None),
        (at("draft"), "expire", REVIEWER, Facts(), Why.NOT_YOURS),
        (proposed(), "paint", REVIEWER, Facts(), Why.NOT_NOW),
        (proposed(), "note", COMMITTEE, Facts(), None),
        (proposed(), "expire", CLOCK, Facts(), None),
        (proposed(), SIGN, LEADER, Facts(), None),
        (proposed(), SIGN, COMMITTEE, Facts(), Why.NOT_YOURS),
        (proposed(), DECLINE, COMMITTEE, Facts(), Why.NOT_YOURS),
        (proposed(), SIGN, LEADER, Facts(is_recused=True), Why.RECUSED),
        (proposed(), SIGN, LEADER, HELPER, Why.HAS_OTHER_PART),
        (replace(proposed(), own={"late": "yes"}), SIGN, LEADER, Facts(), Why.TOO_LATE),
        (replace(proposed(), own={"late": "yes"}), DECLINE, LEADER, Facts(), None),
        (proposed(), DECLINE, replace(LEADER, person_id=99), Facts(), Why.ONESELF),
        (replace(at("draft"), pending=Pending(move="paint", by=2, given={})), SIGN, LEADER, Facts(), Why.NOT_YOURS),
    ],
)
def test_what_stands_in_the_way_of_a_press(
    standing: Standing, move: str, by: Actor, known: Facts, why: Why | None
) -> None:
    assert procedure.hindrance(TABLE, standing, move, by, known) is why
    assert (move in procedure.open_to(TABLE, standing, by, known)) is (why is None and move != "expire")


def test_buttons_stand_in_the_order_of_the_table_and_what_waits_to_be_signed_first() -> None:
    assert procedure.open_to(TABLE, at("draft"), REVIEWER) == [
        *("paint", "submit", "name", "pick", "note", "judge", "seal", "seal_words", "speak", "leave")
    ]
    assert procedure.open_to(TABLE, proposed(), BOTH) == [SIGN, DECLINE, "note"]
    assert procedure.open_to(TABLE, at("draft"), CLOCK) == [], "what the clock does is no button"


def test_only_answers_are_offered_that_no_guard_refuses() -> None:
    paint, pick = TABLE.moves["paint"], TABLE.moves["pick"]
    known = Facts(candidates=FEW)
    assert procedure.options(paint, paint.asks[0], at("draft"), REVIEWER, known) == ("red", "green")
    assert procedure.options(pick, pick.asks[0], at("draft"), REVIEWER, known) == ("11|王", "13|孙")
    assert procedure.options(pick, pick.asks[0], at("draft"), REVIEWER, Facts()) == ()


TWO = ("11|王", "12|赵")


@pytest.mark.parametrize(
    ("asks", "why"),
    [
        ((), None),
        ((Asked("helper", "person", options=TWO[:1]),), None),
        ((Asked("helper", "person"),), Why.NOBODY_FOR_IT),
        ((Asked("helper", "person", may_skip=True),), None),
        ((Asked("helper", "person", where=("colour", ("red",))),), None),
        ((Asked("helpers", "persons", options=TWO, least=2),), None),
        ((Asked("helpers", "persons", options=TWO[:1], least=2),), Why.NOBODY_FOR_IT),
        ((Asked("colour", "one_of"),), None),
        ((Asked("helper", "person", options=TWO), Asked("visitor", "person")), Why.NOBODY_FOR_IT),
    ],
)
def test_nobody_is_asked_for_people_of_whom_there_are_too_few(asks: tuple[Asked, ...], why: Why | None) -> None:
    assert procedure.unanswerable(asks) is why


def test_something_follows_from_a_stage_that_a_move_leads_on_from_and_not_from_what_is_only_undone() -> None:
    assert [procedure.leads_on(TABLE, stage) for stage in ("new", "draft", "done", "heard", "dropped")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    undone = replace(TABLE, moves={"undo": TABLE.moves["undo"]})
    assert not procedure.leads_on(undone, "done")


def test_a_seal_keeps_what_is_said_and_where_files_are_sealed_their_names() -> None:
    sealed = made(at("draft", facts="x"), "seal", sealed_files="1:a").after.own
    assert sealed[seals.SEALED_FILES] == "1:a"
    assert seals.is_intact(sealed[seals.KEPT], sealed)
    for changed in ({"facts": "y"}, {seals.SEALED_FILES: "1:b"}):
        assert not seals.is_intact(sealed[seals.KEPT], {**sealed, **changed})
    assert seals.is_intact(sealed[seals.KEPT], {**sealed, "later": "z"}), "what came later was not sealed"
    words = made(at("draft", facts="x"), "seal_words").after.own
    assert words.keys() == {"facts", seals.KEPT}
    assert seals.is_intact(words[seals.KEPT], words)
    assert not seals.is_intact(words[seals.KEPT], {**words, "facts": "y"})
    assert seals.KEPT not in made(at("draft"), "paint", colour="red").after.own


def test_only_what_a_card_shows_to_somebody_is_kept_of_what_was_answered() -> None:
    given = {"facts": "x", "colour": "", "hint": "y", "told": "z"}
    assert TABLE.keeps(TABLE.moves["write"], given, {}) == {"facts": "x"}, "what was told has a key of its own"


def test_an_answer_that_is_added_stands_below_those_of_earlier_rounds_and_another_takes_their_place() -> None:
    rule = Rule(start=DRAFT, by=STAFF, asks=(Asked("facts", "text", adds=True), Asked("why", "text")))
    given = {"facts": "second", "why": "new"}
    assert TABLE.keeps(rule, given, {"facts": "first", "why": "old"}) == {"facts": "first\nsecond", "why": "new"}
    assert TABLE.keeps(rule, given, {"facts": ""}) == given


def test_a_move_takes_away_what_belongs_to_an_earlier_round() -> None:
    table = replace(TABLE, moves={"again": Rule(start=DRAFT, by=STAFF, resets=frozenset({"why", "colour"}))})
    event = procedure.make(
        table,
        at("draft", why="old", facts="x"),
        "again",
        REVIEWER,
        {},
        rules=lifecycles.RULES,
        calendar=lifecycles.days(),
        at=LATER,
    )
    assert isinstance(event, Event)
    assert event.after.own == {"facts": "x"}


def test_what_is_told_to_nobody_outside_is_one_answer_of_one_question() -> None:
    rule = Rule(
        start=DRAFT, by=STAFF, secret={"target": frozenset({"discipline"}), "kind": frozenset({"corruption", "theft"})}
    )
    answers: tuple[dict[str, str], ...] = ({"target": "petition"}, {"target": "discipline"}, {"kind": "theft"}, {})
    assert [rule.is_secret(given) for given in answers] == [False, True, True, False]


def test_whoever_may_make_one_move_of_a_part_of_the_work_does_that_part() -> None:
    table = replace(TABLE, phases={Phase.TRIAGE: frozenset({"paint", "note"}), Phase.VOTE: frozenset({"expire"})})
    assert table.phase_for(frozenset({Role.COMMITTEE})) == {Phase.TRIAGE}, "who only may note"
    assert table.phase_for(frozenset({Role.AUDITOR})) == frozenset()
    assert table.phases_of("note") == {Phase.TRIAGE}
    assert not table.phases_of("write")


def test_what_a_unit_asked_for_and_was_declined_is_read_by_the_unit() -> None:
    """What is read outside of the office must not say what does not leave it: also the reason why something is declined."""

    def is_read(by: frozenset[Party], second: Party | None) -> bool:
        rule = Rule(start=DRAFT, by=by, second=second, asks=(Asked("why", "text"),))
        return replace(TABLE, moves={"ask": rule, "paint": TABLE.moves["paint"]}).leaves(DECLINE, WHY_DECLINED)

    subject: frozenset[Party] = frozenset({Relation.SUBJECT})
    assert [is_read(subject, Role.LEADER), is_read(subject, None), is_read(STAFF, Role.LEADER)] == [True, False, False]


@pytest.mark.parametrize(
    ("rule", "asked", "is_read"),
    [
        ({"tells": (Relation.SUBJECT,)}, ("why", "text"), True),
        ({"tells": (Role.LEADER,)}, ("why", "text"), False),
        ({}, ("shown", "text"), True),
        ({}, ("said", "text"), True),
        ({}, ("said", "day"), False),
        ({"by": frozenset({Relation.SUBJECT})}, ("shown", "text"), False),
        ({"by": frozenset({Relation.SUBJECT, Role.REVIEWER})}, ("shown", "text"), True),
    ],
    ids=[
        "served",
        "inside",
        "on the unit's card",
        "in public",
        "a day says nothing",
        "the unit's own",
        "also the office's",
    ],
)
def test_words_are_read_outside_where_the_unit_is_told_or_shown_them_or_everybody_is(
    rule: dict[str, Any], asked: tuple[str, str], *, is_read: bool
) -> None:
    moves = {
        "do": Rule(**{"start": DRAFT, "by": STAFF, **rule}),
        "say": Rule(start=DRAFT, by=STAFF, announces=Announces(kind="x", shows=("said",))),
    }
    table = replace(TABLE, moves=moves, shows={Relation.SUBJECT: ("shown",), Role.LEADER: ("why",)})
    assert table.leaves("do", Asked(*asked)) is is_read
    assert not table.leaves("gone", Asked(*asked))


def test_anybody_can_name_what_people_begin_in_every_stage_and_nothing_that_goes_past_the_office() -> None:
    begun = replace(TABLE, moves={"write": TABLE.moves["write"], "judge": TABLE.moves["judge"]})
    begun = replace(begun, begins=Beginning(move="write", prefix="P"))
    apart = replace(begun, matter="apart", is_apart=True)
    stages = frozenset({"new", "draft", "done", "dropped"})
    assert anywhere((begun, apart, replace(TABLE, matter="inner"))) == {"paper": stages}


def test_who_signs_is_asked_nothing_and_who_declines_what_another_proposed_is_asked_why() -> None:
    waiting = proposed()
    asked = [
        TABLE.rule_of(move, standing, by).asks
        for move, standing, by in (
            (DECLINE, waiting, LEADER),
            (DECLINE, waiting, REVIEWER),
            (DECLINE, at("draft"), LEADER),
            (SIGN, waiting, LEADER),
            ("gone", waiting, LEADER),
        )
    ]
    assert asked == [(WHY_DECLINED,), (), (), (), ()]
    assert TABLE.rule_of("paint", waiting, LEADER) is TABLE.moves["paint"]


def test_looking_at_files_is_noted_and_decides_nothing() -> None:
    rule = looking(DRAFT, STAFF)
    assert (rule.start, rule.by, rule.is_act, rule.is_answered) == (DRAFT, STAFF, True, False)
    assert (rule.every_end, rule.effects, rule.needs) == ((), ("show_evidence",), (FILES,))


def test_terms_that_leave_a_right_or_were_promised_are_so_in_their_stages() -> None:
    lines = (
        Limit("clue_settle", frozenset({"a", "b"}), is_right=True),
        Limit("clue_cap", frozenset({"c"}), is_promised=True),
        Limit("clue_claim", frozenset({"d"})),
    )
    table = replace(TABLE, terms=lines)
    assert (sorted(table.rights), sorted(table.promises)) == (["a", "b"], ["c"])


APPROVALS = Procedure(
    matter="words",
    first="draft",
    moves={
        "approve": Rule(
            start=DRAFT,
            by=frozenset({Role.LEADER}),
            ballot=Ballot(passes="publish", slots="announcement_approvers", falls="fall"),
            is_act=True,
        ),
        "publish": Rule(start=DRAFT, end="ready", by=frozenset({Role.CLOCK})),
        "fall": Rule(start=frozenset({"ready"}), end="draft", by=frozenset({Role.CLOCK})),
        "vote": Rule(start=frozenset({"voting"}), by=STAFF, ballot=Ballot(passes="publish", fails="fall"), is_act=True),
        "note": Rule(start=frozenset({"draft", "ready", "voting"}), by=STAFF, is_act=True),
    },
)


def test_a_stage_has_one_ballot_and_stands_on_another_that_can_fall() -> None:
    assert [APPROVALS.ballot_in(stage) for stage in ("draft", "voting", "ready")] == ["approve", "vote", ""]
    assert [APPROVALS.ballot_behind(stage) for stage in ("draft", "voting", "ready")] == ["", "", "approve"]


def test_once_all_have_approved_the_clock_goes_on_and_keeps_no_numbers() -> None:
    voter = Voter(person_id=4, grants=(Grant(id=4, role="leader", voice=4),))
    poll = Poll(voters={4: voter}, votes=(), needed=(frozenset({"leader"}),))

    def counted(votes: tuple[Vote, ...]) -> Event | Refused:
        return procedure.make(
            APPROVALS,
            lifecycles.at(APPROVALS, "draft"),
            "approve",
            CLOCK,
            {},
            rules=lifecycles.RULES,
            calendar=lifecycles.days(),
            at=LATER,
            facts=Facts(poll=replace(poll, votes=votes)),
        )

    assert isinstance(counted(()), Refused)
    event = counted((Vote(person_id=4, grant_id=4, given={}),))
    assert isinstance(event, Event)
    assert (event.move, event.after.stage, event.after.own, event.by) == ("publish", "ready", {}, CLOCK)


@pytest.mark.parametrize(
    ("where", "own", "follows"),
    [
        ((), {}, True),
        ((("decision", "exempt"),), {"decision": "exempt", "other": "x"}, True),
        ((("decision", "exempt"),), {"decision": "turned_down"}, False),
        ((("decision", "exempt"),), {}, False),
        ((("decision", "exempt"), ("scope", "all")), {"decision": "exempt"}, False),
    ],
)
def test_what_follows_only_for_some_matters_follows_where_all_of_it_is_so(
    where: Where, own: dict[str, str], *, follows: bool
) -> None:
    assert kin.follows(where, own) is follows
    assert Announces(kind="x", where=where).follows(own) is follows


def test_a_refusal_says_its_reason_in_a_log() -> None:
    assert str(Refused(Why.NOT_NOW)) == "The move was refused: not_now."


def test_the_clock_makes_no_move_of_which_answers_are_missing() -> None:
    """A child that begins without what its parent should have given it would be a matter about nothing."""
    by_clock = replace(TABLE.moves["write"], by=frozenset({Role.CLOCK}))
    table = replace(TABLE, moves={"write": by_clock})
    for given, outcome in (({}, Why.INCOMPLETE), ({"facts": "x", "colour": "red"}, Outcome.MOVED)):
        event = procedure.make(
            table, at("new"), "write", CLOCK, given, rules=lifecycles.RULES, calendar=lifecycles.days(), at=AT
        )
        assert (event.why if isinstance(event, Refused) else event.outcome) is outcome


def test_a_new_matter_makes_its_first_moves_one_after_the_other() -> None:
    table = replace(TABLE, moves={**TABLE.moves, "write": replace(TABLE.moves["write"], tells=())})
    begun = procedure.beginning(
        table,
        ["write", "leave"],
        replace(lifecycles.RULES, version=7),
        lifecycles.days(),
        LATER,
        REVIEWER,
        {"facts": "x", "colour": "red"},
    )
    assert [(each.before.stage, each.after.stage) for each in begun] == [("new", "draft"), ("draft", "left")]
    first = begun[0].before
    assert (first.matter, first.id, first.epoch, first.since, first.rules) == ("paper", 0, 0, LATER, 7)
    (expired,) = procedure.following(table, begun[0], ["expire"], lifecycles.RULES, lifecycles.days())
    assert (expired.before, expired.after.stage, expired.by, expired.at) == (begun[0].after, "dropped", CLOCK, LATER)
