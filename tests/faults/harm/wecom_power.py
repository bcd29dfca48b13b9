"""Power cuts between what somebody said on WeCom, how far customer service was read, and what WeCom was told.

lived = await wecom_power.live(folder, seed=1)   # a whole house, with citizens, members and a stand-in before it
for cut, wrong in power.suffer(lived.story, power.cuts(lived.story, 100, seed=1), room, wecom_power.check(lived)):
    …

A callback that was answered and an item behind which WeCom was asked for more are told; what lies before the cursor in the
database must lie there, too, for WeCom does not hand it out again.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from bot import home, settings
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.citizens.channel import CitizenChannel
from bot.demo.wecom.citizens import ACCOUNT
from bot.house import wiring
from domain.channels import Rate
from storage import vault
from storage.engines import migrating
from storage.engines.sqlite import connection as sqlite_connection
from storage.road import cursors
from tests.faults.harm import disk, power
from tests.faults.people import ledger, speakers
from tests.faults.people.corporation import Corporation, awaits_answer, key_of
from tests.faults.people.speakers import Record
from tests.faults.people.witness import Witness
from tests.support.homes import make_home
from tests.web.asgi_server import serving

PEOPLE = {"wechat": 5, "wecom": 3}
FAST = 10_000  # messages a second


class Lived(NamedTuple):
    """A life: what happened to the disk, the keys it was sealed with, and what customer service had, in order."""

    story: power.Story
    keys: vault.Vault
    items: list[tuple[str, str] | None]


class TellingRecord(Record):
    """Writes into the story of the disk what WeCom is told."""

    def __init__(self, events: list[disk.Event]) -> None:
        super().__init__()
        self._events = events

    def acknowledge(self, channel: str, key: str) -> None:
        """It knows now."""
        super().acknowledge(channel, key)
        self._events.append(disk.Acknowledged(f"{channel} {key}"))


async def live(folder: Path, *, seed: int, worse: str = "") -> Lived:
    """Make a home in an empty folder and let people speak to it; `worse` as in `power.live`."""
    with power.less_careful(worse), Witness(folder) as witness:
        witness.events.append(disk.Began("making"))
        await make_home(folder)
        witness.events.append(disk.Acknowledged(power.SCHEMA))
        keys = vault.Vault(vault.read_key(home.Home(folder=folder).key))
        corporation = Corporation(keys)
        async with _house(folder, corporation) as address:
            witness.events.append(disk.Began("citizens and members"))
            record = TellingRecord(witness.events)
            people = [
                speakers.make(1_000 * seed + number, channel, number % 2)
                for channel, many in PEOPLE.items()
                for number in range(many)
            ]
            await asyncio.gather(*(corporation.speak(address, record, one) for one in people))
            witness.events.append(disk.Began("closing"))
    names = {event.file: event.name for event in witness.events if isinstance(event, disk.Made)}
    story = power.Story(events=witness.events, names=names, messages=[])
    return Lived(
        story, keys, [key_of(item) if awaits_answer(item) else None for item in corporation.wecom.service.items]
    )


def check(lived: Lived) -> power.Check:
    """What is wrong with a database that was left so, when these were told."""

    def look(path: Path, told: list[str]) -> list[str]:
        try:
            (migrating.check if power.SCHEMA in told else migrating.migrate)(path, lived.keys)
        except Exception as error:
            return [f"does not open: {error!r}"]
        connection = sqlite_connection.connect(path, lived.keys)
        try:
            tx = sqlite_connection.tx_of(connection, lived.keys)
            stored = {f"{channel} {key}" for channel, key in ledger.stored(tx)}
            cursor = cursors.of(tx, f"wechat:{ACCOUNT}").removeprefix("cursor-")
            read = {" ".join(each) for each in lived.items[: int(cursor or 0)] if each}
            return [
                *ledger.broken(tx),
                *(f"lost: {each}" for each in sorted(set(told) - {power.SCHEMA} - stored)),
                *(f"behind the cursor, and not there: {each}" for each in sorted(read - stored)),
            ]
        except Exception as error:
            return [f"does not read: {error!r}"]
        finally:
            connection.close()

    return look


@asynccontextmanager
async def _house(folder: Path, corporation: Corporation) -> AsyncIterator[str]:
    """A house that is open, with the corporation before it."""
    app: list[Any] = []

    async def doors(scope: Any, receive: Any, send: Any) -> None:
        await app[0](scope, receive, send)

    async with serving(doors) as address, corporation:
        own = {"FLAGPOST_HOME": str(folder), "FLAGPOST_PUBLIC_URL": address}
        with _hurrying(WecomChannel), _hurrying(CitizenChannel):
            async with wiring.open_house(settings.load(own | corporation.settings(address))) as house:
                app.append(house.app)
                yield address


def _hurrying(channel: type[WecomChannel | CitizenChannel]) -> Any:
    limits = channel.traits.limits
    assert limits is not None
    fast = dataclasses.replace(limits, per_second=FAST, chat=(Rate(FAST, 1.0),), group=(Rate(FAST, 1.0),))
    return mock.patch.object(channel, "traits", dataclasses.replace(channel.traits, limits=fast))
