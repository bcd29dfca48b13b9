"""A day that is still to come, one that has come, or one of a calendar, as people write it: 2027-02-06, 2027年2月6日, 2月6日, 2/6."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

_PATTERN = re.compile(r"\s*(?:(20[0-9]{2})[-/.年 ])?\s*([0-9]{1,2})[-/.月 ]\s*([0-9]{1,2})\s*[日号]?\s*")

_SAID = {"今天": 0, "昨天": 1, "前天": 2, "today": 0, "yesterday": 1}  # of days that have come


def coming_day(text: str, today: date) -> date | None:
    """The day that is meant; without a year the next such day, today included. None where it is none."""
    years = range(today.year, today.year + 5)  # 29 February is some years away
    return next((day for day, is_sure in _days(text, years) if is_sure or day >= today), None)


def past_day(text: str, today: date) -> date | None:
    """The day that is meant; without a year the last such day, today included. None where it is none."""
    said = _SAID.get(text.strip().casefold())
    if said is not None:
        return today - timedelta(days=said)
    years = range(today.year, today.year - 5, -1)
    return next((day for day, is_sure in _days(text, years) if is_sure or day <= today), None)


def _days(text: str, years: Iterable[int]) -> Iterator[tuple[date, bool]]:
    """The days that may be meant, and whether a year was written: else it is that of one of `years`."""
    found = _PATTERN.fullmatch(text)
    if found is None:
        return
    for year in [int(found[1])] if found[1] else years:
        day = _day(year, int(found[2]), int(found[3]))
        if day is not None:
            yield day, bool(found[1])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 30 February: words, but no day
        return None
