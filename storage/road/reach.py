"""At which of their accounts people are told something: where they were seen last (the design §9).

One person may have several accounts. A notice comes once: at the one by which they last wrote or pressed, which the sessions of
one page share, for they ring no telephone; at that of their private life only where nothing else reaches them. What is shown at the
others already is kept up to date there, but nothing new is said.
"""

from collections.abc import Iterable
from datetime import datetime

from domain.people import Role
from storage import times
from storage.database import Tx

SEEN_LAST = (
    "NOT EXISTS (SELECT 1 FROM account AS later WHERE later.person_id = account.person_id"
    " AND (later.channel <> account.channel OR account.expires_at IS NULL) AND later.gone_at IS NULL"
    " AND later.unreachable_since IS NULL"
    " AND (later.expires_at IS NULL OR later.expires_at > :seen_by)"
    " AND (account.unreachable_since IS NOT NULL OR account.expires_at <= :seen_by OR later.is_private < account.is_private"
    " OR (later.is_private = account.is_private AND (later.heard_in > account.heard_in"
    " OR (later.heard_in = account.heard_in AND later.id > account.id)))))"
)
"""That an account is the one by which its person was seen last, of those that reach them and are not private, or a session of the
same page as that; `:seen_by` is the real time. Whoever is nobody of the office has one account for all that is said to them."""
_BUT_THERE = SEEN_LAST.replace(
    "later.person_id = account.person_id", "later.person_id = account.person_id AND later.id <> own.id"
)


def of_roles(tx: Tx, now: datetime, roles: Iterable[Role], unit: str = "") -> list[int]:
    """List where everybody is told something who holds one of the roles (in the unit, where one is given), whatever their order."""
    wanted = {f"role_{place}": role.value for place, role in enumerate(roles)}
    rows = tx.all(
        "SELECT DISTINCT account.id FROM role_grant JOIN person ON person.id = role_grant.person_id"
        " JOIN account ON account.person_id = person.id"
        f" WHERE role_grant.role IN ({', '.join(f':{name}' for name in wanted) or 'NULL'})"
        " AND role_grant.revoked_at IS NULL AND account.gone_at IS NULL"
        f" AND (:unit = '' OR person.unit = :unit) AND {SEEN_LAST} ORDER BY account.id",
        **wanted,
        unit=unit,
        seen_by=times.text(now),
    )
    return [number for (number,) in rows]


def of_person(tx: Tx, now: datetime, person_id: int) -> list[int]:
    """List where one person is told something."""
    rows = tx.all(
        f"SELECT id FROM account WHERE person_id = :person AND gone_at IS NULL AND {SEEN_LAST} ORDER BY id",
        person=person_id,
        seen_by=times.text(now),
    )
    return [number for (number,) in rows]


def where_now(tx: Tx, now: datetime, account_id: int) -> list[int]:
    """List where the person behind an account is told something now; nowhere for whoever is nobody of the office."""
    return _of_same(tx, now, account_id, f"account.gone_at IS NULL AND {SEEN_LAST}")


def besides(tx: Tx, now: datetime, account_id: int) -> list[int]:
    """List where the person behind an account is told what cannot be brought there."""
    others = (
        "account.id <> own.id AND account.gone_at IS NULL AND account.unreachable_since IS NULL"
        " AND (account.expires_at IS NULL OR account.expires_at > :seen_by)"
    )
    return _of_same(tx, now, account_id, f"{others} AND {_BUT_THERE}")


def _of_same(tx: Tx, now: datetime, account_id: int, where: str) -> list[int]:
    rows = tx.all(
        "SELECT account.id FROM account AS own JOIN account ON account.person_id = own.person_id WHERE own.id = :own"
        " AND EXISTS (SELECT 1 FROM role_grant WHERE role_grant.person_id = own.person_id AND role_grant.revoked_at IS NULL)"
        f" AND {where} ORDER BY account.id",
        own=account_id,
        seen_by=times.text(now),
    )
    return [number for (number,) in rows]
