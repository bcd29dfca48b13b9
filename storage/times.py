"""Times as UTC text, the one form in every table: fixed width, so that they sort. Called by all of `storage/`."""

from datetime import UTC, datetime

# One message writes the same moment half a dozen times. Replaced whole, so every thread reads a pair that belongs together.
_last: tuple[datetime | None, str] = None, ""


def text(at: datetime) -> str:
    """Write an aware time."""
    global _last
    known, written = _last
    if known is not at:
        written = at.astimezone(UTC).isoformat(timespec="microseconds")
        _last = at, written
    return written


def maybe_text(at: datetime | None) -> str | None:
    """Write a time that may be missing."""
    return None if at is None else text(at)


def read(written: str) -> datetime:
    """Read a time back, aware."""
    return datetime.fromisoformat(written)


def maybe_read(written: str | None) -> datetime | None:
    """Read a time that may be missing."""
    return None if written is None else read(written)
