"""`flagpost rehearse --home`: what an office's own next period would give, with nothing changed and nobody told."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from bot import clocks, home, settings, wording
from bot.commands import desk, rehearsing
from bot.house import wiring
from bot.publishing.pictures import pictures as drawing
from bot.rehearsal import figures
from domain.matters.scoring import periods as law
from domain.people import CLOCK, Role
from handlers.conversation.room import Room
from handlers.projects import light_lists, projects
from handlers.scoring import turns
from storage import matters, vault
from storage.database import Tx
from storage.engines import opening, standalone
from storage.scoring import periods as store
from tests.handlers.procedures.test_decided_flags import DOCUMENT, said
from tests.support import engines
from tests.support.announcing_house import House
from tests.support.command_line import Flagpost

SAMPLE = resources.files("bot") / "demo_data"
NOW = datetime(2026, 5, 5, 2, tzinfo=UTC)  # two periods of two months are over


@pytest.fixture
def measured(founded: Flagpost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flagpost:
    """An office with the county's register, indicators, and the figures of two periods that nobody has confirmed."""
    for name in ("ranking", "flags", "flag_list", "flag_notice", "lights"):
        monkeypatch.setattr(drawing, name, lambda sheet: b"a picture")
    monkeypatch.setattr(clocks, "real", lambda: NOW)
    for kind in ("units", "indicators", "values"):
        bring(founded, tmp_path, kind, (SAMPLE / f"{kind}.csv").read_text("utf-8"))
    return founded


def bring(flagpost: Flagpost, folder: Path, kind: str, text: str) -> None:
    file = folder / f"{kind}.csv"
    file.write_text(text, encoding="utf-8")
    done = flagpost("import", kind, str(file), "--yes")
    assert done.code == 0, done.err


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes, and when it was written."""
    return {
        str(each.relative_to(folder)): (each.read_bytes() if each.is_file() else b"", each.stat().st_mtime_ns)
        for each in (folder, *folder.rglob("*"))
    }


def rehearsed(flagpost: Flagpost, folder: Path, *words: str) -> dict[str, Any]:
    done = flagpost("rehearse", "--home", str(folder), "--json", *words)
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[House]:
    """The office itself, for people to work in."""
    given = settings.load({"FLAGPOST_HOME": str(folder)})
    place = home.of(given)
    database = await opening.open_database(place.place, vault.Vault(vault.read_key(place.key)))
    try:
        view = wiring.view_of(given, database)
        await view.refresh()
        yield House(database=database, office=view.now(), words=wording.load(given.timezone, clocks.real), at=NOW)
    finally:
        await database.close()


async def closed_in_earnest(folder: Path, *codes: str) -> dict[str, Any]:
    """Let people confirm, sign and wait for the moment of each of these periods, in the office itself."""
    async with opened(folder) as house:
        for name, role in (("甲", Role.LEADER), ("乙", Role.LEADER), ("委", Role.COMMITTEE)):
            await house.person(name, role)
        for code in codes:
            number = await house.read(partial(_id_of, code=code))
            await house.act("甲", "period", number, "set_authorisation", {"number": DOCUMENT})
            await house.act("甲", "period", number, "confirm")
            await said(house, number)
            assert await house.stage("period", number) == "announced"
        return await house.read(lambda tx: given_by(house.room(tx), codes[-1]))


def _id_of(tx: Tx, code: str) -> int:
    found = store.of_code(tx, code)
    assert found is not None
    return found.id


def given_by(room: Room, code: str) -> dict[str, Any]:
    """What a period that was announced has given, read from what the office keeps."""
    found = store.of_code(room.tx, code)
    assert found is not None
    standing = matters.standing(room.tx, "period", found.id)
    assert standing is not None
    ranked = law.measured(store.rankings(room.tx, found.id))
    return {
        "periods": [figures.of_period(room, standing)],
        "turns": [
            (each.unit, each.category, each.rotation.value, each.streak) for each in turns.of_period(room, found)
        ],
        "ranks": {(ranking.sequence, each.unit): each.rank for ranking in ranked for each in ranking.standings},
    }


def test_it_gives_what_closing_the_period_in_earnest_gives_and_changes_no_byte(
    measured: Flagpost, tmp_path: Path
) -> None:
    folder = tmp_path / "home"
    before = everything(folder)
    found = rehearsed(measured, folder)
    assert everything(folder) == before
    (period,) = found["periods"]
    assert (period["name"], period["red_units"], period["yellow_units"]) == ("2026-P2", 14, 5)
    real = asyncio.run(closed_in_earnest(folder, "2026-P1", "2026-P2"))
    assert found["periods"] == real["periods"]
    assert [(each["unit"], each["category"], each["rotation"], each["streak"]) for each in found["turns"]] == real[
        "turns"
    ]
    assert {each["rotation"] for each in found["turns"]} >= {"turned", "kept", "passed_on", "removed", "repeated"}
    ranks = {(each["sequence"], one["unit"]): one["rank"] for each in found["rankings"] for one in each["units"]}
    assert ranks == real["ranks"]


def test_a_home_that_somebody_has_open_is_read_as_it_stands_and_nothing_is_written(
    measured: Flagpost, tmp_path: Path
) -> None:
    """What was written last lies in the log beside the database, as while the bot runs or after it was cut off."""
    folder = tmp_path / "home"
    keys = vault.Vault(vault.read_key(folder / home.KEY))
    with standalone.reading(folder / home.DATABASE, keys):
        values = (SAMPLE / "values.csv").read_text("utf-8")
        bring(measured, tmp_path, "values", values.replace("2026-P2", "2026-P3"))
        cut_off = shutil.copytree(folder, tmp_path / "cut-off")
        before = everything(folder)
        assert before[f"{home.DATABASE}-wal"][0]
        assert rehearsed(measured, folder)["periods"][0]["name"] == "2026-P3"
        after = everything(folder)
    for name in (home.DATABASE, f"{home.DATABASE}-wal", home.KEY):
        assert after[name] == before[name], name
    assert after.keys() == before.keys()
    before = everything(cut_off)
    assert rehearsed(measured, cut_off)["periods"][0]["name"] == "2026-P3"
    after = everything(cut_off)
    for name in (home.DATABASE, f"{home.DATABASE}-wal", home.KEY):
        assert after[name] == before[name], name


def test_the_lights_of_a_month_that_waits_are_those_that_confirming_its_list_gives(
    measured: Flagpost, tmp_path: Path
) -> None:
    bring(measured, tmp_path, "projects", (SAMPLE / "projects.csv").read_text("utf-8"))
    desk.in_office(lambda room: projects.open_month(room.acting_as(CLOCK), "2026-04"))
    head, *rows = (SAMPLE / "progress.csv").read_text("utf-8").splitlines()
    reported = [row for row in rows if ",2026-04," in row and not row.startswith("P02,")]
    bring(measured, tmp_path, "progress", "\n".join([head, *reported]))
    found = rehearsed(measured, tmp_path / "home")
    assert found["announcements"] == {"period": 1, "lights": 1}
    lit = asyncio.run(lit_in_earnest(tmp_path / "home"))
    assert {light: number for light, number in found["lights"]["2026-04"].items() if number} == lit
    assert lit["missing"] == 1
    assert lit["green"]
    assert lit["yellow"]


async def lit_in_earnest(folder: Path) -> Counter[str]:
    """Let the list of lights be proposed and confirmed, and count those that the months keep."""
    async with opened(folder) as house:
        await house.person("甲", Role.LEADER)
        house.at = NOW + timedelta(days=7)
        await house.ring()  # entry closes
        await house.write(lambda tx: light_lists.propose(house.room(tx), "2026-04"))
        assert await house.act("甲", "light_list", 1, "confirm")
        every = await house.read(lambda tx: matters.of_category(tx, "project_month", "2026-04"))
        return Counter(each.own["light"] for each in every)


def test_it_prints_what_would_be_said_draws_it_and_shows_no_key(measured: Flagpost, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    done = measured("rehearse", "--home", str(folder), "--period", "2026-P1", "--into", str(tmp_path / "shown"))
    assert done.code == 0, done.err
    assert "6 red flags" in done.out
    assert "2026-P1" in done.out
    assert "nobody was told" in done.out
    assert (folder / home.KEY).read_text().strip() not in done.out + done.err
    assert len(list((tmp_path / "shown" / "pictures").glob("own-2026-P1-*.png"))) == 4
    page = (tmp_path / "shown" / "index.html").read_text("utf-8")
    assert "what 2026-P1 would give" in page
    assert "6 red flags" in page
    assert page.count("<img") == 4


def test_it_does_not_pass_for_the_announcement_where_that_is_authorised(measured: Flagpost, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    asyncio.run(authorised(folder, "2026-P1"))
    done = measured("rehearse", "--home", str(folder), "--period", "2026-P1")
    assert "rehearsal" in done.out
    assert DOCUMENT not in done.out


async def authorised(folder: Path, code: str) -> None:
    async with opened(folder) as house:
        await house.person("甲", Role.LEADER)
        number = await house.read(partial(_id_of, code=code))
        assert await house.act("甲", "period", number, "set_authorisation", {"number": DOCUMENT})


def test_what_is_missing_is_said_with_what_to_do(founded: Flagpost, tmp_path: Path) -> None:
    folder = str(tmp_path / "home")
    assert "flagpost init" in founded("rehearse", "--home", str(tmp_path / "nowhere")).err
    for kind, needed in (("units", "import units"), ("indicators", "import indicators"), ("values", "import values")):
        refused = founded("rehearse", "--home", folder)
        assert (refused.code, needed in refused.err) == (1, True), refused.err
        bring(founded, tmp_path, kind, (SAMPLE / f"{kind}.csv").read_text("utf-8"))
    refused = founded("rehearse", "--home", folder, "--period", "2026-P5")
    assert "2026-P1, 2026-P2" in refused.err
    assert founded("rehearse", "--period", "2026-P1").code == 2
    not_here = founded("rehearse", "--home", folder, "--projects", "92", "--values", "x.csv", "--seed", "1")
    assert (not_here.code, "--values, --projects, --seed" in not_here.err) == (2, True), "they were passed over"


def test_a_period_that_is_confirmed_is_not_rehearsed(measured: Flagpost, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    asyncio.run(closed_in_earnest(folder, "2026-P1", "2026-P2"))
    refused = measured("rehearse", "--home", str(folder))
    assert refused.code == 1
    assert "next period" in refused.err


def test_an_office_on_a_server_gets_the_same_and_nothing_of_it_is_kept(
    measured: Flagpost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was refused there: only the embedded database could be copied."""
    folder, url = tmp_path / "home", engines.databases().bare()
    found = rehearsed(measured, folder)
    assert measured("migrate", "--to", url).code == 0
    monkeypatch.setenv("FLAGPOST_DATABASE", url)
    before = in_tables(url)
    there = rehearsed(measured, folder)
    assert {**there, "seconds": 0} == {**found, "seconds": 0}
    assert in_tables(url) == before


def in_tables(url: str) -> dict[str, str]:
    """What the tables on a server hold."""
    with psycopg.connect(url) as door:
        names = [name for (name,) in door.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        asked = "SELECT md5(COALESCE(string_agg(it::text, '|' ORDER BY it::text), '')) FROM {} it"
        rows = [(name, door.execute(sql.SQL(asked).format(sql.Identifier(name))).fetchone()) for name in names]
        return {name: row[0] for name, row in rows if row}


def test_setting_up_ends_with_the_offices_own_period_once_its_figures_are_there(
    measured: Flagpost, tmp_path: Path
) -> None:
    (tmp_path / "answers.toml").write_text("rehearse = true\n", encoding="utf-8")
    done = measured("init", "--answers", str(tmp_path / "answers.toml"))
    assert done.code == 0, done.err
    assert "This is what 2026-P2 would give" in done.out
    assert "✓ rehearsal: there are figures of 2026-P1, 2026-P2" in measured("check").out


def test_setting_up_says_what_figures_are_missing_and_plays_the_fictional_county(
    founded: Flagpost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("units", "indicators"):
        bring(founded, tmp_path, kind, (SAMPLE / f"{kind}.csv").read_text("utf-8"))
    head, first, *_ = (SAMPLE / "values.csv").read_text("utf-8").splitlines()
    bring(founded, tmp_path, "values", f"{head}\n{first}\n")
    monkeypatch.setattr(rehearsing, "rehearse", lambda: desk.out.print("the fictional county"))
    (tmp_path / "answers.toml").write_text("rehearse = true\n", encoding="utf-8")
    done = founded("init", "--answers", str(tmp_path / "answers.toml"))
    assert (done.code, "too few figures of 2026-P1" in done.out) == (0, True), done.out + done.err
    assert "the fictional county" in done.out.splitlines()[-1]
