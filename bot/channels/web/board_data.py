"""What the public board gives away: every announcement and every table as data, what their fields mean, and a feed.

All of it are the words and the tables that were approved; nothing is computed anew.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import page_words
from bot.channels.web import board_index, pages
from bot.channels.web.board_reading import BoardQuestion, BoardReader
from bot.channels.web.board_source import BoardItem, BoardSource
from bot.publishing import tables
from domain import text
from storage.board import Headline

A_FEED = 50  # announcements
FRESH = {**pages.GUARD, "Cache-Control": "no-cache", "X-Robots-Tag": "noindex, noarchive"}
FOR_A_DAY = {**pages.GUARD, "Cache-Control": "public, max-age=86400"}  # what goes by its content does not change
LISTED = (
    "kind",
    "period",
    "sequence",
    "period_name",
    "number",
    "on",
    "locale",
    "formula",
    "rules",
    "hash",
    "json",
    "csv",
    "method",
)
CSV = "text/csv; charset=utf-8"


class BoardData:
    """The routes of the data and the feed."""

    def __init__(self, source: BoardSource, reader: BoardReader, *, public_url: str) -> None:
        """`reader` is the very one of the pages."""
        self._source = source
        self._reader = reader
        self._public_url = public_url.rstrip("/")

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes."""
        of = {
            "/board/feed.atom": self._feed,
            "/board/data.json": self._announcements,
            "/board/tables.json": self._tables,
            "/board/tables.csv": self._tables,
            "/board/dictionary.json": self._dictionary,
        }
        by_content = {
            "/board/picture/{key}": self._image,
            "/board/method/{key}.csv": self._method,
            "/board/data/{key}.{form}": self._figures,
        }
        return [
            *(Route(path, self._reader.answering(answer), methods=["GET"]) for path, answer in of.items()),
            *(Route(path, answer, methods=["GET"]) for path, answer in by_content.items()),
        ]

    async def _feed(self, asked: BoardQuestion) -> Response:
        """What was announced lately, for feed readers (Atom, RFC 4287).

        What is withheld since has changed since: a reader that has the words takes the new ones for the old only then.
        """
        items = await self._source.items(asked.index.told[:A_FEED])
        entries = [_in(asked.locale, parts) for _, parts in groupby(items, lambda item: item.told.number)]
        headers = {**FRESH, "Content-Type": "application/atom+xml; charset=utf-8"}
        return pages.page(
            "board_feed.xml",
            headers=headers,
            locale=asked.locale,
            words=page_words.table(asked.locale, "web"),
            entries=entries,
            changed_at=max((item.told.changed_at for item in items), default=None),
            home=self._public_url,
        )

    async def _announcements(self, asked: BoardQuestion) -> Response:
        """What was published, of one period or unit or lately, as data: words as they were approved, and where the figures lie.

        Those before the last one listed are had by `before` and its number.
        """
        period, unit, told = asked.asked["period"], asked.asked["unit"], asked.index.told
        found = [each for each in told if period in ("", each.period) and (not unit or unit in each.named)]
        shown, _ = board_index.page(found, asked.asked["before"], A_FEED)
        periods = list(dict.fromkeys(each.period for each in told if each.period))
        listed = [_as_data(item) for item in await self._source.items(shown)]
        return JSONResponse({"periods": periods, "announcements": listed}, headers=FRESH)

    async def _tables(self, asked: BoardQuestion) -> Response:
        """Every table that was published, the newest first, with its method sheet: where each lies, as JSON or as CSV."""
        keys = [(each, locale, key) for each in asked.index.told for locale, key in each.figures]
        found = await self._source.tables([key for _, _, key in keys])
        rows = [_table_as_data(asked, each, locale, key, found[key]) for each, locale, key in keys if key in found]
        if asked.request.url.path.endswith(".json"):
            return JSONResponse({"tables": rows}, headers=FRESH)
        body = tables.lines([LISTED, *([str(row[name]) for name in LISTED] for row in rows)])
        headers = {**FRESH, "Content-Disposition": 'attachment; filename="tables.csv"'}
        return Response(body, media_type=CSV, headers=headers)

    async def _dictionary(self, asked: BoardQuestion) -> Response:
        """What every field of the data means, in every language."""
        meaning = {locale: dict(page_words.table(locale, "board_field")) for locale in page_words.LOCALES}
        return JSONResponse(meaning, headers=FRESH)

    async def _image(self, request: Request) -> Response:
        data = await self._source.content(_named(request, "key"))
        if data is None or not data.startswith(b"\x89PNG"):
            return Response(status_code=404, headers=dict(pages.GUARD))
        return _lasting(request, Response(data, media_type="image/png", headers=FOR_A_DAY))

    async def _figures(self, request: Request) -> Response:
        """The table as it was approved, byte for byte (its SHA-256 is its name), or as CSV."""
        form, data = str(request.path_params["form"]), await self._of_table(request)
        if data is None or form not in ("json", "csv"):
            return Response(status_code=404, headers=dict(pages.GUARD))
        if form == "json":
            return _lasting(request, Response(data, media_type="application/json", headers=FOR_A_DAY))
        table = tables.decode(data)
        return _as_csv(request, tables.as_csv(table), table.kind, table)

    async def _method(self, request: Request) -> Response:
        """The method sheet of a table: what was weighed, and how much."""
        data = await self._of_table(request)
        table = None if data is None else tables.decode(data)
        if table is None or not table.method:
            return Response(status_code=404, headers=dict(pages.GUARD))
        return _as_csv(request, tables.method_as_csv(table), "method", table)

    async def _of_table(self, request: Request) -> bytes | None:
        data = await self._source.content(_named(request, "key"))
        return data if data is not None and data.startswith(b"{") else None


def _as_csv(request: Request, body: bytes, what: str, table: tables.PublishedTable) -> Response:
    name = "-".join(filter(None, (what, table.period, table.sequence)))
    headers = {**FOR_A_DAY, "Content-Disposition": f'attachment; filename="{name}.csv"'}
    return _lasting(request, Response(body, media_type=CSV, headers=headers))


def _lasting(request: Request, response: Response) -> Response:
    return pages.unless_known(request, pages.tagged(response))


def _in(locale: str, parts: Iterable[BoardItem]) -> list[BoardItem]:
    """The messages of one announcement in a language, or in the one that it has."""
    every = list(parts)
    return [part for part in every if part.locale == locale] or every


def _as_data(item: BoardItem) -> dict[str, object]:
    told = item.told
    return {
        "number": told.number,
        "address": f"/board/{quote(told.number)}",
        "kind": told.kind,
        "period": told.period,
        "about": told.about,
        "units": told.named,
        "answers": told.answers,
        "answered_by": told.answered_by,
        "withheld": told.is_withheld,
        "on": item.at.date().isoformat(),
        "locale": item.locale,
        "title": item.title,
        "text": item.text,
        "picture": f"/board/picture/{item.picture}" if item.picture else "",
        "figures": f"/board/data/{item.figures}.json" if item.figures else "",
        "csv": f"/board/data/{item.figures}.csv" if item.figures else "",
    }


def _table_as_data(
    asked: BoardQuestion, told: Headline, locale: str, key: str, table: tables.PublishedTable
) -> dict[str, object]:
    return {
        "kind": table.kind,
        "period": table.period,
        "sequence": table.sequence,
        "period_name": table.period_name,
        "number": told.number,
        "on": asked.index.day_of(told).isoformat(),
        "locale": locale,
        "formula": table.formula,
        "rules": table.rules or "",
        "hash": table.hash,
        "json": f"/board/data/{key}.json",
        "csv": f"/board/data/{key}.csv",
        "method": f"/board/method/{key}.csv" if table.method else "",
    }


def _named(request: Request, part: str) -> str:
    return text.clean(str(request.path_params[part]))
