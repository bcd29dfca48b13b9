"""Messages of the corporation's app: sent to members, recalled, and cards edited by codes that are good for one edit."""

from __future__ import annotations

import json
from typing import Any

from bot.demo.wecom import cards
from bot.demo.wecom.calls import Refusal
from bot.demo.wecom.menus import MenuRow
from bot.demo.wecom.platform import AGENT_ID, Platform
from bot.demo.wecom.screens import ShownMessage

LONGEST_TEXT = 2048  # bytes
CODE_LIVES, RECALL_WITHIN, REPEAT_WITHIN = 72 * 3600.0, 24 * 3600.0, 1800.0  # seconds
MEMBER_RATES = ((30, 60.0), (1000, 3600.0))
CODE_REFUSED = 40058


class AppMessages:
    """All that the app ever sent, and its menu. `screens` are those of all who are in its visible scope, `dropped` says whose message was
    dropped, `unlicensed` who gets none; members go by their ids in small letters."""

    def __init__(self, platform: Platform) -> None:
        self.menu: list[MenuRow] = []
        self.screens: dict[str, list[ShownMessage]] = {}
        self.dropped: list[str] = []
        self.unlicensed: set[str] = set()
        self._platform = platform
        self._codes: dict[str, tuple[ShownMessage, float]] = {}
        self._sent_at: dict[str, float] = {}
        self._tasks: set[str] = set()
        self._repeats: dict[str, float] = {}

    def new_code(self, shown: ShownMessage) -> str:
        """A code that lets one card be edited, once."""
        code = f"RC-{self._platform.next_id()}"
        self._codes[code] = (shown, self._platform.clock() + CODE_LIVES)
        return code

    def send(self, body: dict[str, Any]) -> dict[str, Any]:
        """`message/send`."""
        if body.get("agentid") != AGENT_ID:
            raise Refusal(40056, is_ours=True)
        named = [each for each in str(body.get("touser", "")).split("|") if each]
        if not named:
            raise Refusal(82001, is_ours=True)
        shown = self._message(body)
        members = [each.lower() for each in named if each.lower() in self.screens]
        if not members:
            raise Refusal(81013)
        reached = [each for each in members if each not in self.unlicensed]
        answer = {
            "invaliduser": "|".join(each.lower() for each in named if each.lower() not in self.screens),
            "unlicenseduser": "|".join(each for each in members if each not in reached),
            "msgid": shown.msgid,
        }
        if self._is_repeated(body):
            return answer
        for member in reached:
            self._reach(member, shown)
        if shown.card is not None and shown.card["card_type"] in cards.INTERACTIVE:
            answer["response_code"] = self.new_code(shown)
        return answer

    def recall(self, body: dict[str, Any]) -> dict[str, Any]:
        """`message/recall`."""
        msgid = body.get("msgid", "")
        if msgid not in self._sent_at or self._platform.clock() - self._sent_at[msgid] > RECALL_WITHIN:
            raise Refusal(40058)
        for screen in self.screens.values():
            for shown in screen:
                shown.is_recalled |= shown.msgid == msgid
        return {}

    def update(self, body: dict[str, Any]) -> dict[str, Any]:
        """`message/update_template_card`."""
        if body.get("agentid") != AGENT_ID:
            raise Refusal(42015, is_ours=True)
        if not isinstance(body.get("userids", []), list) or not (body.get("userids") or body.get("atall")):
            raise Refusal(40058, is_ours=True)
        shown, until = self._codes.pop(body.get("response_code", ""), (None, 0.0))
        if shown is None or until < self._platform.clock():
            raise Refusal(CODE_REFUSED)
        card = body.get("template_card")
        if not isinstance(card, dict):
            raise Refusal(42031, is_ours=True)
        cards.check(card, is_update=True)
        shown.versions.append(card)
        return {"invaliduser": []}

    def _reach(self, member: str, shown: ShownMessage) -> None:
        if self._platform.rates.is_over(member, MEMBER_RATES):
            self.dropped.append(member)
        else:
            self.screens[member].append(shown)

    def _message(self, body: dict[str, Any]) -> ShownMessage:
        kind, number, now = body.get("msgtype", ""), self._platform.next_id(), self._platform.clock()
        shown = ShownMessage(number=number, msgid=f"msg-{number}", kind=kind, at=now, is_safe=body.get("safe") == 1)
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
            shown.file = self._platform.media.of(content.get("media_id", ""))
        elif kind == "template_card":
            cards.check(content, is_update=False)
            if "task_id" in content and content["task_id"] in self._tasks and not self._is_known(body):
                raise Refusal(42014)
            self._tasks.add(content.get("task_id", ""))
            shown.versions.append(content)
        else:
            raise Refusal(40008, is_ours=True)
        self._sent_at[shown.msgid] = now
        return shown

    def _is_repeated(self, body: dict[str, Any]) -> bool:
        """Whether the same was asked within half an hour by who asked for this to be looked at."""
        if not body.get("enable_duplicate_check"):
            return False
        is_known = self._is_known(body)
        self._repeats[json.dumps(body)] = self._platform.clock()
        return is_known

    def _is_known(self, body: dict[str, Any]) -> bool:
        at = self._repeats.get(json.dumps(body))
        return (
            bool(body.get("enable_duplicate_check")) and at is not None and self._platform.clock() - at < REPEAT_WITHIN
        )
