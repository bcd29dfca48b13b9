"""Members of the stand-in's corporation: what is on their screens, and what they do, which is brought to our door."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from tests.wecom import wecom_cards

if TYPE_CHECKING:
    from tests.wecom.wecom_server import WecomServer


@dataclass
class Shown:
    """One message on a screen. `versions` are the cards it was, the last is what it is."""

    number: int
    msgid: str
    kind: str
    text: str = ""
    versions: list[dict[str, Any]] = field(default_factory=list)
    file: tuple[str, bytes] | None = None
    is_recalled: bool = False
    is_safe: bool = False
    menu: list[dict[str, str]] = field(default_factory=list)

    @property
    def card(self) -> dict[str, Any] | None:
        """The card as it is now."""
        return self.versions[-1] if self.versions and not self.is_recalled else None

    @property
    def keys(self) -> list[str]:
        """What can be pressed on it now."""
        card = self.card
        if card is None or "replace_text" in card:
            return []
        return [each["key"] for each in wecom_cards.pressable(card)]

    @property
    def state(self) -> tuple[int, bool]:
        """Changes whenever it looks different."""
        return len(self.versions), self.is_recalled


class Member:
    """One member, in the app."""

    def __init__(self, server: WecomServer, userid: str) -> None:
        self.userid = userid
        self.screen: list[Shown] = []
        self._server = server

    async def says(self, words: str) -> None:
        """Write a message."""
        await self._brings("text", Content=words, MsgId=str(self._server.next_id()))

    async def sends(self, kind: str, name: str, content: bytes) -> None:
        """Send a picture, a voice message or a video."""
        media_id = self._server.media.keep(name, content)
        await self._brings(kind, MediaId=media_id, MsgId=str(self._server.next_id()))

    async def is_at(self, latitude: float, longitude: float) -> None:
        """Send a place."""
        where = {"Location_X": str(latitude), "Location_Y": str(longitude), "Scale": "20", "Label": ""}
        await self._brings("location", MsgId=str(self._server.next_id()), **where)

    async def does(self, event: str, **more: str) -> None:
        """Enter the app, or press an entry of its menu."""
        await self._brings("event", Event=event, **more)

    async def presses(self, key: str, chosen: str = "") -> None:
        """Press a button of a card, as it is or as it was a moment ago; what is chosen at it comes with it."""
        found = [each for each in self.screen if any(_has(card, key) for card in each.versions)]
        assert found, f"{self.userid} was never shown that button"
        shown = found[-1]
        card = next(card for card in reversed(shown.versions) if _has(card, key))
        code = self._server.new_code(shown)
        items = _items(card, key, chosen)
        await self._brings(
            "event",
            Event="template_card_event",
            EventKey=key,
            TaskId=shown.versions[0].get("task_id", ""),
            CardType=card["card_type"],
            ResponseCode=code,
            raw=items,
        )

    async def _brings(self, kind: str, raw: str = "", **fields: str) -> None:
        told = {"FromUserName": self.userid, "CreateTime": str(int(self._server.clock())), "MsgType": kind, **fields}
        await self._server.brings("".join(f"<{name}>{escape(value)}</{name}>" for name, value in told.items()) + raw)


def _has(card: dict[str, Any], key: str) -> bool:
    return any(each.get("key") == key for each in wecom_cards.pressable(card))


def _items(card: dict[str, Any], key: str, chosen: str) -> str:
    """What stands chosen on the card comes with whatever button is pressed; a selection stands at its first option, boxes are empty."""
    boxes, selection = card.get("checkbox"), card.get("button_selection")
    question = boxes or selection
    if question is None:
        return ""
    options = [each["id"] for each in question["option_list"]]
    picked = chosen.split(" ") if question["question_key"] == key and chosen else []
    picked = picked if boxes or picked else [question.get("selected_id", options[0])]
    assert set(picked) <= set(options), f"cannot be chosen there: {picked}"
    ids = "".join(f"<OptionId>{escape(each)}</OptionId>" for each in picked)
    return (
        f"<SelectedItems><SelectedItem><QuestionKey>{escape(question['question_key'])}</QuestionKey>"
        f"<OptionIds>{ids}</OptionIds></SelectedItem></SelectedItems>"
    )
