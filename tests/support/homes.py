"""What `flagpost init` and `flagpost import units` make, made here: a home, its database, a county with its units. Also used by
`bench/press.py`, which measures neither.
"""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

from bot import home
from bot.importing import taking
from domain.importing.columns import ImportKind
from domain.matters import ruling
from handlers.conversation import house_rooms
from storage import offices, vault
from storage.database import Tx
from storage.engines import opening
from tests.support import office as offices_to_test_with


async def make_home(folder: Path, url: str = "") -> Path:
    """What `flagpost init` and `flagpost import units` make: a county with its units and nobody in it."""
    place = home.Home(folder=folder, url=url)
    home.make(place)
    keys = vault.Vault(vault.read_key(place.key))
    database = await opening.open_database(place.place, keys)
    office, at = offices_to_test_with.office(), offices_to_test_with.MORNING
    data = (resources.files("bot") / "demo_data" / "units.csv").read_bytes()
    await database.write(lambda tx: _keep_profile(tx))
    await taking.import_file(database, ImportKind.UNITS, data, lambda tx: house_rooms.quiet(tx, office, at=at, now=at))
    await database.write(offices.touch)
    await database.close()
    return folder


def _keep_profile(tx: Tx) -> None:
    profile = offices_to_test_with.office().profile
    for name in ruling.PROFILE:
        offices.set_profile(tx, name, getattr(profile, name), date.min)
