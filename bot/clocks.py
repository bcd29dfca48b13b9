"""The two times (the design §4): real time, and legal time, which a demo may turn ahead.

Made by the wiring; only the doors read clocks, everything inside is given a moment.
"""

from datetime import UTC, datetime, timedelta


def real() -> datetime:
    """Real time: drafts, invitations, sessions, leases, back-off."""
    return datetime.now(UTC)


class LegalClock:
    """Legal time: terms, periods, announcements. It runs as fast as real time."""

    def __init__(self, begins_at: datetime | None = None) -> None:
        """Begin with real time, or (in a demo) at a moment of one's own."""
        self._ahead = timedelta() if begins_at is None else begins_at - real()

    def now(self) -> datetime:
        """Tell legal time."""
        return real() + self._ahead

    def turn_to(self, moment: datetime) -> None:
        """Turn it to a moment; never back."""
        self._ahead = max(self._ahead, moment - real())


class StillClock(LegalClock):
    """Legal time that passes only where it is turned: a rehearsal gives the same however fast its machine is."""

    def __init__(self, begins_at: datetime) -> None:
        """Stand at a moment."""
        super().__init__()
        self._now = begins_at

    def now(self) -> datetime:
        """Tell legal time."""
        return self._now

    def turn_to(self, moment: datetime) -> None:
        """Turn it to a moment; never back."""
        self._now = max(self._now, moment)
