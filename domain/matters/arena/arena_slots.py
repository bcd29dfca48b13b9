"""A slot of an arena (擂台出场): one unit speaks, then every rater who is not of it gives one ballot. The law §6.6.

It is opened when the speaker ends and closes after some minutes, or with the last ballot. A ballot is one and final. A pause holds the
clock; ballots are taken meanwhile, for whoever has made up their mind need not wait.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.mechanism.ballots import Ballot
from domain.mechanism.columns import Asked, Beginning, Party, Place, Relation
from domain.mechanism.kin import Also
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import unless_it_runs, while_it_runs
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Event, Named, Standing
from domain.mechanism.table import Facts, Need, Procedure, Rule
from domain.people import Actor, Role
from domain.saying import Style

_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_REVIEWER: frozenset[Party] = frozenset({Role.REVIEWER})
_RATING, _SHORT, _WAITING = frozenset({"rating"}), frozenset({"short"}), frozenset({"waiting"})
_TALLY = (Also(kind="arena", move="tally"),)
_SEATS = {"raters": Relation.RATER}  # those of the arena whom nothing keeps away from this slot
FIRST, AGAIN = "1", "2"  # the turn of a rating


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotFacts:
    """What the guards look at besides the slot: whether its arena runs, and whether every slot before it is closed.

    `closed_at`: when its ratings closed or will, for whoever comes too late.
    """

    is_running: bool
    is_next: bool
    turn: str = FIRST
    closed_at: datetime | None = None


def _of_case(name: str, why: Why, holds: Callable[[SlotFacts], bool]) -> Need:
    return Need(
        name, why, lambda standing, by, facts, given: not isinstance(facts.case, SlotFacts) or holds(facts.case)
    )


def _is_in_time(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    term = standing.term("arena_rating")
    return term is None or facts.at is None or term.stopped_at is not None or facts.at <= term.due_at


def _is_first(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return bool(standing.own.get("turn", FIRST) == FIRST)


RUNNING = _of_case("an arena that runs", Why.ARENA_NOT_RUNNING, lambda case: case.is_running)
IN_TURN = _of_case("every slot before it is closed", Why.NOT_ITS_TURN, lambda case: case.is_next)
IN_TIME = Need("before the ratings close", Why.RATING_OVER, _is_in_time)
ONCE = Need("rated once so far", Why.RATED_TWICE, _is_first)
PAUSED, NOT_PAUSED = (
    while_it_runs("a pause", "arena_pause"),
    unless_it_runs("no pause", Why.NOT_NOW, "arena_pause"),
)

MOVES = {
    "line_up": Rule(
        start=frozenset({"new"}),
        end="waiting",
        by=_CLOCK,
        asks=(Asked("unit", "unit", kept=Place.UNIT), Asked("place", "number")),
        tells=(Relation.SUBJECT,),
        is_hidden=True,
    ),
    "open": Rule(
        start=_WAITING,
        end="rating",
        by=_REVIEWER,
        needs=(RUNNING, IN_TURN),
        appoints=_SEATS,
        puts_card=True,
        style=Style.PRIMARY,
    ),
    "rate": Rule(
        start=_RATING,
        by=frozenset({Relation.RATER}),
        needs=(IN_TIME,),
        asks=(Asked("marks", "marks"),),
        ballot=Ballot(passes="lock", fails="fall_short", quorum="arena_valid", is_secret=True, is_quiet=True),
        is_act=True,
        is_previewed=True,
        style=Style.PRIMARY,
    ),
    "lock": Rule(start=_RATING, end="locked", by=_CLOCK, also=_TALLY, is_hidden=True),
    "fall_short": Rule(start=_RATING, end="short", by=_CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
    "pause": Rule(start=_RATING, by=_REVIEWER, needs=(NOT_PAUSED,), is_act=True),
    "resume": Rule(start=_RATING, by=_REVIEWER | _CLOCK, needs=(PAUSED,), is_act=True),
    "rate_again": Rule(
        start=_SHORT, end="rating", by=_LEADER, needs=(ONCE,), appoints=_SEATS, puts_card=True, style=Style.PRIMARY
    ),
    "leave_unscored": Rule(
        start=_SHORT | _WAITING,
        end="unscored",
        by=_LEADER,
        asks=(Asked("reason", "text"),),
        also=_TALLY,
        tells=(Relation.SUBJECT,),
        is_grave=True,
        style=Style.DANGER,
    ),
    "fall_away": Rule(
        start=_WAITING | _RATING | _SHORT, end="fallen", by=_CLOCK, tells=(Relation.SUBJECT,), is_hidden=True
    ),
}

_SHOWN = ("parent", "place", "due", "rate", "reason")
PROCEDURE = Procedure(
    matter="arena_slot",
    module=Module.ARENA,
    first="new",
    moves=MOVES,
    begins=Beginning(move="line_up", prefix="LW", is_offered=False),
    terms=(
        Limit("arena_rating", _RATING, lapses="rate", rests_with="arena_pause", times=3, is_right=True),
        Limit("arena_pause", _RATING, begun_by=frozenset({"pause"}), ended_by=frozenset({"resume"}), lapses="resume"),
        Limit("arena_decide", _SHORT),
    ),
    shows={
        Relation.SUBJECT: ("place", "due", "reason"),
        Relation.RATER: ("place", "due", "rate"),
        **dict.fromkeys((Role.REVIEWER, Role.LEADER), _SHOWN),
    },
    todo={"rating": frozenset({Relation.RATER}), "short": _LEADER},
)


def opened(event: Event, raters: tuple[int, ...]) -> Event:
    """The event of a rating that begins, with its raters; one that begins again counts anew."""
    turn = AGAIN if event.move == "rate_again" else FIRST
    named = Named(party=Relation.RATER, person_ids=raters, roles=frozenset({Role.RATER}))
    return replace(event, after=replace(event.after, own={**event.after.own, "turn": turn}), named=(named,))
