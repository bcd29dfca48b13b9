"""Ways in which a call to the stand-in Telegram can fail: `server.fail("sendMessage", flood(30))`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from tests.telegram.telegram_chats import Refusal


@dataclass(frozen=True, slots=True)
class Fault:
    """How a call fails: refused with `refusal`, or `carried_out` and its answer lost after so many bytes.

    With `held` it is carried out, and answered in full when that is set.
    """

    refusal: Refusal | None = None
    is_carried_out: bool = False
    answered_bytes: int = 0
    body: bytes | None = None
    held: asyncio.Event | None = None


def flood(seconds: int) -> Fault:
    """429, come again in so many seconds."""
    return Fault(Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds))


def refused(code: int, description: str, **parameters: int) -> Fault:
    """Any other error in Telegram's form."""
    return Fault(Refusal(code, description, **parameters))


def gateway_page(code: int) -> Fault:
    """An error page of something in between."""
    return Fault(Refusal(code, "page"), body=b"<html>Bad gateway</html>")


def cut(*, carried_out: bool, after: int = 0) -> Fault:
    """The line breaks: before anything was done, or after it was done and before (or within) the answer."""
    return Fault(is_carried_out=carried_out, answered_bytes=after)


def held(until: asyncio.Event) -> Fault:
    """It is done, and the answer comes much later."""
    return Fault(is_carried_out=True, held=until)
