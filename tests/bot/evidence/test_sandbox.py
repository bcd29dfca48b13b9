"""A child with limits: whatever it does, the bot gets an answer or a reason, and nothing else happens."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from bot import sandbox
from bot.sandbox import ChildLimits, Met
from domain import errors

SMALL = ChildLimits(memory=300 * sandbox.MEGABYTE, cpu_seconds=1, wall_seconds=20, answer=sandbox.MEGABYTE)


def tried(how: str, *further: str, data: bytes = b"", limits: ChildLimits = SMALL) -> bytes:
    return sandbox.run("tests.support.sandboxed", data, limits, how, *further)


def test_the_work_gets_the_file_and_its_answer_comes_back() -> None:
    assert tried("answers", data=b"abc" * 100_000) == b"cba" * 100_000


def test_a_no_comes_back_as_the_same_no() -> None:
    with pytest.raises(sandbox.Declined) as no:
        tried("declines")
    assert no.value.word == "locked"


@pytest.mark.parametrize(
    ("how", "met"),
    [
        ("loops", Met.TIME),
        ("takes all memory", Met.MEMORY),
        ("never ends", Met.ANSWER),
        ("crashes", Met.CRASH),
        ("fails", Met.ERROR),
    ],
)
def test_what_misbehaves_is_stopped_and_the_reason_is_told(how: str, met: Met) -> None:
    with pytest.raises(sandbox.ChildStopped) as stopped:
        tried(how)
    assert stopped.value.met is met
    assert "a word of the file" not in str(stopped.value)


def test_what_waits_is_stopped_by_the_clock_on_the_wall() -> None:
    with pytest.raises(sandbox.ChildStopped) as stopped:
        tried("sleeps", limits=ChildLimits(wall_seconds=0.5))
    assert stopped.value.met is Met.TIME


def test_what_a_library_prints_is_no_part_of_the_answer() -> None:
    assert tried("prints") == b"answer"


def test_nothing_is_written_to_the_disk(tmp_path: Path) -> None:
    with pytest.raises(sandbox.ChildStopped):
        tried("writes a file", str(tmp_path / "file"))
    assert (tmp_path / "file").read_bytes() == b""


def test_the_child_knows_no_settings_and_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAGPOST_TELEGRAM_TOKEN", "secret")
    assert b"FLAGPOST" not in tried("looks around")
    assert tried("lists networks") in (b"lo", b"")


def test_a_child_that_cannot_be_set_up_is_not_the_files_fault() -> None:
    with pytest.raises(errors.FlagpostError, match="ModuleNotFoundError") as wrong:
        sandbox.run("tests.no_such_module", b"", SMALL)
    assert not isinstance(wrong.value, sandbox.ChildStopped)


def test_nor_is_a_library_that_is_missing_when_the_work_comes_to_need_it() -> None:
    """Where xlrd was not installed, every workbook was refused as no table."""
    with pytest.raises(errors.FlagpostError, match=r"ModuleNotFoundError tests\.no_such_module") as wrong:
        tried("needs a library")
    assert not isinstance(wrong.value, sandbox.ChildStopped)


async def test_a_cancellation_ends_the_child() -> None:
    asked = asyncio.create_task(sandbox.run_beside("tests.support.sandboxed", b"", ChildLimits(), "sleeps"))
    await asyncio.sleep(0.2)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        async with asyncio.timeout(30):  # the child sleeps for longer
            await asked


def test_the_files_of_strangers_are_opened_in_this_one_kind_of_child() -> None:
    """Spreadsheets and pictures had a child each, with limits of their own; besides, a bot starts nothing but its backup, and
    a rehearsal of the office's own next period.

    What puts a new version on the machine is no bot: nothing imports it.
    """
    starting = re.compile(
        r"Popen|create_subprocess|subprocess\.(run|call|check)|multiprocessing|ProcessPool|os\.(fork|spawn)"
    )
    house = Path(__file__).parents[3]
    rooms = ("bot", "handlers", "scheduler", "storage")
    installer = house / "bot/installing"
    sources = [file for room in rooms for file in (house / room).rglob("*.py") if installer not in file.parents]
    assert not [file for file in sources if "bot.installing" in file.read_text(encoding="utf-8")]
    found = {str(file.relative_to(house)) for file in sources if starting.search(file.read_text(encoding="utf-8"))}
    assert found == {"bot/sandbox.py", "bot/operations/backup_rounds.py", "bot/operations/office_rehearsal.py"}
