"""The front page, and the answer to a query code: whatever can be done without a script, an account or a cookie.

A code comes in the body of a post, so that it stands in no address, no history and no log.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot import page_words
from bot.channels.web import pages, sessions
from bot.channels.web.facts import OfficeFacts
from bot.channels.web.visitors import Visitors
from storage import errors

_LONGEST_FORM = 2048  # bytes
# Wrong codes: for somebody alone as on every channel; where everybody looks like one, as many as an office may mistype. A code has
# fifty bits, and a thousand years of the latter would try a millionth of them.
ALONE = (5, 5 / 60)  # at once, a minute
SHARED = (60, 30.0)

Standing = Callable[[str, str], Awaitable[str | None]]
"""Where the matter stands whose code is in a text, in words of a language; None where no code opens one."""


class Front:
    """The routes `/` and `/status`."""

    def __init__(
        self, standing: Standing, office: OfficeFacts, visitors: Visitors, *, locale: str, is_demo: bool = False
    ) -> None:
        """`locale` is for browsers that ask for none of ours; a demo says on top that it is one."""
        self._standing = standing
        self._office = office
        self._visitors = visitors
        self._locale = locale
        self._is_demo = is_demo
        self._wrong = {
            is_shared: sessions.Throttle(at_once=at_once, per_minute=per_minute)
            for is_shared, (at_once, per_minute) in ((False, ALONE), (True, SHARED))
        }

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes; style and icon come from the web channel's assets."""
        return [
            Route("/", self._page, methods=["GET"]),
            Route("/status", self._page, methods=["GET"]),
            Route("/status", self._status, methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        return self._show(request, "front.html", headers={**pages.GUARD, "Cache-Control": "no-cache"})

    async def _status(self, request: Request) -> Response:
        locale = pages.locale_for(request, self._locale)
        visitor = self._visitors.of(request)
        wrong = self._wrong[visitor.is_shared]
        if wrong.left(visitor.name) < 1:
            return self._show(request, "front.html", wrong="wrong_many", status=429)
        code = await _code(request)
        try:
            told = await self._standing(code, locale) if code else None
        except errors.StorageUnavailable:
            return self._show(request, "front.html", wrong="wrong_unavailable", status=503)
        if told is None:
            wrong.wait(visitor.name)
            return self._show(request, "front.html", wrong="wrong_code", status=422)
        return self._show(request, "status.html", told=told)

    def _show(self, request: Request, template: str, **values: Any) -> Response:
        locale = pages.locale_for(request, self._locale)
        values = {"wrong": "", **values}
        return pages.page(
            template,
            locale=locale,
            words=page_words.table(locale, "web"),
            front=page_words.table(locale, "front"),
            office=self._office(),
            note=pages.demo_note(locale) if self._is_demo else "",
            **values,
        )


async def _code(request: Request) -> str:
    """The code of a posted form; nothing where there is none that could be read."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_FORM:
            return ""
    return parse_qs(body.decode("utf-8", "replace")).get("code", [""])[0]
