"""An edition (评选、认定的一期): the call, the window and the result of the law §4, for strivers and for cases, as a table.

That nobody is found is a valid result, and is said in public like any other. Without an authorisation number it is an internal
trial, of which nothing is public. What is found is decided on the matters themselves; an edition only says that it is over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial

from domain.matters.parts.candidate_guards import CHOSEN, HONOURED, OVER, UNCHECKED, CandidateStage
from domain.matters.parts.candidate_honouring import HONOURS, MEASURES
from domain.matters.strivers import FIELDS
from domain.mechanism.columns import Announces, Asked, Beginning, Party
from domain.mechanism.kin import Also, Kin
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import of_case
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import MAKE, Facts, Need, Procedure, Rule
from domain.people import Actor, Role
from domain.saying import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """What the guards look at besides the edition: how many candidates of it stand in each stage, what those are called who could be
    named in a notice or a commendation now, whether it found cases, what the rules and the edition itself say of places (`quota`), and
    the office's day (None: nothing asks for it)."""

    candidates: Mapping[str, int] = field(default_factory=dict)
    for_notice: tuple[str, ...] = ()
    for_honour: tuple[str, ...] = ()
    has_cases: bool = False
    quota: int = 0
    ratio: Decimal = Decimal(1)
    today: date | None = None

    def number(self, stages: frozenset[str]) -> int:
        """How many candidates stand in one of these stages."""
        return sum(number for stage, number in self.candidates.items() if stage in stages)

    @property
    def most_places(self) -> int:
        """For how many places there are candidates enough (the law §4.2 N4)."""
        return min(self.quota, int(self.number(_READY) / self.ratio))

    @property
    def is_over(self) -> bool:
        """Whether nothing is open of any candidate."""
        return self.number(OVER) == sum(self.candidates.values())

    @property
    def has_found(self) -> bool:
        """Whether somebody was commended, or a case was found."""
        return self.has_cases or self.number(HONOURED) > 0


class EditionStage(StrEnum):
    """Where an edition stands."""

    NEW = "new"
    PROPOSED = "proposed"  # 待批准
    COLLECTING = "collecting"  # N0 公告征集
    DECIDING = "deciding"  # 待定结果
    COMPARING = "comparing"  # N4 比选
    ANNOUNCING = "announcing"  # 无对象公告待发
    NONE = "none"  # 本期无对象
    CLOSED = "closed"  # 已结束
    DROPPED = "dropped"  # 未批准


YIELDS = ("strivers", "cases")  # 表彰对象 认定对象
_READY = frozenset({CandidateStage.READY.value})
_APPROVING = frozenset({CandidateStage.APPROVING.value})
_VOTED_ON = frozenset({CandidateStage.COMPARING.value})
_S = EditionStage
_LEADER: frozenset[Party] = frozenset({Role.LEADER})
_REVIEWER: frozenset[Party] = frozenset({Role.REVIEWER})
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_REASON = (Asked("reason", "text"),)
_STRIVERS = ("yields", ("strivers",))
_PLACES = Asked("places", "number", least=0, most=99)
_EVERYBODY = ("board", "channels")


def _of_candidates(move: str) -> Also:
    return Also(kind="candidate", move=move, of=Kin.LINKED, how="edition")


def _at(*stages: EditionStage) -> frozenset[str]:
    return frozenset(stages)


def _is_authorised(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return bool(standing.own.get("authorisation"))


_of_case = partial(of_case, EditionFacts, unknown=False)


def _are_enough(edition: EditionFacts, given: Mapping[str, str]) -> bool:
    """1.5 candidates a place, or a leader's reason why there are fewer."""
    return "few" not in given or bool(given["few"]) or int(given["places"]) <= edition.most_places


def _are_fewer(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    chosen = facts.case.number(CHOSEN) if isinstance(facts.case, EditionFacts) else 0
    return "places" not in given or chosen <= int(given["places"]) < int(standing.own.get("places", "0"))


def _days_fit(edition: EditionFacts, given: Mapping[str, str]) -> bool:
    """The window ends on a day that is still to come, and not before it begins."""
    begins_on, ends_on = given.get("begins_on", ""), given.get("ends_on", "")
    return not ends_on or (begins_on <= ends_on and (edition.today is None or edition.today.isoformat() <= ends_on))


def _is_to_come(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return not isinstance(facts.case, EditionFacts) or _days_fit(facts.case, standing.own)


ALL_OVER = _of_case(
    "nothing is open of any candidate", Why.CHILD_OPEN, lambda edition, _: edition.is_over, unknown=True
)
FOUND_SOMEBODY = _of_case("somebody was found", Why.NOT_NOW, lambda edition, _: edition.has_found, unknown=True)
FOUND_NOBODY = _of_case("nobody was found", Why.SOMEBODY_FOUND, lambda edition, _: not edition.has_found, unknown=True)
ALL_SCORED = _of_case(
    "every candidate has their points", Why.NOT_NOW, lambda edition, _: not edition.number(_VOTED_ON), unknown=True
)
AGREED = _of_case("somebody who agreed to be named", Why.NOBODY_TO_NAME, lambda edition, _: bool(edition.for_notice))
APPROVED = _of_case("somebody who was approved", Why.NOBODY_TO_NAME, lambda edition, _: bool(edition.for_honour))
ALL_DECIDED = _of_case(
    "nobody waits for the leader's approval", Why.STILL_APPROVED, lambda edition, _: not edition.number(_APPROVING)
)
ALL_CHECKED = _of_case(
    "every candidate is checked and inspected", Why.STILL_CHECKED, lambda edition, _: not edition.number(UNCHECKED)
)
SOMEBODY = _of_case("a candidate at least", Why.NO_CANDIDATE, lambda edition, _: edition.number(_READY) > 0)
WITHIN_QUOTA = _of_case(
    "not more places than the quota",
    Why.BEYOND_QUOTA,
    lambda edition, given: int(given.get("places") or given.get("quota") or "1") <= edition.quota,
    unknown=True,
)
DAYS_FIT = _of_case("the window in its order, and not over", Why.DAYS_WRONG, _days_fit, unknown=True)
TO_COME = Need("a window that is not over", Why.DAYS_WRONG, _is_to_come)
ENOUGH = _of_case("1.5 candidates a place, or a reason", Why.TOO_FEW_CANDIDATES, _are_enough)
FEWER = Need("fewer places, all that are taken among them", Why.NOT_FEWER, _are_fewer)
AUTHORISED = Need("an authorisation number", Why.NO_AUTHORISATION, _is_authorised, frozenset({MAKE}))

_STANDS = frozenset({"notice", "objected", "approving", "approved", "commending", "commended"})
_NOTICE = Announces(
    kind="candidate_notice",
    audiences=(*_EVERYBODY, "units"),
    shows=("authorisation", "measures"),
    names=_of_candidates("be_put_up"),
    each=("name", "post", "merits"),
    said="begin_notice",
    falls="call_off",
    invites="public_objection",
    with_consent=True,
    lasts="striver_notice",
    stands=_STANDS,
)
_COMMENDATION = replace(
    _NOTICE,
    kind="candidate_commended",
    shows=("authorisation", "meeting"),
    names=_of_candidates("be_put_forward"),
    said="be_commended",
    falls="hold_back",
    invites="",
    lasts="",
)
_NAMES = Rule(start=_at(_S.COMPARING), by=_REVIEWER, is_previewed=True, style=Style.PRIMARY)

MOVES = {
    "propose": Rule(
        start=_at(_S.NEW),
        end=_S.PROPOSED,
        by=_REVIEWER | _LEADER,
        needs=(WITHIN_QUOTA, DAYS_FIT),
        asks=(
            Asked("title", "text", longest=40),
            Asked("yields", "one_of", "edition_yields", YIELDS),
            Asked("fields", "some_of", "striver_field", FIELDS, where=_STRIVERS),
            Asked("quota", "number", least=1, most=99, where=_STRIVERS),
            Asked("begins_on", "day", may_be_over=True),
            Asked("ends_on", "day"),
            Asked("authorisation", "text", longest=60, may_skip=True, is_document=True),
        ),
        tells=(Role.LEADER,),
        is_previewed=True,
    ),
    "open": Rule(
        start=_at(_S.PROPOSED),
        end=_S.COLLECTING,
        by=_LEADER,
        second=Role.COMMITTEE,
        needs=(TO_COME,),
        tells=(Role.REVIEWER,),
        style=Style.PRIMARY,
    ),
    "drop": Rule(start=_at(_S.PROPOSED), end=_S.DROPPED, by=_LEADER, asks=_REASON, tells=(Role.REVIEWER,)),
    "call": Rule(
        start=_at(_S.COLLECTING),
        by=_REVIEWER | _LEADER,
        needs=(AUTHORISED,),
        announces=Announces(
            kind="edition_call",
            audiences=_EVERYBODY,
            shows=("title", "fields", "quota", "begins_on", "ends_on", "authorisation"),
        ),
    ),
    "close_call": Rule(
        start=_at(_S.COLLECTING), end=_S.DECIDING, by=_CLOCK, tells=(Role.LEADER, Role.REVIEWER), is_hidden=True
    ),
    "compare": Rule(
        start=_at(_S.DECIDING),
        end=_S.COMPARING,
        by=_LEADER,
        needs=(ALL_CHECKED, SOMEBODY, WITHIN_QUOTA, ENOUGH),
        asks=(_PLACES, Asked("few", "text", may_skip=True)),
        also=(_of_candidates("be_compared"),),
        tells=(Role.REVIEWER, Role.COMMITTEE),
        style=Style.PRIMARY,
    ),
    "rank": Rule(start=_at(_S.COMPARING), by=_CLOCK, needs=(ALL_SCORED,), effects=("rank_candidates",), is_hidden=True),
    "take_fewer": Rule(
        start=_at(_S.COMPARING),
        by=_LEADER,
        second=Role.COMMITTEE,
        needs=(FEWER,),
        asks=(_PLACES, *_REASON),
        effects=("rank_candidates",),
        tells=(Role.REVIEWER, Role.COMMITTEE),
    ),
    # All whom the comparison put forward and who agreed, in one notice; whoever comes later has one of their own.
    "give_notice": replace(_NAMES, needs=(AUTHORISED, AGREED), asks=(MEASURES,), announces=_NOTICE),
    "commend": replace(_NAMES, needs=(AUTHORISED, ALL_DECIDED, APPROVED), asks=HONOURS, announces=_COMMENDATION),
    "find_none": Rule(
        start=_at(_S.DECIDING),
        end=_S.ANNOUNCING,
        by=_LEADER,
        second=Role.COMMITTEE,
        needs=(AUTHORISED, ALL_OVER, FOUND_NOBODY),
        asks=_REASON,
        announces=Announces(
            kind="edition_none",
            audiences=_EVERYBODY,
            shows=("title", "yields", "authorisation"),
            said="be_none",
            falls="hold_back",
        ),
        is_grave=True,
    ),
    "be_none": Rule(start=_at(_S.ANNOUNCING), end=_S.NONE, by=_CLOCK, tells=(Role.REVIEWER,), is_hidden=True),
    "hold_back": Rule(start=_at(_S.ANNOUNCING), end=_S.DECIDING, by=_CLOCK, tells=(Role.LEADER,), is_hidden=True),
    # What was said of nobody, and turns out to be wrong, is put right before the same people.
    "correct": Rule(
        start=_at(_S.NONE),
        end=_S.DECIDING,
        by=_LEADER,
        second=Role.COMMITTEE,
        asks=_REASON,
        announces=Announces(kind="edition_corrected", answers=("edition_none",), shows=("title",)),
        tells=(Role.REVIEWER,),
        is_grave=True,
        is_undoing=True,
    ),
    "be_over": Rule(
        start=_at(_S.COMPARING),
        end=_S.CLOSED,
        by=_CLOCK,
        needs=(ALL_OVER, FOUND_SOMEBODY),
        tells=(Role.LEADER, Role.REVIEWER),
        is_hidden=True,
    ),
    "fall_empty": Rule(
        start=_at(_S.COMPARING),
        end=_S.DECIDING,
        by=_CLOCK,
        needs=(ALL_OVER, FOUND_NOBODY),
        tells=(Role.LEADER,),
        is_hidden=True,
    ),
    "close": Rule(
        start=_at(_S.DECIDING),
        end=_S.CLOSED,
        by=_LEADER,
        second=Role.COMMITTEE,
        needs=(ALL_OVER,),
        asks=_REASON,
        tells=(Role.REVIEWER,),
    ),
}

PROCEDURE = Procedure(
    matter="edition",
    module=Module.STRIVER,
    first=_S.NEW,
    moves=MOVES,
    begins=Beginning(move="propose", prefix="PX"),
    terms=(
        Limit("edition_open", _at(_S.PROPOSED)),
        Limit("edition_collect", _at(_S.COLLECTING), day="ends_on", lapses="close_call", is_right=True),
        Limit("edition_decide", _at(_S.DECIDING)),
    ),
    shows=dict.fromkeys(
        (Role.REVIEWER, Role.COMMITTEE, Role.LEADER),
        (
            *("title", "yields", "fields", "quota", "begins_on", "ends_on", "authorisation", "due", "most_places"),
            *("places", "few", "for_notice", "for_honour"),
            *("measures", "meeting", "honours", "reason", "pending", "linked"),
        ),
    ),
    todo={_S.PROPOSED: _LEADER, _S.DECIDING: _LEADER},
    exports=("title",),
)
