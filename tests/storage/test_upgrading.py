"""An office that was set up by an earlier version goes on with all it had, and with what it did not have yet left empty."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from domain.scoring.indicators import Indicator
from storage.database import Database
from storage.engines import migrating
from storage.engines.postgres import connection, schema
from storage.engines.postgres import engine as postgres_engine
from storage.engines.sqlite import connection as sqlite_connection
from storage.engines.sqlite import engine as sqlite_engine
from storage.scoring import figures
from tests.support import engines

MEASURED = (
    "INSERT INTO indicator (code, name, section, section_weight, weight, direction, sequences, categories, owner)"
    " VALUES ('I01', '投资增速', '规模', '30', '10', '+', '[]', '[\"绩效\"]', 'U04')"
)


async def on_sqlite(folder: Path, upgrade: Callable[[], None]) -> Database:
    path = folder / "flagpost.db"
    migrating.migrate(path, engines.KEYS)
    door = sqlite_connection.connect(path, engines.KEYS)
    door.execute(MEASURED)
    door.close()
    upgrade()
    assert migrating.migrate(path, engines.KEYS) > 0
    return await sqlite_engine.open_database(path, engines.KEYS)


async def on_postgres(folder: Path, upgrade: Callable[[], None]) -> Database:
    url = engines.databases().bare()
    schema.migrate(url, engines.KEYS)
    with connection.session(url) as session:
        session.begin_alone()
        session.execute(MEASURED)
        session.commit()
    upgrade()
    assert schema.migrate(url, engines.KEYS) > 0
    return await postgres_engine.open_database(url, engines.KEYS)


@pytest.mark.parametrize(("engine", "made"), [("sqlite", on_sqlite), ("postgresql", on_postgres)])
async def test_indicators_of_before_keep_the_office_s_rule(
    engine: str,
    made: Callable[[Path, Callable[[], None]], Awaitable[Database]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Schema 2 knew no days of an indicator's own."""
    before = migrating.steps(engine)[:2]
    monkeypatch.setattr(migrating, "steps", lambda engine: before)
    database = await made(tmp_path, monkeypatch.undo)
    try:
        (found,) = await database.read(figures.indicators)
        assert isinstance(found, Indicator)
        assert (found.name, found.categories, found.owner) == ("投资增速", ("绩效",), "U04")
        assert (found.due_day, found.freeze_day) == (None, None)
    finally:
        await database.close()
