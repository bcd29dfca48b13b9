"""The case of slackness (躺平者认定): the law §4.1 as a table, from 推荐 to 表彰 with every exit.

A unit, a team or a project may be named in public; of a person nothing is ever said outside, and internal measures alone follow.
The moves are in `parts/case_finding.py` and `parts/case_mending.py`, their guards in `parts/case_guards.py`.
"""

from domain.matters.parts import case_finding, case_mending
from domain.matters.parts.case_guards import (
    COMMITTEE,
    INSPECTOR,
    LEADER,
    MENDING,
    OFFICE,
    OFFICER,
    PLANNED,
    UNHEARD,
    UNIT,
    VOTED_ON,
    CaseFacts,
    CaseStage,
    S,
    at,
    no_award_until,
)
from domain.matters.parts.clue_guards import FOUND
from domain.mechanism.columns import Beginning, Party, Relation
from domain.mechanism.limits import Limit, Where
from domain.mechanism.modules import Module
from domain.mechanism.parts import Phase
from domain.mechanism.standing import Standing
from domain.mechanism.table import Procedure, looking
from domain.people import Role
from domain.saying import Term

__all__ = ["MOVES", "PROCEDURE", "CaseFacts", "CaseStage"]

MOVES = {
    **case_finding.MOVES,
    **case_mending.MOVES,
    "show_evidence": looking(frozenset(CaseStage) - {S.NEW}, OFFICE),
}

_UNHELPED = Where("where no helper is named", lambda case: not case.own.get("helper"))
_HELPED = Where("where a helper is named", lambda case: bool(case.own.get("helper")))
_REVIEWER: frozenset[Party] = frozenset({Role.REVIEWER})


def _unsigned(case: Standing) -> tuple[Term, ...]:
    return (Term("case_cosign", "awaited"),) if case.term("case_cosign") else ()


# A unit sees the summary of what it is accused of, its own words and what was decided: neither the clue nor who said what (the law §2).
_SIGNED = ("unsigned", "cosign", "differs")  # by the helper
_NAMED = ("subject", "subject_name", "post")
_OF_UNIT = (
    *_NAMED,
    "issue",
    "summary",
    "reply",
    "late_reply",
    "grounds",
    "meeting",
    "helper",
    "help",
    "analysis",
    "lacking",
    "urging",
    "progress",
    *_SIGNED,
    "rectify_longer",
    "result",
    "decision",
    "organ",
    "outcome",
    "honour",
    "children",
)
# Who helps sees the plan of the unit, and who evaluates its evidence besides; neither reads the clue (the law §2).
_PLAN = (
    *_NAMED,
    "issue",
    "summary",
    "helper",
    "help",
    "analysis",
    "lacking",
    "urging",
    "progress",
    *_SIGNED,
    "result",
    "children",
)
_FILE = (
    "parent",
    "lead",
    *_NAMED,
    "category",
    "first_severity",
    "facts",
    "attachments",
    "seal",
    "inspectors",
    "checked",
    "found",
    "severity",
    "mending",
    "issue",
    "summary",
    "reply",
    "late_reply",
    "wanted",
    "explained",
)
_AFTER = (
    "grounds",
    "scope",
    "authorisation",
    "meeting",
    "ceremony",
    "statement",
    "helper",
    "help",
    "analysis",
    "lacking",
    "urging",
    "progress",
    *_SIGNED,
    "rectify_longer",
    "result",
    "evaluator",
    "site",
    "satisfaction",
    "indicator",
    "advice",
    "decision",
    "reason",
    "why_longer",
    "organ",
    "document",
    "outcome",
    "honour",
)
_OF_OFFICE = (*_FILE, "compare", "vote", *_AFTER, "judge", "children")
_OF_DECIDERS = (*_FILE, "consequences", "compare", "vote", *_AFTER, "judge", "children")

PROCEDURE = Procedure(
    matter="case",
    module=Module.SLACKER,
    first=S.NEW,
    moves=MOVES,
    begins=Beginning(move="recommend", prefix="RD", about="about", kinds={"clue": FOUND}, takes={"clue": ("finding",)}),
    terms=(
        Limit("case_recommend_window", at(S.RECOMMENDED)),
        Limit("case_inspect", at(S.INSPECTING), extend="case_extend"),
        Limit("case_serve", at(S.INSPECTED)),
        Limit("case_hearing_reply", at(S.HEARING), lapses="fall_silent", is_right=True),
        Limit("case_compare", at(S.COMPARING), lapses="compare", rests_with="case_answer"),
        Limit("case_vote", at(S.VOTING), lapses="vote", rests_with="case_answer"),
        Limit(
            "case_answer",
            VOTED_ON,
            begun_by=frozenset({"ask_more"}),
            ended_by=frozenset({"answer_more"}),
            lapses="leave_unanswered",
            owed_by=OFFICER,
        ),
        Limit("case_propose", at(S.PROPOSED)),
        Limit("case_notice", at(S.NOTICE), stops_in=at(S.OBJECTED), lapses="end_notice", is_right=True),
        Limit("case_confirm", at(S.CONFIRMING)),
        Limit("case_award", at(S.CONFIRMED)),
        Limit("case_helper_assign", PLANNED, where=_UNHELPED, lapses="helper_overdue", owed_by=OFFICER),
        Limit("case_plan_due", at(S.PLANNING), lapses="plan_overdue", owed_by=UNIT),
        Limit("case_rectify", PLANNED | at(S.RECTIFYING), cap="case_rectify_cap", lapses="fall_due", owed_by=UNIT),
        Limit("case_grant", at(S.RECTIFYING), waits_for="ask_longer"),
        Limit("case_rectify_extension", at(S.EXTENDED), lapses="fall_due"),
        Limit(
            "case_progress",
            MENDING,
            lapses="miss_progress",
            renewed_by=frozenset({"report_progress", "miss_progress"}),
        ),
        Limit(
            "case_cosign",
            MENDING,
            where=_HELPED,
            begun_by=frozenset({"report_progress"}),
            ended_by=frozenset({"cosign"}),
            owed_by=frozenset({Relation.HELPER}),
        ),
        Limit("case_evaluate", at(S.EVALUATING)),
        Limit("case_judge", at(S.JUDGING), lapses="judge", rests_with="case_answer"),
        Limit("case_decide", at(S.DECIDING)),
        Limit("case_refer", at(S.ACCOUNTABLE)),
        Limit("convert_min_after_removal", at(S.VISITING), lapses="come_of_age", is_right=True),
    ),
    shows={
        Relation.SUBJECT: _OF_UNIT,
        Relation.HELPER: _PLAN,
        Relation.EVALUATOR: (*_PLAN, "wanted", "explained", "evaluator", "site", "satisfaction", "indicator", "advice"),
        Role.REVIEWER: _OF_OFFICE,
        Role.COMMITTEE: _OF_DECIDERS,
        Role.LEADER: _OF_DECIDERS,
    },
    bars=no_award_until,
    computes={"unsigned": _unsigned},
    phases={Phase.VERIFY: frozenset({"report"}), Phase.VOTE: frozenset({"ask_more", "compare", "vote", "judge"})},
    closed_to={Relation.SUBJECT: UNHEARD},
    todo={
        S.RECOMMENDED: OFFICER | _REVIEWER,
        S.INSPECTING: INSPECTOR | OFFICER,
        S.INSPECTED: OFFICER,
        S.HEARING: UNIT,
        S.COMPARING: COMMITTEE,
        S.VOTING: COMMITTEE,
        S.PROPOSED: OFFICER,
        S.CONFIRMING: LEADER,
        S.CONFIRMED: OFFICER,
        S.MEASURED: OFFICER,
        S.PLANNING: UNIT | OFFICER,
        S.LATE: UNIT | LEADER,
        S.RECTIFYING: UNIT,
        S.EXTENDED: UNIT,
        S.EVALUATING: frozenset({Relation.EVALUATOR, Relation.OFFICER}),
        S.JUDGING: COMMITTEE,
        S.DECIDING: LEADER,
        S.ACCOUNTABLE: OFFICER,
        S.REFERRED: OFFICER,
        S.RIPE: OFFICER,
    },
)
