"""What goes wrong at a channel's door reaches the operators, with its reason, and what they decide is done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from domain.people import Role
from handlers.conversation import listening
from storage.road import routes
from tests.support.homes import make_home
from tests.support.scripts import REPORTED
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play
from tests.telegram.telegram_faults import refused
from tests.web.channel_people import OnTelegram


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was made once."""
    return await make_home(tmp_path_factory.mktemp("template") / "home")


@pytest_asyncio.fixture
async def here(template: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """An open house on Telegram, with an operator at a web page."""
    async with stage(template, tmp_path / "home", channel="telegram") as opened:
        await opened.joins("吴@web", Role.ADMIN)
        yield opened


async def test_whoever_blocked_the_bot_is_reported_once_and_gets_the_word_when_they_are_back(here: Stage) -> None:
    here.server.fail("sendMessage", refused(403, "Forbidden: bot was blocked by the user"))
    play = Play(here)
    await play.play("""
        李 > /start
        吴@web < 答复，没有送到。原因：对方已拉黑本机器人
        吴@web [查看]
        吴@web !< forbidden
        吴@web < 对方再次开口之前无法重发
        李 > 帮助
        李 !< 您好
        吴@web > /troubles 1
        吴@web [重发]
        吴@web < 已重发
        李 < 您好
    """)


async def test_an_update_nobody_can_read_is_before_the_operators_without_its_words(here: Stage) -> None:
    person = await here.person("李")
    assert isinstance(person, OnTelegram)
    person.brings(b'{"update_id": %d, "message": {"text": ["no words of a message"]}}')
    await here.settled()
    await Play(here).play("""
        吴@web < 一条来信，没有处理。原因：平台送来的内容无法识别
        吴@web [查看]
        吴@web < 渠道：Telegram
        吴@web !< no words
        吴@web [放下]
        吴@web < 已放下
    """)


async def test_a_message_that_failed_for_half_a_minute_is_handled_once_the_fault_is_mended(
    here: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = Play(here)
    await fails_with(here, monkeypatch)
    await play.play("""
        李 < 没能处理
        吴@web < 一条来信，没有处理。原因：处理时程序出错
        吴@web [查看]
        吴@web [重新处理]
        李 < 没有明白您的意思
    """)


async def test_what_could_not_be_handled_is_gone_with_whoever_deletes_their_account(
    here: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who had been told that no message would come any more was written to, and had an account again, when an operator let it be handled
    once more."""
    await fails_with(here, monkeypatch)
    await Play(here).play("""
        李 > /mydata delete
        李 [确认删除]
        吴@web [查看]
        吴@web [重新处理]
        李 !< 没有明白您的意思
    """)
    accounts = "SELECT COUNT(*) FROM account WHERE channel = 'telegram' AND gone_at IS NULL"
    assert await here.house.database.read(lambda tx: tx.value(accounts)) == 0


async def fails_with(here: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a message of 李's fail for half a minute."""
    await Play(here).play("李 > /start")

    def fails(*given: object, **named: object) -> None:
        raise KeyError("a fault")

    with monkeypatch.context() as broken:
        broken.setattr(listening, "understand", fails)
        await (await here.person("李")).says("随便说说", [])
        await here.server.settled()
        here.passes(timedelta(seconds=40))
        await here.settled()


@pytest.mark.parametrize("words", ["/start", "帮助"])
async def test_a_reporter_who_blocked_the_bot_and_comes_back_hears_what_was_missed(here: Stage, words: str) -> None:
    await here.joins("王@web", Role.REVIEWER)
    play = Play(here)
    await play.play(REPORTED)
    person = await here.person("李")
    assert isinstance(person, OnTelegram)
    person.user.blocks_the_bot()
    await play.play("""
        王@web > {number}
        王@web [受理]
        王@web [后果严重]
    """)
    here.server.chats.blocked.clear()
    await play.play(f"""
        李 > {words}
        李 < 您收不到消息的这段时间，编号{{number}}有了新进展
        李 !< 已受理
        李 {"!<" if words == "/start" else "<"} 怎样使用
        李 !< 线索反映和奋斗者推荐平台
        李 [{{number}}]
        李 > {{code}}
        李 < 经研判，已受理
        # and only once
        李 > /start
        李 !< 收不到消息的这段时间
    """)


async def test_whoever_missed_nothing_is_greeted_as_ever(here: Stage) -> None:
    play = Play(here)
    await play.play(REPORTED)
    await here.house.database.write(lambda tx: routes.lose_route(tx, 2, here.now()))
    await play.play("""
        李 > /start
        李 !< 收不到消息的这段时间
    """)


async def test_who_decided_learns_that_the_reporter_cannot_be_reached_and_nothing_about_them(here: Stage) -> None:
    await here.joins("王@web", Role.REVIEWER)
    play = Play(here)
    await play.play(REPORTED.replace("王", "王@web"))
    person = await here.person("李")
    assert isinstance(person, OnTelegram)
    person.user.blocks_the_bot()  # for good
    await play.play("""
        王@web > {number}
        王@web [受理]
        王@web [后果严重]
        王@web < 已生效
        王@web < 消息没能推送给提交人
        王@web !< 李
        吴@web [查看]
        吴@web < 对方已拉黑本机器人
        吴@web !< forbidden
        王@web > {number}
        王@web < 提交人自3月4日起收不到推送
        # what comes after the platform has said so is not even tried, and said at once
        王@web [留言]
        王@web > 正在核查，请留意进展
        王@web < 消息没能推送给提交人
    """)
    here.server.chats.blocked.clear()
    await play.play("""
        李 > 帮助
        王@web > {number}
        王@web !< 收不到推送
    """)
