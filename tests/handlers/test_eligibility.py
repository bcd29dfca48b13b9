"""Who gets no award: a measure that counts keeps whoever it is about from one, and nobody else (the law §4.2 N2, §7.1)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.importing.columns import ImportKind
from domain.mechanism.needs import ELIGIBLE
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK, Role
from domain.saying import Term
from handlers.conversation.procedures import eligibility, relatives
from storage.database import Tx
from tests.support.announcing_house import House, open_house

SAYS = {"measure": "m4", "sanction": "warning", "authority": "discipline", "document": "1号", "reason": "屡教不改"}


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """The planner of a unit (U29) was warned: a statutory sanction of six months."""
    async with open_house(tmp_path) as found:
        await found.bring(ImportKind.UNITS)
        for name, role in (("王", Role.REVIEWER), ("委", Role.COMMITTEE), ("周", Role.LEADER)):
            await found.person(name, role)
        await found.write(lambda tx: _propose(found, tx))
        await found.act("委", "measure", 1, "decide_grave", SAYS)
        assert await found.act("周", "measure", 1, "sign") is not None
        yield found


def _propose(house: House, tx: Tx) -> None:
    room = house.room(tx).acting_as(house.actor(tx, "王"))
    given = {"about": "-", "subject": "person", "post": "规划科科长", "cause": "att", "severity": "s4"}
    about = replace(relatives.new(room, "measure"), unit="U29")
    relatives.begun(room, about, "propose", {**given, "repeated": "0", "facts": "-"})


async def until(house: House, **own: str) -> date | None:
    """Until when somebody of the unit, or the unit, gets no award."""

    def work(tx: Tx) -> date | None:
        room = house.room(tx)
        found = eligibility.barred_until(room, replace(relatives.new(room, "striver"), unit="U29", own=own))
        return None if found is None else house.office.calendar.local_day(found)

    return await house.read(work)


async def test_whoever_has_the_post_is_kept_from_awards_until_the_period_ends(house: House) -> None:
    assert await until(house, subject="person", post="规划科科长") == date(2026, 9, 4)
    house.at += timedelta(days=200)
    await house.ring()
    assert await until(house, subject="person", post="规划科科长") is None


async def test_nobody_else_is(house: House) -> None:
    assert await until(house, subject="person", post="办公室主任") is None
    assert await until(house, subject="unit") is None


async def test_who_is_kept_from_awards_is_refused_in_words(house: House) -> None:
    now = Facts(ineligible_until=house.at)
    assert not ELIGIBLE.holds(Standing(matter="striver", id=1, stage="", epoch=0, since=house.at), CLOCK, now, {})
    assert house.words.term(Term("refused", ELIGIBLE.why.value), "zh").startswith("对方还在措施影响期内")
