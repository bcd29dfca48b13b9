"""Where accounts are answered: the sealed route of each, lost where nothing can be brought any more, and found again."""

from dataclasses import dataclass
from datetime import datetime

from storage import people, times
from storage.database import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where to answer an account."""

    channel: str
    route: str
    locale: str
    is_staff: bool
    is_muted: bool


def route_of(tx: Tx, account_id: int) -> Route | None:
    """Open the route of an account; None where it has left."""
    row = tx.one(
        "SELECT channel, mark, route, locale, person_id, is_muted FROM account WHERE id = :id AND gone_at IS NULL",
        id=account_id,
    )
    if row is None or row[2] is None:
        return None
    channel, found, sealed, locale, person_id, is_muted = row
    route = tx.vault.open(sealed, f"account|route|{channel}|{found.hex()}").decode()
    return Route(channel=channel, route=route, locale=locale, is_staff=person_id is not None, is_muted=bool(is_muted))


def channel_of(tx: Tx, account_id: int) -> str | None:
    """Return the channel of a live account."""
    found: str | None = tx.value("SELECT channel FROM account WHERE id = :id AND gone_at IS NULL", id=account_id)
    return found


def move_route(tx: Tx, account_id: int, route: str) -> None:
    """Follow a chat that has moved."""
    row = tx.one("SELECT channel, mark FROM account WHERE id = :id", id=account_id)
    if row is not None:
        sealed = people.sealed_route(tx, row[0], row[1], route)
        tx.put("UPDATE account SET route = :route WHERE id = :id", route=sealed, id=account_id)


def lose_route(tx: Tx, account_id: int, at: datetime) -> None:
    """Give up a route that leads nowhere any more; the person is found again when they speak."""
    tx.put(
        "UPDATE account SET route = NULL, unreachable_since = COALESCE(unreachable_since, :at) WHERE id = :id",
        at=times.text(at),
        id=account_id,
    )


def unreachable_since(tx: Tx, account_id: int) -> datetime | None:
    """Say since when nothing can be brought to an account, because its person blocked us or its chat is gone; None where
    something can, and for who has left."""
    return times.maybe_read(
        tx.value("SELECT unreachable_since FROM account WHERE id = :id AND gone_at IS NULL", id=account_id)
    )


def renew_route(tx: Tx, account_id: int, speaker: str, channel: str, route: str) -> None:
    """Give a person who speaks again a route where theirs was lost."""
    sealed = people.sealed_route(tx, channel, people.mark(tx.vault, channel, speaker), route)
    tx.put(
        "UPDATE account SET route = :route, unreachable_since = NULL WHERE id = :id AND route IS NULL",
        route=sealed,
        id=account_id,
    )
