"""Counters of what comes in: by channel and outcome, and how long it took. Nothing in them names anybody.

Plain numbers, so that counting costs a message next to nothing; `bot/operations/metrics.py` shows them to Prometheus. Counted
by `bot/house/intake.py`.
"""

from bisect import bisect_left
from collections import Counter

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds


class Timing:
    """How long one kind of thing took: how many up to each bound, how many in all, seconds in all."""

    __slots__ = ("buckets", "number", "seconds")

    def __init__(self) -> None:
        """Nothing yet."""
        self.buckets = [0] * (len(BOUNDS) + 1)
        self.number = 0
        self.seconds = 0.0

    def add(self, seconds: float) -> None:
        """One more."""
        self.buckets[bisect_left(BOUNDS, seconds)] += 1
        self.number += 1
        self.seconds += seconds


class Meters:
    """What was counted since the start of this process."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.messages: Counter[tuple[str, str]] = Counter()
        self.handling: dict[str, Timing] = {}

    def message(self, channel: str, outcome: str, seconds: float) -> None:
        """A message came by a channel; `outcome` is taken, repeated, kept (to be handled later) or failed."""
        self.messages[channel, outcome] += 1
        timing = self.handling.get(channel)
        if timing is None:
            timing = self.handling[channel] = Timing()
        timing.add(seconds)
