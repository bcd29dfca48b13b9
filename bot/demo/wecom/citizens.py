"""Citizens of customer service at the stand-in: what is on their screens, and what they do.

Whether a press on a menu opens the window anew is not documented: here it does not, unless the service's `presses_count`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.demo.wecom.platform import Platform
from bot.demo.wecom.screens import NotOnScreen, OwnMessage, ShownMessage

ACCOUNT = "wkStandIn0001"
WINDOW = 48 * 3600.0  # seconds in which somebody who wrote may be written to


class ServiceDoor(Protocol):
    """What customer service (`bot/demo/wecom/service.py`) takes of them."""

    presses_count: bool

    def welcome(self, citizen: WechatCitizen, /) -> str:
        """A code by which somebody who has just come may be welcomed, once."""
        ...

    async def happens(self, kind: str, citizen: WechatCitizen, **more: Any) -> None:
        """An event."""
        ...

    async def brings(self, item: dict[str, Any], /) -> None:
        """Something that they wrote."""
        ...


@dataclass
class WechatCitizen:
    """An ordinary WeChat user."""

    platform: Platform
    service: ServiceDoor
    number: str
    screen: list[ShownMessage] = field(default_factory=list)
    own: list[OwnMessage] = field(default_factory=list)
    wrote_at: float | None = None
    welcomed_at: float = 0.0
    told: int = 0
    state: int = 0

    async def says(self, words: str, **more: Any) -> None:
        """Write a message."""
        await self._brings("text", {"content": words, **more}, shows=words)

    async def presses(self, handle: str, *, number: int = 0) -> None:
        """Choose from a menu that stands on the screen, however old; from that of a `number`, or from the newest that has the entry."""
        found = [
            item for each in self.screen if number in (0, each.number) for item in each.menu if item["id"] == handle
        ]
        if not found:
            raise NotOnScreen("They were never shown that entry.")
        words = found[-1]["content"]
        await self._brings("text", {"content": words, "menu_id": handle}, shows=words, is_press=True)

    async def recalls(self) -> None:
        """Take the last message back."""
        await self.service.happens("user_recall_msg", self, recall_msgid=f"item-{self.own.pop().number}")

    async def sends(self, kind: str, name: str, content: bytes) -> None:
        """Send a picture, a voice message, a video or a file."""
        await self._brings(kind, {"media_id": self.platform.media.keep(name, content)}, file=(name, content))

    async def is_at(self, latitude: float, longitude: float) -> None:
        """Send a place."""
        where = {"latitude": latitude, "longitude": longitude, "name": "", "address": ""}
        await self._brings("location", where, shows=f"{latitude}, {longitude}")

    async def enters(self) -> None:
        """Open the conversation; whoever has not written for two days, nor was welcomed, may be welcomed once."""
        silent_since = max(self.wrote_at or 0.0, self.welcomed_at)
        code = self.service.welcome(self) if self.platform.clock() - silent_since > WINDOW else ""
        more = {"welcome_code": code} if code else {}
        await self.service.happens("enter_session", self, scene="", scene_param="", **more)

    async def _brings(
        self,
        kind: str,
        part: dict[str, Any],
        *,
        shows: str = "",
        file: tuple[str, bytes] | None = None,
        is_press: bool = False,
    ) -> None:
        now = self.platform.clock()
        if not is_press or self.service.presses_count:
            self.wrote_at, self.told = now, 0
        self.own.append(OwnMessage(number=self.platform.next_id(), kind=kind, at=now, text=shows, file=file))
        item = {"open_kfid": ACCOUNT, "external_userid": self.number, "origin": 3, "msgtype": kind, kind: part}
        await self.service.brings(item)
