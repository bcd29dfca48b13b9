"""The door at which WeCom calls: a bare ASGI application that answers once what came is durable, with an empty body.

The address is shown to everybody; what opens it is the seal (`bot/channels/wecom/crypto.py`). WeCom calls three times in all,
each time waits five seconds, and has then forgotten.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from starlette.types import Receive, Scope, Send

from bot.channel import ChannelFinding
from bot.channels.arrivals import Arrival, Arrivals, NotDurable, whole_body
from bot.channels.wecom import updates
from bot.channels.wecom.crypto import Forged, Seal, SignedButSealed

LOG = logging.getLogger(__name__)

PATH = "/wecom/callback"
MARKUP = b"<"  # in every message, and in no echo: that is a number
LARGEST_BODY = 200_000  # bytes; a real one has a few thousand
LARGEST_GAP = 120  # seconds between WeCom's clock and ours; it calls again within less
KNOWN_FOR = timedelta(hours=1)
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what people paste, and XML may not hold
Bells = Callable[[updates.Bell], Awaitable[None]]


class DoorWatch:
    """What an operator should know of those who were refused within the last hour, until something comes in that is sealed as it must be;
    and of our clock, held against WeCom's.

    Whoever signs with our Token is WeCom, and nothing that it brings can be read; anybody else may be WeCom with another Token, or a
    stranger. That an address is asked for (`flagpost check` does so, too) says nothing of what WeCom has.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._seen: dict[str, datetime] = {}
        self._ahead = 0  # seconds

    def opened(self, timestamp: str) -> None:
        """Something came in, which was signed at that moment by WeCom's clock."""
        self._seen.clear()
        now = int(self._clock().timestamp())
        self._ahead = now - int(timestamp) if timestamp.isdecimal() else 0

    def refused(self, error: Forged) -> None:
        """Somebody was refused; logged when that begins."""
        key, level = (
            ("wecom_door_key", logging.ERROR)
            if isinstance(error, SignedButSealed)
            else ("wecom_door_token", logging.WARNING)
        )
        if not self._found(key):
            LOG.log(level, "WeCom: %s", ChannelFinding(key=key).said("en"))
        self._seen[key] = self._clock()

    @property
    def shut(self) -> ChannelFinding | None:
        """That nothing can be read."""
        return ChannelFinding(key="wecom_door_key", is_well=False) if self._found("wecom_door_key") else None

    def minds(self) -> list[ChannelFinding]:
        """That somebody was refused; and that our clock is not that of whoever called last."""
        found = [ChannelFinding(key="wecom_door_token", is_to_mind=True)] if self._found("wecom_door_token") else []
        if abs(self._ahead) > LARGEST_GAP:
            key = "wecom_clock_ahead" if self._ahead > 0 else "wecom_clock_behind"
            found.append(ChannelFinding(key=key, facts={"minutes": abs(self._ahead) // 60}, is_to_mind=True))
        return found

    def _found(self, key: str) -> bool:
        at = self._seen.get(key)
        return at is not None and self._clock() - at < KNOWN_FOR


class Callback:
    """The endpoint. What members say goes to `arrivals`, under keys as they are `kept_as`; who rings for customer service rings `bells`,
    which raise NotDurable where it must ring again."""

    def __init__(
        self, *, seal: Seal, arrivals: Arrivals, kept_as: Callable[[str], str], clock: Callable[[], datetime]
    ) -> None:
        self.arrivals = arrivals
        self.door = DoorWatch(clock)
        self.bells: list[Bells] = []

        self._seal = seal
        self._kept_as = kept_as
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call. 403 without a true seal, 503 (come again) where it could not be stored, else 200."""
        status, body = await self._answer(scope, receive)
        headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        given = _query(scope["query_string"])
        if scope["method"] == "GET":
            return self._verified(given)
        if scope["method"] != "POST":
            return 405, b""
        body = await whole_body(receive, LARGEST_BODY)
        if body is None:
            return 413, b""
        try:
            message = self._opened(given, _sealed(body))
        except Forged as error:
            return self._refused(error)
        self.door.opened(given.get("timestamp", ""))
        try:
            await self._take(message)
        except NotDurable:
            return 503, b""
        return 200, b""

    def _verified(self, given: dict[str, str]) -> tuple[int, bytes]:
        """What the console asks before it takes our address: the plain text of what it sealed, and nothing else. Messages are signed in
        the same way: whoever has caught one on its way must not have it opened here."""
        try:
            echo = self._opened(given, given.get("echostr", ""))
            if MARKUP in echo:
                raise Forged
        except Forged as error:
            return self._refused(error)
        return 200, echo

    def _refused(self, error: Forged) -> tuple[int, bytes]:
        self.arrivals.counts["forged"] += 1
        self.door.refused(error)
        return 403, b""

    def _opened(self, given: dict[str, str], sealed: str) -> bytes:
        return self._seal.opened(
            sealed,
            signature=given.get("msg_signature", ""),
            timestamp=given.get("timestamp", ""),
            nonce=given.get("nonce", ""),
        )

    async def _take(self, message: bytes) -> None:
        """Read one message; what cannot be read is kept as it is. Its bytes are its key, so that it is the same when it comes again."""
        at = self.arrivals.last_heard_at = self._clock()
        key = f"x:{hashlib.sha256(message).hexdigest()[:40]}"
        try:
            element = _parsed(UNFIT.sub("", message.decode(errors="replace")).encode())
            key = updates.event_key(element)
            heard = updates.read(element, at=at)
        except updates.UnreadableCall as error:
            await self.arrivals.keep(Arrival(raw=message, event_key=self._kept_as(key), why=str(error)))
            return
        if heard.bell is not None:
            self.arrivals.counts["rung"] += 1
            for ring in self.bells:
                await ring(heard.bell)
            return
        said = heard.said and replace(heard.said, event_key=self._kept_as(heard.said.event_key))
        await self.arrivals.keep(Arrival(raw=message, event_key=self._kept_as(key), said=said, kind=heard.kind))


def _sealed(body: bytes) -> str:
    """What a call's body holds. It is looked for and not parsed: nobody knows yet who sent it, and of XML much can be thought out."""
    sealed, end, _ = body.partition(b"<Encrypt>")[2].partition(b"</Encrypt>")
    if not end or b"<!DOCTYPE" in body:
        raise Forged
    return sealed.strip().removeprefix(b"<![CDATA[").removesuffix(b"]]>").decode("ascii", "replace")


def _parsed(text: bytes) -> Element:
    """XML without a document type, and so without entities."""
    try:
        element: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise updates.UnreadableCall("is not XML that is taken") from error
    return element


def _query(query: bytes) -> dict[str, str]:
    """What was given, decoded once; a plus sign is a plus sign, for it is part of what is sealed."""
    pairs = (each.partition("=") for each in query.decode("latin-1").split("&"))
    return {name: unquote(value, errors="replace") for name, _, value in pairs}
