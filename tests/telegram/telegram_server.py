"""A strict stand-in for Telegram's Bot API server, over real HTTP on loopback.

    async with TelegramServer() as server:
        channel = TelegramChannel(token=server.token, api_base=server.address, ...)
        ann = server.user(7001)
        ann.says("你好")
        await server.settled()
        assert ann.sees[-1].text == ...

It answers what Telegram would answer, in its words, and refuses what Telegram would refuse.
`server.fail("sendMessage", flood(30))` makes the next call fail.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from tests.telegram.telegram_chats import Chats, Message, Refusal
from tests.telegram.telegram_faults import Fault
from tests.telegram.telegram_methods import Methods
from tests.telegram.telegram_queue import UpdateQueue, Waiting
from tests.telegram.telegram_users import User
from tests.web.http_server import CutLine, HttpServer, Request, Response


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it came, and the status it got (0: the line was cut)."""

    method: str
    fields: dict[str, str]
    files: dict[str, tuple[str, bytes]]
    status: int


class TelegramServer:
    """The server, its chats and its people."""

    def __init__(
        self,
        *,
        token: str = "4200001:AAstand-in_token",
        clock: Callable[[], float] = time.monotonic,
        is_limiting: bool = False,
        retry_pause: float = 0.01,
    ) -> None:
        self.token = token
        self.me = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Flag",
            "username": "flag_test_bot",
        }
        self.is_limiting = is_limiting
        self.calls: list[Call] = []
        self.whim: Callable[[str], Fault | None] = lambda method: None  # asked at every call for which no fault waits
        self.chats = Chats()
        self.queue = UpdateQueue(retry_pause=retry_pause, on_reply=self._reply)
        self.methods = Methods(me=self.me, chats=self.chats, queue=self.queue)
        self._http = HttpServer(self._serve)
        self._clock = clock
        self._faults: defaultdict[str, deque[Fault | None]] = defaultdict(deque)
        self._windows: defaultdict[str, deque[float]] = defaultdict(deque)
        self._last_update = 9000
        self._users: dict[int, User] = {}

    async def __aenter__(self) -> Self:
        await self._http.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.queue.stop()
        await self._http.stop()

    @property
    def address(self) -> str:
        """What FLAGPOST_TELEGRAM_API would say."""
        return self._http.address

    @property
    def sent(self) -> list[Call]:
        """The sends that were carried out and answered, in order."""
        return [call for call in self.calls if call.method.startswith("send") and call.status == 200]

    async def go_down(self) -> None:
        """Refuse every connection, until `come_up`."""
        await self._http.stop()

    async def come_up(self) -> None:
        """Serve again, at the same address."""
        await self._http.start()

    def user(self, number: int, language: str = "zh-hans") -> User:
        """A person; the same number is the same person."""
        return self._users.setdefault(number, User(self, number, language))

    def channel(self, number: int, name: str) -> None:
        """A public channel in which the bot may post."""
        self.chats.open({"id": number, "type": "channel", "title": name, "username": name})

    def chat(self, chat_id: int) -> list[Message]:
        """What stands in a chat now, as people see it."""
        return self.chats.shown(chat_id)

    def fail(self, method: str, *faults: Fault | None) -> None:
        """Let the next calls of this method fail, one fault each; None lets one pass."""
        self._faults[method].extend(faults)

    def is_failing(self, method: str) -> bool:
        """Whether a fault still waits for its call."""
        return any(self._faults[method])

    def jump(self, number: int) -> None:
        """Let the ids of updates go on behind this one: after a quiet week they begin anew, anywhere."""
        self._last_update = number

    def push(self, update: dict[str, Any], *, chat_id: int = 0, number: int | None = None) -> int:
        """Queue one update under the next id, or under one of your choice (again); returns the id."""
        self._last_update = number if number is not None else self._last_update + 1
        kind = next(iter(update), "")
        if kind in self.queue.allowed:
            body = json.dumps({"update_id": self._last_update, **update}).encode()
            self.queue.add(Waiting(self._last_update, chat_id, body))
        return self._last_update

    def push_raw(self, body: dict[str, Any] | bytes, *, chat_id: int = 0) -> None:
        """Queue something that Telegram would never send. In a batch it stands between its neighbours as it is."""
        self._last_update += 1
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.queue.add(Waiting(self._last_update, chat_id, raw))

    def forget_presses(self) -> None:
        """As if so much time had passed that no press can be confirmed any more."""
        self.methods.presses.clear()

    async def settled(self) -> None:
        """Return when every update is confirmed."""
        await self.queue.settled()

    # The HTTP side

    async def _serve(self, request: Request) -> Response:
        try:
            return await self._routed(request)
        except Refusal as refusal:
            return _refusal(refusal)

    async def _routed(self, request: Request) -> Response:
        if request.path.startswith("/file/bot"):
            return self._download(request.path.removeprefix("/file/bot"))
        bot, _, method = request.path.removeprefix("/bot").partition("/")
        if ":" not in bot:
            raise Refusal(404, "Not Found")
        if bot != self.token:
            raise Refusal(401, "Unauthorized")
        response = await self._attempt(method, request)
        self.calls.append(Call(method, request.fields, request.files, response.status))
        return response

    async def _attempt(self, method: str, request: Request) -> Response:
        fault = self._faults[method].popleft() if self._faults[method] else self.whim(method)
        try:
            if fault is not None and fault.refusal is not None:
                return _refusal(fault.refusal, fault.body)
            if fault is not None and not fault.is_carried_out:
                raise CutLine
            response = _answer(await self._call(method, request))
            if fault is not None and fault.held is not None:
                await fault.held.wait()
            elif fault is not None:
                raise CutLine(response, fault.answered_bytes)
        except Refusal as refusal:
            return _refusal(refusal)
        except CutLine:
            self.calls.append(Call(method, request.fields, request.files, 0))
            raise
        return response

    async def _call(self, method: str, request: Request) -> Any:
        self.methods.check(method, request)
        if method.startswith(("send", "edit")):
            self._limit(request.fields["chat_id"], is_edit=method.startswith("edit"))
        return await self.methods.call(method, request)

    def _limit(self, chat_id: str, *, is_edit: bool) -> None:
        """30 a second in all, one a second in a private chat (three at once), 20 a minute in a channel or group."""
        if not self.is_limiting:
            return
        is_group = chat_id.startswith(("-", "@"))
        windows = [("all", 30, 1.0)] if not is_edit else []
        windows += [(chat_id, 20, 60.0)] if is_group else [(chat_id, 3, 3.0)]
        now = self._clock()
        for name, most, seconds in windows:
            window = self._windows[name]
            while window and window[0] <= now - seconds:
                window.popleft()
            if len(window) >= most:
                wait = int(window[0] + seconds - now) + 1
                raise Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        for name, _, _ in windows:
            self._windows[name].append(now)

    def _download(self, path: str) -> Response:
        token, _, name = path.partition("/")
        file = self.chats.files.get(name.rpartition("/")[2])
        if token != self.token or file is None:
            raise Refusal(404, "Not Found")
        return Response(200, file.content, {"Content-Type": "application/octet-stream"})

    async def _reply(self, reply: dict[str, object]) -> None:
        """A method call in the answer to a push is carried out, its result told to nobody."""
        fields = {name: str(value) for name, value in reply.items() if name != "method"}
        method = str(reply["method"])
        request = Request("POST", "", {}, b"", fields, {})
        response = await self._attempt(method, request)
        self.calls.append(Call(method, request.fields, request.files, response.status))


def _answer(result: Any) -> Response:
    body = result if isinstance(result, bytes) else json.dumps(result).encode()
    return Response(200, b'{"ok":true,"result":' + body + b"}")


def _refusal(refusal: Refusal, body: bytes | None = None) -> Response:
    answer: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        answer["parameters"] = refusal.parameters
    return Response(refusal.code, body if body is not None else json.dumps(answer).encode())
