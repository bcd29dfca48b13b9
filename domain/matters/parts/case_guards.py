"""Where a case of slackness stands (the law §4.1), who takes part in it, and the guards of its moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain import items
from domain import text as texts
from domain.matters.parts.clue_guards import DISCIPLINE_KIND
from domain.mechanism.columns import APPOINTED, OWN_SIDE, Party, Relation
from domain.mechanism.needs import (
    did_not,
    enough_children,
    every_child,
    found_before,
    of_case,
    unless_it_runs,
    while_it_runs,
)
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts, Need
from domain.people import Actor, Role


class CaseStage(StrEnum):
    """Where a case stands; L1 to L15 are those of the law."""

    NEW = "new"
    RECOMMENDED = "recommended"  # L1 推荐
    INSPECTING = "inspecting"  # L2 考察
    INSPECTED = "inspected"  # 待告知
    HEARING = "hearing"  # L3 申辩
    COMPARING = "comparing"  # L4 比选
    VOTING = "voting"  # L5 表决
    PROPOSED = "proposed"  # 拟认定
    PUBLISHING = "publishing"  # 公示待发
    NOTICE = "notice"  # L6 公示、告知
    OBJECTED = "objected"  # L7 异议
    CONFIRMING = "confirming"  # 待签发
    CONFIRMED = "confirmed"  # L8 认定
    MEASURED = "measured"  # a person: internal measures only
    PLANNING = "planning"  # L9 授旗, L10 帮扶整改: the plan is due
    LATE = "late"  # the plan is overdue, and a leader knows it
    RECTIFYING = "rectifying"  # L10
    EXTENDED = "extended"  # L12B 延期
    EVALUATING = "evaluating"  # L11 评估
    JUDGING = "judging"  # 摘旗表决
    DECIDING = "deciding"  # 延期或问责
    ACCOUNTABLE = "accountable"  # L12C 问责
    REFERRED = "referred"  # 已移送
    VISITING = "visiting"  # L12A 摘旗, L13 回访
    RIPE = "ripe"  # 转化待审
    CONVERTED = "converted"  # L14 转化
    COMMENDED = "commended"  # L15 表彰
    CLOSED = "closed"  # 已办结
    TURNED_AWAY = "turned_away"  # X before the unit heard of it
    NOT_ESTABLISHED = "not_established"  # X
    EXEMPTED = "exempted"  # T
    CLARIFIED = "clarified"  # C
    REVOKED = "revoked"  # V


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What the guards look at besides the case itself: whether its unit holds a yellow flag of a period now, and whether whatever it
    is about is labelled already, by a case that is not converted yet."""

    is_yellow: bool = False
    is_second: bool = False


def at(*stages: CaseStage) -> frozenset[str]:
    """Stages as a table has them."""
    return frozenset(stages)


S = CaseStage
PERSON = "person"
KINDS = ("unit", "team", "project", PERSON)
PUBLIC = "public"
UNIT: frozenset[Party] = frozenset({Relation.SUBJECT})
OFFICER: frozenset[Party] = frozenset({Relation.OFFICER})
INSPECTOR: frozenset[Party] = frozenset({Relation.INSPECTOR})
COMMITTEE: frozenset[Party] = frozenset({Role.COMMITTEE})
LEADER: frozenset[Party] = frozenset({Role.LEADER})
_OF_THE_OFFICE: frozenset[Party] = frozenset({Role.REVIEWER, Role.COMMITTEE, Role.LEADER, Relation.OFFICER})
OFFICE = _OF_THE_OFFICE | (APPOINTED - OWN_SIDE - {Relation.RATER, Relation.MENTOR})
CLOCK: frozenset[Party] = frozenset({Role.CLOCK})

UNHEARD = at(S.NEW, S.RECOMMENDED, S.INSPECTING, S.INSPECTED, S.TURNED_AWAY)  # its unit knows nothing of it yet
BEFORE_LABEL = at(
    S.INSPECTING,
    S.INSPECTED,
    S.HEARING,
    S.COMPARING,
    S.VOTING,
    S.PROPOSED,
    S.PUBLISHING,
    S.NOTICE,
    S.OBJECTED,
    S.CONFIRMING,
)
LABELLED = at(
    S.CONFIRMED,
    S.MEASURED,
    S.PLANNING,
    S.LATE,
    S.RECTIFYING,
    S.EXTENDED,
    S.EVALUATING,
    S.JUDGING,
    S.DECIDING,
    S.ACCOUNTABLE,
    S.REFERRED,
    S.VISITING,
    S.RIPE,
    S.CONVERTED,
    S.COMMENDED,
    S.CLOSED,
)
STANDING_LABEL = LABELLED - at(S.CONVERTED, S.COMMENDED, S.CLOSED)
FOUND = LABELLED | at(S.PROPOSED, S.PUBLISHING, S.NOTICE, S.OBJECTED, S.CONFIRMING)  # the vote was for it
PLANNED = at(S.PLANNING, S.LATE)
MENDING = at(S.RECTIFYING, S.EXTENDED)
VOTED_ON = at(S.COMPARING, S.VOTING, S.JUDGING)
WORKED_ON = VOTED_ON | at(
    S.RECOMMENDED,
    S.INSPECTING,
    S.INSPECTED,
    S.PROPOSED,
    S.CONFIRMED,
    S.MEASURED,
    S.PLANNING,
    S.LATE,
    S.RECTIFYING,
    S.EXTENDED,
    S.EVALUATING,
    S.DECIDING,
    S.ACCOUNTABLE,
    S.REFERRED,
    S.RIPE,
)
TOLERANCE_OVER = frozenset({"refused", "in_effect", "closed", "withdrawn", "revoked"})


def _is_known(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """A case comes from a clue; only who decides in the office may recommend one of their own knowledge (the law §4.1 L1)."""
    return given.get("about") != "" or bool(by.roles & {Role.COMMITTEE, Role.LEADER})


def _has_unit(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """Somebody is to be heard: nobody is accused whose unit is not known."""
    return bool(standing.unit or given.get("unit", "?"))


def _is_no_corruption(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return given.get("category") != DISCIPLINE_KIND


def _is_publishable(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """A person is told and never listed, on no setting (the law §4.1 L6, §11.2)."""
    return given.get("scope") != PUBLIC or not standing.is_personal


def _is_person(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return standing.is_personal


def _is_no_person(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return not _is_person(standing, by, facts, given)


def _is_within_cap(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """No item ends later than rectification may last at most (the law §4.1 L10)."""
    term = standing.term("case_rectify")
    if term is None or term.cap_at is None:
        return True
    last = term.cap_at.date().isoformat()
    return all(item["until"] <= last for item in items.read(given.get("items", "")))


def _is_first_extension(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    asked_for = "extend" in (given.get("advice"), given.get("decision"))
    return not asked_for or _is_not_extended(standing, by, facts, given)


def _is_not_extended(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """Rectification is extended once, whether its unit asked for it or it followed from the evaluation (the law §4.1 L12B)."""
    return standing.own.get("decision") != "extend" and not standing.own.get("rectify_longer")


def _is_all_mended(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """Who proposes that the flag be removed says that every item is closed (the law §4.1 L11)."""
    if given.get("advice") != "remove":
        return True
    return all(need.holds(standing, by, facts, given) for need in (ALL_CLOSED, SOME_CLOSED))


def _is_second(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return isinstance(facts.case, CaseFacts) and facts.case.is_second


def _is_first(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return not _is_second(standing, by, facts, given)


def labels(case: Standing, other: Standing) -> bool:
    """Whether what a case is about is labelled by another case that is neither converted nor closed: it is the second in a row."""
    return other.id != case.id and other.stage in STANDING_LABEL and _about(other) == _about(case)


def _about(case: Standing) -> tuple[str, ...]:
    return (case.unit, *(texts.folded(str(case.own.get(name, ""))) for name in ("subject", "subject_name", "post")))


def no_award_until(case: Standing) -> datetime | None:
    """A label that is not converted yet keeps its unit from awards in the year (the law §4.1 L8, §4.2 N2)."""
    if case.stage not in STANDING_LABEL:
        return None
    return case.since.replace(month=12, day=31, hour=23, minute=59, second=59)


def _is_led(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return bool(standing.own.get("lead"))


def _is_stated(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """What is inspected and sealed is there: of a lead, once somebody has said it."""
    return not _is_led(standing, by, facts, given) or bool(standing.own.get("facts"))


FROM_CLUE = Need("from a clue, or by who decides", Why.NEEDS_CLUE, _is_known)
SUBSTANTIATED = found_before(
    "what was found to be so, wholly or partly", Why.NOT_SUBSTANTIATED, frozenset({"substantiated", "partly"})
)
OF_UNIT = Need("about a unit of the register", Why.UNIT_UNKNOWN, _has_unit)
NO_CORRUPTION = Need("no hint of corruption", Why.DISCIPLINE_ONLY, _is_no_corruption)
APART = did_not("recommended, inspected or voted", frozenset({"recommend", "report", "vote", "compare"}))
NOT_LISTED = Need("a person is never listed", Why.PERSON_NEVER_PUBLIC, _is_publishable)
LED = Need("from a lead of the figures", Why.NOT_NOW, _is_led)
STATED = Need("the facts stated", Why.FACTS_MISSING, _is_stated)
OF_PERSON = Need("about a person", Why.NOT_NOW, _is_person)
OF_NO_PERSON = Need("about a unit, team or project", Why.NOT_NOW, _is_no_person)
WITHIN_CAP = Need("no item ends after the cap", Why.BEYOND_CAP, _is_within_cap)
ONCE = Need("one extension", Why.EXTENDED_ALREADY, _is_first_extension)
NOT_EXTENDED = Need("not extended before", Why.EXTENDED_ALREADY, _is_not_extended)
ALL_CLOSED = every_child(frozenset({"closed", "dropped"}), "plan_item")
SOME_CLOSED = enough_children("plan_item", 1, frozenset({"closed"}))
MENDED = Need("every item closed where removal is proposed", Why.CHILD_OPEN, _is_all_mended)
FIRST = Need("not the second in a row", Why.SECOND_IN_A_ROW, _is_first)
SECOND = Need("the second in a row", Why.FIRST_LABEL, _is_second)
NOT_YELLOW = of_case(CaseFacts, "no yellow flag of the period", Why.HOLDS_YELLOW, lambda case, _: not case.is_yellow)
TOLERANCE_DECIDED = every_child(TOLERANCE_OVER, "tolerance")
ASKED = while_it_runs("an answer that the committee waits for", "case_answer")
NOT_ASKED = unless_it_runs("no answer that the committee waits for", Why.ANSWER_AWAITED, "case_answer")
UNSIGNED = while_it_runs("a month's progress that the helper has not signed", "case_cosign")
TWO_GOOD = enough_children("visit", 2, frozenset({"good"}))
