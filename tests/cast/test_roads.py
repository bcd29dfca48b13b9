"""The roads of the law, played from the first word to the end as the demo plays them: each step leads where people see it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot import page_words
from bot.cast.answering import Stuck
from bot.cast.case_road import CASE
from bot.cast.fictional_county import PERIOD, WORK, rows_of, sample
from bot.cast.people import BUREAU, CAST, HALL
from bot.cast.player import Player
from bot.cast.roads import CLOCK, THE_HALL, RoadStep
from bot.channels.telegram import layout
from bot.demo.guide import ROADS, begun
from bot.demo.story import SECOND_AT
from domain.mechanism.rules import RuleSet
from domain.people import Role
from handlers.desk import listing
from handlers.pledges import contests
from tests.support import office as offices
from tests.support.cast_stage import CastStage
from tests.support.direct_stage import DirectStage
from tests.support.in_english import CHINESE
from tests.support.transcripts import Play

SEATED = HALL[:4]  # of the hall: enough to see that each of them has a voice
_MEASURED = {kind: sample(f"{kind}.csv") for kind in ("units", "indicators")}
FIGURES = {
    "filing": _MEASURED,
    "meeting": {**_MEASURED, "values": rows_of(sample("values.csv"), "period", PERIOD)},
}
SAID = page_words.table("zh", "demo", "case", "said")


@pytest_asyncio.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[CastStage]:
    """The cast in an empty house, where nobody gets the list of each morning: it takes long, and moves nothing."""
    monkeypatch.setattr(listing, "unlisted", lambda room: [])
    monkeypatch.setattr(listing, "next_at", lambda room: None)
    house = await DirectStage(tmp_path, offices.office(rules=RuleSet(arena_min_raters=len(SEATED) + 1))).open()
    house.channel = "telegram"  # it takes longer than a page of the staff lasts
    stage = CastStage(house)
    await stage.come_in()
    for who in SEATED:
        await house.joins(who, Role.RATER)
    yield stage
    await house.close()


@pytest.mark.parametrize("locale", page_words.LOCALES)
@pytest.mark.parametrize("name", ROADS)
async def test_every_step_of_a_road_is_played_and_leads_where_it_says(stage: CastStage, name: str, locale: str) -> None:
    """In English it is read in English, too: nothing in Chinese but names, and every message is one that Telegram takes."""
    await stage.read_in(locale)
    if files := FIGURES.get(name):
        stage.house.now = SECOND_AT
        await stage.files_come(files)
    road = replace(ROADS[name], hall=SEATED if ROADS[name].hall else ())
    player = Player(stage, road, begun, page_words.table(locale, "demo", name, "said"))
    for step in road.steps:
        if await is_of_own_unit(player, step):
            continue
        assert await player.play() == step.name
        if step.who == THE_HALL:
            assert stage.last_sayer() == SEATED[-1]
            continue
        seen = step.name, stage.last_sayer() if step.who != CLOCK else CLOCK, await player.stands(step.place)
        assert seen == (step.name, step.who, step.leads_to)
    assert await player.play() == ""
    if locale == "en":
        assert await strange(stage, page_words.table(locale, "demo", name, "said")) == {}


async def is_of_own_unit(player: Player, step: RoadStep) -> bool:
    """Whether the rater has no card, as it is their own unit that speaks."""
    return step.who == "rater" and (await player.there())[step.place].unit == BUREAU


async def strange(stage: CastStage, said: Mapping[str, str]) -> dict[str, str]:
    """By what is Chinese and no name: a text or a button in which it was read; and messages that are too long or whose button is."""
    office, found = stage.house.office, dict[str, str]()
    files = (*WORK.values(), *FIGURES["meeting"].values())
    wording = [*(data.decode("utf-8-sig") for data in files), *contests(office)]  # its own, in whatever language
    known = "".join(
        [*(unit.name for unit in office.register.units), office.profile.name, *map(str, said.values()), *wording]
    )
    for who in CAST:
        for parcel in await stage.house.sees(who):
            for words in (parcel.text, *(button.label for button in parcel.buttons)):
                found |= {run: f"{who}: {words}" for run in CHINESE.findall(words) if run not in known}
            is_long = len(layout.pieces(parcel)) > 1 + len(parcel.attachments)  # a picture is a message of its own
            if is_long or any(len(button.handle.encode()) > 64 for button in parcel.buttons):
                found[parcel.text[:80]] = "is no message of Telegram's"
            if not parcel.text and not parcel.attachments:
                found[f"{who}: message {parcel.number}"] = "has no words"
    return found


@pytest.mark.parametrize("locale", page_words.LOCALES)
@pytest.mark.parametrize("name", ROADS)
def test_every_step_of_a_road_says_what_is_done_and_why(name: str, locale: str) -> None:
    road = ROADS[name]
    assert list(page_words.table(locale, "demo", name, "parts")) == list(road.parts)
    for table in ("steps", "why"):
        assert list(page_words.table(locale, "demo", name, table)) == [step.name for step in road.steps]


@pytest.mark.parametrize("name", ROADS)
def test_whoever_walks_a_road_is_in_its_cast(name: str) -> None:
    assert {step.who for step in ROADS[name].steps} - {CLOCK, THE_HALL} <= set(ROADS[name].cast)


async def test_what_somebody_else_does_by_hand_is_noticed_and_the_cast_goes_on_from_there(stage: CastStage) -> None:
    player = Player(stage, CASE, begun, SAID)
    for _ in range(2):
        await player.play()
    await Play(stage.house).play("inspector_b > QS-2026-000001\ninspector_b [我来核查]")
    assert CASE.steps[await player.come_to()].name == "conclude"
    await player.play()
    assert stage.last_sayer() == "inspector_b"  # whoever has it to verify concludes it


async def test_a_step_that_the_clock_has_overtaken_is_left_aside(stage: CastStage) -> None:
    """The unit did not reply in time; the road waited for its reply for ever."""
    player = Player(stage, CASE, begun, SAID)
    while await player.play() != "serve":
        pass
    await stage.house.turns(timedelta(days=15))
    assert await player.play() == "compare_a"


async def test_a_month_that_closed_with_nothing_reported_is_not_the_roads(stage: CastStage) -> None:
    """Whoever came to it after another road saw half of its steps ticked, of a month of which there was nothing to see."""
    prose = page_words.table("zh", "demo", "project", "said")
    await stage.house.turns(timedelta(days=45))
    player = Player(stage, ROADS["project"], begun, prose)
    assert [await player.play() for _ in range(2)] == ["open", "report"]


async def test_a_step_that_nobody_can_make_is_named(stage: CastStage) -> None:
    player = Player(stage, CASE, begun, SAID)
    await player.play()
    await Play(stage.house).play(
        "reviewer_a > QS-2026-000001\nreviewer_a [不予受理]\nreviewer_a [不属于受理范围]\nreviewer_a > 属于邻县。"
    )
    with pytest.raises(Stuck, match="accept: no card of the cast offers accept at clue"):
        await player.play()
