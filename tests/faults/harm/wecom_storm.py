"""A storm over a town on WeCom, in which leaders sign something for the group before each life.

async with WecomStorm(template, folder, seed=1) as storm:
    await storm.play_undisturbed()
    await storm.rage(kills=50)
    await storm.calm_down()       # an operator looks at the group, and decides about what nobody knows
    assert storm.wrong() == []
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

from bot.home import Home
from storage import vault
from tests.faults.harm import deaths, wecom_nemesis
from tests.faults.harm.nest import Death, Nest
from tests.faults.harm.storm import Storm
from tests.faults.people import hands, ledger
from tests.faults.people.corporation import ROBOTS, Corporation
from tests.faults.people.group_square import GroupSquare
from tests.faults.people.town import LEASES_END

PLACES = (*deaths.PLACES, *deaths.ON_WECOM)


class WecomStorm(Storm):
    """See above. `faulty`: such a share of all calls fail while it rages, and what citizens were told last comes back later."""

    def __init__(
        self,
        template: Path,
        folder: Path,
        *,
        seed: int,
        places: Sequence[str] = PLACES,
        faulty: float = 0.0,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self._corporation = Corporation(vault.Vault(vault.read_key(Home(folder=template).key)))
        super().__init__(
            template,
            folder,
            seed=seed,
            places=places,
            told=told,
            platform=self._corporation,
            suffers=wecom_nemesis.SUFFERS,
        )
        wecom = self._corporation.wecom
        self._square = GroupSquare(ROBOTS, wecom.groups.screens[next(iter(ROBOTS.values()))])
        self._faulty = faulty

    async def rage(self, kills: int, *, unsound: str = "", channels: Sequence[str] = ()) -> None:
        """Let people speak and the bot die; and WeCom fail, where it is to."""
        self._corporation.fails_later = bool(self._faulty)
        self._corporation.wecom.whim = wecom_nemesis.whims(self.drawn, self._faulty)
        await super().rage(kills, unsound=unsound, channels=channels)
        self._corporation.wecom.whim = lambda path: None

    async def calm_down(self, ahead: float = LEASES_END) -> None:
        """Let everybody finish; look at the group, before and after an operator has."""
        await super().calm_down(ahead)
        with ledger.looking_at(self.home) as tx:
            self.found += self._square.wrong(tx, is_decided=False)
        with hands.writing(self.home) as tx:
            decided = self._square.decide(tx)
        self.tally["decided"] += decided
        if decided:
            self.begin(ahead)
            await self.in_time(self._answers())
            await self.finish()
        with ledger.looking_at(self.home) as tx:
            self.found += self._square.wrong(tx, is_decided=True)

    def said_wrong(self) -> list[str]:
        """What is wrong in the group by now."""
        with ledger.looking_at(self.home) as tx:
            return self._square.wrong(tx, is_decided=False)

    async def _answers(self) -> None:
        """Return when a bot that has nothing to do is there: one that has not begun yet cannot be stopped as one should."""
        while not await looks_up(self.address):  # noqa: ASYNC110 - another process rings no bell
            await asyncio.sleep(0.05)

    async def _live(self, nest: Nest, unsound: str) -> Death:
        with hands.writing(self.home) as tx:
            self._square.announce(tx, is_plain=bool(unsound))
        return await super()._live(nest, unsound)


async def looks_up(address: str) -> bool:
    """Whether somebody answers there."""
    async with httpx.AsyncClient(trust_env=False) as client:
        try:
            return (await client.get(f"{address}/livez")).is_success
        except httpx.HTTPError:
            return False
