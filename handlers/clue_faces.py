"""What a clue's card shows a reviewer (审核卡片, the law §9) and which buttons are under it.

The buttons are the moves of the table that this reviewer may make now.
"""

from domain import clues
from domain.cards import CardView
from domain.clues import Move
from domain.mechanism import procedure
from domain.mechanism.standing import Pending, Standing
from domain.mechanism.table import SIGN, Facts
from domain.saying import Choice, Style, Term
from domain.sayings import clues as sayings
from handlers.conversation import attachments
from handlers.conversation.room import Room
from handlers.desk import timelines
from handlers.reporting import submissions, unreachable
from storage import clues as rows
from storage import people as accounts
from storage import submissions as brought_in
from storage.desk import finding

LONGEST_SUMMARY = 700
_DECIDED = frozenset(clues.Stage) - {clues.Stage.SUBMITTED, clues.Stage.REGISTERED, clues.Stage.TRIAGE}
_STYLES = {Move.ACCEPT: Style.PRIMARY, Move.REJECT: Style.DANGER, SIGN: Style.PRIMARY}
_NEXT = {
    clues.Stage.TRIAGE: "triage",
    clues.Stage.ACCEPTED: "verify",
    clues.Stage.ANSWERED: "may_review",
    clues.Stage.NEED_INFO: "wait_answer",
    clues.Stage.TRANSFERRED: "wait_receipt",
    clues.Stage.REJECTED: "may_review",
    clues.Stage.REVIEW: "review",
}


def face(room: Room, clue: rows.Clue, standing: Standing, facts: Facts) -> CardView:
    """Make the card of a clue for this reviewer."""
    told = rows.story(room.tx, clue.id)
    pending = standing.pending
    similar = tuple(other.number for other in finding.similar(room.tx, clue.id))
    day = room.office.calendar.local_day
    severity = standing.own.get("severity")
    coming = _NEXT.get(clue.stage)
    saying = sayings.Face(
        number=clue.number,
        source=Term("source", clue.source),
        unit=room.office.name_of(clue.unit),
        unit_told="" if clue.unit else told.unit,
        kind=Term("kind", clue.kind),
        severity=Term("severity", severity) if severity else None,
        is_real_name=Term("real_name", "yes" if clue.is_real_name else "no"),
        stage=Term("stage.clue", clue.stage.value),
        due=day(clue.due_at) if clue.due_at else None,
        is_overdue=submissions.overdue(room, brought_in.of_standing(standing)),
        owner=accounts.label_of(room.tx, clue.owner_id),
        is_lapsed=Term("remark", "claim_lapsed") if clue.owned_until and clue.owned_until < room.at else None,
        story=told.story if len(told.story) <= LONGEST_SUMMARY else told.story[:LONGEST_SUMMARY] + "…",
        where=told.where,
        when=sayings.When.of(told.when),
        attachments=attachments.lines(room, "clue", clue.id),
        similar=similar,
        unreachable=unreachable.since(room, clue.account_id),
        notes=submissions.said_since(room, "clue", clue.id),
        pending=Term("move", pending.move) if pending else None,
        pending_by=accounts.label_of(room.tx, pending.by) if pending else "",
        pending_reason=_reason(pending),
        pending_words=submissions.words_to_sign(clues.PROCEDURE, pending),
        comes_next=Term("comes_next", coming) if coming else None,
        decided=timelines.last_decision(room, "clue", clue.id, clue.stage) if clue.stage in _DECIDED else None,
    )
    return CardView(title=None, body=(saying,), buttons=_buttons(room, clue, standing, facts))


def _buttons(room: Room, clue: rows.Clue, standing: Standing, facts: Facts) -> tuple[Choice, ...]:
    open_now = procedure.open_to(clues.PROCEDURE, standing, room.actor, facts)
    labels: dict[str, str] = {Move.CLAIM.value: "take_over"} if clue.owner_id is not None else {}
    course = Choice(value=f"/history {clue.number}", label=Term("menu", "history"))
    found = tuple(
        Choice(value=move, label=Term("move", labels.get(move, move)), style=_STYLES.get(move, Style.PLAIN))
        for move in open_now
    )
    return (*found, course)


def _reason(pending: Pending | None) -> Term | None:
    given = pending.given if pending else {}
    if finding := given.get("finding"):
        return Term("finding", finding)
    reason = given.get("reason")
    return Term("reject_reason", reason) if reason else None
