"""`flagpost check`: what works, what does not, and what to do.

Called by `bot/cli.py`.
"""

import asyncio
import importlib.metadata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot import clocks, home, office_calendar, pictures, readiness, settings, watch_desk, wording
from domain import errors
from domain.people import Role
from domain.units import Unit
from storage import errors as storage_errors
from storage import opening, people, sqlite_connection, units, vault

NAMED = 30  # units that are named one by one
ROOMS = ("bot", "handlers", "scheduler", "storage", "domain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. What is to be minded is well, but somebody should know of it."""

    what: str
    is_well: bool
    says: str
    is_to_mind: bool = False


def check(given: settings.Settings) -> list[Finding]:
    """Look at everything; never raises for what it finds."""
    place = home.of(given)
    looks: list[tuple[str, Callable[[], str]]] = [
        ("settings", lambda: "read"),
        ("packages", _packages),
        *([] if given.database else [("SQLite", _library)]),
        ("home", lambda: _home(place)),
        ("key", lambda: _key(place)),
        ("database", lambda: _database(place)),
        ("unit contacts", lambda: _contacts(place)),
        ("calendar", lambda: _calendar(given)),
        ("fonts", lambda: str(pictures.font_file().name)),
        ("words", lambda: _words(given)),
        ("Telegram", lambda: given.telegram.mode if given.telegram else "off"),
    ]
    return [*(_look(what, look) for what, look in looks), *_proxy(given), *_watch(given)]


def _look(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what=what, is_well=True, says=look())
    except (errors.FlagpostError, OSError) as error:
        return Finding(what=what, is_well=False, says=str(error))


def _proxy(given: settings.Settings) -> list[Finding]:
    """Whoever is reached by another address than the one it listens on has a proxy before it, which wants to be named."""
    listens = f"{given.host}:{given.port}"
    if (
        given.trusted_proxies
        or urlsplit(given.public_url).netloc == listens
        or not given.public_url.startswith("https")
    ):
        return []
    says = (
        f"{given.public_url} is reached through a proxy, but FLAGPOST_TRUSTED_PROXIES does not name it: all visitors count as one."
        " Set it to the proxy's address, like 127.0.0.1"
    )
    return [Finding(what="proxy", is_well=True, says=says, is_to_mind=True)]


def _watch(given: settings.Settings) -> list[Finding]:
    """What waits and what is wrong; nothing where the home does not open, which was said already."""
    try:
        found = watch_desk.findings(given)
    except storage_errors.StorageError:
        return []
    except errors.FlagpostError as error:
        return [Finding(what="watch", is_well=False, says=str(error))]
    if not found:
        return [Finding(what="watch", is_well=True, says="nothing waits that should not")]
    return [
        Finding(what="watch", is_well=not each.is_grave, says=each.sentence, is_to_mind=not each.is_grave)
        for each in found
    ]


def _packages() -> str:
    """Nobody else may own the names of our packages: such a stranger would be imported instead."""
    owners = importlib.metadata.packages_distributions()
    strangers = {owner for room in ROOMS for owner in owners.get(room, []) if owner != "flagpost"}
    if strangers:
        raise errors.FlagpostError(
            f"Another distribution ships our packages: {', '.join(sorted(strangers))}. Uninstall it."
        )
    return "ours"


def _library() -> str:
    sqlite_connection.check_library()
    return "fit"


def _home(place: home.Home) -> str:
    readiness.check(place)
    return f"{place.folder} is ours"


def _key(place: home.Home) -> str:
    vault.read_key(place.key)
    is_open = place.key.stat().st_mode & 0o077
    if is_open:
        raise errors.FlagpostError(f"Others can read {place.key}. Run: chmod 600 {place.key}")
    return "readable by its owner alone"


def _database(place: home.Home) -> str:
    opening.check(place.place, vault.Vault(vault.read_key(place.key)))
    return f"{place.place} opens, with the schema of this version"


def _contacts(place: home.Home) -> str:
    """Which units nobody can be told anything: their notices reach no one."""
    register, reached = asyncio.run(_units(place))
    if not register:
        return "no units yet: flagpost import units FILE"
    without = [f"{unit.code} {unit.name}" for unit in register if unit.code not in reached]
    if not without:
        return f"each of {len(register)} units has one"
    named = ", ".join(without[:NAMED]) + (" …" if len(without) > NAMED else "")
    invite = "flagpost invite unit_contact --unit CODE"
    return f"{len(without)} of {len(register)} units have none and hear of no flag: {named}. To invite one: {invite}"


async def _units(place: home.Home) -> tuple[list[Unit], frozenset[str]]:
    database = await opening.open_database(place.place, vault.Vault(vault.read_key(place.key)))
    try:
        return await database.read(
            lambda tx: (
                [unit for unit in units.register(tx) if not unit.is_closed],
                people.units_with(tx, Role.UNIT_CONTACT),
            )
        )
    finally:
        await database.close()


def _calendar(given: settings.Settings) -> str:
    year = clocks.real().astimezone(given.timezone).year
    calendar = office_calendar.load(given.timezone, {})
    missing = [each for each in (year, year + 1) if not calendar.is_known(each)]
    if missing:
        return f"not known yet for {', '.join(map(str, missing))}: weekends are assumed"
    return "known"


def _words(given: settings.Settings) -> str:
    wording.load(given.timezone, clocks.real)
    return "zh, en"
