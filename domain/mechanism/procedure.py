"""The small engine that makes moves by tables (the design §5).

Lives here: `make`, which answers a move with an `Event` or `Refused`; `hindrance`, which says what stands in its way; `open_to`,
from which buttons are derived. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from domain import people
from domain.mechanism import calendar as calendars
from domain.mechanism import limits, seals, votes
from domain.mechanism import rules as rule_sets
from domain.mechanism.columns import OWN_SIDE, PERSONS, Asked, is_party, people_of
from domain.mechanism.parts import is_helper_of_other
from domain.mechanism.refusals import Refused, Why
from domain.mechanism.standing import Event, Named, Outcome, Pending, Standing
from domain.mechanism.table import DECLINE, MAKE, SIGN, WHY_DECLINED, Facts, Procedure, Rule
from domain.people import Role

NOTHING: Mapping[str, str] = MappingProxyType({})


def make(
    procedure: Procedure,
    standing: Standing,
    move: str,
    by: people.Actor,
    given: Mapping[str, str],
    *,
    rules: rule_sets.RuleSet,
    calendar: calendars.Calendar,
    at: datetime,
    facts: Facts = Facts(),
) -> Event | Refused:
    """Make one move, sign or decline a proposed one; Refused with the reason where the table does not allow it.

    `given` holds an answer for every `Asked`.
    """
    why = hindrance(procedure, standing, move, by, facts, given)
    if why is None and not (Role.CLOCK in by.roles and move == procedure.ballot_in(standing.stage)):
        why = _lack(procedure, standing, move, by, facts, given)
    if why is not None:
        return Refused(why)
    if move in (SIGN, DECLINE):
        assert standing.pending is not None, "else it is refused"
        return _second(procedure, standing, standing.pending, move, by, given, rules, calendar, at)
    rule = procedure.moves[move]
    if move == procedure.ballot_in(standing.stage):
        if Role.CLOCK in by.roles:
            return _counted(procedure, standing, move, facts, rules, calendar, at)
        return votes.given(standing, rule, move, facts, by, given, at)
    if rule.second is not None:
        assert by.person_id is not None, "only who works here or for a unit proposes"
        pending = Pending(move=move, by=by.person_id, given=dict(given))
        after = replace(standing, epoch=standing.epoch + 1, pending=pending)
        after = replace(after, terms=limits.to_be_signed(procedure.terms, after, rules, calendar, at))
        return Event(before=standing, after=after, move=move, outcome=Outcome.PROPOSED, by=by, given=given, at=at)
    return _make(procedure, standing, rule, move, by, given, rules, calendar, at)


def voided(procedure: Procedure, standing: Standing, at: datetime, by: people.Actor = people.CLOCK) -> Event | None:
    """The end of a proposal whose maker may not make such a move any more, as if it had been declined; None where none waits.

    The design §7: a signature falls with the role. Another one would otherwise take effect on the word of a single person.
    """
    pending = standing.pending
    if pending is None:
        return None
    return Event(
        before=standing,
        after=replace(
            standing, epoch=standing.epoch + 1, pending=None, terms=limits.not_signed(procedure.terms, standing)
        ),
        move=pending.move,
        outcome=Outcome.DECLINED,
        by=by,
        given=pending.given,
        at=at,
        proposed_by=pending.by,
    )


def beginning(
    procedure: Procedure,
    by_itself: Sequence[str],
    rules: rule_sets.RuleSet,
    calendar: calendars.Calendar,
    at: datetime,
    by: people.Actor = people.CLOCK,
    given: Mapping[str, str] = NOTHING,
) -> tuple[Event, ...]:
    """The first moves of a new matter, which are made at once, by the clock or by whoever brings it; it has no id yet, and
    nobody is told.

    At least one, and the table allows them: anything else is a fault of the table.
    """
    standing = Standing(matter=procedure.matter, id=0, stage=procedure.first, epoch=0, since=at, rules=rules.version)
    return _by_itself(procedure, standing, by_itself, rules, calendar, at, by, given)


def following(
    procedure: Procedure,
    first: Event,
    by_itself: Sequence[str],
    rules: rule_sets.RuleSet,
    calendar: calendars.Calendar,
) -> tuple[Event, ...]:
    """The moves that the clock makes at once after the first move of a new matter, as `beginning` makes them."""
    return _by_itself(procedure, first.after, by_itself, rules, calendar, first.at, people.CLOCK, NOTHING)


def _by_itself(
    procedure: Procedure,
    standing: Standing,
    by_itself: Sequence[str],
    rules: rule_sets.RuleSet,
    calendar: calendars.Calendar,
    at: datetime,
    by: people.Actor,
    given: Mapping[str, str],
) -> tuple[Event, ...]:
    events = []
    for move in by_itself:
        made = make(procedure, standing, move, by, given, rules=rules, calendar=calendar, at=at)
        assert isinstance(made, Event), f"a new {procedure.matter} does not {move} by itself"
        assert not made.tells, "nobody has heard of it yet"
        events.append(made)
        standing = made.after
    return tuple(events)


def hindrance(
    procedure: Procedure,
    standing: Standing,
    move: str,
    by: people.Actor,
    facts: Facts = Facts(),
    given: Mapping[str, str] = NOTHING,
) -> Why | None:
    """Say what stands in the way of this actor making this move now; None where nothing does.

    `given` is what was answered so far. A move of the clock does not wait for a signature: the term that is over ends what
    was only proposed, or one signer who never comes would hold the matter for ever.
    """
    pending = standing.pending
    if move in (SIGN, DECLINE):
        return Why.NOT_NOW if pending is None else _signers_hindrance(procedure, standing, pending, move, by, facts)
    rule = procedure.moves.get(move)
    if rule is None:
        return Why.NOT_NOW
    if Role.CLOCK in by.roles and move == procedure.ballot_in(standing.stage):
        return None if votes.is_over(standing, move, facts) else Why.NOT_NOW
    if not is_party(rule.by, by, facts.relations):
        return Why.NOT_YOURS
    if facts.is_recused and not rule.by & facts.relations & OWN_SIDE:
        return Why.RECUSED
    if not rule.is_act and is_helper_of_other(rule.by, facts.relations):
        return Why.HAS_OTHER_PART
    is_held = pending is not None and not rule.is_act and Role.CLOCK not in by.roles
    if standing.stage not in rule.start or is_held:
        return Why.NOT_NOW
    why = limits.hindrance(procedure.terms, rule.extends, standing) if rule.extends else None
    why = why or _unmet(rule, MAKE, standing, by, facts, given)
    return why or (votes.hindrance(by, facts) if move == procedure.ballot_in(standing.stage) else None)


def open_to(procedure: Procedure, standing: Standing, by: people.Actor, facts: Facts = Facts()) -> list[str]:
    """List the moves this actor may make now, in the order of the table."""
    signing = [] if standing.pending is None else [SIGN, DECLINE]
    shown = [move for move, rule in procedure.moves.items() if not rule.is_hidden]
    return [move for move in (*signing, *shown) if hindrance(procedure, standing, move, by, facts) is None]


def options(rule: Rule, asked: Asked, standing: Standing, by: people.Actor, facts: Facts) -> tuple[str, ...]:
    """The answers to a question of a move that none of its guards refuses."""
    people = tuple(f"{each.person_id}|{each.label}" for each in facts.candidates.get(asked.name, ()))
    return tuple(
        option
        for option in asked.options or people
        if _unmet(rule, MAKE, standing, by, facts, {asked.name: option.partition("|")[0]}) is None
    )


def unanswerable(asks: Sequence[Asked]) -> Why | None:
    """Why nobody could answer what a move asks, its options being those on offer now: people must be named, and too few may be."""
    required = (asked for asked in asks if asked.how in PERSONS and not asked.may_skip and asked.where is None)
    return Why.NOBODY_FOR_IT if any(len(asked.options) < asked.least for asked in required) else None


def leads_on(procedure: Procedure, stage: str) -> bool:
    """Whether something still follows from a stage: somebody, or the clock, can move on from it to another."""
    return any(
        stage in rule.start and set(rule.every_end) - {stage} and not rule.is_undoing
        for rule in procedure.moves.values()
    )


def _signers_hindrance(
    procedure: Procedure, standing: Standing, pending: Pending, move: str, by: people.Actor, facts: Facts
) -> Why | None:
    rule = procedure.moves[pending.move]
    second = frozenset({rule.second} if rule.second else ())
    if not is_party(second, by, facts.relations):
        return Why.NOT_YOURS
    if by.person_id == pending.by and move == SIGN:
        return Why.SAME_PERSON
    if is_helper_of_other(second, facts.relations):
        return Why.HAS_OTHER_PART
    return Why.RECUSED if facts.is_recused else _unmet(rule, move, standing, by, facts, pending.given)


def _lack(
    procedure: Procedure, standing: Standing, move: str, by: people.Actor, facts: Facts, given: Mapping[str, str]
) -> Why | None:
    """What is missing of the answers to a move, or has changed: whoever was named may have left, or have a conflict by now."""
    if move == DECLINE:
        is_asked = bool(procedure.rule_of(move, standing, by).asks)
        return Why.INCOMPLETE if is_asked and not given.get(WHY_DECLINED.name) else None
    if move == SIGN:
        assert standing.pending is not None, "else it is refused"
        move, given = standing.pending.move, standing.pending.given
    for asked in procedure.moves[move].asks:
        answer = given.get(asked.name, "")
        if not answer and not asked.may_skip and asked.is_asked(given):
            return Why.INCOMPLETE
        if answer and asked.how in PERSONS:
            people = people_of(answer)
            if len(people) < asked.least:
                return Why.INCOMPLETE
            if not set(people) <= {each.person_id for each in facts.candidates.get(asked.name, ())}:
                return Why.CANNOT_BE_NAMED
    return None


def _unmet(
    rule: Rule, doing: str, standing: Standing, by: people.Actor, facts: Facts, given: Mapping[str, str]
) -> Why | None:
    for need in rule.needs:
        if doing in need.asked and not need.holds(standing, by, facts, given):
            return need.why
    return None


def _second(
    procedure: Procedure,
    standing: Standing,
    pending: Pending,
    move: str,
    by: people.Actor,
    given: Mapping[str, str],
    rules: rule_sets.RuleSet,
    calendar: calendars.Calendar,
    at: datetime,
) -> Event:
    if move == DECLINE:
        declined = voided(procedure, standing, at, by)
        assert declined is not None, "it waits for a signature"
        return replace(declined, given={**pending.given, **given})
    rule = procedure.moves[pending.move]
    event = _make(procedure, standing, rule, pending.move, by, pending.given, rules, calendar, at)
    return replace(event, proposed_by=pending.by)


def _make(
    procedure: Procedure,
    standing: Standing,
    rule: Rule,
    move: str,
    by: people.Actor,
    given: Mapping[str, str],
    rules: rule_sets.RuleSet,
    calendar: calendars.Calendar,
    at: datetime,
) -> Event:
    outcome = Outcome.ACTED if rule.is_act else Outcome.MOVED
    after = standing if rule.is_act else _moved_to(standing, rule.end_for(given) or standing.stage, at)
    after = replace(after, own={name: value for name, value in after.own.items() if name not in rule.resets})
    if kept := procedure.keeps(rule, given, after.own):
        after = replace(after, own={**after.own, **kept})
    if seals.SEALED_FILES in rule.seals:
        after = replace(after, own={**after.own, seals.SEALED_FILES: given.get(seals.SEALED_FILES, "")})
    if rule.seals:
        after = replace(after, own={**after.own, seals.KEPT: seals.seal(rule.seals, after.own)})
    if rule.owns:
        after = replace(after, owner_id=by.person_id)
    terms = limits.after_move(procedure.terms, move, rule.extends, standing, after, rules, calendar, at)
    after = replace(after, terms=terms)
    return Event(
        before=standing,
        after=after,
        move=move,
        outcome=outcome,
        by=by,
        given=given,
        at=at,
        tells=rule.tells,
        named=_named(rule, given),
        recuses=rule.recuses,
    )


def _counted(
    procedure: Procedure,
    standing: Standing,
    move: str,
    facts: Facts,
    rules: rule_sets.RuleSet,
    calendar: calendars.Calendar,
    at: datetime,
) -> Event:
    """What follows from a ballot that is over; the numbers of a vote are kept under its name."""
    name, numbers = votes.result(procedure, move, facts, rules)
    event = _make(procedure, standing, procedure.moves[name], name, people.CLOCK, numbers, rules, calendar, at)
    return replace(event, after=replace(event.after, own={**event.after.own, move: numbers})) if numbers else event


def _named(rule: Rule, given: Mapping[str, str]) -> tuple[Named, ...]:
    asked = {each.name: each for each in rule.asks}
    return tuple(
        Named(party=party, person_ids=people_of(given[name]), roles=asked[name].of | asked[name].or_of)
        for name, party in rule.appoints.items()
        if given.get(name)
    )


def _moved_to(standing: Standing, stage: str, at: datetime) -> Standing:
    since = standing.since if stage == standing.stage else at
    return replace(standing, stage=stage, epoch=standing.epoch + 1, since=since, pending=None)
