"""The wire to Telegram's server: python-telegram-bot's request object made discreet, and what its errors mean.

A token is part of every address there, and people's words are part of every request: neither may reach a log.
"""

from __future__ import annotations

import json
import logging
import os
import ssl
from functools import cache
from typing import Any

import httpx
from telegram import error as errors
from telegram.request import HTTPXRequest

from bot.channel import NotSent, Outcome, OutcomeUnknown, Undeliverable
from domain.matters.troubles import TroubleReason

os.environ.setdefault("PTB_TIMEDELTA", "1")  # retry_after as a timedelta, as it will be; otherwise it warns at each use

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
WRONG_TOKEN_PAUSE = 10.0  # seconds until a refused token is tried again: gateways, too, answer 401 and 404 for a while


class Wire(HTTPXRequest):
    """One pool of connections to Telegram. Proxies come from the settings, never from the environment."""

    __slots__ = ()

    def __init__(self, *, proxy: str, connections: int, read_timeout: float) -> None:
        super().__init__(
            connection_pool_size=connections,
            read_timeout=read_timeout,
            write_timeout=20.0,
            connect_timeout=10.0,
            pool_timeout=5.0,
            media_write_timeout=60.0,
            proxy=proxy or None,
            httpx_kwargs={"trust_env": False, "verify": _trusted()},
        )

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As inherited, but an answer that is no answer is not written to the log: it may hold somebody's words."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or (answer.get("ok") and "result" not in answer):
            raise errors.TelegramError("no answer")
        return answer


def hush() -> None:
    """Keep the libraries below from logging addresses (they hold the token) and parameters (they hold words)."""
    for name in ("httpx", "httpcore", "telegram"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


def outcome(error: Exception, *, is_repeatable: bool) -> Outcome:
    """What an error says about the message. `is_repeatable`: doing it twice does no harm, as with an edit."""
    if isinstance(error, errors.RetryAfter):
        return NotSent("too many requests", retry_after=retry_seconds(error))
    if isinstance(error, errors.ChatMigrated):
        return Undeliverable("the chat has moved", moved_to=str(error.new_chat_id))
    if isinstance(error.__cause__, errors.TelegramError):  # a gateway's page, not Telegram's answer
        return _unclear("no answer of Telegram's", is_repeatable)
    if isinstance(error, errors.InvalidToken):
        return NotSent("the token is refused", retry_after=WRONG_TOKEN_PAUSE, is_overall=True)
    if isinstance(error, errors.Forbidden | errors.BadRequest):
        is_gone = isinstance(error, errors.Forbidden) or "chat not found" in described(error)
        return Undeliverable(described(error), is_gone=is_gone, reason=_reason(error, is_gone=is_gone))
    if isinstance(error.__cause__, NEVER_LEFT):
        return NotSent(f"no connection: {type(error.__cause__).__name__}")
    if "entity too large" in described(error):
        return Undeliverable("request entity too large")
    return _unclear(type(error.__cause__ or error).__name__, is_repeatable)


def retry_seconds(error: errors.RetryAfter) -> float:
    """How long to wait; a number of seconds in older versions of python-telegram-bot, a timedelta in newer ones."""
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())


def described(error: Exception) -> str:
    """Telegram's own words, in small letters: python-telegram-bot changes their capitals."""
    return str(error).lower() if isinstance(error, errors.TelegramError) else ""


def _reason(error: Exception, *, is_gone: bool) -> TroubleReason:
    if not is_gone:
        return TroubleReason.REFUSED
    return TroubleReason.BLOCKED if "blocked" in described(error) else TroubleReason.CHAT_GONE


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities we trust, read once: every wire made anew would read them again."""
    return httpx.create_ssl_context(trust_env=False)


def _unclear(why: str, is_repeatable: bool) -> Outcome:
    return NotSent(why) if is_repeatable else OutcomeUnknown(why)
