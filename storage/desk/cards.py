"""Live cards: which matter is shown to whom. The words are made when a card is sent."""

from dataclasses import dataclass
from datetime import datetime

from storage import times
from storage.database import Tx
from storage.road import emptying, outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A matter shown to one account. `outbox_id` is the row it was first sent with."""

    id: int
    matter: str
    matter_id: int
    account_id: int
    outbox_id: int | None
    is_live: bool


def show(tx: Tx, matter: str, matter_id: int, account_id: int, channel: str, at: datetime) -> None:
    """Put a matter's card before an account, at the end of the conversation; an older one of the same matter goes quiet."""
    card = tx.value(
        "INSERT INTO card (matter, matter_id, account_id, made_at) VALUES (:matter, :id, :account, :at)"
        " ON CONFLICT (matter, matter_id, account_id) DO UPDATE SET is_live = 1, made_at = :at RETURNING id",
        matter=matter,
        id=matter_id,
        account=account_id,
        at=times.text(at),
    )
    outbox.put_card(tx, account_id, channel, card, at, is_edit=False)


def refresh(tx: Tx, matter: str, matter_id: int, at: datetime) -> None:
    """Let every live card of a matter show its present state, in one statement."""
    outbox.put_cards(
        tx,
        "FROM card JOIN account ON account.id = card.account_id WHERE card.matter = :matter AND card.matter_id = :id"
        " AND card.is_live = 1 AND account.gone_at IS NULL",
        at,
        matter=matter,
        id=matter_id,
    )


def live(tx: Tx, matter: str, matter_id: int) -> list[Card]:
    """List the live cards of a matter."""
    rows = tx.all(
        "SELECT id, matter, matter_id, account_id, outbox_id, is_live FROM card"
        " WHERE matter = :matter AND matter_id = :id AND is_live = 1 ORDER BY id",
        matter=matter,
        id=matter_id,
    )
    return [
        Card(id=r[0], matter=r[1], matter_id=r[2], account_id=r[3], outbox_id=r[4], is_live=bool(r[5])) for r in rows
    ]


def of_id(tx: Tx, card_id: int) -> Card | None:
    """Find a card."""
    r = tx.one("SELECT id, matter, matter_id, account_id, outbox_id, is_live FROM card WHERE id = :id", id=card_id)
    if r is None:
        return None
    return Card(id=r[0], matter=r[1], matter_id=r[2], account_id=r[3], outbox_id=r[4], is_live=bool(r[5]))


def last_shown(tx: Tx, account_id: int) -> tuple[str, int] | None:
    """Say which matter was put before an account last, by its card."""
    row = tx.one(
        "SELECT matter, matter_id FROM card WHERE account_id = :account AND outbox_id IS NOT NULL AND matter <> :desk"
        " ORDER BY outbox_id DESC LIMIT 1",
        account=account_id,
        desk="desk",
    )
    return None if row is None else (row[0], row[1])


def put_out(tx: Tx, card_id: int, at: datetime) -> None:
    """A blanked card is not live any more, and what was shown beside it goes with it."""
    tx.put("UPDATE card SET is_live = 0 WHERE id = :id", id=card_id)
    card = of_id(tx, card_id)
    if card is not None:
        emptying.of_matter(tx, card.account_id, card.matter, card.matter_id, at)
