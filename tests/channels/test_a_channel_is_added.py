"""A third channel is one class, its words and one line in a list: the house reads its traits, and touches no other file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.channels import every
from domain.people import Role
from storage.database import Tx
from tests.support.homes import make_home
from tests.support.scripts import REPORTED, REPORTED_AGAIN
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play
from tests.toys import toy_channel
from tests.toys.toy_channel import OnToy, Toy


@pytest.fixture(autouse=True)
def _added() -> Iterator[None]:
    """It is in the list."""
    with toy_channel.added():
        yield


@pytest_asyncio.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    """A house on all three channels, with two reviewers on the new one."""
    template = await make_home(tmp_path / "template")
    async with stage(template, tmp_path / "home", channel="toy") as opened:
        opened.elsewhere["toy"] = OnToy
        for who in ("王", "赵"):
            await opened.joins(who, Role.REVIEWER)
        yield opened


@pytest.fixture
def play(here: Stage) -> Play:
    """A play in that house."""
    return Play(here)


async def parked(here: Stage) -> int:
    """How many messages are kept until their readers write."""
    return int(await here.house.database.read(_parked))


def _parked(tx: Tx) -> int:
    return int(tx.value("SELECT COUNT(*) FROM outbox WHERE state = 'parked'"))


async def test_a_clue_goes_from_the_first_word_to_the_receipt_and_to_its_decision(play: Play) -> None:
    await play.play(
        REPORTED.replace("李 [跳过]", "李 [跳过]\n李 + 现场.jpg", 1)
        + """
        王 > {number}
        王 < 线索{number}
        王 < 附件1：照片
        王 [领取]
        王 <[受理]
        李 > /status
        李 < 查询码
        李 > {code}
        李 < {number}
    """
    )
    assert Toy.platform.menu["en"][0][0] == "report"


async def test_the_first_screen_says_what_this_platform_sees_and_a_name_may_be_told(play: Play) -> None:
    await play.play(
        REPORTED.partition("    李 [匿名]")[0].replace("李 [同意]", "李 < 木鸟看得见\n李 [同意]")
        + """
        李 [实名]
        李 < 姓名
        李 > 李某某
        李 < 怎样联系您
        李 > 13800000000
    """
    )


async def test_a_card_is_edited_by_the_ticket_it_was_sent_with_and_then_by_that_of_a_press(play: Play) -> None:
    """WeCom's way: each ticket is good for one edit, and without one the card stays as it stands."""
    await play.play(
        REPORTED
        + """
        王 > {number}
        王 <[领取]
        赵 > {number}
        赵 <[领取]
        王 [领取]
        王 <[受理]
        赵 !<[领取]
    """
    )
    for who in ("王", "赵"):
        (card,) = [each for each in play.screen(who) if each.text.startswith("线索")]
        sent = [each for each in Toy.platform.screens[who] if each.text.startswith("线索") and not each.edits]
        assert card.edits == str(sent[0].number), "it stands where it stood"
        assert len(sent) == 1
    assert not [each for each in Toy.platform.tickets if each.startswith("press-c")], (
        "what was pressed on a card was used"
    )


async def test_a_card_has_as_many_buttons_as_the_channel_shows_and_the_others_behind_one(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        王 > {number}
        王 [领取]
        王 <[受理]
        王 !<[历程]
        王 !<[留言]
        王 [更多]
        王 < 线索{number}｜研判中：还可以选
        王 <[留言]
        王 > 留言
        王 < 请写明内容
    """
    )
    assert max(len(each.buttons) for each in play.screen("王")) == Toy.traits.buttons == 6


async def test_what_is_said_to_somebody_silent_is_kept_until_they_write_and_comes_once(play: Play, here: Stage) -> None:
    Toy.platform.silent.add("王")
    await play.play(
        REPORTED
        + """
        赵 < 1条线索
        王 !< 1条线索
    """
    )
    assert await parked(here) == 1
    await play.play(
        REPORTED_AGAIN
        + """
        ~ 26 hours
    """
    )
    assert len(Toy.platform.refused) == 1, "behind what is kept nothing is tried"
    await here.restarts()
    assert await parked(here) == 1
    await play.play("""
        王 > 帮助
        王 < 条线索
    """)
    assert await parked(here) == 0
    assert len({each.number for each in Toy.platform.screens["王"]}) == len(Toy.platform.screens["王"])


async def test_the_house_opens_it_with_the_others_and_the_command_line_knows_it(here: Stage) -> None:
    assert set(here.house.channels) == {"web", "telegram", "toy"}
    assert every.set_up(here.house.given) == {"telegram": "polling", "wecom": "", "wechat": "", "toy": "here"}
    assert (await here.house.watch.look()).channels["toy"].is_hearing
