"""`flagpost migrate --to`: moves an office from the file in its home to a PostgreSQL server, and says what to set then."""

from bot import home, settings, settings_table
from bot.commands import desk, recovery
from bot.settings_table import Setting
from storage import errors, vault
from storage.engines import opening

TO = Setting("--to", settings_table.DATABASE.read)


def move(place: home.Home, to: str) -> None:
    """Move it. The bot must not run meanwhile: what it took in would stay behind."""
    if place.url:
        raise errors.MoveRefused(
            "FLAGPOST_DATABASE is set, so this office is on PostgreSQL already. Nothing was moved."
        )
    target = opening.DatabasePlace(file=place.database, url=settings.read_one(TO, to))
    keys = vault.Vault(vault.read_key(place.key))
    with home.Lock(place), recovery.showing() as progress:
        moved = opening.move(place.place, target, keys, progress)
    desk.say("move.moved", place=place.place, target=target)
    desk.say("move.rows", rows=f"{moved.number:,}", tables=len(moved.rows))
    desk.say("move.next", folder=place.folder)
