"""Who hears what of an event: from what happened to what is said, as tables.

Lives here: what a reporter hears of each move of a clue, and a nominator of each move of a nomination.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from domain import clues, strivers
from domain.clues import Move
from domain.mechanism.standing import Event
from domain.saying import Saying, Term
from domain.sayings import clues as sayings
from domain.sayings import strivers as striver_sayings

TEMPLATE = "="  # an answer beginning so is the name of a ready-made text
Day = Callable[[object], date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the words need: the number, the answers given to the move, the end of the new term, and the office's day."""

    number: str
    given: Mapping[str, str]
    due: date | None
    today: date


def to_reporter(event: Event, number: str, day: Day, today: date) -> Saying | None:
    """Say what the reporter is told of an event; None where they are told nothing. `day` makes a moment the office's day."""
    return _told(_TO_REPORTER, event, number, day, today)


def to_nominator(event: Event, number: str, day: Day, today: date) -> Saying | None:
    """Say what a nominator is told of an event; None where they are told nothing."""
    return _told(_TO_NOMINATOR, event, number, day, today)


def _told(
    table: Mapping[str, Callable[[Facts], Saying]], event: Event, number: str, day: Day, today: date
) -> Saying | None:
    words = table.get(event.move)
    if words is None:
        return None
    return words(Facts(number=number, given=event.given, due=day(event.after.due_at), today=today))


def _more_asked(facts: Facts) -> Saying:
    asked = facts.given["questions"]
    if not asked.startswith(TEMPLATE):
        return sayings.MoreAsked(number=facts.number, questions=asked, template=None, due=facts.due)
    template = Term("template_ask_more", asked.removeprefix(TEMPLATE))
    return sayings.MoreAsked(number=facts.number, questions="", template=template, due=facts.due)


def _rejected(facts: Facts) -> Saying:
    reason = Term("reject_reason", facts.given["reason"])
    explanation = facts.given.get("explanation", "")
    return sayings.Rejected(number=facts.number, reason=reason, explanation=explanation, due=facts.due)


def _turned_down(facts: Facts) -> Saying:
    reason = Term("turn_down_reason", facts.given["reason"])
    return striver_sayings.TurnedDown(
        number=facts.number, reason=reason, explanation=facts.given.get("explanation", "")
    )


def _transferred(facts: Facts) -> Saying:
    """Whither is told, but for the path of discipline (the law §3)."""
    target = facts.given["target"]
    if target in clues.SECRET_TARGETS:
        return sayings.TransferredSecretly(number=facts.number, day=facts.today)
    return sayings.Transferred(number=facts.number, target=Term("transfer_target", target), day=facts.today)


_COMMON: Mapping[str, Callable[[Facts], Saying]] = {
    "ask_more": _more_asked,
    "lapse": lambda facts: sayings.Lapsed(number=facts.number, due=facts.due),
    "write": lambda facts: sayings.OfficeWrote(number=facts.number, text=facts.given["text"]),
    "withdraw": lambda facts: sayings.WithdrawnByYou(number=facts.number),
}
_TO_REPORTER: Mapping[str, Callable[[Facts], Saying]] = {
    **_COMMON,
    Move.ACCEPT: lambda facts: sayings.Accepted(number=facts.number, due=facts.due),
    Move.REJECT: _rejected,
    Move.TRANSFER: _transferred,
    Move.CLOSE: lambda facts: sayings.Answer(
        number=facts.number,
        finding=Term("finding", facts.given["finding"]),
        result=facts.given["result"],
        due=facts.due,
    ),
    Move.CLOSE_TRANSFER: lambda facts: sayings.TransferClosed(number=facts.number),
    Move.TAKE_BACK: lambda facts: sayings.TransferReturned(number=facts.number, due=facts.due),
    Move.CONTINUE: lambda facts: sayings.Continued(number=facts.number, due=facts.due),
    Move.ARCHIVE: lambda facts: sayings.Archived(number=facts.number),
    Move.MERGE: lambda facts: sayings.Merged(number=facts.number),
    Move.ASK_REVIEW: lambda facts: sayings.ReviewAsked(number=facts.number, due=facts.due),
    Move.UPHOLD: lambda facts: sayings.Upheld(number=facts.number, explanation=facts.given["explanation"]),
    Move.EXTEND: lambda facts: sayings.Extended(number=facts.number, why=facts.given["why_longer"], due=facts.due),
    Move.REOPEN: lambda facts: sayings.Reopened(number=facts.number, due=facts.due),
}
_TO_NOMINATOR: Mapping[str, Callable[[Facts], Saying]] = {
    **_COMMON,
    strivers.Move.TAKE_UP: lambda facts: striver_sayings.TakenUp(number=facts.number, due=facts.due),
    strivers.Move.TURN_DOWN: _turned_down,
}
