"""Decimals of a column as whole numbers and as text, made all at once: what the arithmetic and the digest of a ranking go by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, localcontext
from itertools import repeat
from operator import itemgetter

Given = tuple[Decimal | None, ...]

# More digits than any figure has; should one have more, it is refused by the trap and not rounded.
EXACT = Context(prec=10_000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact])
_LOOKED_AT = (
    16  # by so many it is seen whether few numbers come again and again, as targets do: each of them is then read once
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Numbers, some of which may be missing.

    `numbers` are those that are there, each `times` as large as it was `given`: whole. `text` has all of them, each written in its one
    way (5, 5.0 and 5E0 alike), semicolons between, nothing for what is missing.
    """

    given: Given
    numbers: Sequence[int]
    times: int
    text: str

    @property
    def is_whole(self) -> bool:
        """Whether none is missing."""
        return len(self.numbers) == len(self.given)


def written(given: Iterable[Decimal | None]) -> list[str]:
    """Each number as text, nothing for what is missing; one after the other as they came, for memory is read that way fastest."""
    return ["" if each is None else str(each) for each in given]


def series(given: Given, texts: Sequence[str]) -> Series:
    """The numbers, as whole numbers and as text; `texts` are the same as `written` has them."""
    there = list(filter(None, texts))
    if not there:
        return Series(given=given, numbers=(), times=1, text=";" * (len(given) - 1))
    repeats = len(set(there[:_LOOKED_AT])) <= _LOOKED_AT // 4
    kinds = list(dict.fromkeys(there)) if repeats else there
    text = ";".join(kinds)
    places = _places(kinds, text)
    if places is None:
        places, text = _alike(list(map(Decimal, kinds)))
    numbers = list(map(int, text.replace(".", "").split(";")))
    shortest = _shortest(text)
    if kinds is not there:
        numbers = list(map(dict(zip(kinds, numbers, strict=True)).__getitem__, there))
        shortest = ";".join(map({"": "", **dict(zip(kinds, shortest.split(";"), strict=True))}.__getitem__, texts))
    elif len(there) < len(given):
        rest = iter(shortest.split(";"))
        shortest = ";".join([each and next(rest) for each in texts])
    return Series(given=given, numbers=numbers, times=10**places, text=shortest)


def _places(texts: Sequence[str], text: str) -> int | None:
    """How many places all of them have as they are written, `text` being them all; None where they are not alike."""
    if "E" in text:
        return None
    if "." not in text:
        return 0
    places = len(texts[0]) - texts[0].find(".") - 1
    try:
        points = set(map(itemgetter(-places - 1), texts))
    except IndexError:
        return None
    return places if points == {"."} else None


def _alike(there: Sequence[Decimal]) -> tuple[int, str]:
    """With how many places all can be written, and all of them so written."""
    with localcontext(EXACT):
        exponent = int(there[0].as_tuple().exponent)
        if exponent > 0 or not all(map(Decimal.same_quantum, there, repeat(there[0]))):
            # a sum has the places of whichever has most
            exponent = min(0, int(sum(there, Decimal(0)).as_tuple().exponent))
            there = list(map(Decimal.quantize, there, repeat(Decimal((0, (1,), exponent)))))
        text = ";".join(map(str, there))
        if "E" in text:  # what is very small is written with an exponent
            text = ";".join(map(Decimal.__format__, there, repeat("f")))
    return -exponent, text


def _shortest(text: str) -> str:
    """Numbers that all have as many places, without the noughts at the end of places, and without a sign before nought."""
    if "." in text:
        text = f";{text};"
        while "0;" in text:
            text = text.replace("0;", ";")
        text = text.replace(".;", ";")[1:-1]
    if "-0" in text:
        text = f";{text};".replace(";-0;", ";0;").replace(";-0;", ";0;")[1:-1]
    return text
