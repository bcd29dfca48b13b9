"""The reception: what happens at a pane, whatever page it is on. Words and files come in, parcels go out."""

import asyncio
import errno
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot import page_words
from bot.channels.web import attachments, facts, origins, pages, says, sessions, uploads
from bot.channels.web import stream as web_stream
from bot.channels.web.traits import TRAITS
from domain import said
from storage import errors

LOG = logging.getLogger(__name__)


class WebDoor(Protocol):
    """What the web side needs of the front door."""

    async def take(self, said: said.Said) -> object:
        """Make it durable; raise StorageUnavailable where that could not be done."""
        ...

    async def account_of(self, channel: str, speaker: str) -> int | None:
        """Find the account of a speaker we know; None once it has left, or was revoked or forgotten."""
        ...

    async def renew(self, channel: str, speaker: str) -> bool:
        """Let a session of somebody who works here go on while it is used; whether it is one of theirs."""
        ...


class FileStore(Protocol):
    """Where files are kept."""

    async def keep(self, data: bytes, name: str) -> str:
        """Keep them encrypted and synced; return what they are called from now on."""
        ...

    async def mark(self, data: bytes) -> str:
        """The keyed hash by which these bytes are known again."""
        ...


class SeatReception:
    """Takes what a seat says and gives what is said to it."""

    name = TRAITS.name

    def __init__(
        self,
        *,
        intake: WebDoor,
        delivery: web_stream.PageDelivery,
        evidence: FileStore,
        now: Callable[[], datetime],
        limits: sessions.PageLimits,
        locale: str,
        public_url: str,
        office: facts.OfficeFacts = facts.PageFacts,
    ) -> None:
        """`now` gives the time every Said is stamped with; `locale` is for whoever's browser asks for none of ours."""
        self.office = office
        self.intake = intake
        self.limits = limits
        self.now = now
        self.locale = locale
        self.public_url = public_url
        self._delivery = delivery
        self._evidence = evidence
        self._is_closed = False
        self._says = sessions.Throttle(at_once=limits.says_at_once, per_minute=limits.says_per_minute)
        self._uploads = sessions.Throttle(at_once=limits.uploads_at_once, per_minute=limits.uploads_per_minute)
        self._room = asyncio.Semaphore(limits.uploads_in_memory)
        self._streams: dict[int, list[web_stream.Stream]] = {}
        self._attachments = attachments.Attachments(delivery)

    @property
    def page_limits(self) -> Mapping[str, int]:
        """What a page is told beforehand, so that it need not send what would be refused."""
        return {
            "words": self.office().longest,
            "files": says.MOST_FILES,
            "file_size": self.limits.largest_file,
        }

    async def seat(self, token: str, pane: str = "") -> web_stream.Seat:
        """Find whose token this is; raise NotTaken where it is nobody's (any more)."""
        account_id = await self.intake.account_of(self.name, token) if token else None
        if account_id is None:
            raise says.SayNotTaken(401, "no_session")
        return web_stream.Seat(token=token, account_id=account_id, pane=pane)

    async def say(self, request: Request, seat: web_stream.Seat) -> Response:
        """Hand in what was said; 202 once it is durable. The same key again is the same message."""
        _hold(self._says, seat)
        heard = says.hear(await body_of(request, self.limits.largest_say), seat.token)
        await self.hand_in(
            seat.token,
            key=heard.key,
            text=heard.text,
            choice=heard.choice,
            files=heard.files,
            locale=heard.locale,
        )
        return answer({"key": heard.key}, 202)

    async def hand_in(
        self,
        token: str,
        *,
        key: str,
        text: str = "",
        choice: str = "",
        files: tuple[said.FileRef, ...] = (),
        payload: str = "",
        locale: str = "",
    ) -> None:
        """Give one event of this token to the front door."""
        event = said.Said(
            channel=self.name,
            event_key=sessions.event_key(token, key),
            speaker=token,
            route=token,
            at=self.now(),
            text=text,
            choice=choice,
            files=files,
            payload=payload,
            locale=locale,
        )
        await self.intake.take(event)

    async def switch_language(self, token: str, greeting: says.Greeting) -> None:
        """Let the office speak another language with this token from now on."""
        await self.hand_in(
            token, key=greeting.switch, text="/language", payload=greeting.locale, locale=greeting.locale
        )

    async def upload(self, request: Request, seat: web_stream.Seat) -> Response:
        """Keep one file; the id returned is good for this session alone."""
        _hold(self._uploads, seat)
        async with self._room:
            upload = await uploads.read(request, self.limits.largest_file)
            kind = upload.kind(self.limits.largest_file).came_as
            data = bytes(upload.data)
            ref, mark = await self._evidence.keep(data, upload.name), await self._evidence.mark(data)
        file = said.FileRef(kind=kind, ref=ref, name=upload.name, size=len(data), mark=mark)
        body = {"id": says.ticket(seat.token, file), "kind": kind, "name": file.name, "size": file.size}
        return answer(body, 201)

    async def messages(self, request: Request, seat: web_stream.Seat) -> Response:
        """Answer with what was said after `?after=`, for pages whose stream is cut."""
        asked = request.query_params.get("after", "0")
        after = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
        parcels = await self._delivery.page(seat.account_id, after)
        await self._delivery.seen(seat.account_id, [parcel.number for parcel in parcels])
        return answer({"messages": [web_stream.as_json(parcel, seat.pane) for parcel in parcels]})

    def stream(
        self, request: Request, seats: Sequence[web_stream.Seat], aside: web_stream.Aside | None = None
    ) -> Response:
        """Answer with a stream that resumes where the page left off; one too many ends this session's oldest."""
        stream = web_stream.Stream(
            self._delivery,
            seats,
            last_id=request.headers.get("last-event-id") or request.query_params.get("after", ""),
            goes_on=lambda: self._are_all_known(seats),
            aside=aside,
            heartbeat=self.limits.heartbeat,
        )
        headers = {**pages.NO_TRACE, "X-Accel-Buffering": "no"}
        return StreamingResponse(
            self._run(stream, seats[0].account_id), media_type="text/event-stream", headers=headers
        )

    async def file(self, request: Request, seat: web_stream.Seat) -> Response:
        """Answer with an attachment of something that was said to this very seat."""
        return await self._attachments.answer(request, seat.account_id, str(request.path_params["key"]))

    async def leave(self, seat: web_stream.Seat) -> None:
        """Let the office forget this session, and end its streams."""
        await self.hand_in(seat.token, key="leave", text="/leave sure")
        self._attachments.forget(seat.account_id)
        for stream in self._streams.pop(seat.account_id, []):
            stream.end()

    def close(self) -> None:
        """End every stream, so that the server can stop; pages come again by themselves, and until it listens no more get no new one."""
        self._is_closed = True
        for streams in self._streams.values():
            for stream in streams:
                stream.end()

    async def _run(self, stream: web_stream.Stream, account_id: int) -> AsyncIterator[bytes]:
        open_ones = self._streams.setdefault(account_id, [])
        open_ones.append(stream)
        for oldest in open_ones if self._is_closed else open_ones[: -self.limits.streams_per_session]:
            oldest.end()
        try:
            async for chunk in stream.events():
                yield chunk
        except (errors.StorageError, OSError) as error:
            LOG.error("A stream ends, its page comes again by itself: %s", _what(error))
        finally:
            open_ones.remove(stream)
            if not open_ones and self._streams.get(account_id) is open_ones:
                del self._streams[account_id]

    async def _are_all_known(self, seats: Sequence[web_stream.Seat]) -> bool:
        known = [await self.intake.account_of(self.name, seat.token) for seat in seats]
        return known == [seat.account_id for seat in seats]


Answerer = Callable[[Request], Awaitable[Response]]


def answering(reception: SeatReception, endpoint: Answerer) -> Answerer:
    """Wrap an endpoint: strange origins get nothing, and what is not taken gets a sentence in the page's language, whatever
    the reason: the request, a full disk, a fault of ours."""

    async def answered(request: Request) -> Response:
        locale = pages.locale_for(request, reception.locale)
        try:
            if request.method == "POST" and not origins.is_ours(request, reception.public_url):
                raise says.SayNotTaken(403, "strange_origin")
            return await endpoint(request)
        except says.SayNotTaken as refused:
            return refusal(refused, locale)
        except (errors.StorageUnavailable, OSError) as error:
            LOG.error("%s could not be answered: %s", request.url.path.rpartition("/")[2], _what(error))
            return refusal(says.SayNotTaken(503, "unavailable", retry_after=5), locale)
        except Exception as error:
            LOG.error("A page could not be answered: %s", type(error).__name__, exc_info=error)
            return refusal(says.SayNotTaken(500, "broken"), locale)

    return answered


def answer(body: Mapping[str, object], status: int = 200) -> Response:
    """Answer a page's script."""
    return JSONResponse(dict(body), status_code=status, headers=dict(pages.NO_TRACE))


def refusal(refused: says.SayNotTaken, locale: str) -> Response:
    """Say what is wrong, in a sentence."""
    sentence = page_words.table(locale, "web")[f"wrong_{refused.word}"]
    told = {"error": refused.word, "sentence": sentence}
    if refused.patience:
        told["patience"] = refused.patience
    response = answer(told, refused.status)
    if refused.retry_after:
        response.headers["Retry-After"] = str(math.ceil(refused.retry_after))
    return response


async def body_of(request: Request, limit: int) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise says.SayNotTaken(422, "unreadable")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise says.SayNotTaken(413, "too_long")
    return bytes(body)


def _what(error: Exception) -> str:
    """What failed, without a word of whoever asked: the system's own name of it, where it has one."""
    return errno.errorcode.get(error.errno or 0, "OSError") if isinstance(error, OSError) else type(error).__name__


def _hold(throttle: sessions.Throttle, seat: web_stream.Seat) -> None:
    seconds = throttle.wait(str(seat.account_id))
    if seconds:
        raise says.SayNotTaken(429, "too_fast", retry_after=seconds)
