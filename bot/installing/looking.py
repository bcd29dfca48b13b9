"""What the installer asks of an office, as the user who owns it, in the version's own Python: `bot.installing.looking done` or `alive`."""

from __future__ import annotations

import os
import sys
import urllib.request

from bot import home, settings
from storage import vault
from storage.engines import migrating, standalone
from storage.upkeep import doings

PATIENCE = 5.0  # seconds


def main() -> int:
    """`done`: print the number of the schema, and what was taken in and said, in a word. `alive`: fail where nobody answers."""
    given = settings.load(os.environ)
    if sys.argv[1] == "alive":
        return 0 if _answers(given) else 1
    place = home.of(given)
    keys = vault.Vault(vault.read_key(place.key))
    with standalone.reading(place.database, keys) as tx:
        sys.stdout.write(f"{migrating.schema_of(place.database, keys)} {doings.trace(tx)}\n")
    return 0


def _answers(given: settings.Settings) -> bool:
    nobody_between = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with nobody_between.open(f"http://{given.reached_by}/livez", timeout=PATIENCE) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
