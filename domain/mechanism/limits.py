"""The terms of a table (the law §13A): how long a matter may stay in its stages, and what happens to a term when it moves.

Lives here: `Limit`, the column of a table, and what becomes of the terms that run when a matter enters a stage or is given longer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from domain.mechanism.calendar import Calendar, TermLength
from domain.mechanism.columns import Party
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Running, Standing

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Where:
    """For which matters a term runs, by what is their own; `name` is what the printed table calls it."""

    name: str
    holds: Callable[[Standing], bool]


@dataclass(frozen=True, slots=True)
class Limit:
    """One term of a table: `rule` is its name in the rule set, and it runs while the matter is in one of `stages`.

    `where`: only for matters of which this is so. `stops_in`: in these stages it rests, and what was left of it goes on when the
    matter comes back (the law §13A). `lapses`: the move that the clock makes when it is over. `extend`: by which rule a move that
    `extends` it lengthens it, `times` how often, and `cap` the rule beyond which no extension leads.
    `day`: the fact of the matter's own that says its last day, in place of the rule; where it is `ahead`, the rule says how long before
    that day it ends, in the morning. `renewed_by`: moves and acts after which it begins
    anew although the matter stays where it is. `begun_by`: it begins with these alone, and not with the stage, anew with each;
    `ended_by`: with these it is over. `rests_with`: it rests while that other term runs, `times` often at most. `waits_for`: it runs
    only while this move waits for its second signer. `is_right`: a term in which somebody may do something; the office owes nothing,
    and is not reminded. `is_promised`: the reporter was promised it, and hears where the office misses it. `owed_by`: whose it is,
    where the stage waits for others besides.
    """

    rule: str
    stages: frozenset[str]
    where: Where | None = field(default=None, kw_only=True)
    stops_in: frozenset[str] = field(default=frozenset(), kw_only=True)
    lapses: str = field(default="", kw_only=True)
    extend: str = field(default="", kw_only=True)
    times: int = field(default=1, kw_only=True)
    cap: str = field(default="", kw_only=True)
    day: str = field(default="", kw_only=True)
    ahead: bool = field(default=False, kw_only=True)
    renewed_by: frozenset[str] = field(default=frozenset(), kw_only=True)
    begun_by: frozenset[str] = field(default=frozenset(), kw_only=True)
    ended_by: frozenset[str] = field(default=frozenset(), kw_only=True)
    rests_with: str = field(default="", kw_only=True)
    waits_for: str = field(default="", kw_only=True)
    is_right: bool = field(default=False, kw_only=True)
    is_promised: bool = field(default=False, kw_only=True)
    owed_by: frozenset[Party] = field(default=frozenset(), kw_only=True)

    def is_for(self, standing: Standing) -> bool:
        """Whether it runs in this matter at all."""
        if self.waits_for and (standing.pending is None or standing.pending.move != self.waits_for):
            return False
        return self.where is None or self.where.holds(standing)

    def begun(
        self, begun_at: datetime, rules: RuleSet, calendar: Calendar, own: Mapping[str, Any] = NOTHING
    ) -> Running:
        """It as it begins for a matter of these facts."""
        cap_at = calendar.due_at(begun_at, _length(rules, self.cap)) if self.cap else None
        due_at = self._due_at(begun_at, rules, calendar, own)
        return Running(name=self.rule, begun_at=begun_at, due_at=due_at, cap_at=cap_at, lapse=self.lapses)

    def _due_at(self, begun_at: datetime, rules: RuleSet, calendar: Calendar, own: Mapping[str, Any]) -> datetime:
        length = _length(rules, self.rule)
        if not own.get(self.day):
            return calendar.due_at(begun_at, length)
        day = date.fromisoformat(own[self.day])
        return calendar.opening_of(day - timedelta(days=length.amount)) if self.ahead else calendar.end_of(day)

    def may_be_extended(self, running: Running) -> bool:
        """Whether it has an extension left that leads anywhere."""
        return running.extended < self.times and (running.cap_at is None or running.due_at < running.cap_at)


def found(limits: Sequence[Limit], name: str, stage: str) -> Limit | None:
    """The line of a table by which a term of this name runs or rests in a stage."""
    return next((each for each in limits if each.rule == name and stage in each.stages | each.stops_in), None)


def hindrance(limits: Sequence[Limit], extends: str, standing: Standing) -> Why | None:
    """What stands in the way of giving a term longer: it must run, and still have an extension."""
    running, limit = standing.term(extends), found(limits, extends, standing.stage)
    if running is None or limit is None or running.stopped_at is not None:
        return Why.NOT_NOW
    return None if limit.may_be_extended(running) else Why.EXTENDED_ALREADY


def after_move(
    limits: Sequence[Limit],
    move: str,
    extends: str,
    before: Standing,
    after: Standing,
    rules: RuleSet,
    calendar: Calendar,
    at: datetime,
) -> tuple[Running, ...]:
    """The terms of a matter that has moved, or in which somebody acted so that it stays where it is: those that go on, begin, begin anew,
    rest, or were given longer."""
    terms = without_lapsed(entered(limits, before, after, rules, calendar, at), move, at)
    terms = resting(limits, renewed(limits, terms, move, after, rules, calendar, at), after.stage, rules, calendar, at)
    lines = {each.rule: each for each in limits if before.stage in each.stages}
    return tuple(extended(lines[extends], each, rules, calendar) if each.name == extends else each for each in terms)


def entered(
    limits: Sequence[Limit], before: Standing, after: Standing, rules: RuleSet, calendar: Calendar, at: datetime
) -> tuple[Running, ...]:
    """The terms of a matter that has moved. Within its stage only those begin that come to apply by the move, as if they had
    begun with the others."""
    gone_on = (_gone_on(limits, running, before, after, rules, calendar, at) for running in before.terms)
    kept = [running for running in gone_on if running is not None]
    is_elsewhere = before.stage != after.stage
    begun_at = at if is_elsewhere else min((running.begun_at for running in kept), default=after.since)
    new = [
        limit.begun(begun_at, rules, calendar, after.own)
        for limit in limits
        if after.stage in limit.stages
        and not limit.begun_by
        and limit.is_for(after)
        and all(running.name != limit.rule for running in kept)
        and (is_elsewhere or not limit.is_for(before))
    ]
    return (*kept, *new)


def to_be_signed(
    limits: Sequence[Limit], after: Standing, rules: RuleSet, calendar: Calendar, at: datetime
) -> tuple[Running, ...]:
    """The terms of a matter of which a move now waits for its second signer."""
    begun = (limit.begun(at, rules, calendar) for limit in _signing(limits, after.stage) if limit.is_for(after))
    return (*not_signed(limits, after), *begun)


def not_signed(limits: Sequence[Limit], standing: Standing) -> tuple[Running, ...]:
    """The terms of a matter without those that only run while something waits for its signer."""
    names = {limit.rule for limit in _signing(limits, standing.stage)}
    return tuple(each for each in standing.terms if each.name not in names)


def _signing(limits: Sequence[Limit], stage: str) -> list[Limit]:
    return [limit for limit in limits if limit.waits_for and stage in limit.stages]


def extended(limit: Limit, running: Running, rules: RuleSet, calendar: Calendar) -> Running:
    """A term that was given longer once more: by as much as its rule says, and not beyond its cap."""
    due_at = calendar.due_at(running.due_at, _length(rules, limit.extend))
    if running.cap_at is not None:
        due_at = min(due_at, running.cap_at)
    return replace(running, due_at=due_at, extended=running.extended + 1)


def renewed(
    limits: Sequence[Limit],
    terms: Sequence[Running],
    move: str,
    after: Standing,
    rules: RuleSet,
    calendar: Calendar,
    at: datetime,
) -> tuple[Running, ...]:
    """The terms, of which those begin anew that this move renews or begins, and those are over that it ends."""
    new = [
        limit.begun(at, rules, calendar, after.own)
        for limit in limits
        if move in limit.renewed_by | limit.begun_by and after.stage in limit.stages and limit.is_for(after)
    ]
    gone = {limit.rule for limit in limits if move in limit.ended_by} | {each.name for each in new}
    return (*(each for each in terms if each.name not in gone), *new)


def resting(
    limits: Sequence[Limit],
    terms: Sequence[Running],
    stage: str,
    rules: RuleSet,
    calendar: Calendar,
    at: datetime,
) -> tuple[Running, ...]:
    """The terms, of which those rest with which another one runs that they rest with (the law §13A: while an answer is awaited), and
    those go on with which it has ended."""
    running = {each.name for each in terms}

    def placed(each: Running) -> Running:
        limit = found(limits, each.name, stage)
        if limit is None or not limit.rests_with:
            return each
        if limit.rests_with not in running:
            return each if each.stopped_at is None else _resumed(limit, each, each.stopped_at, rules, calendar, at)
        if each.stopped_at is not None or each.extended == limit.times:
            return each
        return replace(each, stopped_at=at, extended=each.extended + 1)

    return tuple(map(placed, terms))


def without_lapsed(terms: Sequence[Running], move: str, at: datetime) -> tuple[Running, ...]:
    """The terms but those of which the end has now been acted on by this move."""
    return tuple(each for each in terms if each.lapse != move or each.stopped_at is not None or at <= each.due_at)


def _gone_on(
    limits: Sequence[Limit],
    running: Running,
    before: Standing,
    after: Standing,
    rules: RuleSet,
    calendar: Calendar,
    at: datetime,
) -> Running | None:
    """A term as it goes on or rests after a move; None where it is over."""
    limit = found(limits, running.name, before.stage)
    if limit is None or not limit.is_for(after):
        return None
    if after.stage in limit.stages:
        if (
            running.stopped_at is None or before.stage in limit.stages
        ):  # there it rests beside another term, which `resting` looks at
            return running
        return _resumed(limit, running, running.stopped_at, rules, calendar, at)
    if after.stage not in limit.stops_in:
        return None
    return replace(running, stopped_at=running.stopped_at or at)


def _resumed(
    limit: Limit, running: Running, stopped_at: datetime, rules: RuleSet, calendar: Calendar, at: datetime
) -> Running:
    """A term that goes on with what was left of it; so does what is left until its cap."""

    def later(rule: str, moment: datetime) -> datetime:
        return calendar.resumed(_length(rules, rule), stopped_at=stopped_at, due_at=moment, at=at)

    return replace(
        running,
        begun_at=running.begun_at + (at - stopped_at),
        due_at=later(limit.rule, running.due_at),
        cap_at=None if running.cap_at is None else later(limit.cap, running.cap_at),
        stopped_at=None,
    )


def _length(rules: RuleSet, name: str) -> TermLength:
    length: TermLength = getattr(rules, name)
    return length
