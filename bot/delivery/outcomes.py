"""What became of a row, written down: each a work of one transaction under the row's fencing number.

Every function answers False, having changed nothing, where somebody else has claimed the row meanwhile.
"""

from collections.abc import Callable
from datetime import datetime

from bot.channel import Undeliverable
from bot.delivery import elsewhere
from bot.delivery.rendering import Needless, ParcelDraft
from domain.matters.troubles import TroubleReason
from domain.saying import Class, Say
from domain.sayings import dialogues as sayings
from storage.database import Tx
from storage.desk import cards
from storage.road import outbox, routes, sending
from storage.road.outbox import Waiting

Stuck = Callable[[Tx, Waiting, TroubleReason, str], None]
"""Hears of a row that a person must look after: why, and what the platform said."""


def sent(tx: Tx, row: Waiting, draft: ParcelDraft, ref: str, at: datetime) -> bool:
    """The platform took it. The reference of an edited card is kept with the row the card was first sent with."""
    if not sending.mark_sent(tx, row, ref, at):
        return False
    if draft.refreshes is not None:
        sending.keep_ref(tx, draft.refreshes, ref, used=draft.parcel.edits)
    if draft.blanks is not None:
        cards.put_out(tx, draft.blanks, at)
    return True


def needless(tx: Tx, row: Waiting, draft: Needless, at: datetime) -> bool:
    """There was nothing to send."""
    if not sending.mark_sent(tx, row, "", at):
        return False
    if draft.blanks is not None:
        cards.put_out(tx, draft.blanks, at)
    return True


def undeliverable(tx: Tx, row: Waiting, outcome: Undeliverable, at: datetime, stuck: Stuck) -> bool:
    """The platform will not take it: follow a chat that moved, give up the route of a person who is gone.

    Where public words have a title standing, its place was taken away: a person says whether they go out anew.
    """
    if row.empties is not None:
        return bury(tx, row, outcome.reason, at, stuck)
    if row.kind is Class.PUBLIC:
        said = f"{outcome.why} ({outcome.moved_to})" if outcome.moved_to else outcome.why  # to be set by hand
        return (doubt if row.ref else bury)(tx, row, outcome.reason, at, stuck, said=said)
    if outcome.moved_to:
        is_ours = sending.put_back(tx, row, at, outcome.why)
        if is_ours:
            routes.move_route(tx, row.account_id, outcome.moved_to)
        return is_ours
    if outcome.is_gone and sending.is_claimed_by(tx, row):
        routes.lose_route(tx, row.account_id, at)
    return give_up(tx, row, outcome.reason, at, stuck, said=outcome.why)


def later(tx: Tx, row: Waiting, not_before: datetime, why: str, at: datetime) -> bool:
    """The platform did not take it yet: it waits, or is said where its reader was seen meanwhile."""
    return elsewhere.said_where_seen_since(tx, row, at) or sending.put_back(tx, row, not_before, why)


def park(tx: Tx, row: Waiting, why: str, at: datetime) -> bool:
    """Its reader has to write before they may be told: it waits for that, or is said where else they are."""
    return elsewhere.said(tx, row, at) or sending.park(tx, row, at, why)


def give_up(tx: Tx, row: Waiting, reason: TroubleReason, at: datetime, stuck: Stuck, *, said: str = "") -> bool:
    """It will not be brought there: it is said where else its reader is, or an operator hears of it."""
    return elsewhere.said(tx, row, at) or bury(tx, row, reason, at, stuck, said=said)


def speechless(tx: Tx, row: Waiting, at: datetime, stuck: Stuck) -> bool:
    """The words for it are missing: its reader gets a plain apology instead, and an operator looks after it."""
    if not (sending.mark_dead if row.state == "claimed" else sending.drop)(tx, row, TroubleReason.NO_WORDS.value, at):
        return False
    stuck(tx, row, TroubleReason.NO_WORDS, "")
    is_apology = bool(row.body) and outbox.body(tx, row).key == sayings.CouldNotSay.key
    if not is_apology and row.account_id != outbox.PUBLIC_ACCOUNT:
        outbox.put(tx, Say(to=row.account_id, saying=sayings.CouldNotSay()), row.channel, (), at)
    return True


def doubt(tx: Tx, row: Waiting, reason: TroubleReason, at: datetime, stuck: Stuck, *, said: str = "") -> bool:
    """It may have been sent: a person decides."""
    if not sending.mark_unknown(tx, row, reason.value, at):
        return False
    stuck(tx, row, reason, said)
    return True


def bury(tx: Tx, row: Waiting, reason: TroubleReason, at: datetime, stuck: Stuck, *, said: str = "") -> bool:
    """It will not be sent. What was only to be emptied troubles nobody: the platform keeps it."""
    if not sending.mark_dead(tx, row, reason.value, at):
        return False
    if row.empties is None:
        stuck(tx, row, reason, said)
    return True
