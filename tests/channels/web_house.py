"""A small house behind the web pages: an intake, a delivery and an evidence room in memory, and a server to reach them
by.

It answers as the office would, in short: a first screen, a report in three steps, a receipt with a picture. Used by the
tests of the web channel and of the pages.
"""

import asyncio
import contextlib
import errno
import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from starlette.applications import Starlette

from bot import channel, setting_values
from bot.channels.web import board, board_index, board_source, chat, facts, front, sessions, visitors
from bot.channels.web import reception as web_reception
from bot.channels.web.board_source import BoardItem
from bot.demo import pages
from bot.publishing import tables
from domain import said
from domain.evidence import Media
from domain.sayings import board as sayings
from storage import errors
from storage.board import Headline
from tests.web import asgi_server

NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
MENU = ("我要反映", "推荐奋斗者", "查进度", "补充材料", "光荣榜", "我的数据", "投诉建议", "帮助")
CODE = "K7QM-2ZTR-9V"
RECEIPT = f"已登记，编号 QX-2026-0001，查询码 {CODE}。我们将在 5 个工作日内告知研判结果，请妥善保管查询码。"

FACTS = (("number", "编号", "QX-2026-0001"), ("code", "查询码", CODE))


def mark_of(data: bytes) -> str:
    """The mark of a file's content in this house."""
    return f"mark of {hashlib.sha256(data).hexdigest()}"


def png(width: int = 8, height: int = 8, colour: str = "#b3261e") -> bytes:
    """Return a real picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


@dataclass
class Account:
    """What the house remembers of one speaker."""

    number: int
    parcels: list[channel.Parcel] = field(default_factory=list)
    step: str = ""


class House:
    """Intake, delivery and evidence at once."""

    def __init__(self) -> None:
        self.heard: list[said.Said] = []
        self.taken = 0
        self.seen_numbers: set[int] = set()
        self.kept: dict[str, bytes] = {}
        self.is_full = False
        self.is_silent = False
        self.is_staff = False  # everybody works here
        self.accounts: dict[str, Account] = {}
        self.bells: dict[int, list[asyncio.Event]] = {}
        self._keys: set[str] = set()
        self._numbers = 0

    # intake

    async def take(self, event: said.Said) -> None:
        """Take an event once, and answer it as the office would."""
        self.taken += 1
        if self.is_full:
            raise errors.StorageUnavailable
        if event.event_key in self._keys:
            return
        self._keys.add(event.event_key)
        self.heard.append(event)
        if event.text.startswith("/leave"):
            self.accounts.pop(event.speaker, None)
            return
        account = self.accounts.setdefault(event.speaker, Account(number=self.taken))
        if not self.is_silent:
            self._answer(account, event)

    async def renew(self, channel: str, speaker: str) -> bool:
        """Whoever came with an invitation works here."""
        return any(each.speaker == speaker and each.payload.startswith("i_") for each in self.heard)

    async def account_of(self, channel: str, speaker: str) -> int | None:
        """Find an account."""
        account = self.accounts.get(speaker)
        return None if account is None else account.number

    # delivery

    async def page(self, account_id: int, after: int) -> list[channel.Parcel]:
        """Return what was said after a number."""
        if self.is_full:
            raise errors.StorageUnavailable
        account = self._account(account_id)
        return [] if account is None else [parcel for parcel in account.parcels if parcel.number > after]

    async def attachment(self, account_id: int, key: str) -> tuple[int, channel.Attachment] | None:
        """Find what was said under a key."""
        parcels = await self.page(account_id, 0)
        found = ((parcel.number, one) for parcel in parcels for one in parcel.attachments if one.key == key)
        return next(found, None)

    async def shows(self, account_id: int, number: int, key: str) -> bool:
        """Whether it still stands there."""
        found = await self.attachment(account_id, key)
        return found is not None and found[0] == number

    async def seen(self, account_id: int, numbers: Sequence[int]) -> None:
        """Remember what was fetched."""
        self.seen_numbers.update(numbers)

    def subscribe(self, account_id: int) -> asyncio.Event:
        """Hang up a bell."""
        self._loop = asyncio.get_running_loop()
        bell = asyncio.Event()
        self.bells.setdefault(account_id, []).append(bell)
        return bell

    def unsubscribe(self, account_id: int, bell: asyncio.Event) -> None:
        """Take a bell down."""
        self.bells[account_id].remove(bell)

    # evidence

    async def mark(self, data: bytes) -> str:
        """Mark its content."""
        return mark_of(data)

    async def keep(self, data: bytes, name: str) -> str:
        """Keep a file."""
        if self.is_full:
            raise OSError(errno.ENOSPC, "")
        ref = hashlib.sha256(data).hexdigest()[:12]
        self.kept[ref] = data
        return ref

    # what the tests do to it

    def say(
        self,
        account: Account,
        text: str,
        *buttons: str,
        edits: str = "",
        picture: bytes = b"",
        alt: str = "",
        facts: Sequence[tuple[str, str, str]] = (),
        layout: str = "",
        is_staff: bool = False,
        evidence: Sequence[tuple[Media, bytes]] = (),
    ) -> int:
        """Say something to somebody, now."""
        self._numbers += 1
        labelled = tuple(
            channel.Button(
                label=label, handle=f"{self._numbers}.{at}.{label}"[:20], style="primary" if at == 0 else "plain"
            )
            for at, label in enumerate(buttons)
        )
        key = hashlib.sha256(picture).hexdigest()
        shown: tuple[channel.Attachment, ...] = ()
        shown += (channel.Attachment(key=key, data=picture, name="a.png", alt=alt),) if picture else ()
        shown += tuple(
            channel.Attachment(key=hashlib.sha256(data).hexdigest(), data=data, name="告知书.pdf", media=media)
            for media, data in evidence
        )
        parcel = channel.Parcel(
            number=self._numbers,
            route="",
            text=text,
            buttons=labelled,
            attachments=shown,
            edits=edits,
            facts=tuple(channel.Fact(name=name, label=label, value=value) for name, label, value in facts),
            layout=layout,
            is_staff=is_staff or self.is_staff,
        )
        account.parcels.append(parcel)
        for bell in self.bells.get(account.number, []):
            self._loop.call_soon_threadsafe(bell.set)  # a test says it from its own thread
        return self._numbers

    def _account(self, account_id: int) -> Account | None:
        return next((one for one in self.accounts.values() if one.number == account_id), None)

    def _answer(self, account: Account, event: said.Said) -> None:
        word = event.choice.rpartition(".")[2] or event.text
        if word in ("/start", "菜单", "Menu") or word.startswith("取消"):
            account.step = ""
            self.say(
                account,
                "您好，这里受理对不担当、不作为、慢作为问题的反映。请选择要办的事，或直接写下发生了什么。",
                *MENU,
            )
        elif word == "我要反映":
            account.step = "story"
            self.say(account, "请说说发生了什么：哪个单位、什么时间、什么地点、经过和后果。", "取消")
        elif account.step == "story":
            account.step = "evidence"
            files = f"（已收到 {len(event.files)} 件材料）" if event.files else ""
            self.say(account, f"记下了{files}。有照片或其他材料请发来，没有请按“完成”。", "完成", "返回", "取消")
        elif word == "完成":
            account.step = ""
            self.say(account, RECEIPT, picture=png(600, 240, "#2e7d4f"), alt="登记回执", facts=FACTS)
        else:
            self.say(account, f"收到：{event.text or '附件'}", "菜单")


class NoRoads:
    """A guide without roads."""

    def shown(self, locale: str) -> Sequence[object]:
        """None."""
        return []

    def spoken(self) -> list[dict[str, object]]:
        """Nothing is played."""
        return []

    async def walked(self) -> dict[str, object]:
        """None is walked."""
        return {"come_to": {}, "playing": {}}

    async def play(self, name: str, until: str, locale: str) -> str:
        """There is none such."""
        raise KeyError(name)

    async def rests(self) -> None:
        """Nothing is played."""


class Turnable:
    """The demo's house: panes over the same small house, and a clock that goes from event to event."""

    def __init__(self, house: House) -> None:
        names = {
            "citizen": ("市民", "Citizen"),
            "reviewer_a": ("受理员甲", "Reviewer A"),
            "reviewer_b": ("受理员乙", "Reviewer B"),
            "leader_a": ("领导甲", "Leader A"),
            "leader_b": ("领导乙", "Leader B"),
            "contact": ("单位联络员", "Unit contact"),
        }
        self.panes = [
            pages.Pane(name=name, label={"zh": zh, "en": en}, token=sessions.new_token())
            for name, (zh, en) in names.items()
        ]
        self.house = house
        self.guide: pages.RoadsWalked = NoRoads()
        self.phones: pages.PhonesShown | None = None
        self.turned = 0
        self.announced: list[BoardItem] = []
        self.running: list[tuple[str, date]] = []
        self.timezone = ZoneInfo("Asia/Shanghai")
        self.honoured: list[str] = []
        for at, pane in enumerate(self.panes, 1):
            house.accounts[pane.token] = Account(number=1000 + at)
            house.say(house.accounts[pane.token], f"您好，{pane.label['zh']}。", *MENU[: 3 + at % 3])

    async def clock(self) -> pages.ClockFace:
        """Read the clock."""
        now = NOON + timedelta(days=self.turned)
        what = {"zh": "公布第一期排名和旗帜", "en": "Ranking and flags of period 1 are published"}
        return pages.ClockFace(now=now, next_at=now + timedelta(days=1), next_what=what)

    async def turn(self) -> pages.ClockFace:
        """Turn it: the next announcement appears on the board."""
        self.turned += 1
        self.announced.insert(0, announcement(self.turned))
        return await self.clock()

    async def begin_anew(self) -> None:
        """It stays as it is."""

    async def done(self) -> frozenset[str]:
        """Tick by what was heard."""
        done = {"turned", "published"} if self.turned else set()
        return frozenset(done | ({"reported"} if any(event.choice for event in self.house.heard) else set()))

    async def now(self) -> board_source.BoardNow:
        """The board's source, a message for each of its announcements."""
        state = (tuple(self.announced), tuple(TABLES.items()))
        roll = tuple(sayings.RollOfEdition(edition=each, lines=()) for each in self.honoured)
        return board_source.BoardNow(state=state, today=NOON.date(), roll=roll, running=tuple(self.running))

    async def told(self) -> list[Headline]:
        """All announcements."""
        return list({item.told.number: item.told for item in self.announced}.values())

    async def items(self, wanted: Iterable[Headline]) -> list[BoardItem]:
        """The messages of some."""
        asked = [each.number for each in wanted]
        return [item for number in asked for item in self.announced if item.told.number == number]

    async def tables(self, keys: Collection[str]) -> Mapping[str, tables.PublishedTable]:
        """All there are."""
        return TABLES

    def names(self) -> Mapping[str, str]:
        """Whatever is named."""
        return {code: f"{code} 单位" for item in self.announced for code in item.told.named} | {"U02": "水利局"}

    def named(self, name: str, locale: str) -> str:
        """As it is."""
        return name

    def search(self, asked: str) -> list[str]:
        """By what stands in the name."""
        assert "\0" not in asked
        return [code for code, name in self.names().items() if asked in name]

    def period_name(self, code: str, locale: str) -> str:
        """In short."""
        return f"2026年第{code[-1]}期" if "P" in code else code

    def worded(self, edition: sayings.RollOfEdition, locale: str) -> str:
        """As it was put."""
        return edition.edition

    async def content(self, key: str) -> bytes | None:
        """A picture or a table, where it stands on the board; a control, which PostgreSQL takes in no question, fails."""
        assert "\0" not in key
        if key == "sheet" and self.announced:
            return png(720, 960, "#ece8de")
        table = next((TABLES[item.figures] for item in self.announced if key and item.figures == key), None)
        return None if table is None else tables.encode(table)


def told(number: str, title: str, **others: Any) -> Headline:
    """An announcement on the board, of which only the number matters."""
    given: dict[str, Any] = {
        "kind": "case_notice",
        "about": "",
        "figures": (),
        "named": (),
        "answers": "",
        "answered_by": (),
    }
    given |= {"published_at": NOON, "titles": (("zh", title),)}
    return Headline(number=number, **{**given, **others})


def title_of(told: Headline) -> str:
    """What it is called."""
    return board_index.title(told, "zh")


def announcement(number: int) -> BoardItem:
    """Return an announcement of the fictional county."""
    title = "【演示数据】第 1 期双月讲评结果"
    return BoardItem(
        told=told(f"公告 2026-{number}", title, kind="period", about=f"2026-P{number}"),
        title=title,
        at=NOON,
        text="颁发贡献红旗 1 面（1 个单位）、落后黄旗 1 面（1 个单位）。\n各单位要对照结果查短板、抓落实。",
        picture="sheet",
        alt="排名表：第 1 名应急管理局 88.20 分，第 2 名水利局 84.75 分",
    )


def ranking(number: int, sequence: str) -> BoardItem:
    """Return a ranking with its table, another message of the same announcement."""
    key = f"{number}{sequence}"
    TABLES[key] = tables.PublishedTable(
        kind="ranking",
        period=f"2026-P{number}",
        period_name=f"2026年第{number}期",
        sequence=sequence,
        columns=("名次", "升降", "单位", "综合得分", "经济发展", "民生服务", "作风建设", "得旗"),
        rows=(
            ("1", "↑1", "应急管理局", "88.20", "90.00", "85.10", "89.50", "贡献红旗"),
            ("2", "", "=水利局", "84.75", "80.00", "", "86.20", ""),
            ("", "", "民政局", "缺数据", "", "", "", "落后黄旗"),
        ),
        formula="composite-1",
        hash="0f" * 32,
        units=("U01", "U02", "U03"),
        method_columns=("板块", "板块权重", "指标", "指标权重", "方向", "编码"),
        method=(("经济发展", "40", "固定资产投资增速", "60", "越高越好", "J01"),),
        rules=1,
    )
    first = announcement(number)
    return replace(
        first,
        told=replace(first.told, figures=(("zh", f"{number}A"), ("zh", f"{number}B"))),
        title=f"2026年第{number}期综合排名（{sequence}序列）",
        text="第1名 应急管理局 88.20分\n第2名 水利局 84.75分",
        alt="图",
        figures=key,
    )


TABLES: dict[str, tables.PublishedTable] = {}


@dataclass
class Served:
    """A running server and what stands behind it."""

    url: str
    house: House
    desk: Turnable
    end_streams: Callable[[], object]


@contextlib.contextmanager
def served(
    *,
    limits: sessions.PageLimits | None = None,
    heartbeat: float = 15.0,
    public_url: str = "https://flagpost.example",
    trusted: str = "",
    patience: float = 8.0,
    phones: pages.PhonesShown | None = None,
) -> Iterator[Served]:
    """Serve all pages on a free port of the loopback, from a thread of its own, as the browser needs it.

    `trusted` is what FLAGPOST_TRUSTED_PROXIES would be, `patience` the seconds to wait where everybody looks like one; `phones` stand
    beside the demo's panes.
    """
    house = House()
    desk = Turnable(house)
    desk.phones = phones
    reception = web_reception.SeatReception(
        intake=house,
        delivery=house,
        evidence=house,
        now=lambda: NOON,
        limits=replace(limits or sessions.PageLimits(), heartbeat=heartbeat),
        locale="zh",
        public_url=public_url,
        office=_office,
    )
    seen = visitors.Visitors(setting_values.networks(trusted))
    pages_to_chat = chat.ChatPages(reception, is_secure=False, visitors=seen, patience=visitors.Patience(wait=patience))
    public = board.Board(desk, locale="zh", public_url=public_url, is_demo=True)
    first = front.Front(_standing, _office, seen, locale="zh", is_demo=True)
    routes = [
        *first.routes(),
        *pages_to_chat.routes(),
        *public.routes(),
        *pages.DemoDesk(desk, reception, public).routes(),
    ]
    app = Starlette(routes=routes)
    with asgi_server.serving_in_a_thread(app, closing=pages_to_chat.close) as (url, loop):
        yield Served(url=url, house=house, desk=desk, end_streams=lambda: loop.call_soon_threadsafe(reception.close))


async def _standing(text: str, locale: str) -> str | None:
    return "编号QX-2026-0001：当前状态：已受理。" if CODE in text.upper() else None


def _office() -> facts.PageFacts:
    return facts.PageFacts(name="清溪县作风建设办公室", phone="0999-1234567", address="清溪县人民路 1 号政务大厅三楼")
