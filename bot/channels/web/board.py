"""The public board: what was announced there, for everybody, without a script and without a session.

Shows only what its source hands it: class P words that were delivered to the board, with the tables that were approved under
the same hash. The source is wired to storage; the demo shows the same list in one of its panes.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import page_words
from bot.channels.web import pages
from bot.publishing import tables

Colour = Literal["red", "yellow"]
_FRESH = {**pages.GUARD, "Cache-Control": "no-cache"}
_FOR_A_DAY = {**pages.GUARD, "Cache-Control": "public, max-age=86400"}  # what goes by its content does not change


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFlag:
    """One flag of an announcement, worded."""

    colour: Colour
    unit: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardItem:
    """One announcement as it was approved.

    `number` is what people cite; `picture` is the key of its picture, with `alt` for those who do not see it; `figures` is the key of
    its table, and `table` the table itself once it was read; `about` is the code of its period.
    """

    number: str
    title: str
    on: date
    text: str
    locale: str = "zh"
    picture: str = ""
    alt: str = ""
    about: str = ""
    figures: str = ""
    table: tables.PublishedTable | None = None
    flags: tuple[BoardFlag, ...] = ()


BoardItems = Callable[[str], Awaitable[list[BoardItem]]]  # of a period, or with "" of all, newest first
BoardPeriods = Callable[[str], Awaitable[list[tuple[str, str]]]]  # code and name in a language, newest first
BoardContent = Callable[[str], Awaitable[bytes | None]]  # a picture or figures by key, if they stand on the board


class Board:
    """The routes under `/board`."""

    def __init__(
        self, items: BoardItems, periods: BoardPeriods, content: BoardContent, *, locale: str, note: str = ""
    ) -> None:
        """`locale` is for browsers that ask for none of ours; `note` is shown on top, as in a demo."""
        self.items = items
        self._periods = periods
        self._content = content
        self._locale = locale
        self._note = note

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes; the style comes from the web channel's assets."""
        return [
            Route("/board", self._page, methods=["GET"]),
            Route("/board/picture/{key}", self._image, methods=["GET"]),
            Route("/board/data.json", self._index, methods=["GET"]),
            Route("/board/data/{key}.{form}", self._figures, methods=["GET"]),
        ]

    async def shown(self, locale: str, period: str = "") -> list[BoardItem]:
        """Return what a reader of this language sees: where an announcement has several, the one in theirs; each with its table."""
        items = await self.items(period)
        in_theirs = {item.number for item in items if item.locale == locale}
        theirs = [item for item in items if item.locale == locale or item.number not in in_theirs]
        return [replace(item, table=await self._table(item.figures)) for item in theirs]

    async def _table(self, key: str) -> tables.PublishedTable | None:
        data = await self._content(key) if key else None
        return None if data is None else tables.filled(tables.decode(data))

    async def _page(self, request: Request) -> Response:
        locale = pages.locale_for(request, self._locale)
        periods = await self._periods(locale)
        codes = [code for code, _ in periods]
        asked = request.query_params.get("period", "")
        period = asked if asked in codes else next(iter(codes), "")
        items = await self.shown(locale, period)
        sequences = sorted({item.table.sequence for item in items if item.table and item.table.sequence})
        wanted = request.query_params.get("sequence", "")
        sequence = wanted if wanted in sequences else ""
        return pages.page(
            "board.html",
            headers=_FRESH,
            locale=locale,
            words=page_words.table(locale, "web"),
            items=[item for item in items if not sequence or not item.table or item.table.sequence in ("", sequence)],
            periods=periods,
            period=period,
            sequences=sequences,
            sequence=sequence,
            note=self._note,
        )

    async def _image(self, request: Request) -> Response:
        data = await self._content(str(request.path_params["key"]))
        if data is None or not data.startswith(b"\x89PNG"):
            return Response(status_code=404, headers=dict(pages.GUARD))
        return Response(data, media_type="image/png", headers=_FOR_A_DAY)

    async def _figures(self, request: Request) -> Response:
        """The table as it was approved, byte for byte (its SHA-256 is its name), or as CSV."""
        form = str(request.path_params["form"])
        data = await self._content(str(request.path_params["key"]))
        if data is None or not data.startswith(b"{") or form not in ("json", "csv"):
            return Response(status_code=404, headers=dict(pages.GUARD))
        if form == "json":
            return Response(data, media_type="application/json", headers=_FOR_A_DAY)
        table = tables.decode(data)
        name = "-".join(filter(None, (table.kind, table.period, table.sequence)))
        headers = {**_FOR_A_DAY, "Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Response(tables.as_csv(table), media_type="text/csv; charset=utf-8", headers=headers)

    async def _index(self, request: Request) -> Response:
        """What was published, of one period or lately, as data: words as they were approved, and where the figures lie."""
        periods = [code for code, _ in await self._periods(self._locale)]
        listed = [
            {
                "number": item.number,
                "period": item.about,
                "on": item.on.isoformat(),
                "locale": item.locale,
                "title": item.title,
                "text": item.text,
                "picture": f"/board/picture/{item.picture}" if item.picture else "",
                "figures": f"/board/data/{item.figures}.json" if item.figures else "",
                "csv": f"/board/data/{item.figures}.csv" if item.figures else "",
            }
            for item in await self.items(request.query_params.get("period", ""))
        ]
        return JSONResponse({"periods": periods, "announcements": listed}, headers=_FRESH)
