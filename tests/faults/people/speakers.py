"""The people of the storm: each reports one clue, on Telegram or on the web page, and says again what nobody acknowledged.

What they said, under which event key, and whether it was acknowledged is written into a `Record`; `ledger.py` holds the
database to it. Telegram's repeats are the stand-in's; the page's are here, with the page's own keys.
"""

from __future__ import annotations

import asyncio
import csv
import hashlib
import itertools
import random
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.channels.web import sessions
from tests.telegram.telegram_server import TelegramServer

UNITS = Path(__file__).parents[3] / "bot" / "demo_data" / "units.csv"
FIRST_USER = 7_100_000_000
PHRASE, IN_DOCUMENTS = "经办人一拖再拖，每次都让等通知", "位的材料："
STORY = f"{{month}}月{{day}}日我到{{unit}}窗口递交材料，此后去了{{times}}次，{PHRASE}。（{{number}}）"
EMPTY = hashlib.sha256(b"").hexdigest()  # what a session opened without a payload puts into its key
RECEIPT = re.compile(r"QS-\d{4}-\d{6}")
FILES = (
    0,
    1,
    0,
    1,
    2,
    0,
    1,
    0,
    1,
    0,
    1,
    0,
)  # a document, and a picture; few pictures, for each is re-made in a process
PICTURES_ALONE = ("wecom",)  # an app there is handed no documents
NAMED = ("wechat",)  # where whoever has most files to show says who they are
PAUSE = 0.08  # seconds until what nobody acknowledged is said again


@dataclass(frozen=True, slots=True)
class File:
    """A file to send."""

    name: str
    content: bytes


@dataclass(slots=True, kw_only=True)
class Speaker:
    """One person, what there is to report, and the keys under which it was said; a name where they say who they are."""

    number: int
    channel: str
    story: str
    files: list[File]
    name: str = ""
    contact: str = ""
    speaker: str = ""
    keys: list[str] = field(default_factory=list)
    tickets: list[str] = field(default_factory=list)
    receipts: set[str] = field(default_factory=set)
    has_asked_again: bool = False
    was_left_alone: bool = False

    @property
    def way(self) -> tuple[str, int]:
        """Who goes the same way hears the same."""
        return self.channel, len(self.files)


@dataclass(slots=True)
class Record:
    """All that was said. `lost_openings`: pages whose opening was cut, so that nobody knows the session's name.

    `junk`: updates that nobody can read, which are kept for the operator.
    """

    speakers: list[Speaker] = field(default_factory=list)
    said: set[tuple[str, str]] = field(default_factory=set)
    acknowledged: set[tuple[str, str]] = field(default_factory=set)
    uploads: dict[str, bytes] = field(default_factory=dict)
    lost_openings: int = 0
    junk: int = 0
    on_acknowledged: Callable[[], None] = lambda: None

    def acknowledge(self, channel: str, key: str) -> None:
        """The platform has its answer."""
        self.acknowledged.add((channel, key))
        self.on_acknowledged()


def make(number: int, channel: str, files: int) -> Speaker:
    """The same number is the same person with the same story, in every run; with so many files, at most two."""
    drawn = random.Random(number)
    given = {"month": drawn.randint(1, 9), "day": drawn.randint(1, 28), "times": drawn.randint(2, 9)}
    story = STORY.format(unit=drawn.choice(_units()), number=number, **given)
    document = File(f"材料{number}.txt", f"第{number}{IN_DOCUMENTS}{drawn.random()}".encode())
    picture = File(f"现场{number}.png", png(drawn.randbytes(3)))
    given_files = [picture] if channel in PICTURES_ALONE else [document, picture]
    one = Speaker(number=number, channel=channel, story=story, files=given_files[:files])
    if channel in NAMED and files == max(FILES):
        one.name, one.contact = f"金丝雀第{number}", f"139{number:08}"
    return one


async def speak_on_telegram(server: TelegramServer, record: Record, speaker: Speaker) -> None:
    """Say it all, one after the other; the stand-in brings each until it is acknowledged."""
    user = server.user(FIRST_USER + speaker.number)
    speaker.speaker = str(user.id)
    record.speakers.append(speaker)
    before = ("/start", speaker.story, "同意", "对")
    updates = [user.says(words) for words in before]
    for file in speaker.files:
        if file.name.endswith(".png"):
            updates.append(user.sends_photo(file.content))
        else:
            updates.append(user.sends_document(file.content, file.name))
    updates += [user.says(words) for words in ("完成", "匿名", "提交")]
    speaker.keys = [f"{server.me['id']}:{update}" for update in updates]
    record.said |= {("telegram", key) for key in speaker.keys}
    for update, key in zip(updates, speaker.keys, strict=True):
        await server.queue.confirmed(update)
        record.acknowledge("telegram", key)


class Page:
    """One browser: it opens a session, says everything, and reads what came."""

    def __init__(self, address: str, record: Record, speaker: Speaker) -> None:
        self._address = address
        self._record = record
        self._speaker = speaker
        self._numbers = itertools.count(1)

    async def run(self) -> None:
        """Play the whole conversation."""
        headers = {"Origin": self._address}
        async with httpx.AsyncClient(
            base_url=self._address, headers=headers, trust_env=False, verify=False, timeout=10
        ) as client:
            await self._open(client)
            for words in (self._speaker.story, "同意", "对"):
                await self._say(client, text=words)
            for file in self._speaker.files:
                await self._say(client, files=[await self._upload(client, file)])
            for words in ("完成", "匿名", "提交"):
                await self._say(client, text=words)
            answer = await self._ask(lambda: client.get("/chat/messages"))
            self._speaker.receipts = set(RECEIPT.findall(answer.text))

    async def _open(self, client: httpx.AsyncClient) -> None:
        def lose() -> None:
            self._record.lost_openings += 1

        await self._ask(lambda: client.post("/chat/session", json={"locale": "zh"}), lose)
        token = client.cookies["flagpost"]
        self._speaker.speaker = token
        self._record.speakers.append(self._speaker)
        self._note(sessions.event_key(token, "start" + EMPTY), is_acknowledged=True)

    async def _say(self, client: httpx.AsyncClient, **said: object) -> None:
        key = f"message-{self._speaker.number}-{next(self._numbers)}"
        event_key = sessions.event_key(self._speaker.speaker, key)
        self._note(event_key)
        await self._ask(lambda: client.post("/chat/say", json={"key": key, **said}))
        self._record.acknowledge("web", event_key)

    async def _upload(self, client: httpx.AsyncClient, file: File) -> str:
        form = {"file": (file.name, file.content)}
        answer = await self._ask(lambda: client.post("/chat/upload", files=form))
        ticket: str = answer.json()["id"]
        self._speaker.tickets.append(ticket)
        self._record.uploads[ticket] = file.content
        return ticket

    async def _ask(self, attempt: Callable[[], object], lose: Callable[[], None] = lambda: None) -> httpx.Response:
        """Try until it is taken. What is refused otherwise than by "not now" is a loss: a session or a file is gone."""
        while True:
            try:
                answer = await attempt()  # type: ignore[misc]
            except httpx.HTTPError:
                lose()
            else:
                assert isinstance(answer, httpx.Response)
                if answer.is_success:
                    return answer
                assert answer.status_code in (429, 503), (
                    f"{answer.request.url.path}: {answer.status_code} {answer.text}"
                )
            await asyncio.sleep(PAUSE)

    def _note(self, key: str, *, is_acknowledged: bool = False) -> None:
        self._speaker.keys.append(key)
        self._record.said.add(("web", key))
        if is_acknowledged:
            self._record.acknowledge("web", key)


def png(colour: bytes) -> bytes:
    """A picture of eight by eight in one colour."""
    pixels = (b"\0" + colour * 8) * 8
    head = b"\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0"
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(pixels)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big") for name, data in chunks
    )


def _units() -> list[str]:
    with UNITS.open(encoding="utf-8-sig", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]
