"""The review meeting of a period (双月讲评, 擂台): speakers from the figures, notices, speeches, minutes. The law §1 rows 3 and 6, §9.

Of a list of flags those speak who hold red ones (经验交流) or yellow ones (表态发言), and who is given one there for a case (§4.1 L9); in
the arena, the best of each ranking and nobody else (不搞平衡，只讲成绩). Each speaker is a child of it, a `speech`. A period needs no
meeting.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from domain.matters.scoring.speeches import AHEAD, EXPERIENCE, MANNERS, MEETING
from domain.mechanism.columns import PROOF, Asked, Beginning, Party
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.needs import enough_children, of_case, of_no_own_unit
from domain.mechanism.refusals import Why
from domain.mechanism.rules import MeetingForm
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts, Need, Procedure, Rule, looking
from domain.people import CLOCK, Role
from domain.saying import Style

FORMS = tuple(form.value for form in MeetingForm if form is not MeetingForm.NONE)


class ReviewMeetingStage(StrEnum):
    """Where a meeting stands."""

    NEW = "new"
    PREPARING = "preparing"  # 筹备中
    CONVENED = "convened"  # 已通知
    MET = "met"  # 待登记纪要
    HELD = "held"  # 已办结
    CALLED_OFF = "called_off"  # 不开


_S = ReviewMeetingStage
_PREPARING, _CONVENED = frozenset({_S.PREPARING.value}), frozenset({_S.CONVENED.value})
OPEN = _PREPARING | _CONVENED | {_S.MET.value}
_AHEAD = _PREPARING | _CONVENED
_OFFICE: frozenset[Party] = frozenset({Role.REVIEWER, Role.LEADER})
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_REASON = Asked("reason", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMeetingFacts:
    """What the guards look at: whether a leader has confirmed the list of the period, whether the day of the meeting has come, the
    speakers by id and by unit, and what of these is of whoever acts. `today`: an ISO day, empty where it does not matter."""

    is_confirmed: bool = True
    has_come: bool = True
    speakers: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    today: str = ""


_of_case = partial(of_case, ReviewMeetingFacts)


def _named(asked: str) -> Need:
    """There are speakers, and what was answered is among them."""
    return _of_case(
        "speakers of the agenda",
        Why.NOTHING_LISTED,
        lambda case, given: bool(case.speakers) and set(filter(None, given.get(asked, "").split(","))) <= case.speakers,
    )


def _not_own(asked: str) -> Need:
    return of_no_own_unit(ReviewMeetingFacts, asked, lambda case: case.own)


CONFIRMED = _of_case("a list that was confirmed", Why.LIST_UNCONFIRMED, lambda case, given: case.is_confirmed)
COME = _of_case("the day of the meeting", Why.MEETING_AHEAD, lambda case, given: case.has_come)
OTHER = _of_case("no speaker yet", Why.SPEAKS_ALREADY, lambda case, given: given.get("speaker") not in case.units)
TO_COME = _of_case(
    "a day that is not over",
    Why.TOO_LATE,
    lambda case, given: not given.get("meets_on") or given["meets_on"] >= case.today,
)
NO_BALANCE = Need(
    "nobody is heard for balance",
    Why.RESULTS_ONLY,
    lambda standing, by, facts, given: (
        standing.own.get("form") != MeetingForm.RANKING or given.get("manner", EXPERIENCE) == EXPERIENCE
    ),
)

MOVES = {
    "open": Rule(
        start=frozenset({_S.NEW}),
        end=_S.PREPARING,
        by=_CLOCK,
        asks=(Asked("form", "one_of", "meeting_form", FORMS),),
        is_hidden=True,
    ),
    "convene": Rule(
        start=_PREPARING,
        end=_S.CONVENED,
        by=_OFFICE,
        second=Role.LEADER,
        needs=(CONFIRMED, TO_COME, enough_children("speech", 1, AHEAD)),
        asks=MEETING,
        effects=("summon_speakers",),
        is_previewed=True,
        style=Style.PRIMARY,
    ),
    "strike": Rule(
        start=_AHEAD,
        by=_OFFICE,
        needs=(_named("speakers"), _not_own("speakers")),
        asks=(Asked("speakers", "several"), _REASON),
        effects=("strike_speakers",),
    ),
    "add": Rule(
        start=_AHEAD,
        by=_OFFICE,
        needs=(_not_own("speaker"), OTHER, NO_BALANCE),
        asks=(Asked("speaker", "unit"), Asked("manner", "one_of", "speech_manner", MANNERS), _REASON),
        effects=("add_speaker",),
    ),
    "order": Rule(start=_AHEAD, by=_OFFICE, needs=(_named("order"),), asks=(Asked("order", "several"),)),
    "put_off": Rule(
        start=_CONVENED,
        by=_OFFICE,
        second=Role.LEADER,
        needs=(TO_COME,),
        asks=MEETING,
        effects=("summon_speakers",),
        is_previewed=True,
    ),
    "call_off": Rule(
        start=_AHEAD,
        end=_S.CALLED_OFF,
        by=frozenset({Role.LEADER}),
        asks=(_REASON,),
        effects=("dismiss_speakers",),
        is_grave=True,
    ),
    "meet": Rule(start=_CONVENED, end=_S.MET, by=_CLOCK, is_hidden=True),
    "record": Rule(
        start=_CONVENED | {_S.MET},
        end=_S.HELD,
        by=_OFFICE,
        second=Role.LEADER,
        needs=(COME, _named("spoke")),
        asks=(Asked("spoke", "several"), Asked("decided", "text", longest=3000), PROOF),
        effects=("close_speeches",),
        is_previewed=True,
        style=Style.PRIMARY,
    ),
    "show_evidence": looking(_CONVENED | {_S.MET, _S.HELD}, _OFFICE | {Role.COMMITTEE}),
}

PROCEDURE = Procedure(
    matter="review_meeting",
    module=Module.FLAGS,
    first=_S.NEW,
    moves=MOVES,
    begins=Beginning(move="open", prefix="JP", is_offered=False),
    terms=(
        Limit("meeting_prepare", _PREPARING),
        Limit(
            "meeting_hold", _CONVENED, day="meets_on", renewed_by=frozenset({"put_off"}), lapses="meet", is_right=True
        ),
        Limit("meeting_record", frozenset({_S.MET})),
    ),
    shows=dict.fromkeys(
        (Role.REVIEWER, Role.COMMITTEE, Role.LEADER),
        (
            "period",
            "form",
            "meets_on",
            "meets_at",
            "place",
            "counts",
            "agenda",
            "struck",
            "untold",
            "lacks",
            "decided",
            "attachments",
            "reason",
        ),
    ),
    todo={_S.PREPARING: frozenset({Role.REVIEWER}), _S.MET: frozenset({Role.REVIEWER})},
)


def lacks(standing: Standing, facts: Facts) -> Why | None:
    """What a meeting that is prepared still lacks for its notices, whoever asks; None where nothing."""
    is_early = standing.stage in _PREPARING and not CONFIRMED.holds(standing, CLOCK, facts, {})
    return CONFIRMED.why if is_early else None
