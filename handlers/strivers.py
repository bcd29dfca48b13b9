"""When nominations of strivers are taken: within the window of the edition, and of its fields (the law §4.2 N0)."""

from datetime import date

from domain.matters.editions import EditionStage
from domain.matters.strivers import Nominating
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.saying import Saying
from domain.sayings import strivers as sayings
from handlers.conversation.procedures.derived import Adds
from handlers.conversation.room import Room
from storage import matters

_UNOPENED = (EditionStage.NEW, EditionStage.PROPOSED, EditionStage.DROPPED)
_OPENED = tuple(("edition", stage) for stage in EditionStage if stage not in _UNOPENED)


def case(room: Room, standing: Standing) -> Nominating | None:
    """The window of the newest edition of strivers that was opened and may be public; None where there was none: then nominations wait
    for the next one."""
    if standing.id:
        return None  # it is asked of whoever nominates alone
    opened = (each for each in matters.open_in(room.tx, _OPENED) if _is_public(each))
    newest = max(opened, key=lambda each: each.id, default=None)
    return None if newest is None else _window(room, newest)


def explained(room: Room, facts: Facts, why: Why) -> Saying | None:
    """When nominations are taken, to whoever comes too soon or too late."""
    window = facts.case
    if why is not Why.OUTSIDE_WINDOW or not isinstance(window, Nominating):
        return None
    if room.today < window.begins_on:
        return sayings.TooSoon(title=window.title, begins_on=window.begins_on, ends_on=window.ends_on)
    return sayings.TooLate(title=window.title, ends_on=window.ends_on)


def _is_public(edition: Standing) -> bool:
    own = edition.own
    return own.get("yields") == "strivers" and bool(own.get("authorisation")) and bool(own.get("ends_on"))


def _window(room: Room, edition: Standing) -> Nominating:
    begins_on, ends_on = (date.fromisoformat(edition.own[name]) for name in ("begins_on", "ends_on"))
    return Nominating(
        title=edition.own["title"],
        begins_on=begins_on,
        ends_on=ends_on,
        fields=tuple(edition.own["fields"].split(",")),
        is_open=edition.stage == EditionStage.COLLECTING and begins_on <= room.today <= ends_on,
    )


ADDS = Adds(case=case, explains=explained)
