"""A stand-in for Telegram that knows which process asks: each comes by an address of its own.

It keeps who asked for updates and who sent, and when; `wrong` holds them to what Telegram and the design permit.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tests.telegram.telegram_server import TelegramServer
from tests.web.http_server import Request, Response

A_SECOND = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of one process."""

    who: str
    method: str
    at: float


class Referee(TelegramServer):
    """See above. `per_second` messages are permitted to all processes together."""

    def __init__(self, *, per_second: int, retry_pause: float) -> None:
        super().__init__(retry_pause=retry_pause)
        self.asked: list[Asked] = []
        self._per_second = per_second

    def address_of(self, who: str) -> str:
        """What FLAGPOST_TELEGRAM_API says to this process."""
        return f"{self.address}/{who}"

    def senders(self) -> list[str]:
        """Who sent, in order."""
        return [each.who for each in self._calls("send", "edit")]

    def askers(self) -> list[str]:
        """Who asked for updates, in order."""
        return [each.who for each in self._calls("getUpdates")]

    def wrong(self, ends: int) -> list[str]:
        """What was not permitted, where so many times a process was ended or held up."""
        found = []
        for what, names in (("sending", self.senders()), ("asking for updates", self.askers())):
            found += handed_over(what, names, ends)
        times = [each.at for each in self._calls("send")]
        crowded = [at for at, later in zip(times, times[self._per_second :], strict=False) if later - at < A_SECOND]
        if crowded:
            found.append(f"{len(crowded)} times more than {self._per_second} messages within a second")
        return found

    def _calls(self, *methods: str) -> Iterable[Asked]:
        return [each for each in self.asked if each.method.startswith(methods)]

    async def _routed(self, request: Request) -> Response:
        who, _, rest = request.path.removeprefix("/").partition("/")
        self.asked.append(Asked(who, rest.rpartition("/")[2], time.monotonic()))
        return await super()._routed(replace(request, path=f"/{rest}"))


def handed_over(what: str, names: Sequence[str], reasons: int) -> list[str]:
    """What one alone may do, done by these in this order: it changes hands no more often than there were reasons to."""
    changes = sum(one != other for one, other in pairwise(names))
    return [f"{what} changed hands {changes} times, with {reasons} reasons to"] if changes > reasons else []
