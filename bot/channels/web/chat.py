"""The chat page of our own, without an account, that leaves nothing behind.

Its routes are among those of `bot/channels/web/channel.py`; it calls `bot/channels/web/reception.py` for all that a pane does.
"""

import hashlib
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot import page_words
from bot.channels.web import pages as web_pages
from bot.channels.web import reception as web_reception
from bot.channels.web import says, sessions
from bot.channels.web.visitors import Patience, Visitors
from handlers.conversation import entrance


class ChatPages:
    """The routes under `/chat`."""

    def __init__(
        self,
        reception: web_reception.SeatReception,
        *,
        is_secure: bool,
        visitors: Visitors | None = None,
        patience: Patience | None = None,
    ) -> None:
        """`is_secure` where the public address is https; `visitors` tells those apart who open sessions, `patience` lets in who waited."""
        limits = reception.limits
        self._reception = reception
        self._cookie = sessions.Cookie(name="flagpost", path="/chat", is_secure=is_secure)
        self._visitors = visitors or Visitors()
        self._patience = patience or Patience()
        self._openings = sessions.Throttle(at_once=limits.sessions_at_once, per_minute=limits.sessions_per_minute)

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes, the assets of all pages among them."""
        pages = [
            Route("/chat", self._page, methods=["GET"]),
            Route("/chat/left", self._left, methods=["GET"]),
            web_pages.assets("/chat/static"),
        ]
        endpoints = {
            ("POST", "/chat/session"): self._session,
            ("POST", "/chat/say"): self._say,
            ("POST", "/chat/upload"): self._upload,
            ("POST", "/chat/leave"): self._leave,
            ("GET", "/chat/stream"): self._stream,
            ("GET", "/chat/messages"): self._messages,
            ("GET", "/chat/file/{key}"): self._file,
        }
        return pages + [
            Route(path, web_reception.answering(self._reception, endpoint), methods=[method])
            for (method, path), endpoint in endpoints.items()
        ]

    def close(self) -> None:
        """End every stream; call it before the server is asked to stop."""
        self._reception.close()

    async def _page(self, request: Request) -> Response:
        locale = web_pages.locale_for(request, self._reception.locale)
        return web_pages.page(
            "chat.html",
            locale=locale,
            words=page_words.table(locale, "web"),
            front=page_words.table(locale, "front"),
            office=self._reception.office(),
            wrong="",
            limits=self._reception.page_limits,
        )

    async def _left(self, request: Request) -> Response:
        locale = web_pages.locale_for(request, self._reception.locale)
        return web_pages.page("left.html", locale=locale, words=page_words.table(locale, "web"))

    async def _session(self, request: Request) -> Response:
        greeting = says.greeting(await web_reception.body_of(request, self._reception.limits.largest_say))
        token = self._cookie.read(request)
        is_new = not token or await self._reception.intake.account_of(self._reception.name, token) is None
        if is_new:
            self._hold_openings(request, greeting.patience)
            token = sessions.new_token()
        if is_new or greeting.payload:
            # opened again with the same payload, it is the same event: a reload does not use an invitation twice
            key = "start" + hashlib.sha256(greeting.payload.encode()).hexdigest()
            await self._reception.hand_in(
                token, key=key, text="/start", payload=greeting.payload, locale=greeting.locale
            )
        elif greeting.switch:
            await self._reception.switch_language(token, greeting)
        response = web_reception.answer({"is_new": is_new}, 201 if is_new else 200)
        if is_new or greeting.payload:
            self._cookie.set(response, token)
        return await self._lasting(response, token)

    async def _lasting(self, response: Response, token: str) -> Response:
        """Let the browser keep the session of somebody who works here, as long again from each use."""
        if await self._reception.intake.renew(self._reception.name, token):
            self._cookie.set(response, token, days=entrance.SESSION.days)
        return response

    def _hold_openings(self, request: Request, given: str) -> None:
        """Limit each visitor; where everybody looks like one, who has waited comes in, so that nobody can lock the others out."""
        visitor = self._visitors.of(request)
        if visitor.is_shared and self._patience.opens(given):
            return
        seconds = self._openings.wait(visitor.name)
        if seconds and visitor.is_shared:
            given, seconds = self._patience.give()
            raise says.SayNotTaken(429, "many_at_once", retry_after=seconds, patience=given)
        if seconds:
            raise says.SayNotTaken(429, "too_fast", retry_after=seconds)

    async def _say(self, request: Request) -> Response:
        token = self._cookie.read(request)
        return await self._lasting(await self._reception.say(request, await self._reception.seat(token)), token)

    async def _upload(self, request: Request) -> Response:
        return await self._reception.upload(request, await self._reception.seat(self._cookie.read(request)))

    async def _stream(self, request: Request) -> Response:
        return self._reception.stream(request, [await self._reception.seat(self._cookie.read(request))])

    async def _messages(self, request: Request) -> Response:
        return await self._reception.messages(request, await self._reception.seat(self._cookie.read(request)))

    async def _file(self, request: Request) -> Response:
        return await self._reception.file(request, await self._reception.seat(self._cookie.read(request)))

    async def _leave(self, request: Request) -> Response:
        token = self._cookie.read(request)
        if token and await self._reception.intake.account_of(self._reception.name, token) is not None:
            await self._reception.leave(await self._reception.seat(token))
        response = web_reception.answer({})
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        self._cookie.clear(response)
        return response
