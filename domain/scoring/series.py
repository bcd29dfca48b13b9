"""Decimals of a column as whole numbers and as text, made all at once: what the arithmetic and the digest of a ranking go by."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, localcontext
from itertools import repeat

Given = tuple[Decimal | None, ...]

# More digits than any figure has; should one have more, it is refused by the trap and not rounded.
EXACT = Context(prec=10_000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact])


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


def series(given: Given) -> Series:
    """The numbers, as whole numbers and as text."""
    there = [each for each in given if each is not None]
    if not there:
        return Series(given=given, numbers=(), times=1, text=";" * (len(given) - 1))
    places, text = _alike(there)
    numbers = list(map(int, text.replace(".", "").split(";")))
    written = _shortest(text)
    if len(there) < len(given):
        rest = iter(written.split(";"))
        written = ";".join(["" if each is None else next(rest) for each in given])
    return Series(given=given, numbers=numbers, times=10**places, text=written)


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
