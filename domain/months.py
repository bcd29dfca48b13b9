"""Calendar months by their codes: 2026-05. What runs by the month (plans, lights) counts in them."""

from calendar import monthrange
from datetime import date

YEAR = 12


def of_day(day: date) -> str:
    """The month of a day."""
    return f"{day:%Y-%m}"


def number(month: str) -> int:
    """Which month of its year it is: 1 to 12."""
    return int(month[5:])


def year(month: str) -> int:
    """The year of a month."""
    return int(month[:4])


def later(month: str, by: int) -> str:
    """The month so many months later, or earlier where `by` is below zero."""
    count = year(month) * YEAR + number(month) - 1 + by
    return f"{count // YEAR:04}-{count % YEAR + 1:02}"


def between(first: str, last: str) -> int:
    """How many months lie from one to another: 0 where they are the same, below zero where the last is the earlier."""
    return (year(last) - year(first)) * YEAR + number(last) - number(first)


def of_year(of: int) -> tuple[str, ...]:
    """The twelve months of a year."""
    return tuple(f"{of:04}-{each:02}" for each in range(1, YEAR + 1))


def last_day(month: str) -> date:
    """The last day of a month."""
    return date(year(month), number(month), monthrange(year(month), number(month))[1])
