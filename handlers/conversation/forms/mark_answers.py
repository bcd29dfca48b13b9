"""Marks of 0 to 100 for several criteria: pressed, or written at once (「85 90 80」)."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from domain import items
from domain.mechanism.columns import Asked
from domain.saying import Choice, Term
from domain.sayings import arenas as sayings
from domain.sayings.matters import Line
from domain.scoring import arenas
from handlers.conversation import gathering
from handlers.conversation.forms.making import AnswerKind, Asking, Made, Taken
from handlers.conversation.steps import Again, Known, Noted, Question
from handlers.understanding import spoken_numbers

STEPS = ("60", "70", "75", "80", "85", "90", "95", "100")
"""Marks that are offered; any other whole number is written."""
CRITERION = "criterion"  # the words of the usual ones
PLACED = "="  # between the place of a criterion and a step
_BETWEEN = re.compile(r"[\s,，、;；]+")


def option(criterion: str, weight: int) -> str:
    """A criterion as a question keeps it."""
    return f"{weight}|{criterion}"


def mark(criterion: str, weight: int, given: str = "") -> sayings.CriterionMark:
    """A criterion with its weight, and what was given for it; the usual ones are called so in every language."""
    is_usual = criterion in arenas.DEFAULT_WEIGHTS
    called = Term(CRITERION, criterion) if is_usual else criterion
    return sayings.CriterionMark(criterion=called, weight=weight, mark=given)


def total(value: str) -> Fraction:
    """What the marks of an answer come to."""
    given = items.read(value)
    return arenas.total([int(each["mark"]) for each in given], [int(each["weight"]) for each in given])


class MarksAnswer(AnswerKind):
    """A mark for each criterion, kept as items of criterion, weight and mark: a ballot says by itself what it comes to.

    Where a channel answers over the button that was pressed, all marks are pressed under one question; elsewhere one after the other.
    """

    is_number = True

    def question(self, on: Asking, known: Known) -> Question:
        """Ask for all, or for the next, with what was given so far."""
        if known.traits.hints:
            saying = sayings.AskMarks(what=self.given(on), marks=_said(on, _given(on)))
            return Question(saying=saying, choices=tuple(_grid(on.asked.options)))
        given = _still_open(_given(on))
        before, after = _said(on, given)[: (place := given.index(""))], _said(on, given)[place:]
        one = sayings.AskMark(what=self.given(on), before=before, next=after[0])
        return Question(saying=one, choices=tuple(Choice(value=step, text=step) for step in STEPS))

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """One mark; pressed again, another one. Where all stand under one question, what was given is said over the button."""
        place, is_placed, step = choice.partition(PLACED)
        if not is_placed:
            return _with(on, [choice]) if choice in STEPS else super().chose(on, choice, known)
        given = _given(on)
        given[int(place)] = step or given[int(place)]
        made = _made(on, given)
        return (
            made
            if step and isinstance(made, Taken)
            else Noted(_asking(on, given), sayings.MarksGiven(marks=_said(on, given)))
        )

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """One mark or all that are left."""
        pieces = [piece for piece in _BETWEEN.split(unicodedata.normalize("NFKC", text)) if piece]
        read = [spoken_numbers.read(piece) for piece in pieces]
        found = [str(number) for number in read if number is not None and 0 <= number <= arenas.FULL]
        left = _still_open(_given(on)).count("")
        if len(found) != len(pieces) or len(found) not in (1, left):
            return Again(sayings.NoMarks(number=left))
        return _with(on, found)

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """The ballot with what it comes to."""
        marks = tuple(mark(each["criterion"], int(each["weight"]), each["mark"]) for each in items.read(value))
        return Line(label=label, whole=gathering.kept(sayings.Marks(marks=marks, total=arenas.shown(total(value)))))


def _grid(options: Sequence[str]) -> Iterator[Choice]:
    """The steps of every criterion under its name, which is no mark itself."""
    for place, each in enumerate(options):
        called = _criterion(each)[0]
        label = Term(CRITERION, called) if called in arenas.DEFAULT_WEIGHTS else None
        yield Choice(value=f"{place}{PLACED}", text="" if label else called, label=label)
        yield from (Choice(value=f"{place}{PLACED}{step}", text=step) for step in STEPS)


def _given(on: Asking) -> list[str]:
    """The mark of each criterion, empty where there is none yet."""
    given = items.read(on.making.given.get(on.asked.name, ""))
    return [each["mark"] for each in given] + [""] * (len(on.asked.options) - len(given))


def _still_open(given: list[str]) -> list[str]:
    """Asked again, all is open."""
    return given if "" in given else [""] * len(given)


def _criterion(option: str) -> tuple[str, int]:
    weight, _, criterion = option.partition("|")
    return criterion, int(weight)


def _said(on: Asking, given: Sequence[str]) -> tuple[sayings.CriterionMark, ...]:
    return tuple(mark(*_criterion(each), one) for each, one in zip(on.asked.options, given, strict=True))


def _with(on: Asking, more: Sequence[str]) -> Made:
    """With marks for those that are open, in their order."""
    given, further = _still_open(_given(on)), iter(more)
    return _made(on, [each or next(further, "") for each in given])


def _made(on: Asking, given: Sequence[str]) -> Taken | Again:
    asking = _asking(on, given)
    return Again(step=asking) if "" in given else Taken(value=asking.making.given[on.asked.name])


def _asking(on: Asking, given: Sequence[str]) -> Asking:
    every = [
        {"criterion": criterion, "weight": str(weight), "mark": one}
        for (criterion, weight), one in zip(map(_criterion, on.asked.options), given, strict=True)
    ]
    return replace(on, making=on.making.knowing({on.asked.name: items.write(every)}))
