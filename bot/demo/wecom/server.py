"""WeCom's server: one corporation with one app, its members and groups, its customer service and its callbacks.

    server = WecomServer(clock=time.time)
    server.calls_at(address)          # of our callback
    ann = server.member("ann")
    await ann.says("你好")
    assert ann.screen[-1].text == ...

It answers what `answer` is given; what serves it over HTTP is `serving`. `complaints` are calls that no sound program makes.
"""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Callable, Mapping

import httpx

from bot.demo.wecom import menus, seal
from bot.demo.wecom.app_messages import AppMessages
from bot.demo.wecom.calls import PlatformAnswer, PlatformCall, Refusal, told
from bot.demo.wecom.media import MediaStore
from bot.demo.wecom.members import WecomMember
from bot.demo.wecom.rates import SendingRates
from bot.demo.wecom.robots import Groups
from bot.demo.wecom.service import CustomerService

LOG = logging.getLogger(__name__)

CORPID, SECRET, AGENT_ID = "ww5823bf96d3bd56c7", "stand-in_Secret-of-nobody", 1000002
TOKEN, AES_KEY = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
FIRST_ID = 4561255354251345929
TOKEN_LIVES = 7200.0  # seconds
TRIES = 3  # calls at our door until WeCom forgets
PATIENCE = 5.0  # seconds that each waits


class WecomServer:
    """The corporation; its clock may be moved."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        robots: Mapping[str, str] | None = None,
    ) -> None:
        self.corpid = CORPID
        self.clock = clock
        self.is_trusted = True
        self.secret = SECRET
        self.complaints: list[str] = []
        self.lost: list[str] = []  # what we did not take in three calls
        self.issued: list[str] = []  # tokens
        self.menu: list[menus.MenuRow] = []
        self.members: dict[str, WecomMember] = {}
        self._ids = itertools.count(FIRST_ID)
        self._tokens: dict[str, float] = {}
        self.rates = SendingRates(lambda: self.clock())
        self.media = MediaStore(lambda: self.clock())
        self.messages = AppMessages(self, AGENT_ID)
        self.groups = Groups(robots or {}, clock=lambda: self.clock(), next_id=self.next_id)
        self.service = CustomerService(self)
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

    def member(self, userid: str) -> WecomMember:
        """A member within the app's visible scope; the same id is the same member."""
        return self.members.setdefault(userid.lower(), WecomMember(self, userid))

    def kill_tokens(self) -> None:
        """As WeCom may at any time: no token that was given is good any more."""
        self._tokens = {}

    def next_id(self) -> int:
        """An id that nothing has had."""
        return next(self._ids)

    # Callbacks

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
            self._complain("callback", "answered with words")
        return answer.status_code == httpx.codes.OK

    # Calls

    def answer(self, call: PlatformCall) -> PlatformAnswer:
        """Answer one call; what no sound program would ask is complained of."""
        try:
            return self._done(call)
        except Refusal as refusal:
            if refusal.is_ours:
                self._complain(call.path, f"{refusal.code} {json.dumps(call.body, ensure_ascii=False)}")
            why = f"refused, from ip: 203.0.113.7, {dict(call.query)}"
            return told({"errcode": refusal.code, "errmsg": why})

    def _complain(self, path: str, why: str) -> None:
        self.complaints.append(f"{path}: {why}"[:600])
        LOG.error("WeCom would not take this call: %s", self.complaints[-1])

    def _done(self, call: PlatformCall) -> PlatformAnswer:
        path, query, body = call.path, call.query, call.body
        if path == "gettoken":
            return self._token(query)
        if path == "webhook/send":
            self.groups.says(query.get("key", ""), body, self.rates)
            return told({})
        self._authorised(query)
        if path.startswith("kf/"):
            return told(self.service.done(path, body))
        of_messages = {
            "message/send": self.messages.send,
            "message/recall": self.messages.recall,
            "message/update_template_card": self.messages.update,
        }
        if path in of_messages:
            return told(of_messages[path](body))
        match path:
            case "getcallbackip":
                return told({"ip_list": ["203.0.113.8"]})
            case "menu/create":
                if query.get("agentid") != str(AGENT_ID):
                    raise Refusal(40056, is_ours=True)
                self.menu = menus.read(body)
                return told({})
            case "media/upload":
                return told(self.media.upload(query.get("type", ""), call.files))
            case "media/get":
                return self.media.get(query.get("media_id", ""))
        raise Refusal(40066, is_ours=True)

    def _token(self, given: Mapping[str, str]) -> PlatformAnswer:
        if given.get("corpid") != CORPID:
            raise Refusal(40013)
        if given.get("corpsecret") != self.secret:
            raise Refusal(40001)
        token = f"stand-in-token-{self.next_id()}"
        self._tokens[token] = self.clock() + TOKEN_LIVES
        self.issued.append(token)
        return told({"access_token": token, "expires_in": int(TOKEN_LIVES)})

    def _authorised(self, given: Mapping[str, str]) -> None:
        token = given.get("access_token", "")
        if not token:
            raise Refusal(41001, is_ours=True)
        if token not in self._tokens:
            raise Refusal(40014)
        if self._tokens[token] <= self.clock():
            raise Refusal(42001)
        if not self.is_trusted:
            raise Refusal(60020)
