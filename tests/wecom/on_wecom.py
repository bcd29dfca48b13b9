"""Somebody in the app, as `tests/support/stages.py` needs them: what is on the screen is given as parcels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from bot.channel import Attachment, Button, ButtonSelect, Parcel
from bot.demo.wecom import cards
from bot.demo.wecom.members import WecomMember
from bot.demo.wecom.screens import ShownMessage
from domain.evidence import Media
from tests.support import sendable

KINDS = {".jpg": "image", ".ogg": "voice", ".mp4": "video"}
MEDIA = {"image": Media.PICTURE, "video": Media.FILM, "file": Media.FILE}


class OnWecom:
    """A member of the corporation."""

    def __init__(self, member: WecomMember) -> None:
        self.member = member
        self._seen: dict[int, tuple[int, bool]] = {}

    async def opens(self, payload: str) -> None:
        """There are no links into an app: an invitation's code is sent as a message."""
        await self.member.says(payload.removeprefix("i_") or "/start")

    async def says(self, text: str, files: Sequence[str]) -> None:
        """Send each file by itself, then the words. Who has a document photographs it: members send none to an app."""
        for name in files:
            ending = PurePath(name).suffix
            if ending == ".geo":
                await self.member.is_at(*sendable.PLACE)
            else:
                sent = name if ending in KINDS else f"{name}.jpg"
                await self.member.sends(KINDS.get(ending, "image"), sent, sendable.content(sent))
        if text:
            await self.member.says(text)

    async def presses(self, handle: str, chosen: str = "") -> None:
        """Press a button."""
        await self.member.presses(handle, chosen.split())

    async def sees(self) -> list[Parcel]:
        """The messages that came or changed since one looked last."""
        found = []
        for shown in self.member.screen:
            if self._seen.get(shown.number) != shown.state:
                found.append(self._parcel(shown, is_new=shown.number not in self._seen))
                self._seen[shown.number] = shown.state
        return found

    async def goes(self) -> None:
        """Nothing is held open."""

    def _parcel(self, shown: ShownMessage, *, is_new: bool) -> Parcel:
        card = shown.card
        text = shown.text if card is None else _read(card)
        attachments: tuple[Attachment, ...] = ()
        if shown.file is not None and not shown.is_recalled:
            name, data = shown.file
            attachments = (Attachment(key=shown.msgid, data=data, name=name, media=MEDIA[shown.kind]),)
        return Parcel(
            number=shown.number,
            route="",
            text="" if shown.is_recalled else text,
            edits="" if is_new else str(shown.number),
            is_card=card is not None,
            is_staff=shown.is_safe,
            buttons=_buttons(shown),
            attachments=attachments,
        )


def _read(card: dict[str, Any]) -> str:
    """The words of a card; after what is no whole line but its title one reads on."""
    is_latin = any(each["keyname"].isascii() for each in card.get("horizontal_content_list", []))
    title, words = card["main_title"].get("title", ""), cards.shown(card, ": " if is_latin else "：")
    if title.endswith(("。", "！", "？", "、")):
        return words.replace(f"{title}\n", title, 1)
    return words.replace(f"{title}\n", f"{title} ", 1) if title.endswith((":", ";", ",", ".", "!", "?")) else words


def _buttons(shown: ShownMessage) -> tuple[Button, ...]:
    card = shown.card
    if card is None:
        return ()
    boxes = card.get("checkbox")
    question = boxes or card.get("button_selection", {})
    return tuple(
        Button(
            label=each["text"],
            handle=each["key"],
            select=ButtonSelect(
                options=tuple((one["id"], one["text"]) for one in question["option_list"]), is_several=bool(boxes)
            )
            if each["key"] == question.get("question_key")
            else None,
        )
        for each in cards.pressable(card)
        if each["key"] in shown.keys
    )
