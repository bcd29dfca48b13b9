"""The public board: what was announced there, for everybody, without a script and without a session.

Shows only what its source hands it: class P words that were delivered to the board, with the tables that were approved under
the same hash. The source is wired to storage; the demo shows the same list in one of its panes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Literal, Protocol
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import page_words
from bot.channels.web import pages
from bot.publishing import tables
from domain import text
from storage.board import BoardChoice

Colour = Literal["red", "yellow"]
_FRESH = {**pages.GUARD, "Cache-Control": "no-cache"}
_FOR_A_DAY = {**pages.GUARD, "Cache-Control": "public, max-age=86400"}  # what goes by its content does not change
A_PAGE, A_FEED = 20, 50  # announcements


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
    its table, and `table` the table itself once it was read; `period` is the code of its period, if it is about one. `named` are the
    units that it names, by code; `answers` and `answered_by` the announcements that it puts right and that put it right, by number.
    `is_withheld`: its words are not shown any more, since it names somebody who has taken back their consent.
    """

    number: str
    title: str
    at: datetime
    text: str
    locale: str = "zh"
    picture: str = ""
    alt: str = ""
    period: str = ""
    figures: str = ""
    table: tables.PublishedTable | None = None
    flags: tuple[BoardFlag, ...] = ()
    named: tuple[str, ...] = ()
    answers: str = ""
    answered_by: tuple[str, ...] = ()
    is_withheld: bool = False


class BoardSource(Protocol):
    """What stands on the board."""

    async def items(self, wanted: BoardChoice, /) -> list[BoardItem]:
        """The messages that are wanted, the newest announcement first."""

    async def periods(self, locale: str, /) -> list[tuple[str, str]]:
        """Code and name in a language of each period, newest first."""

    async def units(self) -> list[tuple[str, str]]:
        """Code and name of each unit that is named on the board."""

    async def roll(self, locale: str, /) -> list[str]:
        """Whose titles stand, the words of each edition in a language, the newest first."""

    async def content(self, key: str, /) -> bytes | None:
        """A picture or figures by key, if they stand on the board."""


class Board:
    """The routes under `/board`."""

    def __init__(self, source: BoardSource, *, locale: str, public_url: str = "", note: str = "") -> None:
        """`locale` is for browsers that ask for none of ours; `note` is shown on top, as in a demo."""
        self._source = source
        self._locale = locale
        self._public_url = public_url.rstrip("/")
        self._note = note

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes; the style comes from the web channel's assets."""
        return [
            Route("/board", self._page, methods=["GET"]),
            Route("/board/feed.atom", self._feed, methods=["GET"]),
            Route("/board/picture/{key}", self._image, methods=["GET"]),
            Route("/board/data.json", self._index, methods=["GET"]),
            Route("/board/data/{key}.{form}", self._figures, methods=["GET"]),
            Route("/board/{number}", self._one, methods=["GET"]),
        ]

    async def shown(self, locale: str, wanted: BoardChoice | None = None) -> list[BoardItem]:
        """Return what a reader of this language sees: where an announcement has several, the one in theirs; each with its table."""
        theirs = await self._in_theirs(locale, wanted or BoardChoice(most=A_PAGE))
        return [replace(item, table=await self._table(item.figures)) for item in theirs]

    async def _in_theirs(self, locale: str, wanted: BoardChoice) -> list[BoardItem]:
        items = await self._source.items(wanted)
        in_theirs = {item.number for item in items if item.locale == locale}
        return [item for item in items if item.locale == locale or item.number not in in_theirs]

    async def _table(self, key: str) -> tables.PublishedTable | None:
        data = await self._source.content(key) if key else None
        return None if data is None else tables.filled(tables.decode(data))

    async def _page(self, request: Request) -> Response:
        """What was announced lately, of everything or as it was chosen; a period with its tables open."""
        locale = pages.locale_for(request, self._locale)
        periods, units = await self._source.periods(locale), await self._source.units()
        asked = _asked(request, A_PAGE + 1)
        period, unit = _one_of(asked.period, periods), _one_of(asked.unit, units)
        items = await self.shown(locale, replace(asked, period=period, unit=unit))
        numbers = list(dict.fromkeys(item.number for item in items))
        items = [item for item in items if item.number in numbers[:A_PAGE]]
        sequences = sorted({item.table.sequence for item in items if item.table and item.table.sequence})
        wanted = request.query_params.get("sequence", "")
        sequence = wanted if wanted in sequences else ""
        chosen = {"lang": locale, "period": period, "unit": unit}
        return self._drawn(
            locale,
            items=[item for item in items if not sequence or not item.table or item.table.sequence in ("", sequence)],
            periods=periods,
            period=period,
            units=units,
            unit=unit,
            sequences=sequences if period else [],
            sequence=sequence,
            is_list=not period,
            roll=[] if asked.before or period or unit else await self._source.roll(locale),
            earlier="" if len(numbers) <= A_PAGE else urlencode({**chosen, "before": numbers[A_PAGE - 1]}),
            here="/board?" + urlencode({**chosen, "lang": _other(locale), "before": asked.before}),
        )

    async def _one(self, request: Request) -> Response:
        """One announcement, at an address that stays."""
        locale = pages.locale_for(request, self._locale)
        number = _named(request, "number")
        items = await self.shown(locale, BoardChoice(number=number))
        return self._drawn(
            locale, status=200 if items else 404, items=items, here=f"/board/{quote(number)}?lang={_other(locale)}"
        )

    def _drawn(self, locale: str, *, status: int = 200, **values: object) -> Response:
        nothing = {"periods": [], "period": "", "units": [], "unit": "", "sequences": [], "sequence": ""}
        return pages.page(
            "board.html",
            headers=_FRESH,
            status=status,
            locale=locale,
            words=page_words.table(locale, "web"),
            note=self._note,
            **{**nothing, "is_list": False, "roll": [], "earlier": "", **values},
        )

    async def _feed(self, request: Request) -> Response:
        """What was announced lately, for feed readers (Atom, RFC 4287)."""
        locale = pages.locale_for(request, self._locale)
        items = await self._in_theirs(locale, BoardChoice(most=A_FEED))
        entries = [list(parts) for _, parts in groupby(items, lambda item: item.number)]
        headers = {**_FRESH, "Content-Type": "application/atom+xml; charset=utf-8"}
        home = self._public_url or str(request.base_url).rstrip("/")
        words = page_words.table(locale, "web")
        return pages.page("board_feed.xml", headers=headers, locale=locale, words=words, entries=entries, home=home)

    async def _image(self, request: Request) -> Response:
        data = await self._source.content(_named(request, "key"))
        if data is None or not data.startswith(b"\x89PNG"):
            return Response(status_code=404, headers=dict(pages.GUARD))
        return Response(data, media_type="image/png", headers=_FOR_A_DAY)

    async def _figures(self, request: Request) -> Response:
        """The table as it was approved, byte for byte (its SHA-256 is its name), or as CSV."""
        form = str(request.path_params["form"])
        data = await self._source.content(_named(request, "key"))
        if data is None or not data.startswith(b"{") or form not in ("json", "csv"):
            return Response(status_code=404, headers=dict(pages.GUARD))
        if form == "json":
            return Response(data, media_type="application/json", headers=_FOR_A_DAY)
        table = tables.decode(data)
        name = "-".join(filter(None, (table.kind, table.period, table.sequence)))
        headers = {**_FOR_A_DAY, "Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Response(tables.as_csv(table), media_type="text/csv; charset=utf-8", headers=headers)

    async def _index(self, request: Request) -> Response:
        """What was published, of one period or unit or lately, as data: words as they were approved, and where the figures lie.

        Those before the last one listed are had by `before` and its number.
        """
        periods = [code for code, _ in await self._source.periods(self._locale)]
        listed = [_as_data(item) for item in await self._source.items(_asked(request, A_FEED))]
        return JSONResponse({"periods": periods, "announcements": listed}, headers=_FRESH)


def _as_data(item: BoardItem) -> dict[str, object]:
    return {
        "number": item.number,
        "address": f"/board/{quote(item.number)}",
        "period": item.period,
        "units": item.named,
        "answers": item.answers,
        "answered_by": item.answered_by,
        "withheld": item.is_withheld,
        "on": item.at.date().isoformat(),
        "locale": item.locale,
        "title": item.title,
        "text": item.text,
        "picture": f"/board/picture/{item.picture}" if item.picture else "",
        "figures": f"/board/data/{item.figures}.json" if item.figures else "",
        "csv": f"/board/data/{item.figures}.csv" if item.figures else "",
    }


def _asked(request: Request, most: int) -> BoardChoice:
    """What an address asks for, without what PostgreSQL takes in no question."""
    given = {name: text.clean(request.query_params.get(name, "")) for name in ("period", "unit", "before")}
    return BoardChoice(**given, most=most)


def _named(request: Request, part: str) -> str:
    return text.clean(str(request.path_params[part]))


def _one_of(asked: str, offered: Sequence[tuple[str, str]]) -> str:
    return next((code for code, _ in offered if code == asked), "")


def _other(locale: str) -> str:
    return "en" if locale == "zh" else "zh"
