"""Founding an office and running it: `flagpost init`, `run`, `demo`, `check`, `metrics`, `migrate`."""

import ipaddress
import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.panel import Panel

from bot import clocks, home, language, logs, settings, settings_table
from bot.channels import every
from bot.commands import desk, moving
from bot.demo import house as demo_house
from bot.house import serving, wiring
from bot.operations import checking, preflight, watch_desk
from domain.people import OPERATOR
from domain.saying import SaidNo
from handlers.conversation import gathering
from storage import offices, vault
from storage.database import Tx
from storage.engines import opening

DEMO = str(settings_table.WEB.default)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (init, run, demo, check, metrics, migrate):
        app.command()(command)


def init(
    name: Annotated[str, typer.Option()] = "",
    phone: Annotated[str, typer.Option()] = "",
    retention: Annotated[str, typer.Option()] = "",
    yes: Annotated[bool, typer.Option("--yes")] = False,
) -> None:
    """Make the home folder, the keys and the database."""
    place = home.of(settings.load(os.environ))
    if place.is_made():
        desk.say("init.is_there", folder=place.folder, place=place.place)
        return
    given = {"name": name.strip(), "phone": phone.strip(), "retention": retention.strip()}
    given = {key: value if yes else _asked(key, value) for key, value in given.items()}
    for key, value in given.items():
        if value and (why := gathering.unfit_value(key, value)):
            raise SaidNo(why)
    with desk.out.status(language.say("init.making")):
        words = home.make(place)
        desk.with_database(place, lambda database: database.write(lambda tx: _keep_profile(tx, given)))
    desk.say("init.made", folder=place.folder, place=place.place)
    desk.out.print(Panel(words, title=language.say("init.recovery_key"), expand=False))
    for key in [key for key, value in given.items() if not value]:
        desk.say("init.missing", name=key, what=language.say(f"init.ask_{key}"))
    desk.say("init.next")


def run() -> None:
    """Run the bot: every configured channel, the web side, the clock."""
    given = settings.load(os.environ)
    logs.set_level(given.log_level)
    if checking.is_open_without_tls(given):
        desk.err.print(language.say("run.plain", address=f"{given.host}:{given.port}"), style="yellow", markup=False)
    serving.run(_run(given))


def demo(
    port: Annotated[int, typer.Option()] = 0,
    folder: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """Play a fictional county in the browser: a pane for every role and a clock to turn."""
    host, usual = settings.read_one(settings_table.WEB, os.environ.get("FLAGPOST_WEB", "").strip() or DEMO)
    is_local = host in ("localhost",) or (_is_number(host) and ipaddress.ip_address(host).is_loopback)
    if not is_local:
        desk.err.print(language.say("demo.open", address=f"{host}:{port or usual}"), style="yellow", markup=False)
    demo_house.play(host, port or usual, folder, lambda key, facts: desk.say(f"demo.{key}", **facts))


def check() -> None:
    """Say what works, what does not, and what to do."""
    given = settings.load(os.environ)
    findings = checking.check(given, language.say, every.set_up(given))
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


def _asked(key: str, value: str) -> str:
    """What was given, or typed: asked again until there is something."""
    while not value.strip():
        value = typer.prompt(language.say(f"init.ask_{key}"), default="", show_default=False)
        if not value.strip():
            desk.say("init.not_empty")
    return value.strip()


def _keep_profile(tx: Tx, given: dict[str, str]) -> None:
    for name, value in given.items():
        if value:
            offices.change_profile(tx, name, value, date.min, OPERATOR.name, clocks.real())


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
