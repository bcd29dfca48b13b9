"""Whole numbers as people write them where one is asked for: 25, ２５, 25分, 二十五, 25/30, 25 points."""

import re
import unicodedata
from decimal import Decimal

_LONGEST = 9  # digits
_WRITTEN = re.compile(rf"(?:约|大约|打|给|about )?([0-9]{{1,{_LONGEST}}})\s*(.*)")
_CHINESE = re.compile(r"(?:打|给)?([零〇一二两三四五六七八九十百]{1,7})(.*)")
_UNIT = re.compile(r"(?:分|个|次|家|人|户|件|%|‰|/\s*[0-9]{1,9}|points?|pts?|times?|percent)?\s*[。.!]?", re.IGNORECASE)
_AMOUNT = re.compile(
    r"([0-9]{1,9}(?:\.[0-9]{1,6})?|[0-9]{1,3}(?:,[0-9]{3}){1,2}(?:\.[0-9]{1,6})?)\s*(?:(万|亿)元?|%)?[。.]?"
)
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def read(text: str) -> int | None:
    """The one number that these words are; None where they are none, or could be several."""
    written = unicodedata.normalize("NFKC", text).strip()
    found = _WRITTEN.fullmatch(written)
    if found is not None:
        return int(found[1]) if _UNIT.fullmatch(found[2]) else None
    spelt = _CHINESE.fullmatch(written)
    return _spelt(spelt[1]) if spelt is not None and _UNIT.fullmatch(spelt[2]) else None


def amount(text: str) -> Decimal | None:
    """The one amount that these words are, with up to two decimals: 1,250.5, １２５０, 3200万元, 62.5%. 亿 is ten thousand 万.

    None where they are none, or could be several.
    """
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    written = Decimal(found[1].replace(",", "")) * (10_000 if found[2] == "亿" else 1)
    plain = Decimal(f"{written.normalize():f}")
    return plain if plain == round(plain, 2) else None


def _spelt(signs: str) -> int | None:
    """Up to 999: 八, 十五, 二十四, 一百, 一百零五."""
    hundreds, hundred, rest = signs.rpartition("百")
    tens, ten, ones = rest.lstrip("零〇").rpartition("十") if hundred else rest.rpartition("十")
    parts = (hundreds, tens, ones)
    if any(len(part) > 1 or (part and part not in _DIGITS) for part in parts) or (hundred and not hundreds):
        return None
    return (
        (_DIGITS[hundreds] * 100 if hundred else 0)
        + ((_DIGITS[tens] if tens else 1) * 10 if ten else 0)
        + (_DIGITS[ones] if ones else 0)
    )
