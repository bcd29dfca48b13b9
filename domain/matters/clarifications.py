"""Clarification (澄清正名): what was said and found untrue is taken back as far as it went. The law §7.4 as a table.

Only the concrete matter is clarified, never somebody as a whole; whoever it is about chooses how far, and may decline.
"""

from collections.abc import Mapping
from enum import StrEnum

from domain.matters.measures import SUBJECTS
from domain.matters.parts.clue_guards import FOUND
from domain.matters.visits import FOLLOW_UP
from domain.mechanism.columns import Announces, Asked, Beginning, Relation
from domain.mechanism.kin import Also, Opens
from domain.mechanism.limits import Limit, Where
from domain.mechanism.modules import Module
from domain.mechanism.needs import WITHOUT_OFFICER, did_not, found_before
from domain.mechanism.refusals import Why
from domain.mechanism.standing import PERSON, Standing
from domain.mechanism.table import MAKE, Facts, Need, Procedure, Rule
from domain.people import Actor, Role


class ClarificationStage(StrEnum):
    """Where a clarification stands; what follows each is in the table."""

    NEW = "new"
    DUE = "due"  # 待提出
    NOT_NEEDED = "not_needed"  # 不需要澄清
    CONSENTING = "consenting"  # 待同意
    DECLINED = "declined"  # 对方不同意
    APPROVING = "approving"  # 待批准
    REFUSED = "refused"  # 未批准
    APPROVED = "approved"  # 待发出
    PUBLISHING = "publishing"  # 待通报
    ISSUED = "issued"  # 已澄清
    FOLLOWED = "followed"  # 已回访


GROUNDS = ("promotion", "rights", "repeated", "public")  # (a) to (d)
SCOPES = ("written", "meeting", "public")  # 书面（总要有）, 会议, 通报: each reaches further than the one before
NAMING = ("named", "unnamed")
MODES = ("written", "in_person", "meeting")

_S = ClarificationStage
_CLOCK = frozenset({Role.CLOCK})
_OFFICER = frozenset({Relation.OFFICER})
_REVIEWER = frozenset({Role.REVIEWER})
_UNIT = frozenset({Relation.SUBJECT})
_TOLD = (Relation.SUBJECT, Relation.OFFICER)


def _at(*stages: ClarificationStage) -> frozenset[str]:
    return frozenset(stages)


def _reaches_the_harm(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    scope, damage = given.get("scope", SCOPES[-1]), standing.own.get("damage", SCOPES[0])
    return SCOPES.index(scope) >= SCOPES.index(damage)


def _is_personal(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return standing.is_personal


def _is_written(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    """Whatever else is done, it is written; and a meeting that was agreed to was held."""
    agreed = {"written", standing.own.get("scope")} & set(MODES)
    return "issued_on" not in given or agreed <= set(given.get("modes", "").split(","))


def _agreed(name: str, scope: bool, naming: str = "") -> Need:
    """What the subject agreed to is what is done, and no more."""

    def holds(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
        is_public = standing.own.get("scope") == "public"
        return is_public is scope and naming in ("", standing.own.get("naming"))

    return Need(name, Why.OTHER_SCOPE, holds, frozenset({MAKE}))


UNFOUNDED = found_before("what was found untrue", Why.NOT_UNFOUNDED, frozenset({"unfounded"}))
WIDE_ENOUGH = Need("at least as far as the harm went", Why.SCOPE_TOO_NARROW, _reaches_the_harm)
FOR_PERSON = Need("about a person; a unit answers for itself", Why.SPEAKS_FOR_ITSELF, _is_personal)
WRITTEN = Need("in writing, and as was agreed", Why.NOT_WRITTEN, _is_written)
_PROPOSERS = did_not("proposed", frozenset({"propose", "take_up"}))
_PROPOSAL = (
    Asked("subject", "one_of", "measure_subject", SUBJECTS),
    Asked("post", "text", longest=60, where=("subject", (PERSON,))),
    Asked("grounds", "some_of", "clarification_ground", GROUNDS),
    Asked("issue", "text", longest=120),
    Asked("damage", "one_of", "clarification_scope", SCOPES),
    Asked("offices", "one_of", "clarification_offices", ("own", "several")),
)
_CONSENT = (
    Asked("scope", "one_of", "clarification_scope", SCOPES),
    Asked("naming", "one_of", "clarification_naming", NAMING, where=("scope", ("public",))),
)
_PAPER = Asked("paper", "text", longest=60)
_ISSUE = (Asked("issued_on", "past_day"), Asked("modes", "some_of", "clarification_mode", MODES))
_CLEARS = (Also(kind="case", move="clarify"),)
_RESTORES = ("restore_line",)
_VISIT = (Opens(kind="visit", move="plan", each="turn", values=(FOLLOW_UP,), gives=("post",)),)


def _publicly(kind: str, naming: Need, *, is_unnamed: bool = False) -> Rule:
    return Rule(
        start=_at(_S.APPROVED),
        end=_S.PUBLISHING,
        by=_OFFICER,
        needs=(naming, WRITTEN),
        asks=_ISSUE,
        announces=Announces(
            kind=kind,
            audiences=("board", "channels"),
            answers=("case_notice",),
            shows=("post", "issue"),
            said="said",
            falls="fell",
            with_consent=True,
            is_unnamed=is_unnamed,
        ),
    )


MOVES = {
    "fall_due": Rule(start=_at(_S.NEW), end=_S.DUE, by=_CLOCK, is_hidden=True),
    "propose": Rule(
        start=_at(_S.NEW),
        end=_S.CONSENTING,
        by=_REVIEWER,
        needs=(UNFOUNDED,),
        asks=(Asked("about", "matter"), *_PROPOSAL),
        is_previewed=True,
        owns=True,
    ),
    "take_up": Rule(
        start=_at(_S.DUE),
        end=_S.CONSENTING,
        by=_REVIEWER,
        asks=_PROPOSAL,
        tells=(Relation.SUBJECT,),
        is_previewed=True,
        owns=True,
    ),
    "not_needed": Rule(
        start=_at(_S.DUE), end=_S.NOT_NEEDED, by=_REVIEWER, second=Role.LEADER, asks=(Asked("reason", "text"),)
    ),
    "take_over": Rule(
        start=_at(_S.CONSENTING, _S.APPROVING, _S.APPROVED), by=_REVIEWER, needs=(WITHOUT_OFFICER,), owns=True
    ),
    "consent": Rule(
        start=_at(_S.CONSENTING),
        end=_S.APPROVING,
        by=_UNIT,
        tells=(Relation.OFFICER,),
        needs=(WIDE_ENOUGH,),
        asks=_CONSENT,
        is_previewed=True,
    ),
    "record_consent": Rule(
        start=_at(_S.CONSENTING),
        end=_S.APPROVING,
        by=_OFFICER,
        needs=(FOR_PERSON, WIDE_ENOUGH),
        asks=(*_CONSENT, _PAPER),
        is_previewed=True,
    ),
    "go_without": Rule(
        start=_at(_S.CONSENTING),
        end=_S.DECLINED,
        by=_UNIT,
        tells=(Relation.OFFICER,),
        also=_CLEARS,
        effects=_RESTORES,
        is_grave=True,
    ),
    "record_refusal": Rule(
        start=_at(_S.CONSENTING),
        end=_S.DECLINED,
        by=_OFFICER,
        needs=(FOR_PERSON,),
        asks=(_PAPER,),
        also=_CLEARS,
        effects=_RESTORES,
    ),
    "lapse": Rule(
        start=_at(_S.CONSENTING),
        end=_S.DECLINED,
        by=_CLOCK,
        tells=_TOLD,
        also=_CLEARS,
        effects=_RESTORES,
        is_hidden=True,
    ),
    "ask_again": Rule(start=_at(_S.DECLINED), end=_S.CONSENTING, by=_OFFICER | _UNIT, tells=_TOLD),
    "approve": Rule(
        start=_at(_S.APPROVING), end=_S.APPROVED, by=frozenset({Role.LEADER}), needs=(_PROPOSERS,), tells=_TOLD
    ),
    "refuse": Rule(
        start=_at(_S.APPROVING),
        end=_S.REFUSED,
        by=frozenset({Role.LEADER}),
        needs=(_PROPOSERS,),
        asks=(Asked("reason", "text"),),
        tells=_TOLD,
    ),
    "issue": Rule(
        start=_at(_S.APPROVED),
        end=_S.ISSUED,
        by=_OFFICER,
        needs=(_agreed("not in public, as was agreed", False), WRITTEN),
        asks=_ISSUE,
        paper="clarification_letter",
        tells=_TOLD,
        also=_CLEARS,
        effects=_RESTORES,
        opens=_VISIT,
    ),
    "publish": _publicly("clarified", _agreed("in public and by name, as was agreed", True, "named")),
    "publish_unnamed": _publicly(
        "clarified_unnamed", _agreed("in public without a name, as agreed", True, "unnamed"), is_unnamed=True
    ),
    "said": Rule(
        start=_at(_S.PUBLISHING),
        end=_S.ISSUED,
        by=_CLOCK,
        paper="clarification_letter",
        tells=_TOLD,
        also=_CLEARS,
        effects=_RESTORES,
        opens=_VISIT,
        is_hidden=True,
    ),
    "fell": Rule(start=_at(_S.PUBLISHING), end=_S.APPROVED, by=_CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
    "visited": Rule(start=_at(_S.ISSUED), end=_S.FOLLOWED, by=_CLOCK, tells=(Relation.OFFICER,), is_hidden=True),
}

_OF_SUBJECT = ("issue", "damage", "scope", "naming", "reason", "issued_on", "modes")
_OF_OFFICE = ("about", "subject", "post", "grounds", "offices", *_OF_SUBJECT, "paper", "children")


def _is_cross(clarification: Standing) -> bool:
    return clarification.own.get("offices") == "several"


PROCEDURE = Procedure(
    matter="clarification",
    module=Module.CLARIFY,
    first=_S.NEW,
    moves=MOVES,
    begins=Beginning(
        move="propose",
        prefix="CQ",
        about="about",
        kinds={
            "clue": FOUND,
            "case": frozenset({"turned_away", "not_established", "revoked"}),
        },
        takes={"clue": ("finding",), "case": ("subject", "post")},
    ),
    terms=(
        Limit("clarify_propose", _at(_S.DUE)),
        Limit("clarify_consent", _at(_S.CONSENTING), lapses="lapse", is_right=True),
        Limit(
            "clarify_approve",
            _at(_S.APPROVING),
            where=Where("within one office", lambda each: not _is_cross(each)),
        ),
        Limit("clarify_cross", _at(_S.APPROVING), where=Where("across offices", _is_cross)),
        Limit("clarify_issue", _at(_S.APPROVED)),
    ),
    shows={
        Relation.SUBJECT: _OF_SUBJECT,
        Role.REVIEWER: _OF_OFFICE,
        Role.COMMITTEE: _OF_OFFICE,
        Role.LEADER: _OF_OFFICE,
    },
    todo={
        _S.DUE: _REVIEWER,
        _S.CONSENTING: _UNIT | _OFFICER,
        _S.APPROVING: frozenset({Role.LEADER}),
        _S.APPROVED: _OFFICER,
    },
)
