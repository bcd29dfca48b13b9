"""What was said of the office's work is taken back from whoever may not see it any more: on the open page and when it is loaded anew."""

from __future__ import annotations

import pytest

from domain.evidence import Media
from domain.people import Role
from handlers.administration import people
from handlers.conversation import house_rooms
from storage import evidence
from storage.database import Tx
from storage.evidence import ShownFile
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED, REPORTED_AGAIN
from tests.support.transcripts import Play

FILE = ShownFile(media=Media.PICTURE, file="f1", key="k1", size=10)
LOOKED = (
    REPORTED.replace("李 [完成]", "李 + 现场.jpg, 地点.geo\n李 [完成]")
    + """
    ~ 1 minutes
"""
)
GONE = "这条消息的内容已收起，不再显示。"


def _is_remade(tx: Tx) -> None:
    evidence.show(tx, 1, "photo", [FILE], 1, 1)


@pytest.fixture
async def looked(staffed: Play, house: DirectStage) -> Play:
    """王 has looked at everything: a list, a search, the course of a matter, its numbers, its evidence."""
    await house.joins("吴", Role.ADMIN)
    await staffed.play(LOOKED)
    await house.database.write(_is_remade)
    await staffed.play("""
        王 > 待办
        王 < {number}
        王 > 搜索 自然资源局
        王 < 1. {number} 自然资源局
        王 > 统计
        王 < 1
        王 > {number}
        王 > 历程
        王 < {number}
        王 > {number}
        王 [查看附件]
        王 < 附件1：照片
        王 < 28.1,119.6
    """)
    return staffed


async def _served(house: DirectStage, who: str) -> list[str]:
    """What the page is served when it is loaded anew."""
    account = await house.account(who)
    assert account is not None
    return await house.served(account)


async def test_whoever_loses_a_role_keeps_no_list_nor_evidence(looked: Play, house: DirectStage) -> None:
    """Lists, searches and courses stayed readable in the old conversation, on the page that was open and after a reload."""
    await looked.play(f"""
        吴 > 人员
        吴 [1 王]
        吴 [收回：受理员]
        吴 [收回]
        王 < 您的受理员角色已收回
        王 < {GONE}
    """)
    assert [text for text in _on_screen(looked, "王") if _tells(text)] == []
    assert [text for text in await _served(house, "王") if _tells(text)] == []
    assert await house.evidence_before("王") == []


async def test_whoever_stands_back_keeps_the_lists_and_loses_evidence_and_course(
    looked: Play, house: DirectStage
) -> None:
    """A page that was open kept the evidence it had drawn until it was reloaded."""
    await looked.play(f"""
        王 > {{number}}
        王 [申请回避]
        王 [确认]
        王 < {GONE}
    """)
    told = [text for text in _on_screen(looked, "王") if _tells(text)]
    assert [text for text in told if "附件" in text or "28.1" in text or "历程" in text] == []
    assert any("1. QS-" in text for text in told), "a list of what was there is the reviewer's own work"


async def test_what_one_keeps_as_a_citizen_stays(looked: Play) -> None:
    """The receipt of what staff reported themselves is theirs, whatever becomes of the role."""
    await looked.play(
        REPORTED_AGAIN.replace("李", "王").replace("王 >", "王 > 我要反映\n王 >", 1)
        + """
        吴 > 人员
        吴 [1 王]
        吴 [收回：受理员]
        吴 [收回]
        王 < 您的受理员角色已收回
    """
    )
    assert any(looked.remembered["second_code"] in text for text in _on_screen(looked, "王"))


async def test_another_unit_is_another_sight(looked: Play, house: DirectStage) -> None:
    await house.database.write(
        lambda tx: people.change(house_rooms.quiet(tx, house.office, at=house.now, now=house.now), 1, unit="U04")
    )
    await looked.play(f"王 < {GONE}")
    await looked.told("王")  # what goes with the card follows it
    assert [text for text in _on_screen(looked, "王") if _tells(text)] == []


def _tells(text: str) -> bool:
    """Whether somebody who may see nothing any more is told a number, a place or a file."""
    return any(mark in text for mark in ("QS-", "28.1", "附件", "自然资源局｜"))


def _on_screen(play: Play, who: str) -> list[str]:
    return [parcel.text for parcel in play.screen(who)]
