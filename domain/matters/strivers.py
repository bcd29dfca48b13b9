"""The nomination of a striver (推荐奋斗者): N1 of the law §4.2 as a table.

By citizens, units, staff, or for oneself. Once it is taken up a candidate begins with it (`domain/matters/candidates.py`): what
becomes of them is told here, without why, and nobody learns there who nominated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.matters.parts.candidate_guards import CONSENT, MERGED, NOTIFIED, CandidateStage
from domain.mechanism.columns import Asked, Beginning, Place
from domain.mechanism.kin import Also, Kin, Opens
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import of_case
from domain.mechanism.parts import Phase
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import FILES, QUOTA, Facts, Need, Procedure, Rule
from domain.people import Actor, Role
from domain.saying import Style


class StriverStage(StrEnum):
    """Where a nomination stands. A draft is a dialogue, not yet a nomination."""

    DRAFT = "draft"  # 草稿
    SUBMITTED = "submitted"  # 已提交
    NOMINATED = "nominated"  # 推荐
    NEED_INFO = "need_info"  # 待补充
    ELIGIBILITY = "eligibility"  # 联审
    TURNED_DOWN = "turned_down"  # 未予采纳
    LISTED = "listed"  # 已列为候选人
    NOT_CHOSEN = "not_chosen"  # 未入选
    HONOURED = "honoured"  # 已表彰
    WITHDRAWN = "withdrawn"  # 撤回


class StriverMove(StrEnum):
    """What can be done with a nomination."""

    SUBMIT = "submit"  # 推荐奋斗者
    REGISTER = "register"
    TAKE_UP = "take_up"  # 提交联审
    ASK_MORE = "ask_more"  # 要求补充
    MERGE = "merge"  # 并入同一人选
    TURN_DOWN = "turn_down"  # 不予采纳
    CORRECT_UNIT = "correct_unit"  # 更正单位
    WRITE = "write"  # 留言
    SHOW_EVIDENCE = "show_evidence"
    RECUSE = "recuse"  # 申请回避
    ANSWER = "answer"
    SUPPLEMENT = "supplement"  # 补充材料
    WITHDRAW = "withdraw"  # 撤回
    LAPSE = "lapse"
    BE_LISTED = "be_listed"
    KNOW = "know"  # 核实是本人
    BE_ASKED = "be_asked"
    CONSENT = "consent"  # 答复是否同意
    TAKE_BACK = "take_back"  # 撤回同意
    FALL_THROUGH = "fall_through"
    BE_IN_NOTICE = "be_in_notice"
    BE_HONOURED = "be_honoured"


WHOM = ("other", "oneself")  # 推荐别人 自荐
FIELDS = ("investment", "prosperity", "projects", "digital", "other")  # 双招双引 共同富裕 项目建设 数字化改革 其他
TURN_DOWN_REASONS = ("no_facts", "not_eligible", "red_line", "spam")

_REVIEWER = frozenset({Role.REVIEWER})
_REPORTER = frozenset({Role.REPORTER})
_CLOCK = frozenset({Role.CLOCK})
_NEW = frozenset({StriverStage.NOMINATED.value})
_OPEN = frozenset({StriverStage.NOMINATED.value, StriverStage.NEED_INFO.value, StriverStage.ELIGIBILITY.value})
_LISTED = frozenset({StriverStage.LISTED.value})
_CHOOSING = frozenset({StriverStage.ELIGIBILITY.value}) | _LISTED
_TOLD = (Role.REPORTER,)

_ASKED = frozenset({StriverStage.NEED_INFO.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominating:
    """When the office takes nominations, and of which fields (the law §4.2 N0): as the newest edition of strivers that was opened says."""

    title: str
    begins_on: date
    ends_on: date
    fields: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominated:
    """Where the candidate stands with whom a nomination is checked; empty where there is none."""

    candidate: str = ""


def _has_passed(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return isinstance(facts.case, Nominated) and facts.case.candidate not in ("", CandidateStage.CHECKING)


def _of_candidate(move: str, *gives: str) -> Also:
    return Also(kind="candidate", move=move, of=Kin.CHILDREN, how=MERGED, gives=gives)


def _of_oneself(name: str, why: Why, *stages: str) -> Need:
    """A guard of what is asked of who nominated themselves, once a reviewer made sure that it is they, while their candidate is so far."""

    def holds(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
        is_there = not stages or (isinstance(facts.case, Nominated) and facts.case.candidate in stages)
        return _nominates_oneself(standing, by, facts, given) and bool(standing.own.get("verified")) and is_there

    return Need(name, why, holds)


def _nominates_oneself(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return standing.own.get("whom") == "oneself"


def _has_unit(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return bool(standing.unit)


ONESELF = Need("who nominated themselves", Why.NOT_NOW, _nominates_oneself)
KNOWN = _of_oneself("who nominated themselves, and it is they", Why.NOT_NOW)
TO_AGREE = _of_oneself("they have a place, and are asked", Why.NOT_NOW, CandidateStage.SELECTED)
MAY_TAKE_BACK = _of_oneself("they agreed, and are not commended yet", Why.NOT_NOW, CandidateStage.AGREED, *NOTIFIED)
PASSED = Need("the candidate has passed the check", Why.STILL_CHECKED, _has_passed)
IN_WINDOW = of_case(Nominating, "within the window of the edition", Why.OUTSIDE_WINDOW, lambda case, _: case.is_open)
OF_FIELD = of_case(
    Nominating,
    "of a field of the edition",
    Why.OTHER_FIELD,
    lambda case, given: given.get("field", "") in ("", *case.fields),
)
OF_UNIT = Need("of a unit of the register", Why.UNIT_MISSING, _has_unit)

MOVES = {
    StriverMove.SUBMIT: Rule(
        start=frozenset({StriverStage.DRAFT}),
        end=StriverStage.SUBMITTED,
        by=_REPORTER | {Role.UNIT_CONTACT, Role.REVIEWER},  # as whoever brings it, and nothing else
        needs=(QUOTA, IN_WINDOW, OF_FIELD),
        asks=(
            Asked("field", "one_of", "striver_field", FIELDS, kept=Place.CATEGORY),
            Asked("whom", "one_of", "striver_whom", WHOM),
            Asked("unit", "any_unit", words="their_unit", may_skip=True, kept=Place.UNIT),
            Asked("nominee", "text", longest=100, kept=Place.STORY, is_name=True),
            Asked("deeds", "text", limit="clue_max_chars", kept=Place.STORY, gathers=True),
            Asked("evidence", "files", limit="clue_files_max", may_skip=True, kept=Place.BESIDE),
        ),
        is_previewed=True,
        is_hidden=True,
    ),
    StriverMove.REGISTER: Rule(
        start=frozenset({StriverStage.SUBMITTED}), end=StriverStage.NOMINATED, by=_CLOCK, is_hidden=True
    ),
    StriverMove.TAKE_UP: Rule(
        start=_NEW,
        end=StriverStage.ELIGIBILITY,
        by=_REVIEWER,
        needs=(OF_UNIT,),
        asks=(
            Asked("name", "text", longest=20, kept=Place.BESIDE, is_name=True),
            Asked("post", "text", longest=40, kept=Place.BESIDE),
        ),
        opens=(Opens(kind="candidate", move="enter", gives=("name", "post")),),
        tells=_TOLD,
        owns=True,
        style=Style.PRIMARY,
    ),
    # The same person as another nominated: neither learns of the other, and both hear what becomes of the candidate.
    StriverMove.MERGE: Rule(
        start=_NEW,
        end=StriverStage.ELIGIBILITY,
        by=_REVIEWER,
        asks=(Asked("into", "matter", kept=Place.BESIDE),),
        effects=("join_candidate",),
        also=(Also(kind="striver", move="be_listed", of=Kin.SELF),),
        tells=_TOLD,
        owns=True,
    ),
    StriverMove.ASK_MORE: Rule(
        start=_NEW,
        end=StriverStage.NEED_INFO,
        by=_REVIEWER,
        asks=(Asked("questions", "text"),),
        tells=_TOLD,
        says=("questions",),
    ),
    StriverMove.TURN_DOWN: Rule(
        start=_NEW,
        end=StriverStage.TURNED_DOWN,
        by=_REVIEWER,
        second=Role.REVIEWER,
        asks=(
            Asked("reason", "one_of", "turn_down_reason", TURN_DOWN_REASONS),
            Asked("explanation", "text", may_skip=True),
        ),
        tells=_TOLD,
        says=("reason", "explanation"),
        style=Style.DANGER,
    ),
    StriverMove.CORRECT_UNIT: Rule(start=_NEW, by=_REVIEWER, asks=(Asked("unit", "unit"),), effects=("set_unit",)),
    StriverMove.WRITE: Rule(
        start=_OPEN,
        by=_REVIEWER,
        asks=(Asked("text", "text"),),
        tells=_TOLD,
        says=("text",),
        noted=("office", "text"),
        is_act=True,
    ),
    StriverMove.SHOW_EVIDENCE: Rule(
        start=_OPEN, by=_REVIEWER, needs=(FILES,), is_act=True, effects=("show_evidence",), is_answered=False
    ),
    StriverMove.RECUSE: Rule(start=_OPEN, by=_REVIEWER, is_act=True, is_grave=True, recuses=True),
    StriverMove.ANSWER: Rule(
        start=frozenset({StriverStage.NEED_INFO}),
        end=StriverStage.NOMINATED,
        by=_REPORTER,
        asks=(Asked("answer", "text", may_skip=True),),
        noted=("answer", "answer"),
    ),
    StriverMove.SUPPLEMENT: Rule(
        start=frozenset({StriverStage.NOMINATED, StriverStage.ELIGIBILITY}),
        by=_REPORTER,
        asks=(Asked("text", "text", may_skip=True),),
        noted=("supplement", "text"),
        is_act=True,
    ),
    StriverMove.WITHDRAW: Rule(
        start=_OPEN,
        end=StriverStage.WITHDRAWN,
        by=_REPORTER,
        also=(_of_candidate("fall_away"),),
        tells=_TOLD,
        is_grave=True,
    ),
    StriverMove.LAPSE: Rule(
        start=frozenset({StriverStage.NEED_INFO}), end=StriverStage.NOMINATED, by=_CLOCK, tells=_TOLD, is_hidden=True
    ),
    StriverMove.BE_LISTED: Rule(
        start=frozenset({StriverStage.ELIGIBILITY}),
        end=StriverStage.LISTED,
        by=_CLOCK,
        needs=(PASSED,),
        tells=_TOLD,
        is_hidden=True,
    ),
    # Who nominated themselves is asked on their nomination, once a reviewer has made sure who they are: whoever only says that they are
    # somebody agrees to nothing in their name.
    StriverMove.KNOW: Rule(
        start=_CHOOSING,
        by=_REVIEWER,
        needs=(ONESELF,),
        asks=(Asked("verified", "text", longest=60),),
        tells=_TOLD,
    ),
    StriverMove.BE_ASKED: Rule(start=_LISTED, by=_CLOCK, needs=(KNOWN,), tells=_TOLD, is_hidden=True),
    StriverMove.CONSENT: Rule(
        start=_LISTED,
        by=_REPORTER,
        needs=(TO_AGREE,),
        asks=(CONSENT,),
        also=(_of_candidate("consent", "consent"),),
        tells=_TOLD,
    ),
    StriverMove.TAKE_BACK: Rule(
        start=_LISTED,
        by=_REPORTER,
        needs=(MAY_TAKE_BACK,),
        also=(_of_candidate("withdraw_consent"),),
        tells=_TOLD,
        is_grave=True,
    ),
    StriverMove.BE_IN_NOTICE: Rule(start=_LISTED, by=_CLOCK, tells=_TOLD, is_hidden=True),
    StriverMove.BE_HONOURED: Rule(start=_LISTED, end=StriverStage.HONOURED, by=_CLOCK, tells=_TOLD, is_hidden=True),
    StriverMove.FALL_THROUGH: Rule(
        start=_CHOOSING, end=StriverStage.NOT_CHOSEN, by=_CLOCK, tells=_TOLD, is_hidden=True
    ),
}

_BODY = ("deeds", "attachments", "unreachable")

PROCEDURE = Procedure(
    matter="striver",
    module=Module.STRIVER,
    first=StriverStage.DRAFT,
    begins=Beginning(
        move=StriverMove.SUBMIT,
        prefix="TJ",
        command="nominate",
        follows=(StriverMove.REGISTER,),
        quota="striver_per_day",
        has_code=True,
    ),
    moves={move.value: rule for move, rule in MOVES.items()},
    terms=(
        Limit("striver_take_up", frozenset({StriverStage.NOMINATED}), stops_in=_ASKED, is_promised=True),
        Limit("striver_need_info", _ASKED, lapses=StriverMove.LAPSE),
        Limit("striver_eligibility", frozenset({StriverStage.ELIGIBILITY}), is_promised=True),
    ),
    shows={
        Role.REVIEWER: (
            *("field", "whom", "verified", "unit", "unit_told", "nominee", *_BODY),
            *("similar", "notes", "children", "linked", "pending", "next"),
        )
    },
    body=frozenset(_BODY),
    phases={Phase.TRIAGE: frozenset({"ask_more", "take_up", "merge", "turn_down"})},
    next={
        StriverStage.NOMINATED: "take_up",
        StriverStage.ELIGIBILITY: "joint_check",
        StriverStage.NEED_INFO: "wait_answer",
        StriverStage.LISTED: "choose",
    },
)
