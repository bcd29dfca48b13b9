"""Measures (靶向施策): what is done about slackness that was found, by its cause and how bad it was. The law §7.1 as a table.

The ladder only suggests; a person with authority decides, by a document. People appear as posts alone, and nothing of it is announced.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from domain.matters.parts.clue_guards import FOUND, SEVERITIES
from domain.matters.visits import TASKS, TRACKS
from domain.mechanism.columns import Asked, Beginning, Relation
from domain.mechanism.kin import Also, Kin, Opens
from domain.mechanism.limits import Limit, Where
from domain.mechanism.modules import Module
from domain.mechanism.needs import WITHOUT_OFFICER, did_not, found_before
from domain.mechanism.refusals import Why
from domain.mechanism.standing import PERSON, Standing
from domain.mechanism.table import Procedure, Rule
from domain.people import Role
from domain.saying import Style, Term


class MeasureStage(StrEnum):
    """Where a measure stands; what follows each is in the table."""

    NEW = "new"
    PROPOSED = "proposed"  # 待决定
    DROPPED = "dropped"  # 不采取措施
    SERVING = "serving"  # 待送达
    PLANNING = "planning"  # 待定回访
    IN_EFFECT = "in_effect"  # 执行中
    ENDED = "ended"  # 已期满
    LIFTED = "lifted"  # 已解除
    REVOKED = "revoked"  # 已撤销


SUBJECTS = ("unit", "team", "project", PERSON)
CAUSES = ("att", "abi", "col", "rec")  # 态度 能力 集体 曾受处分
LIGHT = ("m1", "m2", "m5", "m10")  # the office's own; the others need another organ's document and a leader's signature
GRAVE = ("m3", "m4", "m6", "m7", "m8", "m9")
STEPS = ("remind", "warn", "educate", "talk", "review", "criticise", "admonish")  # of M2, the lowest first
OUTSIDE = ("discipline", "organisation", "party")  # 纪委监委 组织部 党委（党组）
SANCTIONS = {
    "organisational": "measure_plain",  # 组织处理
    "warning": "discipline_warning",
    "demerit": "discipline_demerit",
    "major_demerit": "discipline_major_demerit",
    "demotion": "discipline_demotion",  # 降级、撤职
}
"""What an M4 may be, and the rule that says for how long it counts (政务处分法 §8)."""
_LADDER: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "att": (("m1",), ("m2",), ("m3",), ("m4",)),
    "abi": (("m5",), ("m5",), ("m6",), ("m6", "m7")),
    "col": (("m1",), ("m8",), ("m8",), ("m9",)),
    "rec": (("m10",), ("m10",), ("m10", "m2"), ("m4",)),
}


def suggested(measure: Standing) -> tuple[Term, ...]:
    """What the ladder suggests by cause, severity and how often there was a measure within 12 months: one step up.

    M2 goes up by its own steps, anything else by the next severity. An example of the reading is in its matrix.
    """
    cause, severity = measure.own.get("cause", ""), measure.own.get("severity", "")
    if cause not in _LADDER or severity not in SEVERITIES:
        return ()
    repeated, level = int(measure.own.get("repeated") or 0), SEVERITIES.index(severity)
    is_stepped = "m2" in _LADDER[cause][level]
    if repeated and not is_stepped:
        level = min(level + 1, len(SEVERITIES) - 1)
    kinds = tuple(Term("measure_kind", kind) for kind in _LADDER[cause][level])
    if "m2" not in _LADDER[cause][level]:
        return kinds
    step = STEPS[min(repeated if is_stepped else 0, len(STEPS) - 1)]
    return (*kinds, Term("measure_step", step))


def ineligible_until(measure: Standing) -> datetime | None:
    """Until when whoever this is about gets no award; None where nothing keeps them from it (the law §4.2 N2, §7.1)."""
    return max((each.due_at for each in measure.terms if each.name in _BARRING), default=None)


_BARRING = frozenset({*SANCTIONS.values(), "measure_admonish"} - {"measure_plain"})

_S = MeasureStage
_OFFICER = frozenset({Relation.OFFICER})
_DECIDES = frozenset({Role.LEADER, Role.COMMITTEE})
_CLOCK = frozenset({Role.CLOCK})
_UNIT = frozenset({Relation.SUBJECT})
_COMMITTEE = frozenset({Role.COMMITTEE})
_TO_OFFICER = (Relation.OFFICER,)
_TOLD = (Relation.SUBJECT, Relation.OFFICER)  # of a person's measure the unit is no party, and hears nothing
_SO = frozenset({"substantiated", "partly"})
_FOUND = found_before("what was found to be so, wholly or partly", Why.NOT_SUBSTANTIATED, _SO)
_PROPOSERS = did_not("proposed", frozenset({"propose"}))
_VISITS = Opens(kind="visit", move="plan", each="turn", values=("first", "second", "third"), gives=("track", "post"))
_OFF = (Also(kind="visit", move="fall_away", of=Kin.CHILDREN),)


def _at(*stages: MeasureStage) -> frozenset[str]:
    return frozenset(stages)


_EFFECT = _at(_S.IN_EFFECT)
RUNNING = _at(_S.SERVING, _S.PLANNING, _S.IN_EFFECT)


def _rule_of(measure: Standing) -> str:
    """The rule that says for how long it counts."""
    if measure.own.get("step") == "admonish":
        return "measure_admonish"
    return SANCTIONS.get(measure.own.get("sanction", ""), "measure_plain")


def _lasts(rule: str) -> Limit:
    where = Where("where this says how long it counts", lambda each: _rule_of(each) == rule)
    return Limit(rule, RUNNING, where=where, lapses="expire")


def _by(authorities: tuple[str, ...], *kinds: str) -> Asked:
    return Asked("authority", "one_of", "measure_authority", authorities, where=("measure", kinds))


_DOCUMENT = (Asked("document", "text", longest=60, is_document=True), Asked("reason", "text"))

MOVES = {
    "propose": Rule(
        start=_at(_S.NEW),
        end=_S.PROPOSED,
        by=frozenset({Role.REVIEWER, Role.CASE_OFFICER, Role.COMMITTEE}),
        needs=(_FOUND,),
        asks=(
            Asked("about", "matter"),
            Asked("subject", "one_of", "measure_subject", SUBJECTS),
            Asked("post", "text", longest=60, where=("subject", (PERSON,))),
            Asked("cause", "one_of", "measure_cause", CAUSES),
            Asked("severity", "one_of", "severity", SEVERITIES),
            Asked("repeated", "number", least=0, most=9),
            Asked("facts", "text"),
        ),
        is_previewed=True,
        owns=True,
    ),
    "take_over": Rule(start=RUNNING | {_S.PROPOSED}, by=_COMMITTEE, needs=(WITHOUT_OFFICER,), owns=True),
    "drop": Rule(
        start=_at(_S.PROPOSED),
        end=_S.DROPPED,
        by=_DECIDES,
        needs=(_PROPOSERS,),
        asks=(Asked("reason", "text"),),
        tells=_TO_OFFICER,
    ),
    "decide": Rule(
        start=_at(_S.PROPOSED),
        end=_S.SERVING,
        by=_DECIDES,
        needs=(_PROPOSERS,),
        asks=(
            Asked("measure", "one_of", "measure_kind", LIGHT),
            Asked("step", "one_of", "measure_step", STEPS, where=("measure", ("m2",))),
            Asked("why_higher", "text", where=("step", STEPS[1:])),  # from the lowest that fits
            _by(("office", *OUTSIDE), *LIGHT),
            *_DOCUMENT,
        ),
        paper="measure_notice",
        tells=_TOLD,
        is_previewed=True,
    ),
    "decide_grave": Rule(
        start=_at(_S.PROPOSED),
        end=_S.SERVING,
        by=_DECIDES,
        second=Role.LEADER,
        needs=(_PROPOSERS,),
        asks=(
            Asked("measure", "one_of", "measure_kind", GRAVE),
            Asked("sanction", "one_of", "measure_sanction", tuple(SANCTIONS), where=("measure", ("m4",))),
            _by(OUTSIDE[:2], "m4"),
            _by(OUTSIDE, *(kind for kind in GRAVE if kind != "m4")),
            *_DOCUMENT,
        ),
        paper="measure_notice",
        tells=_TOLD,
        is_previewed=True,
    ),
    "receive": Rule(start=_at(_S.SERVING), end=_S.PLANNING, by=_UNIT, tells=_TO_OFFICER),
    "serve": Rule(
        start=_at(_S.SERVING),
        end=_S.PLANNING,
        by=_OFFICER,
        asks=(Asked("served_on", "past_day"), Asked("receipt", "text", longest=60)),
    ),
    "plan_visits": Rule(
        start=_at(_S.PLANNING),
        end=_S.IN_EFFECT,
        by=_OFFICER,
        asks=(
            Asked("track", "one_of", "visit_track", TRACKS),
            Asked("tasks", "items", parts=TASKS, where=("track", ("difficulties",))),
        ),
        opens=(_VISITS, replace(_VISITS, values=("fourth",), where=(("measure", "m4"),))),
        is_previewed=True,
    ),
    "visited": Rule(start=_EFFECT, by=_CLOCK, tells=_TO_OFFICER, is_hidden=True),
    "visit_poor": Rule(start=_EFFECT, end=_S.PLANNING, by=_CLOCK, tells=_TO_OFFICER, also=_OFF, is_hidden=True),
    "expire": Rule(start=RUNNING, end=_S.ENDED, by=_CLOCK, tells=_TOLD, also=_OFF, is_hidden=True),
    "lift": Rule(
        start=_at(_S.PLANNING, _S.IN_EFFECT),
        end=_S.LIFTED,
        by=_DECIDES,
        second=Role.LEADER,
        asks=_DOCUMENT,
        tells=_TOLD,
        also=_OFF,
        is_grave=True,
    ),
    "revoke": Rule(
        start=RUNNING | {_S.ENDED, _S.LIFTED},
        end=_S.REVOKED,
        by=frozenset({Role.LEADER}),
        second=Role.COMMITTEE,
        asks=_DOCUMENT,
        tells=_TOLD,
        also=_OFF,
        is_grave=True,
        style=Style.DANGER,
        is_undoing=True,
    ),
}

_OF_UNIT = ("measure", "step", "sanction", "authority", "document", "served_on")
_PROPOSED = ("about", "subject", "post", "cause", "severity", "repeated", "facts", "suggested")
_OF_OFFICE = (*_PROPOSED, *_OF_UNIT, "why_higher", "reason", "receipt", "track", "tasks", "children")

PROCEDURE = Procedure(
    matter="measure",
    module=Module.MEASURES,
    first=_S.NEW,
    moves=MOVES,
    begins=Beginning(
        move="propose",
        prefix="CS",
        about="about",
        kinds={"clue": FOUND, "case": frozenset({"confirmed", "measured"})},
        takes={"clue": ("finding",)},
        are_many=True,
    ),
    terms=(
        Limit("measure_decide", _at(_S.PROPOSED)),
        Limit("measure_serve", _at(_S.SERVING)),
        Limit("measure_plan", _at(_S.PLANNING)),
        *(_lasts(rule) for rule in dict.fromkeys((*SANCTIONS.values(), "measure_admonish"))),
    ),
    shows={Relation.SUBJECT: _OF_UNIT, **dict.fromkeys((Relation.OFFICER, Role.COMMITTEE, Role.LEADER), _OF_OFFICE)},
    computes={"suggested": suggested},
    bars=ineligible_until,
    todo={_S.PROPOSED: _DECIDES, _S.SERVING: frozenset(_TOLD), _S.PLANNING: _OFFICER},
)
