"""A day that is still to come, one that has come, or one of a calendar, as people write it: 2027-02-06, 2027年2月6日, 2月6日, 2/6,
二月六日, 6 February, tomorrow, 月底.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from handlers.understanding.spoken_dates import ENGLISH_MONTH, MONTHS, numeral

_PATTERN = re.compile(r"\s*(?:(20[0-9]{2})[-/.年 ])?\s*([0-9]{1,2})[-/.月 ]\s*([0-9]{1,2})\s*[日号]?\s*")

_CHINESE = re.compile(r"([一二三四五六七八九十]{1,3})(?=[月日号])")
_ENGLISH = re.compile(rf"({ENGLISH_MONTH})\.?\s+([0-9]{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(20[0-9]{{2}}))?", re.IGNORECASE)
_ENGLISH_TURNED = re.compile(
    rf"([0-9]{{1,2}})(?:st|nd|rd|th)?\s+({ENGLISH_MONTH})\.?(?:,?\s+(20[0-9]{{2}}))?", re.IGNORECASE
)
_COMING = {"今天": 0, "明天": 1, "后天": 2, "大后天": 3, "today": 0, "tomorrow": 1}
_MONTH_ENDS = {"月底": 0, "本月底": 0, "这个月底": 0, "下月底": 1, "下个月底": 1}
_AT = re.compile(r"(?:早上|上午|中午|下午|傍晚|晚上|晚)$|\s+(?:morning|afternoon|evening)$")
_SAID = {"今天": 0, "昨天": 1, "前天": 2, "today": 0, "yesterday": 1}  # of days that have come


def coming_day(text: str, today: date) -> date | None:
    """The day that is meant; without a year the next such day, today included. None where it is none."""
    said = text.strip().casefold()
    if said in _COMING:
        return today + timedelta(days=_COMING[said])
    if said in _MONTH_ENDS:
        after = today.month + _MONTH_ENDS[said]
        return date(today.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)
    years = range(today.year, today.year + 5)  # 29 February is some years away
    return next((day for day, is_sure in _days(text, years) if is_sure or day >= today), None)


def past_day(text: str, today: date) -> date | None:
    """The day that is meant; without a year the last such day, today included. None where it is none."""
    said = _SAID.get(_AT.sub("", text.strip().casefold()))
    if said is not None:
        return today - timedelta(days=said)
    years = range(today.year, today.year - 5, -1)
    return next((day for day, is_sure in _days(text, years) if is_sure or day <= today), None)


def _days(text: str, years: Iterable[int]) -> Iterator[tuple[date, bool]]:
    """The days that may be meant, and whether a year was written: else it is that of one of `years`."""
    found = _PATTERN.fullmatch(_in_digits(text))
    if found is None:
        return
    for year in [int(found[1])] if found[1] else years:
        day = _day(year, int(found[2]), int(found[3]))
        if day is not None:
            yield day, bool(found[1])


def _in_digits(text: str) -> str:
    """A day in figures, where its month was spelt."""
    written = text.strip()
    if found := _ENGLISH.fullmatch(written):
        month, day, year = found[1], found[3], found[4]
    elif found := _ENGLISH_TURNED.fullmatch(written):
        month, day, year = found[2], found[1], found[4]
    else:
        return _CHINESE.sub(lambda spelt: str(numeral(spelt[1])), text)
    return (
        f"{year}-{MONTHS.index(month[:3].lower()) + 1}-{day}"
        if year
        else f"{MONTHS.index(month[:3].lower()) + 1}-{day}"
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 30 February: words, but no day
        return None
