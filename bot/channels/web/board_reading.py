"""One question to the public board, and what is kept between questions while nothing changes there.

Every answer is of the moment: what stands on the board is looked up for each question, in one read for all who ask at the same time.
What was made of the same state before, an order of announcements or a whole page, is not made again.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web import board_index, pages
from bot.channels.web.board_index import BoardIndex
from bot.channels.web.board_source import BoardNow, BoardSource
from domain import text
from storage.board import Headline

MOST_KEPT = 300  # answers
PARTS = ("sequence", "before", "q", "period", "unit")  # of an address, what is read besides the path


class BoardQuestion:
    """One question to the board: whose language it is in, and what stands there at this moment."""

    def __init__(self, request: Request, locale: str, now: BoardNow, index: BoardIndex) -> None:
        self.request = request
        self.locale = locale
        self.now = now
        self.index = index
        self.asked = {name: text.clean(request.query_params.get(name, "")) for name in PARTS}
        self.part = text.clean(str(next(iter(request.path_params.values()), "")))

    def link(self, path: str, **parts: str) -> str:
        """The address of a page of the board in the reader's language."""
        given = {name: value for name, value in parts.items() if value}
        return f"/board{path}?{urlencode({'lang': self.locale, **given})}"

    def title(self, told: Headline) -> str:
        """The title of an announcement in the reader's language."""
        return board_index.title(told, self.locale)


Answer = Callable[[BoardQuestion], Awaitable[Response]]


class BoardReader:
    """Reads the source for every question, and keeps what was made of it."""

    def __init__(self, source: BoardSource, locale: str) -> None:
        """`locale` is for browsers that ask for none of ours."""
        self._source = source
        self._locale = locale
        self._reading: asyncio.Task[BoardNow] | None = None
        self._next: asyncio.Task[BoardNow] | None = None
        self._index: tuple[Hashable, BoardIndex] | None = None
        self._kept: OrderedDict[Hashable, Response] = OrderedDict()

    async def now(self) -> BoardNow:
        """What stands there: read after it was asked, once for all who ask until that begins."""
        if self._next is None:
            self._next = asyncio.ensure_future(self._after(self._reading))
        return await asyncio.shield(self._next)

    async def _after(self, reading: "asyncio.Task[BoardNow] | None") -> BoardNow:
        if reading is not None:
            await asyncio.wait([reading])
        self._reading, self._next = self._next, None
        return await self._source.now()

    async def index(self, now: BoardNow | None = None) -> BoardIndex:
        """Everything that stands on the board, read anew where something was told or withheld since."""
        state = (now or await self.now()).state
        if self._index is None or self._index[0] != state:
            self._index = state, BoardIndex(await self._source.told(), self._source.timezone)
        return self._index[1]

    def answering(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        """An answer is made once for all who ask the same while nothing changes; whoever has it already is told so (ETag)."""

        async def respond(request: Request) -> Response:
            locale, now = pages.locale_for(request, self._locale), await self.now()
            key = (now, request.url.path, locale, *(request.query_params.get(part, "") for part in PARTS))
            if (kept := self._kept.get(key)) is None:
                kept = pages.tagged(await answer(BoardQuestion(request, locale, now, await self.index(now))))
                kept.headers["Vary"] = "Accept-Language"
                self._kept[key] = kept
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            return pages.unless_known(request, kept)

        return respond
