"""What an operator sees of a trouble: its line in a list, its card.

Nothing here says who a reporter is, nor what was said to or by them.
"""

from dataclasses import dataclass
from datetime import datetime

from domain import troubles as law
from domain.announcements import Rendering
from domain.cards import CardView
from domain.mechanism import procedure
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.saying import Choice, Class, Style, Term
from domain.sayings import troubles as sayings
from domain.troubles import Move, Reason, Stage
from handlers.conversation import cards
from handlers.conversation.room import Room
from storage import announcements
from storage import people as accounts
from storage import troubles as store
from storage.road import inbox, outbox, sending
from storage.road.outbox import Waiting
from storage.troubles import Trouble

STYLES = {Move.SEND_AGAIN: Style.PRIMARY, Move.TRY_AGAIN: Style.PRIMARY}
_KINDS = {Class.PUBLIC: "public", Class.NOTICE: "notice", Class.REPLY: "reply"}


def face(room: Room, found: Trouble, standing: Standing, facts: Facts) -> CardView:
    """What happened, and what may be decided now."""
    hindered = facts.case.hindered if isinstance(facts.case, law.Case) else None
    return CardView(title=None, body=(_card(room, found, hindered),), buttons=_buttons(room, found, standing, facts))


def line(room: Room, found: Trouble) -> sayings.Line:
    """A trouble as one line of a list."""
    return sayings.Line(
        number=found.number,
        what=what(room, found),
        stage=Term("stage.trouble", found.stage.value),
        reason=reason(found.reason),
        at=found.made_at,
    )


def what(room: Room, found: Trouble) -> Term:
    """What kind of thing it is about."""
    if found.inbox_id is not None:
        return Term("trouble_what", "message")
    row = _row(room, found)
    if row is None:
        return Term("trouble_what", "forgotten")
    return Term("trouble_what", "card" if row.card_id is not None else _KINDS[row.kind])


def reason(why: Reason) -> Term:
    """Why it happened, in words."""
    return Term("trouble_reason", why.value)


def hindrance(room: Room, found: Trouble) -> Reason | None:
    """What stands in the way of sending a row again; None where nothing does."""
    row = _row(room, found)
    if row is None:
        return Reason.NO_ROUTE
    if not sending.may_go_again(room.tx, row.id):
        return Reason.NOT_APPROVED
    if row.rendering_id is None and accounts.route_of(room.tx, row.account_id) is None:
        return Reason.NO_ROUTE
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What a card tells of the row or the message that it is about."""

    channel: str = ""
    begun: datetime | None = None
    attempts: int = 0
    words: Rendering | None = None
    announcement: str = ""
    to: str = ""


def _card(room: Room, found: Trouble, hindered: Reason | None) -> sayings.Card:
    about = _about(room, found)
    is_open = found.stage in law.OPEN
    return sayings.Card(
        number=found.number,
        stage=Term("stage.trouble", found.stage.value),
        what=what(room, found),
        title=about.words.title if about.words else "",
        announcement=about.announcement,
        audience=Term("audience", about.words.audience) if about.words else None,
        channel=Term("channel", about.channel) if about.channel else None,
        to=about.to,
        begun=about.begun if is_open else None,
        at=found.made_at,
        attempts=about.attempts if is_open else 0,
        reason=reason(found.reason),
        platform=found.said,
        ask=_ask(found, hindered) if is_open else None,
        decided_by="" if is_open else cards.last_mover(room, "trouble", found.id),
    )


def _buttons(room: Room, found: Trouble, standing: Standing, facts: Facts) -> tuple[Choice, ...]:
    buttons = [
        Choice(value=move, label=Term("move", move), style=STYLES.get(Move(move), Style.PLAIN))
        for move in procedure.open_to(law.PROCEDURE, standing, room.actor, facts)
    ]
    if found.stage is Stage.UNDELIVERED and len(store.undelivered_for(room.tx, found.reason, limit=2)) > 1:
        together = f"/troubles aside {found.reason.value}"
        buttons.append(Choice(value=together, label=Term("troubles", "aside_together")))
    return tuple(buttons)


def _about(room: Room, found: Trouble) -> _About:
    if found.inbox_id is not None:
        origin = inbox.origin(room.tx, found.inbox_id)
        return (
            _About(channel=origin.channel, begun=origin.received_at, attempts=origin.attempts) if origin else _About()
        )
    row = _row(room, found)
    if row is None:
        return _About()
    if row.rendering_id is None:
        actor = accounts.actor_of(room.tx, row.account_id)  # a label is a post of staff; reporters have none
        to = "" if actor is None else actor.label
        return _About(channel=row.channel, begun=row.made_at, attempts=row.attempts, to=to)
    return _About(
        channel=row.channel,
        begun=row.made_at,
        attempts=row.attempts,
        words=announcements.rendering(room.tx, row.rendering_id),
        announcement=announcements.number_of_rendering(room.tx, row.rendering_id),
    )


def _ask(found: Trouble, hindered: Reason | None) -> Term:
    if hindered is not None:
        return Term("trouble_ask", f"cannot_{hindered.value}")
    return Term("trouble_ask", "unreadable" if found.reason is Reason.UNREADABLE else found.stage.value)


def _row(room: Room, found: Trouble) -> Waiting | None:
    return None if found.outbox_id is None else outbox.of_id(room.tx, found.outbox_id)
