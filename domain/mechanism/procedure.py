"""The small engine that makes moves by tables (the design §5).

Lives here: `Rule`, `Need` and `Procedure`, the columns of a lifecycle table; `make`, which answers a move with an `Event` or
`Refused`; `open_to`, from which buttons are derived. Pure. The tables are in the module of each matter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain import errors, people
from domain.mechanism import calendar as calendars
from domain.mechanism import rules as rule_sets
from domain.mechanism.ballots import Ballot
from domain.mechanism.columns import OWN_SIDE, Also, Asked, Beginning, Party, Relation, is_party
from domain.people import Role

SIGN = "sign"
DECLINE = "decline"
MAKE = "make"
NOTHING: Mapping[str, str] = MappingProxyType({})


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
    OTHER_OFFICER = "other_officer"
    NOT_CLAIMED = "not_claimed"
    MAY_BE_REVIEWED = "may_be_reviewed"
    CONFIRMED_IT = "confirmed_it"
    CONDITIONS_UNMET = "conditions_unmet"
    NOTHING_LACKING = "nothing_lacking"
    NOTHING_LISTED = "nothing_listed"
    CANNOT_GO_OUT = "cannot_go_out"
    CANNOT_SET_ASIDE = "cannot_set_aside"
    CANNOT_BE_READ = "cannot_be_read"
    ALREADY_READ = "already_read"
    NOTHING_SENT = "nothing_sent"


class Refused(errors.FlagpostError):
    """The law does not allow this move now."""

    def __init__(self, why: Why) -> None:
        """Name the reason; the person reads it in the words of their language."""
        super().__init__(f"The move was refused: {why}.")
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards of a move look at besides where the matter stands.

    `did` are the moves of this very matter that the actor made, proposed or signed before; `kind` is the matter's own kind,
    empty where it has none; `is_recused` tells of a conflict of interest (the law §2). `at` None: no guard asks for the time.
    `relations` are what the actor is to the matter. `case` is what only the guards of this kind of matter look at, declared beside
    its table. `has_evidence` tells whether files were sent with it.
    """

    is_recused: bool = False
    did: frozenset[str] = frozenset()
    kind: str = ""
    at: datetime | None = None
    relations: frozenset[Relation] = frozenset()
    case: object = None
    has_evidence: bool = True


Holds = Callable[["Standing", people.Actor, Facts, Mapping[str, str]], bool]


@dataclass(frozen=True, slots=True)
class Need:
    """A guard of a move. `holds` looks at the standing, the actor, the facts and what was answered so far.

    It is asked of whoever makes the move, and of whoever signs or declines it as far as `asked` says so; a button that it
    would refuse is not shown, and an answer that it would refuse is not offered. `name` is what the printed table calls it.
    """

    name: str
    why: Why
    holds: Holds
    asked: frozenset[str] = frozenset({MAKE, SIGN})


FILES = Need(
    "files that were sent with it",
    Why.NOTHING_SENT,
    lambda standing, by, facts, given: facts.has_evidence,
    frozenset({MAKE}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of a lifecycle table: who may move from where to where, and what follows.

    `end` None: the stage stays, unless an answer decides: `ends` names the stage by what was answered to `ends_by`. `second`:
    the party of another person who must sign before it takes effect. `needs`: its guards. `ballot`: an act that is a voice in
    a decision of several. `tells`: who hears of it besides the readers of the card. `also`: what it moves besides; `effects`:
    what it changes that is no matter, by name. `is_act`: not a move, the epoch stays and other buttons live on. `is_grave`:
    cannot be undone, asks once more. `is_previewed`: what was answered is shown, to be changed or sent. `owns`: who makes it
    becomes the matter's officer. `is_undoing`: takes back what is over and done with.
    """

    start: frozenset[str]
    by: frozenset[Party]
    end: str | None = None
    ends_by: str = ""
    ends: Mapping[str, str] = field(default_factory=dict)
    second: Party | None = None
    asks: tuple[Asked, ...] = ()
    needs: tuple[Need, ...] = ()
    ballot: Ballot | None = None
    tells: tuple[Party, ...] = ()
    also: tuple[Also, ...] = ()
    effects: tuple[str, ...] = ()
    is_act: bool = False
    is_grave: bool = False
    is_hidden: bool = False
    is_previewed: bool = False
    owns: bool = False
    is_undoing: bool = False

    def end_for(self, given: Mapping[str, str]) -> str | None:
        """The stage in which the matter ends with these answers; None where it stays."""
        return self.ends.get(given.get(self.ends_by, ""), self.end)

    @property
    def every_end(self) -> tuple[str, ...]:
        """Every stage in which it may end."""
        return tuple(dict.fromkeys((*((self.end,) if self.end else ()), *self.ends.values())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A lifecycle: the first stage, the moves, and the term of each stage by its name in the rule set.

    `stops`: in the stage named first the term of the second rests, and goes on where it stopped when the matter comes back
    (the law §13A: the clock stops while somebody is asked for more). `rights`: stages whose term is one in which the reporter
    may do something; the office owes nothing, and is not reminded. `promises`: stages whose term the reporter was promised;
    they hear where the office misses it. `lapses`: the move that the clock makes when the stage's term is over.

    `shows`: which of its own facts a card shows to which party; who is none of these does not see it. `todo`: in whose 待办 it
    stands while it is in a stage. `begins`: how people begin one in chat.
    """

    matter: str
    first: str
    moves: Mapping[str, Rule]
    terms: Mapping[str, str] = field(default_factory=dict)
    stops: Mapping[str, str] = field(default_factory=dict)
    rights: frozenset[str] = frozenset()
    promises: frozenset[str] = frozenset()
    lapses: Mapping[str, str] = field(default_factory=dict)
    shows: Mapping[Party, tuple[str, ...]] = field(default_factory=dict)
    todo: Mapping[str, frozenset[Party]] = field(default_factory=dict)
    begins: Beginning | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A move that waits for its second signer."""

    move: str
    by: int
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """A term that rested or rests: when it would have begun had it never rested; while it rests, since when and its end then."""

    begun_at: datetime
    stopped_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a matter stands, and what all matters have in common. The epoch counts its moves; `due_at` is the end of the stage's
    term, and `lapse` the move that it makes by itself then, empty where none.

    `owner_id` is who has claimed it, which binds others until `owned_until`; None there: for as long as it waits elsewhere.
    `number` is what people call it, `category` what its kind is parted by; `parent_id` is the matter whose child it is, and
    `account_id` who brought it. `own` are the facts that are its own, as JSON has them.
    """

    matter: str
    id: int
    stage: str
    epoch: int
    since: datetime
    due_at: datetime | None = None
    pending: Pending | None = None
    rules: int = 1
    owner_id: int | None = None
    owned_until: datetime | None = None
    interrupted: Interrupted | None = None
    lapse: str = ""
    number: str = ""
    unit: str = ""
    category: str = ""
    parent_id: int | None = None
    account_id: int | None = None
    made_at: datetime | None = None
    own: Mapping[str, Any] = field(default_factory=dict)

    @property
    def begun_at(self) -> datetime:
        """When the stage's term began, as if it had never rested."""
        return self.since if self.interrupted is None else self.interrupted.begun_at


class Outcome(StrEnum):
    """What became of a press."""

    MOVED = "moved"
    PROPOSED = "proposed"
    DECLINED = "declined"
    ACTED = "acted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A move was made. `by` made it; of one that needed a second signer, `by` signed it and `proposed_by` had asked for it."""

    before: Standing
    after: Standing
    move: str
    outcome: Outcome
    by: people.Actor
    given: Mapping[str, str]
    at: datetime
    tells: tuple[Party, ...] = ()
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
    facts: Facts = Facts(),
) -> Event | Refused:
    """Make one move, sign or decline a proposed one; Refused with the reason where the table does not allow it.

    `given` holds an answer for every `Asked`.
    """
    why = hindrance(procedure, standing, move, by, facts, given)
    if why is not None:
        return Refused(why)
    if standing.pending is not None and move in (SIGN, DECLINE):
        return _second(procedure, standing, standing.pending, move, by, rules, calendar, at)
    rule = procedure.moves[move]
    if any(not given.get(asked.name) and not asked.may_skip for asked in rule.asks):
        return Refused(Why.INCOMPLETE)
    if rule.second is not None:
        pending = Pending(move=move, by=by.person_id or 0, given=dict(given))
        after = replace(standing, epoch=standing.epoch + 1, pending=pending)
        return Event(before=standing, after=after, move=move, outcome=Outcome.PROPOSED, by=by, given=given, at=at)
    return _make(procedure, standing, rule, move, by, given, rules, calendar, at)


def voided(standing: Standing, at: datetime, by: people.Actor = people.CLOCK) -> Event | None:
    """The end of a proposal whose maker may not make such a move any more, as if it had been declined; None where none waits.

    The design §7: a signature falls with the role. Another one would otherwise take effect on the word of a single person.
    """
    pending = standing.pending
    if pending is None:
        return None
    return Event(
        before=standing,
        after=replace(standing, epoch=standing.epoch + 1, pending=None),
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
    if not is_party(rule.by, by, facts.relations):
        return Why.NOT_YOURS
    if facts.is_recused and not rule.by & facts.relations & OWN_SIDE:
        return Why.RECUSED
    is_held = pending is not None and not rule.is_act and Role.CLOCK not in by.roles
    if standing.stage not in rule.start or is_held:
        return Why.NOT_NOW
    return _unmet(rule, MAKE, standing, by, facts, given)


def open_to(procedure: Procedure, standing: Standing, by: people.Actor, facts: Facts = Facts()) -> list[str]:
    """List the moves this actor may make now, in the order of the table."""
    signing = [] if standing.pending is None else [SIGN, DECLINE]
    shown = [move for move, rule in procedure.moves.items() if not rule.is_hidden]
    return [move for move in (*signing, *shown) if hindrance(procedure, standing, move, by, facts) is None]


def options(rule: Rule, asked: Asked, standing: Standing, by: people.Actor, facts: Facts) -> tuple[str, ...]:
    """The answers to a question of a move that none of its guards refuses."""
    return tuple(
        option for option in asked.options if _unmet(rule, MAKE, standing, by, facts, {asked.name: option}) is None
    )


def leads_on(procedure: Procedure, stage: str) -> bool:
    """Whether something still follows from a stage: somebody, or the clock, can move on from it to another."""
    return any(
        stage in rule.start and set(rule.every_end) - {stage} and not rule.is_undoing
        for rule in procedure.moves.values()
    )


def term_of(
    procedure: Procedure, stage: str, rules: rule_sets.RuleSet, calendar: calendars.Calendar, at: datetime
) -> datetime | None:
    """Return when the term of a stage begun at `at` ends; None where it has none."""
    name = procedure.terms.get(stage)
    return None if name is None else calendar.due_at(at, getattr(rules, name))


def _signers_hindrance(
    procedure: Procedure, standing: Standing, pending: Pending, move: str, by: people.Actor, facts: Facts
) -> Why | None:
    rule = procedure.moves[pending.move]
    if rule.second is None or not is_party(frozenset({rule.second}), by, facts.relations):
        return Why.NOT_YOURS
    if by.person_id == pending.by and move == SIGN:
        return Why.SAME_PERSON
    return Why.RECUSED if facts.is_recused else _unmet(rule, move, standing, by, facts, pending.given)


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
    rules: rule_sets.RuleSet,
    calendar: calendars.Calendar,
    at: datetime,
) -> Event:
    if move == DECLINE and (declined := voided(standing, at, by)) is not None:
        return declined
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
    end = rule.end_for(given)
    if rule.is_act:
        after = standing
    elif end is None or end == standing.stage:
        after = replace(standing, epoch=standing.epoch + 1, pending=None)
    else:
        after = _entered(procedure, standing, end, rules, calendar, at)
    if procedure.shows:
        after = replace(after, own={**after.own, **{name: text for name, text in given.items() if text}})
    if rule.owns:
        after = replace(after, owner_id=by.person_id)
    return Event(before=standing, after=after, move=move, outcome=outcome, by=by, given=given, at=at, tells=rule.tells)


def _entered(
    procedure: Procedure,
    standing: Standing,
    stage: str,
    rules: rule_sets.RuleSet,
    calendar: calendars.Calendar,
    at: datetime,
) -> Standing:
    """The matter in its next stage. A term that rested there goes on with what was left of it."""
    due_at = term_of(procedure, stage, rules, calendar, at)
    interrupted = None
    rested = standing.interrupted
    if procedure.stops.get(stage) == standing.stage and standing.due_at is not None:
        interrupted = Interrupted(begun_at=standing.begun_at, stopped_at=at, due_at=standing.due_at)
    elif procedure.stops.get(standing.stage) == stage and rested is not None and rested.stopped_at and rested.due_at:
        term = getattr(rules, procedure.terms[stage])
        due_at = calendar.resumed(term, stopped_at=rested.stopped_at, due_at=rested.due_at, at=at)
        interrupted = Interrupted(begun_at=rested.begun_at + (at - rested.stopped_at))
    return replace(
        standing,
        stage=stage,
        epoch=standing.epoch + 1,
        since=at,
        due_at=due_at,
        lapse=procedure.lapses.get(stage, ""),
        pending=None,
        interrupted=interrupted,
    )
