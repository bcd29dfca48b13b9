"""The command line: `flagpost …`.

Lives here: the commands of the design §12 and how each failure ends (a sentence, and an exit code: 2 for settings and usage, 1 for
everything else). Calls the rooms that do the work.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.panel import Panel

from bot import (
    checking,
    cli_moving,
    cli_recovery,
    clocks,
    demo_house,
    home,
    logs,
    readiness,
    serving,
    settings,
    watch_desk,
    wiring,
)
from bot.commands import import_files
from domain import errors
from domain.people import STAFF, Role
from storage import offices, opening, people, vault
from storage.database import Database

T = TypeVar("T")
app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Flagpost: a chatbot for a local government's performance drive."
)
cli_recovery.add_to(app)
# Lines are cut by the terminal alone: a link or a sentence that goes to a file or a log must stay whole.
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)
INVITED_FOR = timedelta(days=7)
USAGE = 2


def main() -> None:
    """Run a command; end every failure of ours with its sentence."""
    logs.begin()
    try:
        app()
    except errors.SettingsError as refused:
        err.print(settings.render(refused.problems), style="yellow", markup=False)
        sys.exit(USAGE)
    except errors.FlagpostError as refused:
        err.print(str(refused), style="red", markup=False)
        sys.exit(1)
    except Exception as error:
        logs.crashed(error)  # printed as usual it would show what variables held
        sys.exit(1)


@app.command()
def init(
    name: Annotated[str, typer.Option(help="The office, as citizens read it.")] = "",
    phone: Annotated[str, typer.Option(help="A phone number for questions.")] = "",
    retention: Annotated[str, typer.Option(help="How long data is kept, in words.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> None:
    """Make the home folder, the keys and the database."""
    place = home.of(settings.load(os.environ))
    if place.is_made():
        out.print(
            f"There is a Flagpost home in {place.folder} already ({place.place}); nothing was changed.", markup=False
        )
        return
    given = {"name": name, "phone": phone, "retention": retention}
    if not yes:
        asked = {"name": "Name of the office", "phone": "Phone number", "retention": "How long data is kept"}
        given = {key: given[key] or typer.prompt(text, default="") for key, text in asked.items()}
    with out.status("Making keys and database…"):
        words = home.make(place)
        _with_database(place, lambda database: database.write(lambda tx: _keep_profile(tx, given)))
    out.print(f"Made {place.folder} ({place.place})", markup=False)
    out.print(Panel(words, title="Recovery key: write it down and keep it away from this machine", expand=False))
    out.print("Next: flagpost import units FILE, flagpost invite reviewer, flagpost run")


@app.command()
def run() -> None:
    """Run the bot: every configured channel, the web side, the clock."""
    given = settings.load(os.environ)
    logs.set_level(given.log_level)
    serving.run(_run(given))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the page.")] = 8765,
    folder: Annotated[Path | None, typer.Option(help="Keep the county here instead of a temporary folder.")] = None,
) -> None:
    """Play a fictional county in the browser: a pane for every role and a clock to turn."""
    demo_house.play(port, folder, lambda text: out.print(text, markup=False))


@app.command()
def invite(
    role: Annotated[str, typer.Argument(help=", ".join(STAFF))],
    unit: Annotated[str, typer.Option(help="The code of the person's unit.")] = "",
    name: Annotated[str, typer.Option(help="The person's post, as the office calls it.")] = "",
) -> None:
    """Make a one-time invitation and its links."""
    if role not in tuple(STAFF):
        err.print(f"There is no role “{role}”. The roles are: {', '.join(STAFF)}.", markup=False)
        raise typer.Exit(USAGE)
    given = settings.load(os.environ)
    code = _with_database(home.of(given), lambda database: _invite(database, Role(role), unit, name))
    out.print(f"Code: {code}  (one use, seven days)", markup=False)
    out.print(f"Web:  {given.public_url}/chat#i_{code}", markup=False)
    if given.telegram:
        out.print(f"Telegram: open the bot and send  /start i_{code}", markup=False)


@app.command()
def check() -> None:
    """Say what works, what does not, and what to do: settings, keys, database, calendar, fonts."""
    findings = checking.check(settings.load(os.environ))
    for finding in findings:
        mark = "!" if finding.is_to_mind else "✓" if finding.is_well else "✗"
        out.print(f"{mark} {finding.what}: {finding.says}", markup=False)
    raise typer.Exit(0 if all(finding.is_well for finding in findings) else 1)


@app.command()
def metrics(
    token: Annotated[bool, typer.Option("--token", help="Print the token that /metrics asks for instead.")] = False,
) -> None:
    """Print what the running bot measures, as Prometheus reads it."""
    given = settings.load(os.environ)
    out.print(watch_desk.token(given) if token else watch_desk.metrics(given), markup=False, highlight=False, end="\n")


@app.command()
def migrate(
    to: Annotated[str, typer.Option(help="Move the office to an empty PostgreSQL database: postgresql://…")] = "",
) -> None:
    """Bring the database to the newest schema; with --to, move the office from SQLite to PostgreSQL."""
    place = home.of(settings.load(os.environ))
    if to:
        cli_moving.move(place, to)
        return
    readiness.check(place)
    keys = vault.Vault(vault.read_key(place.key))
    with home.Lock(place):
        steps = opening.migrate(place.place, keys)
    out.print(f"{steps} step(s) taken; the database is up to date.", markup=False)


async def _run(given: settings.Settings) -> None:
    async with wiring.open_house(given) as house:
        with serving.listen(given.host, given.port) as listener:
            out.print(f"Flagpost listens on http://{given.host}:{given.port}", markup=False)
            await serving.serve(house.app, listener, closing=house.web.close)


def _keep_profile(tx: Any, given: dict[str, str]) -> None:
    for name, value in given.items():
        offices.put(tx, f"profile.{name}", value)


async def _invite(database: Database, role: Role, unit: str, label: str) -> str:
    code, now = vault.new_code(), clocks.real()
    await database.write(lambda tx: people.invite(tx, code, role, unit, label or role.value, now, now + INVITED_FOR))
    return code


def _with_database(place: home.Home, work: Callable[[Database], Coroutine[Any, Any, T]]) -> T:
    readiness.check(place)

    async def do() -> T:
        keys = vault.Vault(vault.read_key(place.key))
        database = await opening.open_database(place.place, keys)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(do())


import_files.add_to(app, _with_database)


if __name__ == "__main__":
    main()
