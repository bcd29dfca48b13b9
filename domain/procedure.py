"""The small engine that makes moves by tables (the design §5).

Lives here: `Rule` and `Procedure`, the columns of a lifecycle table; `make`, which answers a move with an `Event` or `Refused`;
`open_to`, from which buttons are derived. Pure. Tables: `domain/clues.py`, `domain/strivers.py`, `domain/periods.py`,
`domain/announcements.py`. Called by `handlers/moves.py` and `scheduler/`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain import calendar as calendars
from domain import errors, people
from domain import rules as rule_sets
from domain.people import Role

SIGN = "sign"
DECLINE = "decline"


class Why(StrEnum):
    """Why a move is refused; each has words in the table `[refused]`."""

    NOT_NOW = "not_now"
    TOO_LATE = "too_late"
    NOT_YOURS = "not_yours"
    RECUSED = "recused"
    SAME_PERSON = "same_person"
    INCOMPLETE = "incomplete"
    DISCIPLINE_ONLY = "discipline_only"
    OWNED_BY_OTHER = "owned_by_other"
    AUTHOR = "author"
    NOT_NEEDED = "not_needed"
    NO_AUTHORISATION = "no_authorisation"
    NO_WAIVER = "no_waiver"
    UNREADABLE = "unreadable"
    EARLIER_FIRST = "earlier_first"


class Refused(errors.FlagpostError):
    """The law does not allow this move now."""

    def __init__(self, why: Why) -> None:
        """Name the reason; the person reads it in the words of their language."""
        super().__init__(f"The move was refused: {why}.")
        self.why = why


@dataclass(frozen=True, slots=True)
class Asked:
    """Something a move needs to know. `how`: "text", "unit", "matter", or "one_of" a words table."""

    name: str
    how: str
    table: str = ""
    options: tuple[str, ...] = ()
    may_skip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of a lifecycle table: who may move from where to where, and what follows.

    `end` None: the stage stays. `second`: the role of another person who must sign before it takes effect. `tells`: who
    hears of it besides the readers of the card. `is_act`: not a move, the epoch stays and other buttons live on.
    `is_grave`: cannot be undone, asks once more.
    """

    start: frozenset[str]
    by: frozenset[Role]
    end: str | None = None
    second: Role | None = None
    asks: tuple[Asked, ...] = ()
    tells: tuple[Role, ...] = ()
    is_act: bool = False
    is_grave: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A lifecycle: the first stage, the moves, and the term of each stage by its name in the rule set."""

    matter: str
    first: str
    moves: Mapping[str, Rule]
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A move that waits for its second signer."""

    move: str
    by: int
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a matter stands. The epoch counts its moves; `due_at` is the end of the stage's term."""

    matter: str
    id: int
    stage: str
    epoch: int
    since: datetime
    due_at: datetime | None = None
    pending: Pending | None = None
    rules: int = 1
    owner_id: int | None = None


class Outcome(StrEnum):
    """What became of a press."""

    MOVED = "moved"
    PROPOSED = "proposed"
    DECLINED = "declined"
    ACTED = "acted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A move was made. `by` is who asked for it first, `signed_by` the second signer."""

    before: Standing
    after: Standing
    move: str
    outcome: Outcome
    by: people.Actor
    given: Mapping[str, str]
    at: datetime
    tells: tuple[Role, ...] = ()
    proposed_by: int | None = None


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
    is_recused: bool = False,
) -> Event | Refused:
    """Make one move, sign or decline a proposed one; Refused with the reason where the table does not allow it.

    `is_recused` is what the caller knows of conflicts of interest (the law §2). `given` holds an answer for every `Asked`.
    """
    why = hindrance(procedure, standing, move, by, is_recused=is_recused)
    if why is not None:
        return Refused(why)
    if standing.pending is not None and move in (SIGN, DECLINE):
        return _second(procedure, standing, standing.pending, move, by, rules, calendar, at)
    rule = procedure.moves[move]
    if any(not given.get(asked.name) and not asked.may_skip for asked in rule.asks):
        return Refused(Why.INCOMPLETE)
    if rule.second is not None:
        pending = Pending(move=move, by=by.person_id or 0, given=dict(given))
        after = _moved(standing, standing.stage, standing.since, standing.due_at, pending)
        return Event(before=standing, after=after, move=move, outcome=Outcome.PROPOSED, by=by, given=given, at=at)
    return _make(procedure, standing, rule, move, by, given, rules, calendar, at)


def beginning(
    procedure: Procedure,
    by_itself: Sequence[str],
    rules: rule_sets.RuleSet,
    calendar: calendars.Calendar,
    at: datetime,
) -> tuple[Event, ...]:
    """The first moves of a new matter, which the clock makes at once; it has no number yet, and nobody is told.

    At least one, and the table allows them: anything else is a fault of the table.
    """
    standing = Standing(matter=procedure.matter, id=0, stage=procedure.first, epoch=0, since=at, rules=rules.version)
    events = []
    for move in by_itself:
        made = make(procedure, standing, move, people.CLOCK, {}, rules=rules, calendar=calendar, at=at)
        assert isinstance(made, Event), f"a new {procedure.matter} does not {move} by itself"
        assert not made.tells, "nobody has heard of it yet"
        events.append(made)
        standing = made.after
    return tuple(events)


def hindrance(
    procedure: Procedure, standing: Standing, move: str, by: people.Actor, *, is_recused: bool = False
) -> Why | None:
    """Say what stands in the way of this actor making this move now; None where nothing does."""
    pending = standing.pending
    if move in (SIGN, DECLINE):
        if pending is None:
            return Why.NOT_NOW
        second = procedure.moves[pending.move].second
        if second is None or second not in by.roles:
            return Why.NOT_YOURS
        if by.person_id == pending.by and move == SIGN:
            return Why.SAME_PERSON
        return Why.RECUSED if is_recused else None
    rule = procedure.moves.get(move)
    if rule is None:
        return Why.NOT_NOW
    if not rule.by & by.roles:
        return Why.NOT_YOURS
    if is_recused:
        return Why.RECUSED
    if standing.stage not in rule.start or (pending is not None and not rule.is_act):
        return Why.NOT_NOW
    return None


def open_to(procedure: Procedure, standing: Standing, by: people.Actor, *, is_recused: bool = False) -> list[str]:
    """List the moves this actor may make now, in the order of the table."""
    signing = [] if standing.pending is None else [SIGN, DECLINE]
    shown = [move for move, rule in procedure.moves.items() if not rule.is_hidden]
    return [
        move for move in (*signing, *shown) if hindrance(procedure, standing, move, by, is_recused=is_recused) is None
    ]


def term_of(
    procedure: Procedure, stage: str, rules: rule_sets.RuleSet, calendar: calendars.Calendar, at: datetime
) -> datetime | None:
    """Return when the term of a stage begun at `at` ends; None where it has none."""
    name = procedure.terms.get(stage)
    return None if name is None else calendar.due_at(at, getattr(rules, name))


def _second(
    procedure: Procedure,
    standing: Standing,
    pending: Pending,
    move: str,
    by: people.Actor,
    rules: rule_sets.RuleSet,
    calendar: calendars.Calendar,
    at: datetime,
) -> Event:
    if move == DECLINE:
        after = _moved(standing, standing.stage, standing.since, standing.due_at, None)
        return Event(
            before=standing,
            after=after,
            move=pending.move,
            outcome=Outcome.DECLINED,
            by=by,
            given=pending.given,
            at=at,
            proposed_by=pending.by,
        )
    rule = procedure.moves[pending.move]
    event = _make(procedure, standing, rule, pending.move, by, pending.given, rules, calendar, at)
    return Event(
        before=event.before,
        after=event.after,
        move=event.move,
        outcome=event.outcome,
        by=by,
        given=event.given,
        at=at,
        tells=event.tells,
        proposed_by=pending.by,
    )


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
    if rule.is_act:
        return Event(
            before=standing,
            after=standing,
            move=move,
            outcome=Outcome.ACTED,
            by=by,
            given=given,
            at=at,
            tells=rule.tells,
        )
    end = rule.end or standing.stage
    if end == standing.stage:
        after = _moved(standing, end, standing.since, standing.due_at, None)
    else:
        after = _moved(standing, end, at, term_of(procedure, end, rules, calendar, at), None)
    return Event(
        before=standing, after=after, move=move, outcome=Outcome.MOVED, by=by, given=given, at=at, tells=rule.tells
    )


def _moved(
    standing: Standing, stage: str, since: datetime, due_at: datetime | None, pending: Pending | None
) -> Standing:
    return Standing(
        matter=standing.matter,
        id=standing.id,
        stage=stage,
        epoch=standing.epoch + 1,
        since=since,
        due_at=due_at,
        pending=pending,
        rules=standing.rules,
        owner_id=standing.owner_id,
    )
