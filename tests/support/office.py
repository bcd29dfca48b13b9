"""An office to test with: the demo's fictional county, on a calendar that is known, with the whole TABLE."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import handlers
from bot import office_calendar
from bot.channels import every
from domain import units
from domain.mechanism import rules
from handlers.conversation.room import Office, Profile
from handlers.understanding.units import Finder

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # a Wednesday, ten o'clock in the county


def county() -> units.Register:
    """The units that the demo ships."""
    text = (resources.files("bot") / "demo_data" / "units.csv").read_text("utf-8-sig")
    return units.Register(
        tuple(
            units.Unit(
                code=row["code"],
                name=row["name"],
                short=row["short"],
                aliases=tuple(filter(None, row["aliases"].split(";"))),
                sequence=row["sequence"],
                parent=row["parent"],
            )
            for row in csv.DictReader(text.splitlines())
        )
    )


def office(**changed: Any) -> Office:
    """The office as values; give what shall be different."""
    return replace(_usual(), **changed)


@cache
def _usual() -> Office:
    register = county()
    return Office(
        register=register,
        finder=Finder(register),
        rules=rules.RuleSet(),
        calendar=office_calendar.load(ZONE, {}),
        profile=Profile(
            name="清溪县效能办",
            phone="0000-000000",
            signature="清溪县效能办",
            retention="两年",
            retention_en="two years",
        ),
        matters=handlers.MATTERS,
        commands=handlers.commands(rules.RuleSet()),
        does=handlers.DOES,
        public_url="https://flagpost.example",
        channels=every.traits(),
    )
