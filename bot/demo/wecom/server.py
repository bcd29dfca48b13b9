"""WeCom's server: one corporation with one app, its members and groups, its customer service and its callbacks.

    server = WecomServer(clock=time.time)
    server.calls_at(address)          # of our callback
    ann = server.member("ann")
    await ann.says("你好")
    assert ann.screen[-1].text == ...

It answers what `answer` is given; what serves it over HTTP is `serving`. `complaints` are calls that no sound program makes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.demo.wecom import menus
from bot.demo.wecom.app_messages import AppMessages
from bot.demo.wecom.calls import PlatformAnswer, PlatformCall, Refusal, told
from bot.demo.wecom.members import WecomMember
from bot.demo.wecom.platform import AGENT_ID, CORPID, Platform
from bot.demo.wecom.robots import Groups
from bot.demo.wecom.service import CustomerService

SECRET = "stand-in_Secret-of-nobody"
TOKEN_LIVES = 7200.0  # seconds


class WecomServer(Platform):
    """The corporation."""

    def __init__(self, *, clock: Callable[[], float], robots: Mapping[str, str] | None = None) -> None:
        super().__init__(clock)
        self.is_trusted = self.is_seen = True
        self.is_off = False
        self.secret = SECRET
        self.issued: list[str] = []  # tokens
        self.members: dict[str, WecomMember] = {}
        self.messages = AppMessages(self)
        self.groups = Groups(robots or {}, clock=lambda: self.clock(), next_id=self.next_id)
        self.service = CustomerService(self)
        self._tokens: dict[str, float] = {}

    def member(self, userid: str) -> WecomMember:
        """A member within the app's visible scope; the same id is the same member."""
        return self.members.setdefault(userid.lower(), WecomMember(self, self.messages, userid))

    @property
    def menu(self) -> list[menus.MenuRow]:
        """What stands below the app's conversation."""
        return self.messages.menu

    def kill_tokens(self) -> None:
        """As WeCom may at any time: no token that was given is good any more."""
        self._tokens = {}

    def answer(self, call: PlatformCall) -> PlatformAnswer:
        """Answer one call; what no sound program would ask is complained of."""
        try:
            return self._done(call)
        except Refusal as refusal:
            if refusal.is_ours:
                self.complain(call.path, f"{refusal.code} {json.dumps(call.body, ensure_ascii=False)}")
            why = f"refused, from ip: 203.0.113.7, {dict(call.query)}"
            return told({"errcode": refusal.code, "errmsg": why})

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
            case "agent/get":
                return told(self._app(query))
            case "menu/create":
                return told(self._take_menu(query, body))
            case "media/upload":
                return told(self.media.upload(query.get("type", ""), call.files))
            case "media/get":
                return self.media.get(query.get("media_id", ""))
        raise Refusal(40066, is_ours=True)

    def _app(self, given: Mapping[str, str]) -> dict[str, object]:
        if given.get("agentid") != str(AGENT_ID):
            raise Refusal(301002)
        scope = {"allow_userinfos": {"user": []}, "allow_partys": {"partyid": [1] if self.is_seen else []}}
        return {"agentid": AGENT_ID, "close": int(self.is_off), **scope}

    def _take_menu(self, given: Mapping[str, str], menu: dict[str, Any]) -> dict[str, object]:
        if given.get("agentid") != str(AGENT_ID):
            raise Refusal(40056, is_ours=True)
        self.messages.menu = menus.read(menu)
        return {}

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
