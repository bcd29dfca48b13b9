"""What an operator sees of a trouble: its line in a list, the facts of its card.

Nothing here says who a reporter is, nor what was said to or by them.
"""

from collections.abc import Mapping
from datetime import datetime

from domain.cards import Value
from domain.matters import troubles as law
from domain.matters.troubles import TroubleReason, TroubleStage
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.saying import Choice, Class, Term
from domain.sayings import troubles as sayings
from handlers.conversation.procedures import cards
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.reporting import unreachable
from storage import announcements
from storage import people as accounts
from storage import troubles as store
from storage.road import inbox, outbox, routes, sending
from storage.road.outbox import Waiting
from storage.troubles import Trouble

_KINDS = {Class.PUBLIC: "public", Class.NOTICE: "notice", Class.REPLY: "reply"}


def found(room: Room, standing: Standing, facts: Facts) -> Found:
    """What the card shows; undelivered words with the same reason may be set aside together."""
    trouble = store.of_id(room.tx, standing.id)
    assert trouble is not None, "it stands somewhere"
    is_open = trouble.stage in law.OPEN
    hindered = facts.case.hindered if isinstance(facts.case, law.TroubleCase) else None
    values: dict[str, Value] = {
        "what": what(room, trouble),
        "at": trouble.made_at,
        "reason": reason(trouble.reason),
        "platform": trouble.said,
        "ask": _ask(trouble, hindered) if is_open else None,
        "decided_by": "" if is_open else cards.last_mover(room, "trouble", trouble.id),
        **_about(room, trouble, is_open=is_open),
    }
    return Found(values=values, buttons=_together(room, trouble))


def _together(room: Room, found: Trouble) -> tuple[Choice, ...]:
    if found.stage is not TroubleStage.UNDELIVERED or len(store.undelivered_for(room.tx, found.reason, limit=2)) < 2:
        return ()
    return (Choice(value=f"/troubles aside {found.reason.value}", label=Term("troubles", "aside_together")),)


def line(room: Room, found: Trouble) -> sayings.TroubleLine:
    """A trouble as one line of a list."""
    return sayings.TroubleLine(
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


def reason(why: TroubleReason) -> Term:
    """Why it happened, in words."""
    return Term("trouble_reason", why.value)


def hindrance(room: Room, found: Trouble) -> TroubleReason | None:
    """What stands in the way of sending a row again; None where nothing does."""
    row = _row(room, found)
    if row is None:
        return TroubleReason.NO_ROUTE
    if not sending.may_go_again(room.tx, row.id):
        return TroubleReason.NOT_APPROVED
    if row.rendering_id is None and routes.route_of(room.tx, row.account_id) is None:
        return TroubleReason.NO_ROUTE
    return None


def _about(room: Room, found: Trouble, *, is_open: bool) -> Mapping[str, Value]:
    """What is known of the row or the message that it is about."""
    if found.inbox_id is not None:
        origin = inbox.origin(room.tx, found.inbox_id)
        return {} if origin is None else _went(origin.channel, origin.received_at, origin.attempts, is_open=is_open)
    row = _row(room, found)
    if row is None:
        return {}
    went = _went(row.channel, row.made_at, row.attempts, is_open=is_open)
    if row.rendering_id is None:
        actor = accounts.actor_of(room.tx, row.account_id)  # a label is a post of staff
        named = "" if actor is None or unreachable.is_reporter(room, row.account_id) else actor.label
        return {**went, "to": named}
    words = announcements.rendering(room.tx, row.rendering_id)
    number = announcements.number_of_rendering(room.tx, row.rendering_id)
    audience = None if words is None else _audience(words.audience)
    return {**went, "announcement": number, "title": words.title if words else "", "audience": audience}


def _audience(audience: str) -> sayings.TroubleAudience:
    """Where it was to be said; of several groups which one."""
    kind, _, name = audience.partition(":")
    return sayings.TroubleAudience(kind=Term("audience", kind), name=name)


def _went(channel: str, begun: datetime, attempts: int, *, is_open: bool) -> Mapping[str, Value]:
    """By which channel; while it is open, since when and how often it was tried."""
    return {
        "channel": Term("channel", channel) if channel else None,
        "begun": begun if is_open else None,
        "attempts": attempts if is_open else 0,
    }


def _ask(found: Trouble, hindered: TroubleReason | None) -> Term:
    if hindered is not None:
        return Term("trouble_ask", f"cannot_{hindered.value}")
    return Term("trouble_ask", "unreadable" if found.reason is TroubleReason.UNREADABLE else found.stage.value)


def _row(room: Room, found: Trouble) -> Waiting | None:
    return None if found.outbox_id is None else outbox.of_id(room.tx, found.outbox_id)
