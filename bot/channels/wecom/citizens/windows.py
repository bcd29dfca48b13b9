"""Who may be written to: five messages within two days of what somebody wrote last, and only while no person of the office talks to them.

Kept in memory: what is not known here (after a start) the platform knows, and says so by a refusal that parks the message.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.channels.wecom.citizens.traits import MOST, WELCOME_WITHIN, WINDOW

AT_MOST = 20_000  # citizens


@dataclass(slots=True)
class CitizenWindow:
    """What is known of one citizen."""

    wrote_at: datetime | None = None  # None: not since the start
    used: int = 0  # messages since they wrote
    has_pressed: bool = False  # since they wrote: whether that lets more be said is not documented
    is_with_human: bool | None = None  # None: the platform was not asked yet
    welcome: tuple[str, datetime] | None = None


class CitizenWindows:
    """Those of everybody who was heard since the start, the latest `AT_MOST`."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._known: OrderedDict[str, CitizenWindow] = OrderedDict()

    def of(self, citizen: str) -> CitizenWindow:
        """What is known of somebody."""
        found = self._known.setdefault(citizen, CitizenWindow())
        self._known.move_to_end(citizen)
        if len(self._known) > AT_MOST:
            self._known.popitem(last=False)
        return found

    def forget(self) -> None:
        """Know of nobody, as after a start: another process has heard them since."""
        self._known.clear()

    def heard(self, citizen: str, *, is_click: bool) -> None:
        """They wrote: five more may be said. Whether a press counts as writing is not documented: after one, the platform decides."""
        window = self.of(citizen)
        if is_click:
            window.has_pressed = True
        else:
            window.wrote_at, window.used, window.has_pressed = self._clock(), 0, False

    def may_be_told(self, citizen: str) -> bool:
        """Whether, by what we know, one more message reaches them."""
        window = self.of(citizen)
        if window.is_with_human:
            return False
        if window.wrote_at is None:
            return True
        return (window.used < MOST or window.has_pressed) and self._clock() - window.wrote_at < WINDOW

    def is_last(self, citizen: str) -> bool:
        """Whether what is said next may be the last that reaches them until they write."""
        return self.of(citizen).used >= MOST - 1

    def told(self, citizen: str) -> None:
        """One more was said."""
        self.of(citizen).used += 1

    def shut(self, citizen: str) -> None:
        """The platform takes nothing more for them until they write."""
        window = self.of(citizen)
        window.wrote_at, window.used, window.has_pressed = self._clock(), MOST, False

    def came(self, citizen: str, code: str) -> None:
        """Somebody has just come, and may be welcomed once with this code."""
        self.of(citizen).welcome = (code, self._clock())

    def take_welcome(self, citizen: str) -> str:
        """The code by which they may yet be welcomed; empty where there is none."""
        window = self.of(citizen)
        found, window.welcome = window.welcome, None
        if found is None or (self._clock() - found[1]).total_seconds() > WELCOME_WITHIN:
            return ""
        return found[0]
