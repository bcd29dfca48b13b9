"""A figure for each unit of a list: one line each, a unit with its number, or numbers alone in the order of the list.

What the list is, the matter says: an option for each unit (`FigurePlace`), with what is there already. None of a message is taken where one
line of it is no figure.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain import items
from domain import text as texts
from domain.importing.cells import read_number
from domain.importing.problems import CellFault
from domain.mechanism.columns import Asked
from domain.saying import Choice, Style, Term
from domain.sayings.matters import ItemLine, Line
from domain.sayings.scoring import filings as sayings
from handlers.conversation.forms.making import AnswerKind, Asking, Made, Taken
from handlers.conversation.steps import Again, Known, Question

MISSING = "missing"  # the answer for a unit that has no figure (缺)
MOST_SHOWN = 60
_ECHOED = 40  # characters of a line that cannot be taken
_NONE = frozenset({"缺", "无", "-", "--", "—", "——", "/", "none", "n/a"})
_BETWEEN = re.compile(r"(?<![0-9]),|,(?![0-9]{3})|[\s:;=|、]+")
_JOINED = re.compile(r"(?P<unit>.*?[^0-9+\-.])(?P<figure>[+\-]?[0-9][0-9.,]*%?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePlace:
    """A unit of the list: what it is called, what is there, its target where there is one (and whether it must have one), and what its
    figure was in the period before."""

    unit: str
    names: tuple[str, ...]
    value: str = ""
    target: str = ""
    before: str = ""
    has_target: bool = False

    def option(self) -> str:
        """It as a question keeps it."""
        has_target = "T" if self.has_target else ""
        return "|".join((self.unit, ";".join(self.names), self.value, self.target, self.before, has_target))


def place(option: str) -> FigurePlace:
    """The unit that a question has kept."""
    unit, names, value, target, before, has_target = option.split("|")
    return FigurePlace(
        unit=unit,
        names=tuple(names.split(";")),
        value=value,
        target=target,
        before=before,
        has_target=bool(has_target),
    )


class FiguresAnswer(AnswerKind):
    """A figure for each unit, kept as items of unit, name, value and target."""

    is_number = True

    def question(self, on: Asking, known: Known) -> Question:
        """Show the list with what is there, and name the unit to which a number alone would belong."""
        places, given = _places(on.asked), _given(on)
        waiting = _waiting(places, given)
        saying = sayings.AskFigures(
            what=self.given(on),
            figures=tuple(_shown(number, each, given) for number, each in enumerate(places[:MOST_SHOWN], 1)),
            next=waiting[0].names[0] if waiting else "",
            with_targets=Term("filing", "with_targets") if places and places[0].has_target else None,
            more=max(0, len(places) - MOST_SHOWN),
        )
        done = Choice(value="done", label=Term("answer", "done"), style=Style.PRIMARY)
        rest = Choice(value="rest", label=Term("filing", "rest_missing"))
        return Question(saying=saying, choices=(*([done] if given else []), *([rest] if waiting else [])))

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """All that was entered; of those left, that they have none."""
        given = _given(on)
        if choice == "rest":
            waiting = _waiting(_places(on.asked), given)
            return Taken(value=_written({**given, **{each.unit: _item(each, MISSING, "") for each in waiting}}))
        return Taken(value=_written(given)) if choice == "done" and given else super().chose(on, choice, known)

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """The figures of a message."""
        places, given = _places(on.asked), _given(on)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        for line in lines:
            found = _read(line, places, given)
            if isinstance(found, Term):
                return Again(sayings.FigureUnread(line=line[:_ECHOED], why=found))
            given[found["unit"]] = found
        if not lines:
            return None
        return Again(step=replace(on, making=on.making.knowing({on.asked.name: _written(given)})))

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """The list, a line for each that was entered."""
        return Line(
            label=label,
            items=tuple(
                ItemLine(
                    number=number,
                    text=(each["name"], *filter(None, (_told(each["value"]), each["target"]))),
                    missing=Term("picture", "missing") if each["value"] == MISSING else None,
                )
                for number, each in enumerate(items.read(value), 1)
            ),
        )


def _places(asked: Asked) -> list[FigurePlace]:
    return [place(option) for option in asked.options]


def _given(on: Asking) -> dict[str, items.Item]:
    return {each["unit"]: each for each in items.read(on.making.given.get(on.asked.name, ""))}


def _written(given: Mapping[str, items.Item]) -> str:
    return items.write(list(given.values()))


def _waiting(places: Sequence[FigurePlace], given: Mapping[str, items.Item]) -> list[FigurePlace]:
    """Those of which nothing is known."""
    return [each for each in places if not each.value and each.unit not in given]


def _shown(number: int, own: FigurePlace, given: Mapping[str, items.Item]) -> sayings.FiledFigure:
    value = given[own.unit]["value"] if own.unit in given else own.value
    return sayings.FiledFigure(
        place=number,
        unit=own.names[0],
        value=_told(value),
        missing=Term("picture", "missing") if value == MISSING else None,
        target=given[own.unit]["target"] if own.unit in given else own.target if own.has_target else "",
        before=own.before,
    )


def _told(value: str) -> str:
    return "" if value == MISSING else value


def _item(own: FigurePlace, value: str, target: str) -> items.Item:
    return {"unit": own.unit, "name": own.names[0], "value": value, "target": target}


def _read(line: str, places: Sequence[FigurePlace], given: Mapping[str, items.Item]) -> items.Item | Term:
    """One line as a figure; else what is wrong with it."""
    words = [word for word in _BETWEEN.split(unicodedata.normalize("NFKC", line)) if word]
    if not words:
        return Term("figure_fault", "not_a_number")
    joined = _JOINED.fullmatch(words[0])
    if joined and _named(joined["unit"], places) is not None and _named(words[0], places) is None:
        words = [joined["unit"], joined["figure"], *words[1:]]
    own = _named(words[0], places)
    if own is not None:
        words = words[1:]
    elif not _is_figure(words[0]):
        return Term("figure_fault", "no_such_unit")
    elif waiting := _waiting(places, given):
        own = waiting[0]
    else:
        return Term("figure_fault", "name_the_unit")
    return _figure(own, words)


def _figure(own: FigurePlace, words: Sequence[str]) -> items.Item | Term:
    if not words or len(words) > (2 if own.has_target else 1):
        return Term("figure_fault", "one_number" if not own.has_target else "number_and_target")
    if words[0].lower() in _NONE:
        return _item(own, MISSING, "")
    read = [read_number(word) for word in words]
    if not all(isinstance(each, Decimal) for each in read):
        return Term("figure_fault", "too_many_decimals" if CellFault.TOO_MANY_DECIMALS in read else "not_a_number")
    value, *target = (f"{each:f}" for each in read)
    meant = target[0] if target else own.target
    if own.has_target and not Decimal(meant or 0):
        return Term("figure_fault", "no_target")
    return _item(own, value, meant if own.has_target else "")


def _is_figure(word: str) -> bool:
    return word.lower() in _NONE or not isinstance(read_number(word), CellFault)


def _named(word: str, places: Sequence[FigurePlace]) -> FigurePlace | None:
    """The unit of this code or name."""
    wanted = texts.folded(word)
    return next((each for each in places if wanted in map(texts.folded, (each.unit, *each.names))), None)
