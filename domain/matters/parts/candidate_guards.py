"""Where a candidate of the striver selection stands (the law §4.2), who takes part in it, and the guards of its moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.mechanism.columns import Asked, Party, Relation
from domain.mechanism.kin import Also, Kin
from domain.mechanism.needs import did_not, of_case
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
    SELECTED = "selected"  # 拟表彰, 待本人同意
    AGREED = "agreed"  # 本人同意公示
    PUBLISHING = "publishing"  # 公示待发
    NOTICE = "notice"  # N5 公示
    OBJECTED = "objected"  # N6 异议: suspended, not rejected
    APPROVING = "approving"  # N7 待批准
    APPROVED = "approved"  # N7 批准
    COMMENDING = "commending"  # 表彰待发
    COMMENDED = "commended"  # N8 表彰, N9 回访
    LAPSED = "lapsed"  # 称号期满
    PASSED_OVER = "passed_over"  # 未入选
    DECLINED = "declined"  # 本人不同意
    NOT_APPROVED = "not_approved"  # 不予表彰
    REVOKED = "revoked"  # V 撤销
    RULED_OUT = "ruled_out"  # 未列为候选人
    WITHDRAWN = "withdrawn"  # 推荐已撤回


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFacts:
    """What the guards look at besides the candidate: whether a case about them is under way, whether there is an edition that they
    belong to, or could, whether somebody of their unit has an account here, how many nominations of them stand, and whether the actor
    made one: for somebody else, or for themselves."""

    has_open_case: bool = False
    is_in_edition: bool = False
    is_reachable: bool = False
    nominations: int = 0
    is_own: bool = False


def at(*stages: CandidateStage) -> frozenset[str]:
    """Stages as a table has them."""
    return frozenset(stages)


C = CandidateStage
CONSENTS = ("agreed", "declined")
CONSENT = Asked("consent", "one_of", "candidate_consent", CONSENTS)
ORGANS = ("discipline", "organisation", "petition", "industry")  # 纪委 组织 信访 行业主管部门
CLEAR, OBJECTS = "clear", "objects"
GROUNDS = ("objection", "red_line", "case", "measure", "inspection")
MERGED = "merged"  # the link to the candidate in whom a nomination of the same person was merged


def of_nominations(move: str) -> Also:
    """A move of every nomination of a candidate: whoever nominated them hears what becomes of them."""
    return Also(kind="striver", move=move, how=MERGED)


# With the last of its candidates an edition is over, or to be decided anew where nobody is left.
EDITION_OVER = tuple(
    Also(kind="edition", move=move, of=Kin.LINKED, how="edition") for move in ("be_over", "fall_empty")
)
CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
OFFICER: frozenset[Party] = frozenset({Relation.OFFICER})
INSPECTOR: frozenset[Party] = frozenset({Relation.INSPECTOR})
REVIEWER: frozenset[Party] = frozenset({Role.REVIEWER})
COMMITTEE: frozenset[Party] = frozenset({Role.COMMITTEE})
UNCHECKED = at(C.CHECKING, C.INSPECTING)  # nobody is compared before all have come so far
COMPARED = at(C.COMPARING, C.SCORED)
NOTIFIED = at(C.PUBLISHING, C.NOTICE, C.OBJECTED, C.APPROVING, C.APPROVED, C.COMMENDING)
HONOURED = at(C.COMMENDED)
CHOSEN = at(C.SELECTED, C.AGREED) | NOTIFIED | HONOURED  # who has one of the places
WORKED_ON = at(C.CHECKING, C.INSPECTING, C.READY, C.SELECTED, C.AGREED) | NOTIFIED | HONOURED
OVER = HONOURED | at(C.RULED_OUT, C.WITHDRAWN, C.PASSED_OVER, C.DECLINED, C.NOT_APPROVED, C.REVOKED, C.LAPSED)
NOMINEE: frozenset[Party] = frozenset({Relation.NOMINEE})
LEADER: frozenset[Party] = frozenset({Role.LEADER})


def _is_clear(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return all(standing.own.get(organ) == CLEAR for organ in ORGANS)


def not_clear(organ: str) -> Need:
    """An organ answers once; one that objected may still say that it does not any more."""
    return Need(
        f"{organ} has not said that nothing is against it",
        Why.NOT_NOW,
        lambda standing, by, facts, given: standing.own.get(organ) != CLEAR,
        frozenset({MAKE}),
    )


UNNOMINATED = of_case(
    CandidateFacts, "nobody nominates them any more", Why.CHILD_OPEN, lambda case, _: case.nominations <= 0
)
ALL_CLEAR = Need("every organ has answered and none objects", Why.NOT_ALL_CLEAR, _is_clear)
NO_OPEN_CASE = of_case(
    CandidateFacts, "no case about them under way", Why.OPEN_CASE, lambda case, _: not case.has_open_case
)
IN_EDITION = of_case(
    CandidateFacts, "an edition of strivers is there", Why.NO_EDITION, lambda case, _: case.is_in_edition, unknown=False
)
REACHABLE = of_case(
    CandidateFacts,
    "somebody of their unit has an account here",
    Why.CANNOT_BE_NAMED,
    lambda case, _: case.is_reachable,
    frozenset({MAKE}),
    unknown=False,
)
APART = did_not("inspected or compared", frozenset({"report", "compare"}))
