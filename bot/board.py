"""The public board: what was announced there, for everybody, without a script and without a session.

Shows only what its source hands it: class P words that were delivered to the board. The source is wired to storage; the
demo shows the same list in one of its panes.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot import page_words, web_pages

Colour = Literal["red", "yellow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFlag:
    """One flag of an announcement, worded."""

    colour: Colour
    unit: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardItem:
    """One announcement as it was approved.

    `number` is what people cite; `picture` is the key of its picture, with `alt` for those who do not see it.
    """

    number: str
    title: str
    on: date
    text: str
    locale: str = "zh"
    picture: str = ""
    alt: str = ""
    flags: tuple[BoardFlag, ...] = ()


BoardItems = Callable[[], Awaitable[list[BoardItem]]]  # newest first
BoardPicture = Callable[[str], Awaitable[bytes | None]]  # PNG by key


class Board:
    """The routes under `/board`."""

    def __init__(self, items: BoardItems, picture: BoardPicture, *, locale: str, note: str = "") -> None:
        """`locale` is for browsers that ask for none of ours; `note` is shown on top, as in a demo."""
        self.items = items
        self._picture = picture
        self._locale = locale
        self._note = note

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes; the style comes from the web channel's assets."""
        return [
            Route("/board", self._page, methods=["GET"]),
            Route("/board/picture/{key}", self._image, methods=["GET"]),
        ]

    async def shown(self, locale: str) -> list[BoardItem]:
        """Return what a reader of this language sees: where an announcement has several, the one in theirs."""
        items = await self.items()
        in_theirs = {item.number for item in items if item.locale == locale}
        return [item for item in items if item.locale == locale or item.number not in in_theirs]

    async def _page(self, request: Request) -> Response:
        locale = web_pages.locale_for(request, self._locale)
        return web_pages.page(
            "board.html",
            headers={**web_pages.GUARD, "Cache-Control": "no-cache"},
            locale=locale,
            words=page_words.table(locale, "web"),
            items=await self.shown(locale),
            note=self._note,
        )

    async def _image(self, request: Request) -> Response:
        key = str(request.path_params["key"])
        is_shown = any(item.picture == key for item in await self.items())
        data = await self._picture(key) if is_shown else None
        if data is None:
            return Response(status_code=404, headers=dict(web_pages.GUARD))
        headers = {**web_pages.GUARD, "Cache-Control": "public, max-age=86400"}
        return Response(data, media_type="image/png", headers=headers)
