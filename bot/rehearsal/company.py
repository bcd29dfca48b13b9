"""The company of a rehearsal: who works in the fictional county (the law §10), and what they are called on the roads that they walk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.cast.player import Stage
from domain.people import Role
from domain.saying import Choice
from handlers.conversation.room import Room
from storage import people
from storage.database import Tx

T = TypeVar("T")
LETTERS = "abcdefghijklmnop"
_OF_NO_UNIT: Mapping[Role, tuple[str, int]] = {
    Role.REVIEWER: ("reviewer", 3),
    Role.COMMITTEE: ("committee", 9),
    Role.LEADER: ("leader", 2),
    Role.SUPPORT_CONTACT: ("helper", 4),
    Role.SITE_EVALUATOR: ("evaluator", 4),
    Role.PUBLISHER: ("publisher", 2),
    Role.ADMIN: ("admin", 1),
    Role.AUDITOR: ("auditor", 1),
    Role.CUSTODIAN: ("custodian", 1),
}
INSPECTORS = 6  # officers who verify and inspect
OF_UNIT: Mapping[str, Role] = {"contact": Role.UNIT_CONTACT, "owner": Role.PROJECT_OWNER, "data": Role.DATA_OWNER}


@dataclass(frozen=True, slots=True)
class CompanySeat:
    """What one of the company works as, and for which unit; `place` is where their label stands in the words of the rehearsal."""

    role: Role
    unit: str
    place: str


def company(contacts: Iterable[str], owners: Iterable[str], data: Iterable[str]) -> Mapping[str, CompanySeat]:
    """Everybody with a role, by name; the units that have a contact, own projects, and bring in figures."""
    return dict(_seats({"contact": contacts, "owner": owners, "data": data}))


def _seats(units: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, CompanySeat]]:
    for role, (name, number) in _OF_NO_UNIT.items():
        for letter in LETTERS[:number]:
            yield f"{name}_{letter}", CompanySeat(role, "", name)
    for letter in LETTERS[:INSPECTORS]:
        yield f"inspector_{letter}", CompanySeat(Role.REVIEWER, "", "inspector")
    for name, role in OF_UNIT.items():
        for unit in sorted(set(units[name])):
            yield f"{name}_{unit}", CompanySeat(role, unit, name)


class Recast:
    """A stage on which some of the cast go by other names: the road's bureau is the contact of one unit, and of another on the next."""

    def __init__(self, stage: Stage, names: Mapping[str, str]) -> None:
        """`names` gives, for whoever a road names, whom of the company is meant."""
        self._stage = stage
        self._names = names

    async def says(self, who: str, text: str) -> None:
        """See `Stage`."""
        await self._stage.says(self._name(who), text)

    async def sends(self, who: str, paper: str) -> None:
        """See `Stage`."""
        await self._stage.sends(self._name(who), paper)

    async def presses(self, who: str, handle: str, button: Choice) -> None:
        """See `Stage`."""
        await self._stage.presses(self._name(who), handle, button)

    async def turns_on(self) -> bool:
        """See `Stage`."""
        return await self._stage.turns_on()

    async def settles(self) -> None:
        """See `Stage`."""
        await self._stage.settles()

    async def looks(self, work: Callable[[Room], T]) -> T:
        """See `Stage`."""
        return await self._stage.looks(work)

    def account(self, tx: Tx, who: str) -> people.Account | None:
        """See `Stage`."""
        return self._stage.account(tx, self._name(who))

    def _name(self, who: str) -> str:
        return self._names.get(who, who)
