"""The arithmetic of votes, held against numbers by hand (the law §2 rule 3, §4.1 L4–L5, §4.2 N4) and against counting by whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.lifecycles import PROCEDURES
from domain.mechanism import ballots, procedure, votes
from domain.mechanism.ballots import NEGATIVE, POSITIVE, Ballot, Grant, Poll, Tally, Vote, Voter
from domain.mechanism.columns import Asked
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Event, Running, Standing
from domain.mechanism.table import Facts, Procedure
from domain.people import CLOCK, Actor, Role
from tests.support import lifecycles
from tests.toys.toy_inspection import INSPECTION

RULES = RuleSet()
BURDEN = Ballot(passes="propose", fails="dismiss", majority=NEGATIVE)
HONOUR = Ballot(passes="propose", fails="dismiss", majority=POSITIVE)
RUBRIC = ("effect", "attitude")
POINTS = (Asked("effect", "number", least=0, most=60), Asked("attitude", "number", least=0, most=40))
SCORED = Ballot(passes="propose", fails="dismiss", rubric=RUBRIC)
FEW = st.integers(0, 9)
SHARES = st.fractions(min_value=0, max_value=1, max_denominator=9)
TABLES: Mapping[str, Procedure] = {**PROCEDURES, "inspection": INSPECTION}


@pytest.mark.parametrize(
    ("ballot", "of", "favour", "against", "abstain", "is_passed"),
    [
        (BURDEN, 9, 4, 2, 0, True),  # six of nine are two thirds, and four of six
        (BURDEN, 9, 5, 0, 0, False),  # five of nine are fewer
        (BURDEN, 5, 3, 1, 0, True),
        (BURDEN, 5, 3, 1, 1, False),  # an abstention is a vote
        (BURDEN, 3, 2, 1, 0, True),
        (BURDEN, 1, 1, 0, 0, True),
        (BURDEN, 0, 0, 0, 0, False),
        (HONOUR, 5, 3, 2, 0, True),
        (HONOUR, 4, 2, 2, 0, False),  # half is no majority
        (HONOUR, 6, 3, 1, 0, True),  # a quorum of four of six
        (HONOUR, 6, 3, 0, 0, False),
    ],
)
def test_what_is_passed(ballot: Ballot, of: int, favour: int, against: int, abstain: int, *, is_passed: bool) -> None:
    choices = {"for": favour, "against": against, "abstain": abstain}
    tally = Tally(of=of, voted=favour + against + abstain, choices=choices)
    assert ballots.is_passed(ballot, tally, RULES) is is_passed


@given(favour=FEW, against=FEW, abstain=FEW, silent=FEW, quorum=SHARES, share=SHARES)
def test_shares_are_exact(
    favour: int, against: int, abstain: int, silent: int, quorum: Fraction, share: Fraction
) -> None:
    """Counted by whole numbers alone: 2/3 of six are four, and not 4.000000001."""
    voted = favour + against + abstain
    of = voted + silent
    rules = replace(RULES, vote_quorum=quorum, vote_negative=share)
    tally = Tally(of=of, voted=voted, choices={"for": favour, "against": against, "abstain": abstain})
    is_quorate = voted > 0 and voted * quorum.denominator >= quorum.numerator * of
    is_majority = favour * share.denominator >= share.numerator * voted and favour > voted - favour
    assert ballots.is_passed(BURDEN, tally, rules) is (is_quorate and is_majority)


@st.composite
def polls(draw: st.DrawFn) -> Poll:
    """Up to six members with a voice of their own, up to three deputies of some, any of them kept away, and votes by any of them."""
    members = draw(st.integers(1, 6))
    principals = draw(st.lists(st.integers(1, members), max_size=3))
    voices = {**{one: one for one in range(1, members + 1)}, **{10 + n: one for n, one in enumerate(principals)}}
    away = draw(st.sets(st.sampled_from(sorted(voices))))
    lost = draw(st.sets(st.sampled_from(sorted(voices))))
    voting = draw(st.permutations(sorted(voices)))[: draw(st.integers(0, len(voices)))]
    choices = draw(st.lists(st.sampled_from(ballots.VOTE.options), min_size=len(voting), max_size=len(voting)))
    return Poll(
        voters={person: _voter(person, voice, is_kept_away=person in away) for person, voice in voices.items()},
        votes=tuple(
            Vote(person_id=person, grant_id=0 if person in lost else person, given={"choice": choice})
            for person, choice in zip(voting, choices, strict=True)
        ),
    )


@given(poll=polls())
def test_a_voice_counts_once_and_only_of_who_is_not_kept_away(poll: Poll) -> None:
    away = {voter.person_id for voter in poll.voters.values() if voter.is_kept_away}
    own = {person for person, voter in poll.voters.items() if voter.voice == person}
    assert poll.base == own - away
    first: dict[int, str] = {}
    for vote in poll.votes:
        voice = poll.voters[vote.person_id].voice
        if vote.grant_id == vote.person_id and not {vote.person_id, voice} & away:
            first.setdefault(voice, vote.given["choice"])
    tally = poll.tally((ballots.VOTE,))
    assert (tally.of, tally.voted) == (len(own - away), len(first))
    assert tally.choices == {option: list(first.values()).count(option) for option in ballots.VOTE.options}
    assert poll.is_complete is (bool(own - away) and set(first) == own - away)
    for person, voter in poll.voters.items():
        may = not {person, voter.voice} & away
        assert poll.hindrance(person) is (Why.RECUSED if not may else Why.HAS_VOTED if voter.voice in first else None)
    assert poll.hindrance(99) is Why.NOT_YOURS
    assert poll.hindrance(None) is Why.NOT_YOURS


def test_a_rubric_is_points_on_the_average_exactly() -> None:
    poll = _poll(
        {
            1: {"effect": "50", "attitude": "30"},
            2: {"effect": "51", "attitude": "40"},
            3: {"effect": "0", "attitude": "0"},
        }
    )
    tally = poll.tally(POINTS, RUBRIC)
    assert tally.score == Fraction(171, 3)
    assert tally.numbers(has_rubric=True) == {"of": "3", "voted": "3", "score": "57.00"}
    thirds = _poll(
        {1: {"effect": "1", "attitude": "0"}, 2: {"effect": "0", "attitude": "0"}, 3: {"effect": "0", "attitude": "1"}}
    )
    assert thirds.tally(POINTS, RUBRIC).numbers(has_rubric=True)["score"] == "0.67"


@pytest.mark.parametrize(("points", "is_passed"), [("85", True), ("84", False)])
def test_a_rubric_is_passed_from_its_mark_on(points: str, *, is_passed: bool) -> None:
    tally = _poll({1: {"effect": points, "attitude": "0"}}).tally(POINTS, RUBRIC)
    assert ballots.is_passed(replace(SCORED, mark="flag_score_red"), tally, RULES) is is_passed
    assert ballots.is_passed(SCORED, tally, RULES)


@pytest.mark.parametrize("matter", sorted(TABLES))
def test_what_follows_from_a_vote_is_the_clocks_and_leads_elsewhere(matter: str) -> None:
    """A vote whose stage went on after it was over would be counted again and again."""
    table = TABLES[matter]
    for move, rule in table.moves.items():
        if rule.ballot is None or not rule.is_vote:
            continue
        assert rule.is_act
        assert not rule.second
        asked = {each.name: each for each in rule.asks}
        assert not rule.ballot.majority or asked[ballots.CHOICE].options[0] == ballots.FAVOUR
        assert all(asked[name].how == "number" and not asked[name].may_skip for name in rule.ballot.rubric)
        ends = {each.lapses for each in table.terms if rule.start & each.stages and not each.begun_by}
        assert ends == {move}, "somebody may never vote"
        for name in (rule.ballot.passes, rule.ballot.fails):
            after = table.moves[name]
            assert after.by == {Role.CLOCK}
            assert rule.start <= after.start
            if any(name in each.renewed_by for each in table.terms if rule.start & each.stages):
                continue  # more time for the voices that lack: the vote's own term begins anew
            assert not rule.start & set(after.every_end)
            assert after.every_end


@pytest.mark.parametrize("matter", sorted(TABLES))
def test_in_one_stage_there_is_one_vote(matter: str) -> None:
    voting = [stage for rule in TABLES[matter].moves.values() if rule.is_vote for stage in rule.start]
    assert len(voting) == len(set(voting))


@pytest.mark.parametrize(("is_secret", "told"), [(True, {}), (False, {"choice": "for", "reason": "given"})])
def test_history_is_given_what_was_voted_only_where_that_is_no_secret(is_secret: bool, told: dict[str, str]) -> None:
    rule = INSPECTION.moves["vote"]
    assert rule.ballot is not None
    open_to_all = replace(rule, ballot=replace(rule.ballot, is_secret=is_secret))
    table = replace(INSPECTION, moves={**INSPECTION.moves, "vote": open_to_all})
    made = procedure.make(
        table,
        lifecycles.at(table, "voting"),
        "vote",
        lifecycles.ACTORS["committee"],
        {"choice": "for", "reason": "given"},
        rules=RULES,
        calendar=lifecycles.days(),
        at=lifecycles.AT,
        facts=Facts(poll=_poll({}, voters=(3, 4))),
    )
    assert isinstance(made, Event)
    assert (made.given, made.after) == (told, made.before)
    assert made.cast is not None
    assert made.cast.given == {"choice": "for", "reason": "given"}


@pytest.mark.parametrize("given", [{}, {"choice": "for"}, {"reason": "given"}])
def test_a_vote_that_says_nothing_or_gives_no_reason_is_none(given: dict[str, str]) -> None:
    """The clock counts without an answer; a member answers everything that is asked."""
    made = procedure.make(
        INSPECTION,
        lifecycles.at(INSPECTION, "voting"),
        "vote",
        lifecycles.ACTORS["committee"],
        given,
        rules=RULES,
        calendar=lifecycles.days(),
        at=lifecycles.AT,
        facts=Facts(poll=_poll({}, voters=(3, 4))),
    )
    assert isinstance(made, Refused)
    assert made.why is Why.INCOMPLETE


@pytest.mark.parametrize("stage", ["new", "brought", "inspecting", "voting", "proposed", "dismissed"])
@pytest.mark.parametrize("who", sorted({*lifecycles.ACTORS, *lifecycles.RELATED}))
def test_only_the_committee_votes_and_only_in_its_stage(stage: str, who: str) -> None:
    actor = lifecycles.ACTORS.get(who, Actor(account_id=8, person_id=8))
    facts = Facts(
        poll=_poll({}, voters=(3,)), relations=frozenset({lifecycles.RELATED[who]} if who in lifecycles.RELATED else ())
    )
    why = procedure.hindrance(INSPECTION, lifecycles.at(INSPECTION, stage), "vote", actor, facts)
    assert (why is None) is (stage == "voting" and who == "committee")


def test_who_has_voted_or_has_no_voice_is_told_so() -> None:
    committee, voting = lifecycles.ACTORS["committee"], lifecycles.at(INSPECTION, "voting")

    def why(poll: Poll | None) -> Why | None:
        return procedure.hindrance(INSPECTION, voting, "vote", committee, Facts(poll=poll))

    assert why(_poll({}, voters=(3, 4))) is None
    assert why(_poll({3: {"choice": "for"}}, voters=(3, 4))) is Why.HAS_VOTED
    assert why(_poll({}, voters=(4,))) is Why.NOT_YOURS
    assert why(None) is Why.NOT_NOW


def test_the_clock_ends_a_vote_when_all_have_voted_or_its_term_is_over_and_not_before() -> None:
    choices = {1: {"choice": "for"}, 2: {"choice": "for"}, 3: {"choice": "against"}}
    whole, part = _poll(choices), _poll(choices, voters=(1, 2, 3, 4))
    assert _ends(whole, late=False) == (
        "propose",
        {"of": "3", "voted": "3", "for": "2", "against": "1", "abstain": "0"},
    )
    assert _ends(part, late=False) is Why.NOT_NOW
    assert _ends(part, late=True) == ("propose", {"of": "4", "voted": "3", "for": "2", "against": "1", "abstain": "0"})
    assert _ends(_poll({}, voters=(1, 2)), late=True) == (
        "dismiss",
        {"of": "2", "voted": "0", "for": "0", "against": "0", "abstain": "0"},
    )


@pytest.mark.parametrize(
    ("known", "at", "is_over"),
    [
        ({}, lifecycles.AT, False),
        ({}, lifecycles.AT + timedelta(seconds=1), True),
        ({}, None, False),
        ({"lapse": "another"}, lifecycles.AT + timedelta(days=1), False),
        ({"stopped_at": lifecycles.AT}, lifecycles.AT + timedelta(days=1), False),
    ],
    ids=["its last second", "over", "nobody asks for the time", "another term", "at rest"],
)
def test_a_vote_in_which_voices_are_missing_is_over_once_its_own_term_is(
    known: dict[str, Any], at: datetime | None, *, is_over: bool
) -> None:
    term = Running(**{"name": "a", "begun_at": lifecycles.AT, "due_at": lifecycles.AT, "lapse": "vote", **known})
    standing = replace(lifecycles.at(INSPECTION, "voting"), terms=(replace(term, name="b", lapse=""), term))
    facts = Facts(poll=_poll({}, voters=(1, 2)), at=at)
    assert votes.is_over(standing, "vote", facts) is is_over
    assert not votes.is_over(standing, "vote", replace(facts, poll=None)), "no vote is under way"


def _ends(poll: Poll, *, late: bool) -> object:
    due = lifecycles.AT + timedelta(days=-1 if late else 1)
    term = Running(name="tolerance_decide", begun_at=lifecycles.AT, due_at=due, lapse="vote")
    standing: Standing = replace(lifecycles.at(INSPECTION, "voting"), terms=(term,))
    made = procedure.make(
        INSPECTION,
        standing,
        "vote",
        CLOCK,
        {},
        rules=RULES,
        calendar=lifecycles.days(),
        at=lifecycles.AT,
        facts=Facts(poll=poll, at=lifecycles.AT),
    )
    if isinstance(made, Refused):
        return made.why
    assert isinstance(made, Event)
    assert made.after.own["vote"] == made.given
    return made.move, dict(made.given)


def _voter(person: int, voice: int, *, is_kept_away: bool = False) -> Voter:
    return Voter(person_id=person, grants=(Grant(id=person, role="committee", voice=voice),), is_kept_away=is_kept_away)


def _poll(given: Mapping[int, Mapping[str, str]], voters: tuple[int, ...] = ()) -> Poll:
    people = voters or tuple(given)
    return Poll(
        voters={each: _voter(each, each) for each in people},
        votes=tuple(Vote(person_id=each, grant_id=each, given=votes) for each, votes in given.items()),
    )
