"""Where a candidate of the striver selection stands (the law §4.2), who takes part in it, and the guards of its moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.mechanism.columns import Party, Relation
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import MAKE, Facts, Need
from domain.people import Actor, Role


class CandidateStage(StrEnum):
    """Where a candidate stands; N2 to N9 are those of the law."""

    NEW = "new"
    CHECKING = "checking"  # N2 联审
    INSPECTING = "inspecting"  # N3 考察
    READY = "ready"  # 候选, 待比选
    COMPARING = "comparing"  # N4 比选
    SCORED = "scored"  # 已打分, 待排定
    SELECTED = "selected"  # 拟表彰
    PASSED_OVER = "passed_over"  # 未入选
    RULED_OUT = "ruled_out"  # 未列为候选人
    WITHDRAWN = "withdrawn"  # 推荐已撤回


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFacts:
    """What the guards look at besides the candidate: whether a case about them is under way, and whether there is an edition that
    they belong to, or could."""

    has_open_case: bool = False
    is_in_edition: bool = False


def at(*stages: CandidateStage) -> frozenset[str]:
    """Stages as a table has them."""
    return frozenset(stages)


C = CandidateStage
ORGANS = ("discipline", "organisation", "petition", "industry")  # 纪委 组织 信访 行业主管部门
CLEAR, OBJECTS = "clear", "objects"
GROUNDS = ("objection", "red_line", "case", "measure", "inspection")
CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
OFFICER: frozenset[Party] = frozenset({Relation.OFFICER})
INSPECTOR: frozenset[Party] = frozenset({Relation.INSPECTOR})
REVIEWER: frozenset[Party] = frozenset({Role.REVIEWER})
COMMITTEE: frozenset[Party] = frozenset({Role.COMMITTEE})
UNCHECKED = at(C.CHECKING, C.INSPECTING)  # nobody is compared before all have come so far
COMPARED = at(C.COMPARING, C.SCORED)
CHOSEN = at(C.SELECTED)  # who has one of the places


def _is_clear(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return all(standing.own.get(organ) == CLEAR for organ in ORGANS)


def _has_no_case(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return not isinstance(facts.case, CandidateFacts) or not facts.case.has_open_case


def _is_in_edition(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return isinstance(facts.case, CandidateFacts) and facts.case.is_in_edition


def not_clear(organ: str) -> Need:
    """An organ answers once; one that objected may still say that it does not any more."""
    return Need(
        f"{organ} has not said that nothing is against it",
        Why.NOT_NOW,
        lambda standing, by, facts, given: standing.own.get(organ) != CLEAR,
        frozenset({MAKE}),
    )


ALL_CLEAR = Need("every organ has answered and none objects", Why.NOT_ALL_CLEAR, _is_clear)
NO_OPEN_CASE = Need("no case about them under way", Why.OPEN_CASE, _has_no_case)
IN_EDITION = Need("an edition of strivers is there", Why.NO_EDITION, _is_in_edition)
