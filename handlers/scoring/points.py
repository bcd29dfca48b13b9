"""得分单: how the points of one's own unit came about (`score_sheets`), and what decisions took from its score and gave back, each with
the decision that it follows from (the law §6.1).

A decision that the unit may not see is not named: that a clue was found true says who told of it to nobody.
"""

from domain.matters.scoring import periods
from domain.mechanism.standing import Standing
from domain.saying import Choice, Term
from domain.sayings.scoring import flags as sayings
from handlers.conversation.procedures import cards, derived, moves
from handlers.conversation.room import Room
from handlers.scoring import score_sheets
from storage import matters
from storage.scoring import adjustments
from storage.scoring.adjustments import AdjustmentEntry

SHOWN = 10


def show(room: Room, rest: str) -> None:
    """The sheet of the last period, then the newest entries of one's own unit, those that undo another beside it."""
    reader = room.acting_as(cards.as_staff(room.actor))
    sheet = score_sheets.newest(room, room.actor.unit)
    if sheet is not None:
        room.reply(sheet, score_sheets.buttons(sheet))
    entries = adjustments.of_unit(room.tx, room.actor.unit, SHOWN) if room.actor.unit else []
    if not entries:
        if sheet is None:
            room.reply(sayings.NoPoints())
        return
    decided = {each.id: each for each in matters.of_ids(room.tx, list({entry.decision_id for entry, _ in entries}))}
    seen = {number: each for number, each in decided.items() if _may_see(reader, each)}
    lines = tuple(
        sayings.PointLine(
            place=place,
            day=room.office.calendar.local_day(at),
            points=f"{entry.points:+}",
            why=_why(entry),
            kind=Term("matter", seen[entry.decision_id].matter) if entry.decision_id in seen else None,
            number=seen[entry.decision_id].number if entry.decision_id in seen else "",
            period=periods.name_of(entry.period) if entry.period else None,
        )
        for place, (entry, at) in enumerate(entries, start=1)
    )
    buttons = tuple(
        Choice(value=derived.place_of(each), text=each.number, parts=(Term("matter", each.matter),))
        for each in seen.values()
    )
    room.reply(sayings.Points(unit=room.office.name_of(room.actor.unit), lines=lines), buttons)


def _may_see(reader: Room, decision: Standing) -> bool:
    return reader.office.matters[decision.matter].may_see(reader, decision, moves.facts_of(reader, decision))


def _why(entry: AdjustmentEntry) -> Term:
    if entry.reverses_id is None:
        return Term("points", "added" if entry.points > 0 else "taken")
    return Term("points", "given_back" if entry.points > 0 else "taken_again")
