"""Running an office: `flagpost run`, `check`, `metrics`, `migrate`."""

import asyncio
import os
from typing import Annotated

import typer

from bot import home, language, logs, settings
from bot.channels import every
from bot.commands import desk, moving
from bot.house import serving, wiring
from bot.operations import checking, preflight, watch_desk
from storage import vault
from storage.engines import opening


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (run, check, metrics, migrate):
        app.command()(command)


def run() -> None:
    """Run the bot: every configured channel, the web side, the clock."""
    given = settings.load(os.environ)
    logs.set_level(given.log_level)
    if checking.is_open_without_tls(given):
        desk.err.print(language.say("run.plain", address=f"{given.host}:{given.port}"), style="yellow", markup=False)
    serving.run(_run(given))


def check() -> None:
    """Say what works, what does not, and what to do."""
    given = settings.load(os.environ)
    found = asyncio.run(every.examined(given))
    findings = checking.check(given, language.say, every.set_up(given), found)
    for finding in findings:
        mark = "!" if finding.is_to_mind else "✓" if finding.is_well else "✗"
        desk.out.print(f"{mark} {language.say(f'check.what.{finding.what}')}: {finding.says}", markup=False)
    raise typer.Exit(0 if all(finding.is_well for finding in findings) else 1)


def metrics(token: Annotated[bool, typer.Option("--token")] = False) -> None:
    """Print what the running bot measures, as Prometheus reads it."""
    given = settings.load(os.environ)
    found = watch_desk.token(given) if token else watch_desk.metrics(given)
    desk.out.print(found, markup=False, highlight=False, end="\n")


def migrate(to: Annotated[str, typer.Option()] = "") -> None:
    """Bring the database to the newest schema; with --to, move the office from SQLite to PostgreSQL."""
    place = home.of(settings.load(os.environ))
    if to:
        moving.move(place, to)
        return
    preflight.check(place)
    keys = vault.Vault(vault.read_key(place.key))
    with home.Lock(place):
        steps = opening.migrate(place.place, keys)
    desk.say("migrate.done", steps=steps)


async def _run(given: settings.Settings) -> None:
    async with wiring.open_house(given) as house:
        with serving.listen(given.host, given.port) as listener:
            desk.say("run.listens", address=f"http://{given.host}:{given.port}")
            await serving.serve(house.app, listener, closing=house.close)
