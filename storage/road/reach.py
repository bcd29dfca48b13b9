"""At which of their accounts people are told something: where they were seen last (the design §9).

One person may be on several channels. A notice comes once: on the channel where they last wrote or pressed, which the devices
of one channel share. What is shown on the others already is kept up to date there, but nothing new is said.
"""

from collections.abc import Iterable
from datetime import datetime

from domain.people import Role
from storage import times
from storage.database import Tx

SEEN_LAST = (
    "NOT EXISTS (SELECT 1 FROM account AS later WHERE later.person_id = account.person_id"
    " AND later.channel <> account.channel AND later.gone_at IS NULL AND later.unreachable_since IS NULL"
    " AND (later.expires_at IS NULL OR later.expires_at > :seen_by)"
    " AND (account.unreachable_since IS NOT NULL OR account.expires_at <= :seen_by OR later.heard_in > account.heard_in"
    " OR (later.heard_in = account.heard_in AND later.id > account.id)))"
)
"""That an account is on the channel where its person was seen last, of those that reach them; `:seen_by` is the real time.
Whoever is nobody of the office has one account for all that is said to them."""


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
