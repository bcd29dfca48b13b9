"""The houses in which the scenarios of the law are played, and who is in them.

Whoever reads the scenarios needs this cast:

    李            a citizen who reports (群众)
    王, 赵, 孙     reviewers (受理员) of no unit; 孙 and 吴 inspect a case
    钱            a reviewer of the natural resources bureau (U04), which is what most is reported about
    吴, 郑, 冯     more reviewers: who inspects, who helps, who evaluates
    甲, 乙, 丙     the committee (领导小组成员)
    周, 武         leaders (主要负责同志); 武 signs what 周 has decided
    联            the contact of the natural resources bureau (单位联络员)

Each scenario is played twice, unchanged: on Telegram's stand-in with SQLite, and on the web with PostgreSQL. The other two pairs
are played by `tests/channels/test_conversations_on_channels.py`: storage knows no channel, and no channel knows on what it is kept.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from domain.people import Role
from tests.support import doors, not_in_the_app
from tests.support.stages import Stage
from tests.support.transcripts import Play

DOORS = {
    "Telegram, on SQLite": {"channel": "telegram"},
    "web, on PostgreSQL": {"channel": "web", "database": "postgresql"},
}
if os.environ.get("EVERY_DOOR"):  # `make wecom`
    DOORS["WeCom, on SQLite"] = {"channel": "wecom"}
CAST = {
    **dict.fromkeys("王赵孙吴郑冯", (Role.REVIEWER, "")),
    "钱": (Role.REVIEWER, "U04"),
    **dict.fromkeys("甲乙丙", (Role.COMMITTEE, "")),
    **dict.fromkeys("周武", (Role.LEADER, "")),
    "联": (Role.UNIT_CONTACT, "U04"),
}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, doors.Home]:
    """A home on each engine that was made once."""
    return await doors.homes(tmp_path_factory.mktemp("scenarios"))


@pytest.fixture(params=DOORS.values(), ids=tuple(DOORS))
def door(request: pytest.FixtureRequest) -> dict[str, str]:
    """Where people are, and where it is kept."""
    given: dict[str, str] = request.param
    return given


@pytest_asyncio.fixture
async def here(
    homes: dict[str, doors.Home], tmp_path: Path, door: dict[str, str], request: pytest.FixtureRequest
) -> AsyncIterator[Stage]:
    """An open house with the cast in it."""
    if why := not_in_the_app.why(door["channel"], request.path.stem, request.node.originalname):
        pytest.skip(why)
    async with doors.opened(door, homes, tmp_path / "home") as opened:
        for who, (role, unit) in CAST.items():
            await opened.joins(who, role, unit)
        yield opened


@pytest.fixture
def play(here: Stage) -> Play:
    """A play in that house."""
    return Play(here)
