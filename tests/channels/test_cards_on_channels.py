"""A card is the same on every channel, and each lays it out its own way: labelled facts on the page, bold labels on Telegram."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from domain.people import Role
from tests.support.homes import make_home
from tests.support.scripts import REPORTED
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play
from tests.web.channel_people import AtPage, OnTelegram

LABELS = ["期限", "来源", "署名", "单位", "类别"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was made once."""
    return await make_home(tmp_path_factory.mktemp("template") / "one")


@pytest_asyncio.fixture(params=["web", "telegram"])
async def here(template: Path, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """An open house with a reviewer."""
    async with stage(template, tmp_path / "home", channel=request.param, mode="polling") as opened:
        await opened.joins("王", Role.REVIEWER)
        yield opened


async def test_a_card_has_its_title_and_labels_apart(here: Stage) -> None:
    play = Play(here)
    await play.play(f"{REPORTED}\n王 > {{number}}\n王 < 线索{{number}}｜研判中\n王 < 类别：举报投诉处置不力")
    title = f"线索{play.remembered['number']}｜研判中"
    person = await here.person("王")
    if isinstance(person, AtPage):
        card = next(parcel.card for parcel in reversed(play.screen("王")) if parcel.card and parcel.card.title == title)
        assert [row.label for row in card.facts][: len(LABELS)] == LABELS
        assert card.body == ("自然资源局三个月不处理违建举报",)
        assert [row.label for row in card.notes] == ["下一步"]
        return
    assert isinstance(person, OnTelegram)
    await play.play("王 [领取]\n王 < 承办：王")  # edited, it looks the same
    message = next(each for each in reversed(person.user.sees) if title in each.text)
    units = message.text.encode("utf-16-le")
    bold = [units[2 * at["offset"] : 2 * (at["offset"] + at["length"])].decode("utf-16-le") for at in message.entities]
    assert {at["type"] for at in message.entities} == {"bold"}
    assert [bold[0], *itertools.islice(bold, 1, 7)] == [title, "期限", "承办", "来源", "署名", "单位", "类别"]
