"""What every part of the stand-in's platform shares: its clock, its numbers, its files, its paces, and the line to our door."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable

import httpx

from bot.demo.wecom import seal
from bot.demo.wecom.media import MediaStore
from bot.demo.wecom.rates import SendingRates

LOG = logging.getLogger(__name__)

CORPID, AGENT_ID = "ww5823bf96d3bd56c7", 1000002
TOKEN, AES_KEY = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
FIRST_ID = 4561255354251345929
TRIES = 3  # calls at our door until WeCom forgets
PATIENCE = 5.0  # seconds that each waits


class Platform:
    """The ground on which the parts stand. `complaints` are calls that no sound program makes, `lost` is what we did not take in three
    calls; the clock may be moved."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.corpid = CORPID
        self.clock = clock
        self.complaints: list[str] = []
        self.lost: list[str] = []
        self.rates = SendingRates(lambda: self.clock())
        self.media = MediaStore(lambda: self.clock())
        self._ids = itertools.count(FIRST_ID)
        self._callback = ""
        self._caller: httpx.AsyncClient | None = None

    async def hangs_up(self) -> None:
        """Call nobody any more."""
        if self._caller is not None:
            await self._caller.aclose()

    @property
    def callback_address(self) -> str:
        """Where it calls."""
        return self._callback

    def calls_at(self, address: str, through: httpx.AsyncBaseTransport | None = None) -> None:
        """Where our callback is; reached `through` what is given, or over the network."""
        self._callback = address
        self._caller = httpx.AsyncClient(transport=through, trust_env=False, verify=False, timeout=PATIENCE)

    def next_id(self) -> int:
        """An id that nothing has had."""
        return next(self._ids)

    def call_of(self, inner: str) -> tuple[str, bytes]:
        """The query and the body of a callback that brings this."""
        message = f"<xml><ToUserName>{CORPID}</ToUserName>{inner}<AgentID>{AGENT_ID}</AgentID></xml>".encode()
        encrypted = seal.sealed(message, aes_key=AES_KEY, receiver=CORPID)
        query = seal.query(encrypted, token=TOKEN, timestamp=str(int(self.clock())), nonce=str(self.next_id()))
        return query, seal.envelope(encrypted, receiver=CORPID, agent_id=AGENT_ID)

    async def brings(self, inner: str) -> None:
        """Call at our door until we have taken it, three times at most."""
        query, body = self.call_of(inner)
        for _ in range(TRIES):
            if await self.calls_once(query, body):
                return
        self.lost.append(inner)
        LOG.error("What somebody did was not taken in %d calls at the door", TRIES)

    async def http(self, method: str, query: str, body: bytes = b"") -> httpx.Response:
        """Whatever somebody sends to our door."""
        assert self._caller is not None, "it knows where our door is before anybody does anything"
        return await self._caller.request(method, f"{self._callback}?{query}", content=body)

    async def calls_once(self, query: str, body: bytes) -> bool:
        """Call at our door; whether we took it."""
        try:
            answer = await self.http("POST", query, body)
        except httpx.HTTPError:
            return False
        if answer.status_code == httpx.codes.OK and answer.content:
            self.complain("callback", "answered with words")
        return answer.status_code == httpx.codes.OK

    def complain(self, path: str, why: str) -> None:
        """Keep what no sound program would have done."""
        self.complaints.append(f"{path}: {why}"[:600])
        LOG.error("WeCom would not take this call: %s", self.complaints[-1])
