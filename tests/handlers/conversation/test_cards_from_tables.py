"""What a card shows follows from its table: facts by party, the body, what the matter finds out, selects, what nobody sees."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.channel import ButtonSelect
from domain.mechanism.columns import Asked, Beginning
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts, Procedure, Rule
from domain.people import Role
from domain.saying import Style
from handlers.conversation import handles
from handlers.conversation.forms import several
from handlers.conversation.procedures.derived import Adds, Derived
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.understanding import spoken
from storage import matters
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play
from tests.toys import toy_inspection

_REVIEWER = frozenset({Role.REVIEWER})
_OPEN = frozenset({"open"})

CHOOSING = Procedure(
    matter="choosing",
    first="new",
    moves={
        "bring": Rule(
            start=frozenset({"new"}),
            end="open",
            by=_REVIEWER,
            asks=(Asked("story", "text"), Asked("secret", "text")),
            is_previewed=True,
        ),
        "pick": Rule(
            start=_OPEN, by=_REVIEWER, asks=(Asked("picked", "several"), Asked("why", "text")), style=Style.PRIMARY
        ),
        "file": Rule(start=_OPEN, end="filed", by=_REVIEWER, is_answered=False),
    },
    begins=Beginning(move="bring", prefix="KC"),
    shows={
        Role.REVIEWER: ("counted", "story", "picked", "why"),
        Role.COMMITTEE: ("story",),
    },
    body=frozenset({"story"}),
    unseen=frozenset({"filed"}),
    todo={"open": _REVIEWER | {Role.COMMITTEE}},
)

WORDS: dict[str, Any] = {
    "matter": {"choosing": "挑选"},
    "menu": {"choosing": "提出挑选"},
    "stage": {"choosing": {"new": "未提出", "open": "挑选中", "filed": "已归档"}},
    "move": {"choosing": {"bring": "提出挑选", "pick": "挑出", "file": "收起"}},
    "ask": {"choosing": {"story": "情况？", "secret": "内部情况？", "picked": "挑哪几个？", "why": "为什么？"}},
    "label": {
        "choosing": {"story": "情况", "secret": "内部情况", "counted": "共有", "picked": "已挑出", "why": "理由"}
    },
    "told": {"choosing": {"bring": "有新的挑选。", "pick": "已挑出。"}},
}
BROUGHT = """
    王 > 提出挑选
    王 > 三个里挑两个。
    王 > 只有本机关知道。
    王 [提交]
    王 ? number 编号(KC-2026-\\d+)
    王 > 待办
"""


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    return Found(values={"counted": 3})


def _options(room: Room, matter_id: int, asked: str) -> tuple[str, ...]:
    listed = (several.Option(id=10 + place, text=f"{place} 第{place}家") for place in (1, 2, 3))
    return several.options(listed) if asked == "picked" else ()


@pytest_asyncio.fixture
async def house(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DirectStage]:
    """A reviewer and a member of the committee."""
    office = toy_inspection.added(monkeypatch, CHOOSING, WORDS)
    matter = Derived(CHOOSING, {}, Adds(finds=_found, options=_options))
    stage = await DirectStage(tmp_path, replace(office, matters={**office.matters, "choosing": matter})).open()
    await stage.joins("王", Role.REVIEWER)
    await stage.joins("委", Role.COMMITTEE)
    yield stage
    await stage.close()
    for cached in (handles.names, spoken._commands, spoken._labels):
        cached.cache_clear()


async def test_each_party_reads_the_facts_that_the_table_gives_it(play: Play) -> None:
    await play.play(f"{BROUGHT}\n委 > 待办\n委 !< 共有")
    title = f"挑选{play.remembered['number']}｜挑选中"
    cards = {who: [parcel.text for parcel in play.screen(who) if parcel.card][-1] for who in ("王", "委")}
    assert cards == {"王": f"{title}\n共有：3\n\n三个里挑两个。", "委": f"{title}\n\n三个里挑两个。"}


async def test_what_no_card_shows_is_not_kept(house: DirectStage, play: Play) -> None:
    await play.play(BROUGHT)
    kept = await house.database.read(lambda tx: matters.numbered(tx, "choosing", play.remembered["number"]))
    assert kept is not None
    assert kept.own == {"story": "三个里挑两个。"}


async def test_a_list_to_choose_from_is_a_select_on_the_card(play: Play) -> None:
    """What is chosen on the card answers the first question of its move: 21 flags were 21 buttons."""
    await play.play(BROUGHT)
    card = next(parcel for parcel in reversed(play.screen("王")) if parcel.card)
    pick, file = card.buttons
    assert (pick.label, file.label) == ("挑出", "收起")
    assert pick.select == ButtonSelect(options=(("1", "1 第1家"), ("2", "2 第2家"), ("3", "3 第3家")), is_several=True)
    assert file.select is None
    await play.play("""
        王 [挑出 = 1 3]
        王 < 为什么？
        王 > 这两家合适。
        王 < 理由：这两家合适
        王 !< 11,13
    """)


@pytest.mark.parametrize("chosen", ["7", "x", "1 99"])
async def test_what_is_not_of_the_list_is_asked_for(play: Play, chosen: str) -> None:
    await play.play(f"""
        {BROUGHT}
        王 [挑出 = {chosen}]
        王 < 挑哪几个？
        王 <[2 第2家]
    """)


async def test_nobody_sees_it_where_something_else_shows_it(play: Play) -> None:
    await play.play(
        BROUGHT
        + """
        王 [收起 = 1]
        王 !< 已生效
        王 < 这里不再显示
        王 > {number}
        王 !< 三个里挑两个
    """
    )


async def test_few_that_wait_are_shown_as_cards_and_many_as_one_list(play: Play) -> None:
    """A leader with forty cases would have been sent forty cards."""
    bring = "王 > 提出挑选\n王 > 三个里挑两个。\n王 > 内部。\n王 [提交]\n"
    await play.play(
        f"""
        {bring * 3}
        委 > 待办
        委 < 挑选KC-2026-000003｜挑选中
        委 !< 等您办的有
        {bring * 7}
        委 > 待办
        委 < 等您办的有10件，先到期的在前
        委 < 8. 挑选KC-2026-000008｜挑选中
        委 < 后面还有2件
        委 !< 三个里挑两个
        委 > 3
        委 < 挑选KC-2026-000003｜挑选中
        委 > 待办
        委 [2 挑选·KC-2026-000002]
        委 < 三个里挑两个
        委 [下一页]
        委 < 10. 挑选KC-2026-000010｜挑选中
        委 !< 后面还有
    """
    )
