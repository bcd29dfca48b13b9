"""The command line with FLAGPOST_DATABASE set: what an operator meets between two machines, a server and a driver."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import home, settings
from storage import errors, vault
from storage.engines import opening
from tests.support import engines
from tests.support.command_line import Flagpost


@pytest.fixture
def place(tmp_path: Path) -> Iterator[home.Home]:
    """A home that is to have its database on a server."""
    with engines.chosen("postgresql"):
        given = {"FLAGPOST_HOME": str(tmp_path / "home"), "FLAGPOST_DATABASE": engines.databases().bare()}
        yield home.of(settings.load(given))


@pytest.fixture
def target() -> str:
    """An empty database on a server."""
    return engines.databases().bare()


def test_the_home_keeps_the_key_and_no_database(place: home.Home) -> None:
    home.make(place)
    assert place.is_made()
    assert [file.name for file in place.folder.iterdir()] == [home.KEY]
    with pytest.raises(FileExistsError):
        home.make(place)


def test_a_second_home_on_the_same_database_needs_the_same_key(place: home.Home, tmp_path: Path) -> None:
    home.make(place)
    second = home.Home(folder=tmp_path / "second", url=place.url)
    with pytest.raises(errors.KeyElsewhere, match="Copy the office's key file"):
        home.make(second)
    assert not second.folder.exists(), "no other key was made"
    second.folder.mkdir()
    second.key.write_bytes(place.key.read_bytes())
    assert second.is_made()
    opening.check(second.place, vault.Vault(vault.read_key(second.key)))


def test_without_the_driver_it_says_what_to_install(place: home.Home, monkeypatch: pytest.MonkeyPatch) -> None:
    needing_it = ("psycopg", "storage.engines.postgres", "storage.upkeep.moving")
    for name in [name for name in sys.modules if name.startswith(needing_it)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delattr("storage.engines.postgres")
    monkeypatch.delattr("storage.upkeep.moving", raising=False)
    with pytest.raises(errors.DriverMissing, match=r"pip install 'flagpost\[postgresql\]'"):
        home.make(place)


def test_no_setting_and_no_home_shows_the_password() -> None:
    given = settings.load({"FLAGPOST_DATABASE": "postgresql://flagpost:geheim@db.example:5433/office"})
    place = home.of(given)
    assert "geheim" not in f"{given!r}{place!r}{place}{place.place!r}{place.place}"
    assert str(place.place) == "PostgreSQL db.example, database office"


def test_the_command_moves_and_says_what_to_set(
    founded: Flagpost, tmp_path: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_password = target.replace("postgres@", "postgres:geheim@")
    moved = founded("migrate", "--to", with_password)
    assert (moved.code, moved.err.strip()) == (0, "")
    assert "each read back and compared" in moved.out
    assert "set FLAGPOST_DATABASE" in moved.out
    assert "geheim" not in moved.out
    assert founded("migrate", "--to", with_password).code == 1
    assert founded("migrate", "--to", "mysql://x").code == 2

    monkeypatch.setenv("FLAGPOST_DATABASE", with_password)
    assert founded("migrate").out.startswith("0 step(s) taken")
    assert "on PostgreSQL already" in founded("migrate", "--to", with_password).err
    assert "pg_dump" in founded("backup").err


def test_while_the_bot_runs_nothing_is_moved(founded: Flagpost, tmp_path: Path, target: str) -> None:
    given = settings.load({"FLAGPOST_HOME": str(tmp_path / "home")})
    with home.Lock(home.of(given)):
        refused = founded("migrate", "--to", target)
    assert refused.code == 1
    assert "Another Flagpost already runs" in refused.err


def test_verify_looks_through_the_rows_on_a_server(
    flagpost: Flagpost, place: home.Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLAGPOST_HOME", str(place.folder))
    monkeypatch.setenv("FLAGPOST_DATABASE", place.url)
    assert flagpost("init", "--yes").code == 0
    verified = flagpost("verify")
    assert (verified.code, verified.out.splitlines()[0]) == (0, "✓ history: 0")
    refused = flagpost("backup")
    assert (refused.code, "server" in refused.err) == (1, True)
