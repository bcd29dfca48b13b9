"""Topics that are discussed (大讨论): one a week, a closed box that is read once it is closed, and a summary each half-year. The law §8."""

from collections.abc import Mapping
from datetime import timedelta

from domain.matters.programmes import discussions as law
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import Role
from domain.saying import Term
from domain.sayings.programmes import discussions as sayings
from handlers.conversation.procedures import derived, views
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.programmes import overviews
from storage import matters
from storage.road import reach

_WEEK = timedelta(days=7)
_STOOD = ("discussing", "examining", "planning", "carrying_out", "closed", "dropped")
_MEASURES = ("open", "overdue", "reported", "done")


def show(room: Room, rest: str) -> None:
    """大讨论: the topics."""
    overviews.show(room, "discussion", "discussions", _called)


def is_any(room: Room) -> bool:
    """Whether there is a measure of any topic."""
    return matters.is_any(room.tx, "discussion_measure", _MEASURES)


def sum_up(room: Room, month: str) -> None:
    """Tell leaders, when a half-year is over, how the measures stand: what was done, and not who took part."""
    for account in reach.of_roles(room.tx, room.now, (Role.LEADER,)):
        overviews.tell(room, account, "discussion_measure", Term("discussion_title", "half"), _measure)


def _called(room: Room, topic: Standing) -> str:
    return str(topic.own["title"])


def _measure(room: Room, measure: Standing) -> str:
    return f"{measure.own['measure']} {room.office.name_of(measure.unit)}"


def _case(room: Room, topic: Standing) -> object:
    """Of one that is not open yet, whether another was opened within a week."""
    if topic.id:
        return None
    return any(
        each.made_at and each.made_at > room.at - _WEEK for each in matters.waiting(room.tx, topic.matter, _STOOD)
    )


def _found(room: Room, topic: Standing, facts: Facts) -> Found:
    """While the box is open nobody reads what is in it, nor how much; then each on a line of its own."""
    written = "" if topic.stage == "discussing" else topic.own.get(law.OPINION, "")
    return Found(values={law.OPINION: "".join(f"\n· {line}" for line in written.splitlines())})


def _changed(room: Room, event: Event) -> Event:
    return law.shuffled(event) if event.move == "give_opinion" else event


def _call_together(room: Room, event: Event) -> None:
    """Let everybody who works here know once that there is a topic, and until when they may write."""
    topic = event.after
    told = sayings.TopicOpened(title=topic.own["title"], question=topic.own["question"], due=views.day_of(room, topic))
    for account in reach.of_roles(room.tx, room.now, law.EVERYBODY):
        if account != room.actor.account_id:
            room.tell(account, told, derived.look(topic))


EFFECTS: Mapping[str, Effect] = {"call_together": _call_together}
ADDS: Mapping[str, Adds] = {"discussion": Adds(finds=_found, case=_case, changes=_changed)}
