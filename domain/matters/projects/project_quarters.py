"""A quarter of projects (项目季度通报): red flags and snails by the figures, decided, signed, said. The law §5, §6.5, §9.

No list is filled by force, and an empty one is valid. The cards of the quarter before are looked back at first (回头看).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from domain import months
from domain.mechanism.calendar import Calendar
from domain.mechanism.columns import Announces, Asked, Beginning, Party
from domain.mechanism.limits import Limit
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Event
from domain.mechanism.table import Need, Procedure, Rule
from domain.people import Role
from domain.saying import Style

_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_PROPOSED, _CONFIRMED = frozenset({"proposed"}), frozenset({"confirmed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterFacts:
    """What the guards look at besides the list: how many projects stand on it, how many were struck, how many cards of an earlier
    quarter nobody has looked back at, and whether it is the list still that a leader confirmed."""

    listed: int = 0
    struck: int = 0
    unseen: int = 0
    is_same: bool = True


def _of_case(name: str, why: Why, holds: Callable[[QuarterFacts], bool]) -> Need:
    return Need(
        name, why, lambda standing, by, facts, given: not isinstance(facts.case, QuarterFacts) or holds(facts.case)
    )


LOOKED_BACK = _of_case("every earlier card was looked back at", Why.LOOK_BACK_FIRST, lambda case: not case.unseen)
LISTED = _of_case("projects on the list", Why.NOTHING_LISTED, lambda case: case.listed > 0)
SAME = _of_case("the list that was confirmed", Why.NOT_NOW, lambda case: case.is_same)
STRUCK = _of_case("projects that were struck", Why.NOTHING_LISTED, lambda case: case.struck > 0)

MOVES = {
    "propose": Rule(
        start=frozenset({"new"}),
        end="proposed",
        by=_CLOCK,
        asks=(Asked("month", "text"),),
        effects=("call_cards",),
        is_hidden=True,
    ),
    "strike": Rule(
        start=_PROPOSED, by=_LEADER, needs=(LISTED,), asks=(Asked("struck", "several"), Asked("reason", "text"))
    ),
    "restore": Rule(start=_PROPOSED, by=_LEADER, needs=(STRUCK,)),
    "confirm": Rule(
        start=_PROPOSED,
        end="confirmed",
        by=_LEADER,
        needs=(LOOKED_BACK,),
        announces=Announces(
            kind="quarter", audiences=("board", "channels"), shows=("month",), said="announce", falls="return"
        ),
        is_grave=True,
        style=Style.PRIMARY,
    ),
    "return": Rule(start=_CONFIRMED, end="proposed", by=_CLOCK, tells=(Role.LEADER,), is_hidden=True),
    # A figure that was put right since, or an excuse that was granted: leaders confirm what is so now.
    "announce": Rule(
        start=_CONFIRMED, end="announced", by=_CLOCK, needs=(SAME,), effects=("show_cards",), is_hidden=True
    ),
}

PROCEDURE = Procedure(
    matter="project_quarter",
    first="new",
    moves=MOVES,
    begins=Beginning(move="propose", prefix="JT", is_offered=False),
    terms=(Limit("project_confirm", _PROPOSED),),
    shows=dict.fromkeys(
        (Role.REVIEWER, Role.COMMITTEE, Role.LEADER),
        ("month", "reds", "snails", "struck", "reason", "missing", "unseen"),
    ),
    is_read_by_all=True,
    todo={"proposed": _LEADER},
)


def changed(event: Event) -> Event:
    """The event with all that was struck by now: a second stroke adds to the first, and what is restored stands again."""
    before = event.before.own.get("struck", "")
    if event.move == "restore":
        return replace(event, after=replace(event.after, own={**event.after.own, "struck": "", "reason": ""}))
    if event.move != "strike":
        return event
    struck = ",".join(filter(None, (before, event.given["struck"])))
    return replace(event, after=replace(event.after, own={**event.after.own, "struck": struck}))


def said_at(month: str, rules: RuleSet, calendar: Calendar, at: datetime) -> datetime:
    """When the quarter that ends with a month is said: the morning of the last day of the term after it."""
    day = calendar.due_on(calendar.end_of(months.last_day(month)), rules.project_quarter)
    return calendar.next_speaking_moment(max(datetime.combine(day, calendar.speaks_from, calendar.timezone), at))
