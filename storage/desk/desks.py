"""The desk: the one message by which each member of staff hears that something waits, and who of them is told.

A desk is a card of its own (`storage/desk/cards.py`, matter "desk"): its words are made when it is sent. To ring costs three
statements, however many people are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.people import Role
from storage import times
from storage.database import Tx
from storage.desk.cards import DESK
from storage.road import outbox
from storage.road.reach import SEEN_LAST

_HOLDS_ROLE = (
    "EXISTS (SELECT 1 FROM role_grant WHERE role_grant.person_id = person.id AND role_grant.role IN ({roles})"
    " AND role_grant.revoked_at IS NULL)"
)
_PLACE = 0  # a desk is nobody's matter: it has one number for all, and a card for each account


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressees:
    """Who is told: everybody in one of the roles whom nothing keeps away from the matter, or one person.

    `units` are those whose people must not see the matter, `without` people it does not wait for. `person_id` names the one.
    """

    roles: Sequence[Role]
    matter: str = ""
    matter_id: int = 0
    brought_by: int = 0
    units: Sequence[str] = ()
    without: Sequence[int] = ()
    person_id: int | None = None


def ring(tx: Tx, audience: Addressees, *, since: datetime, at: datetime, now: datetime, not_before: datetime) -> None:
    """Put the desk before these people, where they were seen last: anew where they have looked at it or it is older than `since`, else
    refreshed where it is. On their other channels it is refreshed where it stands.

    `at` is legal time, by which a desk grows old; `now` is real time, and `not_before` when it may be sent at the earliest.
    """
    told, given = _told(audience)
    tx.put(
        "INSERT INTO card (matter, matter_id, account_id, made_at) SELECT :desk, :place, account.id, :made"
        f" FROM account JOIN person ON person.id = account.person_id WHERE {told} AND {SEEN_LAST} ORDER BY account.id"
        " ON CONFLICT (matter, matter_id, account_id) DO UPDATE SET is_live = 1, outbox_id = NULL, made_at = :made"
        " WHERE card.is_live = 0 OR card.made_at < :since",
        desk=DESK,
        place=_PLACE,
        made=times.text(at),
        seen_by=times.text(now),
        since=times.text(since),
        **given,
    )
    outbox.put_cards(
        tx,
        "FROM card JOIN account ON account.id = card.account_id JOIN person ON person.id = account.person_id"
        f" WHERE card.matter = :desk AND card.is_live = 1 AND {told} AND (card.outbox_id IS NULL"
        " OR NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.account_id = account.id AND other.card_id = card.id"
        " AND other.state = 'waiting'))",
        now,
        not_before=not_before,
        desk=DESK,
        **given,
    )
    tx.put(
        "UPDATE card SET outbox_id = (SELECT MAX(outbox.id) FROM outbox WHERE outbox.account_id = card.account_id"
        " AND outbox.card_id = card.id) WHERE matter = :desk AND outbox_id IS NULL",
        desk=DESK,
    )


def put_out(tx: Tx, account_id: int) -> None:
    """Somebody has looked at what waits: the next ring is a new message."""
    tx.put(
        "UPDATE card SET is_live = 0 WHERE matter = :desk AND matter_id = :place AND account_id = :account",
        desk=DESK,
        place=_PLACE,
        account=account_id,
    )


def _told(audience: Addressees) -> tuple[str, dict[str, Any]]:
    given: dict[str, Any] = {f"role_{place}": role.value for place, role in enumerate(audience.roles)}
    where = ["account.gone_at IS NULL", _HOLDS_ROLE.format(roles=", ".join(f":{mark}" for mark in given))]
    if audience.person_id is not None:
        where.append("person.id = :one")
        given["one"] = audience.person_id
    if audience.matter:
        where.append(
            "person.id NOT IN (SELECT person_id FROM recusal WHERE recusal.matter = :matter AND recusal.matter_id = :matter_id)"
            " AND person.id NOT IN (SELECT own.person_id FROM account AS own WHERE own.id = :brought_by"
            " AND own.person_id IS NOT NULL)"
        )
        given |= {"matter": audience.matter, "matter_id": audience.matter_id, "brought_by": audience.brought_by}
    for column, name, values in (("unit", "unit", audience.units), ("id", "without", audience.without)):
        if values:
            marks = {f"{name}_{place}": value for place, value in enumerate(values)}
            where.append(f"person.{column} NOT IN ({', '.join(f':{mark}' for mark in marks)})")
            given |= marks
    return " AND ".join(where), given
