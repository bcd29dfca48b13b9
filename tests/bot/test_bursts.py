"""Who sends much at once: whatever is acknowledged is handled, soon, in order and once, and nobody is locked out or makes the
office unwell.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.house import intake, taking
from domain.people import Role
from domain.said import FileKind, FileRef, Said
from handlers.conversation import dispatch
from storage import invitations, people
from storage.database import Database, Tx
from storage.road import inbox, menus
from storage.upkeep import watching
from tests.support import engines
from tests.support import office as offices

MINUTE = timedelta(minutes=1)
LONGEST = timedelta(seconds=taking.SLOWED_AT_MOST + 1)
ROUNDS = 1000  # in one second: enough for whatever waits, and an end for what goes round
TOO_FAST = "dialogues.too_many_messages"


class Door:
    """The front door of an office, whose time is turned by hand, and what was handled behind it, in order."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.at = offices.MORNING
        self._folder = folder
        self._numbers = 0
        self._opens(database)

    async def says(
        self, text: str = "", who: str = "ann", *, files: int = 0, payload: str = "", channel: str = "web"
    ) -> str:
        """Send one message; return its name."""
        event = self._said(text, who, files, payload, channel)
        await self.intake.take(event)
        return event.event_key

    async def says_at_once(self, *texts: str, who: str = "ann") -> list[str]:
        """Send messages that come as one page; return their names."""
        events = [self._said(text, who) for text in texts]
        await self.intake.take_together(events)
        return [event.event_key for event in events]

    async def passes(self, by: timedelta) -> None:
        """Time goes by, and what is kept is handled as it becomes due."""
        until = self.at + by
        while self.at < until:
            self.at = min(self.at + timedelta(seconds=1), until)
            for _ in range(ROUNDS):
                if not await self.intake.round():
                    break

    async def handled(self) -> list[str]:
        """The names of what was handled, in order."""
        rows = await self.database.read(lambda tx: tx.all("SELECT value FROM meta WHERE name LIKE 'h%' ORDER BY name"))
        return [key for (key,) in rows]

    async def kept(self) -> int:
        """How much waits to be handled."""
        return int((await self.database.read(inbox.counts)).get("new", 0))

    async def account(self, who: str = "ann", channel: str = "web") -> people.Account | None:
        """The account behind a session that is open."""
        return await self.database.read(lambda tx: people.account_of(tx, channel, who, self.at))

    async def shows(self, who: str, channel: str, menu: dict[int, str]) -> None:
        """Let a menu with these numbers stand before somebody."""
        account = await self.account(who, channel)
        assert account is not None
        await self.database.write(lambda tx: menus.note(tx, account.id, 1, menu))

    async def told(self, key: str) -> int:
        """How often something was said."""
        rows = await self.database.read(lambda tx: tx.all("SELECT account_id, made_at, body FROM outbox"))
        opened = [self.database.vault.open(body, f"outbox|{account}|{made}") for account, made, body in rows if body]
        return sum(f'"{key}"'.encode() in body for body in opened)

    async def restarts(self) -> None:
        """Only what was committed is there again."""
        await self.database.close()
        self._opens(await engines.open_database(self._folder))

    def _said(self, text: str, who: str, files: int = 0, payload: str = "", channel: str = "web") -> Said:
        self._numbers += 1
        key = f"{self._numbers:04}"
        sent = tuple(FileRef(kind=FileKind.PHOTO, ref=f"{key}.{each}.jpg", size=1000) for each in range(files))
        return Said(
            channel=channel, event_key=key, speaker=who, route=who, at=self.at, text=text, files=sent, payload=payload
        )

    def _opens(self, database: Database) -> None:
        self.database = database
        now: Any = lambda: self.at  # noqa: E731
        self.intake = intake.Intake(database, office=offices.office, clock=now, legal_clock=now, wake=lambda: None)


def _recorded(real: Any) -> Any:
    """The real dispatching, which writes down in its own transaction what it has handled."""

    def dispatched(tx: Tx, office: Any, event: Said, *rest: Any, **named: Any) -> Any:
        found = real(tx, office, event, *rest, **named)
        number = int(tx.value("SELECT COUNT(*) FROM meta WHERE name LIKE 'h%'"))
        tx.run("INSERT INTO meta (name, value) VALUES (:name, :key)", name=f"h{number:05}", key=event.event_key)
        return found

    return dispatched


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "dispatch", _recorded(dispatch.dispatch))


@pytest.fixture
async def door(tmp_path: Path, engine: str, recorded: None) -> AsyncIterator[Door]:
    made = Door(tmp_path, await engines.open_database(tmp_path))
    yield made
    await made.database.close()


async def test_a_busy_minute_locks_nobody_out(door: Door) -> None:
    sent = [await door.says(f"第{number}句，他们一直不办") for number in range(24)]
    assert await door.kept() > 0, "a flood is slowed down"
    assert await door.told(TOO_FAST) == 1
    await door.passes(LONGEST)
    assert await door.handled() == sent
    await door.passes(MINUTE)
    sent.append(await door.says("菜单"))
    assert await door.handled() == sent


async def test_a_flood_that_comes_as_one_page_is_slowed_down_and_keeps_nobody_else_on_it(door: Door) -> None:
    sent = await door.says_at_once(*(f"第{number}句，他们一直不办" for number in range(24)))
    assert 0 < await door.kept() < 24
    assert await door.told(TOO_FAST) == 1
    await door.passes(LONGEST)
    assert await door.handled() == sent


async def test_what_was_kept_in_a_busy_minute_is_handled_after_a_restart(door: Door) -> None:
    sent = [await door.says(f"第{number}句，他们一直不办") for number in range(30)]
    await door.restarts()
    await door.passes(LONGEST)
    assert await door.handled() == sent


async def test_thirty_photos_and_what_is_said_about_them_are_no_flood(door: Door) -> None:
    sent = [await door.says("我要反映"), await door.says("同意")]
    sent += [await door.says(files=1) for _ in range(30)]
    sent += [await door.says("完成")]
    assert await door.handled() == sent
    assert await door.told(TOO_FAST) == 0


async def test_staff_at_work_are_not_slowed_down(door: Door) -> None:
    code = "ABCDEFGHJK"
    until = door.at + MINUTE
    await door.database.write(lambda tx: invitations.invite(tx, code, Role.REVIEWER, "", "审核一岗", door.at, until))
    sent = [await door.says("/start", payload=f"i_{code}")] + [await door.says("待办") for _ in range(40)]
    assert await door.handled() == sent


@pytest.mark.parametrize("is_broken", [False, True])
async def test_a_number_is_of_what_stood_there_when_it_was_typed_however_late_it_is_handled(
    door: Door, monkeypatch: pytest.MonkeyPatch, is_broken: bool
) -> None:
    """It was taken for an entry of what was said meanwhile, which nobody had read when they typed it."""
    await door.says("您好", channel="wechat")
    await door.shows("ann", "wechat", {1: "/mydata"})
    if is_broken:
        with monkeypatch.context() as broken:
            broken.setattr(dispatch, "dispatch", lambda *given, **named: 1 / 0)
            await door.says("1", channel="wechat")
    else:
        for _ in range(24):
            await door.says("帮助", channel="wechat")
        await door.says("1", channel="wechat")
    assert await door.kept() > 0
    await door.shows("ann", "wechat", {1: "/help"})
    await door.passes(LONGEST)
    assert await door.kept() == 0
    assert await door.told("my_data.kept_data") == 1


@pytest.mark.parametrize("table", ["menu", "dialogue"])
async def test_a_number_is_kept_though_what_it_stands_for_cannot_be_read(door: Door, table: str) -> None:
    """It was refused, and brought again and again by the platform, and everybody's behind it."""
    await door.says("他们一直不办", channel="wechat")
    await door.shows("ann", "wechat", {1: "/mydata"})
    spoilt = b"nothing that anybody sealed here"
    await door.database.write(lambda tx: tx.put(f"UPDATE {table} SET body = :body", body=spoilt))
    await door.says("1", channel="wechat")
    assert await door.kept() == 1


async def test_leaving_works_at_once_behind_a_flood(door: Door) -> None:
    sent = [await door.says(f"第{number}句，他们一直不办") for number in range(40)]
    sent.append(await door.says("离开"))
    assert await door.kept() == 0
    assert await door.account() is None
    assert await door.handled() == sent


async def test_leaving_works_at_once_behind_a_flood_on_the_same_page(door: Door) -> None:
    """What had been sent before it on the page would have been kept, and have gone with its author."""
    await door.says("您好")
    before = await door.handled()
    sent = await door.says_at_once(*(f"第{number}句，他们一直不办" for number in range(40)), "离开")
    assert await door.kept() == 0
    assert await door.account() is None
    assert await door.handled() == [*before, *sent]


async def test_leaving_works_at_once_behind_what_cannot_be_handled(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    await door.says("您好")
    real = dispatch.dispatch

    def broken(tx: Tx, office: Any, event: Said, *rest: Any, **named: Any) -> Any:
        if event.text == "坏的":
            raise ValueError
        return real(tx, office, event, *rest, **named)

    monkeypatch.setattr(dispatch, "dispatch", broken)
    await door.says("坏的")
    await door.says("后面的")
    await door.says("离开")
    assert await door.kept() == 0
    assert await door.account() is None


async def test_a_flood_does_not_make_the_office_unwell(door: Door) -> None:
    for _ in range(40):
        await door.says("他们一直不办这件事")
        door.at += timedelta(seconds=1)
        figures = await door.database.read(lambda tx: watching.figures(tx, (), door.at))
        due = figures.oldest_unhandled
        assert due is None or door.at - due < MINUTE
    await door.passes(2 * MINUTE)
    figures = await door.database.read(lambda tx: watching.figures(tx, (), door.at))
    assert (figures.unhandled, figures.oldest_unhandled) == (0, None)


async def test_what_is_kept_waits_for_no_appointment_of_a_clock_that_was_set_back(door: Door) -> None:
    sent = [await door.says("他们一直不办这件事") for _ in range(30)]
    door.at -= timedelta(hours=5)
    await door.passes(timedelta(seconds=2))
    assert await door.handled() == sent


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("says"), st.sampled_from(("ann", "bert")), st.integers(1, 40)),
        st.tuples(st.just("sends files"), st.sampled_from(("ann", "bert")), st.integers(1, 70)),
        st.tuples(st.just("passes"), st.just(""), st.sampled_from((1, 2, 10, 61))),
        st.tuples(st.just("clock"), st.just(""), st.sampled_from((-3600, -45, 45, 3600))),
        st.tuples(st.just("restarts"), st.just(""), st.just(0)),
    ),
    max_size=12,
)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
async def test_at_any_rate_what_is_acknowledged_is_handled_soon_in_order_and_once(
    tmp_path_factory: pytest.TempPathFactory, engine: str, recorded: None, steps: list[tuple[str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("door")
    door = Door(folder, await engines.open_database(folder))
    sent: dict[str, list[str]] = {"ann": [], "bert": []}
    for what, who, number in steps:
        if what == "says":
            sent[who] += [await door.says("他们一直不办这件事", who) for _ in range(number)]
        elif what == "sends files":
            sent[who] += [await door.says(who=who, files=1) for _ in range(number)]
        elif what == "passes":
            await door.passes(timedelta(seconds=number))
        elif what == "clock":
            door.at += timedelta(seconds=number)
        else:
            await door.restarts()
    await door.passes(LONGEST)
    handled = await door.handled()
    assert sorted(handled) == sorted(sent["ann"] + sent["bert"])
    for who, keys in sent.items():
        assert [key for key in handled if key in set(keys)] == keys, who
    await door.database.close()


async def test_staff_who_are_asked_whether_to_sign_out_lose_nothing_that_is_kept(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "ABCDEFGHJK"
    until = door.at + MINUTE
    await door.database.write(lambda tx: invitations.invite(tx, code, Role.REVIEWER, "", "审核一岗", door.at, until))
    await door.says("/start", payload=f"i_{code}")
    real, is_broken = dispatch.dispatch, [True]

    def broken(tx: Tx, office: Any, event: Said, *rest: Any, **named: Any) -> Any:
        if event.text == "待办" and is_broken:
            raise ValueError
        return real(tx, office, event, *rest, **named)

    monkeypatch.setattr(dispatch, "dispatch", broken)
    kept = await door.says("待办")
    await door.says("离开")
    assert await door.kept() == 1
    is_broken.clear()
    await door.passes(timedelta(seconds=10))
    assert kept in await door.handled()
    await door.says("/leave sure")
    assert await door.account() is None
