"""WeCom as a town's platform: citizens at customer service, members in the app, and a stand-in that brings what it brings again.

A member's message comes until it is taken, always the same bytes. The doorbell of customer service rings three times; what it
stands for is confirmed once the bot asks for what lies behind it.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

from bot.channels.wecom import callback
from bot.channels.wecom.citizens.traits import TRAITS as CITIZENS
from bot.demo.wecom.citizens import ACCOUNT
from bot.demo.wecom.platform import TRIES
from bot.demo.wecom.service import CustomerService
from storage.database import Tx
from storage.road import cursors
from storage.vault import Vault
from tests.faults.people import speakers, wecom_speakers
from tests.faults.people.referee import Asked
from tests.faults.people.speakers import Record, Speaker
from tests.support.stages import WECOM
from tests.web.http_server import Request, Response
from tests.wecom.wecom_server import FaultyWecom

ROBOTS = {"县府群": "11111111-2222-stand-in"}
SECRET_SETTINGS = ("FLAGPOST_WECOM_SECRET", "FLAGPOST_WECOM_TOKEN", "FLAGPOST_WECOM_AESKEY")
QUERY_CODE, SOME_CODES = re.compile(r"查询码：(\S+?)[\\\s\"]"), 10
BELL = "<Event>kf_msg_or_event</Event>"


class PatientWecom(FaultyWecom):
    """See above. `record` hears of everything that is said, and of everything that is confirmed; `asked` are all calls, and whose."""

    def __init__(self, keys: Vault) -> None:
        super().__init__(clock=time.time, robots=ROBOTS)
        self._keys = keys
        self.rates.is_limiting = False  # nor is the bot here
        self.record = Record()
        self.asked: list[Asked] = []
        self.taken: list[tuple[str, bytes]] = []  # callbacks of members
        self.service: WatchedService = WatchedService(self)

    async def brings(self, inner: str) -> None:
        """Bring it."""
        if BELL in inner:
            await self._rings(inner)
            return
        key = wecom_speakers.key_of(inner, self._keys)
        self.record.said.add(key)
        call = self.call_of(inner)
        await self.brings_again(call)
        self.taken.append(call)
        self.record.acknowledge(*key)

    async def brings_again(self, call: tuple[str, bytes]) -> None:
        """Bring a call until it is taken, be it for the first time or not."""
        while not await self.calls_once(*call):  # noqa: ASYNC110 - it waits for whoever is called
            await asyncio.sleep(speakers.PAUSE)

    async def _serve(self, request: Request) -> Response:
        """Each of several bots comes by an address of its own."""
        who, _, path = request.path.removeprefix("/").partition("cgi-bin/")
        self.asked.append(Asked(who.removesuffix("/"), path, time.monotonic()))
        return await super()._serve(replace(request, path=f"/cgi-bin/{path}"))

    async def _rings(self, inner: str) -> None:
        call = self.call_of(inner)
        for _ in range(TRIES):
            if await self.calls_once(*call):
                return
            await asyncio.sleep(speakers.PAUSE)
        self.lost.append(inner)


class WatchedService(CustomerService):
    """Customer service that writes down what it has for us, and what we have told it to have read."""

    def __init__(self, server: PatientWecom) -> None:
        super().__init__(server)
        self._wecom = server
        self.confirmed = 0  # items before which we have asked for more
        self._noted = 0

    async def brings(self, item: dict[str, Any]) -> None:
        """Keep an item and ring; or not, where nobody rings."""
        await super().brings(item)
        self._note()

    async def rings(self, token: str = "") -> None:
        """Ring; what it is for is written down before."""
        self._note()
        await super().rings(token)

    def _note(self) -> None:
        self._wecom.record.said |= {key_of(item) for item in self.items[self._noted :] if awaits_answer(item)}
        self._noted = len(self.items)

    def done(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Answer a call."""
        if path == "kf/sync_msg":
            self._confirm(int(str(body.get("cursor", "")).removeprefix("cursor-") or 0))
        return super().done(path, body)

    def _confirm(self, until: int) -> None:
        for item in self.items[self.confirmed : until]:
            if awaits_answer(item):
                self._wecom.record.acknowledge(*key_of(item))
        self.confirmed = max(self.confirmed, until)


class Corporation:
    """Six citizens, and four members of whom the office knows nothing yet."""

    def __init__(self, keys: Vault) -> None:
        """`keys` are those of the bot that it speaks to."""
        self.crowd: Mapping[str, int] = {"wechat": 6, "wecom": 4}
        self.ways: Sequence[tuple[str, int]] = [("wechat", 0), ("wechat", 1), ("wechat", 2), ("wecom", 0), ("wecom", 1)]
        self.wecom = PatientWecom(keys)
        self.fails_later = False  # of every third citizen, what they were told last
        self.failed = 0

    async def __aenter__(self) -> Self:
        await self.wecom.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.wecom.__aexit__()

    def settings(self, address: str, who: str = "") -> dict[str, str]:
        """An app, an account of customer service, a group with a robot."""
        self.wecom.calls_at(f"{address}{callback.PATH}")
        robots = ",".join(f"{name}={key}" for name, key in ROBOTS.items())
        api = f"{self.wecom.address}/{who}" if who else self.wecom.address
        given = {"FLAGPOST_WECOM_API": api, "FLAGPOST_WECOM_ROBOTS": robots, "FLAGPOST_LOG_LEVEL": "debug"}
        return {**WECOM, **given}

    async def speak(self, address: str, record: Record, speaker: Speaker) -> None:
        """At customer service, or in the app."""
        self.wecom.record = record
        if speaker.channel == "wechat":
            await wecom_speakers.AtCustomerService(self.wecom, record, speaker).run()
            if self.fails_later and speaker.number % 3 == 0:
                await self._fail(speaker)
        else:
            await wecom_speakers.InTheApp(self.wecom, record, speaker).run()

    async def ask_again(self, record: Record, speaker: Speaker) -> None:
        """A citizen writes something."""
        await wecom_speakers.citizen(self.wecom, speaker).says("帮助")

    def told(self, speaker: Speaker) -> int | None:
        """Several words may have become one message."""
        return None

    def receipts(self, speaker: Speaker) -> set[str]:
        """On the screen."""
        texts = map(wecom_speakers.text_of, self._screen(speaker))
        return {number for text in texts for number in speakers.RECEIPT.findall(text)}

    def wrong(self, record: Record) -> list[str]:
        """Calls that no sound program makes, and what a screen says that is somebody else's."""
        found = [f"WeCom would not take this call: {each}" for each in self.wecom.complaints]
        found += [f"speaker {one.number} was left alone" for one in record.speakers if one.was_left_alone]
        return found + wecom_speakers.strange_words(self.wecom)

    def secrets(self) -> Mapping[str, str]:
        """Keys and tokens, what all who are at customer service or in the app are known by, and codes that their clues are asked for by."""
        texts = [wecom_speakers.text_of(each) for one in self.wecom.service.citizens.values() for each in one.screen]
        codes = [code for text in texts for code in QUERY_CODE.findall(text)]
        return {
            **{name: WECOM[name] for name in SECRET_SETTINGS},
            **{f"the robot of {name}": key for name, key in ROBOTS.items()},
            **{f"the query code {code}": code for code in codes[-SOME_CODES:]},
            "a token": self.wecom.issued[-1].rpartition("-")[0],
            "a citizen's id": wecom_speakers.CITIZEN,
            "a member's id": wecom_speakers.MEMBER,
        }

    def is_heard(self, tx: Tx) -> bool:
        """Whether the cursor stands behind everything."""
        return cursors.of(tx, f"{CITIZENS.name}:{ACCOUNT}") == self.wecom.service.newest

    @property
    def waiting(self) -> int:
        """Items that we have not told to have read."""
        return len(self.wecom.service.items) - self.wecom.service.confirmed

    async def _fail(self, speaker: Speaker) -> None:
        citizen = wecom_speakers.citizen(self.wecom, speaker)
        if citizen.screen:
            await self.wecom.service.fails(citizen, 6)
            self.failed += 1

    def _screen(self, speaker: Speaker) -> Sequence[Any]:
        if speaker.channel == "wechat":
            return wecom_speakers.citizen(self.wecom, speaker).screen
        return self.wecom.member(speaker.speaker).screen  # ids there are the same in capitals and small letters


def awaits_answer(item: Mapping[str, Any]) -> bool:
    """Whether there is something to answer: what a citizen wrote, or one who came and may be welcomed."""
    return item["origin"] == 3 or "welcome_code" in item.get("event", {})


def key_of(item: Mapping[str, Any]) -> tuple[str, str]:
    """Under which key the house must have it."""
    return "wechat", f"k:{item['msgid']}"
