"""Ballots by a table: who may, what a voice is to history, when it is over and what follows (the design §5, ballots).

The arithmetic is in `ballots`; the engine makes of it an event.
"""

from collections.abc import Mapping
from datetime import datetime

from domain.mechanism.ballots import is_passed
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Cast, Event, Outcome, Standing
from domain.mechanism.table import Facts, Procedure, Rule
from domain.people import Actor


def hindrance(by: Actor, facts: Facts) -> Why | None:
    """Say why somebody cannot give a voice now; None where they can."""
    return Why.NOT_NOW if facts.poll is None else facts.poll.hindrance(by.person_id)


def is_over(standing: Standing, move: str, facts: Facts) -> bool:
    """Whether every voice is there, or a term is over that ends the vote with what is there."""
    is_late = any(
        each.lapse == move and each.stopped_at is None and facts.at is not None and each.due_at < facts.at
        for each in standing.terms
    )
    return facts.poll is not None and (is_late or facts.poll.is_complete)


def given(
    standing: Standing, rule: Rule, move: str, facts: Facts, by: Actor, answers: Mapping[str, str], at: datetime
) -> Event:
    """A voice. History tells whose; what they said, where that is secret, stands in the row of the ballot alone."""
    assert facts.poll is not None, "no ballot is under way"
    assert rule.ballot is not None, f"nobody votes by {move}"
    assert by.person_id is not None, "only people have a voice"
    grant = facts.poll.grant_of(by.person_id)
    cast = Cast(
        since=standing.since,
        subject=facts.poll.subject,
        person_id=by.person_id,
        grant_id=grant.id,
        role=grant.role,
        given=dict(answers),
    )
    return Event(
        before=standing,
        after=standing,
        move=move,
        outcome=Outcome.ACTED,
        by=by,
        given={} if rule.ballot.is_secret else answers,
        at=at,
        tells=rule.tells,
        cast=cast,
    )


def result(procedure: Procedure, move: str, facts: Facts, rules: RuleSet) -> tuple[str, dict[str, str]]:
    """The move that follows from a ballot that is over, and the numbers of a vote."""
    rule = procedure.moves[move]
    assert facts.poll is not None, "no ballot is under way"
    assert rule.ballot is not None, f"nobody votes by {move}"
    if not rule.is_vote:
        return rule.ballot.passes, {}
    tally = facts.poll.tally(rule.asks, rule.ballot.rubric)
    name = rule.ballot.passes if is_passed(rule.ballot, tally, rules) else rule.ballot.fails
    return name, tally.numbers(has_rubric=bool(rule.ballot.rubric))
