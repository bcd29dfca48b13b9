"""Live cards: which matter is shown to whom. The words are made when a card is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import times
from storage.database import Tx
from storage.road import emptying, outbox
from storage.road.outbox import NOBODY

DESK = "desk"
LAST_SHOWN = (
    "SELECT matter, matter_id FROM card WHERE account_id = :last_before AND outbox_id IS NOT NULL AND matter <> :desk"
    " ORDER BY outbox_id DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A matter shown to one account. `outbox_id` is the row it was first sent with."""

    id: int
    matter: str
    matter_id: int
    account_id: int
    outbox_id: int | None
    is_live: bool


def show(tx: Tx, matter: str, matter_id: int, account_id: int, at: datetime) -> None:
    """Put a matter's card before an account that has not left, at the end of the conversation; an older one of the same matter
    goes quiet."""
    show_all(tx, [(matter, matter_id)], account_id, at)


def show_all(tx: Tx, every: Sequence[tuple[str, int]], account_id: int, at: datetime) -> None:
    """The same of several, in their order."""
    if not every:
        return
    _show(tx, every, "= :account", at, waits=account_id, account=account_id)


def show_to(tx: Tx, matter: str, matter_id: int, accounts: Sequence[int], at: datetime) -> None:
    """Put a matter's card before several accounts, in two statements however many they are."""
    named = {f"account_{n}": account for n, account in enumerate(accounts)}
    if named:
        _show(tx, [(matter, matter_id)], f"IN ({', '.join(f':{name}' for name in named)})", at, **named)


def _show(
    tx: Tx, every: Sequence[tuple[str, int]], whose: str, at: datetime, *, waits: int = NOBODY, **given: Any
) -> None:
    chosen = " UNION ALL ".join(f"SELECT :matter_{n} AS kind, :id_{n} AS id" for n in range(len(every)))
    given |= {f"matter_{n}": kind for n, (kind, _) in enumerate(every)} | {
        f"id_{n}": i for n, (_, i) in enumerate(every)
    }
    rows = tx.all(_TAKE_UP.format(chosen=chosen, whose=whose), at=times.text(at), **given)
    ordered = sorted(rows, key=lambda row: (every.index((row[1], row[2])), row[0]))
    _put_shown(tx, [card for card, *_ in ordered], "", at, waits=waits)


_TAKE_UP = (
    "INSERT INTO card (matter, matter_id, account_id, made_at)"
    " SELECT chosen.kind, chosen.id, account.id, :at FROM ({chosen}) AS chosen JOIN account ON account.id {whose}"
    " WHERE account.gone_at IS NULL ORDER BY account.id, chosen.kind, chosen.id"
    " ON CONFLICT (matter, matter_id, account_id) DO UPDATE SET is_live = 1, made_at = :at RETURNING id, matter, matter_id"
)


def take_up(tx: Tx, chosen: str, account_id: int, at: datetime, **given: Any) -> int | None:
    """Make the card of what is `chosen` (SQL that selects one `kind` and `id`), or wake it; return its number. It is shown with the
    next `refresh` that names it. None where nothing is chosen, or the account has left."""
    taking = _TAKE_UP.format(chosen=chosen, whose="= :account")
    found: int | None = tx.value(taking, account=account_id, at=times.text(at), **given)
    return found


def put(tx: Tx, card_id: int, at: datetime) -> None:
    """Put a card that was taken up at the end of its reader's conversation."""
    _put_shown(tx, [card_id], "", at)


def refresh(
    tx: Tx, matter: str, matter_id: int, at: datetime, shown: int | None = None, *, waits: int = NOBODY
) -> None:
    """Let every live card of a matter show its present state, in one statement, first that of the account that `waits` for it; and put
    the card that was taken up to be `shown` at the end of its reader's conversation."""
    if shown is None:
        tx.gather("card", {"matter": matter, "id": matter_id, "at": at, "waits": waits}, _refresh)
        return
    of_matter = "(card.matter = :matter AND card.matter_id = :id AND card.is_live = 1)"
    _put_shown(tx, [shown], f" OR {of_matter}", at, waits=waits, matter=matter, id=matter_id)


def refresh_before(
    tx: Tx, matter: str, matter_id: int, people: Sequence[int], at: datetime, *, waits: int = NOBODY
) -> None:
    """The same of the cards before these people alone."""
    named: dict[str, Any] = {f"person_{n}": person for n, person in enumerate(people)}
    theirs = f"account.person_id IN ({', '.join(f':{name}' for name in named)})"
    chosen = f"card.matter = :matter AND card.matter_id = :id AND card.is_live = 1 AND {theirs}"
    _put(tx, chosen, at, waits=waits, matter=matter, id=matter_id, **named)


_SEEN = "NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.id = card.outbox_id AND outbox.state = 'waiting')"
"""Whose card has not left yet, gets it as it stands when it leaves."""


def _refresh(tx: Tx, matters: list[Mapping[str, Any]]) -> None:
    """Those of several matters, each once."""
    every = list(dict.fromkeys((each["matter"], each["id"]) for each in matters))
    of_each = (f"(card.matter = :matter_{n} AND card.matter_id = :id_{n})" for n in range(len(every)))
    named = {f"matter_{n}": matter for n, (matter, _) in enumerate(every)} | {
        f"id_{n}": i for n, (_, i) in enumerate(every)
    }
    _put(
        tx,
        f"card.is_live = 1 AND {_SEEN} AND ({' OR '.join(of_each)})",
        matters[0]["at"],
        waits=matters[0]["waits"],
        **named,
    )


def refresh_of(tx: Tx, person_id: int, at: datetime, *, waits: int = NOBODY) -> None:
    """Let every live card before a person show its present state."""
    _put(tx, "account.person_id = :person AND card.is_live = 1", at, waits=waits, person=person_id)


def _put_shown(tx: Tx, shown: Sequence[int], or_else: str, at: datetime, *, waits: int = NOBODY, **given: Any) -> None:
    """Put cards that are shown anew, and those that are chosen besides."""
    if not shown:
        return
    named = {f"shown_{n}": card for n, card in enumerate(shown)}
    marks = ", ".join(f":{name}" for name in named)
    _put(tx, f"(card.id IN ({marks}){or_else})", at, shown=shown, waits=waits, **given)
    tx.put(
        "UPDATE card SET outbox_id = (SELECT MAX(outbox.id) FROM outbox WHERE outbox.account_id = card.account_id"
        f" AND outbox.card_id = card.id) WHERE id IN ({marks})",
        **named,
    )


def _put(tx: Tx, chosen: str, at: datetime, *, shown: Sequence[int] = (), waits: int = NOBODY, **given: Any) -> None:
    chosen = f"FROM card JOIN account ON account.id = card.account_id WHERE {chosen} AND account.gone_at IS NULL"
    outbox.put_cards(tx, chosen, at, shown=shown, waits=waits, **given)


def keep_ticket(tx: Tx, matter: str, matter_id: int, account_id: int, ticket: str) -> bool:
    """Remember by what the live card before an account can be edited next, before what is known of it already; say whether it stands
    there."""
    kept = tx.run(
        "UPDATE outbox SET ref = SUBSTR(TRIM(:ticket || ' ' || COALESCE(ref, '')), 1, 2000) WHERE state = 'sent' AND id ="
        " (SELECT outbox_id FROM card WHERE matter = :matter AND matter_id = :id AND account_id = :account AND is_live = 1)",
        ticket=ticket,
        matter=matter,
        id=matter_id,
        account=account_id,
    )
    return kept > 0


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
    row = tx.one(LAST_SHOWN, last_before=account_id, desk=DESK)
    return None if row is None else (row[0], row[1])


def put_out(tx: Tx, card_id: int, at: datetime) -> None:
    """A blanked card is not live any more, and what was shown beside it goes with it."""
    tx.put("UPDATE card SET is_live = 0 WHERE id = :id", id=card_id)
    card = of_id(tx, card_id)
    if card is not None:
        emptying.of_matter(tx, card.account_id, card.matter, card.matter_id, at)
