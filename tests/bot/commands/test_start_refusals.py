"""A start that cannot go well is refused with a sentence that says what to do, and nothing in the home is touched."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from bot import backup_keys, home, language
from bot.operations import archive_format, backup, preflight, restoring, watch_desk
from bot.publishing.pictures import letters
from domain.errors import FlagpostError
from storage import errors as storage_errors
from storage import vault
from storage.engines import standalone
from tests.support.command_line import Flagpost

SAID_BY_NO_COMMAND = {"StorageError", "AlreadyChanged"}
IN_ENGLISH = {"WrongServer", "MoveRefused"}  # with what the server said, and which row it was
Hurt = Callable[[Path, pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Case:
    """What somebody did to a home, and what the start says to it: words that must be there."""

    hurt: Hurt
    says: tuple[str, ...]


def another_key(folder: Path, patch: pytest.MonkeyPatch) -> None:
    (folder / "flagpost.key").unlink()
    vault.write_key(folder / "flagpost.key", vault.new_master())


def garbled_key(folder: Path, patch: pytest.MonkeyPatch) -> None:
    (folder / "flagpost.key").write_bytes(b"\xff\xfe not a key")


def lost_key(folder: Path, patch: pytest.MonkeyPatch) -> None:
    (folder / "flagpost.key").unlink()


def lost_database(folder: Path, patch: pytest.MonkeyPatch) -> None:
    (folder / "flagpost.db").unlink()


def torn_database(folder: Path, patch: pytest.MonkeyPatch) -> None:
    (folder / "flagpost.db").write_bytes((folder / "flagpost.db").read_bytes()[:100_000])


def garbled_database(folder: Path, patch: pytest.MonkeyPatch) -> None:
    (folder / "flagpost.db").write_bytes(b"not a database" * 1000)


def older_schema(folder: Path, patch: pytest.MonkeyPatch) -> None:
    schema(folder, 0)


def newer_schema(folder: Path, patch: pytest.MonkeyPatch) -> None:
    schema(folder, 999)


def read_only_database(folder: Path, patch: pytest.MonkeyPatch) -> None:
    (folder / "flagpost.db").chmod(0o400)


def read_only_folder(folder: Path, patch: pytest.MonkeyPatch) -> None:
    folder.chmod(0o500)


def read_only_disk(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(os, "access", lambda path, how: not how & os.W_OK)


def somebody_elses(folder: Path, patch: pytest.MonkeyPatch) -> None:
    us = os.geteuid()
    patch.setattr(os, "geteuid", lambda: us + 1)


def affected_library(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(dbapi2, "sqlite_version", "3.51.1")


CASES = {
    "another key": Case(another_key, ("key file", "restore a backup")),
    "a garbled key": Case(garbled_key, ("key file", "restore a backup")),
    "no key": Case(lost_key, ("is gone", "`flagpost restore`, which asks for the recovery key")),
    "no database": Case(lost_database, ("no database", "Restore a backup", "flagpost init")),
    "a torn database": Case(torn_database, ("damaged", "restore")),
    "a garbled database": Case(garbled_database, ("key", "restore a backup")),
    "an older schema": Case(older_schema, ("schema 0", "`flagpost migrate`")),
    "a newer schema": Case(newer_schema, ("newer than this Flagpost", "Install")),
    "a read-only file": Case(read_only_database, ("flagpost.db is read-only", "chmod u+rw")),
    "a read-only folder": Case(read_only_folder, ("is read-only", "chmod u+rwx")),
    "a read-only disk": Case(read_only_disk, ("mounted read-only",)),
    "another owner": Case(somebody_elses, ("belongs to", "chown")),
    "an affected library": Case(affected_library, ("SQLite 3.51.1", "install the locked sqlcipher3")),
}


@pytest.fixture
def folder(founded: Flagpost, tmp_path: Path) -> Iterator[Path]:
    """The home of an office, which can be deleted afterwards whatever became of its modes."""
    yield tmp_path / "home"
    (tmp_path / "home").chmod(0o700)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}


def schema(folder: Path, number: int) -> None:
    keys = vault.Vault(vault.read_key(folder / "flagpost.key"))
    with standalone.writing(folder / "flagpost.db", keys) as tx:
        tx.run(f"PRAGMA user_version={number}")


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_with_what_to_do_and_nothing_is_touched(
    flagpost: Flagpost, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[name]
    case.hurt(folder, monkeypatch)
    before = bytes_of(folder)
    refused = flagpost("run")
    assert refused.code == 1
    assert "Traceback" not in refused.err
    for words in case.says:
        assert words in refused.err
    after = bytes_of(folder)
    assert {name: after.get(name) for name in before} == before
    assert after.keys() - before.keys() <= {home.LOCK}
    monkeypatch.setenv("FLAGPOST_LOCALE", "zh")
    assert re.search("[一-鿿]", flagpost("run").err), "after an upgrade: The database has schema 3, this is 5."


def test_whatever_a_command_refuses_has_chinese_words() -> None:
    """`flagpost restore` of a copy that was cut off spoke English to everybody: The copy is damaged or not whole."""
    words = language.table("zh")
    kinds = [
        each
        for module in (storage_errors, archive_format, backup, backup_keys, letters, preflight, restoring, watch_desk)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, FlagpostError) and each.__module__ == module.__name__
    ]
    assert {each.__name__ for each in kinds} - {*words["error"], *words["error_of"]} == SAID_BY_NO_COMMAND | IN_ENGLISH


def test_a_second_bot_on_one_home_is_refused_and_the_first_is_not_disturbed(flagpost: Flagpost, folder: Path) -> None:
    with home.Lock(home.Home(folder=folder)):
        before = bytes_of(folder)
        refused = flagpost("run")
        assert (refused.code, "Stop it first" in refused.err) == (1, True)
        assert bytes_of(folder) == before


@pytest.mark.parametrize("step", ["_check_owner", "_check_writable"])
def test_a_log_that_goes_while_one_looks_keeps_nobody_from_starting(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A command that was the last to look took the log in, between its being listed and its being looked at: FileNotFoundError."""
    (folder / "flagpost.db-wal").touch()
    check = getattr(preflight, step)

    def goes(path: Path) -> None:
        if path.name.endswith("-wal"):
            path.unlink()
        check(path)

    monkeypatch.setattr(preflight, step, goes)
    preflight.check(home.Home(folder=folder))
    assert not (folder / "flagpost.db-wal").exists()


def test_after_a_crash_a_log_that_is_gone_is_reported_once(
    founded: Flagpost, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Real lives: one is killed and looked at by a command, one is killed and its log deleted."""
    log = tmp_path / "home" / "flagpost.db-wal"
    kill_one(tmp_path / "home")
    assert log.exists()
    assert founded("invite", "reviewer").code == 0
    assert not log.exists(), "the invitation was the last one out, and took it in"
    assert founded("invite", "reviewer").code == 0
    assert caplog.text == ""
    kill_one(tmp_path / "home")
    log.unlink()
    for _ in range(2):
        assert founded("invite", "reviewer").code == 0
    assert caplog.text.count("flagpost.db-wal, which it left, is gone") == 1


def kill_one(folder: Path) -> None:
    """Start a bot and kill it once it is there."""
    env = {"FLAGPOST_HOME": str(folder), "FLAGPOST_WEB": "127.0.0.1:1", "PATH": os.environ["PATH"]}
    life = subprocess.Popen(
        [sys.executable, "-c", LIFE], env=env, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]
    )
    assert life.stdout is not None
    with life:
        assert life.stdout.readline() == "open\n"
        life.send_signal(signal.SIGKILL)


LIFE = """
import asyncio, os
from bot import settings
from bot.house import wiring
async def main():
    async with wiring.open_house(settings.load(os.environ)):
        print("open", flush=True)
        await asyncio.sleep(600)
asyncio.run(main())
"""
