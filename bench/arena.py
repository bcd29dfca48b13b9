"""An arena through the real webhook: raters press their ballots within three minutes, and all at once.

`flagpost run` is a process of its own; the phones of everybody are in this one (`bench/phones.py`). `README.md` says what counts.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
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
CRITERIA = ("实绩", "举措", "表达")
MARKS = ("60", "70", "75", "80", "85", "90", "95", "100")
THINKS = (1.0, 4.0)  # seconds between two presses of one rater
SPREAD, RUSH = 140.0, 5.0  # seconds within which raters begin, of a slot in earnest and of one where everybody hurries
PATIENCE = 180.0
POLL = 0.02
SEED = 20260101
BALLOTS = "SELECT COUNT(*) FROM ballot"
CLOSED = "SELECT COUNT(*) FROM matter WHERE kind = 'arena_slot' AND stage IN ('locked', 'short')"
LATE = "没有交上的评分不计"  # is in what is said to whoever comes too late, and on no card


@dataclass(slots=True)
class Rating:
    """How long each press took until it was acknowledged, and until its answer came; when the ballot was taken, if it was."""

    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    submitted_at: float | None = None


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
            closed, found = await bot.child.while_running(_slot(bot, officer, rating, place, within))
            rows.append({"raters": raters, "slot": name, **found})
            tell(" · ".join(f"{key} {value}" for key, value in rows[-1].items()))
        rows[-1]["result_s"] = round(await _until(bot, "SELECT COUNT(*) FROM announcement", 1) - closed, 2)
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


async def _slot(
    bot: Subject, officer: Phone, rating: list[Phone], place: int, within: float
) -> tuple[float, dict[str, Any]]:
    """Open a slot, let everybody rate, and wait until it is closed; say when that was, and the figures."""
    await officer.presses(f"出场 {place}")
    before, sent = await _number(bot, BALLOTS), officer.phones.sent
    await officer.presses("开放打分")
    chance = random.Random(SEED + place)
    plans = [(chance.uniform(0, within), [chance.choice(MARKS) for _ in range(3)]) for _ in rating]
    began = time.monotonic()
    rated = await asyncio.gather(
        *(_rate(each, began + after, marks) for each, (after, marks) in zip(rating, plans, strict=True))
    )
    given = [each.submitted_at for each in rated if each.submitted_at is not None]
    last = max(given, default=began)
    closed = await _until(bot, CLOSED, place)
    complete = await _number(bot, BALLOTS) - before
    acknowledged = sorted(took for each in rated for took in each.acknowledged)
    answered = sorted(took for each in rated for took in each.answered)
    return closed, {
        "presses": len(acknowledged),
        "seconds": round(last - began, 1),
        "complete": complete,
        "late": len(rating) - len(given),
        "lost": len(given) - complete,
        "sends_a_rater": round((officer.phones.sent - sent) / len(rating), 2),
        "ack_p50_ms": _percentile(acknowledged, 50),
        "ack_p99_ms": _percentile(acknowledged, 99),
        "reply_p50_ms": _percentile(answered, 50),
        "reply_p99_ms": _percentile(answered, 99),
        "closed_s": round(max(0.0, closed - last), 2),
        "result_s": "",
    }


async def _rate(phone: Phone, at: float, marks: list[str]) -> Rating:
    """Rate, from a moment on; whoever hears nothing any more, or that it is too late, has not."""
    rating, chance = Rating(), random.Random(phone.number)
    with contextlib.suppress(CouldNotMeasure):
        await phone.shows("打分")
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        for label in ("打分", *map(" ".join, zip(CRITERIA, marks, strict=True)), "提交"):
            acknowledged, answered = await phone.presses(label)
            rating.acknowledged.append(acknowledged)
            rating.answered.append(answered)
            if label != "提交":
                await asyncio.sleep(chance.uniform(*THINKS))
        if LATE not in phone.heard:
            rating.submitted_at = time.monotonic()
    return rating


async def _number(bot: Subject, counting: str) -> int:
    return await bot.database.read(lambda tx: int(tx.value(counting)))


async def _until(bot: Subject, counting: str, number: int) -> float:
    """When the database held so many."""
    until = time.monotonic() + PATIENCE
    while await _number(bot, counting) < number:
        if time.monotonic() > until:
            raise CouldNotMeasure(f"After {PATIENCE:.0f} s there were still fewer than {number}: {counting}.")
        await asyncio.sleep(POLL)
    return time.monotonic()


def _percentile(ordered: list[float], percent: int) -> float:
    return round(1000 * ordered[-(-len(ordered) * percent // 100) - 1], 1)
