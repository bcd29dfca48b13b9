"""What was found on visits (进村入企): counted by what enterprises and villages have confirmed, never by visits. The law §8."""

from collections.abc import Mapping

from domain import codes
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.saying import Term
from domain.sayings import matters as sayings
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.programmes import dispatching, overviews
from storage import submissions


def show(room: Room, rest: str) -> None:
    """走访问题台账: by where it stands, to whoever may see it."""
    overviews.show(room, "service_visit", "servicevisits", _called)


def _called(room: Room, issue: Standing) -> str:
    return str(issue.own["visited"])


def _found(room: Room, issue: Standing, facts: Facts) -> Found:
    return Found(values={"raised_by": dispatching.raised_by(room, issue)})


def _change_code(room: Room, event: Event) -> None:
    """Let the enterprise, whose code is lost, follow it by another one."""
    submissions.change_code(room.tx, event.after.id, room.drawn.code)
    kind, code = Term("matter", event.after.matter), codes.spaced(room.drawn.code)
    room.reply(sayings.OtherCode(kind=kind, number=event.after.number, code=code))


EFFECTS: Mapping[str, Effect] = {"change_code": _change_code}
ADDS: Mapping[str, Adds] = {"service_visit": Adds(finds=_found, changes=dispatching.changed)}
