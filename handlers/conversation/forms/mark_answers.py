"""Marks of 0 to 100 for several criteria: pressed one after the other, or written at once (「85 90 80」)."""

import re
import unicodedata
from collections.abc import Sequence
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
from handlers.conversation.steps import Again, Known, Question
from handlers.understanding import spoken_numbers

STEPS = ("60", "70", "75", "80", "85", "90", "95", "100")
"""Marks that are offered; any other whole number is written."""
CRITERION = "criterion"  # the words of the usual ones
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
    """A mark for each criterion, kept as items of criterion, weight and mark: a ballot says by itself what it comes to."""

    def question(self, on: Asking, known: Known) -> Question:
        """Ask for the next, with what was given so far."""
        given, options = _given(on), on.asked.options
        saying = sayings.AskMark(
            what=self.given(on),
            before=tuple(map(_said, given)),
            next=_said(_item(options[len(given)])),
        )
        return Question(saying=saying, choices=tuple(Choice(value=step, text=step) for step in STEPS))

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """One mark."""
        return _with(on, [choice]) if choice in STEPS else super().chose(on, choice, known)

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """One mark or all that are left."""
        pieces = [piece for piece in _BETWEEN.split(unicodedata.normalize("NFKC", text)) if piece]
        read = [spoken_numbers.read(piece) for piece in pieces]
        found = [str(number) for number in read if number is not None and 0 <= number <= arenas.FULL]
        left = len(on.asked.options) - len(_given(on))
        if len(found) != len(pieces) or len(found) not in (1, left):
            return Again(sayings.NoMarks(number=left))
        return _with(on, found)

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """The ballot with what it comes to."""
        marks = tuple(map(_said, items.read(value)))
        return Line(label=label, whole=gathering.kept(sayings.Marks(marks=marks, total=arenas.shown(total(value)))))


def _given(on: Asking) -> list[items.Item]:
    """What was given so far; asked again, all is open."""
    given = items.read(on.making.given.get(on.asked.name, ""))
    return list(given) if len(given) < len(on.asked.options) else []


def _item(option: str, given: str = "") -> items.Item:
    weight, _, criterion = option.partition("|")
    return {"criterion": criterion, "weight": weight, "mark": given}


def _said(item: items.Item) -> sayings.CriterionMark:
    return mark(item["criterion"], int(item["weight"]), item["mark"])


def _with(on: Asking, more: Sequence[str]) -> Made:
    given, options = _given(on), on.asked.options
    every = [*given, *(_item(option, one) for option, one in zip(options[len(given) :], more, strict=False))]
    value = items.write(every)
    if len(every) == len(options):
        return Taken(value=value)
    return Again(step=replace(on, making=on.making.knowing({on.asked.name: value})))
