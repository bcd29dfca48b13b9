"""`flagpost run` for `replicas.py`, with a short term, a pace of its own, and a clock at a moment when the office may speak.

`python -m tests.faults.harm.replica '{"term": 2, "per_second": 60, "ahead": 0, "unsound": false}'`. An unsound one takes
everything for its own, whatever the others do: it proves the referee.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot import clocks, leases, logs
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.traits import LIMITS, TRAITS
from bot.commands import operating
from bot.evidence import room as rooms
from domain.channels import Rate
from tests.faults.harm.unsound import settle_nothing

FAST = 10_000  # messages a second to one chat: what is shared is the pace of all


def main(term: float, per_second: int, ahead: float, *, unsound: bool) -> None:
    """Run it."""
    shift = timedelta(seconds=ahead)
    clocks.real = lambda: datetime.now(UTC) + shift
    rooms.UNCLAIMED_FOR += shift  # files bear the time of the system
    limits = replace(LIMITS, per_second=per_second, chat=(Rate(FAST, 1.0),))
    TelegramChannel.traits = replace(TRAITS, limits=limits)
    leases.TERM = term
    if unsound:
        settle_nothing()
    logs.begin()
    operating.run()


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    main(given["term"], given["per_second"], given["ahead"], unsound=given["unsound"])
