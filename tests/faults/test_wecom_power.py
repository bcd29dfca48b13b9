"""Power cuts while citizens and members speak on WeCom: what it was told we have is there, and so is all that lies before the cursor.

A short version of `make faults`. The same rig finds what is lost where commits are not synced, and where the cursor goes ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import trial_power
from tests.faults.harm import power, unsound, wecom_power

CUTS, OF_COMMITS = 40, 30
SPEAKING = "citizens and members: between two writes"


async def test_no_power_cut_takes_what_wecom_was_told_we_have_or_what_lies_before_the_cursor(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    lived = await wecom_power.live(_room(tmp_path, "life"), seed=1)
    planned = [*power.cuts(lived.story, CUTS, seed=1), *_while_they_speak(lived)]

    suffered = list(power.suffer(lived.story, planned, _room(tmp_path, "after"), wecom_power.check(lived)))

    wrong = [f"{cut}: {each}" for cut, found in suffered for each in found]
    record_property("figures", f"{len(suffered)} cuts, {len(lived.items)} items of customer service")
    assert not wrong, "\n".join(wrong[:20])


async def test_the_same_cuts_take_messages_where_commits_are_not_synced(tmp_path: Path) -> None:
    lived = await wecom_power.live(_room(tmp_path, "life"), seed=1, worse=trial_power.NORMAL)
    assert any(each.startswith("lost: ") for each in _found(lived, tmp_path))


async def test_the_same_cuts_take_messages_where_the_cursor_goes_ahead_of_them(
    tmp_path: Path, undone: pytest.MonkeyPatch
) -> None:
    unsound.move_the_cursor_first()
    lived = await wecom_power.live(_room(tmp_path, "life"), seed=1)
    assert any(each.startswith("behind the cursor, and not there: ") for each in _found(lived, tmp_path))


@pytest.fixture
def undone(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """What makes a bot unsound in this process is undone."""
    monkeypatch.setattr(unsound, "put", monkeypatch.setattr)
    return monkeypatch


def _found(lived: wecom_power.Lived, folder: Path) -> list[str]:
    planned = _while_they_speak(lived)
    after = power.suffer(lived.story, planned, _room(folder, "after"), wecom_power.check(lived))
    return [each for _, wrong in after for each in wrong]


def _while_they_speak(lived: wecom_power.Lived) -> list[power.Cut]:
    every = power.cuts(lived.story, 2_000, seed=1)
    return [cut for cut in every if cut.kind == SPEAKING][:OF_COMMITS]


def _room(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made
