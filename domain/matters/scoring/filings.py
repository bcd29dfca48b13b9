"""A filing (数据填报): the figures of one indicator for one period, from the unit that answers for them (the law §2, §6.1).

The clock opens one after a period's end, for what nobody has brought yet. Among others' figures a unit may file its own: those count once
somebody of the office has checked them. On the day of freezing what is there is what ranks, and what is missing stays missing (缺).

Lives here besides: `days`, when the figures of an indicator are due and frozen.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

from domain.mechanism.calendar import Calendar, TermLength
from domain.mechanism.columns import Asked, Beginning, Party, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import of_case
from domain.mechanism.recurring import closes_on
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.table import Procedure, Rule
from domain.people import Role
from domain.saying import Style

_OPEN = frozenset({"open", "late"})
_FILED = frozenset({"filed"})
_CHECKING = frozenset({"checking"})
_UNIT: frozenset[Party] = frozenset({Relation.DATA_UNIT})
_REVIEWER = frozenset({Role.REVIEWER})
_CLOCK = frozenset({Role.CLOCK})
FIGURES = Asked("figures", "figures")
_REASON = Asked("reason", "text")


@dataclass(frozen=True, slots=True)
class FilingCase:
    """What the guards look at: whether the unit that files is among those measured, and whether the period was announced."""

    has_own: bool
    is_announced: bool = False


@dataclass(frozen=True, slots=True)
class FilingDays:
    """The last day on which the figures of an indicator for a period are filed in time, and the last on which they are filed at all."""

    due_on: date
    frozen_on: date


def days(due_day: int | None, freeze_day: int | None, last_day: date, rules: RuleSet, calendar: Calendar) -> FilingDays:
    """When the figures of an indicator are due and frozen, of a period that ended with a day: on its own days after that, or by the rule;
    next working day, where that is none. What is its own stands above the rule: it is not frozen before it is due.
    """
    due_on = closes_on(last_day, rules.filing_due if due_day is None else TermLength(due_day, "d"), calendar)
    length = rules.filing_freeze if freeze_day is None else TermLength(freeze_day, "d")
    frozen_on = closes_on(last_day, length, calendar)
    if freeze_day is None:
        frozen_on = max(due_on, frozen_on)
    return FilingDays(due_on=min(due_on, frozen_on), frozen_on=frozen_on)


_of_case = partial(of_case, FilingCase)
OTHERS_ONLY = _of_case("no figure of one's own unit", Why.NEEDS_CHECK, lambda case, _: not case.has_own)
HAS_OWN = _of_case("a figure of one's own unit", Why.NOT_NOW, lambda case, _: case.has_own)
STILL_OPEN = _of_case("a period that was not announced", Why.ANNOUNCED_ALREADY, lambda case, _: not case.is_announced)


def _entering(start: frozenset[str], *more: Asked, is_own: bool) -> Rule:
    """The unit's figures: they count at once, or wait to be checked where its own are among them."""
    return Rule(
        start=start,
        end="checking" if is_own else "filed" if start == _OPEN else None,
        by=_UNIT,
        needs=(HAS_OWN if is_own else OTHERS_ONLY, STILL_OPEN),
        asks=(FIGURES, *more),
        effects=() if is_own else ("keep_figures",),
        is_previewed=True,
        style=Style.PRIMARY if start == _OPEN else Style.PLAIN,
    )


MOVES = {
    "open": Rule(start=frozenset({"new"}), end="open", by=_CLOCK, is_hidden=True),
    "enter": _entering(_OPEN, is_own=False),
    "enter_own": _entering(_OPEN, is_own=True),
    "correct": _entering(_FILED, _REASON, is_own=False),
    "correct_own": _entering(_FILED, _REASON, is_own=True),
    "check": Rule(
        start=_CHECKING,
        end="filed",
        by=_REVIEWER,
        tells=(Relation.DATA_UNIT,),
        effects=("keep_figures",),
        style=Style.PRIMARY,
    ),
    "send_back": Rule(
        start=_CHECKING, end="open", by=_REVIEWER, asks=(Asked("lacking", "text"),), tells=(Relation.DATA_UNIT,)
    ),
    "ask_missing": Rule(start=_FILED, end="open", by=_CLOCK, is_hidden=True),
    "note_import": Rule(start=_OPEN | _CHECKING, end="filed", by=_CLOCK, is_hidden=True),
    "fall_late": Rule(
        start=frozenset({"open"}),
        end="late",
        by=_CLOCK,
        tells=(Relation.DATA_UNIT, Role.REVIEWER),
        is_hidden=True,
    ),
    "freeze": Rule(
        start=_OPEN | _CHECKING | _FILED, end="frozen", by=_CLOCK, effects=("rank_figures",), is_hidden=True
    ),
    "reopen": Rule(
        start=frozenset({"frozen"}),
        end="late",
        by=frozenset({Role.LEADER}),
        needs=(STILL_OPEN,),
        asks=(_REASON,),
        tells=(Relation.DATA_UNIT,),
        resets=frozenset({"freeze_on"}),  # that day has passed: it is open for as long as the rule says
    ),
}

_SHOWN = ("unit", "due", "indicator", "period", "figures", "missing", "reason", "lacking")

PROCEDURE = Procedure(
    matter="filing",
    module=Module.FLAGS,
    first="new",
    moves=MOVES,
    begins=Beginning(move="open", prefix="TB", is_offered=False),
    terms=(
        Limit("filing_due", frozenset({"open"}), day="due_on", lapses="fall_late"),
        Limit("filing_check", _CHECKING),
        Limit("filing_freeze", _OPEN | _CHECKING | _FILED, day="freeze_on", lapses="freeze"),
    ),
    shows=dict.fromkeys((Relation.DATA_UNIT, Role.REVIEWER, Role.COMMITTEE, Role.LEADER), _SHOWN),
    todo={"open": _UNIT, "late": _UNIT, "checking": _REVIEWER},
    above={Relation.DATA_UNIT: Role.REVIEWER},
)
