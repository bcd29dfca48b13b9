"""A house with an outbox and nothing else: a real database, a channel that answers as told, a clock that is moved.

Used by the tests of the outbox, of delivery and of evidence.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import channel as channels
from bot import leases, wording
from bot.channel import Outcome, Parcel, Sent
from bot.channels.telegram import traits as telegram
from bot.delivery import delivery, pacing
from bot.evidence import room as rooms
from domain.cards import CardView
from domain.channels import Limits, Rate, Traits
from domain.matters.announcements import BOARD, Rendering
from domain.matters.troubles import TroubleReason
from domain.people import Role
from domain.saying import Choice, Class, Say, Saying, Term
from handlers.conversation.procedures import cards as faces
from storage import announcements, people, pictures
from storage.database import Database, Tx
from storage.desk import cards
from storage.road import outbox
from storage.road.outbox import Waiting
from storage.vault import Vault
from tests.support import announced, engines, outgoing

NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
GROUP, OTHER_GROUP = "-1001", "-1002"
FIGURES = b"figures as a table"
LIMITS = telegram.LIMITS
THREE_AT_ONCE = replace(LIMITS, chat=(Rate(3, 1.0),))  # what is not about pace is not told with pauses

ONE_CARD = "FROM card JOIN account ON account.id = card.account_id WHERE card.id = :card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello(Saying):
    """A word to somebody."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Saying):
    """What a card says."""

    stage: str


WORDS = {
    "zh": {
        "say": {
            "delivery_room": {"hello": "你好，{name}", "standing": "现在：{stage}"},
            "cards": {"blanked": "不再显示"},
            "dialogues": {"could_not_say": "暂时无法显示"},
            "evidence": {
                "evidence_refused": "{what}没有收下：{reason}",
                "file_not_shown": "{what}看不到：{reason}",
            },
        },
        "button": {"accept": "受理"},
        "written": {"after_label": "："},
        "file_refused": {"gone": "取不到", "too_large": "太大", "not_a_picture": "打不开", "delayed": "没取到"},
        "came_as": {"photo": "照片", "document": "文件", "voice": "录音", "video": "视频"},
    },
    "en": {
        "say": {
            "delivery_room": {"hello": "Hello, {name}", "standing": "Now: {stage}"},
            "cards": {"blanked": "Not shown"},
        },
        "button": {"accept": "Accept"},
        "written": {"after_label": ": "},
    },
}


@dataclass
class Time:
    """Real time and the seconds since the start, both moved by hand or by whoever sleeps, while it is `running`."""

    seconds: float = 0.0
    running: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.running.set()

    def now(self) -> datetime:
        """Read the clock."""
        return NOON + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        """Let everybody else go as far as they can, then let time pass."""
        await self.running.wait()
        until = self.seconds + seconds
        for _ in range(5):
            await asyncio.sleep(0)
        self.seconds = max(self.seconds, until)


@dataclass
class Recording:
    """A channel that takes everything, or answers with what is queued."""

    name: str = "telegram"
    time: Time = field(default_factory=Time)
    outcomes: deque[Outcome] = field(default_factory=deque)
    tried: list[Parcel] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    before: Callable[[Parcel], None] = lambda parcel: None
    limits: Limits = LIMITS
    combines: bool = False
    numbers: bool = False

    @property
    def traits(self) -> Traits:
        """Those of a platform that pushes, by this name and with these limits."""
        return replace(
            telegram.TRAITS, name=self.name, limits=self.limits, combines=self.combines, numbers=self.numbers
        )

    async def send(self, parcel: Parcel, turn: channels.MessageTurn = channels.at_once) -> Outcome:
        """Answer."""
        self.tried.append(parcel)
        self.times.append(self.time.seconds)
        self.before(parcel)
        await asyncio.sleep(0)
        return self.outcomes.popleft() if self.outcomes else Sent(f"t{len(self.tried)}")

    @property
    def texts(self) -> list[str]:
        """What was tried, in order."""
        return [parcel.text for parcel in self.tried]


@dataclass
class TwoPhased(Recording):
    """A channel that posts titles first, as Telegram's does."""

    titles: list[str] = field(default_factory=list)
    title_outcomes: deque[Outcome] = field(default_factory=deque)

    async def post_title(
        self, route: str, title: str, messages: int = 1, turn: channels.MessageTurn = channels.at_once
    ) -> Outcome:
        """Answer."""
        self.titles.append(title)
        return self.title_outcomes.popleft() if self.title_outcomes else Sent(f"title{len(self.titles)}")

    def messages_for(self, parcel: Parcel) -> int:
        """One."""
        return 1


@dataclass
class House:
    """What the tests speak with."""

    database: Database
    channel: Recording
    time: Time
    room: rooms.Evidence
    limits: Limits
    shown: dict[int, faces.Shown | None] = field(default_factory=dict)
    stuck: list[tuple[int, str]] = field(default_factory=list)
    platform_said: list[str] = field(default_factory=list)
    lease: leases.Lease = field(default_factory=leases.ours)
    narrow: set[str] = field(default_factory=set)
    delivery: delivery.Delivery = field(init=False)

    def __post_init__(self) -> None:
        self.delivery = _delivery(self)

    def gives_up(self, tx: Tx, row: Waiting, reason: TroubleReason, said: str) -> None:
        """Remember what an operator would be told."""
        self.stuck.append((row.id, reason.value))
        self.platform_said.append(said)

    def restart(self) -> None:
        """Let another process go on, which knows only what is in the database."""
        self.delivery = _delivery(self, began_at=self.time.seconds)

    async def account(self, speaker: str, *, channel: str = "telegram", locale: str = "zh") -> int:
        """Open an account; on Telegram its chat has the speaker's name."""
        at = self.time.now()
        found = await self.database.write(
            lambda tx: people.open_account(tx, channel, speaker, f"chat-{speaker}", locale, at)
        )
        return found.id

    async def say(
        self,
        account: int,
        name: str,
        *,
        channel: str = "telegram",
        kind: Class = Class.REPLY,
        priority: int = outbox.INTERACTIVE,
        numbers: tuple[int, ...] = (),
        handle: str = "d.1.0",
    ) -> int:
        """Put a word for somebody into the outbox, with one button."""
        choice = Choice(value="a", label=Term("button", "accept"))
        say = Say(to=account, saying=Hello(name=name), choices=(choice,), kind=kind, evidence=numbers)
        at = self.time.now()

        def work(tx: Tx) -> int:
            outbox.put(tx, say, channel, (handle,), at, priority=priority)
            return outgoing.last(tx, account)

        return await self.database.write(work)

    async def card(self, account: int) -> int:
        """Put the card of clue 7 before somebody; return the card's number, which is the first's."""
        at = self.time.now()

        def work(tx: Tx) -> int:
            cards.show(tx, "clue", 7, account, at)
            row = outbox.of_id(tx, outgoing.last(tx, account))
            assert row is not None
            assert row.card_id is not None
            return row.card_id

        return await self.database.write(work)

    async def refresh(self, account: int, card: int) -> int:
        """Let a card show its present state."""
        at = self.time.now()

        def work(tx: Tx) -> int:
            outbox.put_cards(tx, ONE_CARD, at, card=card)
            return outgoing.last(tx, account)

        return await self.database.write(work)

    def show(self, card: int, stage: str | None) -> None:
        """Say what a card shows from now on; None: nothing any more."""
        button = Choice(value="accept", label=Term("button", "accept"))
        view = None if stage is None else CardView(title=None, body=(Standing(stage=stage),), buttons=(button,))
        self.shown[card] = None if view is None else faces.Shown(view=view, handles=("c.clue.7",))

    async def announce(self, *channel_names: str) -> list[int]:
        """Let two leaders sign an announcement and put it into the outbox; return its rows. `telegram:other`: to the other audience."""
        at = self.time.now()
        return await self.database.write(lambda tx: _announce(tx, channel_names or ("telegram",), at))

    async def deliver(self, rounds: int = 1, *, pause: float = 0.0) -> None:
        """Look so many times, and wait each time until all is sent."""
        for _ in range(rounds):
            await self.delivery.round()
            await self.delivery.settle()
            self.time.seconds += pause

    async def row(self, number: int) -> Waiting:
        """Look at a row."""
        found = await self.database.read(lambda tx: outbox.of_id(tx, number))
        assert found is not None
        return found

    async def state(self, number: int) -> str:
        """Look how far a row came."""
        return (await self.row(number)).state


@asynccontextmanager
async def open_house(
    folder: Path, channel: Recording | None = None, limits: Limits = THREE_AT_ONCE
) -> AsyncIterator[House]:
    """Open it."""
    keys = Vault(bytes(32))
    database = await engines.open_database(folder, keys)
    try:
        yield _house(folder, keys, database, channel or Recording(), limits)
    finally:
        await database.close()


def house_on(folder: Path, database: Database, time: Time | None = None) -> House:
    """A house, or another one, on a database that is open."""
    return _house(folder, database.vault, database, Recording(time=time or Time()), THREE_AT_ONCE)


def _house(
    folder: Path,
    keys: Vault,
    database: Database,
    channel: Recording,
    limits: Limits,
) -> House:
    room = rooms.Evidence(folder / "evidence", keys)
    return House(database=database, channel=channel, time=channel.time, room=room, limits=limits)


def _delivery(house: House, began_at: float = 0.0) -> delivery.Delivery:
    time, channel = house.time, house.channel
    channel.limits = house.limits
    return delivery.Delivery(
        house.database,
        words=wording.Words(WORDS, ZoneInfo("Asia/Shanghai"), time.now),
        channels=[channel],
        pulling=["web"],
        show_card=lambda tx, card: house.shown.get(card.id),
        may_see=lambda tx, matter, matter_id, account_id: True,
        is_narrow=lambda channel: channel in house.narrow,
        room=house.room,
        clock=time.now,
        audiences=[
            channels.Audience(name=name, channel=channel.name, locales=("zh",), route=route)
            for name, route in (("channel", GROUP), ("other", OTHER_GROUP))
        ],
        stuck=house.gives_up,
        hours=pacing.Hours(clock=time.now, timer=lambda: time.seconds - began_at, sleep=time.sleep, jitter=lambda: 0.5),
        lease=lambda name: house.lease,
    )


def _announce(tx: Tx, channel_names: tuple[str, ...], at: datetime) -> list[int]:
    words = [
        Rendering(
            audience=BOARD if name == "web" else name.partition(":")[2] or "channel",
            channel=name.partition(":")[0],
            locale="zh",
            part=1,
            title="公告 第1号",
            text="某局得红旗一面。",
            figures=pictures.key_of(FIGURES),
        )
        for name in channel_names
    ]
    draft = announcements.Draft(
        kind="ranking",
        about="1",
        about_id=None,
        author_id=None,
        publish_at=at,
        renderings=words,
        pictures={pictures.key_of(FIGURES): FIGURES},
    )
    number = announced.propose(tx, draft, at)
    for label in ("甲", "乙"):
        person = tx.value("INSERT INTO person (label, unit, made_at) VALUES (:label, '', '') RETURNING id", label=label)
        people.grant(tx, person, Role.LEADER, at)
        assert announced.sign(tx, number, person, Role.LEADER, at)
    announced.approve(tx, number)
    announcements.publish(tx, number, at, at)
    return [row for (row,) in tx.all("SELECT id FROM outbox WHERE class = 'P' ORDER BY id")]
