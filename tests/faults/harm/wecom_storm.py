"""A storm over a town on WeCom, in which something is signed for the group before each life, or laid before those who sign by hand,
and reviewers accept what is reported.

async with WecomStorm(template, folder, seed=1) as storm:
    await storm.play_undisturbed()
    await storm.rage(kills=50)
    await storm.calm_down()       # an operator looks at the group, and decides about what nobody knows
    assert storm.wrong() == []
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bot.home import Home
from storage import vault
from storage.database import Tx
from tests.faults.harm import deaths, wecom_nemesis
from tests.faults.harm.nest import Death, Nest
from tests.faults.harm.storm import Storm
from tests.faults.people import hands, ledger
from tests.faults.people.corporation import ROBOTS, Corporation
from tests.faults.people.deciders import Deciders
from tests.faults.people.group_square import GroupSquare
from tests.faults.people.town import LEASES_END

PLACES = (*deaths.PLACES, *deaths.ON_WECOM)
PRESSED_AGAIN = 6  # cards that show what is over
ASKED_TO_SIGN = 0.5  # of the lives, before which those who sign are asked to
UNDECIDED = "SELECT number FROM matter WHERE kind = 'clue' AND stage = 'triage' ORDER BY id"


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
        self._deciders = Deciders(wecom)
        self._work: asyncio.Task[None] | None = None
        self._has_spoken = False  # everybody
        self._faulty = faulty

    async def play_undisturbed(self) -> None:
        """Let those who decide move in, and do so of what is said then."""
        with hands.writing(self.home) as tx:
            self._deciders.move_in(tx, datetime.now(UTC))
        await super().play_undisturbed()

    def gather(self, channels: Sequence[str] = ()) -> None:
        """Let people speak, and those who decide do so."""
        super().gather(channels)
        self._decide()

    async def rest(self) -> None:
        """Let everybody finish speaking, and everything be decided and done."""
        self._is_over = True
        await self.in_time(asyncio.gather(*self._people))
        self._has_spoken = True
        await self.in_time(self._decide())
        await super().rest()
        with ledger.looking_at(self.home) as tx:
            stale = self._deciders.stale(tx, datetime.now(UTC))
        for each in stale[:PRESSED_AGAIN]:
            await self._deciders.press_stale(*each)
        self.tally["stale cards pressed"] += len(stale[:PRESSED_AGAIN])
        await super().rest()

    async def everybody_goes(self) -> None:
        """Those who decide, too."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        await super().everybody_goes()

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
            brought = self._bring_out(tx)
        self.tally["decided"] += decided
        if decided or brought:
            self.begin(ahead)
            await self.in_time(self._answers())
            await self.finish()
        with ledger.looking_at(self.home) as tx:
            self.found += self._square.wrong(tx, is_decided=True)
            self.found += self._deciders.wrong(tx)

    def said_wrong(self) -> list[str]:
        """What is wrong in the group by now."""
        with ledger.looking_at(self.home) as tx:
            return self._square.wrong(tx, is_decided=False)

    def _bring_out(self, tx: Tx) -> int:
        """Bring out what was signed by hand; how much."""
        approved = self._deciders.approved(tx)
        for each in approved:
            self._square.bring_out(tx, each)
        self.tally["signed by hand"] += len(approved)
        return len(approved)

    def _decide(self) -> asyncio.Task[None]:
        """Those who decide are at work, now at the latest."""
        if self._work is None or self._work.done():
            self._has_spoken = bool(self._is_over)
            self._work = asyncio.create_task(self._deciders.work(self._due, lambda: self._has_spoken))
        return self._work

    def _due(self) -> list[str]:
        with ledger.looking_at(self.home) as tx:
            return [number for (number,) in tx.all(UNDECIDED)]

    async def _answers(self) -> None:
        """Return when a bot that has nothing to do is there: one that has not begun yet cannot be stopped as one should."""
        while not await looks_up(self.address):  # noqa: ASYNC110 - another process rings no bell
            await asyncio.sleep(0.05)

    async def _live(self, nest: Nest, unsound: str) -> Death:
        with hands.writing(self.home) as tx:
            self._square.announce(tx, is_plain=bool(unsound))
            self._bring_out(tx)
            if not unsound and self.drawn.random() < ASKED_TO_SIGN:
                self._deciders.propose(tx, self._square.where, datetime.now(UTC))
        return await super()._live(nest, unsound)


async def looks_up(address: str) -> bool:
    """Whether somebody answers there."""
    async with httpx.AsyncClient(trust_env=False) as client:
        try:
            return (await client.get(f"{address}/livez")).is_success
        except httpx.HTTPError:
            return False
