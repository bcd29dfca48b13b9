"""The doors through which one script is played unchanged: where people are, and where what they say is kept."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests.support import engines
from tests.support.homes import make_home
from tests.support.stages import Stage, stage

Home = tuple[Path, str]  # a folder, and the address of its database where that is on a server


async def homes(folder: Path) -> dict[str, Home]:
    """A home on each engine, made once to be copied."""
    url = engines.databases().bare()
    return {
        "sqlite": (await make_home(folder / "one"), ""),
        "postgresql": (await make_home(folder / "other", url), url),
    }


def opened(door: Mapping[str, str], made: Mapping[str, Home], folder: Path) -> AbstractAsyncContextManager[Stage]:
    """An open house behind a door; `made` are the homes of both engines."""
    template, database = made[door.get("database", "sqlite")]
    return stage(template, folder, **{**door, "database": database})
