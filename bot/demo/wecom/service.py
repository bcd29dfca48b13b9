"""Customer service at the stand-in: what citizens write is handed out page by page, and what is written to them has its window.

Whether a press on a menu opens the window anew is not documented: here it does not, unless `presses_count`.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from typing import Any

from bot.demo.wecom.calls import Refusal
from bot.demo.wecom.citizens import ACCOUNT, WINDOW, WechatCitizen
from bot.demo.wecom.platform import Platform
from bot.demo.wecom.screens import ShownMessage

MOST = 5  # messages within a window
TOKEN_LIVES, WELCOME_LIVES, KEPT = 600.0, 20.0, 3 * 24 * 3600.0
LONGEST_TEXT, LONGEST_HEAD, LONGEST_ITEM = 2048, 1024, 128
MESSAGE_ID = re.compile(r"[0-9A-Za-z_-]{1,32}")
WITH_BOT, WAITING, WITH_HUMAN = 1, 2, 3
TAKEN_TWICE = 95099  # what the platform really says is not documented


class CustomerService:
    """One account, and all that it ever heard."""

    def __init__(self, platform: Platform) -> None:
        self.page = 1000  # items on one, whatever is asked for
        self.has_empty_pages = False
        self.presses_count = False
        self.knows_cursors = True
        self.is_ringing = True
        self.is_there = self.is_ours = True
        self.asked = 0
        self._platform = platform
        self.citizens: dict[str, WechatCitizen] = {}
        self.items: list[dict[str, Any]] = []
        self._tokens: dict[str, float] = {}
        self._welcomes: dict[str, tuple[WechatCitizen, float]] = {}
        self._taken: set[str] = set()
        self._empty_shown: defaultdict[int, bool] = defaultdict(bool)
        self._numbers = itertools.count(1)

    @property
    def newest(self) -> str:
        """As far as anybody can have read; empty where nothing ever happened."""
        return f"cursor-{len(self.items)}" if self.items else ""

    def citizen(self, name: str) -> WechatCitizen:
        """A WeChat user; the same name is the same one."""
        return self.citizens.setdefault(name, WechatCitizen(self._platform, self, f"wm{name}"))

    def welcome(self, citizen: WechatCitizen) -> str:
        """A code by which somebody who has just come may be welcomed, once."""
        code = f"welcome-{next(self._numbers)}"
        self._welcomes[code] = (citizen, self._platform.clock() + WELCOME_LIVES)
        return code

    async def happens(self, kind: str, citizen: WechatCitizen, **more: Any) -> None:
        """An event."""
        event = {"event_type": kind, "open_kfid": ACCOUNT, "external_userid": citizen.number, **more}
        await self.brings({"origin": 4, "msgtype": "event", "event": event})

    async def is_taken_over(self, citizen: WechatCitizen) -> None:
        """Somebody of the office talks to a citizen by hand from now on."""
        citizen.state = WITH_HUMAN
        await self.happens("session_status_change", citizen, change_type=1)

    async def is_handed_back(self, citizen: WechatCitizen) -> None:
        """They are done."""
        citizen.state = 0
        await self.happens("session_status_change", citizen, change_type=3)

    async def fails(self, citizen: WechatCitizen, why: int) -> str:
        """The last message that was taken for a citizen did not arrive after all; return its id."""
        lost = citizen.screen.pop()
        await self.happens("msg_send_fail", citizen, fail_msgid=lost.msgid, fail_type=why)
        return lost.msgid

    async def brings(self, item: dict[str, Any]) -> None:
        """Keep an item and ring."""
        number = next(self._numbers)
        self.items.append({"msgid": f"item-{number}", "send_time": int(self._platform.clock()), **item})
        if self.is_ringing:
            await self.rings()

    async def rings(self, token: str = "") -> None:
        """Ring at our door."""
        token = token or f"ring-{next(self._numbers)}"
        self._tokens.setdefault(token, self._platform.clock() + TOKEN_LIVES)
        told = f"<CreateTime>{int(self._platform.clock())}</CreateTime><MsgType>event</MsgType><Event>kf_msg_or_event</Event>"
        await self._platform.brings(f"{told}<Token>{token}</Token><OpenKfId>{ACCOUNT}</OpenKfId>")

    def done(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Answer one call."""
        match path:
            case "kf/sync_msg":
                return self._sync(body)
            case "kf/send_msg":
                return self._send(body)
            case "kf/send_msg_on_event":
                return self._send_on_event(body)
            case "kf/account/list":
                listed = [{"open_kfid": ACCOUNT, "name": "客服", "manage_privilege": self.is_ours}]
                return {"account_list": listed[int(body["offset"]) :] if self.is_there else []}
            case "kf/service_state/get":
                citizen = self._of(body, "external_userid")
                return {"service_state": citizen.state, "servicer_userid": ""}
        raise Refusal(40066, is_ours=True)

    def _sync(self, body: dict[str, Any]) -> dict[str, Any]:
        self.asked += 1
        if body.get("open_kfid") != ACCOUNT:
            raise Refusal(95004, is_ours=True)
        if body.get("cursor") and not self.knows_cursors:
            raise Refusal(40096)  # what the platform says then is not documented
        token = body.get("token")
        if token is not None and self._tokens.get(token, 0.0) < self._platform.clock():
            raise Refusal(95007)
        kept = [each for each in self.items if each["send_time"] > self._platform.clock() - KEPT]
        begin = int(str(body.get("cursor", "")).removeprefix("cursor-") or 0)
        begin = max(begin, len(self.items) - len(kept))
        if self.has_empty_pages and begin < len(self.items) and not self._empty_shown[begin]:
            self._empty_shown[begin] = True
            return {"next_cursor": f"cursor-{begin}", "has_more": 1, "msg_list": []} if begin else self._after(0, 0)
        return self._after(begin, min(self.page, int(body.get("limit", 1000))))

    def _after(self, begin: int, size: int) -> dict[str, Any]:
        end = min(begin + size, len(self.items))
        return {
            "next_cursor": f"cursor-{end}",
            "has_more": int(end < len(self.items)),
            "msg_list": self.items[begin:end],
        }

    def _send(self, body: dict[str, Any]) -> dict[str, Any]:
        if body.get("open_kfid") != ACCOUNT:
            raise Refusal(95004, is_ours=True)
        citizen = self._of(body, "touser")
        if citizen.state in (WAITING, WITH_HUMAN):
            raise Refusal(95018)
        if citizen.wrote_at is None or self._platform.clock() - citizen.wrote_at > WINDOW:
            raise Refusal(95031)
        if citizen.told >= MOST:
            raise Refusal(95001)
        shown = self._message(body)
        citizen.told += 1
        citizen.screen.append(shown)
        return {"msgid": shown.msgid}

    def _send_on_event(self, body: dict[str, Any]) -> dict[str, Any]:
        citizen, until = self._welcomes.pop(body.get("code", ""), (None, 0.0))
        if citizen is None or until < self._platform.clock():
            raise Refusal(95032)
        if body.get("msgtype") not in ("text", "msgmenu"):
            raise Refusal(95030, is_ours=True)
        shown = self._message(body)
        citizen.welcomed_at = shown.at
        citizen.screen.append(shown)
        return {"msgid": shown.msgid}

    def _message(self, body: dict[str, Any]) -> ShownMessage:
        number, kind = body.get("msgid", ""), body.get("msgtype", "")
        if not MESSAGE_ID.fullmatch(number):
            raise Refusal(40058, is_ours=True)
        if number in self._taken:
            raise Refusal(TAKEN_TWICE)
        content = body.get(kind)
        if not isinstance(content, dict):
            raise Refusal(40008, is_ours=True)
        shown = ShownMessage(number=self._platform.next_id(), msgid=number, kind=kind, at=self._platform.clock())
        if kind == "text":
            shown.text = _within(content.get("content", ""), LONGEST_TEXT)
        elif kind == "msgmenu":
            shown.text = "\n".join(
                _within(content[name], LONGEST_HEAD) for name in ("head_content", "tail_content") if name in content
            )
            shown.tail = content.get("tail_content", "")
            shown.menu = [_entry(each) for each in content.get("list", [])]
            if not 1 <= len(shown.menu) <= 10:
                raise Refusal(95008, is_ours=True)
        elif kind in ("image", "voice", "video", "file"):
            shown.file = self._platform.media.of(content.get("media_id", ""))
        else:
            raise Refusal(40008, is_ours=True)
        self._taken.add(number)
        return shown

    def _of(self, body: dict[str, Any], name: str) -> WechatCitizen:
        for citizen in self.citizens.values():
            if citizen.number == body.get(name):
                return citizen
        raise Refusal(40003)


def _within(words: str, most: int) -> str:
    if not 0 < len(words.encode()) <= most:
        raise Refusal(45002, is_ours=True)
    return words


def _entry(item: dict[str, Any]) -> dict[str, str]:
    if item.get("type") != "click":
        raise Refusal(95009, is_ours=True)
    click = item["click"]
    _within(click["content"], LONGEST_ITEM)
    if not 0 < len(click["id"].encode()) <= LONGEST_ITEM or "#" in click["id"]:
        raise Refusal(40058, is_ours=True)
    return {"id": click["id"], "content": click["content"]}
