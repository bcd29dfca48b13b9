"""How near delivery comes to the rate that the platform permits, and how soon a reply leaves in the middle of a mass.

The whole house is open in this process, on a home of its own; `bench/gate.py` is the platform. `README.md` says what counts.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bench import children, disk, gate, subject
from bench.children import CouldNotMeasure
from bot import settings
from bot.house import wiring
from domain.saying import Class, Say, Term
from domain.sayings import clues as sayings
from domain.sayings.matters import AskTold
from storage import people
from storage.database import Database, Tx
from storage.road import outbox

TELEGRAM = "telegram"
FIRST_CHAT = 7_200_000_000
FIRST_GROUP = -1_002_000_000_000
PATIENCE = 30.0  # seconds without a message after which the measurement has failed
TOLD_EVERY = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is measured: chats with one notice each, and among them some with several; groups have two each."""

    private: int = 980
    groups: int = 20
    much_addressed: int = 20
    replies_per_s: float = 3.0

    @property
    def notices(self) -> int:
        """How many notices are to be sent."""
        return self.private + 2 * self.much_addressed + 2 * self.groups


async def measure(size: Size, database: str, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure; return the figures of `README.md`. Raises CouldNotMeasure. `tell` hears how it goes."""
    with disk.folder() as folder, disk.database(database, "flagpost_bench") as url:
        async with children.running(("-m", "bench.gate"), folder / "gate.log", talks=True) as platform:
            api = (await platform.hear(20))["api"]
            async with subject.prepared(folder, api, url) as given, wiring.open_house(settings.load(given)) as house:
                return await _measured(size, house, platform, tell)


async def _measured(
    size: Size, house: wiring.House, platform: children.Child, tell: Callable[[str], None]
) -> dict[str, Any]:
    at = datetime.now(UTC)
    callers = await house.database.write(lambda tx: _callers(tx, 400, at))
    await house.database.write(lambda tx: _put_notices(tx, size, at))
    began = time.process_time()
    house.wake()
    asked = await _call_until_done(size, house, callers, tell)
    busy = time.process_time() - began
    platform.tell({"chats": list(asked)})
    heard = await platform.hear(20)
    if heard["sent"] != size.notices + len(asked) or len(heard["heard"]) != len(asked):
        raise CouldNotMeasure(f"{size.notices} notices and {len(asked)} replies were put; the platform says {heard}.")
    return _figures(size, asked, heard, busy)


async def _call_until_done(
    size: Size, house: wiring.House, callers: dict[str, int], tell: Callable[[str], None]
) -> dict[str, float]:
    """Put a reply now and then until the notices are out; return when each was put, by chat."""
    asked: dict[str, float] = {}
    told_at, left, changed_at = time.monotonic(), -1, time.monotonic()
    while left:
        now = time.monotonic()
        waiting = await house.database.read(_waiting)
        left, changed_at = waiting, now if waiting != left else changed_at
        if now - changed_at > PATIENCE:
            raise CouldNotMeasure(f"{left} messages wait, and none has left for {PATIENCE:.0f} s.")
        if left > size.replies_per_s and callers:
            chat, account = callers.popitem()
            asked[chat] = time.monotonic()
            await _reply(house.database, account)
            house.wake()
        if now - told_at > TOLD_EVERY:
            tell(f"  {left} messages are waiting")
            told_at = now
        await asyncio.sleep(1 / size.replies_per_s)
    return asked


def _figures(size: Size, asked: dict[str, float], heard: dict[str, Any], busy: float) -> dict[str, Any]:
    seconds = heard["ended"] - heard["began"]
    per_s = (heard["sent"] - 1) / seconds
    permitted = gate.ALL[0] / gate.ALL[1]
    waits = sorted(1000 * (heard["heard"][chat] - at) for chat, at in asked.items())
    return {
        "sends_per_s": round(per_s, 2),
        "permitted_per_s": permitted,
        "ratio_to_permitted": round(per_s / permitted, 4),
        "answers_429": heard["refused"],
        "reply_p50_ms": _percentile(waits, 50),
        "reply_p99_ms": _percentile(waits, 99),
        "cpu_ms_per_send": round(1000 * busy / heard["sent"], 2),
        "size": {
            "chats": size.private + size.groups,
            "notices": size.notices,
            "replies": len(asked),
            "seconds": round(seconds, 1),
        },
    }


def _callers(tx: Tx, number: int, at: datetime) -> dict[str, int]:
    """Open the accounts of people who will be answered, by chat."""
    first = FIRST_CHAT + 1_000_000
    return {str(first + place): _account(tx, str(first + place), at) for place in range(number)}


def _put_notices(tx: Tx, size: Size, at: datetime) -> None:
    """Put every notice, as one decision about many would."""
    accounts = [_account(tx, str(FIRST_CHAT + place), at) for place in range(size.private)]
    groups = [_account(tx, str(FIRST_GROUP - place), at) for place in range(size.groups)]
    several = accounts[: size.much_addressed] * 2
    for place, account in enumerate((*accounts, *groups, *several, *groups)):
        say = Say(to=account, saying=sayings.News(number=f"QS-2026-{place:06}"), kind=Class.NOTICE)
        outbox.put(tx, say, TELEGRAM, (), at, priority=outbox.BULK)


def _account(tx: Tx, chat: str, at: datetime) -> int:
    return people.open_account(tx, TELEGRAM, chat, chat, "zh", at).id


async def _reply(database: Database, account: int) -> None:
    say, at = (
        Say(to=account, saying=AskTold(what=Term("ask.clue", "story"), limit=2000, number=0, stronger=())),
        datetime.now(UTC),
    )
    await database.write(lambda tx: outbox.put(tx, say, TELEGRAM, (), at))


def _waiting(tx: Tx) -> int:
    return int(
        tx.value("SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'claimed') AND channel = :name", name=TELEGRAM)
    )


def _percentile(ordered: list[float], percent: int) -> float:
    return round(ordered[-(-len(ordered) * percent // 100) - 1], 1)
