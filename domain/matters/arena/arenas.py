"""An arena (擂台): heads of units speak one after the other, heads of units rate them, the result is said. The law §6.6, §9.

Its order is drawn by a seed that is kept and shown. Whoever rates is named with the draw, and a proxy before it starts. Nobody sees a
score before every slot is closed; the result is a rank for each unit, and says no more of its ratings than their number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from domain import items
from domain.mechanism.columns import Announces, Asked, Beginning, Party, Relation
from domain.mechanism.kin import Also, Kin, Opens
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import every_child
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Event, Named
from domain.mechanism.table import Facts, Need, Procedure, Rule
from domain.people import Role
from domain.saying import Style
from domain.scoring import arenas as arithmetic

_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_REVIEWER: frozenset[Party] = frozenset({Role.REVIEWER})
_PLANNED, _DRAWN, _RUNNING = frozenset({"planned"}), frozenset({"drawn"}), frozenset({"running"})
_COUNTED, _RETURNED = frozenset({"counted"}), frozenset({"returned"})
_RATER = frozenset({Role.RATER})
_TOLD = (Relation.RATER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArenaFacts:
    """What the guards look at besides the event: how many raters there are of how many that the rule wants, how many units may speak,
    whether its day has come, and the units that have a composite, where it counts in the final ranks: else None."""

    raters: int
    least: int
    most: int
    is_day: bool
    composed: frozenset[str] | None = None


def _of_case(name: str, why: Why, holds: Callable[[ArenaFacts], bool]) -> Need:
    return Need(
        name, why, lambda standing, by, facts, given: not isinstance(facts.case, ArenaFacts) or holds(facts.case)
    )


ENOUGH_RATERS = _of_case("as many raters as the rule wants", Why.TOO_FEW_RATERS, lambda case: case.raters >= case.least)
ITS_DAY = _of_case("the day of the event", Why.NOT_ITS_DAY, lambda case: case.is_day)


def _of_seat(facts: Facts, given: Mapping[str, str], name: str, *, is_taken: bool) -> bool:
    """Whether the seat of whoever is named is taken, as far as somebody is."""
    named = given.get(name, "")
    return not named or (int(named) in facts.parts.get(Relation.RATER, ())) is is_taken


FEW_ENOUGH = Need(
    "not more speakers than the rule allows",
    Why.TOO_MANY_SPEAKERS,
    lambda standing, by, facts, given: (
        not isinstance(facts.case, ArenaFacts) or len(items.read(given.get("speakers", ""))) <= facts.case.most
    ),
)
COMPOSED = Need(
    "a composite of every speaker, where it counts",
    Why.NO_COMPOSITE,
    lambda standing, by, facts, given: (
        not isinstance(facts.case, ArenaFacts)
        or facts.case.composed is None
        or facts.case.composed.issuperset(speakers({**standing.own, **given}))
    ),
)
ONCE_EACH = Need(
    "every speaker once",
    Why.SPEAKS_TWICE,
    lambda standing, by, facts, given: len(speakers(given)) == len(items.read(given.get("speakers", ""))),
)
FULL_WEIGHT = Need(
    "weights of a hundred together",
    Why.WEIGHTS_OFF,
    lambda standing, by, facts, given: sum(weights(given).values()) == arithmetic.FULL,
)
SEATED = Need(
    "who is absent rates in this arena",
    Why.NO_SUCH_SEAT,
    lambda standing, by, facts, given: _of_seat(facts, given, "absent", is_taken=True),
)
FREE = Need(
    "who comes instead does not rate already",
    Why.NO_SUCH_SEAT,
    lambda standing, by, facts, given: _of_seat(facts, given, "proxy", is_taken=False),
)
ALL_CLOSED = every_child(frozenset({"locked", "unscored"}), "arena_slot")
_RESULT = Announces(
    kind="arena",
    audiences=("board", "channels"),
    shows=("title", "day"),
    where=(("is_scored", "yes"),),
    said="announce",
    falls="return",
)

MOVES = {
    "plan": Rule(
        start=frozenset({"new"}),
        end="planned",
        by=_REVIEWER,
        asks=(
            Asked("title", "text", longest=40),
            Asked("day", "day"),
            Asked("place", "text", longest=60),
            Asked("speakers", "items", parts=(Asked("unit", "unit"),), least=2),
            Asked(
                "criteria",
                "items",
                parts=(Asked("name", "text", longest=12), Asked("weight", "number", most=100)),
                may_skip=True,
                skip="usual_criteria",
            ),
        ),
        needs=(FEW_ENOUGH, ONCE_EACH, FULL_WEIGHT, COMPOSED),
        owns=True,
        is_previewed=True,
    ),
    "draw": Rule(
        start=_PLANNED,
        end="drawn",
        by=_REVIEWER,
        needs=(ENOUGH_RATERS, COMPOSED),
        appoints={"raters": Relation.RATER},
        opens=(Opens(kind="arena_slot", move="line_up", each="order"),),
        is_grave=True,
        style=Style.PRIMARY,
    ),
    "send_proxy": Rule(
        start=_DRAWN,
        by=_REVIEWER,
        needs=(SEATED, FREE),
        asks=(Asked("absent", "member"), Asked("proxy", "person", of=_RATER)),
        appoints={"proxy": Relation.RATER},
    ),
    "send_agenda": Rule(start=_DRAWN, by=_CLOCK, tells=_TOLD, puts_card=True, is_act=True, is_hidden=True),
    "start": Rule(start=_DRAWN, end="running", by=_REVIEWER, needs=(ITS_DAY,), is_grave=True, style=Style.PRIMARY),
    "tally": Rule(
        start=_RUNNING,
        end="counted",
        by=_CLOCK,
        needs=(ALL_CLOSED,),
        announces=_RESULT,
        tells=(Role.LEADER,),
        is_hidden=True,
    ),
    "return": Rule(start=_COUNTED, end="returned", by=_CLOCK, is_hidden=True),
    "put_forward": Rule(start=_RETURNED, end="counted", by=_LEADER, announces=_RESULT, style=Style.PRIMARY),
    "announce": Rule(start=_COUNTED, end="announced", by=_CLOCK, tells=_TOLD, puts_card=True, is_hidden=True),
    "open_ballots": Rule(
        start=frozenset({"announced"}), end="opened", by=_CLOCK, tells=(Role.AUDITOR,), is_hidden=True
    ),
    "call_off": Rule(
        start=_PLANNED | _DRAWN | _RUNNING | _RETURNED,
        end="called_off",
        by=_LEADER | _REVIEWER,
        asks=(Asked("reason", "text"),),
        also=(Also(kind="arena_slot", move="fall_away", of=Kin.CHILDREN),),
        tells=_TOLD,
        is_grave=True,
        style=Style.DANGER,
    ),
}

_PLAN = ("due", "title", "day", "place", "rules", "order", "speakers")
_SHOWN = (*_PLAN, "seed", "raters", "ranking", "unscored", "reason")
PROCEDURE = Procedure(
    matter="arena",
    module=Module.ARENA,
    first="new",
    moves=MOVES,
    begins=Beginning(move="plan", prefix="LT"),
    terms=(
        Limit("arena_agenda", _DRAWN, day="day", ahead=True, lapses="send_agenda", is_right=True),
        Limit("arena_decide", _RETURNED),
        Limit("arena_sealed", frozenset({"announced"}), lapses="open_ballots"),
    ),
    shows={
        Relation.RATER: (*_PLAN, "result", "reason"),
        **dict.fromkeys((Role.REVIEWER, Role.COMMITTEE, Role.LEADER), _SHOWN),
        Role.AUDITOR: (*_SHOWN, "flat", "pairs", "ballots"),
    },
    is_read_by_all=True,
    todo={"planned": _REVIEWER, "drawn": _REVIEWER, "running": _REVIEWER, "returned": _LEADER},
    exports=("title",),
)


def weights(own: Mapping[str, str]) -> dict[str, int]:
    """The criteria of an event by name, each with its weight; without own ones the usual (the law §6.6)."""
    own_ones = items.read(own.get("criteria", ""))
    return {each["name"]: int(each["weight"]) for each in own_ones} or dict(arithmetic.DEFAULT_WEIGHTS)


def speakers(own: Mapping[str, str]) -> list[str]:
    """The codes of the units that speak, as they were written down."""
    return list(dict.fromkeys(each["unit"] for each in items.read(own.get("speakers", ""))))


def drawn(event: Event, seed: str, raters: tuple[int, ...], period: str = "") -> Event:
    """The event of a draw with the order that the seed gives, who rates, and the period whose composites count."""
    order = arithmetic.drawn(speakers(event.after.own), seed)
    placed = [{"place": str(place), "unit": unit} for place, unit in enumerate(order, start=1)]
    own = {**event.after.own, "seed": seed, "order": items.write(placed)}
    own |= {"period": period} if period else {}
    return _named(replace(event, after=replace(event.after, own=own)), raters)


def with_proxy(event: Event, raters: frozenset[int]) -> Event:
    """The event by which a proxy takes the place of whoever cannot come."""
    absent, proxy = (int(event.given[name]) for name in ("absent", "proxy"))
    return _named(event, tuple(sorted(raters - {absent} | {proxy})))


def _named(event: Event, raters: tuple[int, ...]) -> Event:
    return replace(event, named=(Named(party=Relation.RATER, person_ids=raters, roles=frozenset({Role.RATER})),))
