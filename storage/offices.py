"""What the office says of itself, and what it has decided: profile, versions of the rules, its own calendar.

Each change is a line in the office's history and counts, so that cached views notice.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.matters.ruling import PROFILE
from domain.mechanism.rules import RuleSet, Versions
from storage import times
from storage.database import Tx
from storage.road import history

OFFICE = 1  # it has one chain in history


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    """One decided version of the rules: what differs from the law's own numbers, by key, and from which day."""

    number: int
    changed: Mapping[str, object]
    effective_on: date
    made_at: datetime


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


def profile(tx: Tx, day: date) -> dict[str, str]:
    """Read what the office says of itself on a day."""
    rows = tx.all("SELECT name, value FROM profile WHERE since <= :day ORDER BY since", day=day.isoformat())
    return dict.fromkeys(PROFILE, "") | dict(rows)


def set_profile(tx: Tx, name: str, value: str, since: date) -> None:
    """Let the office say something else of itself from a day on."""
    tx.put(
        "INSERT INTO profile (name, since, value) VALUES (:name, :since, :value)"
        " ON CONFLICT (name, since) DO UPDATE SET value = excluded.value",
        name=name,
        since=since.isoformat(),
        value=value,
    )
    touch(tx)


def change_profile(tx: Tx, name: str, value: str, since: date, actor: str, at: datetime, number: str = "") -> None:
    """The same with what it was before in history; `number`: of the matter that decided it."""
    before = profile(tx, since)[name]
    set_profile(tx, name, value, since)
    body: dict[str, object] = {"name": name, "value": value, "before": before, "from": since.isoformat(), "by": number}
    note(tx, actor, "profile", body, at)


def rule_versions(tx: Tx) -> list[RuleVersion]:
    """Every version of the rules that was decided, the oldest first. The first, 1, is the law's own and is not among them."""
    rows = tx.all("SELECT version, changed, effective_on, made_at FROM rule_set ORDER BY version")
    return [
        RuleVersion(
            number=row[0],
            changed=json.loads(row[1]),
            effective_on=date.fromisoformat(row[2]),
            made_at=times.read(row[3]),
        )
        for row in rows
    ]


def versions(tx: Tx) -> Versions:
    """The rules of every version, as what begins is judged by them."""
    return Versions(
        known=tuple((each.effective_on, RuleSet.from_mapping(each.number, each.changed)) for each in rule_versions(tx))
    )


def add_rules(tx: Tx, changed: Mapping[str, object], effective_on: date, actor: str, at: datetime) -> int:
    """Add a version of the rules: all that differs from the law's own numbers. Returns its number."""
    number = 1 + int(tx.value("SELECT MAX(version) FROM rule_set") or 1)
    tx.put(
        "INSERT INTO rule_set (version, changed, effective_on, made_at) VALUES (:version, :changed, :day, :at)",
        version=number,
        changed=json.dumps(changed, ensure_ascii=False, sort_keys=True),
        day=effective_on.isoformat(),
        at=times.text(at),
    )
    note(tx, actor, "rules", {"version": number, "changed": dict(changed), "from": effective_on.isoformat()}, at)
    touch(tx)
    return number


def own_days(tx: Tx) -> dict[date, bool]:
    """Read the office's own working days (true) and days off (false)."""
    return {
        date.fromisoformat(day): bool(works) for day, works in tx.all("SELECT day, works FROM own_day ORDER BY day")
    }


def set_days(tx: Tx, days: Mapping[date, bool], actor: str, at: datetime, number: str = "") -> None:
    """Remember what the office decided about these days; `number`: of the matter that decided it."""
    for day, works in days.items():
        tx.put(
            "INSERT INTO own_day (day, works) VALUES (:day, :works) ON CONFLICT (day) DO UPDATE SET works = excluded.works",
            day=day.isoformat(),
            works=int(works),
        )
    decided = {day.isoformat(): works for day, works in sorted(days.items())}
    note(tx, actor, "calendar", {"days": decided, "by": number}, at)
    touch(tx)


def note(tx: Tx, actor: str, what: str, body: dict[str, object], at: datetime) -> None:
    """Write a line into the office's own history."""
    history.write(tx, "office", OFFICE, history.HistoryLine(at=at, actor=actor, what=what, body=body))
