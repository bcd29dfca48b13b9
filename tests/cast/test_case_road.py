"""The road of a case, played from the first word to the commendation as the demo plays it: each step leads where people see it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot import page_words
from bot.cast.answering import Stuck
from bot.cast.case_road import CASE
from bot.cast.player import Player
from bot.cast.roads import CLOCK
from domain.mechanism.standing import Standing
from storage import matters
from storage.database import Tx
from storage.upkeep import demo_marks
from tests.support.cast_stage import CastStage
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

SAID = page_words.table("zh", "demo", "case", "said")


def clue(tx: Tx) -> Standing | None:
    """The clue with which the road begins."""
    found = demo_marks.brought(tx, "clue")
    return None if found is None else matters.of_id(tx, found)


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[CastStage]:
    house = await DirectStage(tmp_path).open()
    house.channel = "telegram"  # it takes longer than a page of the staff lasts
    stage = CastStage(house)
    await stage.come_in()
    yield stage
    await house.close()


@pytest.mark.parametrize("locale", page_words.LOCALES)
async def test_every_step_of_a_case_is_played_and_leads_where_it_says(stage: CastStage, locale: str) -> None:
    player = Player(stage, CASE, clue, page_words.table(locale, "demo", "case", "said"))
    for step in CASE.steps:
        assert await player.play() == step.name
        seen = step.name, stage.last_sayer() if step.who != CLOCK else CLOCK, await player.stands(step.place)
        assert seen == (step.name, step.who, step.leads_to)
    assert await player.play() == ""


@pytest.mark.parametrize("locale", page_words.LOCALES)
def test_every_step_of_a_road_says_what_is_done_and_why(locale: str) -> None:
    names = [step.name for step in CASE.steps]
    assert list(page_words.table(locale, "demo", "case", "steps")) == names
    assert list(page_words.table(locale, "demo", "case", "why")) == names


async def test_what_somebody_else_does_by_hand_is_noticed_and_the_cast_goes_on_from_there(stage: CastStage) -> None:
    player = Player(stage, CASE, clue, SAID)
    for _ in range(2):
        await player.play()
    await Play(stage.house).play("inspector_b > QS-2026-000001\ninspector_b [我来核查]")
    assert CASE.steps[await player.come_to()].name == "conclude"
    await player.play()
    assert stage.last_sayer() == "inspector_b"  # whoever has it to verify concludes it


async def test_a_step_that_the_clock_has_overtaken_is_left_aside(stage: CastStage) -> None:
    """The unit did not reply in time; the road waited for its reply for ever."""
    player = Player(stage, CASE, clue, SAID)
    while await player.play() != "serve":
        pass
    await stage.house.turns(timedelta(days=15))
    assert await player.play() == "compare_a"


async def test_a_step_that_nobody_can_make_is_named(stage: CastStage) -> None:
    player = Player(stage, CASE, clue, SAID)
    await player.play()
    await Play(stage.house).play(
        "reviewer_a > QS-2026-000001\nreviewer_a [不予受理]\nreviewer_a [不属于受理范围]\nreviewer_a [跳过]"
    )
    with pytest.raises(Stuck, match="accept: no card of the cast offers accept at clue"):
        await player.play()
