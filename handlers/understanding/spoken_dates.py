"""Reads when something happened from what people write, in Chinese and English.

A day is only recognised where the words name one; 三个月, 去年底 or "last week" stay words. A day in the future is not taken: what
is reported has happened.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

NUMERAL = r"(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})"
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
WEEKDAYS = "一二三四五六日"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENGLISH_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ENGLISH_NUMBER = (
    r"(?:[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|several|a few|a couple of|half an?|many)"
)

PERIOD = re.compile(
    r"(?:去年|今年|前年)?(?:年底|年末|年初|上半年|下半年|春节前后?|国庆前后?)|(?:去年|前年)底|去年末"
    rf"|(?:20[0-9]{{2}}年|去年|今年|前年)?{NUMERAL}月份?(?:上旬|中旬|下旬|初|底)?(?![0-9一二三四五六七八九十])"
    rf"|(?<![0-9])(?:近|快|将近|整整|长达)?(?:半|几|十几|数|{NUMERAL})(?:多|来)?(?:天|周|年|星期|礼拜|个多?(?:星期|礼拜|月))(?:半|多)?(?:以来|之久|以上|前)?"
    r"|上个?(?:周|星期|礼拜|月)末?|本月|这个月|去年|前年|今年以来"
    r"|\b(?:for |over |nearly |almost |more than |about |the )*(?:past |last )?"
    rf"{ENGLISH_NUMBER} (?:whole )?(?:day|week|month|year)s?(?: ago| now)?\b"
    rf"|\b(?:since |for )?(?:last|this) (?:week|month|year|winter|spring|summer|autumn)\b|\bsince {ENGLISH_MONTH}\b"
    rf"|\b(?:in|early|late) {ENGLISH_MONTH}(?: 20[0-9]{{2}})?\b|\bsince 20[0-9]{{2}}\b",
    re.IGNORECASE,
)


# What answers the question when, and would be too little to find a time in a story by.
_ANSWER = re.compile(
    rf"最近|近来|近期|前几[天日月年]|前些[天日年]|前阵子|前段时间|这几[天日月年]|这段时间|好久|很久|好长时间|多年|每[天周月年次]|天天|经常|一直|长期|到现在|至今"
    rf"|[早晚]上|上午|中午|下午|凌晨|夜里|刚才|刚刚|[春夏秋冬]天|春节|元旦|国庆|五一|清明|端午|中秋|过年|周末|{NUMERAL}点|[0-9]{{1,2}}[:：][0-9]{{2}}"
    r"|20[0-9]{2}年?|[0-9]{1,2}[月/.-][0-9]{1,2}"
    r"|\b(?:recent|late)ly\b|\b(?:every|each) (?:day|week|month|time)\b|\b(?:this|last|past|previous) \w+|\b(?:morning|afternoon"
    r"|evening|night|noon|weekend|spring|summer|autumn|winter|always|often|ongoing|since|ago|now)\b|\bo'?clock\b|\b[0-9]{1,2} ?[ap]m\b"
    rf"|\b{ENGLISH_MONTH}\b|\b(?:{'|'.join(ENGLISH_DAYS)})\b|\ball the time\b|\bfor (?:years|months|weeks|days|ages)\b",
    re.IGNORECASE,
)


# A stretch of time that was promised, is still to come, or was what something takes: it does not say when anything happened.
_PROMISED_BEFORE = re.compile(
    r"(?:答应|承诺|保证|许诺|说好|约定|要求|规定|限期?|工期|最多|最迟|最快|需要|还要|再等|再过|再给|花了?|用了|只要)(?:我们?|他们?|在|是|了|的|给)?\s*$"
    r"|\b(?:within|takes?|took|up to|promised?|needs?|another|at most|at least)\s*$",
    re.IGNORECASE,
)
_PROMISED_AFTER = re.compile(
    r"^\s*(?:(?:之|以)?(?:内|后)|的?(?:工期|期限|时间内)|就能|才能|(?:from now|later)\b)", re.IGNORECASE
)
_IS_LENGTH = re.compile(r"(?:天|周|年|星期|礼拜|个多?月)(?:半|多)?$|\b(?:day|week|month|year)s?$", re.IGNORECASE)
_NEAR = 12  # characters before a stretch of time in which a promise of it is looked for


@dataclass(frozen=True, slots=True)
class Spoken:
    """When it happened, as far as the words say: a day, or the words for a stretch of time, or both."""

    on: date | None
    period: str


def read(text: str, today: date, near_days: Mapping[str, int]) -> Spoken:
    """The day and the stretch of time that the text names; `near_days` are the words for days around today, the longest first."""
    rest, found = text, None
    for start, end, day in _days(text, today, near_days):
        if day is not None and day <= today:
            found, rest = day, f"{text[:start]} {text[end:]}"
            break
    period = next((match for match in PERIOD.finditer(rest) if not _is_promised(rest, match)), None)
    return Spoken(found, period[0].strip() if period else "")


def _is_promised(text: str, match: re.Match[str]) -> bool:
    """Whether a length of time is only promised or needed: 一周内, 答应三天, within a week."""
    if not _IS_LENGTH.search(match[0].strip()):
        return False
    before = text[max(0, match.start() - _NEAR) : match.start()]
    return bool(_PROMISED_BEFORE.search(before) or _PROMISED_AFTER.match(text[match.end() :]))


def names_time(text: str, today: date, near_days: Mapping[str, int]) -> bool:
    """Whether words that answer when something happened name a time at all, however roughly."""
    found = read(text, today, near_days)
    return bool(found.on or found.period or _ANSWER.search(text))


def _days(text: str, today: date, near_days: Mapping[str, int]) -> Iterator[tuple[int, int, date | None]]:
    for pattern, day_of in READERS:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), day_of(match, today)
    lowered = text.casefold()
    for word, offset in near_days.items():
        at = lowered.find(word)
        if at >= 0:
            yield at, at + len(word), today + timedelta(days=offset)


def _full(match: re.Match[str], _today: date) -> date | None:
    return _day(int(match[1]), int(match[2]), int(match[3]))


def _in_named_year(match: re.Match[str], today: date) -> date | None:
    year = today.year - {"今年": 0, "去年": 1, "前年": 2}[match[1]]
    return _day(year, numeral(match[2]), numeral(match[3]))


def _month_and_day(match: re.Match[str], today: date) -> date | None:
    return _latest(numeral(match[1]), numeral(match[2]), today)


def _last_month(match: re.Match[str], today: date) -> date | None:
    last = today.replace(day=1) - timedelta(days=1) if match[1].startswith("上") else today
    return _day(last.year, last.month, numeral(match[2]))


def _weekday(match: re.Match[str], today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    wanted = WEEKDAYS.index(match[2].replace("天", "日"))
    day = monday + timedelta(days=wanted - (7 if match[1] else 0))
    return day if day <= today else day - timedelta(days=7)


def _days_ago(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=numeral(match[1]))


def _english_month_day(match: re.Match[str], today: date) -> date | None:
    return _english(match[1], match[2], match[3], today)


def _english_day_month(match: re.Match[str], today: date) -> date | None:
    return _english(match[2], match[1], match[3], today)


def _english(name: str, day: str, year: str | None, today: date) -> date | None:
    month = MONTHS.index(name[:3].casefold()) + 1
    return _day(int(year), month, int(day)) if year else _latest(month, int(day), today)


def _english_weekday(match: re.Match[str], today: date) -> date:
    back = (today.weekday() - ENGLISH_DAYS.index(match[1].casefold())) % 7
    return today - timedelta(days=back or 7)


READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (re.compile(r"(?<![0-9])(20[0-9]{2})[-/.年] ?([0-9]{1,2})[-/.月] ?([0-9]{1,2})(?![0-9])[日号]?"), _full),
    (re.compile(rf"(今年|去年|前年)({NUMERAL})月({NUMERAL})[日号]"), _in_named_year),
    (re.compile(rf"(?<!年)({NUMERAL})月({NUMERAL})[日号]"), _month_and_day),
    (re.compile(rf"(上个?月|本月|这个月)({NUMERAL})[日号]"), _last_month),
    (
        re.compile(
            r"(?<![0-9一二两三四五六七八九十个半每几])(上个?)?(?:这|本)?(?:周|星期|礼拜)([一二三四五六日天])(?![次遍个])"
        ),
        _weekday,
    ),
    (re.compile(rf"({NUMERAL})天(?:以)?前"), _days_ago),
    (
        re.compile(rf"\b{ENGLISH_MONTH} ([0-9]{{1,2}})(?:st|nd|rd|th)?\b(?:,? (20[0-9]{{2}}))?", re.I),
        _english_month_day,
    ),
    (
        re.compile(rf"\b([0-9]{{1,2}})(?:st|nd|rd|th)? {ENGLISH_MONTH}\b(?:,? (20[0-9]{{2}}))?", re.I),
        _english_day_month,
    ),
    (re.compile(rf"\b(?:last|on) ({'|'.join(ENGLISH_DAYS)})\b", re.I), _english_weekday),
    (re.compile(r"\b([0-9]{1,2}) days? ago\b", re.I), _days_ago),
)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 2月30日: words, but no day
        return None


def _latest(month: int, day: int, today: date) -> date | None:
    """The last such day that is not in the future; for 29 February that may be some years back."""
    candidates = (_day(today.year - back, month, day) for back in range(5))
    return next((each for each in candidates if each is not None and each <= today), None)


def numeral(text: str) -> int:
    """What a numeral of days or months stands for: 8, 八, 十五, 三十一; nought for what is none."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return DIGITS[text[0]] if len(text) == 1 else 0
    return (DIGITS.get(tens, 0) if tens else 1) * 10 + (DIGITS.get(ones, 0) if ones else 0)
