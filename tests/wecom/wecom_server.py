"""The stand-in for WeCom (`bot/demo/wecom`) over real HTTP on loopback, with faults and a memory of every call.

async with FaultyWecom() as server:
    server.fail("message/send", Fault(code=45009))   # makes the next such call fail
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import httpx

from bot.demo.wecom.calls import PlatformCall, told
from bot.demo.wecom.server import WecomServer
from tests.web.http_server import CutLine, HttpServer, Request, Response


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one call: an `errcode`, a status, or the line cut, before or after it was done."""

    code: int | None = None
    status: int = 200
    is_cut: bool = False
    is_done: bool = False
    held: asyncio.Event | None = None


class FaultyWecom(WecomServer):
    """A server that can fail."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.calls: list[PlatformCall] = []
        self.whim: Callable[[str], Fault | None] = lambda path: None  # how a call fails that nobody has spoken of
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._http = HttpServer(self._serve)

    async def __aenter__(self) -> Self:
        await self._http.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.hangs_up()
        await self._http.stop()

    @property
    def address(self) -> str:
        """What FLAGPOST_WECOM_API would say."""
        return self._http.address

    def fail(self, path: str, *faults: Fault) -> None:
        """Let the next calls of this path fail, one fault each."""
        self._faults[path].extend(faults)

    def is_failing(self, path: str) -> bool:
        """Whether a fault waits for such a call."""
        return bool(self._faults[path])

    async def _serve(self, request: Request) -> Response:
        is_json = request.headers.get("content-type", "").startswith("application/json")
        body = json.loads(request.body) if is_json else {}
        call = PlatformCall(request.path.removeprefix("/cgi-bin/"), request.fields, body, request.files)
        self.calls.append(call)
        fault = self._faults[call.path].popleft() if self._faults[call.path] else self.whim(call.path) or Fault()
        if fault.held is not None:
            await fault.held.wait()
        if fault.status != httpx.codes.OK:
            return Response(fault.status, b"<html>a gateway's page</html>", {"Content-Type": "text/html"})
        if fault.is_cut and not fault.is_done:
            raise CutLine
        wrong = {"errcode": fault.code, "errmsg": "as the test wants it"}
        answer = self.answer(call) if fault.code is None else told(wrong)
        if fault.is_cut:
            raise CutLine
        return Response(200, answer.body, answer.headers)
