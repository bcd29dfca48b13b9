"""Citizens by WeChat customer service: what is theirs there, in words and numbered menus, within its window."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from domain.people import Role
from tests.support.homes import make_home
from tests.support.scripts import REPORTED
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play


@pytest_asyncio.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    """A house whose citizens are on WeChat, and whose reviewer 王 is a member of the corporation."""
    template = await make_home(tmp_path / "template")
    async with stage(template, tmp_path / "home", channel="wechat") as opened:
        await opened.joins("王@wecom", Role.REVIEWER)
        yield opened


@pytest.fixture
def play(here: Stage) -> Play:
    """A play in that house."""
    return Play(here)


async def test_a_clue_goes_from_the_first_word_to_its_decision(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        王@wecom > {number}
        王@wecom [领取]
        李 > {code}
        李 < {number}
    """
    )
