"""An arena through the real webhook: raters press their ballots within three minutes, and all at once.

`flagpost run` is a process of its own; the phones of everybody are in this one (`bench/phones.py`). `README.md` says what counts.
"""

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench import disk, subject
from bench.children import CouldNotMeasure
from bench.phones import Phone, Phones
from bench.subject import Subject
from bot import clocks
from domain.people import Role
from storage import invitations, people, vault
from storage.database import Tx
from storage.engines import opening

OFFICER, FIRST_RATER = 7_200_000_000, 7_200_000_001
SPEAKERS = "住房建设局、交通运输局"
MARKS = ("60", "70", "75", "80", "85", "90", "95", "100")
THINKS = (1.0, 4.0)  # seconds between two presses of one rater
SPREAD, RUSH = 140.0, 5.0  # seconds within which raters begin, of a slot in earnest and of one where everybody hurries
PATIENCE = 180.0
POLL = 0.02
SEED = 20260101


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many rate, one arena after the other."""

    raters: tuple[int, ...] = (60, 600)


async def measure(size: Size, database: str, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure; return the figures of `README.md`. Raises CouldNotMeasure."""
    rows: list[dict[str, Any]] = []
    for raters in size.raters:
        with disk.folder() as folder, disk.database(database, f"arena_{raters}") as url:
            rows += await _arena(raters, folder, url, tell)
    return {"rows": rows}


async def _arena(raters: int, folder: Path, url: str, tell: Callable[[str], None]) -> list[dict[str, Any]]:
    phones = Phones()
    await phones.start()
    async with AsyncExitStack() as stack:
        settings = await stack.enter_async_context(subject.prepared(folder, phones.address, url))
        await _staffed(folder, settings, raters)
        bot = await stack.enter_async_context(subject.running(folder, settings))
        await bot.child.while_running(phones.opened())
        officer, *rating = [phones.phone(OFFICER + number) for number in range(raters + 1)]
        tell(f"{raters} raters: planned, drawn and begun")
        await _begun(phones, officer)
        rows = []
        for place, (name, within) in enumerate((("spread", SPREAD), ("rush", RUSH)), start=1):
            found = await bot.child.while_running(_slot(bot, officer, rating, place, within))
            rows.append({"raters": raters, "slot": name, **found})
            tell(" · ".join(f"{key} {value}" for key, value in rows[-1].items()))
        rows[-1]["result_s"] = await _result(bot)
        tell(f"result after {rows[-1]['result_s']} s")
        return rows


async def _staffed(folder: Path, settings: Mapping[str, str], raters: int) -> None:
    """Let everybody sign in; the bot does not run yet."""
    home = subject.home_in(folder)
    place = opening.DatabasePlace(file=home.database, url=settings["FLAGPOST_DATABASE"])
    database = await opening.open_database(place, vault.Vault(vault.read_key(home.key)))
    now = clocks.real()
    try:
        for number in range(raters + 1):
            role = Role.RATER if number else Role.REVIEWER
            await database.write(partial(_sign_in, number=OFFICER + number, role=role, at=now))
    finally:
        await database.close()


def _sign_in(tx: Tx, number: int, role: Role, at: datetime) -> None:
    code, until = vault.new_code(), at + timedelta(days=30)
    invitations.invite(tx, code, role, "", f"{role} {number}", at, until)
    account = people.open_account(tx, "telegram", str(number), str(number), "zh", at)
    invitations.redeem(tx, code, account, at, until)


async def _begun(phones: Phones, officer: Phone) -> None:
    """Plan, draw and begin it in chat; then wait until everybody has the agenda."""
    for line in ("办擂台", "亮剑比拼", "今天", "会堂", SPEAKERS):
        await officer.says(line)
    for label in ("完成", "用通常的标准", "提交", "查看", "抽签定顺序", "确认", "查看", "开始", "确认", "查看"):
        await officer.presses(label)
    before = -1
    while phones.sent > before:
        before = phones.sent
        await asyncio.sleep(2 * THINKS[1])


async def _slot(bot: Subject, officer: Phone, rating: list[Phone], place: int, within: float) -> dict[str, Any]:
    """Open a slot, let everybody rate, and wait until it is closed."""
    await officer.presses(f"出场 {place}")
    await officer.presses("开放打分")
    chance = random.Random(SEED + place)
    plans = [(chance.uniform(0, within), [chance.choice(MARKS) for _ in range(3)]) for _ in rating]
    began = time.monotonic()
    rated = await asyncio.gather(*(_rate(phone, *plan) for phone, plan in zip(rating, plans, strict=True)))
    last = max(submitted for submitted, _, _ in rated)
    locked = await _until(bot, "SELECT COUNT(*) FROM matter WHERE kind = 'arena_slot' AND stage = 'locked'", place)
    ballots = await bot.database.read(lambda tx: int(tx.value("SELECT COUNT(*) FROM ballot")))
    acknowledged = sorted(took for _, acks, _ in rated for took in acks)
    answered = sorted(took for _, _, replies in rated for took in replies)
    return {
        "presses": len(acknowledged),
        "seconds": round(last - began, 1),
        "lost": place * len(rating) - ballots,
        "ack_p50_ms": _percentile(acknowledged, 50),
        "ack_p99_ms": _percentile(acknowledged, 99),
        "reply_p50_ms": _percentile(answered, 50),
        "reply_p99_ms": _percentile(answered, 99),
        "locked_s": round(max(0.0, locked - last), 2),
        "result_s": "",
    }


async def _rate(phone: Phone, after: float, marks: list[str]) -> tuple[float, list[float], list[float]]:
    """Rate: when the ballot was taken, how long each press took until it was acknowledged, and until its answer came."""
    await phone.shows("打分")
    chance = random.Random(phone.number)
    await asyncio.sleep(after)
    acknowledged, answered = [], []
    for label in ("打分", *marks, "提交"):
        acked, replied = await phone.presses(label)
        acknowledged.append(acked)
        answered.append(replied)
        if label != "提交":
            await asyncio.sleep(chance.uniform(*THINKS))
    return time.monotonic(), acknowledged, answered


async def _result(bot: Subject) -> float:
    """Seconds from the lock of the last slot until the result waits, worded and drawn, before those who sign it."""
    began = time.monotonic()
    return round(await _until(bot, "SELECT COUNT(*) FROM announcement", 1) - began, 2)


async def _until(bot: Subject, counting: str, number: int) -> float:
    """When the database held so many."""
    until = time.monotonic() + PATIENCE
    while await bot.database.read(lambda tx: int(tx.value(counting))) < number:
        if time.monotonic() > until:
            raise CouldNotMeasure(f"After {PATIENCE:.0f} s there were still fewer than {number}: {counting}.")
        await asyncio.sleep(POLL)
    return time.monotonic()


def _percentile(ordered: list[float], percent: int) -> float:
    return round(1000 * ordered[-(-len(ordered) * percent // 100) - 1], 1)
