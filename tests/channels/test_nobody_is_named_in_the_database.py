"""Whoever reads the database without its key finds nobody in it: no column names an account or gives it away to whoever tries all that
there may be, and whoever was forgotten is known by nothing again."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
import pytest_asyncio

from bot.channel import Parcel, Sent
from bot.channels.wecom import updates
from storage import people
from storage.database import Tx
from tests.support import doors
from tests.support.scripts import REPORTED
from tests.support.stages import Stage
from tests.support.transcripts import Play
from tests.web.channel_people import OnTelegram, Person
from tests.wecom.on_wechat import OnWechat
from tests.wecom.on_wecom import OnWecom


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, doors.Home]:
    """A home that was made once."""
    return await doors.homes(tmp_path_factory.mktemp("homes"))


async def places(here: Stage, what: bytes) -> set[str]:
    """The columns in which this stands somewhere."""

    def found(tx: Tx) -> set[str]:
        tables = [
            name
            for (name,) in tx.all("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("clue_words")
        ]
        return {
            f"{table}.{column}"
            for table in tables
            for (_, column, *_) in tx.all(f"PRAGMA table_info({table})")
            for (value,) in tx.all(f"SELECT {column} FROM {table}")
            if what in (value if isinstance(value, bytes) else str(value).lower().encode())
        }

    return await here.house.database.read(found)


def name_of(person: Person) -> str:
    """How a platform calls somebody."""
    if isinstance(person, OnWechat):
        return person.citizen.number
    if isinstance(person, OnWecom):
        return person.member.userid.lower()
    assert isinstance(person, OnTelegram)
    return str(person.user.id)


@pytest.mark.parametrize("channel", ["telegram", "wecom", "wechat"])
async def test_no_column_names_whoever_reported_and_none_knows_who_was_forgotten(
    homes: dict[str, doors.Home], tmp_path: Path, channel: str
) -> None:
    """Whoever opened the app stood in the inbox by name and day; and the hash of an account stayed there, beside the minute of each of its
    messages, when 我的数据 had said that it was deleted."""
    async with doors.opened({"channel": channel}, homes, tmp_path / "home") as here:
        li = await here.person("李")
        if isinstance(li, OnWecom):
            await li.member.enters()
        play = Play(here)
        await play.play(REPORTED)
        name = name_of(li)
        assert await places(here, name.lower().encode()) == set()
        mark = people.mark(here.house.database.vault, channel, name)
        assert await places(here, mark) == {"account.mark"}
        await play.play("""
            李 > /mydata delete
            李 [确认删除]
        """)
        assert await places(here, mark) == set()


async def test_nobody_finds_in_the_inbox_who_pressed_what_by_trying_all_members(
    homes: dict[str, doors.Home], tmp_path: Path
) -> None:
    """The key of a press in the app's menu was a plain hash of who, what and when: a few hundred names and the minute beside it."""
    async with doors.opened({"channel": "wecom"}, homes, tmp_path / "home") as here:
        guessed = (
            "<FromUserName>li</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>click</Event>"
        )
        guessed += "<EventKey>/report</EventKey>"
        await here.wecom.brings(guessed)
        await here.settled()
        tried = updates.event_key(fromstring(f"<xml>{guessed}</xml>"))
        kept = await here.house.database.read(lambda tx: tx.all("SELECT event_key FROM inbox"))
        assert [each for (each,) in kept if tried.partition(":")[2] in each] == []
        assert len(kept) == 1


async def test_nobody_finds_to_whom_usual_words_were_said_by_trying_all_citizens(
    homes: dict[str, doors.Home], tmp_path: Path
) -> None:
    """The id of a message to a citizen was a plain hash of the words and the citizen."""
    async with doors.opened({"channel": "wechat"}, homes, tmp_path / "home") as here:
        li = await here.person("李")
        assert isinstance(li, OnWechat)
        await li.says("帮助", [])
        await here.settled()
        parcel = Parcel(number=9_000_001, route=li.citizen.number, text="编号QS-2026-000001有新进展")
        sent = await here.house.channels["wechat"].send(parcel)
        tried = hashlib.sha256(json.dumps([parcel.number, 0, parcel.route, parcel.text, []]).encode()).digest()
        assert isinstance(sent, Sent)
        assert sent.ref != base64.b32encode(tried[:15]).decode()
