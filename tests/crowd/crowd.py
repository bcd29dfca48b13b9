"""A crowd at the real front door: citizens and staff who write, send, press and mistype at any speed.

The house they come to, and what is held of it, is in `tests/crowd/crowd_house.py`; what the office does in `tests/crowd/crowd_staff.py`.
"""

from __future__ import annotations

from dataclasses import replace

from domain.said import FileKind, FileRef, Said
from tests.crowd.crowd_house import WatchedHouse

DIGITS = "甲乙丙丁戊己庚辛壬癸"


def token(number: int) -> str:
    """A word that nobody else says, by number."""
    return "事" + "".join(DIGITS[int(digit)] for digit in f"{number:04}") + "号"


class Crowd(WatchedHouse):
    """Everybody who speaks to the house."""

    async def writes(self, who: str, text: str) -> None:
        """Write something that has a word of its own in it."""
        await self.takes(replace(self.event(who), text=self._marked(who, text)))

    async def types(self, who: str, text: str) -> None:
        """Write what has a meaning, as it is."""
        await self.takes(replace(self.event(who), text=text))

    async def tells_the_code(self, who: str, text: str) -> None:
        """Write one's own query code among other words, as people do who think it helps."""
        mine = [code for code, owner in self.sight.codes.items() if owner == who]
        await self.writes(who, f"{text}，查询码{mine[-1]}" if mine else text)

    async def sends(self, who: str, files: int, text: str = "", album: str = "") -> None:
        """Send files in one message, each with a name of its own; as part of an album, if one is named."""
        sent = tuple(
            FileRef(kind=FileKind.PHOTO, ref=name, name=f"{name}.jpg", size=1000)
            for name in (self._marked(who, "") for _ in range(files))
        )
        written = self._marked(who, text) if text else ""
        await self.takes(replace(self.event(who), text=written, files=sent, album=album))

    async def changes(self, who: str, text: str) -> None:
        """Edit what was written."""
        await self.takes(replace(self.event(who), text=text, edits=True))

    async def presses_one(self, who: str, place: int) -> None:
        """Press one of the buttons on the screen; those of the newest message come first."""
        newest_first = reversed(await self.looks(who))
        buttons = [button.handle for parcel in newest_first for button in parcel.buttons]
        if buttons:
            await self.takes(replace(self.event(who), choice=buttons[place % len(buttons)]))

    async def presses(self, who: str, handle: str, chosen: str = "") -> None:
        """Press the newest button of that label (which is its handle here), if there is one."""
        for parcel in reversed(await self.looks(who)):
            found = next((button.handle for button in parcel.buttons if button.label == handle), "")
            if found:
                await self.takes(replace(self.event(who), choice=found))
                return

    async def repeats(self) -> None:
        """The platform brings the last message once more."""
        if self.last is not None:
            await self.intake.take(self.last)
            self.is_acknowledged = True

    async def brings_again(self) -> None:
        """The platform brings once more what it was not told to be taken, and nothing else."""
        if not self.is_acknowledged:
            await self.repeats()

    async def takes(self, event: Said) -> None:
        """A message arrives, and is acknowledged."""
        self.last, self.is_acknowledged = event, False
        self.sent.setdefault(event.speaker, []).append(event.event_key)
        await self.intake.take(event)
        self.is_acknowledged = True

    def event(self, who: str) -> Said:
        """A message of somebody, now."""
        name, _, channel = who.partition("@")
        self._number += 1
        self._speakers[name] = who
        return Said(channel=channel or "web", event_key=f"{self._number:05}", speaker=name, route=name, at=self.now)

    def _marked(self, who: str, text: str) -> str:
        found = token(len(self.sight.authors))
        self.sight.authors[found] = who
        return found + text
