"""The people of a storm on WeCom: each reports one clue, a citizen at customer service or a member in the app.

They type the words or, at customer service, the number of an entry, or press what they are offered; who was told nearly as much as
may be told types. What the bot does not take, the stand-in brings again.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from bot.channels.wecom import updates
from bot.channels.wecom.corporation import event_kept_as
from bot.demo.wecom import cards
from bot.demo.wecom.citizens import WechatCitizen
from bot.demo.wecom.screens import ShownMessage
from bot.demo.wecom.server import WecomServer
from bot.demo.wecom.service import MOST
from storage.vault import Vault
from tests.faults.people import speakers
from tests.faults.people.speakers import Record, Speaker

LOOK = 0.02  # seconds between two looks at the screen
WELCOME = 1.0  # seconds for which somebody who has come waits to be welcomed
PATIENCE = 45.0  # seconds after which somebody who is told nothing writes all the same
AGREED, UNDERSTOOD, DONE, SUBMITTED = ("同意", "同意"), ("对", "确认"), ("完成", "完成"), ("提交", "提交")
ANONYMOUS, SIGNED = ("匿名", "匿名"), ("实名", "实名")
WORDS, NUMBERS, PRESSES = range(3)
CITIZEN, MEMBER = "wmCitizen-", "Member-"
SOMEBODYS = re.compile(rf"({CITIZEN}\d+|{MEMBER}\d+)", re.IGNORECASE)


class AtCustomerService:
    """A citizen: comes in, waits to be asked, and answers."""

    def __init__(self, server: WecomServer, record: Record, speaker: Speaker) -> None:
        self._citizen = citizen(server, speaker)
        self._speaker = speaker
        self._way = speaker.number % 3
        speaker.speaker = self._citizen.number
        record.speakers.append(speaker)

    async def run(self) -> None:
        """Say it all."""
        await self._citizen.enters()
        await self._looks(lambda: bool(self._citizen.screen), WELCOME)
        await self._citizen.says(self._speaker.story)
        await self._answers(*AGREED)
        await self._answers(*UNDERSTOOD)
        for file in self._speaker.files:
            kind = "image" if file.name.endswith(".png") else "file"
            await self._citizen.sends(kind, file.name, file.content)
        await self._answers(*DONE)
        await self._answers(*(SIGNED if self._speaker.name else ANONYMOUS))
        for words in filter(None, (self._speaker.name, self._speaker.contact)):
            await self._citizen.says(words)
        await self._answers(*SUBMITTED)
        await self._looks(lambda: any(speakers.RECEIPT.search(each.text) for each in self._citizen.screen))

    async def _answers(self, words: str, label: str) -> None:
        await self._looks(lambda: self._entry(label) is not None)
        entry = self._entry(label)
        if entry is None or self._way == WORDS or self._citizen.told >= MOST - 1:  # a press lets no more be said
            await self._citizen.says(words)
        elif self._way == NUMBERS:
            await self._citizen.says(entry["content"].partition(".")[0])
        else:
            await self._citizen.presses(entry["id"])

    def _entry(self, label: str) -> dict[str, str] | None:
        newest = next((each for each in reversed(self._citizen.screen) if each.menu), None)
        found = newest.menu if newest else []
        return next((each for each in found if each["content"].endswith(f". {label}")), None)

    async def _looks(self, is_so: Callable[[], bool], within: float = PATIENCE) -> None:
        """Look until it is so, or nothing more can come."""
        if not await looks(lambda: is_so() or self._citizen.told >= MOST, within) and within == PATIENCE:
            self._speaker.was_left_alone = True


class InTheApp:
    """A member: says one thing after the other, or presses what is offered."""

    def __init__(self, server: WecomServer, record: Record, speaker: Speaker) -> None:
        self._member = server.member(f"{MEMBER}{speaker.number:07}")
        self._speaker = speaker
        self._is_pressing = bool(speaker.number % 2)
        speaker.speaker = self._member.userid.lower()
        record.speakers.append(speaker)

    async def run(self) -> None:
        """Say it all."""
        await self._member.says("/start")
        await self._member.says(self._speaker.story)
        await self._answers(*AGREED)
        await self._answers(*UNDERSTOOD)
        for file in self._speaker.files:
            await self._member.sends("image", file.name, file.content)
        for answer in (DONE, ANONYMOUS, SUBMITTED):
            await self._answers(*answer)

    async def _answers(self, words: str, label: str) -> None:
        if not self._is_pressing:
            await self._member.says(words)
            return
        if not await looks(lambda: self._key(label) is not None, PATIENCE):
            self._speaker.was_left_alone = True
        key = self._key(label)
        await (self._member.says(words) if key is None else self._member.presses(key))

    def _key(self, label: str) -> str | None:
        newest = next((each for each in reversed(self._member.screen) if each.keys), None)
        card = newest.card if newest else None
        found = cards.pressable(card) if card else []
        return next((each["key"] for each in found if each["text"] == label), None)


def citizen(server: WecomServer, speaker: Speaker) -> WechatCitizen:
    """Who this is at customer service."""
    return server.service.citizen(f"{CITIZEN.removeprefix('wm')}{speaker.number:07}")


async def looks(is_so: Callable[[], bool], within: float) -> bool:
    """Look again and again, for so many seconds at most; whether it came to be so."""
    for _ in range(round(within / LOOK)):
        if is_so():
            return True
        await asyncio.sleep(LOOK)
    return is_so()


def key_of(inner: str, keys: Vault) -> tuple[str, str]:
    """Under which key the house must have what a callback brings."""
    return "wecom", event_kept_as(keys, updates.event_key(ElementTree.fromstring(f"<xml>{inner}</xml>")))


def strange_words(server: WecomServer) -> list[str]:
    """Screens on which stands who somebody else is."""
    owners = {whose.lower(): screen for whose, screen in _screens(server)}
    return [
        f"{whose} reads of {named}"
        for whose, screen in owners.items()
        for shown in screen
        for named in SOMEBODYS.findall(shown)
        if named.lower() != whose
    ]


def _screens(server: WecomServer) -> Iterator[tuple[str, list[str]]]:
    for member in server.members.values():
        yield member.userid, list(map(text_of, member.screen))
    for each in server.service.citizens.values():
        yield each.number, list(map(text_of, each.screen))
    for key, screen in server.groups.screens.items():
        yield key, list(map(text_of, screen))


def text_of(shown: ShownMessage) -> str:
    """All that stands on it, or ever stood there."""
    return json.dumps([shown.text, shown.versions, shown.menu], ensure_ascii=False)
