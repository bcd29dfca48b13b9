"""数据异议: a unit objects to the figures behind its score; where it is right the list of the period is open again (the law §6.1)."""

from collections.abc import Mapping

from domain.matters.scoring import score_objections as law
from domain.matters.scoring.periods import PeriodMove, PeriodStage
from domain.mechanism.standing import Event, Standing
from domain.people import CLOCK
from domain.sayings.scoring import score_sheets as sayings
from handlers.conversation.procedures import beginnings, cards, moves
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.room import Room
from handlers.scoring.score_sheets import objection_due
from storage import announcements as announcement_store
from storage import matters
from storage.scoring import periods as store


def begin(room: Room, rest: str) -> None:
    """Object to the figures of the period that waits to be announced."""
    period = store.confirmed_last(room.tx)
    if period is None or objection_due(room, period, room.actor.unit) is None:
        room.reply(sayings.NoObjectionNow())
        return
    known = {"unit": room.actor.unit, "period": period.code}
    beginnings.begin_with(room, law.PROCEDURE.matter, "raise", known)


def _case(room: Room, standing: Standing) -> law.ObjectionWindow:
    period = store.confirmed_last(room.tx)
    return law.ObjectionWindow(is_open=period is not None and objection_due(room, period, room.actor.unit) is not None)


def _reopen(room: Room, event: Event) -> None:
    """What was about to be announced is called off, and leaders hear why; what was announced is put right in public, by a person."""
    period = store.of_code(room.tx, event.after.own["period"])
    if event.given["finding"] != "founded" or period is None or period.stage is not PeriodStage.CONFIRMED:
        return
    standing = matters.standing(room.tx, "period", period.id)
    assert standing is not None, "it stands somewhere"
    given = {"who": event.after.number, "reason": event.given["reason"]}
    moves.carry_out(room.acting_as(CLOCK), standing, PeriodMove.RETURN, given)


def _hold(room: Room, event: Event) -> None:
    """What is about to be announced waits until the objection must be decided: objections come before publication."""
    period, due = store.of_code(room.tx, event.after.own["period"]), event.after.due_at
    announced = None if period is None else announcement_store.latest_about(room.tx, period.id)
    if announced is not None and due is not None and announced.published_at is None and announced.publish_at <= due:
        announcement_store.plan(room.tx, announced.id, room.office.calendar.next_speaking_moment(due))
        cards.refresh(room, "announcement", announced.id)


EFFECTS: Mapping[str, Effect] = {"hold_publication": _hold, "reopen_list": _reopen}
ADDS = Adds(case=_case)
