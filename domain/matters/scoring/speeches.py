"""A speech at a review meeting (表态发言, 经验交流): asked of a unit by a notice, filed by it in chat, given or not. The law §1 row 3, §9.

What a unit filed is read by the office and by itself: no other unit sees it.
"""

from collections.abc import Mapping
from datetime import date

from domain.mechanism.calendar import Calendar
from domain.mechanism.columns import PROOF, Asked, Beginning, Party, Place, Relation
from domain.mechanism.limits import Limit
from domain.mechanism.modules import Module
from domain.mechanism.refusals import Why
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts, Need, Procedure, Rule, looking
from domain.people import Actor, Role
from domain.saying import Style

EXPERIENCE, STATEMENT = "experience", "statement"  # 经验交流 表态发言
MANNERS = (EXPERIENCE, STATEMENT)
_OWED = frozenset({"asked", "read", "late"})
TOLD = _OWED | {"filed"}
"""Stages in which the unit was asked to speak, and the meeting is ahead."""
AHEAD = TOLD | {"planned"}
OVER = frozenset({"spoken", "absent"})
_UNIT: frozenset[Party] = frozenset({Relation.SUBJECT})
_CLOCK: frozenset[Party] = frozenset({Role.CLOCK})
_OFFICE: frozenset[Party] = frozenset({Role.REVIEWER, Role.COMMITTEE, Role.LEADER})
_REASON = Asked("reason", "text", may_skip=True)
MEETING = (
    Asked("meets_on", "day"),
    Asked("meets_at", "text", longest=20),
    Asked("place", "text", longest=60),
)
"""When and where a meeting is."""
NOTICE = (*MEETING, Asked("due_on", "day"), Asked("most", "text", longest=3))
"""What the notice tells a unit besides: until when it files its speech, and how many minutes it has."""


def file_by(meets_on: date, today: date, rules: RuleSet, calendar: Calendar) -> date:
    """The day by which a speech is filed: so many working days before its meeting, not before today."""
    return max(calendar.add_working_days(meets_on, -rules.speech_due.amount), min(today, meets_on))


def _says(standing: Standing, by: Actor, facts: Facts, given: Mapping[str, str]) -> bool:
    return "proof" not in given or bool(given.get("speech") or int(given["proof"] or 0))


SAID = Need("words or a file", Why.SPEECH_MISSING, _says)

MOVES = {
    "plan": Rule(
        start=frozenset({"new"}),
        end="planned",
        by=_CLOCK,
        asks=(
            Asked("period", "period"),
            Asked("speaker", "unit", kept=Place.UNIT),
            Asked("manner", "one_of", "speech_manner", MANNERS),
            Asked("reds", "text", may_skip=True),
            Asked("yellows", "text", may_skip=True),
            Asked("cases", "text", may_skip=True),
            Asked("sequence", "text", may_skip=True),
            Asked("rank", "text", may_skip=True),
            Asked("why_added", "text", may_skip=True),
        ),
        is_hidden=True,
    ),
    "summon": Rule(
        start=frozenset({"planned"}),
        end="asked",
        by=_CLOCK,
        asks=NOTICE,
        tells=(Relation.SUBJECT,),
        paper="meeting_notice",
        is_hidden=True,
    ),
    "acknowledge": Rule(start=frozenset({"asked"}), end="read", by=_UNIT),
    "file": Rule(
        start=TOLD,
        end="filed",
        by=_UNIT,
        needs=(SAID,),
        asks=(Asked("speech", "text", longest=3000, may_skip=True, skip="only_files"), PROOF),
        is_previewed=True,
        style=Style.PRIMARY,
    ),
    "send_back": Rule(
        start=frozenset({"filed"}),
        end="read",
        by=frozenset({Role.REVIEWER}),
        asks=(Asked("lacking", "text"),),
        tells=(Relation.SUBJECT,),
    ),
    "put_off": Rule(start=_OWED, end="asked", by=_CLOCK, asks=NOTICE, tells=(Relation.SUBJECT,), is_hidden=True),
    "put_off_filed": Rule(
        start=frozenset({"filed"}), by=_CLOCK, asks=NOTICE, tells=(Relation.SUBJECT,), is_hidden=True
    ),
    "fall_late": Rule(
        start=frozenset({"asked", "read"}),
        end="late",
        by=_CLOCK,
        tells=(Relation.SUBJECT, Role.REVIEWER),
        is_hidden=True,
    ),
    "strike": Rule(start=frozenset({"planned"}), end="struck", by=_CLOCK, asks=(_REASON,), is_hidden=True),
    "excuse": Rule(start=TOLD, end="excused", by=_CLOCK, asks=(_REASON,), tells=(Relation.SUBJECT,), is_hidden=True),
    "speak": Rule(start=TOLD, end="spoken", by=_CLOCK, is_hidden=True),
    "miss": Rule(start=TOLD, end="absent", by=_CLOCK, is_hidden=True),
    "show_evidence": looking(TOLD | OVER, _OFFICE),
}

_SHOWN = (
    *("period", "manner", "reds", "yellows", "cases", "sequence", "rank"),
    *("meets_on", "meets_at", "place", "most", "speech", "attachments", "lacking", "reason"),
)

PROCEDURE = Procedure(
    matter="speech",
    module=Module.FLAGS,
    first="new",
    moves=MOVES,
    begins=Beginning(move="plan", prefix="FY", is_offered=False),
    terms=(
        Limit(
            "speech_due",
            frozenset({"asked", "read"}),
            day="due_on",
            renewed_by=frozenset({"put_off"}),
            lapses="fall_late",
        ),
    ),
    shows={
        Relation.SUBJECT: _SHOWN,
        **dict.fromkeys((Role.REVIEWER, Role.COMMITTEE, Role.LEADER), (*_SHOWN, "why_added", "due_on", "parent")),
    },
    closed_to={Relation.SUBJECT: frozenset({"planned", "struck"})},
    todo={"asked": _UNIT, "read": _UNIT, "late": _UNIT},
    above={Relation.SUBJECT: Role.REVIEWER},
    exports=("sequence",),
)
