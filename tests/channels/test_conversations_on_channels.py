"""The main conversations as people have them on each channel: over real HTTP, the whole house behind the door.

What is said and answered in detail is held by `tests/handlers`; here it is shown that it comes through every door whole.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.delivery import receipts
from domain.evidence import Media
from domain.people import Role
from tests.handlers.procedures.test_case import SERVED
from tests.support import doors, not_in_the_app, samples, sendable
from tests.support.scripts import NOMINATED, REPORTED
from tests.support.stages import Stage
from tests.support.transcripts import Play
from tests.web.channel_people import AtPage, OnTelegram

DOORS = {
    "Telegram, asked": {"channel": "telegram", "mode": "polling"},
    "Telegram, pushing, on PostgreSQL": {"channel": "telegram", "mode": "webhook", "database": "postgresql"},
    "web": {"channel": "web"},
    "WeCom": {"channel": "wecom"},
}
if os.environ.get("EVERY_DOOR"):  # `make doors`: what is theirs there is held by test_citizens_on_wechat.py every time
    DOORS["WeChat"] = {"channel": "wechat"}
OTHER = {"telegram": "web", "web": "telegram", "wecom": "web", "wechat": "web"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, doors.Home]:
    """A home on each engine that was made once."""
    return await doors.homes(tmp_path_factory.mktemp("homes"))


@pytest.fixture(params=DOORS.values(), ids=tuple(DOORS))
def door(request: pytest.FixtureRequest) -> dict[str, str]:
    """Where people are."""
    given: dict[str, str] = request.param
    return given


@pytest_asyncio.fixture
async def here(
    homes: dict[str, doors.Home], tmp_path: Path, door: dict[str, str], request: pytest.FixtureRequest
) -> AsyncIterator[Stage]:
    """An open house on a channel, with two reviewers: 王 and 赵."""
    if why := not_in_the_app.why(door["channel"], request.path.stem, request.node.originalname):
        pytest.skip(why)
    async with doors.opened(door, homes, tmp_path / "home") as opened:
        for who in ("王", "赵"):
            await opened.joins(who, Role.REVIEWER)
        yield opened


@pytest.fixture
def play(here: Stage) -> Play:
    """A play in that house."""
    return Play(here)


@pytest.fixture
def elsewhere(door: dict[str, str]) -> str:
    """Somebody on the other channel."""
    return f"张@{OTHER[door['channel']]}"


async def test_a_guided_report_with_an_album_of_photos_and_a_document(play: Play) -> None:
    await play.play("""
        李 > /start
        李 < 清溪县效能办
        李 [我要反映]
        李 [同意]
        李 < 请写下发生了什么
        李 > 窗口的人说话很难听
        李 < 哪个单位
        李 > fzggj
        李 < 什么时候
        李 [昨天]
        李 + 村口.geo
        李 < 照片、录音、视频
        李 + 现场一.jpg, 现场二.jpg, 通知.pdf, 录音.ogg
        李 < 已收到附件5个
        李 [完成]
        李 [匿名]
        李 < 单位：清溪县发展改革局
        李 < 时间：3月3日
        李 < 附件：5个
        李 [提交]
        李 ? number 编号：(QS-2026-\\d{6})
        王 > {number}
        王 < 线索{number}｜研判中
        王 < 附件1：位置 28.100000,119.600000
        王 < 附件2至3：照片2张
        王 < 附件4：PDF 1页
        王 < 附件5：录音 0:01
        王 !< 通知
        王 [查看附件]
        王 < 以下都是去掉拍摄地点、作者等信息的副本，原件封存
        王 !< 通知
    """)
    shown = [each for parcel in play.screen("王") for each in parcel.attachments]
    assert [each.media for each in shown] == [Media.PICTURE, Media.PICTURE, Media.PICTURE, Media.SOUND]
    assert sendable.CANARY.encode() in sendable.content("现场一.jpg")
    assert not any(mark in each.data for each in shown for mark in (sendable.CANARY.encode(), b"Exif"))
    assert not any(name in each.name for each in shown for name in ("现场", "通知", "录音"))


async def test_a_film_and_office_files_can_be_judged_on_the_channel_itself(play: Play) -> None:
    """Trial B1: 「已保存，不在这里打开」 was all that a reviewer got of them."""
    await play.play(
        REPORTED.replace("李 [完成]", "李 + 拍的.mp4\n李 + 材料.docx\n李 + 账.xlsx\n李 [完成]")
        + """
        王 > {number}
        王 < 附件1：视频 0:01
        王 < 附件2：Word 文档
        王 < 附件3：表格
        王 [查看附件]
        王 < 附件1：视频 0:01
    """
    )
    screen = play.screen("王")
    shown = [each for parcel in screen for each in parcel.attachments]
    assert [each.media for each in shown if each.media is not Media.TEXT] == [Media.FILM, Media.PICTURE]
    read = "".join(parcel.text for parcel in screen) + "".join(
        each.data.decode() for each in shown if each.media is Media.TEXT
    )
    assert read.count(samples.WORDS) == 2


async def test_a_picture_sent_as_a_file_is_shown_and_one_that_cannot_be_shown_is_named_to_both_sides(
    play: Play,
) -> None:
    await play.play(
        REPORTED.replace("李 [完成]", "李 + 原图.jpeg\n李 + 坏的.jpg\n李 [完成]")
        + """
        李 < 已收下并封存，但受理人员看不到里面的内容：图片打不开
        王 > {number}
        王 < 附件1：照片
        王 < 附件2：照片 1 KB（看不到内容：图片打不开；原件已封存）
        王 [查看附件]
    """
    )
    (picture,) = [each.data for parcel in play.screen("王") for each in parcel.attachments]
    assert sendable.CANARY.encode() not in picture


@pytest.mark.parametrize("door", [DOORS["Telegram, asked"]], ids=["Telegram, asked"], indirect=True)
async def test_a_file_that_is_refused_is_named_at_once_with_the_way(play: Play) -> None:
    await play.play(
        REPORTED.replace("李 [完成]", "李 + 程序.exe\n李 < “程序.exe”没有收下：不收这类文件\n李 [完成]")
        + """
        王 > {number}
        王 < 线索{number}
        王 !<[查看附件]
    """
    )


async def test_whoever_simply_writes_is_offered_what_was_recognised_and_may_change_it(play: Play) -> None:
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 < 首次使用告知
        李 [同意]
        李 < 单位：清溪县自然资源局
        李 < 类别：举报投诉处置不力
        李 [确认]
        李 > 城东村村口
        李 > 返回
        李 < 在什么地方
        李 > 城西村村口
        李 > 帮助
        李 < 怎样使用
        李 [完成]
        李 [匿名]
        李 < 城西村村口
        李 [修改]
        李 [经过]
        ~ restart
        李 > 自然资源局的人从来不到现场
        李 < 经过：自然资源局的人从来不到现场
        李 [提交]
        李 < 编号：QS-2026-000001
        李 [[提交]]
        李 < 这一步已经答过了
    """)


async def test_a_nomination_is_taken_up_by_a_reviewer(play: Play) -> None:
    await play.play(
        NOMINATED
        + """
        王 > {number}
        王 < 推荐{number}
        王 < 周某，规划科科长
        王 [提交联审]
        王 > 周某
        王 > 规划科科长
        王 < 已生效
        李 < 编号{number}有新进展
        李 > 查进度
        李 > {code}
        李 < 联审
    """
    )


async def test_a_receipt_is_something_to_keep(here: Stage, play: Play, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    await play.play(REPORTED)
    number, code = play.remembered["number"], play.remembered["code"]
    receipt = next(parcel for parcel in play.screen("李") if code in parcel.text)
    person = await here.person("李")
    if isinstance(person, AtPage):
        assert [(fact.name, fact.label, fact.value) for fact in receipt.facts] == [
            ("number", "编号", number),
            ("code", "查询码", code),
        ]
    else:
        assert isinstance(person, OnTelegram)
        message = next(each for each in person.user.sees if code in each.text)
        units = message.text.encode("utf-16-le")
        tapped = [
            units[2 * at["offset"] : 2 * (at["offset"] + at["length"])].decode("utf-16-le") for at in message.entities
        ]
        assert tapped == [number, code], "one tap copies each of them"
    await play.play("""
        李 [存成图片]
        李 < 长按图片可以保存
        李 < 电话0000-000000
    """)
    picture = next(parcel for parcel in reversed(play.screen("李")) if parcel.attachments).attachments[0].data
    assert picture.startswith(b"\x89PNG")
    squares = receipts.squares(f"{here.address}/chat#code={code}")[0]
    drawn = await here.house.database.read(lambda tx: tx.value("SELECT COUNT(*) FROM picture"))
    assert (len(squares) > 1000, drawn) == (True, 0), "it is drawn when it is sent and kept nowhere"
    assert code not in caplog.text, "a code is a secret"


async def test_where_it_stands_is_told_to_whoever_has_the_code_on_the_other_channel(play: Play, elsewhere: str) -> None:
    await play.play(
        REPORTED
        + f"""
        王 > {{number}}
        王 [受理]
        王 [造成不良影响]
        王 < 下一步：交办，或由另一人直接核查
        李 < 编号{{number}}有新进展
        李 !< 已受理
        {elsewhere} > 查进度
        {elsewhere} > AAAAA-AAAAA
        {elsewhere} < 没有查到
        {elsewhere} > {{code}}
        {elsewhere} < 经研判，已受理
        {elsewhere} < 当前状态：已受理
    """
    )


async def test_the_reporter_is_asked_and_answers_with_a_picture(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        王 > {number}
        王 [要求补充]
        王 > 违建在哪一条街？
        王 < 等反映人补充
        李 < 编号{number}有新进展
        李 !< 哪一条街
        李 > 查进度
        李 > {code}
        李 < 违建在哪一条街？
        李 [回答提问]
        李 > 城东街12号
        李 + 门口.jpg
        李 [完成]
        李 < 补充内容已提交
        王 < 城东街12号
        王 < 附件1：照片
        王 < 研判中
    """
    )


async def test_a_rejection_takes_two_and_the_second_reviewer_is_told_who_was_first(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        王 > {number}
        赵 > {number}
        王 < 线索{number}
        赵 < 线索{number}
        王 [领取]
        赵 [领取]
        赵 < 这件事项已由王领取
        王 [不予受理]
        王 [没有写明具体事实]
        王 > 请写明是哪一处违建
        赵 < 待另一人同意：不予受理，王提出
        赵 [同意]
        赵 < “不予受理”已生效
        王 [[不同意]]
        王 < 这件事项刚有变动（赵），以下是最新情况
        李 > 查进度
        李 > {code}
        李 < 说明：请写明是哪一处违建
    """
    )


async def test_both_sides_talk_and_neither_learns_who_the_other_is(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        王 > {number}
        王 [领取]
        王 [留言]
        王 > 请问方便在工作日来一趟吗？
        李 < 编号{number}有新进展
        李 > 查进度
        李 > {code}
        李 < 受理人员给您留言：
        李 < 请问方便在工作日来一趟吗？
        李 !< 王
        李 [补充这件材料]
        李 > 周三上午可以
        李 [完成]
        王 < 提交人有新的补充
        王 < 周三上午可以
        王 !< 李
    """
    )
    told = [parcel.text for parcel in play.screen("王")]
    assert not any("7004" in text for text in told), "a reviewer reads nothing of the reporter's account"


async def test_what_was_withdrawn_is_gone_for_the_reviewer(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        王 > {number}
        李 > 查进度
        李 > {code}
        李 [撤回这件]
        李 [确认]
        李 < 已按您的要求撤回
        王 < 线索{number}｜已撤回
        王 !<[受理 @ {number}]
    """
    )


async def test_an_invitation_is_good_for_one_person_on_any_channel(here: Stage, play: Play, elsewhere: str) -> None:
    link = await here.invites("孙", Role.REVIEWER)
    await here.follows("孙", link)
    await play.play("孙 < 您已成为受理员")
    await here.follows(elsewhere, link)
    await play.play(f"""
        {elsewhere} < 这个邀请码无效、已使用或已过期
        {elsewhere} !<[待办]
        孙 > 待办
        孙 < 待办
    """)


async def test_a_reviewer_on_one_channel_decides_what_was_reported_on_the_other(play: Play, elsewhere: str) -> None:
    await play.play(
        REPORTED.replace("李", elsewhere)
        + f"""
        王 > {{number}}
        王 [转送]
        王 [信访局、12345热线]
        王 [确认]
        王 < 已生效
        {elsewhere} < 编号{{number}}有新进展
        {elsewhere} > 查进度
        {elsewhere} > {{code}}
        {elsewhere} < 属信访局、12345热线职责范围
    """
    )


async def test_whoever_leaves_takes_everything_along(here: Stage, play: Play) -> None:
    await play.play(REPORTED + "\n李 > 离开")
    await play.play("""
        王 > {number}
        王 [受理]
        王 [后果严重]
        王 < 已生效
    """)
    assert await here.sees("李") == []


@pytest.mark.parametrize("door", [DOORS["Telegram, asked"]], ids=["Telegram, asked"], indirect=True)
async def test_reviewers_words_are_protected_against_forwarding(play: Play) -> None:
    await play.play(REPORTED + "王 > {number}\n王 < 线索{number}")
    assert all(parcel.is_staff for parcel in play.screen("王"))
    assert not any(parcel.is_staff for parcel in play.screen("李"))


async def test_an_album_has_one_answer_whatever_the_channel_makes_of_it(play: Play) -> None:
    await play.play("""
        李 > 水利局的渠道上周三开始漏水没有人来修
        李 [同意]
        李 < 单位：清溪县水利局
        李 + 一.jpg, 二.jpg, 三.jpg
        李 < 已收到附件3个。
    """)
    assert len(await play.told("李")) == 1
    await play.play("""
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 < 附件：3个
    """)


async def test_a_formal_notice_comes_to_the_unit_as_a_document(here: Stage, play: Play) -> None:
    for who in ("孙", "吴"):
        await here.joins(who, Role.REVIEWER)
    await here.joins("联", Role.UNIT_CONTACT, "U04")
    await play.play(
        SERVED
        + """
        联 > {case}
        联 [查看文书]
        联 < 《拟认定事项告知书》见附件
    """
    )
    file = play.screen("联")[-1].attachments[-1]
    assert file.media is Media.FILE
    assert file.data.startswith(b"%PDF")


def test_what_is_named_as_not_played_is_there() -> None:
    """A test that was renamed would be played again, or one that is gone be excused for ever."""
    files: dict[str, str] = {}
    for path in Path(__file__).parents[1].rglob("test_*.py"):
        files[path.stem] = files.get(path.stem, "") + path.read_text("utf-8")
    named = [each for rows in not_in_the_app.NOT_THERE.values() for which in rows.values() for each in which]
    gone = [each for each in named if not _is_there(files, *each.split("::"))]
    assert gone == []


def _is_there(files: dict[str, str], file: str, test: str = "") -> bool:
    return file in files and f"def {test}" in files[file]
