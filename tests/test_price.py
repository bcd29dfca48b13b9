"""What a move costs is counted (`scripts/price`), for every matter; a new procedure costs one table and its words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from domain.lifecycles import PROCEDURES

PRICE = Path(__file__).parents[1] / "scripts" / "price"
MOST_A_MOVE = 60
DEAR = {  # what wrote much by hand before the mechanism knew it: none of them gets much dearer, and none is added
    "clue": 150,
    "filing": 90,
    "score_objection": 90,
    "period": 290,
    "flag": 120,
    "review_meeting": 90,
    "announcement": 260,
    "correction": 95,
    "trouble": 210,
    "calendar": 130,
    "staff": 220,
    "audit": 110,
    "project": 100,
    "project_month": 100,
    "light_list": 230,
    "project_quarter": 90,
    "project_card": 80,
    "snail_year": 90,
    "pledge": 90,
    "pledge_quarter": 180,
    "arena": 100,
    "arena_slot": 100,
}


@pytest.fixture(scope="module")
def matters() -> list[dict[str, Any]]:
    ran = subprocess.run([sys.executable, str(PRICE), "--json"], capture_output=True, check=True, text=True)
    found: list[dict[str, Any]] = json.loads(ran.stdout)["matters"]
    return found


def test_every_matter_is_counted_once(matters: list[dict[str, Any]]) -> None:
    assert [each["matter"] for each in matters] == list(PROCEDURES)


def test_a_price_is_the_lines_of_a_matter_by_its_moves(matters: list[dict[str, Any]]) -> None:
    for each in matters:
        assert each.keys() >= {"matter", "moves", "lines", "per_move"}
        assert each["moves"] == len(PROCEDURES[each["matter"]].moves)
        assert each["lines"] == sum(each["parts"].values()) > 0
        assert each["per_move"] == round(each["lines"] / each["moves"], 1)


@pytest.mark.parametrize("matter", PROCEDURES)
def test_a_new_procedure_costs_at_most_sixty_lines_a_move(matters: list[dict[str, Any]], matter: str) -> None:
    (found,) = [each for each in matters if each["matter"] == matter]
    assert found["per_move"] <= DEAR.get(matter, MOST_A_MOVE), f"{found}: change the mechanism, not the handler"
    assert {"words", "tests"} <= found["parts"].keys(), "its words and its tests are counted"
