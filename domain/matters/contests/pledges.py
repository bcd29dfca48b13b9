"""A pledge (军令状) of a unit or its team in a contest: target, day, outcome. The law §1 row 7.

The unit files it and a leader signs it; the unit reports, somebody of the office who is not of that unit verifies, and a leader signs what
was found. It is context for who decides on awards (评先) and changes no score.
"""

from collections.abc import Mapping
from datetime import date

from domain.mechanism.columns import PROOF, Asked, Beginning, Party, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Standing
from domain.mechanism.table import MAKE, SIGN, Facts, Need, Procedure, Rule, looking
from domain.people import Actor, Role
from domain.saying import Style

LEVELS = ("city", "county", "town")  # 市 县 镇
FINDINGS = ("met", "partly", "missed")  # 完成 部分完成 未完成
_YES = ("yes",)
_UNIT: frozenset[Party] = frozenset({Relation.SUBJECT})
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_REVIEWER: frozenset[Party] = frozenset({Role.REVIEWER})
_TOLD = (Relation.SUBJECT,)
_FILED, _RETURNED, _PLEDGED = frozenset({"filed"}), frozenset({"returned"}), frozenset({"pledged"})
_REPORTED, _FOUND = frozenset({"reported"}), frozenset(FINDINGS)
SIGNED = _PLEDGED | _REPORTED | _FOUND
_WHY = (Asked("reason", "text"),)
_PLEDGE = (
    Asked("contest", "listed"),
    Asked("target", "text", longest=200),
    PROOF,
    Asked("counted", "one_of", "pledge_counted", ("yes", "no")),
    Asked("amount", "amount", where=("counted", _YES)),
    Asked("measured", "text", where=("counted", _YES), longest=20),
    Asked("baseline", "amount", may_skip=True, where=("counted", _YES)),
    Asked("until", "day", may_skip=True),
    Asked("team", "text", may_skip=True, longest=60),
)


def level_of(sequence: str, rules: RuleSet) -> str:
    """The level (市、县、镇) of the units of a sequence, by the rule; whatever is neither of the city nor a town is of the county."""
    if sequence in rules.pledge_cities.split():
        return "city"
    return "town" if sequence in rules.pledge_towns.split() else "county"


def _is_before(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    due = standing.term("pledge_due")
    return due is None or facts.at is None or facts.at <= due.due_at


def _is_ahead(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    until = standing.own.get("until")
    return not until or not isinstance(facts.case, date) or facts.case <= date.fromisoformat(until)


def _changes_something(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return "why" not in given or any(given.get(name) for name in ("target", "amount", "until"))


def _may_be_verified(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    due = standing.term("pledge_due")
    return standing.stage == "reported" or due is None or facts.at is None or facts.at > due.due_at


BEFORE_DUE = Need("before its day has passed", Why.TOO_LATE, _is_before, frozenset({MAKE, SIGN}))
AHEAD = Need("its day has not passed", Why.TOO_LATE, _is_ahead)
CHANGED = Need("something of it changes", Why.INCOMPLETE, _changes_something)
TO_VERIFY = Need("reported, or its day has passed", Why.NOT_NOW, _may_be_verified)

MOVES = {
    "file": Rule(
        start=frozenset({"new"}),
        end="filed",
        by=frozenset({Role.UNIT_CONTACT, Role.CLOCK}),  # the clock from a file of the office's
        asks=_PLEDGE,
        is_previewed=True,
    ),
    "revise": Rule(
        start=_RETURNED,
        end="filed",
        by=_UNIT,
        asks=_PLEDGE,
        resets=frozenset({"reason", *(asked.name for asked in _PLEDGE)}),
        is_previewed=True,
    ),
    "endorse": Rule(
        start=_FILED,
        end="pledged",
        by=_LEADER,
        needs=(AHEAD,),
        tells=_TOLD,
        paper="pledge",
        is_for_several=True,
        style=Style.PRIMARY,
        dates="signed_on",
    ),
    "send_back": Rule(start=_FILED, end="returned", by=_LEADER, asks=_WHY, tells=_TOLD),
    "report_progress": Rule(
        start=_PLEDGED,
        by=_UNIT,
        asks=(Asked("progress", "text", adds=True), PROOF, Asked("done", "amount", may_skip=True)),
        is_act=True,
    ),
    "change_target": Rule(
        start=_PLEDGED,
        by=_UNIT,
        second=Role.LEADER,
        needs=(BEFORE_DUE, CHANGED),
        asks=(
            Asked("target", "text", may_skip=True, longest=200),
            Asked("amount", "amount", may_skip=True),
            Asked("until", "day", may_skip=True),
            Asked("why", "text"),
            PROOF,
        ),
        tells=_TOLD,
        is_previewed=True,
    ),
    "report_outcome": Rule(
        start=_PLEDGED,
        end="reported",
        by=_UNIT,
        asks=(
            Asked("claim", "one_of", "pledge_outcome", FINDINGS),
            Asked("result", "text"),
            PROOF,
            Asked("done", "amount", may_skip=True),
        ),
        is_previewed=True,
        dates="reported_on",
    ),
    "ask_more": Rule(
        start=_REPORTED,
        end="pledged",
        by=_REVIEWER,
        asks=(Asked("lacking", "text", "template_lacking"),),
        tells=_TOLD,
        resets=frozenset({"reported_on"}),
    ),
    # A conflict of interest keeps whoever is of the unit from verifying and from signing (the law §2 rule 2).
    "verify": Rule(
        start=_REPORTED | _PLEDGED,
        ends_by="finding",
        ends={each: each for each in FINDINGS},
        by=_REVIEWER,
        second=Role.LEADER,
        needs=(TO_VERIFY,),
        asks=(Asked("finding", "one_of", "pledge_outcome", FINDINGS), Asked("checked", "text")),
        tells=_TOLD,
        is_previewed=True,
        dates="found_on",
    ),
    "withdraw": Rule(start=_FILED | _RETURNED, end="withdrawn", by=_UNIT),
    "retract": Rule(
        start=_PLEDGED,
        end="withdrawn",
        by=_UNIT,
        second=Role.LEADER,
        asks=(*_WHY, PROOF),
        tells=_TOLD,
        is_previewed=True,
        dates="left_on",
    ),
    "reopen": Rule(
        start=_FOUND,
        end="pledged",
        by=_LEADER,
        second=Role.COMMITTEE,
        asks=_WHY,
        tells=_TOLD,
        resets=frozenset({"finding", "checked", "reported_on", "found_on"}),
        is_grave=True,
        is_undoing=True,
    ),
    "show_evidence": looking(SIGNED, frozenset({Role.REVIEWER, Role.LEADER, Role.COMMITTEE})),
}
_SHOWN = (
    *("unit", "due", "level", "contest", "team", "target", "goal", "until", "progress", "done", "attachments"),
    *("claim", "result", "lacking", "finding", "checked", "why", "reason", "counted", "amount", "measured", "baseline"),
)

PROCEDURE = Procedure(
    matter="pledge",
    module=Module.RACE,
    first="new",
    moves=MOVES,
    begins=Beginning(move="file", prefix="JL", is_of_own_unit=True, are_many=True),
    terms=(
        Limit("pledge_sign", _FILED),
        Limit("pledge_due", _PLEDGED, day="until", owed_by=_UNIT, renewed_by=frozenset({"change_target"})),
        Limit("pledge_progress", _PLEDGED, owed_by=_UNIT, renewed_by=frozenset({"report_progress"})),
        Limit("pledge_verify", _REPORTED),
    ),
    shows=dict.fromkeys((*_TOLD, Role.REVIEWER, Role.COMMITTEE, Role.LEADER), _SHOWN),
    todo={"filed": _LEADER, "returned": _UNIT, "pledged": _UNIT, "reported": _REVIEWER},
)
