"""What did not arrive and what could not be handled, before the operators: a notice, a list, a card, their decision.

`undelivered` and `unhandled` belong into the very transaction that gives something up. The operators are told
once for each kind of trouble, until one of them looks. A card never says who a reporter is, nor what was said to or by them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from domain.matters import troubles as law
from domain.matters.troubles import TroubleMove, TroubleReason, TroubleStage
from domain.mechanism import procedure
from domain.mechanism.refusals import Why
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import Role
from domain.saying import Choice, Saying, Term
from domain.sayings import troubles as sayings
from handlers import trouble_facts
from handlers.conversation import steps
from handlers.conversation.procedures import cards, moves
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.room import Room
from handlers.reporting import unreachable
from storage import matters
from storage import troubles as store
from storage.database import Tx
from storage.road import inbox, outbox, reach, sending

PAGE = 8
TOGETHER = 200  # of one reason, set aside by one press


def case(room: Room, standing: Standing) -> law.TroubleCase:
    """Why it happened, and whether it would happen again."""
    found = store.of_id(room.tx, standing.id)
    assert found is not None, "it stands somewhere"
    is_outgoing = found.outbox_id is not None and standing.stage in law.OPEN
    return law.TroubleCase(reason=found.reason, hindered=trouble_facts.hindrance(room, found) if is_outgoing else None)


def explained(room: Room, facts: Facts, why: Why) -> Saying | None:
    """What would fail again for the same reason is not sent: the reason must go first."""
    if why is not Why.CANNOT_GO_OUT or not isinstance(facts.case, law.TroubleCase) or facts.case.hindered is None:
        return None
    return sayings.CannotGoOut(why=trouble_facts.reason(facts.case.hindered))


def _of_row(decide: Callable[[Tx, int, datetime], object], of_message: Callable[[Tx, int], object] | None) -> Effect:
    """An effect on the word of the outbox that a trouble is about, or on the message."""

    def effect(room: Room, event: Event) -> None:
        found = store.of_id(room.tx, event.after.id)
        assert found is not None, "it stands somewhere"
        if found.outbox_id is not None:
            decide(room.tx, found.outbox_id, room.now)
        elif found.inbox_id is not None and of_message is not None:
            of_message(room.tx, found.inbox_id)

    return effect


EFFECTS: Mapping[str, Effect] = {
    "send_again": _of_row(sending.send_again, None),
    "was_sent": _of_row(sending.was_sent, None),
    "try_again": _of_row(sending.give_up, inbox.try_again),
    "let_go": _of_row(sending.give_up, inbox.wipe),
}
ADDS = Adds(finds=trouble_facts.found, case=case, explains=explained)


def undelivered(room: Room, outbox_id: int, reason: TroubleReason, said: str) -> None:
    """A word was given up, or nobody knows whether it was sent: an operator decides. `said` is the platform's own words."""
    row = outbox.of_id(room.tx, outbox_id)
    is_unknown = row is not None and row.state == "unknown"
    if row is not None and reason in law.NOBODY_THERE and unreachable.is_reporter(room, row.account_id):
        said = ""  # what a platform says of somebody may hold their name
        unreachable.tell(room, row)
    _begin(room, TroubleStage.UNKNOWN if is_unknown else TroubleStage.UNDELIVERED, reason, said, outbox_id=outbox_id)


def unhandled(room: Room, inbox_id: int, reason: TroubleReason, said: str) -> None:
    """A message could not be handled and was set aside: an operator decides."""
    _begin(room, TroubleStage.UNHANDLED, reason, said, inbox_id=inbox_id)


def catch_up(room: Room) -> int:
    """Bring every outcome that nobody knows before the operators, also where it became so outside this house: a copy of
    the database that was restored knows not what was sent after it was made. Return how many were brought."""
    found = store.unknown_without_one(room.tx)
    for outbox_id in found:
        _begin(room, TroubleStage.UNKNOWN, TroubleReason.RESTORED, "", outbox_id=outbox_id)
    return len(found)


def show(room: Room, rest: str) -> None:
    """投递异常: the list (`+8` pages it), the card of a number, or all undelivered for one reason set aside (`aside blocked`)."""
    if (number := _number(rest)) and (found := store.of_number(room.tx, number)) is not None:
        store.mark_seen(room.tx, room.now)
        cards.show(room, "trouble", found.id, room.actor.account_id)
        return
    name, _, why = rest.partition(" ")
    if name == "aside" and why in tuple(TroubleReason):
        _set_aside_together(room, TroubleReason(why))
    if not _list(room, _number(rest.removeprefix("+"))):
        room.reply(sayings.NoTrouble(), (Choice(value="/menu", label=Term("menu", "menu")),))


def operators_todo(room: Room, rest: str) -> bool:
    """The operators' part of 待办."""
    return Role.ADMIN in room.actor.roles and _list(room, 0)


def _begin(
    room: Room,
    stage: TroubleStage,
    reason: TroubleReason,
    said: str,
    *,
    outbox_id: int | None = None,
    inbox_id: int | None = None,
) -> None:
    is_first = not store.has_unseen(room.tx, stage)
    events = procedure.beginning(
        law.PROCEDURE,
        (law.BEGINNINGS[stage],),
        room.office.rules,
        room.office.calendar,
        room.now,
        given={"reason": reason.value},
    )
    number = store.begin(room.tx, events, reason, said, outbox_id=outbox_id, inbox_id=inbox_id)
    found = store.of_id(room.tx, number)
    if not is_first or found is None:
        return
    came = sayings.TroubleCame(
        number=found.number,
        what=trouble_facts.what(room, found),
        stage=Term("stage.trouble", stage.value),
        reason=trouble_facts.reason(reason),
    )
    for account in reach.of_roles(room.tx, room.now, (Role.ADMIN,)):
        room.tell(account, came, (Choice(value=f"/troubles {found.number}", label=Term("menu", "look")),))


def _list(room: Room, after: int) -> bool:
    counts = store.counts(room.tx)
    waiting = sum(counts.values())
    if not waiting:
        return False
    shown = store.waiting(room.tx, after=after, limit=PAGE)
    more = max(0, waiting - after - len(shown))
    store.mark_seen(room.tx, room.now)
    saying = sayings.TroublesWaiting(
        waiting=waiting,
        unknown=counts[TroubleStage.UNKNOWN],
        undelivered=counts[TroubleStage.UNDELIVERED],
        unhandled=counts[TroubleStage.UNHANDLED],
        lines=tuple(trouble_facts.line(room, each) for each in shown),
        more=more,
    )
    choices = [Choice(value=f"/troubles {each.number}", text=f"#{each.number}") for each in shown]
    if more:
        choices.append(steps.further(f"/troubles +{after + PAGE}"))
    room.reply(saying, choices)
    return True


def _number(text: str) -> int:
    """Read what stands behind a command; 0 where it is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _set_aside_together(room: Room, reason: TroubleReason) -> None:
    done = 0
    for number in store.undelivered_for(room.tx, reason, limit=TOGETHER):
        standing = matters.standing(room.tx, "trouble", number)
        if standing is not None and moves.carry_out(room, standing, TroubleMove.SET_ASIDE, {}) is not None:
            done += 1
    room.reply(sayings.PutAside(number=done, reason=trouble_facts.reason(reason)))
