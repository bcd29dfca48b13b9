"""`flagpost …` for `test_logs.py`: free words that hold POISON make a handler fail, with the words in its exception.

`python -m tests.faults.people.talker discreet run` is otherwise what an office runs; `leaky` is a bot that tells everything, as one
does that was wired without care: it proves that the search finds what there is to find.
"""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from typing import Any

from bot import chores, cli, logs
from bot.channels.telegram import reception, webhook
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.traits import LIMITS, TRAITS
from bot.channels.web import sessions
from bot.delivery import attempt
from bot.house import intake
from bot.house.taking import MessageTaken
from domain import said
from domain.channels import Rate
from handlers.conversation import listening
from storage import vault

POISON = "下毒"
FAST = 10_000  # messages a second: the stand-in for Telegram bears any pace
A_MOMENT = 0.1
LOG = logging.getLogger("leak")


def poison() -> None:
    """Let the handler of free words fail over some of them, as a fault in a parser would."""
    understand = listening.understand

    def wrapped(heard: Any, now: Any, **looked_up: Any) -> Any:
        if POISON in heard.text:
            raise ValueError(f"invalid literal for int() with base 10: {heard.text!r}")
        return understand(heard, now, **looked_up)

    _put(listening, "understand", wrapped)


def hurry() -> None:
    """Wait for nothing longer than a moment."""
    limits = replace(LIMITS, per_second=FAST, chat=(Rate(FAST, 1.0),))
    _put(TelegramChannel, "traits", replace(TRAITS, limits=limits))
    _put(attempt, "LONGEST_PAUSE", A_MOMENT)
    _put(chores, "_LONGEST_PAUSE", A_MOMENT)


def leak() -> None:
    """Tell everything: what comes in, with what headers, the environment and the keys."""
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr, force=True)
    _put(logs, "begin", lambda level="": LOG.info("%r", dict(os.environ)))
    _put(logs, "set_level", lambda level: None)
    take, read, look = intake.Intake.take, reception.UpdateReception.read, sessions.Cookie.read
    call, key = webhook.Webhook.__call__, vault.read_key

    async def taking(self: intake.Intake, event: said.Said) -> MessageTaken:
        LOG.info("%r", event)
        return await take(self, event)

    def reading(self: reception.UpdateReception, raw: Any) -> reception.UpdateArrival:
        LOG.info("%s", bytes(raw))
        return read(self, raw)

    def looking(self: sessions.Cookie, request: Any) -> str:
        LOG.info("%r", request.headers)
        return look(self, request)

    async def calling(self: webhook.Webhook, scope: Any, receive: Any, send: Any) -> None:
        LOG.info("%r", scope)
        await call(self, scope, receive, send)

    def opening(path: Any) -> bytes:
        master = key(path)
        LOG.info("%s %s", master.hex(), vault.Vault(master).database_key)
        return master

    _put(intake.Intake, "take", taking)
    _put(reception.UpdateReception, "read", reading)
    _put(sessions.Cookie, "read", looking)
    _put(webhook.Webhook, "__call__", calling)
    _put(vault, "read_key", opening)


def _put(place: Any, name: str, wrapped: Any) -> None:
    assert hasattr(place, name), f"{name} has gone elsewhere"
    setattr(place, name, wrapped)


if __name__ == "__main__":
    how, *words = sys.argv[1:]
    poison()
    hurry()
    if how == "leaky":
        leak()
    sys.argv = ["flagpost", *words]
    cli.main()
