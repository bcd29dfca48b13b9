"""The stage on which the transcripts of this folder are played."""

from __future__ import annotations

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
from tests.support import beginnings
from tests.support.app_house import AppHouse
from tests.support.direct_stage import DirectStage
from tests.support.measuring import Desk, opened
from tests.support.homes import make_home
from tests.support.scripts import ACCEPTED, REPORTED
from tests.support.stages import stage
from tests.support.transcripts import Play


IN_APP = os.environ.get("IN_APP")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def template(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    return await make_home(tmp_path_factory.mktemp("app")) if IN_APP else None


@pytest_asyncio.fixture
async def house(tmp_path: Path, engine: str, template: Path | None) -> AsyncIterator[DirectStage]:
    """An open house with nobody in it, on each engine."""
    if template is not None:
        async with stage(template, tmp_path / "home", channel=IN_APP) as here:
            yield AppHouse(here)
        return
    behind = await DirectStage(tmp_path).open()
    yield behind
    await behind.close()


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
async def desk(house: DirectStage, request: pytest.FixtureRequest) -> Desk:
    """Everybody who concludes a clue and what follows from it."""
    return await opened(house, getattr(request.module, "BEGINNINGS", ()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if IN_APP:
        items[:] = [each for each in items if "template" in each.fixturenames and "postgresql" not in each.name]
