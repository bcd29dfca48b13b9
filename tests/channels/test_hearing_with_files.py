"""The hearing (申辩) with files as people send them: neither side learns anything of the other by a word, a file, its name or what a
camera wrote into it; the unit has the summary of the notice and no more (the law §2, §4.1 L3)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.channel import Attachment, Parcel
from domain.evidence import Media
from domain.people import Role
from tests.handlers.procedures.test_case import SERVED
from tests.support import sendable
from tests.support.homes import make_home
from tests.support.scripts import REPORTED
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play

DOORS = {"Telegram": {"channel": "telegram", "mode": "polling"}, "web": {"channel": "web"}}
OF_REPORTER = "二楼租户刘某从窗口拍的.jpeg"
OF_UNIT = "局长办公室维修台账.jpeg"
WITH_FILES = SERVED.replace(REPORTED, REPORTED.replace("李 [完成]", f"李 + {OF_REPORTER}\n李 [完成]"))
REPLIED = f"""
    联 > {{case}}
    联 [陈述申辩]
    联 > 执法车辆报废，六月才补齐。
    联 + {OF_UNIT}
    联 [完成]
    联 [提交]
    赵 < 单位已陈述申辩
"""
NOT_FOR_UNIT = (
    "个月不处理违建举报",
    "刘某",
    "窗口拍",
    "也没有答复",
    "查了台账",
    "互相推",
    "两起违建已经拆除",
    "王",
    "孙",
)
NOT_FOR_REPORTER = ("执法车辆", "局长办公室", "维修台账", "拟认定", "陈述申辩", "没有派人到现场", "王", "赵")


class Kept(Play):
    """A play that keeps all that was ever on anybody's screen."""

    def seen_by(self, who: str) -> list[Parcel]:
        """All that somebody saw, also what was replaced since."""
        return self._shown[who]


@pytest_asyncio.fixture(params=DOORS.values(), ids=tuple(DOORS))
async def here(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """An open house with those who have to do with a case."""
    home = await make_home(tmp_path / "made")
    async with stage(home, tmp_path / "home", **request.param) as opened:
        for who in "王赵孙吴":
            await opened.joins(who, Role.REVIEWER)
        await opened.joins("联", Role.UNIT_CONTACT, "U04")
        yield opened


async def test_neither_side_of_a_hearing_learns_of_the_other_by_what_was_sent(here: Stage) -> None:
    play = Kept(here)
    assert sendable.CANARY.encode() in sendable.content(OF_REPORTER)
    await play.play(WITH_FILES + REPLIED + "李 > 查进度\n李 > {code}\n李 < 正在准备给您的答复")
    assert play.remembered["number"] not in said_to(play, "联")
    assert play.remembered["case"] not in said_to(play, "李")
    # Whoever knows a number and asks learns nothing by it.
    await play.play("""
        联 > {case}
        联 < 执法车辆报废
        联 !<[查看附件]
        联 > {number}
        联 > 查看附件
        联 > 卷宗 {number}
        联 > 卷宗 {case}
        联 > 待办
        联 > {case}
        联 [查看文书]
        联 < 《拟认定事项告知书》见附件
        李 !<[查看附件]
        李 > {case}
        李 > 卷宗 {case}
        李 > 卷宗 {number}
        李 > 待办
        赵 > {case}
        赵 < 附件1：照片
        赵 !< 局长办公室
        赵 [查看附件]
        赵 > {number}
        赵 !< 刘某
        赵 [查看附件]
    """)
    assert "三起违建举报登记后三个月没有派人到现场。" in said_to(play, "联"), "the summary is what the unit has"
    assert {word for word in NOT_FOR_UNIT if word in said_to(play, "联")} == set()
    assert {word for word in NOT_FOR_REPORTER if word in said_to(play, "李")} == set()
    assert [each.media for each in attached(play, "联")] == [Media.FILE], "the notice alone"
    assert attached(play, "李") == []
    pictures = [each for each in attached(play, "赵") if each.media is Media.PICTURE]
    assert len(pictures) == 2, "who decides sees a copy of each"
    assert not any(mark in each.data for each in pictures for mark in (sendable.CANARY.encode(), b"Exif"))
    assert not any(word in each.name for each in pictures for word in ("刘某", "局长"))


def said_to(play: Kept, who: str) -> str:
    """Everything that was ever said to somebody: words, buttons, names of files and what is told of them; never what they said."""
    return "\n".join(
        "\n".join(
            (
                parcel.text,
                *(button.label for button in parcel.buttons),
                *(f"{fact.label} {fact.value}" for fact in parcel.facts),
                *(f"{each.name} {each.alt}" for each in parcel.attachments),
            )
        )
        for parcel in play.seen_by(who)
    )


def attached(play: Kept, who: str) -> list[Attachment]:
    """Every file that somebody was ever given, each once."""
    return list({each.key: each for parcel in play.seen_by(who) for each in parcel.attachments}.values())
