"""The projects of the fictional county (the law §10): 24 with S-shaped plans, two exempt, three that started late; 32 livelihood items."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from domain.importing.columns import ImportKind
from domain.people import CLOCK, Role
from handlers.conversation.procedures import beginnings
from handlers.projects import projects
from storage import matters
from storage.database import Tx
from tests.support.announcing_house import SAMPLE, ZONE, House, open_house

LATE, EXEMPT = {"P05", "P11", "P17"}, {"P08", "P14"}
BEHIND = "M07"


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """A leader 甲, a project owner of every unit that needs one, and the sample, on the last morning of March."""
    async with open_house(tmp_path) as found:
        await found.bring(ImportKind.UNITS)
        found.at = datetime(2026, 3, 31, 8, 0, tzinfo=ZONE)
        await found.person("甲", Role.LEADER)
        for row in sample():
            if row["code"] in EXEMPT:
                await found.person(row["code"], Role.PROJECT_OWNER, unit=row["owner"])
        await found.bring(ImportKind.PROJECTS)
        await found.ring()
        yield found


def sample() -> list[dict[str, str]]:
    return list(csv.DictReader((SAMPLE / "projects.csv").read_text("utf-8").splitlines()))


def test_the_sample_is_what_the_law_says() -> None:
    key = [row for row in sample() if row["kind"] == "key"]
    assert Counter(row["team"] for row in key) == {
        "产业专班": 6,
        "交通专班": 6,
        "水利专班": 4,
        "民生专班": 4,
        "城建专班": 4,
    }
    assert (min(int(row["goal"]) for row in key), max(int(row["goal"]) for row in key)) == (800, 90000)
    assert {row["code"] for row in key if row["starts"]} == LATE
    assert len(sample()) - len(key) == 32
    for row in key:
        plan = [0, *(int(row[f"m{month:02}"]) for month in range(1, 13))]
        steps = [later - now for now, later in pairwise(plan)]
        assert plan[-1] == int(row["goal"])
        assert max(steps) in steps[5:7], "slow, fast, slow"


async def test_everything_on_its_plan_is_green_and_what_was_not_to_be_helped_grey(house: House) -> None:
    planned = {row["code"]: row["m03"] or "25" for row in sample()}
    done = {**planned, **dict.fromkeys(LATE, "0"), BEHIND: "14"}
    every = await house.read(lambda tx: [row.code for row in projects.may_enter(house.room(tx), CLOCK)])
    assert sorted(every) == sorted(planned)
    lines = [f"{code},2026-03,{done[code]},{'no' if code in LATE else 'yes'}" for code in every]
    await house.bring(ImportKind.PROGRESS, "\n".join(("code,month,actual,begun", *lines)).encode())

    def ask(tx: Tx) -> None:
        numbers = {each.own["code"]: each.number for each in matters.waiting(tx, "project", ("running",))}
        for code in sorted(EXEMPT):
            given = {"about": numbers[code], "ground": "force_majeure", "first": "3", "many": "3", "account": "洪水。"}
            owner = house.room(tx).acting_as(house.actor(tx, code))
            beginnings.create(owner, "exemption", "ask", {**given, "document": "1"})

    await house.write(ask)
    for number in (1, 2):
        assert await house.act("甲", "exemption", number, "decide", {"answer": "granted", "why": "有文件。"})
    house.at = datetime(2026, 4, 8, 8, 0, tzinfo=ZONE)
    while await house.ring():
        assert house.woken < 10
    card = await house.text("甲", "light_list", 1)
    assert "重点项目：绿灯19个，黄灯0个，红灯3个，经批准暂不亮灯2个，未填报0个" in card
    assert "民生实事：绿灯31个，黄灯1个，红灯0个" in card
    assert "民生实事第7件（滞后11个百分点）" in card
