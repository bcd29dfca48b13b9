"""Taking back what was said of the office's work, from whoever may not see it any more.

The words go from the row at once, so that no page is served them again; a row of its own tells the open page, or the
platform, which message is to be emptied.
"""

from datetime import datetime

from domain.saying import DESK, Say
from domain.sayings import cards as sayings
from storage import shapes, times
from storage.database import Tx
from storage.road import outbox, routes

MOST_AT_FAREWELL = 300  # messages, at one a second: what is older is kept by the platform


def of_matter(tx: Tx, account_id: int, matter: str, matter_id: int, at: datetime) -> None:
    """Empty what showed this account more of a matter than its card: evidence, its course."""
    others = (
        "about = :about AND NOT EXISTS (SELECT 1 FROM card WHERE card.outbox_id = outbox.id)"  # a card blanks itself
    )
    _empty(tx, account_id, others, at, about=outbox.about(matter, matter_id))


def of_desk(tx: Tx, account_id: int, at: datetime) -> None:
    """Empty every list, search and register that was shown to this account."""
    _empty(tx, account_id, "about = :about", at, about=DESK)


def farewell(tx: Tx, account_id: int, at: datetime) -> None:
    """Forget all that was said to an account that leaves; on a platform that keeps its messages, ask for cards, evidence and lists
    of the last days to be emptied. Call it while the account still has its address."""
    route = routes.route_of(tx, account_id)
    refs = _standing(tx, account_id)  # a page has none
    outbox.forget(tx, account_id)
    if route is None:
        return
    say = Say(to=account_id, saying=sayings.Emptied())
    for ref in refs:
        outbox.put(tx, say, route.channel, (), at, farewell=(route.route, route.locale, ref))


def _standing(tx: Tx, account_id: int) -> list[str]:
    """Where the newest of these messages stand, each once, oldest first."""
    rows = tx.all(
        "SELECT ref FROM outbox WHERE account_id = :account AND state = 'sent' AND ref <> ''"
        " AND (card_id IS NOT NULL OR about IS NOT NULL) ORDER BY id DESC LIMIT :most",
        account=account_id,
        most=MOST_AT_FAREWELL,
    )
    return list(dict.fromkeys(ref for (ref,) in reversed(rows)))


def _empty(tx: Tx, account_id: int, which: str, at: datetime, **given: str) -> None:
    rows = tx.all(
        f"SELECT id, channel, made_at FROM outbox WHERE account_id = :account AND {which} ORDER BY id",
        account=account_id,
        **given,
    )
    say = Say(to=account_id, saying=sayings.Emptied())
    for number, channel, made in rows:
        tx.put(
            "UPDATE outbox SET body = CASE WHEN card_id IS NULL THEN :body ELSE body END, about = NULL WHERE id = :id",
            body=tx.vault.seal(shapes.from_say(say, ()), f"outbox|{account_id}|{times.text(times.read(made))}"),
            id=number,
        )
        outbox.put(tx, say, channel, (), at, empties=number)
