"""Members of the stand-in's corporation: what is on their screens, and what they do, which is brought to our door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from bot.demo.wecom import cards, menus
from bot.demo.wecom.app_messages import AppMessages
from bot.demo.wecom.platform import Platform
from bot.demo.wecom.screens import NotOnScreen, OwnMessage, ShownMessage


class WecomMember:
    """One member, in the app."""

    def __init__(self, platform: Platform, messages: AppMessages, userid: str) -> None:
        self.userid = userid
        self.screen: list[ShownMessage] = messages.screens.setdefault(userid.lower(), [])
        self.own: list[OwnMessage] = []
        self._platform = platform
        self._messages = messages

    async def says(self, words: str) -> None:
        """Write a message."""
        await self._brings("text", Content=words, MsgId=self._keeps("text", words))

    async def sends(self, kind: str, name: str, content: bytes) -> None:
        """Send a picture, a voice message or a video."""
        media_id = self._platform.media.keep(name, content)
        await self._brings(kind, MediaId=media_id, MsgId=self._keeps(kind, file=(name, content)))

    async def is_at(self, latitude: float, longitude: float) -> None:
        """Send a place."""
        where = {"Location_X": str(latitude), "Location_Y": str(longitude), "Scale": "20", "Label": ""}
        await self._brings("location", MsgId=self._keeps("location", f"{latitude}, {longitude}"), **where)

    async def enters(self) -> None:
        """Open the app."""
        await self.does("enter_agent", EventKey="")

    async def chooses(self, key: str) -> None:
        """Press an entry of the app's menu."""
        found = next((each for each in menus.pressed(self._messages.menu) if each.key == key), None)
        if found is None:
            raise NotOnScreen("There is no such entry in the app's menu.")
        self._keeps("event", found.name)
        await self.does("click", EventKey=key)

    async def does(self, event: str, **more: str) -> None:
        """Let WeCom bring an event of theirs."""
        await self._brings("event", Event=event, **more)

    async def presses(self, key: str, chosen: Sequence[str] = (), *, number: int = 0) -> None:
        """Press a button of a card, of the newest that has it or of that `number`, as it is or as it was a moment ago; what is chosen at
        it comes with it."""
        found = [
            each
            for each in self.screen
            if number in (0, each.number) and any(_has(card, key) for card in each.versions)
        ]
        if not found:
            raise NotOnScreen(f"{self.userid} was never shown that button.")
        shown = found[-1]
        card = next(card for card in reversed(shown.versions) if _has(card, key))
        items = _items(card, chosen)
        self._keeps("event", next(each["text"] for each in cards.pressable(card) if each["key"] == key))
        await self._brings(
            "event",
            Event="template_card_event",
            EventKey=key,
            TaskId=shown.versions[0].get("task_id", ""),
            CardType=card["card_type"],
            ResponseCode=self._messages.new_code(shown),
            raw=items,
        )

    def _keeps(self, kind: str, text: str = "", file: tuple[str, bytes] | None = None) -> str:
        """Keep what they did; return its number, as WeCom writes it."""
        done = OwnMessage(number=self._platform.next_id(), kind=kind, at=self._platform.clock(), text=text, file=file)
        self.own.append(done)
        return str(done.number)

    async def _brings(self, kind: str, raw: str = "", **fields: str) -> None:
        told = {"FromUserName": self.userid, "CreateTime": str(int(self._platform.clock())), "MsgType": kind, **fields}
        await self._platform.brings("".join(f"<{name}>{escape(value)}</{name}>" for name, value in told.items()) + raw)


def _has(card: dict[str, Any], key: str) -> bool:
    return any(each.get("key") == key for each in cards.pressable(card))


def _items(card: dict[str, Any], chosen: Sequence[str]) -> str:
    """What stands chosen on the card comes with whatever button is pressed; a selection stands at its first option, boxes are empty."""
    boxes, selection = card.get("checkbox"), card.get("button_selection")
    question = boxes or selection
    if question is None:
        return ""
    options = [each["id"] for each in question["option_list"]]
    picked = chosen if boxes or chosen else [question.get("selected_id", options[0])]
    if not set(picked) <= set(options):
        raise NotOnScreen(f"That cannot be chosen there: {', '.join(picked)}.")
    ids = "".join(f"<OptionId>{escape(each)}</OptionId>" for each in picked)
    return (
        f"<SelectedItems><SelectedItem><QuestionKey>{escape(question['question_key'])}</QuestionKey>"
        f"<OptionIds>{ids}</OptionIds></SelectedItem></SelectedItems>"
    )
