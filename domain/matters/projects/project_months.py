"""What was done of a project in a month (月度进度): entered until the day on which entry closes, then lit. The law §6.4, §2, §9.

A child of its project, opened by the clock with the month (`handlers/timetable.py`). Nothing is computed of what nobody reported.
"""

from datetime import date

from domain import months
from domain.mechanism import recurring
from domain.mechanism.calendar import Calendar
from domain.mechanism.columns import Asked, Beginning, Party, Place, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.rules import RuleSet
from domain.mechanism.table import Procedure, Rule
from domain.people import Role
from domain.scoring.lights import Light


def entry_closes(month: str, rules: RuleSet, calendar: Calendar) -> date:
    """The last day on which the figures of a month are entered: the next working day, where the rule's is none."""
    return recurring.closes_on(months.last_day(month), rules.light_entry, calendar)


_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_UNIT: frozenset[Party] = frozenset({Relation.OWNER, Relation.SUBJECT})
_REVIEWER: frozenset[Party] = frozenset({Role.REVIEWER})
_ENTRY = frozenset({"due", "reported"})
_DONE = (Asked("actual", "amount"), Asked("begun", "one_of", "project_begun", ("yes", "no")))

MOVES = {
    "open": Rule(
        start=frozenset({"new"}),
        end="due",
        by=_CLOCK,
        asks=(Asked("month", "text", kept=Place.CATEGORY), Asked("until", "day")),
        is_hidden=True,
    ),
    "report": Rule(
        start=_ENTRY, end="reported", by=_UNIT | _CLOCK, asks=(*_DONE, Asked("note", "text", may_skip=True, longest=60))
    ),
    "close": Rule(start=_ENTRY, end="closed", by=_CLOCK, is_hidden=True),
    # After entry has closed a figure is put right by the office, for a reason that the owner reads.
    "correct": Rule(
        start=frozenset({"closed"}),
        by=_REVIEWER,
        asks=(*_DONE, Asked("why", "text")),
        tells=tuple(sorted(_UNIT)),
        is_previewed=True,
    ),
    "be_lit": Rule(
        start=frozenset({"closed"}),
        end="lit",
        by=_CLOCK,
        asks=(Asked("light", "one_of", "light", tuple(Light)),),
        is_hidden=True,
    ),
    "put_out": Rule(start=frozenset({"lit"}), end="closed", by=_CLOCK, is_hidden=True),
    "note_talk": Rule(
        start=frozenset({"shown"}),
        by=_REVIEWER | {Role.LEADER},
        asks=(Asked("talked_on", "past_day"), Asked("talk", "text")),
        tells=tuple(sorted(_UNIT)),
        is_previewed=True,
    ),
    "show_light": Rule(
        start=frozenset({"lit"}), end="shown", by=_CLOCK, effects=("show_month_card", "lead_by_light"), is_hidden=True
    ),
}

_SHOWN = (
    *("title", "unit", "month", "until", "planned", "actual", "behind", "light", "begun", "note", "why", "parent"),
    *("talked_on", "talk"),
)

PROCEDURE = Procedure(
    matter="project_month",
    module=Module.PROJECT,
    first="new",
    moves=MOVES,
    begins=Beginning(move="open", prefix="YD", is_offered=False),
    terms=(Limit("light_entry", _ENTRY, day="until", lapses="close", owed_by=_UNIT),),
    shows={
        **dict.fromkeys((Relation.OWNER, Relation.SUBJECT), _SHOWN),
        **dict.fromkeys((Role.REVIEWER, Role.COMMITTEE, Role.LEADER), (*_SHOWN, "who_talks")),
    },
    todo={"due": _UNIT},
    above={Relation.SUBJECT: Role.REVIEWER},  # the months of units in which there is nobody would fill a leader's list
)
