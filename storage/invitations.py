"""Invitations: a code that gives a role once, or signs in another device. Only its keyed hash is kept."""

from dataclasses import dataclass
from datetime import datetime

from domain import errors
from domain.people import Role, may_be_one
from storage import people, times
from storage.database import Tx
from storage.people import Account
from storage.road import history


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What an invitation gives. `is_device`: only another device to somebody who was here already."""

    role: Role
    unit: str
    label: str
    person_id: int | None
    is_device: bool = False


class OtherUnit(errors.FlagpostError):
    """Whoever uses the invitation belongs to another unit than the one it names."""


class OwnDevice(errors.FlagpostError):
    """The code is for another device than the one on which it is used, whose owner is here already."""


class OtherPerson(errors.FlagpostError):
    """The code is for another device of somebody, and whoever uses it works here as somebody else."""


class FromAbove(errors.FlagpostError):
    """Whoever uses the invitation would be of this office and the contact above it in one."""


def invite(
    tx: Tx, code: str, role: Role, unit: str, label: str, at: datetime, until: datetime, person_id: int | None = None
) -> int:
    """Make a one-time invitation and return its number; only its keyed hash is kept. `person_id`: for a device of theirs."""
    return tx.add(
        "INSERT INTO invitation (mark, role, unit, label, person_id, made_at, expires_at)"
        " VALUES (:mark, :role, :unit, :label, :person, :at, :until)",
        mark=tx.vault.mark("invitation", code),
        role=role.value,
        unit=unit,
        label=label,
        person=person_id,
        at=times.text(at),
        until=times.text(until),
    )


def redeem(tx: Tx, code: str, account: Account, at: datetime, until: datetime | None) -> Invitation | None:
    """Use an invitation once: the account becomes a person with its role. None where it is unknown, used, cancelled or expired,
    or for a device of somebody who holds no role any more. The account is theirs `until` then; None: as long as it is there.

    Raises OtherUnit where the account is somebody's already whose unit is another, FromAbove where they would hold roles that
    nobody holds together, OtherPerson where it would make somebody who works here another, and OwnDevice where it would change
    nothing: the invitation stays unused.
    """
    mark = tx.vault.mark("invitation", code)
    row = tx.one(
        "SELECT role, unit, label, person_id FROM invitation"
        " WHERE mark = :mark AND used_at IS NULL AND cancelled_at IS NULL AND expires_at > :at",
        mark=mark,
        at=times.text(at),
    )
    if row is None or (row[3] is not None and not people.roles_of(tx, row[3])):
        return None
    role, unit, label, device_of = row
    held = frozenset() if account.person_id is None else people.roles_of(tx, account.person_id)
    if device_of is not None and held:
        raise OwnDevice if account.person_id == device_of else OtherPerson
    if device_of is None and not may_be_one(held | {Role(role)}):
        raise FromAbove
    person_id = device_of if device_of is not None else _person(tx, account, unit, label, at)
    used = tx.run(
        "UPDATE invitation SET used_at = :at WHERE mark = :mark AND used_at IS NULL", mark=mark, at=times.text(at)
    )
    if used != 1:
        return None
    if device_of is None and not people.has_own(tx, person_id, role):
        people.grant(tx, person_id, Role(role), at)
    tx.put(
        "UPDATE account SET person_id = :person, consented_at = COALESCE(consented_at, :at), expires_at = :until WHERE id = :id",
        person=person_id,
        at=times.text(at),
        until=times.maybe_text(until),
        id=account.id,
    )
    return Invitation(role=Role(role), unit=unit, label=label, person_id=person_id, is_device=device_of is not None)


def _person(tx: Tx, account: Account, unit: str, label: str, at: datetime) -> int:
    """Who the invited account is: somebody new, or whoever it was already, who belongs to the unit that is named."""
    if account.person_id is None:
        return tx.add(
            "INSERT INTO person (label, unit, made_at) VALUES (:label, :unit, :at)",
            label=label,
            unit=unit,
            at=times.text(at),
        )
    known = people.unit_of(tx, account.person_id)
    if unit and known and unit != known:
        raise OtherUnit
    if unit and not known:
        tx.put("UPDATE person SET unit = :unit WHERE id = :id", unit=unit, id=account.person_id)
    return account.person_id


def is_invitation(tx: Tx, code: str) -> bool:
    """Whether this code was ever an invitation, also one that is used or over."""
    return tx.value("SELECT 1 FROM invitation WHERE mark = :mark", mark=tx.vault.mark("invitation", code)) is not None


INVITED = "invitation"  # and invitations one each


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation that nobody has used yet. Its code is not known any more. `person_id`: for another device of theirs."""

    id: int
    role: Role
    unit: str
    label: str
    person_id: int | None
    expires_at: datetime


def waiting(tx: Tx, at: datetime) -> list[Invited]:
    """The invitations that may still be used, oldest first."""
    rows = tx.all(
        "SELECT id, role, unit, label, person_id, expires_at FROM invitation"
        " WHERE used_at IS NULL AND cancelled_at IS NULL AND expires_at > :at ORDER BY id",
        at=times.text(at),
    )
    return [
        Invited(id=r[0], role=Role(r[1]), unit=r[2], label=r[3], person_id=r[4], expires_at=times.read(r[5]))
        for r in rows
    ]


def cancel(tx: Tx, invitation_id: int, at: datetime) -> bool:
    """Make an invitation useless; False where there is none of this number that could still be used."""
    done = tx.run(
        "UPDATE invitation SET cancelled_at = :at"
        " WHERE id = :id AND used_at IS NULL AND cancelled_at IS NULL AND expires_at > :at",
        at=times.text(at),
        id=invitation_id,
    )
    return done == 1


def cancel_devices(tx: Tx, person_id: int, at: datetime) -> None:
    """Make every unused code for another device of this person useless."""
    tx.put(
        "UPDATE invitation SET cancelled_at = :at WHERE person_id = :person AND used_at IS NULL AND cancelled_at IS NULL",
        at=times.text(at),
        person=person_id,
    )


def note_invitation(tx: Tx, number: int, actor: str, what: str, body: dict[str, object], at: datetime) -> None:
    """Write a line into an invitation's history."""
    history.write(tx, INVITED, number, history.HistoryLine(at=at, actor=actor, what=what, body=body))
