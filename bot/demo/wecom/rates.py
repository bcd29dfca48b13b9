"""How fast the stand-in lets anybody be written to, unless it is not `is_limiting`: then whoever tests need not wait."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable


class SendingRates:
    """When each was written to."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.is_limiting = True
        self._clock = clock
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def is_over(self, whose: str, rates: tuple[tuple[int, float], ...]) -> bool:
        """Whether it is one too many; it is counted where it is not."""
        if not self.is_limiting:
            return False
        times, now = self._times[whose], self._clock()
        while times and times[0] <= now - max(seconds for _, seconds in rates):
            times.popleft()
        if any(sum(at > now - seconds for at in times) >= most for most, seconds in rates):
            return True
        times.append(now)
        return False
