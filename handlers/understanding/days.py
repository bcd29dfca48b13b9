"""A day that is still to come, one that has come, or one of a calendar, as people write it: 2027-02-06, 2027年2月6日, 2月6日, 2/6,
二月六日, 6 February, tomorrow, 月底, 下周三, next Wednesday, 下个月5号.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from handlers.understanding.spoken_dates import ENGLISH_DAYS, ENGLISH_MONTH, MONTHS, NUMERAL, WEEKDAYS, numeral

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


_WEEKDAY = re.compile(r"(上上|上|本|这|下下|下)?个?(?:周|星期|礼拜)([一二三四五六日天])")
_ENGLISH_WEEKDAY = re.compile(rf"(?:(last|this|next|on) )?({'|'.join(ENGLISH_DAYS)})", re.IGNORECASE)
_OF_MONTH = re.compile(rf"(上|本|这|下)个?月({NUMERAL})[日号]")
_WEEKS = {"上上": -2, "上": -1, "last": -1, "本": 0, "这": 0, "this": 0, "下": 1, "next": 1, "下下": 2}


def coming_day(text: str, today: date) -> date | None:
    """The day that is meant; without a year the next such day, today included. None where it is none."""
    text = unicodedata.normalize("NFKC", text)
    said = text.strip().casefold()
    if said in _COMING:
        return today + timedelta(days=_COMING[said])
    if said in _MONTH_ENDS:
        after = today.month + _MONTH_ENDS[said]
        return date(today.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)
    if (day := _spoken(said, today, is_past=False)) is not None:
        return day if day >= today else None
    years = range(today.year, today.year + 5)  # 29 February is some years away
    return next((day for day, is_sure in _days(text, years) if is_sure or day >= today), None)


def past_day(text: str, today: date) -> date | None:
    """The day that is meant; without a year the last such day, today included; one that was named as still to come is that. None where
    it is none."""
    text = unicodedata.normalize("NFKC", text)
    plain = _AT.sub("", text.strip().casefold())
    if plain in _SAID:
        return today - timedelta(days=_SAID[plain])
    if plain in _COMING:
        return today + timedelta(days=_COMING[plain])
    if (day := _spoken(plain, today, is_past=True)) is not None:
        return day
    years = range(today.year, today.year - 5, -1)
    return next((day for day, is_sure in _days(text, years) if is_sure or day <= today), None)


def _spoken(said: str, today: date, *, is_past: bool) -> date | None:
    """A day of a week or of a month that is named beside today's; one of no week named is the nearest, before or after today."""
    if of_month := _OF_MONTH.fullmatch(said):
        months = today.year * 12 + today.month - 1 + {"上": -1, "下": 1}.get(of_month[1], 0)
        return _day(months // 12, months % 12 + 1, numeral(of_month[2]))
    if found := _WEEKDAY.fullmatch(said):
        of_week, weekday = found[1] or "", WEEKDAYS.index(found[2].replace("天", "日"))
    elif found := _ENGLISH_WEEKDAY.fullmatch(said):
        of_week, weekday = found[1] or "", ENGLISH_DAYS.index(found[2])
    else:
        return None
    day = today + timedelta(days=weekday - today.weekday())
    if of_week in _WEEKS:
        return day + timedelta(weeks=_WEEKS[of_week])
    if is_past:
        return day if day <= today else day - timedelta(weeks=1)
    return day if day >= today else day + timedelta(weeks=1)


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
