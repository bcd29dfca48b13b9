"""What did not arrive, and what could not be handled, before the operators."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.matters.announcements import Rendering
from domain.matters.troubles import TroubleReason
from domain.people import Role
from domain.saying import Class, Say
from domain.sayings import clues as clue_sayings
from handlers import troubles
from handlers.conversation import house_rooms
from storage import announcements, people
from storage.database import Tx
from storage.road import claiming, history, inbox, outbox, routes, sending
from tests.support import announced as announcing
from tests.support import outgoing
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play

LOST = "message is too strange"


@pytest.fixture
async def operators(house: DirectStage) -> Play:
    """A play in a house with two operators, 吴 and 郑, and a leader."""
    for who in ("吴", "郑"):
        await house.joins(who, Role.ADMIN)
    await house.joins("周", Role.LEADER)
    return Play(house)


async def announced(house: DirectStage) -> int:
    """An approved announcement for a group, whose answer was lost; return its row."""

    def work(tx: Tx) -> int:
        words = Rendering(
            audience="group:县府群", channel="telegram", locale="zh", part=1, title="第1期公告", text="某局得红旗。"
        )
        draft = announcements.Draft(
            kind="period",
            about="1",
            about_id=None,
            author_id=None,
            publish_at=house.now,
            renderings=[words],
            pictures={},
        )
        number = announcing.propose(tx, draft, house.now)
        for label in ("甲", "乙"):
            person = tx.value("INSERT INTO person (label, unit, made_at) VALUES (:l, '', '') RETURNING id", l=label)
            people.grant(tx, person, Role.LEADER, house.now)
            assert announcing.sign(tx, number, person, Role.LEADER, house.now)
        announcing.approve(tx, number)
        announcements.publish(tx, number, house.now, house.now)
        (row,) = claiming.claim(tx, "telegram", house.now, house.now + timedelta(minutes=1), 9).taken
        assert sending.mark_unknown(tx, row, TroubleReason.ANSWER_LOST, house.now)
        _undelivered(house, tx, row.id, TroubleReason.ANSWER_LOST, "ReadTimeout")
        return row.id

    return await house.database.write(work)


async def blocked(house: DirectStage, who: str, reason: TroubleReason = TroubleReason.BLOCKED) -> int:
    """A notice to somebody that the platform refuses; return its row."""
    account = await house.account(who)
    assert account is not None

    def work(tx: Tx) -> int:
        say = Say(to=account, saying=clue_sayings.News(number="QS-2026-000001"), kind=Class.NOTICE)
        outbox.put(tx, say, "telegram", (), house.now)
        number = outgoing.last(tx, account)
        row = outbox.of_id(tx, number)
        assert row is not None
        tx.run("UPDATE outbox SET state = 'claimed' WHERE id = :id", id=number)
        assert sending.mark_dead(tx, row, reason.value, house.now)
        _undelivered(house, tx, number, reason, LOST)
        return number

    return await house.database.write(work)


def _undelivered(house: DirectStage, tx: Tx, row: int, reason: TroubleReason, said: str) -> None:
    room = house_rooms.quiet(tx, house.office, at=house.now, now=house.now)
    troubles.undelivered(room, row, reason, said)


async def state(house: DirectStage, number: int) -> str:
    row = await house.database.read(lambda tx: outbox.of_id(tx, number))
    assert row is not None
    return row.state


async def test_an_operator_is_asked_about_an_announcement_of_which_nobody_knows_whether_it_went_out(
    house: DirectStage, operators: Play
) -> None:
    number = await announced(house)
    await operators.play("""
        吴 < 投递异常（第1号）：公告，结果不明。原因：平台没有回话
        周 !< 投递异常
        吴 > 待办
        吴 < 投递异常1件，结果不明1件
        吴 [#1]
        吴 < 标题：第1期公告
        吴 < 公告编号：GG-2026-0001
        吴 < 发布范围：工作群（县府群）
        吴 < 渠道：Telegram
        吴 < 尝试次数：1
        吴 < 平台的说法：ReadTimeout
        吴 < 请先到发布的地方看一眼
        吴 !<[放下]
        吴 [已发出]
        吴 < 已确认发出
        吴 < 决定人：吴
        吴 > 待办
        吴 < 没有待办
    """)
    assert await state(house, number) == "sent"
    last = await house.database.read(lambda tx: history.last_actor(tx, "trouble", tx.value("SELECT id FROM trouble")))
    assert last.startswith("person:")


async def test_two_operators_who_decide_at_once_decide_once(house: DirectStage, operators: Play) -> None:
    number = await announced(house)
    await operators.play("""
        吴 [查看]
        郑 [查看]
        吴 [重发]
        郑 [已发出]
        郑 < 这件事项刚有变动（吴）
        郑 < 投递异常1｜已重发
        吴 [[重发]]
        吴 < 投递异常1｜已重发
    """)
    row = await house.database.read(lambda tx: outbox.of_id(tx, number))
    assert row is not None
    assert (row.state, row.attempts) == ("waiting", 0)


async def test_an_announcement_whose_approvals_fell_is_not_sent_again(house: DirectStage, operators: Play) -> None:
    number = await announced(house)
    await operators.play("吴 [查看]")
    await house.database.write(lambda tx: tx.run("UPDATE role_grant SET revoked_at = '2026' WHERE role = 'leader'"))
    await operators.play("""
        吴 [重发]
        吴 < 现在不能重发：签发已经失效
        吴 > /troubles 1
        吴 < 签发已经失效，不能重发
        吴 [放下]
        吴 < 已放下
    """)
    assert await state(house, number) == "dead"


async def test_a_word_that_was_given_up_is_listed_with_its_reason_and_nobody_s_name(
    house: DirectStage, operators: Play
) -> None:
    await operators.play("李@telegram > /start")
    number = await blocked(house, "李@telegram")
    await operators.play("""
        吴 < 投递异常（第1号）：通知，没有送到。原因：对方已拉黑本机器人
        吴 [查看]
        吴 < 内容：通知
        吴 !< message is too strange
        吴 !< 李
        吴 !< 发给
        吴 !<[已发出]
        吴 [重发]
        吴 < 已重发
    """)
    assert await state(house, number) == "waiting"
    row = await house.database.read(lambda tx: outbox.of_id(tx, number))
    assert row is not None
    body = await house.database.read(lambda tx: outbox.body(tx, row))
    assert body.saying == clue_sayings.News(number="QS-2026-000001")


async def test_who_works_here_and_reported_by_an_account_is_not_named_where_a_word_to_it_failed(
    house: DirectStage, operators: Play
) -> None:
    """Beside the card of the clue, which says since when its reporter cannot be reached, the name told who that is."""
    await house.joins("王", Role.REVIEWER)
    await operators.play(
        REPORTED.replace("李 ", "李@wechat ")
        + """
        王 > 新设备
        王 ? device 设备码：(\\S+)
        李@wechat > {device}
        李@wechat [是我的码]
        李@wechat < 这台设备已登录
        """
    )
    await blocked(house, "李@wechat")
    await operators.play("""
        吴 [查看]
        吴 < 内容：通知
        吴 !< 王
        吴 !< message is too strange
    """)


async def test_a_word_to_somebody_who_cannot_be_reached_any_more_waits_or_is_set_aside(
    house: DirectStage, operators: Play
) -> None:
    await operators.play("李@telegram > /start")
    account = await house.account("李@telegram")
    assert account is not None
    number = await blocked(house, "李@telegram")
    await house.database.write(lambda tx: routes.lose_route(tx, account, house.now))
    await operators.play("""
        吴 [查看]
        吴 < 对方再次开口之前无法重发
        吴 !<[重发]
        吴 [放下]
        吴 < 已放下
        吴 > 投递异常
        吴 < 没有投递异常
    """)
    assert await state(house, number) == "dead"


async def test_operators_are_told_once_until_they_look(house: DirectStage, operators: Play) -> None:
    await operators.play("李@telegram > /start")
    for _ in range(3):
        await blocked(house, "李@telegram")
    assert len(await operators.told("吴")) == 1
    await operators.play("""
        吴 > 投递异常
        吴 < 投递异常3件，没有送到3件
    """)
    await blocked(house, "李@telegram")
    await operators.play("吴 < 投递异常（第4号）")


async def test_many_of_one_reason_are_set_aside_together(house: DirectStage, operators: Play) -> None:
    await operators.play("李@telegram > /start")
    for _ in range(10):
        await blocked(house, "李@telegram")
    await blocked(house, "李@telegram", TroubleReason.DAY_OVER)
    await operators.play("""
        吴 > 投递异常
        吴 < 后面还有3件
        吴 [下一页]
        吴 < 第11号｜通知，没有送到
        吴 [查看]
        吴 [同一原因的全部放下]
        吴 < 因“对方已拉黑本机器人”没有送到的，放下了10件
        吴 < 投递异常1件
    """)


async def test_a_message_that_could_not_be_handled_is_handled_again_or_set_aside(
    house: DirectStage, operators: Play
) -> None:
    def work(tx: Tx) -> tuple[int, int]:
        room = house_rooms.quiet(tx, house.office, at=house.now, now=house.now)
        numbers = []
        for key in ("a", "b"):
            number = inbox.set_aside(tx, "telegram", key, b"{}", "KeyError", house.now)
            assert number is not None
            troubles.unhandled(
                room, number, TroubleReason.FAULT if key == "a" else TroubleReason.UNREADABLE, "KeyError"
            )
            numbers.append(number)
        return numbers[0], numbers[1]

    fault, unreadable = await house.database.write(work)
    await operators.play("""
        吴 < 投递异常（第1号）：一条来信，没有处理。原因：处理时程序出错
        吴 > /troubles 1
        吴 [重新处理]
        吴 < 已重发
        吴 > /troubles 2
        吴 < 内容已加密保存
        吴 !<[重新处理]
        吴 [放下]
        吴 < 已放下
    """)
    kept = await house.database.read(
        lambda tx: tx.all(
            "SELECT id, state, body IS NULL FROM inbox WHERE channel = 'telegram' AND id IN (:a, :b) ORDER BY id",
            a=fault,
            b=unreadable,
        )
    )
    assert kept == [(fault, "new", 0), (unreadable, "dead", 1)]


async def test_nobody_else_sees_or_decides(house: DirectStage, operators: Play) -> None:
    await announced(house)
    await operators.play("吴 [查看]")
    stolen = next(
        button.handle for parcel in operators.screen("吴") for button in parcel.buttons if button.label == "重发"
    )
    await operators.play("""
        周 > 投递异常
        周 !< 投递异常1件
        周 > /troubles 1
        周 !< 第1期公告
    """)
    await house.presses("周", stolen)
    await operators.play("周 < 这个按钮不能用了")
    await house.presses("吴", stolen[:-1] + ("A" if stolen[-1] != "A" else "B"))
    await operators.play("吴 !< 已重发")


async def test_operators_read_it_in_their_language(house: DirectStage, operators: Play) -> None:
    house.speaks("Ann", "en")
    await house.joins("Ann", Role.ADMIN)
    await announced(house)
    await operators.play("""
        Ann < Trouble 1: an announcement, outcome unknown.
        Ann [View]
        Ann < Please look where it should stand
        Ann [It was sent]
        Ann < Decided by: Ann
    """)


async def test_an_outcome_that_became_unknown_elsewhere_is_brought_before_them_once(
    house: DirectStage, operators: Play
) -> None:
    number = await announced(house)
    await operators.play("""
        吴 [查看]
        吴 [重发]
    """)

    def work(tx: Tx) -> tuple[int, int]:
        """A restored copy knows not what was sent since."""
        tx.run("UPDATE outbox SET state = 'unknown' WHERE id = :id", id=number)
        room = house_rooms.quiet(tx, house.office, at=house.now, now=house.now)
        return troubles.catch_up(room), troubles.catch_up(room)

    assert await house.database.write(work) == (1, 0)
    await operators.play("吴 < 原因：数据由备份恢复")
