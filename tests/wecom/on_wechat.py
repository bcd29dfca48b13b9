"""Somebody on WeChat, as `tests/support/stages.py` needs them: what is on the screen is given as parcels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from bot.channel import Attachment, Button, Parcel
from bot.demo.wecom.citizens import WechatCitizen
from bot.demo.wecom.screens import ShownMessage
from bot.demo.wecom.service import MOST
from domain.evidence import Media
from tests.support import sendable

KINDS = {".jpg": "image", ".png": "image", ".ogg": "voice", ".mp4": "video"}
MEDIA = {"image": Media.PICTURE, "video": Media.FILM, "file": Media.FILE}
NUMBER = re.compile(r"(\d+)\. ?(?=.)")


class OnWechat:
    """A citizen in customer service. They press; but where they were asked to type, the number that they read."""

    def __init__(self, citizen: WechatCitizen) -> None:
        self.citizen = citizen
        self._seen = 0

    async def opens(self, payload: str) -> None:
        """Come in: nobody has a link into the conversation that carries a code, it is written."""
        if payload:
            await self.citizen.says(payload.removeprefix("i_"))
        else:
            await self.citizen.enters()

    async def says(self, text: str, files: Sequence[str]) -> None:
        """Send each file by itself, then the words."""
        for name in files:
            ending = PurePath(name).suffix
            if ending == ".geo":
                await self.citizen.is_at(*sendable.PLACE)
            else:
                await self.citizen.sends(KINDS.get(ending, "file"), name, sendable.content(name))
        if text:
            await self.citizen.says(text)

    async def presses(self, handle: str, chosen: str = "") -> None:
        """Choose from a menu."""
        assert not chosen, "a menu has no list to choose from"
        newest = next((each for each in reversed(self.citizen.screen) if each.menu), None)
        entry = next((each for each in newest.menu if each["id"] == handle), None) if newest else None
        if entry is not None and self.citizen.told >= MOST and (found := NUMBER.match(entry["content"])):
            await self.citizen.says(found[1])
            return
        await self.citizen.presses(handle)

    async def sees(self) -> list[Parcel]:
        """The messages that came since one looked last."""
        new = self.citizen.screen[self._seen :]
        self._seen += len(new)
        return list(map(_parcel, new))

    async def goes(self) -> None:
        """Nothing is held open."""


def _parcel(shown: ShownMessage) -> Parcel:
    attachments: tuple[Attachment, ...] = ()
    if shown.file is not None:
        name, data = shown.file
        attachments = (Attachment(key=shown.msgid, data=data, name=name, media=MEDIA[shown.kind]),)
    return Parcel(
        number=shown.number,
        route="",
        text=shown.text,
        buttons=tuple(Button(label=NUMBER.sub("", each["content"], count=1), handle=each["id"]) for each in shown.menu),
        attachments=attachments,
    )
