"""The public board: what was announced there, for everybody, without a script and without a session.

Shows only what its source hands it: class P words that were delivered to the board, with the tables that were approved under
the same hash. The pages are here; the data and the feed in `board_data.py`, the orders in which all is read in `board_index.py`.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote, urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot import page_words
from bot.channels.web import board_data, board_index, pages
from bot.channels.web.board_index import UnitRow
from bot.channels.web.board_reading import BoardQuestion, BoardReader
from bot.channels.web.board_source import BoardItem, BoardSource
from bot.publishing import tables
from domain import public_kinds
from storage.board import Headline

A_PAGE, A_LIST = 20, 100  # announcements on a page: whole, and in a list of titles
LATEST = 10  # of them on the first page
# What a page may show; what it is not given is not there.
LISTS = ("items", "running", "roll", "sequences", "listed", "threads", "texts", "places")
LINES = (
    "earlier",
    "heading",
    "sequence",
    "query",
    "current",
    "is_list",
    "is_one",
    "is_said_then",
    "searches",
    "is_unknown",
)
OPEN_TO_SEARCH = {**pages.GUARD, "Cache-Control": "no-cache"}
NOT_TO_SEARCH = {**OPEN_TO_SEARCH, "X-Robots-Tag": "noindex, noarchive"}
"""What names people is kept by no search engine: they may take back their consent."""

STRIVERS = "edition"  # the section of strivers, which has a page of its own


class Board:
    """The routes under `/board`."""

    def __init__(self, source: BoardSource, *, locale: str, public_url: str = "", is_demo: bool = False) -> None:
        """`locale` is for browsers that ask for none of ours."""
        self._source = source
        self._is_demo = is_demo
        self._reader = BoardReader(source, locale)
        self._data = board_data.BoardData(source, self._reader, public_url=public_url)
        self._mentions: dict[str, tuple[Hashable, dict[str, list[UnitRow]]]] = {}

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes; the style comes from the web channel's assets."""
        of = {
            "/board": self._front,
            "/board/notices": self._notices,
            "/board/strivers": self._strivers,
            "/board/units": self._units,
            "/board/units/{code}": self._unit,
            "/board/periods": self._periods,
            "/board/periods/{code}": self._period,
            "/board/sections/{name}": self._section,
        }
        return [
            *(Route(path, self._reader.answering(answer), methods=["GET"]) for path, answer in of.items()),
            *self._data.routes(),
            Route("/board/{number}", self._reader.answering(self._one), methods=["GET"]),
        ]

    async def shown(self, locale: str, wanted: Iterable[Headline] | None = None) -> list[BoardItem]:
        """Return what a reader of this language sees: where an announcement has several, the one in theirs; each with its table."""
        items = await self._source.items((await self._reader.index()).told[:A_PAGE] if wanted is None else wanted)
        in_theirs = {item.told.number for item in items if item.locale == locale}
        theirs = [item for item in items if item.locale == locale or item.told.number not in in_theirs]
        found = await self._source.tables([item.figures for item in theirs if item.figures])
        return [replace(item, table=tables.filled(found[item.figures]) if item.figures else None) for item in theirs]

    async def _front(self, asked: BoardQuestion) -> Response:
        """What was announced lately, what is under notice, and ways to everything else."""
        found, earlier = board_index.page(asked.index.told, asked.asked["before"], LATEST)
        return self._page(
            asked,
            items=await self.shown(asked.locale, found),
            told=found,
            running=[] if asked.asked["before"] else self._running(asked),
            roll=[] if asked.asked["before"] else self._roll(asked),
            earlier=asked.link("", before=earlier) if earlier else "",
            is_list=True,
        )

    async def _notices(self, asked: BoardQuestion) -> Response:
        """The notices that run, word for word, with their last day."""
        running = self._running(asked)
        said = [asked.index.by_number[number] for number, *_ in running]
        items = await self.shown(asked.locale, said)
        words = self._words(asked.locale)
        return self._page(
            asked, items=items, told=said, running=running, heading=words["board_notices"], current="/notices"
        )

    async def _strivers(self, asked: BoardQuestion) -> Response:
        """Whose titles stand, by edition, with the day on which each ends; then what was said of strivers."""
        words = self._words(asked.locale)
        course = [each for each in asked.index.told if each.kind in public_kinds.SECTIONS[STRIVERS]]
        return self._page(
            asked,
            roll=self._roll(asked),
            heading=words["board_strivers"],
            threads=asked.index.threads(course),
            current="/strivers",
        )

    async def _units(self, asked: BoardQuestion) -> Response:
        """Every unit of which the board knows something; those that were searched, by any name, initials or a slip of the pen."""
        names, query = self._source.names(), asked.asked["q"].strip()
        there = asked.index.units(await self._mentioned(asked))
        found = [code for code in self._source.search(query) if code in set(there)] if query else there
        is_unknown = bool(query) and not found
        words = self._words(asked.locale)
        links = [
            (asked.link(f"/units/{quote(code)}"), self._source.named(names.get(code, code), asked.locale))
            for code in found or there
        ]
        listed = [(words["board_units"], links)]
        return self._page(
            asked,
            listed=listed,
            query=query,
            heading=words["board_units"],
            searches=True,
            is_unknown=is_unknown,
            current="/units",
        )

    async def _unit(self, asked: BoardQuestion) -> Response:
        """All that is public about a unit, in the order of time, what answers what under it."""
        mentions = (await self._mentioned(asked)).get(asked.part, [])
        found = asked.index.of_unit(asked.part)
        name = self._source.names().get(asked.part, "")
        words = self._words(asked.locale)
        if not name or not (found or mentions):
            return self._page(asked, status=404, heading=words["board_units"], searches=True, current="/units")
        columns = page_words.table(asked.locale, "board_column")
        threads, earlier = board_index.page(asked.index.threads(found), asked.asked["before"], A_LIST)
        texts = {item.told.number: item.text for item in await self.shown(asked.locale, found) if not item.figures}
        return self._page(
            asked,
            heading=self._source.named(name, asked.locale),
            places=_by_kind(mentions, (columns["unit"], columns["owner"])),
            threads=threads,
            texts=texts,
            told=found,
            earlier=asked.link(f"/units/{quote(asked.part)}", before=earlier) if earlier else "",
            current="/units",
        )

    async def _periods(self, asked: BoardQuestion) -> Response:
        """The years, and in each the periods, quarters and months that something is about."""
        words, codes = self._words(asked.locale), asked.index.codes()
        listed = [
            (year, [self._to_period(asked, code) for code in (year, *sorted(c for c in codes if c[:4] == year))])
            for year in asked.index.years()
        ]
        return self._page(asked, listed=listed, heading=words["board_periods"], current="/periods")

    async def _period(self, asked: BoardQuestion) -> Response:
        """A period, a quarter, a month or a year: what is about it, and what was said in its days."""
        code, span = asked.part, board_index.days(asked.part)
        about = asked.index.of_code(code)
        said = [] if span is None else [each for each in asked.index.said_in(*span) if each not in about]
        codes = asked.index.codes()
        if not about and not said:
            return self._page(asked, status=404, heading=self._words(asked.locale)["board_periods"], current="/periods")
        items = await self.shown(asked.locale, about)
        sequences = sorted({item.table.sequence for item in items if item.table and item.table.sequence})
        sequence = asked.asked["sequence"] if asked.asked["sequence"] in sequences else ""
        within = sorted(each for each in codes if each[:4] == code) if len(code) == len("2026") else []
        threads, earlier = board_index.page(asked.index.threads(said), asked.asked["before"], A_LIST)
        return self._page(
            asked,
            heading=self._period_name(code, asked.locale),
            told=about,
            items=[item for item in items if not sequence or not item.table or item.table.sequence in ("", sequence)],
            sequences=sequences,
            sequence=sequence,
            listed=[("", [self._to_period(asked, each) for each in within])] if within else [],
            threads=threads,
            earlier=asked.link(f"/periods/{code}", before=earlier) if earlier else "",
            is_said_then=True,
            current="/periods",
        )

    async def _section(self, asked: BoardQuestion) -> Response:
        """All announcements of a section, by title, what answers what under it."""
        found = asked.index.of_section(asked.part)
        threads, earlier = board_index.page(asked.index.threads(found), asked.asked["before"], A_LIST)
        return self._page(
            asked,
            status=200 if found else 404,
            heading=self._section_name(asked.part, asked.locale),
            threads=threads,
            earlier=asked.link(f"/sections/{quote(asked.part)}", before=earlier) if earlier else "",
            current=f"/sections/{asked.part}",
        )

    async def _one(self, asked: BoardQuestion) -> Response:
        """One announcement, at an address that stays."""
        told = asked.index.by_number.get(asked.part)
        items = await self.shown(asked.locale, [told] if told else [])
        return self._page(asked, status=200 if items else 404, items=items, told=[told] if told else [], is_one=True)

    def _page(
        self, asked: BoardQuestion, *, status: int = 200, told: Iterable[Headline] = (), **values: object
    ) -> Response:
        """`told` are the announcements of which the page shows the words."""
        path = asked.request.url.path
        other = {**{name: value for name, value in asked.asked.items() if value}, "lang": _other(asked.locale)}
        shown = {**dict.fromkeys(LISTS, ()), **dict.fromkeys(LINES, ""), **values}
        names_people = bool(shown["roll"]) or any(each.kind in public_kinds.NAMING for each in told)
        return pages.page(
            "board.html",
            headers=NOT_TO_SEARCH if names_people or status != 200 else OPEN_TO_SEARCH,
            status=status,
            locale=asked.locale,
            words=self._words(asked.locale),
            note=pages.demo_note(asked.locale) if self._is_demo else "",
            asked=asked,
            here=f"{quote(path)}?{urlencode(other)}",
            sections=[
                (name, self._section_name(name, asked.locale)) for name in asked.index.sections() if name != STRIVERS
            ],
            period_name=self._source.period_name,
            is_open=not names_people and status == 200,
            **shown,
        )

    def _words(self, locale: str) -> Mapping[str, str]:
        return page_words.table(locale, "web")

    def _section_name(self, name: str, locale: str) -> str:
        found = self._words(locale).get(f"board_section_{name}")
        return found or page_words.table(locale, "matter").get(name, name)

    def _running(self, asked: BoardQuestion) -> list[tuple[str, str, str, int]]:
        """Number, title, last day and the days that are left of each notice that runs and is shown."""
        return [
            (number, asked.title(told), last.isoformat(), board_index.days_left(last, asked.now.today))
            for number, last in asked.now.running
            if (told := asked.index.by_number.get(number)) and not told.is_withheld
        ]

    def _roll(self, asked: BoardQuestion) -> list[str]:
        return [self._source.worded(edition, asked.locale) for edition in asked.now.roll]

    def _to_period(self, asked: BoardQuestion, code: str) -> tuple[str, str]:
        return asked.link(f"/periods/{code}"), self._period_name(code, asked.locale)

    def _period_name(self, code: str, locale: str) -> str:
        """It as it begins a line."""
        name = self._source.period_name(code, locale)
        return name[:1].upper() + name[1:]

    async def _mentioned(self, asked: BoardQuestion) -> Mapping[str, list[UnitRow]]:
        """The rows of every table by unit, made once while nothing changes."""
        state, kept = asked.now.state, self._mentions.get(asked.locale)
        if kept is None or kept[0] != state:
            wanted = [key for each in asked.index.told for key in board_index.keys(each, asked.locale)]
            found = await self._source.tables(wanted)
            kept = state, board_index.mentions(asked.index.told, asked.locale, found)
            self._mentions[asked.locale] = kept
        return kept[1]


def _by_kind(mentions: Iterable[UnitRow], hidden: Collection[str]) -> list[tuple[str, list[str], list[UnitRow]]]:
    """The rows about a unit by the kind of their tables, with the headings under which something stands: not its own name."""
    found: dict[str, list[UnitRow]] = {}
    for each in mentions:
        found.setdefault(each.table.kind, []).append(each)
    return [
        (
            kind,
            [each for each in found[kind][0].table.columns if each not in hidden and _is_filled(each, found[kind])],
            found[kind],
        )
        for kind in sorted(found, key=lambda kind: (kind != "ranking", kind))
    ]


def _is_filled(column: str, mentions: Iterable[UnitRow]) -> bool:
    return any(each.cells.get(column) for each in mentions)


def _other(locale: str) -> str:
    return "en" if locale == "zh" else "zh"
