"""What is said about who works here: to administrators, to whom a change concerns, and on the command line."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine(Saying):
    """One person of the list."""

    number: int
    label: str
    unit: str
    roles: tuple[Term, ...]
    devices: int
    stands_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody(Saying):
    """Who works here; `open` invitations wait to be used."""

    is_of_desk: ClassVar[bool] = True

    lines: tuple[PersonLine, ...]
    more: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyLine(Saying):
    """Somebody who stands in for another, or will."""

    number: int
    who: str
    role: Term
    other: str
    begins: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Saying):
    """One person, with what may be changed."""

    is_of_desk: ClassVar[bool] = True

    number: int
    label: str
    unit: str
    roles: tuple[Term, ...]
    devices: int
    claims: int
    deputies: tuple[DeputyLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationLine(Saying):
    """An invitation that nobody has used yet."""

    number: int
    role: Term
    label: str
    unit: str
    until: datetime
    device: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitations(Saying):
    """The invitations that may still be used."""

    is_of_desk: ClassVar[bool] = True

    lines: tuple[InvitationLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoInvitations(Saying):
    """None waits to be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAtStake(Saying):
    """What falls with a role that is about to be taken back."""

    label: str
    role: Term
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationMade(Saying):
    """A one-time code with its link, and what to do with it."""

    role: Term
    label: str
    unit: str
    code: str
    link: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCode(Saying):
    """A code by which a person comes in on another device."""

    label: str
    code: str
    link: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceAdded(Saying):
    """Another device is signed in."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDeviceAdded(Saying):
    """The other devices of a person hear that one more is signed in."""

    channel: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSignOut(Saying):
    """Leaving means signing out of this device: is it meant?"""

    is_last: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationCancelled(Saying):
    """An invitation is worth nothing any more."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTaken(Saying):
    """A role was taken back."""

    label: str
    role: Term
    freed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointed(Saying):
    """Somebody who works here has another role."""

    label: str
    role: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGiven(Saying):
    """Said to whoever has another role."""

    role: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Saying):
    """Somebody was signed out of so many devices."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLost(Saying):
    """Said to whoever lost a role."""

    role: Term
    rest: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastOfRole(Saying):
    """Said to administrators: with `label` the last one is gone who held a role, of `unit` where it speaks for one."""

    label: str
    role: Term
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Saying):
    """Open matters have another owner; those that were `freed` may not be theirs and wait for anybody."""

    label: str
    other: str
    given: int
    freed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MattersTakenOver(Saying):
    """Said to whoever took open matters over."""

    label: str
    given: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyPlanned(Saying):
    """Somebody stands in for another from one day to another."""

    who: str
    role: Term
    other: str
    begins: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyBegins(Saying):
    """Said to the deputy."""

    role: Term
    other: str
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyOver(Saying):
    """Said to the deputy: it is over."""

    role: Term
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Saying):
    """Post and unit of a person as they are now."""

    number: int
    label: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownUnit(Saying):
    """No unit is called so; these are called alike."""

    given: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsUnit(Saying):
    """This role speaks for a unit."""

    role: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchPerson(Saying):
    """There is nobody of this number."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchInvitation(Saying):
    """There is no open invitation of this number."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchDeputy(Saying):
    """Nobody stands in under this number."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysWrong(Saying):
    """The last day lies before the first, or is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotADay(Saying):
    """This is no day."""
