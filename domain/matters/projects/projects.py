"""Projects (重点项目、民生实事) in the register: plan by the month, started, finished or left. The law §6.4, §8, §2 (project owner).

A project is about the unit that answers for it. It is registered by a file; what was done in a month is a matter of its own
(`domain/matters/projects/project_months.py`). The plan of a month that has begun is changed by a request that a leader signs, and
not otherwise.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from domain import items, months
from domain.mechanism.columns import PROOF, Asked, Beginning, Party, Place, Relation
from domain.mechanism.modules import Module
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts, Need, Procedure, Rule, looking
from domain.people import Actor, Role

KINDS = ("key", "livelihood")  # 重点项目 民生实事
OPEN = frozenset({"running"})  # 在册
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_UNIT: frozenset[Party] = frozenset({Relation.OWNER, Relation.SUBJECT})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_PLAN = Asked(
    "months",
    "items",
    parts=(Asked("month", "number", least=1, most=months.YEAR), Asked("amount", "amount")),
)
_REGISTERED = (
    Asked("owner", "unit", kept=Place.UNIT),
    Asked("kind", "one_of", "project_kind", KINDS, kept=Place.CATEGORY),
    *(Asked(name, "text") for name in ("code", "title")),
    Asked("lead", "unit", may_skip=True),
    *(Asked(name, "text", may_skip=True) for name in ("team", "starts")),
)
"""What a file says of a project; with it are given `goal`, that of each year, and `plan`, cumulative amounts by month, as `written` keeps
them."""


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What the guards look at besides the project: the month that it is now."""

    month: str


def plan_of(project: Standing) -> dict[str, Decimal]:
    """The cumulative amounts of a project's own plan, by month; where a month is not there, a twelfth is due with every month."""
    return _amounts(project.own.get("plan", ""))


def goals_of(project: Standing) -> dict[int, Decimal]:
    """What a project is to come to, by year."""
    return {int(year): amount for year, amount in _amounts(project.own.get("goal", "")).items()}


def _amounts(kept: str) -> dict[str, Decimal]:
    found: dict[str, str] = json.loads(kept or "{}")
    return {name: Decimal(amount) for name, amount in found.items()}


def written(amounts: Mapping[str, Decimal]) -> str:
    """A plan, or what is to be reached in each year, as it is kept."""
    return json.dumps({name: f"{amounts[name]:f}" for name in sorted(amounts)}) if amounts else ""


def replanned(event: Event, year: int) -> Event:
    """The event with the lines that were given taken into the plan of a year."""
    lines = {
        f"{year:04}-{int(each['month']):02}": Decimal(each["amount"]) for each in items.read(event.given["months"])
    }
    plan = written(plan_of(event.after) | lines)
    return replace(event, after=replace(event.after, own={**event.after.own, "plan": plan}))


def _are_ahead(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    if not isinstance(facts.case, ProjectFacts) or "months" not in given:
        return True
    return all(int(each["month"]) > months.number(facts.case.month) for each in items.read(given["months"]))


def _is_rising(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    if not isinstance(facts.case, ProjectFacts) or "months" not in given:
        return True
    year = months.year(facts.case.month)
    lines = {f"{year:04}-{int(each['month']):02}": Decimal(each["amount"]) for each in items.read(given["months"])}
    plan = plan_of(standing) | lines
    amounts = [plan[month] for month in sorted(plan) if months.year(month) == year]
    return amounts == sorted(amounts)


AHEAD = Need("months that have not begun", Why.MONTH_BEGUN, _are_ahead)
RISING = Need("amounts that do not fall", Why.PLAN_FALLS, _is_rising)

MOVES = {
    "register": Rule(
        start=frozenset({"new"}),
        end="running",
        by=_CLOCK,
        asks=_REGISTERED,
        tells=tuple(sorted(_UNIT)),
        is_hidden=True,
    ),
    "revise": Rule(start=OPEN, by=_CLOCK, asks=_REGISTERED, is_hidden=True),
    "set_plan": Rule(start=OPEN, by=_UNIT, asks=(_PLAN,), needs=(AHEAD, RISING)),
    "change_plan": Rule(
        start=OPEN,
        by=_UNIT,
        second=Role.LEADER,
        asks=(_PLAN, Asked("why", "text"), PROOF),
        needs=(RISING,),
        tells=tuple(sorted(_UNIT)),
        is_previewed=True,
    ),
    "finish": Rule(
        start=OPEN,
        end="finished",
        by=_UNIT,
        second=Role.LEADER,
        asks=(Asked("result", "text"), PROOF),
        tells=tuple(sorted(_UNIT)),
        is_previewed=True,
    ),
    "exit": Rule(start=OPEN, end="exited", by=_CLOCK, is_hidden=True),
    "readmit": Rule(start=frozenset({"exited"}), end="running", by=_CLOCK, is_hidden=True),
    "show_evidence": looking(OPEN | {"finished"}, frozenset({Role.REVIEWER, Role.LEADER})),
    "drop": Rule(
        start=OPEN,
        end="dropped",
        by=_LEADER,
        asks=(Asked("reason", "text"),),
        tells=tuple(sorted(_UNIT)),
        is_grave=True,
    ),
}
SHOWN = (
    "code",
    "title",
    "kind",
    "unit",
    "lead",
    "team",
    "starts",
    "started",
    "goal",
    "plan",
    "progress",
    "difficulties",
    "attachments",
    "why",
    "result",
    "reason",
)

PROCEDURE = Procedure(
    matter="project",
    module=Module.PROJECT,
    first="new",
    moves=MOVES,
    begins=Beginning(move="register", prefix="XM", is_offered=False),
    shows=dict.fromkeys((Relation.OWNER, Relation.SUBJECT, Role.REVIEWER, Role.COMMITTEE, Role.LEADER), SHOWN),
    body=frozenset({"progress"}),
    exports=("code", "title"),
)
