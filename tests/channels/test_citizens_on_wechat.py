"""Citizens by WeChat customer service: what is theirs there, in words and numbered menus, within its window.

The stand-in is as strict as the platform's documentation, and takes the harder side where that is silent: a press on a menu does
not let more be said.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.channel import Button, Parcel, Parked, Sent
from bot.channels.wecom.citizens import pulling
from bot.channels.wecom.citizens.channel import CitizenChannel
from bot.channels.wecom.citizens.memory import CitizenMemory
from bot.demo.wecom.calls import PlatformAnswer, PlatformCall
from bot.demo.wecom.citizens import ACCOUNT, WechatCitizen
from bot.demo.wecom.service import MOST
from bot.leases import Lease
from domain.people import Role
from storage.database import Tx
from storage.errors import StorageUnavailable
from storage.road import cursors
from tests.channels.telegram_room import until
from tests.support import doors
from tests.support.scripts import REPORTED
from tests.support.stages import Stage
from tests.support.transcripts import Play
from tests.wecom.on_wechat import OnWechat
from tests.wecom.wecom_server import Fault


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, doors.Home]:
    """A home that was made once."""
    return await doors.homes(tmp_path_factory.mktemp("homes"))


@pytest_asyncio.fixture
async def here(homes: dict[str, doors.Home], tmp_path: Path) -> AsyncIterator[Stage]:
    """A house whose citizens are on WeChat, and whose reviewer 王 is a member of the corporation."""
    async with doors.opened({"channel": "wechat"}, homes, tmp_path / "home") as opened:
        await opened.joins("王", Role.REVIEWER)
        yield opened


@pytest.fixture
def play(here: Stage) -> Play:
    """A play in that house."""
    return Play(here)


async def citizen(here: Stage, name: str = "李") -> WechatCitizen:
    """Somebody on WeChat."""
    person = await here.person(name)
    assert isinstance(person, OnWechat)
    return person.citizen


async def waits(here: Stage, state: str) -> int:
    """How many messages to citizens are in a state."""
    return int(
        await here.house.database.read(
            lambda tx: tx.value("SELECT COUNT(*) FROM outbox WHERE channel = 'wechat' AND state = :state", state=state)
        )
    )


async def test_who_opens_the_conversation_is_welcomed_with_what_the_platform_sees_and_a_menu(here: Stage) -> None:
    who = await citizen(here)
    await who.enters()
    await here.settled()
    (shown,) = who.screen
    assert "清溪县效能办" in shown.text
    assert "微信客服的消息经腾讯公司的服务器" in shown.text
    assert "管理员和客服可能看到昵称和对话" in shown.text, "whoever serves the account can read it, too"
    assert shown.menu[0]["content"] == "1. 我要反映"
    assert "请直接打字回复" in shown.tail, "whoever only pressed on it may not have been answered at all"
    assert here.wecom.calls[-1].path == "kf/send_msg_on_event"
    await who.says("1")
    await here.settled()
    assert "告知" in who.screen[-1].text, "a number alone is the entry of the menu that was said last"


async def test_a_number_is_the_entry_that_has_it_whatever_that_is_and_after_a_restart(here: Stage) -> None:
    """「2. 详细告知」 and 「7. 取消」 stood below a question, and their numbers were words; after a restart every one was."""
    who = await citizen(here)
    await who.enters()
    await here.restarts()
    shown = []
    for words in ("（1）", "2", "①", "自然资源局三个月不处理违建举报", "7"):
        await who.says(words)
        await here.settled()
        shown.append(who.screen[-1])
    assert [each["content"] for each in shown[0].menu] == ["1. 同意", "2. 详细告知", "3. 取消"]
    assert shown[1].text.startswith("详细告知")
    assert shown[3].menu[6]["content"] == "7. 取消"
    assert shown[4].menu[0]["content"] == "1. 继续填写", "who cancels in the middle is asked"


async def test_a_number_is_the_entry_of_a_card_or_a_list_that_stands_there_and_after_a_restart(
    play: Play, here: Stage
) -> None:
    """After a restart 1. 领取 below a card opened 1. 打开待办 of the message before it, and the lines of a list were none."""
    await here.follows("赵@wechat", await here.invites("赵", Role.REVIEWER))
    await play.play(
        REPORTED
        + """
        赵@wechat > {number}
        赵@wechat <[领取]
    """
    )
    await here.restarts()
    await play.play("""
        赵@wechat > 1
        赵@wechat < 已领取线索{number}
        赵@wechat > 待办
        赵@wechat <[我领取的]
    """)
    who = await citizen(here, "赵@wechat")
    entries = [each["content"] for each in who.screen[-1].menu]
    await here.restarts()
    await play.play(f"""
        赵@wechat > {next(each for each in entries if each.endswith("按类别看")).partition(".")[0]}
        赵@wechat <[举报投诉处置不力]
    """)


async def test_a_number_is_of_what_was_said_last_and_not_of_the_question_before_it(play: Play, here: Stage) -> None:
    """After a restart 1. 查看 below news was taken for 1. 确认 of the question above it, which was answered so."""
    await play.play(
        REPORTED
        + """
        李 > 水利局的人态度恶劣，说话难听
        李 < 从您写的内容里看出
        王 > {number}
        王 [要求补充]
        王 > 请补充违建的具体地点
        李 <[查看]
    """
    )
    await here.restarts()
    await play.play("""
        李 > 1
        李 < 刚才的内容还没有填完
        李 !< 在什么地方
    """)


@pytest.mark.parametrize("is_read", [False, True])
async def test_nobody_agrees_by_a_number_to_what_does_not_stand_there(here: Stage, is_read: bool) -> None:
    """The notice could not be said, or came back: whoever typed 1. 我要反映 of the welcome had agreed to it."""
    who = await citizen(here)
    await who.enters()
    await here.settled()
    if not is_read:
        here.wecom.fail("kf/send_msg", Fault(code=95001))
    await who.says("自然资源局三个月不处理违建举报")
    await here.settled()
    if is_read:
        await here.wecom.service.fails(who, 6)
        await here.settled()
    assert len(who.screen) == 1
    await here.restarts()
    await who.says("1")
    await here.settled()
    assert [each["content"] for each in who.screen[-1].menu] == ["1. 同意", "2. 详细告知", "3. 取消"]


async def test_a_number_that_stands_nowhere_on_the_screen_chooses_nothing(play: Play) -> None:
    """不廉不勤 had no place in the menu and was named below it, and 11 chose it all the same."""
    await play.play("""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [类别不对]
        李 [其他类别]
        李 < 还可以直接打字：不廉不勤
        李 > 11
        李 < “11”没有记入
        李 > 不廉不勤
        李 < 在什么地方
    """)


async def test_a_welcome_that_comes_too_late_is_kept_until_they_write(here: Stage) -> None:
    who = await citizen(here)
    here.wecom.service.is_ringing = False
    await who.enters()
    here.passes(timedelta(seconds=30))
    await here.wecom.service.rings()
    await here.settled()
    assert who.screen == []
    assert await waits(here, "parked") == 1
    here.wecom.service.is_ringing = True
    await who.says("自然资源局三个月不处理违建举报")
    await here.settled()
    assert "清溪县效能办" in who.screen[0].text
    entries = [each["content"] for each in who.screen[0].menu]
    assert entries[0] == "1. 同意", "what is asked last comes first: it did not fit behind the welcome's menu"
    await here.restarts()
    await who.says(next(each for each in entries if each.endswith("查进度")).partition(".")[0])
    await here.settled()
    assert who.screen[-1].text.startswith("刚才的内容还没有填完"), "the number was kept as words of the report"


async def test_a_clue_is_told_to_its_end_though_presses_open_no_window(play: Play, here: Stage) -> None:
    """The sixth answer was refused: whoever only pressed sat before a conversation that had died."""
    await play.play(
        REPORTED
        + """
        王 > {number}
        王 [领取]
        李 > {code}
        李 < {number}
        李 + 现场.jpg
    """
    )
    who = await citizen(here)
    asked = [each for each in who.screen if "请直接打字回复" in each.text]
    assert len(asked) == 1, "they are asked to type where the next press might be the last"


async def test_what_cannot_be_said_in_the_window_is_kept_and_comes_first_when_they_write(
    play: Play, here: Stage
) -> None:
    await play.play(REPORTED)
    who = await citizen(here)
    seen = len(who.screen)
    await play.play("""
        ~ 3 days
        王 > {number}
        王 [要求补充]
        王 > 请补充违建的具体地点
    """)
    assert len(who.screen) == seen
    assert await waits(here, "parked") == 1
    await here.restarts()
    await play.play("""
        李 > 帮助
        李 < {number}
    """)
    assert await waits(here, "parked") == 0
    assert "{number}".format(**play.remembered) in who.screen[seen].text


async def test_what_failed_later_is_kept_and_who_refuses_is_let_alone(play: Play, here: Stage) -> None:
    who = await citizen(here)
    await who.says("帮助")
    await here.settled()
    told = who.screen[-1].text
    await here.wecom.service.fails(who, 6)
    await here.settled()
    assert await waits(here, "parked") == 1
    await who.says("谢谢")
    await here.settled()
    assert told.splitlines()[0] in who.screen[0].text, "what had not arrived comes first"
    await here.wecom.service.fails(who, 8)
    await here.settled()
    facts = (await here.house.watch.look()).channels["wechat"]
    assert facts.why is not None
    assert facts.why.said("zh").startswith("发给市民的都送不到（fail_type 8）：企业没有认证。")
    here.passes(timedelta(hours=1))
    assert (await here.house.watch.look()).channels["wechat"].is_hearing
    assert await waits(here, "dead") == 0, "no id is good twice: what came back was refused under its old one"


async def test_while_a_person_of_the_office_talks_to_somebody_the_bot_is_silent(here: Stage) -> None:
    who = await citizen(here)
    await who.says("帮助")
    await here.settled()
    await here.wecom.service.is_taken_over(who)
    seen, heard = len(who.screen), await here.inbox()
    await who.says("自然资源局三个月不处理违建举报")
    await here.settled()
    assert (len(who.screen), await here.inbox()) == (seen, heard)
    await here.wecom.service.is_handed_back(who)
    await who.says("帮助")
    await here.settled()
    assert len(who.screen) == seen + 1
    who.state = 3  # taken over while nobody listened: it is asked for
    await here.restarts()
    await who.says("你好")
    await here.settled()
    assert len(who.screen) == seen + 1


async def test_who_was_left_by_a_person_without_a_word_of_it_is_heard_again(here: Stage) -> None:
    """A session that ended by itself was believed to be a person's until the next start: whoever reported something then was not heard."""
    who = await citizen(here)
    await who.says("帮助")
    await here.wecom.service.is_taken_over(who)
    await here.settled()
    seen, who.state = len(who.screen), 0
    await who.says("自然资源局三个月不处理违建举报")
    await here.settled()
    assert len(who.screen) == seen + 1


@pytest.mark.parametrize("fault", [Fault(is_cut=True), Fault(code=-1)])
async def test_nothing_that_is_said_to_a_person_is_kept_where_it_could_not_be_asked_who_listens(
    here: Stage, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    """Where the question whose a session is got no answer, what somebody told a person of the office was taken for the beginning of a
    report, and kept."""
    who = await citizen(here)
    await who.says("帮助")
    await here.settled()
    await here.restarts()
    who.state, heard = 3, await here.inbox()
    asked = "kf/service_state/get"
    monkeypatch.setattr(pulling, "FIRST_WAIT", 0.0)
    here.wecom.fail(asked, fault)
    await who.says("自然资源局三个月不处理违建举报")
    await until(lambda: not here.wecom.is_failing(asked))
    await here.settled()
    assert await here.inbox() == heard


async def test_everything_is_heard_once_whatever_the_pages_the_bells_and_the_kills(play: Play, here: Stage) -> None:
    service = here.wecom.service
    service.page, service.has_empty_pages, service.is_ringing = 2, True, False
    who, other = await citizen(here), await citizen(here, "张")
    for number in range(5):
        await who.says(f"自然资源局三个月不处理违建举报{number}")
        await other.says("帮助")
    here.wecom.fail("kf/sync_msg", Fault(), Fault(), Fault(is_cut=True, is_done=True), Fault(code=-1))
    await service.rings("once")
    await service.rings("once")
    await here.settled()
    assert sum((await here.inbox()).values()) >= 10
    heard = await here.inbox()
    await here.house.database.write(
        lambda tx: tx.put("DELETE FROM meta WHERE name LIKE 'cursor:%'")
    )  # a copy brought back
    await service.rings("over")
    await here.settled()
    here.passes(timedelta(minutes=11))
    await service.rings("once")
    await here.settled()
    assert await here.inbox() == heard


async def test_a_bell_that_somebody_caught_and_rings_again_and_again_makes_nobody_ask(here: Stage) -> None:
    """Each time it was asked, and once more without a token, which the platform allows seldom: everybody else would have had to wait."""
    who, service = await citizen(here), here.wecom.service
    await who.says("帮助")
    await service.rings("caught")
    await here.settled()
    here.passes(timedelta(minutes=11))
    asked = service.asked
    for _ in range(5):
        await service.rings("caught")
        await until(lambda: service.asked >= asked + 2)
    await who.says("谢谢")
    await here.settled()
    assert len(who.screen) == 2
    assert service.asked <= asked + 3, "once by the old bell, once without one, once by the new one"


async def test_of_a_page_whose_cursor_cannot_be_moved_nothing_is_there_and_nothing_known(
    here: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every item was a transaction of its own, and the cursor one more: the half of a page was there. When such a page comes again, what
    was written before a person of the office took over must not be taken for theirs: it would be lost."""
    service, who, other = here.wecom.service, await citizen(here), await citizen(here, "张")
    for each in (who, other):
        await each.says("帮助")
    await here.settled()
    move, is_locked, tries = CitizenMemory.move, [True], []

    def fails(self: CitizenMemory, tx: Tx, to: str) -> None:
        tries.append(to)
        if is_locked:
            raise StorageUnavailable
        move(self, tx, to)

    monkeypatch.setattr(CitizenMemory, "move", fails)
    heard, service.is_ringing = await here.inbox(), False
    await who.says("自然资源局三个月不处理违建举报")
    await service.is_taken_over(who)
    await who.says("这是说给客服一个人听的")
    await service.fails(other, 6)
    await service.brings({"origin": 3, "msgtype": "text", "text": {"content": "无主"}, "external_userid": ""})
    await service.rings()
    await until(lambda: len(tries) > 1)
    assert await here.inbox() == heard
    assert await waits(here, "parked") == 0
    is_locked.clear()
    await here.settled()
    assert await here.inbox() == {"handled": heard["handled"] + 1, "dead": 1}
    assert await waits(here, "parked") == 2, "what came back, and the answer to whom a person has taken over"


async def test_no_page_is_so_long_that_everybody_waits_for_its_transaction(here: Stage) -> None:
    who, service = await citizen(here), here.wecom.service
    service.is_ringing = False
    for _ in range(101):
        await service.happens("servicer_status_change", who)
    asked = service.asked
    await service.rings()
    await here.settled()
    assert service.asked == asked + 2


async def test_a_message_whose_answer_was_lost_is_not_said_twice(here: Stage) -> None:
    who = await citizen(here)
    here.wecom.fail("kf/send_msg", Fault(is_cut=True, is_done=True))
    await who.says("帮助")
    await here.settled()
    assert len(who.screen) == 1
    assert await waits(here, "sent") == 1


async def test_a_number_is_of_the_menu_that_stands_there_though_its_answer_was_lost(here: Stage) -> None:
    """1. 同意 was taken for 1. 我要反映 of the welcome before it, and answered with 同意请回复“同意”."""
    who = await citizen(here)
    await who.enters()
    await here.settled()
    here.wecom.fail("kf/send_msg", Fault(is_cut=True, is_done=True))
    await who.says("自然资源局三个月不处理违建举报")
    while len(who.screen) < 2:  # noqa: ASYNC110 - the screen is another's and rings no bell
        await asyncio.sleep(0.01)
    assert who.screen[1].menu[0]["content"] == "1. 同意"
    await who.says("1")
    await here.settled()
    assert not any("同意请回复" in each.text for each in who.screen)
    assert "1. 同意" not in [each["content"] for each in who.screen[-1].menu]


async def test_a_fault_of_ours_does_not_end_the_listening(here: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that was busy for a moment ended it for good, and nothing said so; and a cursor that the platform did not know any more
    would have been asked for ever."""
    who = await citizen(here)
    move, failures = CitizenMemory.move, iter([StorageUnavailable(), KeyError("cursor")])

    def fails_twice(self: CitizenMemory, tx: Tx, to: str) -> None:
        if error := next(failures, None):
            raise error
        move(self, tx, to)

    monkeypatch.setattr(CitizenMemory, "move", fails_twice)
    await who.says("帮助")
    await here.settled()
    assert len(who.screen) == 1
    assert not next(failures, None)
    here.wecom.service.knows_cursors = False
    await who.says("谢谢")
    await here.settled()
    assert len(who.screen) == 2


async def test_what_came_back_is_said_under_another_id_for_none_is_good_twice(here: Stage) -> None:
    """It was refused under its old one, and lay with the operator for good; the second time under both that it might have."""
    who = await citizen(here)
    await who.says("帮助")
    await here.settled()
    parcel = Parcel(number=9_000_001, route=who.number, text="编号QS-2026-000001有新进展")
    for _ in range(3):
        assert isinstance(await here.house.channels["wechat"].send(parcel), Sent)
        assert who.screen[-1].text == parcel.text
        await here.wecom.service.fails(who, 6)
        await who.says("谢谢")
        await here.settled()


async def test_half_an_emoji_or_a_broken_byte_in_somebodys_words_stops_nobody(
    here: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One citizen whose words were cut within an emoji was asked for again for ever, and nobody was heard any more; so would any other
    message have been that we stumble over."""
    answer = here.wecom.answer

    def with_broken_bytes(call: PlatformCall) -> PlatformAnswer:
        told = answer(call)
        return PlatformAnswer(told.body.replace(b"BROKEN", b"\xf0\x9f\x98"), told.headers)

    monkeypatch.setattr(here.wecom, "answer", with_broken_bytes)
    await (await citizen(here, "李")).is_at(10**400, 1)
    broken = {"origin": 3, "msgtype": "text", "text": {"content": "帮助"}, "external_userid": "wm\ud83d"}
    await here.wecom.service.brings(broken)
    for name, words in (("李", "帮助\ud83d"), ("张", "帮助BROKEN"), ("吴", "帮助")):
        await (await citizen(here, name)).says(words)
    await here.settled()
    for name in ("李", "张", "吴"):
        assert (await citizen(here, name)).screen, name
    facts = here.house.channels["wechat"].facts()
    assert facts is not None
    assert facts.counts["set_aside"] == 2


async def test_what_was_begun_is_said_to_its_end_though_it_goes_together_with_others_then(here: Stage) -> None:
    """The window shut behind the first message of two; with what had come meanwhile it was laid out in other parts, and the second, with
    the query code, was taken for said."""
    who = await citizen(here)
    await who.says("帮助")
    await here.settled()
    who.told = MOST - 1
    story, ask = "甲" * 350, (Button(label="查询", handle="/status"),)
    first = Parcel(number=9_000_001, route=who.number, text=f"{story}\n\n查询码：ABCDE-FGHJK", buttons=ask)
    assert isinstance(await here.house.channels["wechat"].send(first), Parked)
    seen = [each.text for each in who.screen]
    await who.says("谢谢")
    await here.settled()
    together = replace(first, text=f"{first.text}\n\n编号QS-2026-000001有新进展")
    assert isinstance(await here.house.channels["wechat"].send(together), Sent)
    said = "\n".join(each.text for each in who.screen[len(seen) - 1 :])
    assert "查询码：ABCDE-FGHJK" in said
    assert "有新进展" in said


@pytest.mark.parametrize("is_parked", [True, False])
async def test_what_comes_back_while_the_rest_of_it_is_under_way_is_said_again(here: Stage, is_parked: bool) -> None:
    """Nothing was known yet of the message that failed, for the parcel had another: it was counted as said, and was lost."""
    who, channel = await citizen(here), here.house.channels["wechat"]
    await who.says("帮助")
    await here.settled()
    parcel = Parcel(number=9_000_001, route=who.number, text=f"查询码：ABCDE-FGHJK{'甲' * 700}\n{'乙' * 600}")
    held = asyncio.Event()
    here.wecom.fail("kf/send_msg", Fault(), Fault(code=95001) if is_parked else Fault(held=held))
    sending = asyncio.create_task(channel.send(parcel))
    await until(lambda: "甲甲" in who.screen[-1].text)
    await here.wecom.service.fails(who, 6)
    await until(lambda: (facts := channel.facts()) and facts.counts.get("failed_later"))
    held.set()
    assert isinstance(await sending, Parked)
    await who.says("谢谢")
    await here.settled()
    assert isinstance(await channel.send(parcel), Sent)
    assert sum("ABCDE-FGHJK" in each.text for each in who.screen) == 1


async def test_what_is_too_long_for_a_welcome_is_said_to_its_end_when_they_write(play: Play, here: Stage) -> None:
    """One message may be said to whoever has just come; what did not fit into it was cut off for good."""
    who = await citizen(here)
    long = f"自然资源局三个月不处理违建举报{'，去了几趟都说负责人不在' * 60}，这是最后一句"
    await play.play(f"""
        李 > {long}
        李 [同意]
        李 [确认]
        李 [跳过]
        李 [完成]
    """)
    here.wecom.fail("kf/send_msg", Fault(code=95001))
    await play.play("李 [匿名]")
    seen = len(who.screen)
    here.passes(timedelta(days=3))
    await who.enters()
    await here.settled()
    assert len(who.screen) == seen + 1
    await who.says("谢谢")
    await here.settled()
    said = "".join(each.text for each in who.screen[seen:])
    assert said.count("自然资源局三个月") == said.count("这是最后一句") == 1


async def test_a_bell_that_rings_at_another_process_is_heard_by_the_one_that_asks(
    homes: dict[str, doors.Home], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was lost: behind one address every second citizen waited for three minutes, and nobody who came was welcomed in time."""
    where = {"channel": "wechat", "database": "postgresql"}
    async with doors.opened(where, homes, tmp_path / "home") as here:
        who = await citizen(here)
        await who.says("帮助")
        await here.settled()
        monkeypatch.setattr(here.house.channels["wechat"], "_lease", Lease("wechat"))  # that door is now another's
        await who.says("谢谢")
        await until(lambda: len(who.screen) > 1)


async def test_who_pulls_again_does_not_go_by_what_was_known_of_sessions_before(here: Stage) -> None:
    """A process that pulled again threw away what a citizen wrote, for a person of the office had talked to them in its earlier time: it
    had not heard of the end, which another process had read meanwhile. So it was with windows that had been full."""
    who, channel = await citizen(here), here.house.channels["wechat"]
    assert isinstance(channel, CitizenChannel)
    await who.says("帮助")
    await here.wecom.service.is_taken_over(who)
    await here.settled()
    channel._lease.drop()
    await here.wecom.service.is_handed_back(who)
    read = here.wecom.service.newest  # by the other
    await here.house.database.write(lambda tx: cursors.move(tx, f"wechat:{ACCOUNT}", read))
    channel._lease.held_until(math.inf, 2)
    await who.says("自然资源局三个月不处理违建举报")
    await here.settled()
    assert "告知" in who.screen[-1].text


async def test_who_takes_a_message_back_is_told_that_it_had_arrived_and_goes_on(here: Stage) -> None:
    """They were left to believe that nobody had it."""
    who = await citizen(here)
    await who.says("自然资源局三个月不处理违建举报")
    await who.recalls()
    await here.settled()
    assert "您撤回的消息，本机关已经收下" in "".join(each.text for each in who.screen)
    assert [each["content"] for each in who.screen[-1].menu] == ["1. 同意", "2. 详细告知", "3. 取消"], (
        "each stands once"
    )
