"""A migration that is killed leaves the old schema or the new one, at whatever statement of it (fault F56)."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import pytest

from storage import vault
from storage.engines import migrating, standalone
from storage.engines.sqlite import connection

KEYS = vault.Vault(bytes(32))
ROOT = Path(__file__).parents[2]
# A step that this version does not have, with all that steps are made of; it is taken on a database with rows in it.
NEXT = """
-- What an office with rows will one day be brought to.
ALTER TABLE person ADD COLUMN post TEXT NOT NULL DEFAULT '';
CREATE TABLE visit (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, at TEXT NOT NULL) STRICT;
INSERT INTO visit (person_id, at) SELECT id, made_at FROM person;
UPDATE person SET post = label;
CREATE TRIGGER visit_is_never_edited BEFORE UPDATE ON visit
BEGIN
    SELECT RAISE(ABORT, 'a visit is a visit');
END;
DROP TABLE feedback;
"""
PEOPLE = 500


@dataclass(frozen=True, kw_only=True)
class Life:
    """One killed migration: of which step, before which of its statements, and what was there before, after and then."""

    step: int
    place: int
    is_committed: bool
    old: str
    new: str
    left: str
    again: str


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> list[Life]:
    """Every step killed before each of its statements and after its commit, each time in a process of its own.

    One process does the forking: it is started for this, so that it has neither threads nor connections.
    """
    folder = tmp_path_factory.mktemp("lives")
    ended = subprocess.run(
        [sys.executable, "-c", f"from tests.storage import test_migrations_killed as t; t.kill_all({str(folder)!r})"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return [Life(**life) for life in json.loads(ended.stdout)]


def test_every_statement_of_every_step_is_died_at(lives: list[Life]) -> None:
    steps = [*migrating.steps("sqlite"), NEXT]
    wanted = [(step, place) for step, sql in enumerate(steps) for place in range(len(migrating.statements(sql)) + 4)]
    assert [(life.step, life.place) for life in lives] == wanted
    assert all(life.old != life.new for life in lives)


def test_killed_before_its_commit_it_leaves_the_old_schema_whole(lives: list[Life]) -> None:
    assert [(life.step, life.place) for life in lives if not life.is_committed and life.left != life.old] == []


def test_killed_after_its_commit_it_leaves_the_new_schema_whole(lives: list[Life]) -> None:
    assert [(life.step, life.place) for life in lives if life.is_committed and life.left != life.new] == []


def test_begun_again_it_arrives(lives: list[Life]) -> None:
    assert [(life.step, life.place) for life in lives if life.again != life.new] == []


def kill_all(folder: str) -> None:
    """Fork a life for each statement, and print what each left."""
    steps = [*migrating.steps("sqlite"), NEXT]
    lives = []
    for step in range(len(steps)):
        path = Path(folder) / "untouched.db"
        path.unlink(missing_ok=True)
        _bring_to(path, steps[:step])
        if step:
            _people_move_in(path)
        old = _seen(path)
        whole = path.read_bytes()
        _bring_to(path, steps[: step + 1])
        new = _seen(path)
        # BEGIN, each statement, the version, COMMIT; and once after that.
        count = len(migrating.statements(steps[step])) + 3
        for place in range(count + 1):
            killed = Path(folder) / f"{step}-{place}.db"
            killed.write_bytes(whole)
            _in_a_life(partial(_migrate_until, killed, place))
            left = _seen(killed)
            migrating.migrate(killed, KEYS)
            life = Life(
                step=step, place=place, is_committed=place == count, old=old, new=new, left=left, again=_seen(killed)
            )
            lives.append(asdict(life))
    sys.stdout.write(json.dumps(lives))


def _bring_to(path: Path, steps: list[str]) -> None:
    """Be a version that knows these steps."""
    migrating.steps = lambda engine: steps
    migrating.migrate(path, KEYS)


def _people_move_in(path: Path) -> None:
    with standalone.writing(path, KEYS) as tx:
        for number in range(PEOPLE):
            tx.run("INSERT INTO person (label, unit, made_at) VALUES (:label, '', '2026')", label=f"person {number}")


def _migrate_until(path: Path, place: int) -> None:
    """Migrate, and die before the statement of this number; the last number is after the commit."""
    connect = connection.connect

    class Dying:
        """A connection whose user is killed."""

        def __init__(self) -> None:
            self._connection = connect(path, KEYS)
            self._left = place

        def execute(self, sql: str) -> object:
            if not sql.startswith("PRAGMA user_version") or "=" in sql:
                if self._left == 0:
                    os._exit(9)
                self._left -= 1
            return self._connection.execute(sql)

        def close(self) -> None:
            os._exit(9)

        def rollback(self) -> None:
            raise AssertionError

    connection.connect = lambda *_, **__: Dying()
    migrating.migrate(path, KEYS)


def _in_a_life(work: Callable[[], None]) -> None:
    life = os.fork()
    if life == 0:
        try:
            work()
        finally:
            os._exit(70)
    _, status = os.waitpid(life, 0)
    assert os.waitstatus_to_exitcode(status) == 9


def _seen(path: Path) -> str:
    """What is there: the version, the schema, and every row of what the steps touch."""
    with standalone.reading(path, KEYS) as tx:
        seen = tx.all("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        tables = [name for kind, name, _ in seen if kind == "table" and name in ("person", "visit", "feedback")]
        rows = [tx.all(f"SELECT * FROM {name} ORDER BY id") for name in tables]
        return hashlib.sha256(repr((tx.value("PRAGMA user_version"), seen, rows)).encode()).hexdigest()
