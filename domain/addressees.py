"""Who hears what of an event: from what happened to what is said.

Lives here: what a reporter hears of each move of a clue, and a nominator of each move of a nomination. Called by
`handlers/clues.py` and `handlers/strivers.py`; calls the tables and the sayings.
"""

from collections.abc import Callable
from datetime import date

from domain import clues, strivers
from domain.clues import Move
from domain.procedure import Event
from domain.saying import Saying, Term
from domain.sayings import clues as sayings
from domain.sayings import strivers as striver_sayings

TEMPLATE = "="  # an answer beginning so is the name of a ready-made text


def to_nominator(event: Event, number: str, day: Callable[[object], date | None]) -> Saying | None:
    """Say what a nominator is told of an event; None where they are told nothing."""
    given, due = event.given, day(event.after.due_at)
    match event.move:
        case strivers.Move.TAKE_UP:
            return striver_sayings.TakenUp(number=number, due=due)
        case strivers.Move.ASK_MORE:
            return sayings.MoreAsked(number=number, questions=given["questions"], template=None, due=due)
        case strivers.Move.TURN_DOWN:
            reason = Term("turn_down_reason", given["reason"])
            return striver_sayings.TurnedDown(number=number, reason=reason, explanation=given.get("explanation", ""))
        case strivers.Move.LAPSE:
            return sayings.Lapsed(number=number, due=due)
        case strivers.Move.WRITE:
            return sayings.OfficeWrote(number=number, text=given["text"])
        case strivers.Move.WITHDRAW:
            return sayings.WithdrawnByYou(number=number)
    return None


def to_reporter(event: Event, number: str, day: Callable[[object], date | None], today: date) -> Saying | None:
    """Say what the reporter is told of an event; None where they are told nothing. `day` makes a moment the office's day."""
    given, due = event.given, day(event.after.due_at)
    match event.move:
        case Move.ACCEPT:
            return sayings.Accepted(number=number, due=due)
        case Move.ASK_MORE:
            asked = given["questions"]
            is_template = asked.startswith(TEMPLATE)
            template = Term("template_ask_more", asked[1:]) if is_template else None
            return sayings.MoreAsked(number=number, questions="" if is_template else asked, template=template, due=due)
        case Move.LAPSE:
            return sayings.Lapsed(number=number, due=due)
        case Move.REJECT:
            reason = Term("reject_reason", given["reason"])
            return sayings.Rejected(number=number, reason=reason, explanation=given.get("explanation", ""), due=due)
        case Move.TRANSFER if given["target"] in clues.SECRET_TARGETS:
            return sayings.TransferredSecretly(number=number, day=today)
        case Move.TRANSFER:
            return sayings.Transferred(number=number, target=Term("transfer_target", given["target"]), day=today)
        case Move.CLOSE_TRANSFER:
            return sayings.TransferClosed(number=number)
        case Move.TAKE_BACK:
            return sayings.TransferReturned(number=number, due=due)
        case Move.CONTINUE:
            return sayings.Continued(number=number, due=due)
        case Move.ARCHIVE:
            return sayings.Archived(number=number)
        case Move.MERGE:
            return sayings.Merged(number=number)
        case Move.WRITE:
            return sayings.OfficeWrote(number=number, text=given["text"])
        case Move.WITHDRAW:
            return sayings.WithdrawnByYou(number=number)
        case Move.ASK_REVIEW:
            return sayings.ReviewAsked(number=number, due=due)
        case Move.UPHOLD:
            return sayings.Upheld(number=number, explanation=given["explanation"])
        case Move.REOPEN:
            return sayings.Reopened(number=number, due=due)
    return None
