"""`flagpost migrate --to`: moves an office from the file in its home to a PostgreSQL server, and says what to set then."""

import typer
from rich.console import Console

from bot import home, setting_values
from bot.commands import desk, recovery
from storage import errors, vault
from storage.engines import opening

USAGE = 2
err = Console(stderr=True, soft_wrap=True)


def move(place: home.Home, to: str) -> None:
    """Move it. The bot must not run meanwhile: what it took in would stay behind."""
    if place.url:
        raise errors.MoveRefused(
            "FLAGPOST_DATABASE is set, so this office is on PostgreSQL already. Nothing was moved."
        )
    try:
        target = opening.Place(file=place.database, url=setting_values.database(to))
    except setting_values.Wrong as wrong:
        err.print(f"--to {wrong}", markup=False)
        raise typer.Exit(USAGE) from None
    keys = vault.Vault(vault.read_key(place.key))
    with home.Lock(place), recovery.showing() as progress:
        moved = opening.move(place.place, target, keys, progress)
    desk.say("move.moved", place=place.place, target=target)
    desk.say("move.rows", rows=f"{moved.number:,}", tables=len(moved.rows))
    desk.say("move.next", folder=place.folder)
