"""A strict stand-in for WeCom's server, over real HTTP on loopback, with a clock that is moved.

    async with WecomServer() as server:
        server.calls_at(address)          # of our callback
        ann = server.member("ann")
        await ann.says("你好")
        assert ann.screen[-1].text == ...

It refuses what WeCom would refuse, and what WeCom drops without a word it drops. Every answer is HTTP 200 with an `errcode`.
`server.fail("message/send", Fault(code=45009))` makes the next call fail; `complaints` are calls that no sound program makes.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import httpx

from tests.web.http_server import CutLine, HttpServer, Request, Response
from tests.wecom import wecom_cards, wecom_seal
from tests.wecom.wecom_cards import Refusal
from tests.wecom.wecom_citizens import CustomerService
from tests.wecom.wecom_media import MediaStore
from tests.wecom.wecom_members import Member, Shown

CORPID, SECRET, AGENT_ID = "ww5823bf96d3bd56c7", "stand-in_Secret-of-nobody", 1000002
TOKEN, AES_KEY = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
LONGEST_TEXT = 2048  # bytes
TOKEN_LIVES, CODE_LIVES, RECALL_WITHIN = 7200.0, 72 * 3600.0, 24 * 3600.0  # seconds
MEMBER_RATES = ((30, 60.0), (1000, 3600.0))
ROBOT_RATE = (20, 60.0)
TRIES = 3  # calls at our door until WeCom forgets
CODE_REFUSED = 40058


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one call: an `errcode`, a status, or the line cut, before or after it was done."""

    code: int | None = None
    status: int = 200
    is_cut: bool = False
    is_done: bool = False
    held: asyncio.Event | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it came."""

    path: str
    query: dict[str, str]
    body: dict[str, Any]


class WecomServer:
    """One corporation with one app: its members, groups and callbacks."""

    def __init__(self, *, clock: Callable[[], float] = time.time, robots: dict[str, str] | None = None) -> None:
        self.corpid = CORPID
        self.clock = clock
        self.is_trusted = True
        self.is_limiting = False
        self.secret = SECRET
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.dropped: list[str] = []  # whose message was dropped without a word
        self.lost: list[str] = []  # what we did not take in three calls
        self.unlicensed: set[str] = set()
        self.issued: list[str] = []  # tokens
        self.media = MediaStore(lambda: self.clock())
        self.groups: dict[str, list[dict[str, Any]]] = {key: [] for key in (robots or {}).values()}
        self.menu: dict[str, str] = {}  # what is below the conversation: by key its name
        self.service = CustomerService(self)
        self._members: dict[str, Member] = {}
        self._ids = itertools.count(4561255354251345929)
        self._tokens: dict[str, float] = {}
        self._codes: dict[str, tuple[Shown, float]] = {}
        self._sent_at: dict[str, float] = {}
        self._tasks: set[str] = set()
        self._repeats: dict[str, float] = {}
        self._windows: defaultdict[str, deque[float]] = defaultdict(deque)
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._callback = ""
        self._http = HttpServer(self._serve)
        self._caller = httpx.AsyncClient(trust_env=False, verify=False, timeout=5.0)

    async def __aenter__(self) -> Self:
        await self._http.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._caller.aclose()
        await self._http.stop()

    @property
    def address(self) -> str:
        """What FLAGPOST_WECOM_API would say."""
        return self._http.address

    @property
    def callback_address(self) -> str:
        """Where it calls."""
        return self._callback

    def calls_at(self, address: str) -> None:
        """Where our callback is."""
        self._callback = address

    def member(self, userid: str) -> Member:
        """A member within the app's visible scope; the same id is the same member."""
        return self._members.setdefault(userid.lower(), Member(self, userid))

    def fail(self, path: str, *faults: Fault) -> None:
        """Let the next calls of this path fail, one fault each."""
        self._faults[path].extend(faults)

    def kill_tokens(self) -> None:
        """As WeCom may at any time: no token that was given is good any more."""
        self._tokens = {}

    def next_id(self) -> int:
        """An id that nothing has had."""
        return next(self._ids)

    def new_code(self, shown: Shown) -> str:
        """A code that lets one card be edited, once."""
        code = f"RC-{self.next_id()}"
        self._codes[code] = (shown, self.clock() + CODE_LIVES)
        return code

    # Callbacks

    def call_of(self, inner: str) -> tuple[str, bytes]:
        """The query and the body of a callback that brings this."""
        message = f"<xml><ToUserName>{CORPID}</ToUserName>{inner}<AgentID>{AGENT_ID}</AgentID></xml>".encode()
        encrypted = wecom_seal.sealed(message, aes_key=AES_KEY, receiver=CORPID)
        query = wecom_seal.query(encrypted, token=TOKEN, timestamp=str(int(self.clock())), nonce=str(self.next_id()))
        return query, wecom_seal.envelope(encrypted, receiver=CORPID, agent_id=AGENT_ID)

    async def brings(self, inner: str) -> None:
        """Call at our door until we have taken it, three times at most."""
        query, body = self.call_of(inner)
        for _ in range(TRIES):
            if await self.calls_once(query, body):
                return
        self.lost.append(inner)

    async def http(self, method: str, query: str, body: bytes = b"") -> httpx.Response:
        """Whatever somebody sends to our door."""
        return await self._caller.request(method, f"{self._callback}?{query}", content=body)

    async def calls_once(self, query: str, body: bytes) -> bool:
        """Call at our door; whether we took it."""
        try:
            answer = await self._caller.post(f"{self._callback}?{query}", content=body)
        except httpx.HTTPError:
            return False
        if answer.status_code == httpx.codes.OK and answer.content:
            self.complaints.append("a callback was answered with words")
        return answer.status_code == httpx.codes.OK

    # The HTTP side

    async def _serve(self, request: Request) -> Response:
        path = request.path.removeprefix("/cgi-bin/")
        body = (
            json.loads(request.body) if request.headers.get("content-type", "").startswith("application/json") else {}
        )
        self.calls.append(Call(path, request.fields, body))
        fault = self._faults[path].popleft() if self._faults[path] else Fault()
        if fault.held is not None:
            await fault.held.wait()
        if fault.code is not None:
            return _answer({"errcode": fault.code, "errmsg": "as the test wants it"})
        if fault.status != httpx.codes.OK:
            return Response(fault.status, b"<html>a gateway's page</html>", {"Content-Type": "text/html"})
        if fault.is_cut and not fault.is_done:
            raise CutLine
        try:
            response = self._done(path, request, body)
        except Refusal as refusal:
            if refusal.is_ours:
                self.complaints.append(f"{path}: {refusal.code} {body}"[:600])
            response = _answer({"errcode": refusal.code, "errmsg": f"refused, from ip: 203.0.113.7, {request.fields}"})
        if fault.is_cut:
            raise CutLine
        return response

    def _done(self, path: str, request: Request, body: dict[str, Any]) -> Response:
        if path == "gettoken":
            return self._token(request.fields)
        if path == "webhook/send":
            return self._robot(request.fields.get("key", ""), body)
        self._authorised(request.fields)
        if path.startswith("kf/"):
            return _answer(self.service.done(path, body))
        of_messages = {
            "message/send": self._send,
            "message/recall": self._recall,
            "message/update_template_card": self._update,
        }
        if path in of_messages:
            return _answer(of_messages[path](body))
        match path:
            case "getcallbackip":
                return _answer({"ip_list": ["203.0.113.8"]})
            case "menu/create":
                self.menu = wecom_cards.menu(request.fields.get("agentid") == str(AGENT_ID), body)
                return _answer({})
            case "media/upload":
                return _answer(self.media.upload(request.fields.get("type", ""), request.files))
            case "media/get":
                return self.media.get(request.fields.get("media_id", ""))
        raise Refusal(40066, is_ours=True)

    def _token(self, given: dict[str, str]) -> Response:
        if given.get("corpid") != CORPID:
            raise Refusal(40013)
        if given.get("corpsecret") != self.secret:
            raise Refusal(40001)
        token = f"stand-in-token-{self.next_id()}"
        self._tokens[token] = self.clock() + TOKEN_LIVES
        self.issued.append(token)
        return _answer({"access_token": token, "expires_in": int(TOKEN_LIVES)})

    def _authorised(self, given: dict[str, str]) -> None:
        token = given.get("access_token", "")
        if not token:
            raise Refusal(41001, is_ours=True)
        if token not in self._tokens:
            raise Refusal(40014)
        if self._tokens[token] <= self.clock():
            raise Refusal(42001)
        if not self.is_trusted:
            raise Refusal(60020)

    def _send(self, body: dict[str, Any]) -> dict[str, Any]:
        if body.get("agentid") != AGENT_ID:
            raise Refusal(40056, is_ours=True)
        named = [each for each in str(body.get("touser", "")).split("|") if each]
        if not named:
            raise Refusal(82001, is_ours=True)
        shown = self._message(body)
        members = [self._members[each.lower()] for each in named if each.lower() in self._members]
        if not members:
            raise Refusal(81013)
        reached = [each for each in members if each.userid not in self.unlicensed]
        answer = {
            "invaliduser": "|".join(each.lower() for each in named if each.lower() not in self._members),
            "unlicenseduser": "|".join(each.userid.lower() for each in members if each not in reached),
            "msgid": shown.msgid,
        }
        if self._is_repeated(body):
            return answer
        for member in reached:
            if self._is_over(member.userid, MEMBER_RATES):
                self.dropped.append(member.userid)
            else:
                member.screen.append(shown)
        if shown.card is not None and shown.card["card_type"] in wecom_cards.INTERACTIVE:
            answer["response_code"] = self.new_code(shown)
        return answer

    def _message(self, body: dict[str, Any]) -> Shown:
        kind = body.get("msgtype", "")
        number = self.next_id()
        shown = Shown(number=number, msgid=f"msg-{number}", kind=kind, is_safe=body.get("safe") == 1)
        content = body.get(kind)
        if not isinstance(content, dict):
            raise Refusal(40008, is_ours=True)
        if kind == "text":
            shown.text = content.get("content", "")
            if not shown.text:
                raise Refusal(44004, is_ours=True)
            if len(shown.text.encode()) > LONGEST_TEXT:
                raise Refusal(45002, is_ours=True)  # WeCom cuts it; that is worse
        elif kind in ("image", "voice", "video", "file"):
            shown.file = self.media.of(content.get("media_id", ""))
        elif kind == "template_card":
            wecom_cards.check(content, is_update=False)
            if "task_id" in content and content["task_id"] in self._tasks and not self._is_known(body):
                raise Refusal(42014)
            self._tasks.add(content.get("task_id", ""))
            shown.versions.append(content)
        else:
            raise Refusal(40008, is_ours=True)
        self._sent_at[shown.msgid] = self.clock()
        return shown

    def _is_repeated(self, body: dict[str, Any]) -> bool:
        """Whether the same was asked within half an hour by who asked for this to be looked at."""
        if not body.get("enable_duplicate_check"):
            return False
        is_known = self._is_known(body)
        self._repeats[json.dumps(body)] = self.clock()
        return is_known

    def _is_known(self, body: dict[str, Any]) -> bool:
        at = self._repeats.get(json.dumps(body))
        return bool(body.get("enable_duplicate_check")) and at is not None and self.clock() - at < 1800

    def _is_over(self, whose: str, rates: tuple[tuple[int, float], ...]) -> bool:
        """Whether it is one too many; it is counted where it is not."""
        if not self.is_limiting:
            return False
        times = self._windows[whose]
        now = self.clock()
        while times and times[0] <= now - max(seconds for _, seconds in rates):
            times.popleft()
        if any(sum(at > now - seconds for at in times) >= most for most, seconds in rates):
            return True
        times.append(now)
        return False

    def _recall(self, body: dict[str, Any]) -> dict[str, Any]:
        msgid = body.get("msgid", "")
        if msgid not in self._sent_at or self.clock() - self._sent_at[msgid] > RECALL_WITHIN:
            raise Refusal(40058)
        for member in self._members.values():
            for shown in member.screen:
                shown.is_recalled |= shown.msgid == msgid
        return {}

    def _update(self, body: dict[str, Any]) -> dict[str, Any]:
        if body.get("agentid") != AGENT_ID:
            raise Refusal(42015, is_ours=True)
        if not isinstance(body.get("userids", []), list) or not (body.get("userids") or body.get("atall")):
            raise Refusal(40058, is_ours=True)
        shown, until = self._codes.pop(body.get("response_code", ""), (None, 0.0))
        if shown is None or until < self.clock():
            raise Refusal(CODE_REFUSED)
        card = body.get("template_card")
        if not isinstance(card, dict):
            raise Refusal(42031, is_ours=True)
        wecom_cards.check(card, is_update=True)
        shown.versions.append(card)
        return {"invaliduser": []}

    def _robot(self, key: str, body: dict[str, Any]) -> Response:
        if key not in self.groups:
            raise Refusal(93000)
        kind = body.get("msgtype", "")
        if kind == "text" and not 0 < len(body["text"]["content"].encode()) <= LONGEST_TEXT:
            raise Refusal(45002, is_ours=True)
        if self._is_over(key, (ROBOT_RATE,)):
            raise Refusal(45009)
        self.groups[key].append(body)
        return _answer({})


def _answer(told: dict[str, Any]) -> Response:
    body = json.dumps({"errcode": 0, "errmsg": "ok", **told}, ensure_ascii=False).encode()
    return Response(200, body, {"Content-Type": "application/json; charset=UTF-8"})
