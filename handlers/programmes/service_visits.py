"""What was found on visits (进村入企): counted by what enterprises and villages have confirmed, never by visits. The law §8."""

from collections.abc import Mapping

from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.programmes import dispatching, overviews


def show(room: Room, rest: str) -> None:
    """走访问题台账: by where it stands, to whoever may see it."""
    overviews.show(room, "service_visit", "servicevisits", _called)


def _called(room: Room, issue: Standing) -> str:
    return str(issue.own["visited"])


def _found(room: Room, issue: Standing, facts: Facts) -> Found:
    return Found(values={"raised_by": dispatching.raised_by(room, issue)})


ADDS: Mapping[str, Adds] = {"service_visit": Adds(finds=_found, changes=dispatching.changed)}
