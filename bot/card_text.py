"""A card in words, part by part, for channels that lay it out; `whole` is the same for those that show text alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.wording import Words
from domain.cards import CardView, Labelled, Value
from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One labelled fact in words; `label` is empty where the value stands alone."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardText:
    """A card in words, of which each part may be missing. `between` stands between a label and its value."""

    title: str = ""
    facts: tuple[FactRow, ...] = ()
    body: tuple[str, ...] = ()
    notes: tuple[FactRow, ...] = ()
    between: str = ""

    @property
    def whole(self) -> str:
        """The whole card as text."""
        return "".join(piece for piece, _ in self.pieces)

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text in pieces, each with whether it stands out: the title and the labels."""
        head = [[(self.title, True)]] if self.title else []
        parts = [
            [*head, *self._lines(self.facts)],
            *([[(paragraph, False)]] for paragraph in self.body),
            [*self._lines(self.notes)],
        ]
        return tuple(_joined((_joined(lines, "\n") for lines in parts if lines), "\n\n"))

    def _lines(self, rows: Sequence[FactRow]) -> Iterable[list[tuple[str, bool]]]:
        for row in rows:
            label = [(row.label, True), (self.between, False)] if row.label else []
            yield [*label, (row.value, False)]


def worded(words: Words, view: CardView, locale: str) -> CardText:
    """A card in the words of a language."""
    return CardText(
        title=words.word(view.title, locale) if view.title else "",
        facts=tuple(_row(words, fact, locale) for fact in view.facts),
        body=tuple(text for each in view.body if (text := words.value(each, locale).strip())),
        notes=tuple(_row(words, note, locale) for note in view.notes),
        between=words.term(Term("written", "after_label"), locale),
    )


def _row(words: Words, fact: Labelled, locale: str) -> FactRow:
    value = words.value(fact.value, locale)
    label = "" if fact.label is None else words.term(fact.label, locale)
    return FactRow(label=label, value=f"\n{value}" if label and _is_list(fact.value) else value)


def _is_list(value: Value) -> bool:
    """Whether it has a line for each of several: they begin on a line of their own."""
    return isinstance(value, tuple) and len(value) > 1 and isinstance(value[0], Saying)


def _joined(parts: Iterable[Sequence[tuple[str, bool]]], between: str) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    for part in parts:
        found += [*([(between, False)] if found else []), *part]
    return found
