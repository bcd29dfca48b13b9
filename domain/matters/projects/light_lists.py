"""The lights of a month (月亮灯): proposed by the clock once entry has closed, confirmed by a leader, signed, said. The law §6.4, §9.

Until a leader confirms it the list is what the figures say now; then each month of a project keeps its light, and shows it once the
list was announced. A list that is sent back is put out, and open to corrections again.
"""

from dataclasses import dataclass
from datetime import date, datetime

from domain import months
from domain.mechanism.calendar import Calendar
from domain.mechanism.columns import Announces, Asked, Beginning, Party
from domain.mechanism.kin import Also, Kin
from domain.mechanism.limits import Limit
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.table import Need, Procedure, Rule
from domain.people import Role
from domain.saying import Style

_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_PROPOSED, _CONFIRMED = frozenset({"proposed"}), frozenset({"confirmed"})


@dataclass(frozen=True, slots=True)
class LightFacts:
    """What the guards look at besides the list: whether the figures give the very lights still that a leader confirmed."""

    is_same: bool


SAME = Need(
    "the lights that were confirmed",
    Why.NOT_NOW,
    lambda standing, by, facts, given: not isinstance(facts.case, LightFacts) or facts.case.is_same,
)


def _each_month(move: str) -> tuple[Also, ...]:
    """A move that the clock makes of every month that is lit by the list."""
    return (Also(kind="project_month", move=move, of=Kin.LINKED, how="lights"),)


MOVES = {
    "propose": Rule(
        start=frozenset({"new"}), end="proposed", by=_CLOCK, asks=(Asked("month", "text"),), is_hidden=True
    ),
    "confirm": Rule(
        start=_PROPOSED,
        end="confirmed",
        by=_LEADER,
        effects=("light_months",),
        announces=Announces(
            kind="lights", audiences=("board", "channels"), shows=("month",), said="announce", falls="return"
        ),
        is_grave=True,
        style=Style.PRIMARY,
    ),
    "return": Rule(
        start=_CONFIRMED,
        end="proposed",
        by=_CLOCK,
        also=_each_month("put_out"),
        tells=(Role.LEADER,),
        is_hidden=True,
    ),
    # An exemption that was granted or ended since: leaders confirm what is so now.
    "announce": Rule(
        start=_CONFIRMED, end="announced", by=_CLOCK, needs=(SAME,), also=_each_month("show_light"), is_hidden=True
    ),
}

PROCEDURE = Procedure(
    matter="light_list",
    first="new",
    moves=MOVES,
    begins=Beginning(move="propose", prefix="LD", is_offered=False),
    terms=(Limit("light_confirm", _PROPOSED),),
    shows=dict.fromkeys(
        (Role.REVIEWER, Role.COMMITTEE, Role.LEADER),
        ("month", "due", "profile", "counts", "reds", "yellows", "missing"),
    ),
    body=frozenset({"counts", "reds", "yellows", "missing"}),
    is_read_by_all=True,
    todo={"proposed": _LEADER},
)


def said_on(month: str, rules: RuleSet, calendar: Calendar) -> date:
    """The day on which the lights of a month are said: the next working day, where the rule's is none."""
    day = calendar.due_on(calendar.end_of(months.last_day(month)), rules.light_push)
    return day if calendar.is_working_day(day) else calendar.add_working_days(day, 1)


def said_at(month: str, rules: RuleSet, calendar: Calendar, at: datetime) -> datetime:
    """When that is: in the morning; where that has passed, the next moment at which the office may speak."""
    morning = datetime.combine(said_on(month, rules, calendar), calendar.speaks_from, calendar.timezone)
    return calendar.next_speaking_moment(max(morning, at))
