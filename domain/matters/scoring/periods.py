"""The life of a period's flags (期次): proposed from the figures, confirmed by a leader, announced (the law §5).

Lives here: when a period ends and is announced by its code, and at the end the table of moves with its guards.
"""

import hashlib
import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from domain import errors
from domain.matters.scoring.review_meetings import FORMS
from domain.mechanism.calendar import TermUnit
from domain.mechanism.columns import Announces, Asked
from domain.mechanism.drafts import SAME
from domain.mechanism.kin import Also, Kin
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import of_case
from domain.mechanism.procedure import NOTHING
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts, Need, Procedure, Rule
from domain.people import CLOCK, Role
from domain.saying import Style, Term
from domain.sayings.scoring.periods import Name
from domain.scoring.standings import Ranking


class PeriodUnknown(errors.FlagpostError):
    """A period's code does not say when it ends: write 2026-05 (a month), 2026-P3, 2026-Q2, 2026-H1 or 2026-Y1 (the year)."""


class AlreadyAnnounced(errors.FlagpostError):
    """This period has been announced. Its figures stay as they are; a mistake is put right by a public correction."""


class PeriodStage(StrEnum):
    """Where a period stands."""

    COMPUTED = "computed"  # 已算出
    PROPOSED = "proposed"  # 拟定
    CONFIRMED = "confirmed"  # 已确认
    ANNOUNCED = "announced"  # 已公布
    EXPIRED = "expired"  # 逾期失效


class PeriodMove(StrEnum):
    """What can be done with a period. Striking is a move, so that nobody confirms a list that has just changed."""

    WHY = "why"  # 为什么
    STRIKE = "strike"  # 划去
    UNSTRIKE = "unstrike"  # 恢复
    SET_AUTHORISATION = "set_authorisation"  # 授权文号
    WAIVE = "waive"  # 同意数据不全仍公布
    CONFIRM = "confirm"  # 确认
    HOLD_MEETING = "hold_meeting"  # 召开讲评会
    PROPOSE = "propose"
    PROPOSE_AGAIN = "propose_again"
    HANG = "hang"
    RETURN = "return"
    ANNOUNCE = "announce"
    EXPIRE = "expire"


_LEADER = frozenset({Role.LEADER})
_READERS = frozenset({Role.LEADER, Role.COMMITTEE})
_CLOCK = frozenset({Role.CLOCK})
_PROPOSED = frozenset({PeriodStage.PROPOSED.value})
_CONFIRMED = frozenset({PeriodStage.CONFIRMED.value})

LONGEST_AUTHORISATION = 60
_CODE = re.compile(r"([0-9]{4})-(?:([0-9]{2})|([PQHY])([0-9]))")
_MONTHS = {"Q": 3, "H": 6, "Y": 12}


def ends_on(code: str, rules: RuleSet) -> date:
    """The last day of a period, from its code; `P` counts periods of the rule `flag.period`. Raises `PeriodUnknown`."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise PeriodUnknown
    year, month, letter, number = found.groups()
    if month:
        last = int(month)
    elif letter == "P" and rules.flag_period.unit is TermUnit.MONTHS:
        last = int(number) * rules.flag_period.amount
    elif letter in _MONTHS:
        last = int(number) * _MONTHS[letter]
    else:
        raise PeriodUnknown
    if not 1 <= last <= 12:
        raise PeriodUnknown
    return date(int(year), last, monthrange(int(year), last)[1])


def name_of(code: str) -> Name:
    """How a period is called. Raises `PeriodUnknown`."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise PeriodUnknown
    year, month, letter, number = found.groups()
    if month:
        return Name(year=int(year), month=int(month))
    if letter == "Q":
        return Name(year=int(year), quarter=int(number))
    if letter in ("H", "Y"):
        return Name(year=int(year), half=Term("half_year", f"{letter.lower()}{number}"))
    return Name(year=int(year), count=int(number))


def kind_of(code: str) -> str:
    """The letter of its kind; empty for a month. A period is compared with the one of its kind before it."""
    return code[5:6].strip("01")


def gives_flags(code: str) -> bool:
    """Whether a period is one of those after which flags are given: no quarter and no year."""
    return not is_annual(code) and not is_quarter(code)


def is_annual(code: str) -> bool:
    """Whether a period is a whole year, which ranks and gives no flags (the law §5, §6.2)."""
    return code[5:6] == "Y"


def is_asked_for(code: str) -> bool:
    """Whether it is a period of the rule `flag.period`, for which units are asked for their figures when it is over (the law §6.1)."""
    return code[5:6] == "P"


def is_quarter(code: str) -> bool:
    """Whether a period is a quarter, which has winners of the horse-race (the law §6.3)."""
    return code[5:6] == "Q"


def last_ended(today: date, rules: RuleSet) -> tuple[str, date] | None:
    """The period of the rule `flag.period` that ended last before a day, with its last day; None where that does not part a year."""
    length = rules.flag_period
    if length.unit is not TermUnit.MONTHS or not length.amount or 12 % length.amount:
        return None
    codes = (
        f"{year}-P{number}" for year in (today.year, today.year - 1) for number in range(12 // length.amount, 0, -1)
    )
    return next((code, last) for code in codes if (last := ends_on(code, rules)) < today)


def ending(after: date, until: date, rules: RuleSet) -> list[tuple[str, date]]:
    """The periods of that rule that end after a day and until another, each with its last day; none where it does not part a year."""
    length = rules.flag_period.amount
    if last_ended(until, rules) is None:
        return []
    codes = (f"{year}-P{number}" for year in range(after.year, until.year + 1) for number in range(1, 12 // length + 1))
    return [(code, last) for code in codes if after < (last := ends_on(code, rules)) <= until]


def before(codes: Iterable[str], code: str, rules: RuleSet) -> str:
    """Which of these periods ended last before another of the same kind; empty where none did."""
    ends = {each: ends_on(each, rules) for each in codes if kind_of(each) == kind_of(code)}
    own = ends_on(code, rules)
    return max((each for each in ends if ends[each] < own), key=ends.__getitem__, default="")


def awaited(rankings: Sequence[Ranking]) -> list[str]:
    """The sequences that are measured but have figures for fewer than half their units: too early to propose flags.

    Single figures that are missing do not hold a period up; they need a leader's waiver where coverage is below the rule.
    """
    measured = [ranking for ranking in rankings if ranking.columns]
    return [ranking.sequence for ranking in measured if 2 * _scored(ranking) < len(ranking.standings)]


def measured(rankings: Sequence[Ranking]) -> list[Ranking]:
    """The rankings that rank anybody."""
    return [ranking for ranking in rankings if _scored(ranking)]


def needs_waiver(rankings: Sequence[Ranking]) -> bool:
    """Whether any ranking is below the coverage at which it may be published (the law §6.1)."""
    return any(ranking.needs_waiver for ranking in rankings)


def digest(rankings: Sequence[Ranking]) -> str:
    """One SHA-256 over the digests of all sequences' frozen figures, as printed on the bulletin."""
    return hashlib.sha256("".join(ranking.digest for ranking in rankings).encode()).hexdigest()


def is_readable(authorisation: str) -> bool:
    """Whether an authorisation's number is something that can be printed: not empty, one line, not a whole page."""
    text = authorisation.strip()
    return 0 < len(text) <= LONGEST_AUTHORISATION and "\n" not in text


def _scored(ranking: Ranking) -> int:
    return sum(standing.score is not None for standing in ranking.standings)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodCase:
    """What the guards look at: the authorisation and the waiver as they were written down, whether the figures are too few for the
    rule, whether an earlier period is still open, whether one of its flags was exempted since it was confirmed, whether its review
    meeting is prepared, and the flags of the list by id: those that stand, those that were struck, and among them those of a unit with
    which the actor has a conflict of interest (the law §2)."""

    authorisation: str = ""
    waiver: str = ""
    is_lacking: bool = False
    has_earlier: bool = False
    has_meeting: bool = False
    kept: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()


_of_case = partial(of_case, PeriodCase, unknown=False)


def _chosen(listed: frozenset[str], chosen: str) -> bool:
    """Whether there is something to choose, and what was chosen is among it."""
    return bool(listed) and set(filter(None, chosen.split(","))) <= listed


PRINTABLE = Need(
    "a number that can be printed",
    Why.UNREADABLE,
    lambda standing, by, facts, given: "number" not in given or is_readable(given["number"]),
)
LACKING = _of_case(
    "figures missing, and no waiver yet", Why.NOTHING_LACKING, lambda case, given: case.is_lacking and not case.waiver
)
CONDITIONS = (  # without authorisation it is an internal trial only (the law §4)
    _of_case("no earlier period open", Why.EARLIER_FIRST, lambda case, given: not case.has_earlier),
    _of_case("an authorisation", Why.NO_AUTHORISATION, lambda case, given: bool(case.authorisation)),
    _of_case("enough figures or a waiver", Why.NO_WAIVER, lambda case, given: bool(case.waiver) or not case.is_lacking),
)
LISTED = _of_case(
    "flags of the list",
    Why.NOTHING_LISTED,
    lambda case, given: _chosen(case.kept | case.struck, given.get("about", "")),
)
TO_STRIKE = _of_case(
    "flags that stand", Why.NOTHING_LISTED, lambda case, given: _chosen(case.kept, given.get("flags", ""))
)
TO_UNSTRIKE = _of_case(
    "flags that were struck", Why.NOTHING_LISTED, lambda case, given: _chosen(case.struck, given.get("struck", ""))
)
WITHOUT_MEETING = _of_case("no review meeting yet", Why.HAS_MEETING, lambda case, given: not case.has_meeting)
UNCONFLICTED = _of_case(
    "no flag of a unit of one's own line",
    Why.RECUSED,
    lambda case, given: not case.own & set(f"{given.get('flags', '')},{given.get('struck', '')}".split(",")),
)

# The list is open again: what was about to be said is called off, and the units hear it.
_OPENED = tuple(
    Also(kind=kind, move=move, of=Kin.CHILDREN) for kind, move in (("announcement", "cancel"), ("flag", "withdraw"))
)

MOVES = {
    PeriodMove.SET_AUTHORISATION: Rule(
        start=_PROPOSED,
        by=_LEADER,
        asks=(Asked("number", "text"),),
        needs=(PRINTABLE,),
        effects=("authorise", "list_noted"),
        is_answered=False,
        style=Style.PRIMARY,
    ),
    PeriodMove.WAIVE: Rule(
        start=_PROPOSED,
        by=_LEADER,
        needs=(LACKING,),
        asks=(Asked("reason", "text"),),
        effects=("waive", "list_noted"),
        is_answered=False,
        style=Style.PRIMARY,
    ),
    PeriodMove.CONFIRM: Rule(
        start=_PROPOSED,
        end=PeriodStage.CONFIRMED,
        by=_LEADER,
        needs=CONDITIONS,
        announces=Announces(
            kind="period",
            audiences=("board", "channels"),
            shows=("number",),
            signed=PeriodMove.HANG,
            said=PeriodMove.ANNOUNCE,
            falls=PeriodMove.RETURN,
        ),
        effects=("list_confirmed", "prepare_meeting"),
        is_grave=True,
        is_answered=False,
        style=Style.PRIMARY,
    ),
    PeriodMove.WHY: Rule(
        start=frozenset(PeriodStage) - {PeriodStage.COMPUTED},
        by=_READERS,
        asks=(Asked("about", "several"),),
        needs=(LISTED,),
        effects=("tell_why",),
        is_act=True,
        is_answered=False,
    ),
    PeriodMove.STRIKE: Rule(
        start=_PROPOSED,
        by=_LEADER,
        needs=(TO_STRIKE, UNCONFLICTED),
        asks=(Asked("flags", "several"), Asked("reason", "text")),
        effects=("strike_listed", "list_noted"),
        is_answered=False,
    ),
    PeriodMove.UNSTRIKE: Rule(
        start=_PROPOSED,
        by=_LEADER,
        needs=(TO_UNSTRIKE, UNCONFLICTED),
        asks=(Asked("struck", "several"),),
        effects=("unstrike_listed", "list_noted"),
        is_answered=False,
    ),
    PeriodMove.HOLD_MEETING: Rule(
        start=_PROPOSED | _CONFIRMED | {PeriodStage.ANNOUNCED.value},
        by=_LEADER,
        needs=(WITHOUT_MEETING,),
        asks=(Asked("form", "one_of", "meeting_form", FORMS),),
        effects=("prepare_meeting",),
        is_act=True,
    ),
    PeriodMove.PROPOSE: Rule(
        start=frozenset({PeriodStage.COMPUTED.value}), end=PeriodStage.PROPOSED, by=_CLOCK, is_hidden=True
    ),
    PeriodMove.PROPOSE_AGAIN: Rule(
        start=frozenset({PeriodStage.PROPOSED, PeriodStage.CONFIRMED, PeriodStage.EXPIRED}),
        end=PeriodStage.PROPOSED,
        by=_CLOCK,
        also=_OPENED,
        is_hidden=True,
    ),
    PeriodMove.HANG: Rule(
        start=_CONFIRMED,
        by=_CLOCK,
        also=(Also(kind="flag", move="hang", of=Kin.CHILDREN),),
        is_hidden=True,
    ),
    PeriodMove.RETURN: Rule(
        start=_CONFIRMED,
        end=PeriodStage.PROPOSED,
        by=_CLOCK,
        also=_OPENED,
        effects=("list_returned",),
        is_hidden=True,
    ),
    PeriodMove.ANNOUNCE: Rule(
        start=_CONFIRMED,
        end=PeriodStage.ANNOUNCED,
        by=_CLOCK,
        needs=(SAME,),
        effects=("tell_turns", "lead_by_years", "turn_next_lists"),
        is_hidden=True,
    ),
    PeriodMove.EXPIRE: Rule(
        start=_PROPOSED, end=PeriodStage.EXPIRED, by=_CLOCK, effects=("list_lapsed",), is_hidden=True
    ),
}

PROCEDURE = Procedure(
    matter="period",
    module=Module.FLAGS,
    first=PeriodStage.COMPUTED,
    moves={move.value: rule for move, rule in MOVES.items()},
    terms=(Limit("flag_draft", _PROPOSED, lapses=PeriodMove.EXPIRE),),
    shows=dict.fromkeys(
        (Role.LEADER, Role.COMMITTEE),
        (
            *("due", "counts", "lines", "empty", "struck", "lacking", "waiver", "untold"),
            *("authorisation", "lacks", "comes_next", "review_meeting", "hash"),
        ),
    ),
    body=frozenset({"lines", "empty"}),
    todo={PeriodStage.PROPOSED: _LEADER},
)


def lacks(standing: Standing, facts: Facts) -> Why | None:
    """What a period still lacks to be confirmed, whoever asks; None where nothing."""
    return next((need.why for need in CONDITIONS if not need.holds(standing, CLOCK, facts, NOTHING)), None)
