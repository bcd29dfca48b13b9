"""Bots that have things the wrong way round, on which the checker is proved. Applied in the child, after the fork."""

from __future__ import annotations

import asyncio
import functools
import secrets
import sys
from collections.abc import Callable
from typing import Any

from bot import leases
from bot.channels.telegram import updates
from bot.channels.wecom.citizens import items
from bot.channels.wecom.citizens.memory import CitizenMemory
from bot.channels.wecom.citizens.pulling import CitizenPulling
from bot.house import intake, serving, taking, wiring
from domain import said
from handlers.conversation import listening
from storage import people, times
from storage.road import claiming, cursors
from tests.faults.harm.deaths import put

PAUSE = 0.05  # seconds between an acknowledgement and its commit


def acknowledge_first() -> None:
    """Be a bot that acknowledges a message and commits it a moment later."""
    take = intake.Intake.take

    async def wrapped(self: intake.Intake, event: said.Said) -> taking.MessageTaken:
        late = asyncio.ensure_future(_later(lambda: take(self, event)))
        late.add_done_callback(functools.partial(_held.discard))
        _held.add(late)
        return taking.MessageTaken(account_id=0, is_new=True)

    put(intake.Intake, "take", wrapped)


def move_the_cursor_first() -> None:
    """Be a bot that remembers how far it has read customer service in one transaction, and keeps what it has read in the next."""
    ask = CitizenPulling._ask

    async def wrapped(self: CitizenPulling, cursor: str) -> Any:
        page = await ask(self, cursor)
        if page["msg_list"]:
            await self._memory._database.write(lambda tx: self._memory.move(tx, page["next_cursor"]))
            await asyncio.sleep(PAUSE)
        return page

    put(CitizenPulling, "_ask", wrapped)


def tell_everything() -> None:
    """Be a bot that writes into its log what it hears, and into its rows who said so, as whoever looks for a fault might let it."""
    understand, open_account = listening.understand, people.open_account

    def heard(text: Any, *given: Any, **named: Any) -> Any:
        sys.stderr.write(f"{text!r}\n")
        return understand(text, *given, **named)

    def opened(tx: Any, channel: str, speaker: str, *given: Any, **named: Any) -> Any:
        cursors.move(tx, f"opened:{speaker}", "yes")
        sys.stderr.write(f"{speaker}\n")
        return open_account(tx, channel, speaker, *given, **named)

    put(listening, "understand", heard)
    put(people, "open_account", opened)


def say_again() -> None:
    """Be a bot that says in public again what it died over: it takes every channel for one where that does no harm."""
    expire = claiming.expire_claims

    def wrapped(tx: Any, channel: str, at: Any, *, is_two_phase: bool, ours: Any = None) -> Any:
        tx.run(
            "UPDATE outbox SET claimed_until = :now, ref = NULL WHERE state = 'claimed' AND class = 'P'",
            now=times.text(at),
        )
        return expire(tx, channel, at, is_two_phase=True, ours=ours)

    put(claiming, "expire_claims", wrapped)


def forget_keys() -> None:
    """Be a bot that gives every message it hears a key of its own, so that a repeated one is a new one."""
    put(updates, "event_key", lambda update, bot_id: f"{bot_id}:{update['update_id']}:{secrets.token_hex(8)}")
    put(items, "key_of", lambda item: f"k:{item['msgid']}:{secrets.token_hex(8)}")


def settle_nothing() -> None:
    """Be a bot that takes everything for its own, whatever the others do."""
    put(leases.Leases, "of", lambda self, name: leases.ours(name))


def keep_bells() -> None:
    """Be a bot that tells nobody of the bell that rang at its own door, though another pulls."""

    async def wrapped(self: CitizenMemory, token: str) -> None:
        return

    put(CitizenMemory, "leave_bell", wrapped)


def never_end() -> None:
    """Be a bot that does not come to an end when it is asked to, and has a second for it."""

    async def wrapped(self: wiring.House) -> None:
        await asyncio.Event().wait()

    put(wiring.House, "stop", wrapped)
    serving.BREAK_OFF_AFTER = 1.0


BOTS: dict[str, Callable[[], None]] = {
    "acknowledge first": acknowledge_first,
    "move the cursor first": move_the_cursor_first,
    "forget keys": forget_keys,
    "settle nothing": settle_nothing,
    "keep bells": keep_bells,
    "tell everything": tell_everything,
    "say again": say_again,
    "never end": never_end,
}
_held: set[asyncio.Future[Any]] = set()


async def _later(take: Callable[[], Any]) -> Any:
    await asyncio.sleep(PAUSE)
    return await take()
