"""Exemption from a month's light (暂不亮灯申请): the project's owner asks, a leader decides, for a quarter at most. The law §6.4.

Only what nobody could help counts: force majeure, or a change of policy, each with its document. An exemption that was granted shows grey
in the months that it names, and says nothing about the work.
"""

from dataclasses import dataclass

from domain import months
from domain.matters.projects import projects
from domain.mechanism.calendar import Calendar
from domain.mechanism.columns import Asked, Beginning, Party, Place, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import of_case
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import Procedure, Rule, looking
from domain.people import Role

GROUNDS = ("force_majeure", "policy")  # 不可抗力 政策调整
GRANTED = "granted"
_ASKED = frozenset({"asked"})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_TOLD = (Relation.OWNER, Relation.SUBJECT)


@dataclass(frozen=True, slots=True)
class ExemptionFacts:
    """What the guards look at besides the exemption: the most months that one may be for."""

    most: int


def months_of(exemption: Standing, calendar: Calendar) -> tuple[str, ...]:
    """The months that it is for: the first of that number since the month before it was asked for, and those that follow."""
    assert exemption.made_at is not None, "it has begun"
    before = months.later(months.of_day(calendar.local_day(exemption.made_at)), -1)
    ahead = (int(exemption.own["first"]) - months.number(before)) % months.YEAR
    return tuple(months.later(before, ahead + by) for by in range(int(exemption.own["many"])))


SHORT = of_case(
    ExemptionFacts,
    "not more months than the rule",
    Why.TOO_MANY_MONTHS,
    lambda case, given: int(given.get("many") or 1) <= case.most,
)

MOVES = {
    "ask": Rule(
        start=frozenset({"new"}),
        end="asked",
        by=frozenset({Role.PROJECT_OWNER, Role.UNIT_CONTACT, *_TOLD}),  # for their own project, and for no other
        needs=(SHORT,),
        asks=(
            Asked("about", "matter"),
            Asked("ground", "one_of", "exemption_ground", GROUNDS),
            Asked("first", "number", least=1, most=months.YEAR),
            Asked("many", "number", least=1, most=months.YEAR),
            Asked("account", "text"),
            Asked("document", "files", limit="clue_files_max", kept=Place.BESIDE),
        ),
        is_previewed=True,
    ),
    "decide": Rule(
        start=_ASKED,
        ends_by="answer",
        ends={GRANTED: GRANTED, "refused": "refused"},
        by=_LEADER,
        asks=(Asked("answer", "one_of", "exemption_answer", (GRANTED, "refused")), Asked("why", "text")),
        tells=_TOLD,
        is_previewed=True,
    ),
    "withdraw": Rule(start=_ASKED, end="withdrawn", by=frozenset({Relation.APPLICANT})),
    "end_early": Rule(
        start=frozenset({GRANTED}),
        end="ended",
        by=_LEADER,
        asks=(Asked("reason", "text"),),
        tells=_TOLD,
        is_grave=True,
        is_undoing=True,
    ),
    "show_evidence": looking(_ASKED | {GRANTED}, frozenset({Role.REVIEWER, Role.LEADER})),
}
_SHOWN = (
    "parent",
    "unit",
    "ground",
    "months",
    "account",
    "attachments",
    "answer",
    "why",
    "reason",
    "first",
    "many",
)

PROCEDURE = Procedure(
    matter="exemption",
    module=Module.PROJECT,
    first="new",
    moves=MOVES,
    begins=Beginning(
        move="ask", prefix="ZH", about="about", kinds={"project": projects.OPEN}, is_of_newest=True, is_named=True
    ),
    terms=(Limit("light_exemption_decide", _ASKED),),
    shows=dict.fromkeys(
        (Relation.APPLICANT, Relation.OWNER, Relation.SUBJECT, Role.REVIEWER, Role.COMMITTEE, Role.LEADER), _SHOWN
    ),
    todo={"asked": _LEADER},
)
