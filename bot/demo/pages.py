"""The demo page: every role of a fictional county in a pane of its own, the public board, and a clock that can be
turned.

The house behind it (a temporary home with sample data) is wired by `flagpost demo` through `DemoHouse`; each pane has
its own token, held here and never given to the browser, which has one cookie for the whole page. Calls
`bot/channels/web/reception.py` and `bot/channels/web/board.py`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot import page_words
from bot.channel import Attachment
from bot.channels.web import attachments, board, pages, says, sessions, stream
from bot.channels.web import reception as web_reception
from bot.demo.phones import FILES, PhoneAct
from bot.demo.wecom.screens import NotOnScreen

STEPS = ("reported", "claimed", "accepted", "confirmed", "approved", "acknowledged", "turned", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """One role's pane. `label` is shown, by page locale; `name` goes into addresses (letters, digits, _)."""

    name: str
    label: dict[str, str]
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFace:
    """Legal time now and of the next thing that happens by itself, both aware and in the office's zone.

    `next_what` says in words what that will be, by locale.
    """

    now: datetime
    next_at: datetime | None
    next_what: dict[str, str]


class RoadsWalked(Protocol):
    """What the page needs of the guide to the roads that can be played."""

    def shown(self, locale: str) -> Sequence[object]:
        """Every road in a language, as `demo_roads.html` shows it."""
        ...

    def spoken(self) -> list[dict[str, object]]:
        """All that the cast has said in its panes: `pane`, `key`, `text`, and `after` which number of what was said there."""
        ...

    async def walked(self) -> dict[str, object]:
        """How far each road was walked (`come_to`), and up to which step one is `playing` now."""
        ...

    async def play(self, name: str, until: str, locale: str) -> str:
        """Play a road up to a step; the word for what stood in the way, if anything did. Raises KeyError where there is none such."""
        ...

    async def rests(self) -> None:
        """Wait until nothing is played."""
        ...


class PhonesShown(Protocol):
    """What the page needs of phones beside the panes, where the demo has any."""

    def shown(self, locale: str) -> list[dict[str, object]]:
        """All of them, as the page draws them."""
        ...

    def file(self, name: str, number: int) -> Attachment:
        """A file of a message that stands on one; raises NotOnScreen."""
        ...

    async def does(self, act: PhoneAct) -> None:
        """Let the owner of one do something; raises NotOnScreen where that cannot be done there."""
        ...

    async def speak(self, locale: str) -> None:
        """Let the house speak another language on all of them."""
        ...


class PartToPlay(msgspec.Struct, forbid_unknown_fields=True):
    """The body that asks for a part of a road to be played: up to a step, and with it."""

    road: str
    until: str


class DemoHouse(Protocol):
    """What the demo page needs of the house behind it."""

    panes: list[Pane]
    guide: RoadsWalked
    phones: PhonesShown | None

    async def clock(self) -> ClockFace:
        """Read the clock."""
        ...

    async def turn(self) -> ClockFace:
        """Turn the clock to the next event and let it happen; return the clock once it has."""
        ...

    async def begin_anew(self) -> None:
        """End this county; another one takes its place."""
        ...

    async def done(self) -> frozenset[str]:
        """Say which of `STEPS` have happened, so that the guide can tick them."""
        ...


class DemoDesk:
    """The routes under `/demo`."""

    def __init__(
        self,
        house: DemoHouse,
        reception: web_reception.SeatReception,
        public_board: board.Board,
        *,
        is_secure: bool = False,
    ) -> None:
        """The reception is the very one that the web channel uses."""
        self._house = house
        self._reception = reception
        self._board = public_board
        self._cookie = sessions.Cookie(name="flagpost_demo", path="/demo", is_secure=is_secure)
        self._desks: set[str] = set()
        self._spoken = reception.locale

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes; the assets come from the web channel."""
        endpoints = {
            ("POST", "/demo/say"): self._say,
            ("POST", "/demo/upload"): self._upload,
            ("POST", "/demo/turn"): self._turn,
            ("POST", "/demo/play"): self._play,
            ("POST", "/demo/again"): self._again,
            ("POST", "/demo/language"): self._language,
            ("GET", "/demo/stream"): self._stream,
            ("GET", "/demo/messages"): self._messages,
            ("GET", "/demo/board"): self._show_board,
            ("GET", "/demo/file/{key}"): self._file,
        }
        if self._house.phones is not None:
            endpoints[("POST", "/demo/phone")] = self._phone
            endpoints[("GET", f"{FILES}/{{phone}}/{{number:int}}")] = self._phone_file
        return [Route("/demo", self._page, methods=["GET"])] + [
            Route(path, web_reception.answering(self._reception, endpoint), methods=[method])
            for (method, path), endpoint in endpoints.items()
        ]

    async def _page(self, request: Request) -> Response:
        locale = pages.locale_for(request, self._reception.locale)
        response = pages.page(
            "demo.html",
            locale=locale,
            words=page_words.table(locale, "web"),
            demo=page_words.table(locale, "demo"),
            panes=self._house.panes,
            steps=STEPS,
            roads=self._house.guide.shown(locale),
            spoken=self._spoken,
            has_phones=self._house.phones is not None,
            limits=self._reception.page_limits,
            items=await self._board.shown(locale),
            is_list=False,
        )
        if _hashed(self._cookie.read(request)) not in self._desks:
            token = sessions.new_token()
            self._desks.add(_hashed(token))
            self._cookie.set(response, token)
        return response

    async def _say(self, request: Request) -> Response:
        return await self._reception.say(request, await self._seat(request))

    async def _upload(self, request: Request) -> Response:
        return await self._reception.upload(request, await self._seat(request))

    async def _messages(self, request: Request) -> Response:
        return await self._reception.messages(request, await self._seat(request))

    async def _file(self, request: Request) -> Response:
        return await self._reception.file(request, await self._seat(request))

    async def _stream(self, request: Request) -> Response:
        self._check_desk(request)
        seats = [await self._reception.seat(pane.token, pane.name) for pane in self._house.panes]
        locale = pages.locale_for(request, self._reception.locale)
        return self._reception.stream(request, seats, lambda: self._aside(locale))

    async def _turn(self, request: Request) -> Response:
        self._check_desk(request)
        locale = pages.locale_for(request, self._reception.locale)
        face = _face(await self._house.turn(), locale)
        return web_reception.answer({**face, "done": sorted(await self._house.done())})

    async def _play(self, request: Request) -> Response:
        self._check_desk(request)
        part = says.read_body(await web_reception.body_of(request, self._reception.limits.largest_say), PartToPlay)
        locale = pages.locale_for(request, self._reception.locale)
        try:
            stuck = await self._house.guide.play(part.road, part.until, locale)
        except KeyError:
            raise says.SayNotTaken(422, "unreadable") from None
        return web_reception.answer({"stuck": stuck, "walked": await self._house.guide.walked()})

    async def _again(self, request: Request) -> Response:
        self._check_desk(request)
        await self._house.begin_anew()
        return web_reception.answer({}, 202)

    async def _language(self, request: Request) -> Response:
        self._check_desk(request)
        greeting = says.greeting(await web_reception.body_of(request, self._reception.limits.largest_say))
        for pane in self._house.panes:
            await self._reception.switch_language(pane.token, greeting)
        if self._house.phones is not None:
            await self._house.phones.speak(greeting.locale)
        self._spoken = greeting.locale
        return web_reception.answer({}, 202)

    async def _phone(self, request: Request) -> Response:
        self._check_desk(request)
        act = says.read_body(await web_reception.body_of(request, self._reception.limits.largest_say), PhoneAct)
        assert self._house.phones is not None, "without phones there is no such route"
        try:
            await self._house.phones.does(act)
        except NotOnScreen:
            raise says.SayNotTaken(422, "unreadable") from None
        return web_reception.answer({}, 202)

    async def _phone_file(self, request: Request) -> Response:
        self._check_desk(request)
        assert self._house.phones is not None, "without phones there is no such route"
        try:
            found = self._house.phones.file(request.path_params["phone"], request.path_params["number"])
        except NotOnScreen:
            raise says.SayNotTaken(404, "no_file") from None
        return attachments.answered(found)

    async def _show_board(self, request: Request) -> Response:
        self._check_desk(request)
        locale = pages.locale_for(request, self._reception.locale)
        items = await self._board.shown(locale)
        words = page_words.table(locale, "web")
        return pages.page("board_items.html", locale=locale, words=words, items=items, is_list=False)

    async def _aside(self, locale: str) -> list[tuple[str, object]]:
        """Tell the page, beside what is said in its panes, the time, the steps done, whether the board has moved."""
        items = await self._board.shown(locale)
        phones = [] if self._house.phones is None else [("phones", self._house.phones.shown(locale))]
        return [
            *phones,
            ("clock", _face(await self._house.clock(), locale)),
            ("done", sorted(await self._house.done())),
            ("spoken", self._house.guide.spoken()),
            ("walked", await self._house.guide.walked()),
            ("board", hashlib.sha256(repr(items).encode()).hexdigest()[:16]),
        ]

    async def _seat(self, request: Request) -> stream.Seat:
        self._check_desk(request)
        name = request.query_params.get("pane", "")
        for pane in self._house.panes:
            if pane.name == name:
                return await self._reception.seat(pane.token, name)
        raise says.SayNotTaken(404, "no_session")

    def _check_desk(self, request: Request) -> None:
        if _hashed(self._cookie.read(request)) not in self._desks:
            raise says.SayNotTaken(401, "no_session")


def _face(face: ClockFace, locale: str) -> dict[str, str]:
    at = "" if face.next_at is None else _worded(face.next_at)
    return {"now": _worded(face.now), "next_at": at, "next_what": face.next_what.get(locale, "")}


def _worded(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
