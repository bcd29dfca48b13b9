"""What cannot be brought to one account of somebody who works here is said at another of theirs (the design §9).

An account that refuses us, one that may not be written to until its person writes, and a platform that does not answer while they
are at work on another would else keep the news from them. Answers stay where they were asked for; and so does what somebody hears
of a matter they reported themselves: at the account they work with others might read who reported it.
"""

from datetime import datetime

from domain.saying import Class
from handlers.reporting import submissions
from storage.database import Tx
from storage.desk import cards
from storage.road import outbox, reach, sending
from storage.road.outbox import Waiting

MOVED = "said elsewhere"


def said(tx: Tx, row: Waiting, at: datetime) -> bool:
    """Say a notice where else its reader is; False, and nothing changed, where that is nowhere, or the claim is not ours any more."""
    return _is_news(tx, row) and _say(tx, row, reach.besides(tx, at, row.account_id), at)


def said_where_seen_since(tx: Tx, row: Waiting, at: datetime) -> bool:
    """The same of one that its platform does not take, as soon as its reader was seen elsewhere."""
    if row.attempts < 2 or not _is_news(tx, row):
        return False
    accounts = reach.where_now(tx, at, row.account_id)
    return row.account_id not in accounts and _say(tx, row, accounts, at)


def _say(tx: Tx, row: Waiting, accounts: list[int], at: datetime) -> bool:
    if not accounts or not sending.mark_dead(tx, row, MOVED, at):
        return False
    card = None if row.card_id is None else cards.of_id(tx, row.card_id)
    if card is not None:
        cards.show_to(tx, card.matter, card.matter_id, accounts, at)
        return True
    for account in accounts:
        outbox.put_again(tx, row, account, at)
    return True


def _is_news(tx: Tx, row: Waiting) -> bool:
    """Whether it is no answer, no edit of a card that stands, nothing to be emptied, and not about what its reader reported."""
    if row.kind is not Class.NOTICE or row.empties is not None:
        return False
    if row.card_id is not None:
        card = cards.of_id(tx, row.card_id)
        return card is not None and card.outbox_id == row.id
    return not submissions.leads_to_brought(outbox.body(tx, row).handles)
