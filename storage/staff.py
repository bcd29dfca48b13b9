"""Who works here: the roster, who stands in for whom, and sessions that end or go on.

What a single account or grant is, is in `storage/people.py`; here is what an administrator looks at and changes.
"""

from dataclasses import dataclass
from datetime import date, datetime

from domain.matters.staff import SIGNED, Placement, Roster
from domain.people import Left, Role
from storage import people, times
from storage.database import Row, Tx
from storage.road import history

MATTER = "person"  # changes of who may do what have a chain in history for each person


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody with a role, or who had one: post, unit, roles held now, and how many devices are signed in."""

    id: int
    label: str
    unit: str
    roles: frozenset[Role]
    devices: int
    earlier: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """Somebody who has another's role for a time; it has begun where `grant_id` is known."""

    id: int
    person_id: int
    role: Role
    on_behalf_of: int
    begins_at: datetime
    ends_at: datetime
    grant_id: int | None


def members(tx: Tx) -> list[Member]:
    """Everybody who holds a role now, in the order in which they came."""
    return [_member(tx, row) for row in tx.all(f"{_MEMBER} WHERE {_HOLDS} ORDER BY person.id")]


def member(tx: Tx, person_id: int) -> Member | None:
    """One of them, also one who holds no role any more."""
    row = tx.one(f"{_MEMBER} WHERE person.id = :id", id=person_id)
    return None if row is None else _member(tx, row)


def roster(tx: Tx, today: date, at: datetime) -> Roster:
    """Who works here, as the guards of changes see it."""
    rows = tx.all(
        "SELECT person.id, person.unit, role_grant.role,"
        " CASE WHEN EXISTS (SELECT 1 FROM deputy WHERE deputy.grant_id = role_grant.id) THEN 0 ELSE 1 END"
        " FROM role_grant JOIN person ON person.id = role_grant.person_id WHERE role_grant.revoked_at IS NULL"
    )
    busy = {
        number
        for (number,) in tx.all(
            "SELECT owner_id FROM matter WHERE owner_id IS NOT NULL UNION SELECT person_id FROM part WHERE until IS NULL"
        )
    }
    places: dict[int, Placement] = {}
    for number, unit, role, is_own in rows:
        before, own = places.get(number, Placement()), frozenset({Role(role)} if is_own else ())
        places[number] = Placement(
            roles=before.roles | {Role(role)}, own=before.own | own, unit=unit, has_claims=number in busy
        )
    return Roster(today=today, places=places, has_signers=_has_signers(tx, at))


def _has_signers(tx: Tx, at: datetime) -> bool:
    """Whether somebody held a role whose voice makes something public, however long ago, or is invited to one."""
    roles = {f"role_{number}": role.value for number, role in enumerate(sorted(SIGNED))}
    named = ", ".join(f":{name}" for name in roles)
    found = tx.value(
        f"SELECT 1 FROM role_grant WHERE role IN ({named}) UNION SELECT 1 FROM invitation WHERE role IN ({named})"
        " AND used_at IS NULL AND cancelled_at IS NULL AND expires_at > :at",
        at=times.text(at),
        **roles,
    )
    return found is not None


def change(tx: Tx, person_id: int, *, label: str, unit: str, at: datetime) -> None:
    """Give somebody another post or unit; the one that they leave is remembered (the law §2)."""
    tx.put(
        "UPDATE person SET label = :label, earlier = CASE WHEN unit IN ('', :unit) THEN earlier"
        " ELSE earlier || :line || unit || :tab || :at END, unit = :unit WHERE id = :id",
        label=label,
        unit=unit,
        line="\n",
        tab="\t",
        at=times.text(at),
        id=person_id,
    )


def revoke_grant(tx: Tx, grant_id: int, at: datetime) -> bool:
    """Take back one grant; the role stays where another one gives it. False where it was taken back before."""
    done = tx.run(
        "UPDATE role_grant SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL", at=times.text(at), id=grant_id
    )
    return done == 1


def deputise(tx: Tx, person_id: int, role: Role, on_behalf_of: int, begins_at: datetime, ends_at: datetime) -> int:
    """Plan that somebody stands in for another; return its number."""
    return tx.add(
        "INSERT INTO deputy (person_id, role, on_behalf_of, begins_at, ends_at)"
        " VALUES (:person, :role, :other, :begins, :ends)",
        person=person_id,
        role=role.value,
        other=on_behalf_of,
        begins=times.text(begins_at),
        ends=times.text(ends_at),
    )


def deputies(tx: Tx) -> list[Deputy]:
    """Everybody who stands in for another, or will."""
    return [_deputy(row) for row in tx.all(f"{_DEPUTY} WHERE ended_at IS NULL ORDER BY begins_at, id")]


def deputy(tx: Tx, deputy_id: int) -> Deputy | None:
    """One of them; None where it is over."""
    row = tx.one(f"{_DEPUTY} WHERE id = :id AND ended_at IS NULL", id=deputy_id)
    return None if row is None else _deputy(row)


def principal_of(tx: Tx, person_id: int, role: str) -> int | None:
    """For whom a person stands in now in this role; None where the role is their own."""
    if people.has_own(tx, person_id, role):
        return None
    found: int | None = tx.value(
        "SELECT on_behalf_of FROM deputy WHERE person_id = :person AND role = :role AND ended_at IS NULL"
        " AND grant_id IS NOT NULL ORDER BY id LIMIT 1",
        person=person_id,
        role=role,
    )
    return found


def begin_deputy(tx: Tx, deputy_id: int, grant_id: int) -> None:
    """Remember with which grant it began."""
    tx.put("UPDATE deputy SET grant_id = :grant WHERE id = :id", grant=grant_id, id=deputy_id)


def end_deputy(tx: Tx, deputy_id: int, at: datetime) -> None:
    """Remember that it is over."""
    tx.put("UPDATE deputy SET ended_at = :at WHERE id = :id", at=times.text(at), id=deputy_id)


def due_deputies(tx: Tx, at: datetime) -> list[int]:
    """The numbers of those that begin or end by now."""
    rows = tx.all(
        "SELECT id FROM deputy WHERE ended_at IS NULL AND ((grant_id IS NULL AND begins_at <= :at) OR ends_at < :at)"
        " ORDER BY id",
        at=times.text(at),
    )
    return [number for (number,) in rows]


def next_deputy_at(tx: Tx) -> datetime | None:
    """When the next one begins or ends."""
    found = tx.value(
        "SELECT MIN(CASE WHEN grant_id IS NULL THEN begins_at ELSE ends_at END) FROM deputy WHERE ended_at IS NULL"
    )
    return times.maybe_read(found)


def hand_on(tx: Tx, matter_id: int, person_id: int | None, until: datetime | None) -> None:
    """Let a matter be in somebody's hands, their claim binding until then where it ends; None: in nobody's."""
    tx.put(
        "UPDATE matter SET owner_id = :person, owned_until = :until WHERE id = :id",
        person=person_id,
        until=times.maybe_text(until),
        id=matter_id,
    )


def claims(tx: Tx, person_id: int) -> list[int]:
    """The matters that somebody has claimed or taken on, of whatever kind."""
    rows = tx.all("SELECT id FROM matter WHERE owner_id = :person ORDER BY id", person=person_id)
    return [number for (number,) in rows]


def sign_out(tx: Tx, account_id: int, at: datetime) -> None:
    """End one device's session. The person keeps their roles, and what they brought by it stays theirs (a conflict of interest)."""
    tx.put(
        "UPDATE account SET mark = :mark, route = NULL, gone_at = :at WHERE id = :id",
        mark=tx.vault.mark("gone", f"{account_id}|{times.text(at)}"),
        at=times.text(at),
        id=account_id,
    )
    tx.put("DELETE FROM dialogue WHERE account_id = :id", id=account_id)
    tx.put("DELETE FROM tally WHERE account_id = :id", id=account_id)


def renew(tx: Tx, channel: str, speaker: str, at: datetime, until: datetime) -> bool:
    """Let the session of somebody who works here last until then; False where it has ended, or is a citizen's."""
    done = tx.run(
        "UPDATE account SET expires_at = :until WHERE channel = :channel AND mark = :mark AND gone_at IS NULL"
        " AND person_id IS NOT NULL AND expires_at > :at",
        until=times.text(until),
        channel=channel,
        mark=people.mark(tx.vault, channel, speaker),
        at=times.text(at),
    )
    return done == 1


def note(tx: Tx, person_id: int, actor: str, what: str, body: dict[str, object], at: datetime) -> None:
    """Write a line into a person's history."""
    history.write(tx, MATTER, person_id, history.HistoryLine(at=at, actor=actor, what=what, body=body))


_MEMBER = (
    f"SELECT person.id, person.label, {people.UNITS}, (SELECT COUNT(*) FROM account WHERE account.person_id = person.id"
    " AND account.gone_at IS NULL) FROM person"
)
_HOLDS = "EXISTS (SELECT 1 FROM role_grant WHERE role_grant.person_id = person.id AND role_grant.revoked_at IS NULL)"
_DEPUTY = "SELECT id, person_id, role, on_behalf_of, begins_at, ends_at, grant_id FROM deputy"


def _member(tx: Tx, row: Row) -> Member:
    unit, earlier = people.units_of(row[2])
    roles = people.roles_of(tx, row[0])
    return Member(id=row[0], label=row[1], unit=unit, roles=roles, devices=row[3], earlier=earlier)


def _deputy(row: Row) -> Deputy:
    return Deputy(
        id=row[0],
        person_id=row[1],
        role=Role(row[2]),
        on_behalf_of=row[3],
        begins_at=times.read(row[4]),
        ends_at=times.read(row[5]),
        grant_id=row[6],
    )
