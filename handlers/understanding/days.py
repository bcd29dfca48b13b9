"""A day that is still to come, or one of a calendar, as people write it: 2027-02-06, 2027年2月6日, 2月6日, 2/6."""

import re
from datetime import date

_PATTERN = re.compile(r"\s*(?:(20[0-9]{2})[-/.年 ])?\s*([0-9]{1,2})[-/.月 ]\s*([0-9]{1,2})\s*[日号]?\s*")


def coming_day(text: str, today: date) -> date | None:
    """The day that is meant; without a year the next such day, today included. None where it is none."""
    found = _PATTERN.fullmatch(text)
    if found is None:
        return None
    if found[1]:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    years = range(today.year, today.year + 5)  # 29 February is some years away
    candidates = (_day(year, int(found[2]), int(found[3])) for year in years)
    return next((day for day in candidates if day is not None and day >= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 30 February: words, but no day
        return None
