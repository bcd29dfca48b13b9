"""What a group hears of an announcement by its robot: picture, words, table; each part once, and what fails told for what it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.channel import Attachment, NotSent, OutcomeUnknown, Parcel, Sent, Undeliverable
from bot.channels.wecom import group_tables
from bot.demo.wecom.screens import ShownMessage
from bot.publishing import tables
from domain.matters.troubles import TroubleReason
from tests.channels.telegram_room import png
from tests.channels.wecom_room import ROBOTS, WecomRoom, wecom_room
from tests.wecom.wecom_server import Fault

PICTURE = Attachment(key="a", data=png(), name="榜.png")
TABLE = tables.PublishedTable(
    kind="ranking",
    period="2026-B1",
    period_name="2026年1—2月",
    columns=("名次", "升降", "单位", "得分", "营商环境", "项目建设", "旗帜"),
    rows=(
        ("1", "↑2", "清溪县自然资源局", "95.30", "97.1", "93.5", "贡献红旗"),
        ("2", "", "水利|局*", "91.02", "90.0", "", ""),
    ),
)
RANKING = Parcel(
    number=1,
    route="robot:县府群",
    text="2026年1—2月综合排名（县直序列）\n\n第1名 清溪县自然资源局 95.30分 <@all>",
    attachments=(PICTURE,),
    table=tables.encode(TABLE),
)


@pytest_asyncio.fixture
async def room() -> AsyncIterator[WecomRoom]:
    """An app."""
    async with wecom_room() as opened:
        yield opened


def group(room: WecomRoom) -> list[ShownMessage]:
    """What stands in the group."""
    (key,) = ROBOTS.values()
    return room.server.groups.screens[key]


async def test_a_group_hears_by_its_robot_and_no_route_holds_its_key(room: WecomRoom) -> None:
    (audience,) = room.robots.audiences()
    assert (audience.name, audience.channel, audience.route) == ("group:县府群", "wecom", "robot:县府群")
    long = replace(RANKING, text="公告\n\n" + "字" * 800, table=b"")
    assert await room.robots.send(long) == Sent("")
    assert [each.kind for each in group(room)] == ["image", "text", "text"]
    assert isinstance(await room.robots.send(replace(long, route="robot:没有")), Undeliverable)


async def test_a_ranking_is_seen_read_and_laid_out_as_a_table_and_rings_nobody(room: WecomRoom) -> None:
    """A name that somebody wrote must neither ring all in the group nor break the table."""
    assert await room.robots.send(RANKING) == Sent("")
    image, words, table = group(room)
    assert (image.kind, words.kind, table.kind) == ("image", "text", "markdown_v2")
    assert words.text == RANKING.text.replace("<@all>", "＜@all>")
    assert table.text.splitlines() == [
        "**2026年1—2月综合排名（县直序列）**",
        "",
        "| 名次 | 升降 | 单位 | 得分 | 营商环境 | 项目建设 | 旗帜 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| 1 | ↑2 | 清溪县自然资源局 | 95.30 | 97.1 | 93.5 | 贡献红旗 |",
        "| 2 |  | 水利｜局＊ | 91.02 | 90.0 |  |  |",
    ]


@pytest.mark.parametrize(
    ("units", "columns"),
    [(60, ("名次", "升降", "单位", "得分", "旗帜")), (75, ("名次", "升降", "单位", "得分")), (90, None)],
)
def test_a_table_that_is_too_large_lacks_its_sections_and_then_is_not_said(
    units: int, columns: tuple[str, ...] | None
) -> None:
    """The words name every unit with its score; the board has all columns."""
    assert group_tables.of(replace(TABLE, rows=()), "综合排名") == ""
    written = group_tables.of(replace(TABLE, rows=TABLE.rows[:1] * units), "综合排名")
    assert len(written.encode()) <= 4096
    assert (written.splitlines()[2] if written else None) == (columns and f"| {' | '.join(columns)} |")
    assert len(written.splitlines()) == (units + 4 if columns else 0)


async def test_what_a_group_has_is_not_said_again_when_a_part_is_refused_or_lost(room: WecomRoom) -> None:
    """Each robot has a pace of its own: the one that is refused must not halt members' messages, nor other groups."""
    room.server.fail("webhook/send", Fault(is_cut=True, is_done=True), Fault(code=45009))
    refused = await room.robots.send(RANKING)
    assert refused == NotSent("errcode 45009: message 2 (text) of 3", 60.0, is_overall=False, begun="1?")
    lost = await room.robots.send(replace(RANKING, begun="1?"))
    assert lost == OutcomeUnknown("no answer: message 1 (image) of 3", begun="2 3 1?"), "what may lack is named"
    assert [each.kind for each in group(room)] == ["image", "text", "markdown_v2"], "nothing is said twice by itself"
    assert await room.robots.send(replace(RANKING, begun="2 3")) == Sent(""), (
        "a person has looked, and wants that again"
    )
    assert [each.kind for each in group(room)] == ["image", "text", "markdown_v2", "image"]


async def test_where_no_table_is_taken_picture_and_words_are_enough(room: WecomRoom) -> None:
    for fault in (Fault(code=40008), Fault(is_cut=True)):  # nobody has to look into the group for a table
        room.server.fail("webhook/send", Fault(), Fault(), fault)
        assert await room.robots.send(RANKING) == Sent("")
    assert [each.kind for each in group(room)] == ["image", "text"] * 2


async def test_a_robot_that_was_removed_and_a_picture_that_is_too_large_are_told_to_the_operator(
    room: WecomRoom,
) -> None:
    """The picture was left out without a word to anybody."""
    large = replace(RANKING, attachments=(replace(PICTURE, data=PICTURE.data + bytes(2_000_000)),))
    refused = await room.robots.send(large)
    assert isinstance(refused, Undeliverable)
    assert (refused.reason, group(room)) == (TroubleReason.TOO_LARGE, [])
    room.server.groups.screens.clear()
    gone = await room.robots.send(RANKING)
    assert isinstance(gone, Undeliverable)
    assert (gone.reason, gone.why) == (TroubleReason.VOICE_GONE, "errcode 93000: message 1 (image) of 3")
