"""People, their roles, and the accounts they speak through. How accounts are answered is in `storage/road/routes.py`.

An account is a keyed hash, to find it, and a sealed route, to answer it: nothing here names a reporter.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.mechanism.columns import OF_UNIT
from domain.mechanism.supervising import Staffed
from domain.people import Actor, Left, Role
from storage import times
from storage.database import Row, Tx
from storage.vault import Vault

COLUMNS = "id, channel, locale, person_id, consented_at, is_muted, expires_at, route IS NULL"

UNITS = "person.unit || person.earlier"
"""The unit that somebody is of, and those that they left, in a statement that loads them; `units_of` reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Someone we can hear and answer."""

    id: int
    channel: str
    locale: str
    person_id: int | None
    has_consented: bool
    is_muted: bool
    expires_at: datetime | None
    has_lost_route: bool = False


def account_of(tx: Tx, channel: str, speaker: str, at: datetime) -> Account | None:
    """Find an account that has not left and has not expired."""
    row = tx.one(
        f"SELECT {COLUMNS} FROM account WHERE channel = :channel AND mark = :mark AND gone_at IS NULL",
        channel=channel,
        mark=mark(tx.vault, channel, speaker),
    )
    if row is None or (row[6] is not None and times.read(row[6]) <= at):
        return None
    return account(row)


def open_account(
    tx: Tx, channel: str, speaker: str, route: str, locale: str, at: datetime, *, is_private: bool = False
) -> Account:
    """Make the account of a new speaker, or open it again where it had expired. `is_private`: that of their private life."""
    found = mark(tx.vault, channel, speaker)
    number = tx.value(
        "INSERT INTO account (channel, mark, route, locale, made_at, heard_in, is_private)"
        " VALUES (:channel, :mark, :route, :locale, :at, :minute, :private)"
        " ON CONFLICT (channel, mark) DO UPDATE SET gone_at = NULL, expires_at = NULL, person_id = NULL, route = :route, heard_in = :minute"
        " RETURNING id",
        channel=channel,
        mark=found,
        route=sealed_route(tx, channel, found, route),
        locale=locale,
        at=times.text(at),
        minute=times.text(at)[:16],
        private=int(is_private),
    )
    return Account(
        id=number, channel=channel, locale=locale, person_id=None, has_consented=False, is_muted=False, expires_at=None
    )


def mark(keys: Vault, channel: str, speaker: str) -> bytes:
    """Return the keyed hash that finds a speaker."""
    return keys.mark("account", f"{channel}|{speaker}")


def actor(tx: Tx, account: Account) -> Actor:
    """Say who acts through an account; everybody may be a reporter."""
    if account.person_id is None:
        return Actor(account_id=account.id, roles=frozenset({Role.REPORTER}), locale=account.locale)
    rows = tx.all(
        f"SELECT role_grant.role, person.label, {UNITS} FROM role_grant JOIN person ON person.id = role_grant.person_id"
        " WHERE role_grant.person_id = :person AND role_grant.revoked_at IS NULL",
        person=account.person_id,
    )
    if not rows:  # every role was taken back: a citizen like everybody
        return Actor(account_id=account.id, roles=frozenset({Role.REPORTER}), locale=account.locale)
    _, label, units = rows[0]
    unit, earlier = units_of(units)
    return Actor(
        account_id=account.id,
        person_id=account.person_id,
        label=label,
        unit=unit,
        earlier=earlier,
        roles=frozenset({Role.REPORTER, *(Role(role) for role, _, _ in rows)}),
        locale=account.locale,
    )


def units_of(written: str) -> tuple[str, tuple[Left, ...]]:
    """What `UNITS` has found: the unit of today, and those that were left."""
    unit, *earlier = written.split("\n")
    return unit, tuple(Left(each, times.read(at)) for each, at in (one.split("\t") for one in earlier))


def of_id(tx: Tx, account_id: int) -> Account | None:
    """Find the account of this number; None where it has left."""
    row = tx.one(f"SELECT {COLUMNS} FROM account WHERE id = :id AND gone_at IS NULL", id=account_id)
    return None if row is None else account(row)


def actor_of(tx: Tx, account_id: int) -> Actor | None:
    """Say who acts through the account of this number."""
    found = of_id(tx, account_id)
    return None if found is None else actor(tx, found)


def roles_of(tx: Tx, person_id: int) -> frozenset[Role]:
    """List the roles a person holds now."""
    rows = tx.all("SELECT role FROM role_grant WHERE person_id = :person AND revoked_at IS NULL", person=person_id)
    return frozenset(Role(role) for (role,) in rows)


def has_own(tx: Tx, person_id: int, role: str) -> bool:
    """Whether somebody holds a role for themselves, and not only in place of another."""
    found = tx.value(
        "SELECT 1 FROM role_grant WHERE person_id = :person AND role = :role AND revoked_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM deputy WHERE deputy.grant_id = role_grant.id) LIMIT 1",
        person=person_id,
        role=role,
    )
    return found is not None


def accounts_with(tx: Tx, roles: Iterable[Role], unit: str = "") -> list[int]:
    """List the live accounts of people who hold one of the roles (in the unit, where one is given), whatever the order of roles."""
    wanted = {f"role_{place}": role.value for place, role in enumerate(roles)}
    rows = tx.all(
        "SELECT DISTINCT account.id FROM role_grant JOIN person ON person.id = role_grant.person_id"
        " JOIN account ON account.person_id = person.id"
        f" WHERE role_grant.role IN ({', '.join(f':{name}' for name in wanted) or 'NULL'})"
        " AND role_grant.revoked_at IS NULL AND account.gone_at IS NULL"
        " AND (:unit = '' OR person.unit = :unit) ORDER BY account.id",
        **wanted,
        unit=unit,
    )
    return [number for (number,) in rows]


def units_with(tx: Tx, role: Role) -> frozenset[str]:
    """The codes of the units that somebody with this role and a live account is of."""
    rows = tx.all(
        "SELECT DISTINCT person.unit FROM role_grant JOIN person ON person.id = role_grant.person_id"
        " JOIN account ON account.person_id = person.id"
        " WHERE role_grant.role = :role AND role_grant.revoked_at IS NULL AND account.gone_at IS NULL AND person.unit <> ''",
        role=role.value,
    )
    return frozenset(unit for (unit,) in rows)


def holders(tx: Tx, roles: Iterable[Role]) -> list[tuple[int, str, frozenset[str]]]:
    """List the people who hold one of the roles and have a live account: who, of which unit, in which of the roles."""
    found: dict[int, tuple[str, set[str]]] = {}
    for role in roles:
        rows = tx.all(
            "SELECT DISTINCT person.id, person.unit FROM role_grant JOIN person ON person.id = role_grant.person_id"
            " JOIN account ON account.person_id = person.id"
            " WHERE role_grant.role = :role AND role_grant.revoked_at IS NULL AND account.gone_at IS NULL ORDER BY person.id",
            role=role.value,
        )
        for person, unit in rows:
            found.setdefault(person, (unit, set()))[1].add(role.value)
    return [(person, unit, frozenset(held)) for person, (unit, held) in found.items()]


def staffed(tx: Tx) -> Staffed:
    """Which roles somebody holds now, and which units have anybody who is what by being of them, in one statement."""
    of_unit = {f"role_{place}": role.value for place, role in enumerate(sorted(frozenset().union(*OF_UNIT.values())))}
    marks = ", ".join(f":{name}" for name in of_unit)
    rows = tx.all(
        f"SELECT DISTINCT role_grant.role, CASE WHEN role_grant.role IN ({marks}) THEN person.unit ELSE '' END"
        " FROM role_grant JOIN person ON person.id = role_grant.person_id WHERE role_grant.revoked_at IS NULL",
        **of_unit,
    )
    found = [(Role(role), unit) for role, unit in rows]
    return Staffed(
        roles=frozenset(role for role, _ in found),
        units={
            party: frozenset(unit for role, unit in found if unit and role in roles) for party, roles in OF_UNIT.items()
        },
    )


def not_listed(tx: Tx, moment: datetime) -> list[int]:
    """List everybody who holds a role, has a live account, and whose list of this morning was not made yet."""
    rows = tx.all(
        "SELECT DISTINCT role_grant.person_id FROM role_grant WHERE role_grant.revoked_at IS NULL"
        " AND EXISTS (SELECT 1 FROM account WHERE account.person_id = role_grant.person_id AND account.gone_at IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM occurrence WHERE occurrence.job = 'list:' || role_grant.person_id"
        " AND occurrence.due = :moment) ORDER BY role_grant.person_id",
        moment=times.text(moment),
    )
    return [person for (person,) in rows]


def accounts_of_person(tx: Tx, person_id: int) -> list[int]:
    """List the live accounts of one person."""
    rows = tx.all("SELECT id FROM account WHERE person_id = :person AND gone_at IS NULL ORDER BY id", person=person_id)
    return [number for (number,) in rows]


def labels_of(tx: Tx, person_ids: Collection[int]) -> dict[int, str]:
    """What the office calls these people, in one statement."""
    if not person_ids:
        return {}
    marks = {f"person_{place}": number for place, number in enumerate(sorted(person_ids))}
    rows = tx.all(f"SELECT id, label FROM person WHERE id IN ({', '.join(f':{mark}' for mark in marks)})", **marks)
    return dict(rows)


def unit_of(tx: Tx, person_id: int | None) -> str:
    """Return the code of the unit that a person is of; empty where of none."""
    return str(tx.value("SELECT unit FROM person WHERE id = :id", id=person_id) or "")


def label_of(tx: Tx, person_id: int | None) -> str:
    """Return how the office calls a person: a post, never a reporter's name."""
    return str(tx.value("SELECT label FROM person WHERE id = :id", id=person_id) or "") if person_id else ""


def consent(tx: Tx, account_id: int, at: datetime) -> None:
    """Remember that the privacy notice was accepted."""
    tx.put("UPDATE account SET consented_at = :at WHERE id = :id", at=times.text(at), id=account_id)


def has_consented(tx: Tx, account_id: int) -> bool:
    """Whether the privacy notice was accepted."""
    return tx.value("SELECT consented_at FROM account WHERE id = :id", id=account_id) is not None


def speak(tx: Tx, account_id: int, locale: str) -> None:
    """Change an account's language."""
    tx.put("UPDATE account SET locale = :locale WHERE id = :id", locale=locale, id=account_id)


def mute(tx: Tx, account_id: int, *, is_muted: bool) -> None:
    """Let pushes rest, or come again."""
    tx.put("UPDATE account SET is_muted = :muted WHERE id = :id", muted=int(is_muted), id=account_id)


def is_muted(tx: Tx, account_id: int) -> bool:
    """Whether pushes rest."""
    return bool(tx.value("SELECT is_muted FROM account WHERE id = :id", id=account_id))


def dates_of(tx: Tx, account_id: int) -> tuple[datetime, datetime | None]:
    """Say when an account was opened and when it accepted the privacy notice."""
    row = tx.one("SELECT made_at, consented_at FROM account WHERE id = :id", id=account_id)
    assert row is not None, "whoever asks has an account"
    return times.read(row[0]), times.maybe_read(row[1])


def forget(tx: Tx, account_id: int, at: datetime) -> None:
    """Forget an account: its hash, its route, its dialogue. What it brought stays, without a way back to it."""
    tx.put(
        "UPDATE account SET mark = :mark, route = NULL, gone_at = :at, person_id = NULL WHERE id = :id",
        mark=tx.vault.mark("gone", f"{account_id}|{times.text(at)}"),
        at=times.text(at),
        id=account_id,
    )
    tx.put("DELETE FROM dialogue WHERE account_id = :id", id=account_id)
    tx.put("DELETE FROM tally WHERE account_id = :id", id=account_id)


def grant(tx: Tx, person_id: int, role: Role, at: datetime) -> int:
    """Give a person a role; return the number of the grant."""
    return tx.add(
        "INSERT INTO role_grant (person_id, role, granted_at) VALUES (:person, :role, :at)",
        person=person_id,
        role=role.value,
        at=times.text(at),
    )


def revoke(tx: Tx, person_id: int, role: Role, at: datetime) -> None:
    """Take a role away; what was approved in it and not yet published no longer counts. What else follows:
    `handlers/administration/people.py`."""
    tx.put(
        "UPDATE role_grant SET revoked_at = :at WHERE person_id = :person AND role = :role AND revoked_at IS NULL",
        at=times.text(at),
        person=person_id,
        role=role.value,
    )


def sealed_route(tx: Tx, channel: str, found: bytes, route: str) -> bytes:
    return tx.vault.seal(route.encode(), f"account|route|{channel}|{found.hex()}")


def account(row: Row) -> Account:
    """Make of a row of `COLUMNS` what leaves this folder."""
    return Account(
        id=row[0],
        channel=row[1],
        locale=row[2],
        person_id=row[3],
        has_consented=row[4] is not None,
        is_muted=bool(row[5]),
        expires_at=times.maybe_read(row[6]),
        has_lost_route=bool(row[7]),
    )
