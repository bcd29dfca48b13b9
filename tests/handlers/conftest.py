"""The stage on which the transcripts of this folder are played."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from domain.people import Role
from storage.database import Tx
from storage.upkeep import verifying
from storage.upkeep.verifying import Wrong
from tests.support import beginnings, not_in_the_app
from tests.support.app_house import AppHouse
from tests.support.direct_stage import DirectStage
from tests.support.homes import make_home
from tests.support.measuring import opened
from tests.support.scripts import ACCEPTED, REPORTED
from tests.support.stages import stage
from tests.support.transcripts import Play

IN_THE_APP = ("WeCom",) if os.environ.get("EVERY_DOOR") else None  # `make wecom`


@pytest.fixture(scope="session")
def app_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was made once, for every house with doors."""
    folder = tmp_path_factory.mktemp("app")
    return asyncio.run(make_home(folder)) if IN_THE_APP else folder


@pytest_asyncio.fixture(params=IN_THE_APP)
async def house(
    tmp_path: Path, engine: str, app_home: Path, request: pytest.FixtureRequest
) -> AsyncIterator[DirectStage | AppHouse]:
    """An open house with nobody in it, on each engine; by `make wecom` with its doors, staff in the app and citizens on WeChat."""
    if not IN_THE_APP:
        behind = await DirectStage(tmp_path).open()
        yield behind
        await behind.close()
        return
    if why := not_in_the_app.why("wechat", request.path.stem, request.node.originalname):
        pytest.skip(why)
    async with stage(app_home, tmp_path / "home", channel="wechat") as here:
        yield AppHouse(here)


def _wrong(tx: Tx, *, is_in_order: bool) -> list[Wrong]:
    return [each for check in verifying.checks(is_in_order=is_in_order) for each in check.look(tx, lambda more: None)]


@pytest_asyncio.fixture
async def play(house: DirectStage) -> Play:
    """A play in an open house where nobody works yet."""
    return Play(house)


@pytest_asyncio.fixture
async def staffed(house: DirectStage, engine: str) -> AsyncIterator[Play]:
    """A play in a house with reviewers: 王, 赵 and 孙 of no unit, 钱 of the natural resources bureau (U04).

    When everybody has gone, what is remembered holds together.
    """
    yield await beginnings.of(house, "staffed", _come, (REPORTED, ACCEPTED))
    assert await house.database.read(partial(_wrong, is_in_order=engine == "sqlite")) == []


async def _come(house: DirectStage) -> None:
    for who in ("王", "赵", "孙"):
        await house.joins(who, Role.REVIEWER)
    await house.joins("钱", Role.REVIEWER, "U04")


@pytest_asyncio.fixture
async def desk(house: DirectStage, request: pytest.FixtureRequest) -> Play:
    """Everybody who concludes a clue and what follows from it."""
    return await opened(house, getattr(request.module, "BEGINNINGS", ()))
