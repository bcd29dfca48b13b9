"""What a monitor is told over HTTP: figures to whoever has the token, well or not well to everybody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot import settings
from bot.operations import watch_desk
from domain.matters.troubles import TroubleReason
from domain.people import Role
from storage.database import Tx
from storage.road import outbox, sending
from tests.support.homes import make_home
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was made once."""
    return await make_home(tmp_path_factory.mktemp("template") / "home")


@pytest_asyncio.fixture
async def here(template: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """An open house on Telegram, which has heard somebody there."""
    async with stage(template, tmp_path / "home", channel="telegram") as opened:
        await Play(opened).play("张 > /start")
        yield opened


@pytest.fixture
async def stranger(here: Stage) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who has no token."""
    async with httpx.AsyncClient(base_url=here.address, trust_env=False, verify=False) as client:
        yield client


@pytest.fixture
def given(here: Stage) -> settings.Settings:
    """The house's settings, as a command on this machine reads them; it listens where the stage does."""
    host, _, port = here.address.removeprefix("http://").partition(":")
    return replace(here.house.given, host=host, port=int(port))


@pytest.fixture
async def monitor(stranger: httpx.AsyncClient, given: settings.Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A monitor, with the token."""
    headers = {"Authorization": f"Bearer {watch_desk.token(given)}"}
    async with httpx.AsyncClient(base_url=stranger.base_url, headers=headers, trust_env=False, verify=False) as client:
        yield client


async def test_whoever_has_no_token_learns_nothing_but_well_or_not(stranger: httpx.AsyncClient) -> None:
    assert (await stranger.get("/healthz")).json() == {"is_well": True}
    assert (await stranger.get("/metrics")).status_code == 404
    assert (await stranger.get("/metrics", headers={"Authorization": "Bearer x"})).status_code == 404
    assert (await stranger.get("/livez")).status_code == 200


async def test_a_monitor_reads_what_is_wrong_and_what_is_to_be_minded(
    here: Stage, monitor: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    answer = await monitor.get("/healthz")
    assert answer.status_code == 200
    assert any("flagpost invite admin" in sentence for sentence in answer.json()["mind"])

    await here.joins("吴@web", Role.ADMIN)
    await here.house.database.write(lambda tx: unknown(here, tx))
    answer = await monitor.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["wrong"] == ["1 word(s) may or may not have been sent; an admin must say which (投递异常)."]
    assert not any("admin to" in sentence for sentence in answer.json()["mind"])
    assert (await stranger.get("/healthz")).json() == {"is_well": False}


async def test_the_figures_count_what_was_said(here: Stage, monitor: httpx.AsyncClient) -> None:
    await Play(here).play("""
        李 > /start
        李 > 帮助
        王@web > /start
    """)
    told = (await monitor.get("/metrics")).text
    assert 'flagpost_messages_total{channel="telegram",outcome="taken"} 3.0' in told
    assert 'flagpost_message_seconds_count{channel="telegram"} 3.0' in told
    assert 'flagpost_updates_total{channel="telegram",outcome="taken"} 3.0' in told
    assert 'flagpost_channel_hearing{channel="telegram"} 1.0' in told
    assert "flagpost_checkpoint_age_seconds" in told


async def test_the_command_line_asks_the_bot_that_runs(
    here: Stage, given: settings.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLAGPOST_LOCALE", "en")
    await here.joins("吴@web", Role.ADMIN)
    found = await asyncio.to_thread(watch_desk.findings, given, ())
    assert [finding.name for finding in found] == ["running", "running"]
    told = " ".join(finding.sentence for finding in found)
    assert "no backup yet" in told
    assert "bypass_contact" in told, "what is about this office reaches nobody yet"
    monkeypatch.setenv("FLAGPOST_LOCALE", "zh")  # it is told in the language of whoever asks
    found = await asyncio.to_thread(watch_desk.findings, given, ())
    assert "还没有备份" in " ".join(finding.sentence for finding in found)
    assert "flagpost_well 1.0" in await asyncio.to_thread(watch_desk.metrics, given)


async def test_the_command_line_looks_for_itself_where_nothing_runs(
    here: Stage, given: settings.Settings, unused_tcp_port: int
) -> None:
    found = await asyncio.to_thread(watch_desk.findings, replace(given, port=unused_tcp_port), ())
    assert [finding.name for finding in found] == ["operators", "bypass_contact", "backup_none"]


async def test_another_house_at_that_address_is_noticed(
    here: Stage, given: settings.Settings, tmp_path: Path, template: Path
) -> None:
    strange = await make_home(tmp_path / "other")
    with pytest.raises(watch_desk.Strange):
        await asyncio.to_thread(watch_desk.findings, replace(given, home=strange), ())


def unknown(here: Stage, tx: Tx) -> None:
    """Nobody knows what became of the first word."""
    row = outbox.of_id(tx, tx.value("SELECT MIN(id) FROM outbox"))
    assert row is not None
    tx.run("UPDATE outbox SET state = 'claimed' WHERE id = :id", id=row.id)
    sending.mark_unknown(tx, row, TroubleReason.CLAIM_EXPIRED.value, here.now())
    here.house._stuck(tx, row, TroubleReason.CLAIM_EXPIRED, "")
