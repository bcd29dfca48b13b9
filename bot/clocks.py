"""The two times (the design §4): real time, and legal time, which a demo may turn ahead.

Made by the wiring; only the doors read clocks, everything inside is given a moment.
"""

from datetime import UTC, datetime, timedelta


def real() -> datetime:
    """Real time: drafts, invitations, sessions, leases, back-off."""
    return datetime.now(UTC)


class LegalClock:
    """Legal time: terms, periods, announcements. It runs with real time, ahead of it by what it was turned."""

    def __init__(self) -> None:
        """Begin with real time."""
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Tell legal time."""
        return real() + self._ahead

    def turn_to(self, moment: datetime) -> None:
        """Turn it to a moment; never back."""
        self._ahead = max(self._ahead, moment - real())
