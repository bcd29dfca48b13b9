"""What keeps calls to WeCom from going, as an operator is told it: known from how calls end, logged when it begins and when it is over.

One call that comes to nothing is no trouble yet: it is repeated. Several in a row are the platform's trouble, or the way's.
"""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Callable

from bot.channel import ChannelFinding

LOG = logging.getLogger(__name__)

DEAD_TOKEN = frozenset({40014, 42001})
BAD_SECRET = frozenset({40001, 40013, 40091, 41004})
BUSY, TOO_MANY_AT_ONCE, TOO_MANY, NOT_TRUSTED = -1, 45033, 45009, 60020
TOLERATED = 2  # calls in a row that came to nothing, which may be chance
LIMIT_KNOWN_FOR = 600.0  # seconds; whoever waits for a limit to end asks again long before


class Hindrances:
    """Of one app's calls. What a limit shuts is one kind of call, everything else is all of them."""

    def __init__(self, timer: Callable[[], float], *, tolerated: int = TOLERATED) -> None:
        self._timer = timer
        self._tolerated = tolerated
        self._of_all: ChannelFinding | None = None
        self._limited: dict[str, float] = {}  # by the path, until when it is known
        self._in_vain = 0
        self._logged = ""

    @property
    def found(self) -> ChannelFinding | None:
        """What it is now; None where calls go."""
        if self._of_all is not None:
            return self._of_all
        if any(until > self._timer() for until in self._limited.values()):
            return _found("wecom_limit", code=TOO_MANY)
        return None

    def refused(self, path: str, code: int, address: str = "") -> None:
        """WeCom answered, by whatever code; 0 where it did what was asked."""
        if code in (BUSY, TOO_MANY_AT_ONCE):
            self.unanswered()
            return
        self._in_vain = 0
        self._limited.pop(path, None)
        self._of_all = None
        if code == TOO_MANY:
            self._limited[path] = self._timer() + LIMIT_KNOWN_FOR
        elif code == NOT_TRUSTED:
            self._of_all = _found("wecom_not_trusted", address=address or "?")
        elif code in BAD_SECRET:
            self._of_all = _found("wecom_secret", code=code)
        self._log()

    def unanswered(self) -> None:
        """It may have arrived, but no answer came, or one that was not WeCom's, or that it is busy."""
        self._came_to_nothing("wecom_unanswered")

    def never_left(self, error: Exception) -> None:
        """There is no way to the server."""
        self._came_to_nothing(no_way(error, "wecom"))

    def _came_to_nothing(self, key: str) -> None:
        self._in_vain += 1
        if self._in_vain > self._tolerated:
            self._of_all = _found(key)
            self._log()

    def _log(self) -> None:
        """What begins and what ends, each once however many calls meet it."""
        found = self.found
        if (key := found.key if found else "") == self._logged:
            return
        self._logged = key
        if found is None:
            LOG.warning("WeCom works again")
        else:
            LOG.error("WeCom: %s", found.said("en"))


def of_service(code: int, account: str) -> ChannelFinding:
    """What a refusal says of customer service as a whole."""
    match code:
        case 95000:
            return _found("wecom_service_missing", account=account)
        case 48002 | 60011 | 95004:
            return _found("wecom_service_no_right", code=code)
        case 95003 | 95017:
            return _found(f"wecom_service_refused_{code}")
    return _found("wecom_refused", code=code)


def no_way(error: BaseException, whose: str) -> str:
    """The name of the sentence for why there was no connection: its certificate, its name, or nobody answers there."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, ssl.SSLError):
            return f"{whose}_tls"
        if isinstance(at, socket.gaierror):
            return f"{whose}_no_name"
        at = at.__cause__ or at.__context__
    return f"{whose}_silent"


def _found(key: str, **facts: object) -> ChannelFinding:
    return ChannelFinding(key=key, facts=facts, is_well=False)
