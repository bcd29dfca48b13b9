"""What the office says of itself, and what it has decided: profile, rules, its own calendar. One row a name, in `meta`.

Called by `bot/office_view.py` and `flagpost init`.
"""

import json
from collections.abc import Mapping
from datetime import date

from storage.database import Tx

PROFILE = ("name", "phone", "address", "signature", "retention")


def put(tx: Tx, name: str, value: str) -> None:
    """Set one value and count the change, so that cached views notice."""
    tx.put(
        "INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value",
        name=name,
        value=value,
    )
    touch(tx)


def touch(tx: Tx) -> None:
    """Count a change of the office's values (register, rules, profile, calendar)."""
    tx.put(
        "INSERT INTO counter (name, value) VALUES ('office', 1) ON CONFLICT (name) DO UPDATE SET value = counter.value + 1"
    )


def version(tx: Tx) -> int:
    """Tell how often the office's values have changed."""
    return int(tx.value("SELECT value FROM counter WHERE name = 'office'") or 0)


def profile(tx: Tx) -> dict[str, str]:
    """Read the office's profile."""
    found: dict[str, str] = dict(tx.all("SELECT name, value FROM meta WHERE name LIKE 'profile.%'"))
    return {name: found.get(f"profile.{name}", "") for name in PROFILE}


def rules(tx: Tx) -> tuple[int, Mapping[str, object]]:
    """Read the version of the rule set and what the office changed in it."""
    changed = tx.value("SELECT value FROM meta WHERE name = 'rules'")
    number = int(tx.value("SELECT value FROM meta WHERE name = 'rules.version'") or 1)
    return number, json.loads(changed) if changed else {}


def own_days(tx: Tx) -> dict[date, bool]:
    """Read the office's own working days (true) and days off (false)."""
    found = tx.value("SELECT value FROM meta WHERE name = 'calendar'")
    return {date.fromisoformat(day): is_working for day, is_working in json.loads(found).items()} if found else {}
