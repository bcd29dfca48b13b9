"""Telegram's pushes: a bare ASGI application, for thousands of them a second leave no time for a request object.

Mounted by the web server under `path`; calls `bot/channels/telegram/reception.py`. It answers 200 only to what is durable.
"""

from __future__ import annotations

import hashlib
import hmac

import msgspec
from starlette.types import Receive, Scope, Send

from bot.channels.arrivals import NotDurable, whole_body
from bot.channels.telegram import reception as telegram_reception
from bot.channels.telegram import updates

LARGEST_BODY = 1_000_000  # bytes; a real update has a few thousand
SECRET_HEADER = b"x-telegram-bot-api-secret-token"
RETRY_SECONDS = b"2"  # Telegram obeys this and would otherwise come back at once

PLAIN = [(b"content-length", b"0")]
START = {
    status: {"type": "http.response.start", "status": status, "headers": headers}
    for status, headers in (
        (200, PLAIN),
        (403, PLAIN),
        (404, PLAIN),
        (405, [*PLAIN, (b"allow", b"POST")]),
        (413, [*PLAIN, (b"connection", b"close")]),
        (503, [*PLAIN, (b"retry-after", RETRY_SECONDS)]),
    )
}
NOTHING = {"type": "http.response.body", "body": b""}


class Webhook:
    """The endpoint. Path and secret follow from the token: they are the same after a restart."""

    def __init__(self, *, token: str, reception: telegram_reception.UpdateReception) -> None:
        self.path = f"/telegram/{_derived(token, 'path')[:32]}"
        self.secret = _derived(token, "secret")
        self._expected = self.secret.encode()
        self._reception = reception

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one update. 403 without the secret, 503 (come again) where it could not be stored, else 200."""
        status, confirmation = await self._answer(scope, receive)
        if confirmation:
            await _reply(send, confirmation)
            return
        await send(START[status])
        await send(NOTHING)

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        if not hmac.compare_digest(scope["path"].encode(), self.path.encode()):
            return 404, b""
        if scope["method"] != "POST":
            return 405, b""
        if not self._is_telegram(scope):
            self._reception.counts["forged"] += 1
            return 403, b""
        body = await whole_body(receive, LARGEST_BODY)
        if body is None:
            return 413, b""
        arrival = self._reception.read(body)
        try:
            hint = await self._reception.keep(arrival)
        except NotDurable:
            return 503, b""
        return 200, _confirmation(arrival.press, hint) if arrival.press else b""

    def _is_telegram(self, scope: Scope) -> bool:
        given = [value for name, value in scope["headers"] if name == SECRET_HEADER]
        return len(given) == 1 and hmac.compare_digest(given[0], self._expected)


def _derived(token: str, purpose: str) -> str:
    return hmac.new(token.encode(), f"flagpost webhook {purpose}".encode(), hashlib.sha256).hexdigest()


def _confirmation(press: str, hint: str) -> bytes:
    """A press is confirmed in the answer itself: the result of that is never known, but it never matters either."""
    confirmed = {"method": "answerCallbackQuery", "callback_query_id": press}
    return msgspec.json.encode({**confirmed, "text": updates.as_hint(hint)} if hint else confirmed)


async def _reply(send: Send, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
