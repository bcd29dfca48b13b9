"""Tolerance (容错): who erred in good faith is not held to account for it. The law §7.3 as a table.

Applied for by the unit's contact about a flag of theirs, or taken up ex officio about a flag or a clue.
"""

from collections.abc import Mapping
from enum import StrEnum

from domain.matters.parts.case_guards import BEFORE_LABEL
from domain.matters.parts.clue_guards import KNOWN
from domain.mechanism.columns import PROOF, Announces, Asked, Beginning, Relation
from domain.mechanism.kin import Also
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import WITHOUT_OFFICER, did_not
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts, Need, Procedure, Rule, looking
from domain.people import Actor, Role
from domain.saying import Style


class ToleranceStage(StrEnum):
    """Where an application stands; what follows each is in the table."""

    NEW = "new"
    APPLIED = "applied"  # 已申请
    INVESTIGATING = "investigating"  # 调查中
    CONSULTING = "consulting"  # 会商中
    DECIDING = "deciding"  # 待认定
    SERVING = "serving"  # 待送达
    RECTIFYING = "rectifying"  # 纠错中
    CHECKING = "checking"  # 待核实
    IN_EFFECT = "in_effect"  # 已生效
    REFUSED = "refused"  # 不予容错
    REVIEW = "review"  # 复核中
    CLOSED = "closed"  # 已办结
    WITHDRAWN = "withdrawn"  # 已撤回
    REVOKED = "revoked"  # 已撤销


CIRCUMSTANCES = tuple(f"c0{number}" for number in range(1, 9))  # C01–C08
CONDITIONS = ("lawful", "reform", "diligent", "public", "procedure", "mended")  # 六个条件, all must be met
NEVER = ("gain", "negligence", "repeated", "red_line", "false_data", "banned")
ORGANS = ("discipline", "organisation", "trade")  # 纪委、组织、行业主管
DECISIONS = ("exempt", "mitigate", "refuse")  # 免责 减轻 不予

_S = ToleranceStage
_UNIT = frozenset({Relation.SUBJECT})
_OFFICER = frozenset({Relation.OFFICER})
_LEADER = frozenset({Role.LEADER})
_CLOCK = frozenset({Role.CLOCK})
_BOTH = (Relation.APPLICANT, Relation.SUBJECT)
_HUNG = frozenset({"hung"})  # a flag that is only proposed is nobody's yet


def _at(*stages: ToleranceStage) -> frozenset[str]:
    return frozenset(stages)


def _is_tolerable(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """Every condition is met and nothing of the never-list is there; a refusal needs neither (the law §7.3)."""
    if given.get("decision", "refuse") == "refuse":
        return True
    met = set(standing.own.get("conditions", "").split(","))
    return met.issuperset(CONDITIONS) and not standing.own.get("never")


TOLERABLE = Need("all six conditions, none of the never-list", Why.CONDITIONS_UNMET, _is_tolerable)
_INVESTIGATORS = did_not("investigated", frozenset({"take_up", "report", "consult"}))
_DECIDERS = did_not("decided", frozenset({"decide"}))
_DECISION = (Asked("decision", "one_of", "tolerance_decision", DECISIONS), Asked("reason", "text", longest=400))
_ENDS = {"exempt": _S.SERVING, "mitigate": _S.SERVING, "refuse": _S.REFUSED}
_FREED = (("decision", "exempt"),)

MOVES = {
    "apply": Rule(
        start=_at(_S.NEW),
        end=_S.APPLIED,
        by=frozenset({Role.UNIT_CONTACT, Role.REVIEWER, Role.CASE_OFFICER, Role.COMMITTEE, Role.LEADER}),
        asks=(
            Asked("about", "matter"),
            Asked("circumstance", "one_of", "tolerance_circumstance", CIRCUMSTANCES),
            Asked("account", "text"),
            PROOF,
        ),
        is_previewed=True,
    ),
    "take_up": Rule(start=_at(_S.APPLIED), end=_S.INVESTIGATING, by=frozenset({Role.REVIEWER}), tells=_BOTH, owns=True),
    "take_over": Rule(
        start=_at(_S.INVESTIGATING, _S.CONSULTING, _S.CHECKING),
        by=frozenset({Role.REVIEWER}),
        needs=(WITHOUT_OFFICER,),
        owns=True,
    ),
    "turn_away": Rule(
        start=_at(_S.APPLIED),
        end=_S.REFUSED,
        by=frozenset({Role.REVIEWER}),
        second=Role.LEADER,
        asks=(Asked("reason", "text", "template_turn_away"),),
        tells=_BOTH,
    ),
    "report": Rule(
        start=_at(_S.INVESTIGATING),
        end=_S.CONSULTING,
        by=_OFFICER,
        asks=(
            Asked("conditions", "some_of", "tolerance_condition", CONDITIONS, may_skip=True),
            Asked("never", "some_of", "tolerance_never", NEVER, may_skip=True),
            Asked("findings", "text"),
        ),
        is_previewed=True,
    ),
    "consult": Rule(
        start=_at(_S.CONSULTING),
        end=_S.DECIDING,
        by=_OFFICER,
        asks=(Asked("organs", "some_of", "tolerance_organ", ORGANS), Asked("opinions", "text")),
        tells=(Role.LEADER,),
        is_previewed=True,
    ),
    "decide": Rule(
        start=_at(_S.DECIDING),
        ends_by="decision",
        ends=_ENDS,
        by=_LEADER,
        second=Role.COMMITTEE,
        needs=(_INVESTIGATORS, TOLERABLE),
        asks=_DECISION,
        paper="tolerance_decision",
        tells=_BOTH,
    ),
    "receive": Rule(start=_at(_S.SERVING), end=_S.RECTIFYING, by=_UNIT, tells=(Relation.OFFICER,)),
    "deem_received": Rule(start=_at(_S.SERVING), end=_S.RECTIFYING, by=_CLOCK, tells=_BOTH, is_hidden=True),
    "report_mending": Rule(
        start=_at(_S.RECTIFYING),
        end=_S.CHECKING,
        by=_UNIT,
        asks=(Asked("mending", "text"), PROOF),
        tells=(Relation.OFFICER,),
    ),
    "send_back": Rule(
        start=_at(_S.CHECKING),
        end=_S.RECTIFYING,
        by=_OFFICER,
        asks=(Asked("lacking", "text", "template_lacking"),),
        tells=_BOTH,
    ),
    "bring_into_effect": Rule(
        start=_at(_S.CHECKING),
        end=_S.IN_EFFECT,
        by=_OFFICER,
        second=Role.REVIEWER,
        tells=_BOTH,
        also=(Also(kind="flag", move="exempt", where=_FREED), Also(kind="case", move="exempt", where=_FREED)),
        effects=("restore_about",),
        announces=Announces(
            kind="tolerance_exempted", answers=("period",), shows=("circumstance",), where=_FREED
        ),  # its flag was said in public: taking it down is heard as far
    ),
    "ask_review": Rule(
        start=_at(_S.REFUSED),
        end=_S.REVIEW,
        by=frozenset(_BOTH),
        asks=(Asked("why", "text"), PROOF),
        tells=(Role.LEADER,),
    ),
    "close": Rule(start=_at(_S.REFUSED), end=_S.CLOSED, by=_CLOCK, tells=_BOTH, is_hidden=True),
    "decide_review": Rule(
        start=_at(_S.REVIEW),
        ends_by="decision",
        ends={**_ENDS, "refuse": _S.CLOSED},
        by=_LEADER,
        second=Role.COMMITTEE,
        needs=(_DECIDERS, TOLERABLE),
        asks=_DECISION,
        paper="tolerance_review",
        tells=_BOTH,
    ),
    "withdraw": Rule(
        start=_at(_S.APPLIED, _S.INVESTIGATING, _S.CONSULTING, _S.DECIDING),
        end=_S.WITHDRAWN,
        by=frozenset({Relation.APPLICANT}),
        tells=(Relation.OFFICER, Relation.APPLICANT),
        is_grave=True,
        style=Style.DANGER,
    ),
    "revoke": Rule(
        start=_at(_S.IN_EFFECT),
        end=_S.REVOKED,
        by=_LEADER,
        second=Role.COMMITTEE,
        asks=(Asked("reason", "text"),),
        tells=_BOTH,
        also=(Also(kind="flag", move="restore", where=_FREED), Also(kind="case", move="resume", where=_FREED)),
        effects=("reinstate_about",),
        announces=Announces(kind="tolerance_revoked", answers=("tolerance_exempted",), where=_FREED),
        is_grave=True,
        style=Style.DANGER,
        is_undoing=True,
    ),
    "show_evidence": looking(
        frozenset(_S) - {_S.NEW}, frozenset({Role.REVIEWER, Role.COMMITTEE, Role.LEADER, Relation.OFFICER})
    ),
}

# What an officer wrote about a clue may hold what its unit must not read (the law §2): an account is for whoever gave it.
_OF_UNIT = ("about", "circumstance", "decision", "reason", "mending", "lacking", "why")
_OF_APPLICANT = ("about", "circumstance", "account", "decision", "reason", "mending", "lacking", "why")
_OF_OFFICE = (*_OF_APPLICANT, "attachments", "conditions", "never", "findings", "organs", "opinions")

PROCEDURE = Procedure(
    matter="tolerance",
    module=Module.TOLERANCE,
    first=_S.NEW,
    moves=MOVES,
    begins=Beginning(
        move="apply", prefix="RC", about="about", kinds={"flag": _HUNG, "clue": KNOWN, "case": BEFORE_LABEL}
    ),
    terms=(
        Limit("tolerance_accept", _at(_S.APPLIED)),
        Limit("tolerance_investigate", _at(_S.INVESTIGATING)),
        Limit("tolerance_consult", _at(_S.CONSULTING)),
        Limit("tolerance_decide", _at(_S.DECIDING)),
        Limit("tolerance_serve", _at(_S.SERVING), lapses="deem_received", is_right=True),
        Limit("tolerance_review_request", _at(_S.REFUSED), lapses="close", is_right=True),
        Limit("tolerance_review", _at(_S.REVIEW)),
    ),
    shows={
        Relation.SUBJECT: _OF_UNIT,
        Relation.APPLICANT: _OF_APPLICANT,
        Role.REVIEWER: _OF_OFFICE,
        Role.COMMITTEE: _OF_OFFICE,
        Role.LEADER: _OF_OFFICE,
    },
    todo={
        _S.APPLIED: frozenset({Role.REVIEWER}),
        _S.INVESTIGATING: _OFFICER,
        _S.CONSULTING: _OFFICER,
        _S.DECIDING: _LEADER,
        _S.SERVING: _UNIT,
        _S.RECTIFYING: _UNIT,
        _S.CHECKING: _OFFICER,
        _S.REVIEW: _LEADER,
    },
)
