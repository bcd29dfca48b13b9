"""Sayings put into words, in the language of whoever reads them.

Lives here: `Words`, the words of `words/<language>/`. What a person wrote is put into a template, never read as one.
"""

import functools
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, tzinfo
from typing import Any

import words as prose
from domain import errors
from domain.cards import Names
from domain.saying import Choice, Kept, Saying, Term
from handlers.understanding import unit_names
from storage import shapes

LOCALES = prose.LANGUAGES
_PIECE = re.compile(r"\[\[(?P<optional>.*?)\]\]|\{(?P<field>\w+)\}", re.DOTALL)


class NoWords(errors.FlagpostError):
    """A saying or a term has no words."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A place where a param goes."""

    name: str


@dataclass(frozen=True, slots=True)
class _Optional:
    """A segment that is left out where one of its params says nothing."""

    pieces: tuple["str | _Field", ...]


_Piece = str | _Field | _Optional


class Words:
    """The words of all languages, read once."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]], zone: tzinfo, now: Callable[[], datetime]) -> None:
        """`tables` by language; days are written in `zone`, and with their year where it is not the year of `now`."""
        self._tables = tables
        self._zone = zone
        self._now = now
        self._sayings = {
            locale: {
                f"{module}.{name}": _pieces(template)
                for module, templates in table.get("say", {}).items()
                for name, template in templates.items()
            }
            for locale, table in tables.items()
        }

    def word(self, saying: Saying, locale: str) -> str:
        """Return a saying in words; raise NoWords where there are none."""
        pieces = self._sayings[self._known(locale)].get(saying.key)
        if pieces is None:
            raise NoWords(f"There are no words for {saying.key} in {locale}.")
        whole = _pieces(self.term(getattr(saying, saying.template), locale)) if saying.template else ()
        if any(not isinstance(piece, str) for piece in whole):
            facts = saying.filled()
            return "".join(self._written(piece, facts.get, saying.local_names, locale) for piece in whole)
        return "".join(
            self._written(piece, functools.partial(getattr, saying), saying.local_names, locale) for piece in pieces
        )

    def filled(self, template: Term, facts: Mapping[str, Any], local: Collection[str], locale: str) -> str:
        """Return words that are kept as a term, with these facts in them; those that are `local` have an English name beside.

        Raise NoWords where there are none, or where they name a fact that there is not.
        """
        pieces = _pieces(self.term(template, locale))
        named = {part.name for piece in pieces for part in _fields(piece)}
        if not named <= facts.keys():
            raise NoWords(
                f"The words of {template.table}.{template.name} name what there is not: {named - facts.keys()}."
            )
        return "".join(self._written(piece, facts.__getitem__, local, locale) for piece in pieces)

    def label(self, choice: Choice, locale: str) -> str:
        """Return what stands on a button."""
        words = self.term(choice.label, locale) if choice.label is not None else choice.text
        if not choice.parts:
            return words
        between = self.term(Term("written", "beside"), locale)
        return f"{words} {between.join(self._part(part, locale) for part in choice.parts if part != '')}".strip()

    def term(self, term: Term, locale: str) -> str:
        """Return a word of the law or a label; raise NoWords where there is none.

        A table of one matter (`move.tolerance`) stands before the common one (`move`).
        """
        common = term.table.partition(".")[0]
        for table in (term.table, common):
            found: Any = self._tables[self._known(locale)]
            for name in (*table.split("."), term.name):
                found = found.get(name) if isinstance(found, Mapping) else None
            if isinstance(found, str):
                return found
        raise NoWords(f"There is no word for {term.table}.{term.name} in {locale}.")

    def params(self, key: str, locale: str) -> set[str]:
        """List the params that the words of a saying use."""
        found: set[str] = set()
        for piece in self._sayings[locale][key]:
            found.update(part.name for part in _fields(piece))
        return found

    def keys(self, locale: str) -> set[str]:
        """List the sayings that a language has words for."""
        return set(self._sayings[locale])

    def value(self, value: object, locale: str) -> str:
        """Write one value as people read it."""
        if isinstance(value, Term):
            return self.term(value, locale)
        if isinstance(value, Saying):
            return self.word(value, locale)
        if isinstance(value, Names):
            return self.value(self.named(value.names, locale), locale)
        if isinstance(value, Kept):
            return self.word(shapes.to_saying(shapes.decode(value.shape.encode())), locale)
        if isinstance(value, datetime):
            return self._day(value.astimezone(self._zone), "moment", locale)
        if isinstance(value, date):
            return self._day(value, "day", locale)
        if isinstance(value, tuple):
            parts = [self.value(one, locale) for one in value]
            if value and isinstance(value[0], Saying):
                return "\n".join(parts)
            between = self.term(Term("written", "between"), locale)
            has_one = any(between.strip() in part for part in parts)  # else one could not tell where one of them ends
            return (self.term(Term("written", "apart"), locale) if has_one else between).join(parts)
        return "" if value is None or isinstance(value, bool) else str(value)

    def dated(self, day: date, locale: str) -> str:
        """A day with its year, as documents carry it."""
        month = self.term(Term("written.month", f"m{day.month}"), locale)
        form = self.term(Term("written", "day_of_year"), locale)
        return form.format(year=day.year, month=month, day=day.day)

    def named(self, given: Any, locale: str) -> Any:
        """A name of the office's own lists, or several, as readers of a language see them."""
        if locale != "en":
            return given
        if isinstance(given, tuple):
            return tuple(self.named(each, locale) for each in given)
        return unit_names.beside(given) if isinstance(given, str) else given

    def _part(self, part: Term | str | int, locale: str) -> str:
        """One part of a button's words; a number is one of days."""
        if isinstance(part, int):
            name = {0: "this_day", 1: "one_day"}.get(part, "days")
            return self.term(Term("written", name), locale).format(days=part)
        return self.value(part, locale)

    def _written(self, piece: _Piece, fact: Callable[[str], Any], local: Collection[str], locale: str) -> str:
        if isinstance(piece, str):
            return piece
        if isinstance(piece, _Field):
            given = fact(piece.name)
            return self.value(self.named(given, locale) if piece.name in local else given, locale)
        if any(fact(part.name) in (None, False, 0, "", ()) for part in _fields(piece)):
            return ""
        return "".join(self._written(part, fact, local, locale) for part in piece.pieces)

    def _day(self, day: date, how: str, locale: str) -> str:
        is_this_year = day.year == self._now().astimezone(self._zone).year
        form = self.term(Term("written", how if is_this_year else f"{how}_of_year"), locale)
        month = self.term(Term("written.month", f"m{day.month}"), locale)
        hour, minute = (day.hour, day.minute) if isinstance(day, datetime) else (0, 0)
        return form.format(year=day.year, month=month, day=day.day, hour=f"{hour:02}", minute=f"{minute:02}")

    def _known(self, locale: str) -> str:
        return locale if locale in self._tables else LOCALES[0]


def load(zone: tzinfo, now: Callable[[], datetime]) -> Words:
    """The words that are shipped; their files are read once in a process."""
    return Words({locale: prose.said(locale) for locale in LOCALES}, zone, now)


def fields_of(saying: type[Saying]) -> set[str]:
    """List the params of a saying."""
    return {field.name for field in fields(saying)}


@functools.cache
def _pieces(template: str) -> tuple[_Piece, ...]:
    found: list[_Piece] = []
    end = 0
    for match in _PIECE.finditer(template):
        found.append(template[end : match.start()])
        inner = match["optional"]
        found.append(_Field(match["field"]) if inner is None else _Optional(_plain(_pieces(inner))))
        end = match.end()
    found.append(template[end:])
    return tuple(piece for piece in found if piece != "")


def _fields(piece: _Piece) -> Iterator[_Field]:
    inner = piece.pieces if isinstance(piece, _Optional) else (piece,)
    return (part for part in inner if isinstance(part, _Field))


def _plain(pieces: Sequence[_Piece]) -> tuple[str | _Field, ...]:
    return tuple(piece for piece in pieces if not isinstance(piece, _Optional))
