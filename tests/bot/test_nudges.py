"""How whoever works here learns, away from the page, that something waits for them: chosen in chat, proved by a code, without a word
of what it is about, and never to an address that somebody made up.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from bot import chores, setting_values, wording
from bot.nudges import errands, sending
from bot.setting_values import Mail
from domain import nudges as law
from domain.nudges import NudgeKind
from domain.people import Role
from domain.sayings import clues as clue_sayings
from handlers.administration import nudges
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from storage import invitations, vault
from storage.database import Tx
from storage.desk import cards
from storage.desk import nudges as store
from tests.support import office as offices
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

ADDRESS = "wang@mail.example.org"
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")  # the library asks for it where it is
KEY = "693a91f6-7abc-4bc4-97a0-0ec2c1fa5aaa"


class Post:
    """A mail server and a robot's service on the loopback: they take what comes, or nothing."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str, str]] = []
        self.asked: list[bytes] = []
        self.is_down = False
        self.port = 0

    async def mail(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak SMTP."""
        writer.write(b"220 here\r\n")
        to = ""
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                letter = message_from_bytes((await reader.readuntil(b"\r\n.\r\n"))[:-5], policy=policy.default)
                body = letter.get_body()
                assert body is not None
                self.letters.append((to, str(letter["Subject"]), body.get_content().strip()))
            writer.write(b"550 no\r\n" if self.is_down and word == b"MAIL" else b"250 OK\r\n")
            if word == b"QUIT":
                break
        writer.close()

    async def robot(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak HTTP."""
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])  # type: ignore[index]
        self.asked.append(head.split(b"\r\n")[0] + await reader.readexactly(length))
        answer = b'{"errcode": 0}'
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(answer), answer))
        writer.close()


@asynccontextmanager
async def listening(how: Any) -> AsyncIterator[int]:
    server = await asyncio.start_server(how, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    made = Post()
    async with listening(made.mail) as made.port:
        yield made


class Office:
    """An office with a mail server, a reviewer at a page and an operator."""

    def __init__(self, stage: DirectStage, port: int) -> None:
        self.stage = stage
        self.play = Play(stage)
        mail = setting_values.mail(f"smtp://127.0.0.1:{port}/?from=office@example.org&tls=none")
        words = wording.load(offices.ZONE, lambda: stage.now)
        self.nudges = errands.Nudges(stage.database, self.room, words, mail)
        kinds = {nudges.CHORE: self.nudges.errand}
        self.chores = chores.Chores(stage.database, kinds, clock=lambda: stage.now, wake=lambda: None)

    def room(self, tx: Tx) -> Room:
        """The clock's."""
        return house_rooms.quiet(tx, self.stage.office, at=self.stage.now, now=self.stage.now)

    async def does_chores(self, seconds: int = 0) -> None:
        """Time goes by, and what is to be sent is sent."""
        for _ in range(seconds + 1):
            while await self.chores.round():
                pass
            self.stage.now += timedelta(seconds=1 if seconds else 0)

    async def has_news(self, who: str = "王") -> None:
        """Something comes before somebody."""
        account = await self.stage.account(who)
        assert account is not None
        told = clue_sayings.ReporterAdded(number="QS-2026-000001")
        await self.stage.database.write(lambda tx: self.room(tx).tell(account, told))

    async def has_another_page(self) -> None:
        """王 comes in on a second device."""
        code, now = vault.new_code(), self.stage.now
        until = now + timedelta(minutes=30)
        await self.stage.database.write(
            lambda tx: invitations.invite(tx, code, Role.REVIEWER, "", "王", now, until, person_id=1)
        )
        await self.stage.follows("王2", code)
        await self.stage.sees("王")  # that there is another device

    async def chooses_mail(self, post: Post) -> None:
        """The whole way, from the command to the code."""
        await self.play.play(f"""
            王 > 提醒方式
            王 < 不写任何内容
            王 [电子邮件]
            王 > {ADDRESS}
            王 < 验证码已发往wa…@mail.example.org
        """)
        await self.does_chores()
        code = re.search(r"\d{6}", post.letters[-1][2])
        assert code is not None
        await self.play.play(f"""
            王 > {code[0]}
            王 < 设置好了
        """)


@pytest.fixture
async def office(tmp_path: Path, engine: str, post: Post) -> AsyncIterator[Office]:
    stage = await DirectStage(tmp_path, offices.office(has_mail=True)).open()
    await stage.joins("王", Role.REVIEWER)
    await stage.joins("吴", Role.ADMIN)
    yield Office(stage, post.port)
    await stage.close()


async def test_a_reviewer_who_is_away_hears_that_something_waits_and_nothing_else(office: Office, post: Post) -> None:
    await office.chooses_mail(post)
    office.stage.now += timedelta(hours=5)
    await office.has_news()
    await office.has_news()
    assert await office.nudges.look() == 0, "whoever has the page before them sees it there"
    office.stage.now += timedelta(minutes=11)
    assert await office.nudges.look() == 1
    assert await office.nudges.look() == 0
    await office.does_chores()
    assert post.letters[1:] == [(ADDRESS, *(["在线服务：有2件事项等您处理。"] * 2))]


async def test_not_twice_in_some_hours_and_not_again_for_the_same(office: Office, post: Post) -> None:
    await office.chooses_mail(post)
    office.stage.now += timedelta(hours=5)  # 15:00 in the county
    await office.has_news()
    office.stage.now += timedelta(minutes=11)
    assert await office.nudges.look() == 1
    office.stage.now += timedelta(hours=3)
    await office.has_news()
    office.stage.now += timedelta(minutes=11)
    assert await office.nudges.look() == 0
    office.stage.now += timedelta(hours=18)  # the next morning
    assert await office.nudges.look() == 1
    office.stage.now += timedelta(hours=5)
    assert await office.nudges.look() == 0


async def test_what_the_page_has_taken_is_no_reason(office: Office, post: Post) -> None:
    await office.chooses_mail(post)
    office.stage.now += timedelta(hours=5)
    await office.has_news()
    account = await office.stage.account("王")
    await office.stage.database.write(
        lambda tx: tx.run("UPDATE outbox SET state = 'sent' WHERE account_id = :account", account=account)
    )
    office.stage.now += timedelta(minutes=11)
    assert await office.nudges.look() == 0


async def test_what_waits_is_counted_once_however_often_it_changed(office: Office, post: Post) -> None:
    """A digest refreshed five times while unread counted five, and a notice counted once for each page of a person."""
    await office.chooses_mail(post)
    office.stage.now += timedelta(hours=5)
    await office.has_another_page()
    account = await office.stage.account("王")
    assert account is not None
    now = office.stage.now
    await office.stage.database.write(lambda tx: cards.show(tx, "clue", 7, account, now))
    for _ in range(4):
        await office.stage.database.write(lambda tx: cards.refresh(tx, "clue", 7, now))
    await office.has_news()
    await office.has_news("王2")
    office.stage.now += timedelta(minutes=11)
    assert await office.nudges.look() == 1
    await office.does_chores()
    assert post.letters[1:] == [(ADDRESS, *(["在线服务：有2件事项等您处理。"] * 2))]


async def test_quiet_hours_and_holidays_are_kept(office: Office, post: Post) -> None:
    await office.chooses_mail(post)
    office.stage.now += timedelta(hours=12)  # 22:00 in the county
    await office.has_news()
    office.stage.now += timedelta(minutes=11)
    assert await office.nudges.look() == 0
    office.stage.now += timedelta(days=3, hours=-9)  # Saturday, 13:11
    assert await office.nudges.look() == 0
    office.stage.now += timedelta(days=2)
    assert await office.nudges.look() == 1


async def test_without_the_code_nothing_is_sent_and_some_wrong_ones_end_it(office: Office, post: Post) -> None:
    await office.play.play(f"""
        王 > 提醒方式
        王 [电子邮件]
        王 > {ADDRESS}
    """)
    office.stage.now += timedelta(hours=5)
    await office.has_news()
    office.stage.now += timedelta(minutes=11)
    assert await office.nudges.look() == 0
    for _ in range(4):
        await office.play.play("""
            王 > 12345
            王 < 验证码不对
        """)
    await office.play.play("""
        王 > 12345
        王 < 没有设置成功
    """)
    assert await office.stage.database.read(lambda tx: store.of_person(tx, 1)) is None


async def test_one_word_turns_it_off(office: Office, post: Post) -> None:
    await office.chooses_mail(post)
    await office.play.play("""
        王 > 提醒方式
        王 < 现在的方式：电子邮件（wa…@mail.example.org）
        王 [关闭提醒]
        王 < 提醒已关闭
    """)
    await office.has_news()
    office.stage.now += timedelta(minutes=11)
    assert await office.nudges.look() == 0


async def test_a_server_that_takes_nothing_is_tried_some_times_and_then_somebody_is_told(
    office: Office, post: Post
) -> None:
    await office.chooses_mail(post)
    post.is_down = True
    office.stage.now += timedelta(hours=1)
    for times in range(3):
        await office.has_news()
        office.stage.now += timedelta(minutes=11)
        if times:
            office.stage.now += timedelta(days=1)
        assert await office.nudges.look() == 1
        await office.does_chores(1000)
    await office.play.play("""
        吴 > 菜单
        吴 < 给王的提醒（电子邮件）多次没有发出去
        王 > 菜单
        王 < 通过电子邮件给您的提醒没有发出去
        王 < 提醒已关闭
    """)
    assert await office.stage.database.read(lambda tx: tx.value("SELECT COUNT(*) FROM chore")) == 0


async def test_a_robot_gets_it_by_its_key_alone(office: Office, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    from apprise.plugins.wecombot import NotifyWeComBot

    async with listening(post.robot) as port:
        monkeypatch.setattr(NotifyWeComBot, "notify_url", f"http://127.0.0.1:{port}/send?key={{key}}")
        await office.play.play(f"""
            王 > 提醒方式
            王 [企业微信群机器人]
            王 > http://10.0.0.1/?key={KEY}
            王 < 这个不能用
            王 > https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}
            王 < 验证码已发往…5aaa
        """)
        await office.does_chores()
    [asked] = post.asked
    assert asked.startswith(f"POST /send?key={KEY} ".encode())
    assert re.search(rb"\d{6}", asked.partition(b"HTTP/1.1")[2])


async def test_nobody_reads_the_address_in_the_database(office: Office, post: Post, tmp_path: Path) -> None:
    await office.chooses_mail(post)
    rows = await office.stage.database.read(lambda tx: tx.all("SELECT address, kind FROM nudge"))
    assert all(ADDRESS.encode() not in bytes(address) for address, _ in rows)


@pytest.mark.parametrize(
    "typed",
    [
        "http://127.0.0.1/send",
        "https://example.org/cgi-bin/webhook/send?key=" + KEY,
        "127.0.0.1",
        "../x",
        f"{KEY}@127.0.0.1",
        f"{KEY}?x=1",
        f"{KEY}/more",
        "a@b.example,c@d.example",
        "a@b.example\nBcc: c@d.example",
        "<a@b.example>",
        "a b@c.example",
        "a@localhost",
        "",
        "x" * 5000,
    ],
)
@pytest.mark.parametrize("kind", list(NudgeKind))
def test_nothing_but_a_mailbox_or_a_key_is_taken_for_an_address(kind: NudgeKind, typed: str) -> None:
    assert law.read(kind, typed) is None


def test_every_kind_has_its_service() -> None:
    typed = {
        NudgeKind.MAIL: ADDRESS,
        NudgeKind.WECOM: KEY,
        NudgeKind.DINGTALK: "ab" * 32,
        NudgeKind.FEISHU: KEY,
        NudgeKind.BARK: "aB3dE5gH7jK9mN1p",
        NudgeKind.NTFY: "a-topic-of-mine",
    }
    mail = Mail(host="mail.example.org", port=465, how="ssl", sender="office@example.org")
    for kind, text in typed.items():
        address = law.read(kind, text)
        assert address == text
        assert sending._service(mail, kind, address) is not None, kind


@pytest.mark.parametrize(
    ("text", "is_taken"),
    [
        ("smtps://office:p%40ss@mail.example.org/?from=office@example.org", True),
        ("smtp://office:p@mail.example.org:2525/?from=office@example.org", True),
        ("smtp://127.0.0.1/?from=office@example.org&tls=none", True),
        ("smtp://mail.example.org/?from=office@example.org&tls=none", False),
        ("smtps://mail.example.org/", False),
        ("smtps://mail.example.org/?from=nobody", False),
        ("https://mail.example.org/?from=office@example.org", False),
        ("smtps://mail.example.org/?from=office@example.org&to=x@example.org", False),
    ],
)
def test_a_mail_server_is_read_or_refused_without_its_password(text: str, is_taken: bool) -> None:
    if is_taken:
        read = setting_values.mail(text)
        assert "p%40ss" not in repr(read)
        assert "p@ss" not in repr(read)
        return
    with pytest.raises(setting_values.WrongSetting) as wrong:
        setting_values.mail(text)
    assert text not in str(wrong.value)
