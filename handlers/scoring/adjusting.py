"""What decisions do to the scores of units, as effects that tables name, each undone by its reverse (the law §6.1, §7.3).

`penalty` takes points for a verified matter; `restore` gives back what was taken for it, `reinstate` takes that again. Where a matter is
decided about by another one (tolerance), `restore_about` and `reinstate_about` do the same for what it is about, and `restore_line` for
all that this was about (clarification).
"""

from collections.abc import Collection, Mapping
from datetime import date

from domain.mechanism.standing import Event, Standing
from domain.scoring import penalties
from domain.scoring.indicators import Adjustment
from handlers.conversation.procedures.derived import Effect
from handlers.conversation.room import Room
from storage import matters
from storage.scoring import adjustments


def penalty(room: Room, event: Event) -> None:
    """Take the points of a verified matter from the unit it is about; once, also where a case follows from a clue, and not while it is
    tolerated."""
    matter = event.after
    points = penalties.points({**matter.own, **event.given}, room.office.rules_of(matter.rules))
    if points and matter.unit and not _is_tolerated(room, matter):
        adjustments.add(room.tx, matter.unit, points, about_id=matter.id, decision_id=matter.id, at=room.at)


def restore(room: Room, event: Event) -> None:
    """Give back what was taken for this matter, or for the one that it followed from."""
    for about in filter(None, (event.after, _about(room, event.after))):
        _undo(room, about, event.after, is_taken=True)


def reinstate(room: Room, event: Event) -> None:
    """Take again what was given back for this matter, unless it is tolerated."""
    if not _is_tolerated(room, event.after):
        _undo(room, event.after, event.after, is_taken=False)


def restore_about(room: Room, event: Event) -> None:
    """Who is exempted loses no points for what they are exempted from."""
    about = _about(room, event.after)
    if about is not None and _exempts(event.after):
        _undo(room, about, event.after, is_taken=True)


def restore_line(room: Room, event: Event) -> None:
    """Who is cleared loses no points for what they are cleared of, nor for what that was about (the law §7.4)."""
    for about in matters.line(room.tx, event.after.parent_id):
        _undo(room, about, event.after, is_taken=True)


def reinstate_about(room: Room, event: Event) -> None:
    """An exemption that is revoked no longer counts."""
    about = _about(room, event.after)
    if about is not None and _exempts(event.after) and not _is_tolerated(room, about):
        _undo(room, about, event.after, is_taken=False)


def counting(room: Room, code: str, ends_on: date, units: Collection[str], *, is_open: bool) -> list[Adjustment]:
    """What decisions add to the scores of these units in a period: until its end, as far as nothing of it was counted before; where it
    is not open any more, what was counted then."""
    entries = adjustments.of_period(room.tx, code, room.office.calendar.end_of(ends_on) if is_open else None)
    return [
        Adjustment(unit=entry.unit, points=entry.points, decision=number)
        for entry, number in entries
        if entry.unit in units
    ]


EFFECTS: Mapping[str, Effect] = {
    "penalty": penalty,
    "restore": restore,
    "reinstate": reinstate,
    "restore_about": restore_about,
    "restore_line": restore_line,
    "reinstate_about": reinstate_about,
}


def _undo(room: Room, about: Standing, decision: Standing, *, is_taken: bool) -> None:
    """Add what undoes the last entry for a matter, where its points are taken now, or given back."""
    entries = adjustments.about(room.tx, about.id)
    if not entries or (sum(entry.points for entry in entries) < 0) is not is_taken:
        return
    last = entries[-1]
    adjustments.add(
        room.tx,
        last.unit,
        -last.points,
        about_id=about.id,
        decision_id=decision.id,
        at=room.at,
        reverses_id=last.id,
    )


def _about(room: Room, standing: Standing) -> Standing | None:
    return None if standing.parent_id is None else matters.of_id(room.tx, standing.parent_id)


def _exempts(standing: Standing) -> bool:
    return standing.own.get("decision") == "exempt"


def _is_tolerated(room: Room, matter: Standing) -> bool:
    """Whether an exemption from it is in effect."""
    if not matter.children.get("tolerance", {}).get("in_effect"):
        return False
    return any(
        _exempts(each) for each in matters.children(room.tx, matter.id, "tolerance") if each.stage == "in_effect"
    )
