"""What will be said next, as whoever publishes and those who approve read it; put off, withdrawn, and corrected once it was said (the law
§9, §13C: 待发布, 定时, 撤回更正)."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.importing import taking
from bot.publishing import publishing
from domain.importing.columns import ImportKind
from domain.matters.announcements import BOARD, AnnouncementStage, Rendering
from domain.people import Role
from handlers.conversation.room import Room
from storage import announcements as store
from storage import board, pictures
from storage.database import Tx
from storage.road import chores, sending
from tests.support import announced
from tests.support.announcing_house import BOARD as OUR_BOARD
from tests.support.announcing_house import CHANNEL
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

FRIDAY = datetime(2026, 3, 6, 0, 0, tzinfo=UTC)
PROJECT = "code,name,kind,owner,lead,starts,year,goal,m03\nP01,大桥,key,U06,U01,,2026,1200,360\n".encode()
PICTURE = b"\x89PNG not looked at"


async def waiting(house: DirectStage, title: str) -> None:
    """Propose one for Friday, on the board and in the channel, as if it had been worded and drawn."""
    key = pictures.key_of(PICTURE)
    words = [
        Rendering(audience=where, channel=by, locale="zh", part=1, title=title, text="红灯项目3个。", picture=key)
        for where, by in ((BOARD, "web"), ("channel", "telegram"))
    ]
    draft = store.Draft(
        kind="lights",
        about="",
        about_id=None,
        author_id=None,
        publish_at=FRIDAY,
        renderings=words,
        pictures={key: PICTURE},
        named={"U04"},
    )
    await house.database.write(lambda tx: announced.propose(tx, draft, house.now))


async def staffed(house: DirectStage) -> Play:
    for name, role in (("甲", Role.LEADER), ("乙", Role.LEADER), ("委", Role.COMMITTEE), ("发", Role.PUBLISHER)):
        await house.joins(name, role)
    await house.joins("联", Role.LEADER, "U04")
    return Play(house)


SIGNED = """
    甲 > GG-2026-0001
    甲 [同意发布]
    委 > GG-2026-0001
    委 [同意发布]
"""


async def test_whoever_publishes_reads_in_order_what_two_have_signed_and_those_who_sign_what_is_missing(
    house: DirectStage,
) -> None:
    play = await staffed(house)
    for title in ("二月月亮灯", "关于表彰的通报", "三月月亮灯"):
        await waiting(house, title)
    await play.play(
        """
        发 > 待发布
        发 < 现在没有等着发布的公告。
        """
        + SIGNED
        + SIGNED.replace("0001", "0003")
        + """
        发 > 待发布
        发 < 1. 3月6日08:00　二月月亮灯（GG-2026-0001）
        发 < 　公示栏、公开频道，附图1幅；甲、委已签发
        发 < 2. 3月9日08:00　三月月亮灯（GG-2026-0003）
        发 < 甲、委已签发；同日已排一份，按序顺延
        发 !< 表彰
        发 < 红灯项目3个。
        发 > GG-2026-0002
        发 !< 表彰
        乙 > 待发布
        乙 < 关于表彰的通报（GG-2026-0002）
        乙 < 还差主要负责同志、一位主要负责同志或领导小组成员签发
        乙 [2 关于表彰的通报·GG-2026-0002]
        乙 <[同意发布]
        """
    )


async def test_one_is_put_off_and_another_goes_first_or_it_is_withdrawn_and_its_signatures_are_void(
    house: DirectStage,
) -> None:
    play = await staffed(house)
    for title in ("二月月亮灯", "三月月亮灯"):
        await waiting(house, title)
    await play.play(
        SIGNED
        + SIGNED.replace("0001", "0002")
        + """
        发 > 待发布
        发 [1 二月月亮灯·GG-2026-0001]
        发 [定时]
        发 > 下周三
        发 > 待发布
        发 < 1. 3月6日08:00　三月月亮灯（GG-2026-0002）
        发 < 2. 3月11日08:00　二月月亮灯（GG-2026-0001）
        发 [2 二月月亮灯·GG-2026-0001]
        发 [撤回]
        发 > 数字有误，请核对后再报。
        发 [确认]
        甲 < 发布员已撤回，没有发布，签发作废
        发 > 待发布
        发 !< 二月月亮灯
        发 > GG-2026-0001
        发 !< 二月月亮灯
        ~ 2 days
        发 > 待发布
        发 < 现在没有等着发布的公告。
        """
    )


async def test_what_was_said_is_corrected_as_widely_by_a_writer_who_does_not_sign_and_waits_for_no_other(
    house: DirectStage,
) -> None:
    play = await staffed(house)
    for title in ("二月月亮灯", "三月月亮灯"):
        await waiting(house, title)
    await play.play(
        SIGNED
        + SIGNED.replace("0001", "0002")
        + """
        ~ 2 days
        甲 > GG-2026-0001
        甲 > 撤回更正
        甲 [更正]
        甲 > 红灯项目3个
        甲 > 红灯项目2个
        甲 [提交]
        甲 < GX-2026-000001
        """
    )
    assert await rendered(house) == 1
    (found,) = await house.database.read(lambda tx: store.awaiting(tx, AnnouncementStage.PROPOSED))
    assert (found.answers_id, set(found.named)) == (1, {"U04"})
    places = await house.database.read(lambda tx: [each.audience for _, each in store.renderings(tx, found.id)])
    assert sorted(places) == ["board", "channel"]
    await play.play(
        """
        甲 > GG-2026-0003
        甲 < 关于更正《二月月亮灯》的声明
        甲 < 本平台3月6日发布的《二月月亮灯》中“红灯项目3个”有误，更正为“红灯项目2个”。由此造成的影响，我们深表歉意。
        甲 !<[同意发布]
        联 > GG-2026-0003
        联 !<[同意发布]
        乙 > GG-2026-0003
        乙 [同意发布]
        委 > GG-2026-0003
        委 [同意发布]
        ~ 5 minutes
        甲 < 声明已在原来的范围公布
        发 > 待发布
        发 < 1. 3月9日08:00　三月月亮灯（GG-2026-0002）
        """
    )
    await house.database.write(lambda tx: sending.show_on_board(tx, house.now))
    told = {each.number: each for each in await house.database.read(board.told)}
    assert told["GG-2026-0001"].answered_by == ("GG-2026-0003",)
    assert told["GG-2026-0003"].answers == "GG-2026-0001"


async def test_what_the_house_will_do_by_itself_in_thirty_days_is_said_with_its_days(house: DirectStage) -> None:
    play = await staffed(house)
    await house.joins("管", Role.ADMIN)
    await waiting(house, "二月月亮灯")
    await taking.import_file(house.database, ImportKind.PROJECTS, PROJECT, house._room)
    await play.play(
        SIGNED
        + """
        发 > 近期安排
        发 < 到4月3日，系统会自动做这些
        发 < 每个工作日08:30　发到期清单
        发 < 3月6日08:00　发布公告《二月月亮灯》
        发 < 3月6日08:00　填报截止，拟出月亮灯，请负责同志确认（2026年2月）
        发 < 3月9日08:00　月亮灯计划公布日（2026年2月）
        发 < 3月31日08:00　请项目业主报送月度进度（2026年3月）
        管 > 日历
        管 [近期安排]
        管 < 3月31日08:00　请项目业主报送月度进度
        管 !< 二月月亮灯
        """
    )


async def rendered(house: DirectStage) -> int:
    """Do the rendering that waits; return how many chores there were."""

    def room(tx: Tx) -> Room:
        return house._room(tx)

    taken = await house.database.write(lambda tx: chores.claim(tx, (publishing.KIND,), house.now, house.now, 5))
    for chore in taken:
        audiences = (OUR_BOARD, CHANNEL)
        await house.database.write(await publishing.Publishing(house.database, room, house._words, audiences).do(chore))
    return len(taken)
