"""Whether the clock can be trusted: wall time held against the monotonic clock, look by look.

A clock that was set, or a machine that slept, shows as a step between two looks; the slow pull of NTP does not. Looked at
every few seconds by the house, told of by `bot/operations/watching.py`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

LOG = logging.getLogger(__name__)

NOTEWORTHY = 2.0  # seconds between two looks
TOLD_FOR = timedelta(hours=1).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFacts:
    """`drift`: seconds by which wall time has left the monotonic clock since the start. `step`: the largest jump of the
    last hour, 0 where there was none."""

    drift: float = 0.0
    step: float = 0.0


class ClockWatch:
    """Holds the two clocks against each other."""

    def __init__(self, *, clock: Callable[[], datetime], timer: Callable[[], float]) -> None:
        """`clock` is wall time, `timer` counts seconds and is never set."""
        self._clock = clock
        self._timer = timer
        self._begun = self._last = self._gap()
        self._steps: list[tuple[float, float]] = []

    def look(self) -> None:
        """Compare with the look before."""
        now, gap = self._timer(), self._gap()
        step, self._last = gap - self._last, gap
        if abs(step) >= NOTEWORTHY:
            LOG.error("The clock was set by %+.1f s, or this machine slept", step)
            self._steps.append((now, step))
        self._steps = [(at, size) for at, size in self._steps if now - at < TOLD_FOR]

    def facts(self) -> ClockFacts:
        """How it stands."""
        step = max((size for _, size in self._steps), key=abs, default=0.0)
        return ClockFacts(drift=self._last - self._begun, step=step)

    def _gap(self) -> float:
        return self._clock().timestamp() - self._timer()
