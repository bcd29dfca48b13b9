"""Prints `docs/timetable.md` and `docs/timetable.zh.md`: what the house does by the calendar, from the very list that it runs by.

A tool for whoever changes a line: `python -m scripts.print_timetable en > docs/timetable.md`; `tests/test_docs.py` compares.
"""

import sys

import words
from domain.mechanism.recurring import EVERY_MONTH, Begins, Recurs, Span
from domain.mechanism.rules import DEFAULT
from handlers.timetable import TIMETABLE, Recurring

COLUMNS = ("when", "does", "said", "until", "name", "law")


def page(locale: str) -> str:
    """The page in one language."""
    said = words.said(locale)
    own = said["timetable_page"]
    lines = [
        f"| {' | '.join(own[each] for each in COLUMNS)} |",
        "|---|---|---|---|---|---|",
        *(f"| {' | '.join(_cells(line, own, said['timetable']))} |" for line in TIMETABLE),
    ]
    return "\n\n".join([f"# {own['title']}", f"<!-- {own['made']} -->", own["intro"].strip(), "\n".join(lines)]) + "\n"


def _cells(line: Recurring, own: dict[str, str], does: dict[str, str]) -> tuple[str, ...]:
    span = _span(line.when, own)
    said, until = (
        own["on"].format(term=_term(rule, own), span=span) if rule else "" for rule in (line.says, line.until)
    )
    until += own["own_days"] if line.lasts is not None else ""
    return _when(line.when, span, own), does[line.name], said, until, f"`{line.name}`", line.law


def _when(when: Recurs, span: str, own: dict[str, str]) -> str:
    if when.span is Span.WORKING_DAY:
        return own["working_day"].format(hour=f"{when.hour:%H:%M}")
    term = _term(when.rule, own) if when.begins is Begins.AFTER else ""
    return own[when.begins].format(span=span, term=term)


def _span(when: Recurs, own: dict[str, str]) -> str:
    if when.span is Span.MONTH and when.of != EVERY_MONTH:
        return own["months"].format(months=", ".join(map(str, sorted(when.of))))
    return own[when.span] if when.span is not Span.WORKING_DAY else ""


def _term(rule: str, own: dict[str, str]) -> str:
    length = getattr(DEFAULT, rule)
    return f"{own[length.unit].format(n=length.amount)} (`{rule.replace('_', '.', 1)}`)"


if __name__ == "__main__":
    print(page(sys.argv[1] if len(sys.argv) > 1 else "en"), end="")
