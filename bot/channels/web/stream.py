"""What the office says, on its way to a page: one stream of server-sent events for all panes of the page.

A stream resumes: its event ids say how far each pane has come.
"""

import asyncio
import contextlib
import dataclasses
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot import channel

LOOK_ASIDE = 0.5  # seconds; what comes aside rings no bell, and whoever turns the clock waits for it


class PageDelivery(Protocol):
    """What the pages need of delivery."""

    async def page(self, account_id: int, after: int) -> list[channel.Parcel]:
        """Return everything said to this account with a number above `after`, oldest first."""
        ...

    async def attachment(self, account_id: int, key: str) -> tuple[int, channel.Attachment] | None:
        """Return what was said to this account under a key, with its bytes, and the number it was said under."""
        ...

    async def shows(self, account_id: int, number: int, key: str) -> bool:
        """Whether what goes under this number and key is still shown to this account."""
        ...

    async def seen(self, account_id: int, numbers: Sequence[int]) -> None:
        """Mark what the stream has taken or the page has fetched."""
        ...

    def subscribe(self, account_id: int) -> asyncio.Event:
        """Return a bell that rings whenever something new is waiting."""
        ...

    def unsubscribe(self, account_id: int, bell: asyncio.Event) -> None:
        """Hang the bell off."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody in front of a pane. `pane` is empty where the page has only one."""

    token: str = field(repr=False)
    account_id: int
    pane: str = ""


Aside = Callable[
    [], Awaitable[list[tuple[str, object]]]
]  # what a page hears beside parcels: (event, data), each time anew


def as_json(parcel: channel.Parcel, pane: str) -> dict[str, object]:
    """Return a parcel as the page reads it."""
    return {
        "pane": pane,
        "number": parcel.number,
        "text": parcel.text,
        "edits": parcel.edits,
        "takes_away": parcel.takes_away,
        "is_quiet": parcel.is_quiet,
        "is_staff": parcel.is_staff,
        "layout": parcel.layout,
        "card": None if parcel.card is None else dataclasses.asdict(parcel.card),
        "buttons": [dataclasses.asdict(button) for button in parcel.buttons],
        "facts": [{"name": fact.name, "label": fact.label, "value": fact.value} for fact in parcel.facts],
        "attachments": [
            {"key": a.key, "name": a.name, "alt": a.alt, "media": a.media.value, "is_picture": a.is_picture}
            for a in parcel.attachments
        ],
    }


class Stream:
    """The events of one page."""

    def __init__(
        self,
        delivery: PageDelivery,
        seats: Sequence[Seat],
        *,
        last_id: str,
        goes_on: Callable[[], Awaitable[bool]],
        aside: Aside | None = None,
        heartbeat: float,
    ) -> None:
        """`last_id` is what the page heard last; `goes_on` is asked at every heartbeat (seconds), `aside` twice a second."""
        self._delivery = delivery
        self._seats = seats
        self._come_to = _positions(last_id, len(seats))
        self._goes_on = goes_on
        self._aside = aside
        self._heartbeat = heartbeat if aside is None else min(heartbeat, LOOK_ASIDE)
        self._last_aside: dict[str, object] = {}
        self._is_over = asyncio.Event()

    def end(self) -> None:
        """Let the stream end at once; the page comes again by itself."""
        self._is_over.set()

    async def events(self) -> AsyncIterator[bytes]:
        """Yield the bytes of the stream until it ends or the page goes away."""
        bells = [self._delivery.subscribe(seat.account_id) for seat in self._seats]
        try:
            yield b"retry: 2000\nevent: hello\ndata: {}\n\n"
            async for chunk in self._news():
                yield chunk
            yield b"event: settled\ndata: {}\n\n"  # from here on it is news
            while not self._is_over.is_set():
                for bell in bells:
                    bell.clear()
                async for chunk in self._news():
                    yield chunk
                if await _any_rings([*bells, self._is_over], self._heartbeat):
                    continue
                if not await self._goes_on():
                    yield b"event: gone\ndata: {}\n\n"
                    return
                yield b"event: beat\ndata: {}\n\n"
        finally:
            for seat, bell in zip(self._seats, bells, strict=True):
                self._delivery.unsubscribe(seat.account_id, bell)

    async def _news(self) -> AsyncIterator[bytes]:
        for at, seat in enumerate(self._seats):
            parcels = await self._delivery.page(seat.account_id, self._come_to[at])
            for parcel in parcels:
                self._come_to[at] = parcel.number
                yield self._event("say", as_json(parcel, seat.pane))
            if parcels:  # only now: the lines above return once the connection has taken the bytes
                await self._delivery.seen(seat.account_id, [parcel.number for parcel in parcels])
        if self._aside is None:
            return
        for name, data in await self._aside():
            if self._last_aside.get(name) != data:
                self._last_aside[name] = data
                yield self._event(name, data)

    def _event(self, name: str, data: object) -> bytes:
        come_to = ".".join(map(str, self._come_to))
        return f"id: {come_to}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


async def _any_rings(bells: Sequence[asyncio.Event], seconds: float) -> bool:
    tasks = [asyncio.ensure_future(bell.wait()) for bell in bells]
    try:
        done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
    return bool(done)


def _positions(last_id: str, panes: int) -> list[int]:
    parts = last_id.split(".")
    if len(parts) != panes or not all(part.isdecimal() and len(part) < 19 for part in parts):
        return [0] * panes
    return [int(part) for part in parts]
