"""What a spreadsheet shows of a number: 1.269 under the format 0.0% shows 126.9%, and that is what a person means by it.

Lives here: `shown`, for numbers, and `day`, for dates. Only formats that are understood for certain are read; of any other
`Unclear` is raised, and the cell is refused by name. Words around a number (件, ¥) are left out, unless they change what it
amounts to (万, ‰).
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

AS_IS = frozenset({"", "general", "@", "g/通用格式"})
# A word in quotes, an escaped character, the width of a character, a filling character, a currency, a colour.
PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]'
    r"|\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|[黑蓝青绿红白黄]色?|洋红)\]|(?P<plain>[-+()$¥￥€£ ])",
    re.IGNORECASE,
)
CHANGES_THE_AMOUNT = re.compile(r"[0-9０-９.%‰％十百千万亿兆仟佰KkMm]")
CORE = re.compile(r"(?P<whole>[#0?,]*)(?:\.(?P<decimals>[#0?]*))?(?P<percent>%?)")
# The formats that Chinese Excel and WPS write by number alone, without saying what they are.
CHINESE_DAYS = {27: "y m", 30: "m d y", 31: "y m d", 36: "y m", 50: "y m", 52: "y m", 57: "y m"}
UNSAID = range(27, 37), range(50, 59)


class Unclear(ValueError):
    """What the cell shows is not known for certain."""


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of a format: the digits it shows and the words around them."""

    whole: str
    decimals: int
    is_percent: bool
    words: str


def is_unsaid(number: int) -> bool:
    """Whether a built-in format is one of those that mean different things in different countries."""
    return any(number in each for each in UNSAID)


def shown(value: float | int, form: str) -> tuple[str, bool]:
    """What is shown of a number, as plain text (-1234.50, 126.9%), and whether that is less than what is held.

    Raises `Unclear` where the format shows something else than the number, or shows it in a way that is not understood.
    """
    held = Decimal(f"{value:.15g}")
    if form.strip().lower() in AS_IS:
        return f"{held:f}", False
    sections = _sections(form)
    if any("[" in PIECE.sub("", each) for each in sections):
        raise Unclear  # conditions, numerals, elapsed times
    chosen = 2 if held == 0 and len(sections) > 2 else 1 if held < 0 and len(sections) > 1 else 0
    section = _section(sections[chosen])
    figure = held * 100 if section.is_percent else held
    rounded = figure.quantize(Decimal(1).scaleb(-section.decimals), ROUND_HALF_UP)
    if chosen == 1 and rounded and not set("-(") & set(section.words):
        raise Unclear  # shown in red alone
    sign = "-" if rounded < 0 else ""
    digits = f"{abs(rounded):f}"
    whole, dot, rest = digits.partition(".")
    text = f"{sign}{whole.zfill(section.whole.count('0'))}{dot}{rest}{'%' if section.is_percent else ''}"
    return text, rounded != figure


def day(value: datetime | date, form: str) -> str:
    """What is meant by a date: its month where the format shows no day, else the whole day. Raises `Unclear`."""
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        raise Unclear
    letters = set(re.sub(r'"[^"]*"|[\\!].|\[[^\]]*\]', "", form).lower())
    if not {"y", "m"} <= letters and not ({"e", "m"} <= letters):
        raise Unclear
    return f"{value:%Y-%m-%d}" if "d" in letters else f"{value:%Y-%m}"


def is_of_days(form: str) -> bool:
    """Whether a format shows days or times instead of a number."""
    letters = re.sub(r'"[^"]*"|[\\!].|_.|\*.|\[[^\]]*\]', "", form).lower()
    return letters not in AS_IS and re.search(r"[ymdhs]", letters) is not None


def _sections(form: str) -> list[str]:
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', form)


def _section(form: str) -> _Section:
    words = "".join(
        (found["quoted"] or "") + (found["escaped"] or "") + (found["currency"] or "") + (found["plain"] or "")
        for found in PIECE.finditer(form)
    )
    core = PIECE.sub("", form)
    found = CORE.fullmatch(core)
    if found is None and core.lower() in AS_IS and form:
        raise Unclear
    if found is None or not (found["whole"] or found["decimals"]) or CHANGES_THE_AMOUNT.search(words):
        raise Unclear
    whole = found["whole"]
    if whole.endswith(","):
        raise Unclear  # shows thousands
    return _Section(whole, len(found["decimals"] or ""), bool(found["percent"]), words)
