"""What the house keeps for customer service: how far it was read, and what came back of what was said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.channels.wecom.citizens.traits import TRAITS
from storage import people
from storage.database import Database, Tx
from storage.road import cursors, routes, sending

WHY = "it was taken and could not be brought"


class CitizenMemory:
    """Of one account of customer service, in the database."""

    def __init__(self, database: Database, account: str, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._name = f"{TRAITS.name}:{account}"
        self._clock = clock

    @property
    def is_shared(self) -> bool:
        """Whether other processes may be there, at which the bell may ring."""
        return self._database.is_shared

    def message_mark(self, told: str) -> bytes:
        """The keyed hash by which a message of ours is known to the platform."""
        return self._database.vault.mark("wechat message", told)

    async def bell(self) -> str:
        """By what was rung last at a process that does not pull; empty where it never was."""
        return await self._database.read(lambda tx: cursors.of(tx, f"{self._name}:bell"))

    async def leave_bell(self, token: str) -> None:
        """Tell whoever pulls that it has rung."""
        await self._database.write(lambda tx: cursors.move(tx, f"{self._name}:bell", token))

    async def cursor(self) -> str:
        """How far it was read; empty: from as far back as the platform has it."""
        return await self._database.read(lambda tx: cursors.of(tx, self._name))

    def move(self, tx: Tx, to: str) -> None:
        """All before this is durable with us once this is."""
        cursors.move(tx, self._name, to)

    def come_back(self, tx: Tx, citizen: str, message: str, *, is_refused: bool) -> bool:
        """A message of ours did not arrive: it is kept until its reader writes again. `is_refused`: they want none, and nothing reaches
        them until they do. False where there is no such message."""
        now = self._clock()
        account = people.account_of(tx, TRAITS.name, citizen, now)
        if account is None or not message:
            return False
        if is_refused:
            routes.lose_route(tx, account.id, now)
        return sending.come_back(tx, account.id, message, now, WHY)
