"""The door of the demo: it leads to the county that stands, or says how far the one has come that is being made."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import page_words
from bot.channels.web import pages

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[Any], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
STAGES = ("units", "first", "second")
_LEAVING_TAKES = 10.0  # seconds, at most, for whoever is still inside


class DemoDoor:
    """The application that is served, whichever county stands behind it."""

    def __init__(self, locale: str) -> None:
        """Nothing stands yet; `locale` is for whoever's browser says nothing of languages."""
        self._county: Application | None = None
        self._come_to = -1
        self._inside = 0
        self._locale = locale
        self._making = Starlette(
            routes=[
                Route("/demo", self._page, methods=["GET"]),
                pages.assets("/chat/static"),
                Route("/{path:path}", self._nothing_yet),
            ]
        )

    def comes_to(self, stage: str) -> None:
        """The county that is being made has come to one of `STAGES`."""
        self._come_to = STAGES.index(stage)

    def opens(self, county: Application) -> None:
        """From now on it leads there."""
        self._county = county

    def closes(self) -> None:
        """Nobody comes in any more; another county is being made."""
        self._county, self._come_to = None, -1

    async def all_left(self) -> None:
        """Wait until nobody is inside; not for ever."""
        for _ in range(int(_LEAVING_TAKES * 20)):
            if not self._inside:
                return
            await asyncio.sleep(0.05)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in."""
        if self._county is None:
            await self._making(scope, receive, send)
            return
        self._inside += 1
        try:
            await self._county(scope, receive, send)
        finally:
            self._inside -= 1

    async def _page(self, request: Request) -> Response:
        locale = pages.locale_for(request, self._locale)
        demo = page_words.table(locale, "demo")
        return pages.page(
            "demo_making.html",
            headers={**pages.NO_TRACE, "Retry-After": "1"},
            status=503,
            locale=locale,
            demo=demo,
            stages=[demo[f"making_{stage}"] for stage in STAGES],
            come_to=self._come_to,
        )

    async def _nothing_yet(self, request: Request) -> Response:
        return Response(status_code=503, headers={**pages.NO_TRACE, "Retry-After": "1"})
