"""What the tables of clues have in common: stages, moves, vocabulary, and the guards of the law §3."""

from collections.abc import Mapping
from enum import StrEnum

from domain.mechanism.columns import Party, Relation
from domain.mechanism.limits import Where
from domain.mechanism.needs import did_not
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import DECLINE, MAKE, SIGN, Facts, Need
from domain.people import Actor, Role


class ClueStage(StrEnum):
    """Where a clue stands. A draft is a dialogue, not yet a clue."""

    DRAFT = "draft"  # 草稿
    SUBMITTED = "submitted"  # 已提交
    REGISTERED = "registered"  # 已登记
    TRIAGE = "triage"  # 研判
    NEED_INFO = "need_info"  # 待补充
    MERGED = "merged"  # 并案
    REJECTED = "rejected"  # 不予受理
    TRANSFERRED = "transferred"  # 转送
    ACCEPTED = "accepted"  # 受理
    ASSIGNED = "assigned"  # 交办
    VERIFYING = "verifying"  # 核查
    CONCLUDED = "concluded"  # 结论, signed
    REVIEW = "review"  # 复查
    REVIEWED = "reviewed"  # 复查已答复, may be reviewed a second time
    SECOND_REVIEW = "second_review"  # 复核
    UNOWNED = "unowned"  # 归口待定: three times passed on
    ANSWERED = "answered"  # 办结反馈, may be reviewed
    CLOSED = "closed"  # 办结, for good
    WITHDRAWN = "withdrawn"  # 撤回
    ARCHIVED = "archived"  # 归档


class ClueMove(StrEnum):
    """What can be done with a clue."""

    SUBMIT = "submit"  # 我要反映
    ENTER = "enter"  # 录入线索: by staff, of what came another way
    IMPORT = "import"  # 导入来信: many letters of one file
    REGISTER = "register"
    OPENTRIAGE = "open_triage"
    CLAIM = "claim"  # 领取
    RELEASE = "release"  # 放回
    ACCEPT = "accept"  # 受理
    ASK_MORE = "ask_more"  # 要求补充
    ANSWER = "answer"
    SUPPLEMENT = "supplement"  # 补充材料
    LAPSE = "lapse"
    REJECT = "reject"  # 不予受理
    TRANSFER = "transfer"  # 转送
    CLOSE_TRANSFER = "close_transfer"  # 登记回执
    TAKE_BACK = "take_back"  # 对方退回
    ESCALATE = "escalate"  # 提请确定归口
    SETTLE_OWNER = "settle_owner"  # 确定归口
    ASSIGN = "assign"  # 交办
    TAKE_UP = "take_up"  # 我来核查: without being assigned
    TAKE_ON = "take_on"  # 接办
    HAND_BACK = "hand_back"  # 退回交办
    VISIT_SITE = "visit_site"  # 记录现场核查
    RATE = "rate"  # 调整程度
    CONCLUDE = "conclude"  # 作出结论
    CLOSE = "close"  # 办结反馈
    MERGE = "merge"  # 并案
    CORRECT_UNIT = "correct_unit"  # 更正单位
    CORRECT_KIND = "correct_kind"  # 更正类别
    MARK_PETITION = "mark_petition"  # 信访认定
    LENGTHEN = "lengthen"  # 延长核查时间
    EXTEND = "extend"  # 延长办理期限
    WRITE = "write"  # 留言
    SHOW_EVIDENCE = "show_evidence"
    RECUSE = "recuse"  # 申请回避
    WITHDRAW = "withdraw"  # 撤回
    ASK_REVIEW = "ask_review"  # 申请复查
    UPHOLD = "uphold"  # 维持
    REOPEN = "reopen"  # 重新研判
    ASK_SECOND = "ask_second"  # 申请复核
    UPHOLD_FINALLY = "uphold_finally"  # 复核维持
    OVERTURN = "overturn"  # 复核改变
    CONTINUE = "continue"  # 依职权继续
    ARCHIVE = "archive"


KINDS = (*(f"t{number:02}" for number in range(1, 16)), "t99")
SEVERITIES = ("s1", "s2", "s3", "s4")
REJECT_REASONS = tuple(f"r{number}" for number in range(1, 8))
FINDINGS = ("substantiated", "partly", "not_established", "unfounded")  # 属实 部分属实 未查实 不属实
TRANSFER_TARGETS = ("discipline", "petition", "police", "politics_law", "organisation", "upper")
SECRET_TARGETS = frozenset({"discipline"})  # whither is not told (the law §3: secret path if discipline)
DISCIPLINE, UPPER = "discipline", "upper"
MERGED = "merged"  # the link to the clue into which one was merged
ABOVE_US = (UPPER, DISCIPLINE)
DISCIPLINE_KIND = "t10"  # always transferred to discipline

REVIEWER = frozenset({Role.REVIEWER})
LEADERS = (Role.LEADER, Role.COMMITTEE)  # who decides a second review, and who signs it
WORKERS: frozenset[Party] = frozenset({Role.REVIEWER, Relation.OFFICER})
VERIFIERS = frozenset({Role.REVIEWER, Role.CASE_OFFICER})
"""Who may verify: the law §2 has officers for it; in a small office another reviewer does it than who accepted the clue."""
TOLD_TO = (Role.REPORTER,)
TRIAGE = frozenset({ClueStage.TRIAGE.value})
VERIFYING = frozenset({ClueStage.VERIFYING.value})
CONCLUDED = frozenset({ClueStage.CONCLUDED.value})
CHECKED = frozenset({ClueStage.ACCEPTED.value, ClueStage.ASSIGNED.value}) | VERIFYING
WORKED = CHECKED | CONCLUDED
"""Accepted, and the answer is still due."""
OPEN = TRIAGE | WORKED | {ClueStage.NEED_INFO.value, ClueStage.REVIEW.value}
REVIEWS = frozenset({ClueStage.REVIEW.value, ClueStage.SECOND_REVIEW.value})
FOUND = CONCLUDED | {
    ClueStage.ANSWERED.value,
    ClueStage.REVIEWED.value,
    ClueStage.CLOSED.value,
    ClueStage.ARCHIVED.value,
}
"""Where a clue was verified, and what was found stands."""
KNOWN = WORKED | FOUND | REVIEWS
"""Accepted at least, whatever became of it."""
LED = frozenset({ClueStage.SECOND_REVIEW.value, ClueStage.UNOWNED.value})
"""What a leader decides."""
DECISIONS = frozenset(
    {ClueMove.REJECT, ClueMove.CONCLUDE, ClueMove.CLOSE, ClueMove.UPHOLD, ClueMove.REOPEN}
)  # what a review looks at again

REAL_NAME = "real_name"
SIGNED = Where("with a real name", lambda clue: clue.own.get("signed") == REAL_NAME)
HERE = "here"  # of whose it is: this office's own
TRANSFERS_AT_MOST = 3  # the third is the last that a reviewer makes


def passed_to(standing: Standing) -> list[str]:
    """Whither a clue was passed on so far, the last one last."""
    return [body for body in str(standing.own.get("transferred_to", "")).split(",") if body]


def _is_apart(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """Who took part in a decision takes no part in its review, by moving or by signing (the law §2, §3: other officer)."""
    return standing.stage not in REVIEWS or not facts.did & DECISIONS


def _is_free(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """What somebody else has claimed is theirs, for as long as their claim binds."""
    if standing.owner_id in (None, by.person_id):
        return True
    return bool(standing.owned_until and facts.at and standing.owned_until < facts.at)


def _is_own(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return standing.owner_id is not None and standing.owner_id == by.person_id


def _is_not_own(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return not _is_own(standing, by, facts, given)


def _is_theirs(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """Who verifies it hands it back, and who was asked to as long as they have not taken it on."""
    return standing.stage == ClueStage.ASSIGNED or standing.owner_id in (None, by.person_id)


def _has_no_other_officer(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """An officer who left leaves nobody to verify; whoever accepted it has it in hand until it is assigned."""
    return standing.stage == ClueStage.ACCEPTED or standing.owner_id is None


def _is_no_corruption(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """A hint of corruption is passed on to the discipline inspection, and nothing else (T10, the law §3)."""
    return facts.kind != DISCIPLINE_KIND


def _goes_to_discipline(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return facts.kind != DISCIPLINE_KIND or given.get("target", given.get("whither", DISCIPLINE)) in (DISCIPLINE, HERE)


def _is_of_others(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """Nobody here deals with what is about this office (the law §2 rule 4)."""
    return not facts.is_about_us


def _goes_up(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return not facts.is_about_us or given.get("target", UPPER) in ABOVE_US


def _may_still_go(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """After triage only a hint of corruption, recognised later, is passed on."""
    return standing.stage == ClueStage.TRIAGE or facts.kind == DISCIPLINE_KIND


def _is_in_time(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return standing.due_at is None or facts.at is None or facts.at <= standing.due_at


def _is_past_review(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """While the reporter may still ask for a review of the answer, nobody files it away."""
    is_over = standing.due_at is None or facts.at is None or standing.due_at < facts.at
    return standing.stage not in (ClueStage.ANSWERED, ClueStage.REVIEWED) or is_over


def _is_third(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """Passed on as often as that, it is the leader's to say whose it is, and nobody needs to ask for it."""
    return Role.CLOCK not in by.roles or len(passed_to(standing)) >= TRANSFERS_AT_MOST


def _is_disputable(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """The other body disputes it in its term, and not once a leader has settled whose it is (the law §3, [U30 §23])."""
    dispute = standing.term("clue_transfer_dispute")
    is_late = dispute is not None and facts.at is not None and dispute.due_at < facts.at
    return not is_late and len(passed_to(standing)) <= TRANSFERS_AT_MOST


OTHER_OFFICER = Need("other officer than who decided", Why.OTHER_OFFICER, _is_apart, frozenset({MAKE, SIGN, DECLINE}))
UNCLAIMED = Need("not claimed by somebody else", Why.OWNED_BY_OTHER, _is_free, frozenset({MAKE}))
OWN = Need("claimed oneself", Why.NOT_CLAIMED, _is_own, frozenset({MAKE}))
NOT_OWN = Need("not claimed oneself", Why.NOT_NOW, _is_not_own, frozenset({MAKE}))
THEIRS = Need("one's own to verify", Why.NOT_YOURS, _is_theirs, frozenset({MAKE}))
OFFICERLESS = Need("no officer has it", Why.OWNED_BY_OTHER, _has_no_other_officer, frozenset({MAKE}))
NOT_EARLIER = did_not("accepted it, or verified it before", frozenset({ClueMove.ACCEPT, ClueMove.CONCLUDE}))
NO_CORRUPTION = Need("no hint of corruption", Why.DISCIPLINE_ONLY, _is_no_corruption)
TO_DISCIPLINE = Need("a hint of corruption to discipline alone", Why.DISCIPLINE_ONLY, _goes_to_discipline)
OF_OTHERS = Need("about others than this office", Why.GOES_UP, _is_of_others)
TO_ABOVE = Need("what is about this office to above it alone", Why.GOES_UP, _goes_up)
LATE_HINT = Need("after triage a hint of corruption alone", Why.NOT_NOW, _may_still_go)
PAST_REVIEW = Need("after the term for asking for a review", Why.MAY_BE_REVIEWED, _is_past_review)
THIRD = Need("passed on three times, or asked for", Why.NOT_NOW, _is_third)
DISPUTABLE = Need("within the term for disputes, not settled by a leader", Why.TOO_LATE, _is_disputable)
IN_TIME = Need("within the term", Why.TOO_LATE, _is_in_time)
WORK = (UNCLAIMED, OTHER_OFFICER)
DECIDE = (*WORK, NO_CORRUPTION, OF_OTHERS)
