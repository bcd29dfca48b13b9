"""Times as UTC text, the one form in every table: fixed width, so that they sort."""

import functools
from datetime import UTC, datetime


@functools.lru_cache(maxsize=256)  # one message writes the same few moments half a dozen times
def text(at: datetime) -> str:
    """Write an aware time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def maybe_text(at: datetime | None) -> str | None:
    """Write a time that may be missing."""
    return None if at is None else text(at)


def read(written: str) -> datetime:
    """Read a time back, aware."""
    return datetime.fromisoformat(written)


def maybe_read(written: str | None) -> datetime | None:
    """Read a time that may be missing."""
    return None if written is None else read(written)
