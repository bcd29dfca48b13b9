"""`flagpost demo`: a fictional county in the browser."""

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot import language, settings, settings_table
from bot.commands import desk
from bot.demo import playing

DEMO = str(settings_table.WEB.default)


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    port: Annotated[int, typer.Option()] = 0,
    folder: Annotated[Path | None, typer.Option()] = None,
    wecom: Annotated[bool, typer.Option("--wecom")] = False,
) -> None:
    """Play a fictional county in the browser: a pane for every role and a clock to turn."""
    host, usual = settings.read_one(settings_table.WEB, os.environ.get("FLAGPOST_WEB", "").strip() or DEMO)
    is_local = host in ("localhost",) or (_is_number(host) and ipaddress.ip_address(host).is_loopback)
    if not is_local:
        desk.err.print(language.say("demo.open", address=f"{host}:{port or usual}"), style="yellow", markup=False)

    def say(key: str, facts: Mapping[str, object]) -> None:
        desk.say(f"demo.{key}", **facts)

    playing.play(host, port or usual, folder, say, with_wecom=wecom)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
