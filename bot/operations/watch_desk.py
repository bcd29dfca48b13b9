"""Watching from the command line: ask the bot that runs here, or look at its home where none runs."""

import asyncio
import json
from collections.abc import Iterable

import httpx

from bot import clocks, home, language, settings
from bot.operations import watch_pages, watching
from bot.operations.watching import WatchFinding
from domain import errors
from storage import vault
from storage.engines import opening

PATIENCE = 5.0  # seconds until a bot that does not answer counts as one that does not run


class NotRunning(errors.FlagpostError):
    """No Flagpost answers where the settings say that it listens. Start it with `flagpost run`."""


class Strange(errors.FlagpostError):
    """What answers there does not know this home: another program, or a Flagpost of another home. Look at FLAGPOST_WEB."""


def token(given: settings.Settings) -> str:
    """The token by which a monitor reads figures."""
    return watch_pages.token_of(vault.Vault(vault.read_key(home.Home(folder=given.home).key)))


def metrics(given: settings.Settings) -> str:
    """What `/metrics` of the running bot says. Raises NotRunning, Strange."""
    answer = _ask(given, "/metrics")
    if answer.status_code != 200:
        raise Strange
    return answer.text


def findings(given: settings.Settings, pushing: Iterable[str]) -> list[WatchFinding]:
    """What is not as it should be: as the running bot says, which knows most, else as its home shows. `pushing` names the channels
    that push."""
    try:
        answer = _ask(given, "/healthz")
        told = json.loads(answer.text)
        return [
            WatchFinding(name="running", facts={"sentence": sentence}, is_grave=kind == "wrong")
            for kind in ("wrong", "mind")
            for sentence in told[kind]
        ]
    except NotRunning:
        return asyncio.run(_look(given, pushing))
    except (ValueError, KeyError, TypeError):
        raise Strange from None


def _ask(given: settings.Settings, path: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token(given)}", "Accept-Language": language.locale()}
    try:
        with httpx.Client(headers=headers, timeout=PATIENCE, trust_env=False, verify=False) as client:  # no TLS here
            return client.get(f"http://{given.reached_by}{path}")
    except httpx.HTTPError:
        raise NotRunning from None


async def _look(given: settings.Settings, pushing: Iterable[str]) -> list[WatchFinding]:
    place = home.of(given)
    database = await opening.open_database(place.place, vault.Vault(vault.read_key(place.key)))
    try:
        watch = watching.Watch(
            database, pushing=pushing, home=place.folder, database_file=place.file, clock=clocks.real
        )
        return watching.wrong(await watch.look())
    finally:
        await database.close()
