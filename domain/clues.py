"""The life of a clue (线索): the law §3 as a table, with its guards."""

from collections.abc import Mapping
from enum import StrEnum

from domain.mechanism.columns import Asked, Beginning, Place
from domain.mechanism.kin import Opens
from domain.mechanism.limits import Limit, Where
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import DECLINE, FILES, MAKE, QUOTA, SIGN, Facts, Need, Procedure, Rule
from domain.people import Actor, Role
from domain.saying import Style


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
    REVIEW = "review"  # 复查
    ANSWERED = "answered"  # 办结反馈, may be reviewed
    CLOSED = "closed"  # 办结, for good
    WITHDRAWN = "withdrawn"  # 撤回
    ARCHIVED = "archived"  # 归档


class ClueMove(StrEnum):
    """What can be done with a clue."""

    SUBMIT = "submit"  # 我要反映
    ENTER = "enter"  # 录入线索: by staff, of what came another way
    REGISTER = "register"
    OPEN_TRIAGE = "open_triage"
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
    TAKE_BACK = "take_back"  # 退回重办
    CLOSE = "close"  # 办结
    MERGE = "merge"  # 并案
    CORRECT_UNIT = "correct_unit"  # 更正单位
    CORRECT_KIND = "correct_kind"  # 更正类别
    MARK_PETITION = "mark_petition"  # 信访认定
    EXTEND = "extend"  # 延长期限
    WRITE = "write"  # 留言
    SHOW_EVIDENCE = "show_evidence"
    RECUSE = "recuse"  # 申请回避
    WITHDRAW = "withdraw"  # 撤回
    ASK_REVIEW = "ask_review"  # 申请复查
    UPHOLD = "uphold"  # 维持
    REOPEN = "reopen"  # 重新研判
    CONTINUE = "continue"  # 依职权继续
    ARCHIVE = "archive"


KINDS = (*(f"t{number:02}" for number in range(1, 16)), "t99")
SEVERITIES = ("s1", "s2", "s3", "s4")
REJECT_REASONS = tuple(f"r{number}" for number in range(1, 8))
FINDINGS = ("substantiated", "partly", "not_established", "unfounded")  # 属实 部分属实 未查实 不属实
TRANSFER_TARGETS = ("discipline", "petition", "police", "politics_law", "organisation", "upper")
SECRET_TARGETS = frozenset({"discipline"})  # whither is not told (the law §3: secret path if discipline)
DISCIPLINE = "discipline"
MERGED = "merged"  # the link to the clue into which one was merged
DISCIPLINE_KIND = "t10"  # always transferred to discipline

_REVIEWER = frozenset({Role.REVIEWER})
_REPORTER = frozenset({Role.REPORTER})
_CLOCK = frozenset({Role.CLOCK})
_TRIAGE = frozenset({ClueStage.TRIAGE.value})
_ASKED = frozenset({ClueStage.NEED_INFO.value})
_OPEN = frozenset({ClueStage.TRIAGE.value, ClueStage.NEED_INFO.value, ClueStage.ACCEPTED.value, ClueStage.REVIEW.value})
_TOLD = (Role.REPORTER,)
DECISIONS = frozenset({ClueMove.REJECT, ClueMove.CLOSE, ClueMove.UPHOLD})  # what a review looks at again


def _is_apart(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """Who took part in a decision takes no part in its review, by moving or by signing (the law §2, §3: other officer)."""
    return standing.stage != ClueStage.REVIEW or not facts.did & DECISIONS


def _is_free(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """What somebody else has claimed is theirs, for as long as their claim binds."""
    if standing.owner_id in (None, by.person_id):
        return True
    return bool(standing.owned_until and facts.at and standing.owned_until < facts.at)


def _is_own(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return standing.owner_id is not None and standing.owner_id == by.person_id


def _is_not_own(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return not _is_own(standing, by, facts, given)


def _is_no_corruption(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """A hint of corruption is passed on to the discipline inspection, and nothing else (T10, the law §3)."""
    return facts.kind != DISCIPLINE_KIND


def _goes_to_discipline(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return facts.kind != DISCIPLINE_KIND or given.get("target", DISCIPLINE) == DISCIPLINE


def _may_still_go(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """After triage only a hint of corruption, recognised later, is passed on."""
    return standing.stage == ClueStage.TRIAGE or facts.kind == DISCIPLINE_KIND


def _is_in_time(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return standing.due_at is None or facts.at is None or facts.at <= standing.due_at


def _is_past_review(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """While the reporter may still ask for a review of the answer, nobody files it away."""
    is_over = standing.due_at is None or facts.at is None or standing.due_at < facts.at
    return standing.stage != ClueStage.ANSWERED or is_over


OTHER_OFFICER = Need("other officer than who decided", Why.OTHER_OFFICER, _is_apart, frozenset({MAKE, SIGN, DECLINE}))
UNCLAIMED = Need("not claimed by somebody else", Why.OWNED_BY_OTHER, _is_free, frozenset({MAKE}))
OWN = Need("claimed oneself", Why.NOT_CLAIMED, _is_own, frozenset({MAKE}))
NOT_OWN = Need("not claimed oneself", Why.NOT_NOW, _is_not_own, frozenset({MAKE}))
NO_CORRUPTION = Need("no hint of corruption", Why.DISCIPLINE_ONLY, _is_no_corruption)
TO_DISCIPLINE = Need("a hint of corruption to discipline alone", Why.DISCIPLINE_ONLY, _goes_to_discipline)
LATE_HINT = Need("after triage a hint of corruption alone", Why.NOT_NOW, _may_still_go)
PAST_REVIEW = Need("after the term for asking for a review", Why.MAY_BE_REVIEWED, _is_past_review)
IN_TIME = Need("within the term", Why.TOO_LATE, _is_in_time)
_WORK = (UNCLAIMED, OTHER_OFFICER)
_DECIDE = (*_WORK, NO_CORRUPTION)

REAL_NAME = "real_name"
PETITION = "yes"
SIGNED = Where("with a real name", lambda clue: clue.own.get("signed") == REAL_NAME)
OF_PETITION = Where("where it is a petition (信访)", lambda clue: clue.own.get("petition") == PETITION)
_SIGNED = ("signed", (REAL_NAME,))
TOLD = (  # what whoever reports is asked for, as far as their own words do not say it
    Asked(
        "story",
        "text",
        limit="clue_max_chars",
        kept=Place.STORY,
        gathers=True,
        offers=("unit", "kind", "when"),
        wish="detail",
    ),
    Asked("unit", "any_unit", words="told_unit", may_skip=True, kept=Place.UNIT, wish="unit"),
    Asked("kind", "kind", "kind", KINDS, words="told_kind", may_skip=True, kept=Place.CATEGORY, unsure="t99"),
    Asked("when", "time", may_skip=True, kept=Place.STORY, wish="time"),
    Asked("where", "place", may_skip=True, kept=Place.STORY, wish="place"),
    Asked("evidence", "files", limit="clue_files_max", may_skip=True, kept=Place.BESIDE, wish="document"),
    Asked("signed", "signing", "answer", ("anonymous", REAL_NAME), at_once="anonymous"),
    Asked("name", "text", longest=50, kept=Place.IDENTITY, where=_SIGNED),
    Asked("contact", "contact", longest=50, kept=Place.IDENTITY, where=_SIGNED),
)

SUPERIOR, MEDIA = "sup", "media"
ENTERED = (  # what staff are asked for of what came by a letter, a superior, the media or an inspection (the law §3, sources)
    Asked("source", "one_of", "source", ("mass", SUPERIOR, MEDIA, "insp")),
    Asked("superior_due", "day", may_skip=True, where=("source", (SUPERIOR,))),
    Asked("address", "text", longest=300, kept=Place.STORY, where=("source", (MEDIA,))),
    Asked("published", "past_day", kept=Place.STORY, where=("source", (MEDIA,))),
    *(asked for asked in TOLD if asked.name not in ("signed", "name", "contact")),
)

MOVES = {
    ClueMove.SUBMIT: Rule(
        start=frozenset({ClueStage.DRAFT}),
        end=ClueStage.SUBMITTED,
        by=_REPORTER,
        needs=(QUOTA,),
        asks=TOLD,
        is_previewed=True,
        is_hidden=True,
    ),
    ClueMove.ENTER: Rule(
        start=frozenset({ClueStage.DRAFT}),
        end=ClueStage.SUBMITTED,
        by=_REVIEWER,
        asks=ENTERED,
        is_previewed=True,
        is_hidden=True,
    ),
    ClueMove.REGISTER: Rule(
        start=frozenset({ClueStage.SUBMITTED}), end=ClueStage.REGISTERED, by=_CLOCK, is_hidden=True
    ),
    ClueMove.OPEN_TRIAGE: Rule(
        start=frozenset({ClueStage.REGISTERED}), end=ClueStage.TRIAGE, by=_CLOCK, is_hidden=True
    ),
    ClueMove.CLAIM: Rule(
        start=_OPEN, by=_REVIEWER, needs=(NOT_OWN, *_WORK), is_act=True, effects=("claim",), is_answered=False
    ),
    ClueMove.RELEASE: Rule(
        start=_OPEN, by=_REVIEWER, needs=(OWN,), is_act=True, effects=("release",), is_answered=False
    ),
    ClueMove.ACCEPT: Rule(
        start=_TRIAGE,
        end=ClueStage.ACCEPTED,
        by=_REVIEWER,
        needs=_DECIDE,
        asks=(Asked("severity", "one_of", "severity", SEVERITIES),),
        tells=_TOLD,
        style=Style.PRIMARY,
    ),
    ClueMove.ASK_MORE: Rule(
        start=_TRIAGE,
        end=ClueStage.NEED_INFO,
        by=_REVIEWER,
        needs=_WORK,
        asks=(Asked("questions", "text", "template_ask_more"),),
        tells=_TOLD,
        says=("questions",),
    ),
    ClueMove.REJECT: Rule(
        start=_TRIAGE,
        end=ClueStage.REJECTED,
        by=_REVIEWER,
        second=Role.REVIEWER,
        needs=_DECIDE,
        asks=(
            Asked("reason", "one_of", "reject_reason", REJECT_REASONS),
            Asked("explanation", "text", may_skip=True),
        ),
        tells=_TOLD,
        says=("reason", "explanation"),
        style=Style.DANGER,
    ),
    ClueMove.TRANSFER: Rule(
        start=_TRIAGE | {ClueStage.ACCEPTED, ClueStage.REVIEW},
        end=ClueStage.TRANSFERRED,
        by=_REVIEWER,
        needs=(*_WORK, LATE_HINT, TO_DISCIPLINE),
        asks=(Asked("target", "one_of", "transfer_target", TRANSFER_TARGETS),),
        tells=_TOLD,
        says=("target",),
        secret={"target": SECRET_TARGETS},
        is_grave=True,
    ),
    ClueMove.CLOSE: Rule(  # until the procedures of a case come: what was found, and the answer to the reporter
        start=frozenset({ClueStage.ACCEPTED}),
        end=ClueStage.ANSWERED,
        by=_REVIEWER,
        second=Role.REVIEWER,
        needs=_DECIDE,
        asks=(Asked("finding", "one_of", "finding", FINDINGS), Asked("result", "text")),
        tells=_TOLD,
        says=("finding", "result"),
        noted=("office", "result"),
        effects=("penalty",),
        opens=(Opens(kind="clarification", move="fall_due", where=(("finding", "unfounded"),)),),  # the law §7.4
    ),
    ClueMove.MERGE: Rule(
        start=_TRIAGE,
        end=ClueStage.MERGED,
        by=_REVIEWER,
        needs=_DECIDE,
        asks=(Asked("into", "matter"),),
        tells=_TOLD,
        effects=("merge",),
        is_grave=True,
    ),
    ClueMove.CORRECT_UNIT: Rule(
        start=_TRIAGE, by=_REVIEWER, needs=_WORK, asks=(Asked("unit", "unit"),), effects=("set_clue_unit",)
    ),
    ClueMove.CORRECT_KIND: Rule(
        start=_TRIAGE | {ClueStage.ACCEPTED, ClueStage.REVIEW},
        by=_REVIEWER,
        needs=_WORK,
        asks=(Asked("kind", "one_of", "kind", KINDS),),
        effects=("set_clue_kind",),
    ),
    ClueMove.MARK_PETITION: Rule(
        start=_TRIAGE, by=_REVIEWER, needs=_WORK, asks=(Asked("petition", "one_of", "petition", (PETITION, "no")),)
    ),
    ClueMove.EXTEND: Rule(  # a supervisor agrees (the law §3); until there are officers of cases, another reviewer
        start=frozenset({ClueStage.ACCEPTED}),
        by=_REVIEWER,
        second=Role.REVIEWER,
        needs=_WORK,
        asks=(Asked("why_longer", "text"),),
        tells=_TOLD,
        says=("why_longer",),
        extends="clue_cap",
    ),
    ClueMove.WRITE: Rule(
        start=_OPEN,
        by=_REVIEWER,
        needs=_WORK,
        asks=(Asked("text", "text"),),
        tells=_TOLD,
        says=("text",),
        noted=("office", "text"),
        is_act=True,
    ),
    ClueMove.SHOW_EVIDENCE: Rule(
        start=_OPEN, by=_REVIEWER, needs=(FILES,), is_act=True, effects=("show_evidence",), is_answered=False
    ),
    ClueMove.RECUSE: Rule(start=_OPEN, by=_REVIEWER, is_act=True, is_grave=True, recuses=True, effects=("release",)),
    ClueMove.UPHOLD: Rule(
        start=frozenset({ClueStage.REVIEW}),
        end=ClueStage.CLOSED,
        by=_REVIEWER,
        second=Role.REVIEWER,
        needs=_DECIDE,
        asks=(Asked("explanation", "text"),),
        tells=_TOLD,
        says=("explanation",),
        effects=("reinstate",),
    ),
    ClueMove.REOPEN: Rule(
        start=frozenset({ClueStage.REVIEW}), end=ClueStage.TRIAGE, by=_REVIEWER, needs=_WORK, tells=_TOLD
    ),
    ClueMove.CLOSE_TRANSFER: Rule(
        start=frozenset({ClueStage.TRANSFERRED}), end=ClueStage.CLOSED, by=_REVIEWER, tells=_TOLD
    ),
    ClueMove.TAKE_BACK: Rule(start=frozenset({ClueStage.TRANSFERRED}), end=ClueStage.TRIAGE, by=_REVIEWER, tells=_TOLD),
    ClueMove.CONTINUE: Rule(start=frozenset({ClueStage.WITHDRAWN}), end=ClueStage.TRIAGE, by=_REVIEWER, tells=_TOLD),
    ClueMove.ARCHIVE: Rule(
        start=frozenset({ClueStage.WITHDRAWN, ClueStage.ANSWERED, ClueStage.CLOSED}),
        end=ClueStage.ARCHIVED,
        by=_REVIEWER,
        needs=(PAST_REVIEW,),
        tells=_TOLD,
    ),
    ClueMove.ANSWER: Rule(
        start=frozenset({ClueStage.NEED_INFO}),
        end=ClueStage.TRIAGE,
        by=_REPORTER,
        asks=(Asked("answer", "text", may_skip=True),),
        noted=("answer", "answer"),
    ),
    ClueMove.SUPPLEMENT: Rule(
        start=frozenset(
            {ClueStage.TRIAGE, ClueStage.ACCEPTED, ClueStage.TRANSFERRED, ClueStage.REJECTED, ClueStage.REVIEW}
        ),
        by=_REPORTER,
        asks=(Asked("text", "text", may_skip=True),),
        noted=("supplement", "text"),
        is_act=True,
    ),
    ClueMove.LAPSE: Rule(
        start=frozenset({ClueStage.NEED_INFO}), end=ClueStage.TRIAGE, by=_CLOCK, tells=_TOLD, is_hidden=True
    ),
    ClueMove.WITHDRAW: Rule(
        start=frozenset({ClueStage.TRIAGE, ClueStage.NEED_INFO, ClueStage.ACCEPTED}),
        end=ClueStage.WITHDRAWN,
        by=_REPORTER,
        tells=_TOLD,
        is_grave=True,
    ),
    ClueMove.ASK_REVIEW: Rule(
        start=frozenset({ClueStage.REJECTED, ClueStage.ANSWERED}),
        end=ClueStage.REVIEW,
        by=_REPORTER,
        needs=(IN_TIME,),
        asks=(Asked("why", "text"),),
        tells=_TOLD,
        noted=("answer", "why"),
        effects=("restore",),  # while it is open nothing counts (the law §6.1)
    ),
}

_ABOVE = (
    "source",
    "superior_due",
    "address",
    "published",
    "signed",
    "unit",
    "unit_told",
    "kind",
    "petition",
    "severity",
    "when",
    "where",
)
_BODY = ("story", "attachments", "unreachable")

PROCEDURE = Procedure(
    matter="clue",
    first=ClueStage.DRAFT,
    begins=Beginning(
        move=ClueMove.SUBMIT,
        prefix="QS",
        command="report",
        follows=(ClueMove.REGISTER, ClueMove.OPEN_TRIAGE),
        quota="clue_per_day",
        has_code=True,
        doors={"enter": ClueMove.ENTER},
    ),
    moves={move.value: rule for move, rule in MOVES.items()},
    terms=(
        Limit("clue_register", frozenset({ClueStage.REGISTERED})),
        Limit("clue_triage_target", _TRIAGE, stops_in=_ASKED, is_promised=True),
        Limit("clue_accept_notice_realname", _TRIAGE, where=SIGNED, stops_in=_ASKED, is_promised=True),
        Limit("clue_inform_petition", _TRIAGE, where=OF_PETITION, stops_in=_ASKED),
        Limit("clue_need_info", _ASKED, lapses=ClueMove.LAPSE),
        Limit("clue_transfer", frozenset({ClueStage.TRANSFERRED})),
        # An answer at the latest; the terms of assigning and verifying come with the case.
        Limit(  # a day that a superior set stands above it
            "clue_cap", frozenset({ClueStage.ACCEPTED}), extend="clue_cap_extend", day="superior_due", is_promised=True
        ),
        Limit("clue_review_request", frozenset({ClueStage.REJECTED, ClueStage.ANSWERED}), is_right=True),
        Limit("clue_review_decide", frozenset({ClueStage.REVIEW}), is_promised=True),
    ),
    shows={Role.REVIEWER: (*_ABOVE, *_BODY, "similar", "linked", "notes", "finding", "pending", "decided", "next")},
    body=frozenset(_BODY),
    next={
        ClueStage.TRIAGE: "triage",
        ClueStage.ACCEPTED: "verify",
        ClueStage.ANSWERED: "may_review",
        ClueStage.NEED_INFO: "wait_answer",
        ClueStage.TRANSFERRED: "wait_receipt",
        ClueStage.REJECTED: "may_review",
        ClueStage.REVIEW: "review",
    },
)
