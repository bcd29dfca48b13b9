"""Moving an office to PostgreSQL: it goes on there where it stood, row for row, or nothing has happened."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.channels.telegram.traits import TRAITS
from domain.people import Role
from domain.said import FileKind, FileRef
from storage import errors, evidence, submissions
from storage.engines.sqlite import connection as sqlite_connection
from storage.upkeep import moving
from tests.support import delivery_room, engines
from tests.support.direct_stage import DirectStage
from tests.support.scripts import NOMINATED, REPORTED, REPORTED_AGAIN
from tests.support.transcripts import Play

# A move that is killed when it has come to the table named in the last place.
KILLED = """
import os, pathlib, signal, sys
from storage.upkeep import moving
from tests.support import engines
def progress(what, done, total):
    if what == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
moving.move(pathlib.Path(sys.argv[1]), sys.argv[2], engines.KEYS, progress)
"""


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """The database of an office with people, clues, a nomination, a supplement, evidence and something that was announced."""
    stage = await DirectStage(tmp_path).open()
    for who in ("王", "赵"):
        await stage.joins(who, Role.REVIEWER)
    play = Play(stage)
    await play.play(REPORTED + REPORTED_AGAIN)
    await play.play(NOMINATED.replace("李", "周").replace("? number", "? nominated").replace("? code", "? its_code"))
    await stage.database.write(
        lambda tx: submissions.note(tx, "clue", 1, [("supplement", "另有录像，见附件。", None)], stage.now)
    )
    photo = FileRef(kind=FileKind.PHOTO, ref="现场.jpg", name="现场.jpg", size=1000)
    await stage.database.write(lambda tx: evidence.want(tx, 1, "clue", 1, photo, TRAITS, stage.now))
    await stage.database.write(lambda tx: delivery_room._announce(tx, ("web", "telegram"), stage.now))
    await stage.database.write(
        lambda tx: tx.run("UPDATE outbox SET state = 'sent', ref = 'x' WHERE class = 'P' AND channel = 'web'")
    )
    # An approval that was valid when it was said and is not any more must not keep the past from moving.
    await stage.database.write(lambda tx: tx.run("UPDATE role_grant SET revoked_at = granted_at WHERE role = 'leader'"))
    await stage.close()
    return tmp_path / "flagpost.db"


@pytest.fixture
def target() -> str:
    """An empty database on a server."""
    return engines.databases().bare()


@pytest.fixture
def door(target: str) -> Iterator[psycopg.Connection[Any]]:
    """A look into it."""
    with psycopg.connect(target, autocommit=True) as connection:
        yield connection


async def test_the_office_goes_on_where_it_stood(
    file: Path, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = moving.move(file, target, engines.KEYS, lambda *told: None)
    assert moved.rows["clue"] == 2
    assert moved.rows["history"] >= 5
    with engines.chosen("postgresql"):
        monkeypatch.setattr(engines.databases(), "of", lambda folder: target)
        stage = DirectStage(tmp_path)
        await stage.open()
        stage._events = 1000
        play = Play(stage)
        await play.play("""
            王 > /search 违建
            王 < QS-2026-000001
            王 > /search 答复
            王 < QS-2026-000002
        """)
        await play.play(REPORTED_AGAIN.replace("second", "third"))
        assert play.remembered["third"] == "QS-2026-000003", "numbers go on"
        await stage.close()


async def test_the_file_is_left_as_it_was(file: Path, target: str) -> None:
    before = dump(file)
    moving.move(file, target, engines.KEYS, lambda *told: None)
    assert dump(file) == before


@pytest.mark.parametrize("moment", ["Copying person", "Copying history", "Comparing outbox"])
def test_killed_half_way_it_leaves_the_target_empty(
    file: Path, target: str, door: psycopg.Connection[Any], moment: str
) -> None:
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", KILLED, str(file), target, moment], cwd=root, check=False)
    assert ended.returncode == -9
    assert tables(door) == []
    assert moving.move(file, target, engines.KEYS, lambda *told: None).rows["clue"] == 2


@pytest.mark.parametrize(
    "spoils",
    [
        "UPDATE account SET locale = 'fr' WHERE id = 1",
        "UPDATE history SET actor = 'somebody else' WHERE id = 2",
        "DELETE FROM note WHERE id = (SELECT MAX(id) FROM note)",
        "INSERT INTO meta (name, value) VALUES ('zz', '')",
        "UPDATE clue_words SET tokens = '' WHERE clue_id = 1",
        "DELETE FROM clue_words_band WHERE clue_id = 1",
        "UPDATE outbox SET body = body || '\\x00' WHERE id = 1",
    ],
)
def test_a_row_that_arrives_otherwise_refuses_the_whole(
    file: Path, target: str, door: psycopg.Connection[Any], spoils: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stands for any fault on the way: it is put in between writing and reading back."""
    compare = moving._compare

    def spoilt(source: Any, session: Any, *rest: Any) -> None:
        session.execute("SET LOCAL session_replication_role = replica")
        session.execute(spoils)
        compare(source, session, *rest)

    monkeypatch.setattr(moving, "_compare", spoilt)
    with pytest.raises(errors.MoveRefused, match="differs"):
        moving.move(file, target, engines.KEYS, lambda *told: None)
    assert tables(door) == []


def test_a_history_that_does_not_hold_is_not_moved(file: Path, target: str, door: psycopg.Connection[Any]) -> None:
    connection = sqlite_connection.connect(file, engines.KEYS)
    connection.execute("DROP TRIGGER history_is_never_edited")
    connection.execute("UPDATE history SET actor = 'somebody else' WHERE matter = 'clue' AND matter_id = 2 AND seq = 1")
    connection.close()
    with pytest.raises(errors.MoveRefused, match="clue 2, entry 1"):
        moving.move(file, target, engines.KEYS, lambda *told: None)
    assert tables(door) == []


def test_an_office_is_not_moved_over_another_one(file: Path, target: str, door: psycopg.Connection[Any]) -> None:
    moving.move(file, target, engines.KEYS, lambda *told: None)
    with pytest.raises(errors.MoveRefused, match="an office in that PostgreSQL database already"):
        moving.move(file, target, engines.KEYS, lambda *told: None)
    other = engines.databases().bare()
    with psycopg.connect(other, autocommit=True) as elsewhere:
        elsewhere.execute("CREATE TABLE theirs (a INT)")
    with pytest.raises(errors.WrongServer, match="a database of its own"):
        moving.move(file, other, engines.KEYS, lambda *told: None)


def test_the_guards_stand_after_the_move(file: Path, target: str, door: psycopg.Connection[Any]) -> None:
    moving.move(file, target, engines.KEYS, lambda *told: None)
    for sql in (
        "UPDATE history SET actor = ''",
        "TRUNCATE history",
        "UPDATE outbox SET state = 'waiting' WHERE class = 'P'",
    ):
        with pytest.raises(psycopg.errors.RaiseException):
            door.execute(sql)


def tables(door: psycopg.Connection[Any]) -> list[str]:
    """What is in a database."""
    return [name for (name,) in door.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]


def dump(file: Path) -> list[Any]:
    """Everything in a file."""
    connection = sqlite_connection.connect(file, engines.KEYS, is_reader=True)
    names = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    found = [connection.execute(f"SELECT * FROM {name}").fetchall() for name in names]
    connection.close()
    return found
