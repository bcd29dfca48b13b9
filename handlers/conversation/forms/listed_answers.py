"""Answers that are chosen from a list: of a words table, of what a handler has listed, or of the people who may be named."""

import re
from collections.abc import Mapping
from dataclasses import replace

from domain import text as texts
from domain.mechanism.columns import Asked
from domain.saying import Choice, Style, Term
from domain.sayings import matters as matter_sayings
from domain.sayings import moves as sayings
from domain.sayings.matters import Line
from handlers.conversation.forms import several
from handlers.conversation.forms.making import AnswerKind, Asking, Made, Taken
from handlers.conversation.steps import Again, Known, Question

MOST_BUTTONS = 60
_BETWEEN = re.compile(r"[,，、;；\n]+|(?:和|与)")


class OneOfAnswer(AnswerKind):
    """One of a words table."""

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """All of it."""
        return tuple(Choice(value=option, label=Term(on.asked.table, option)) for option in on.asked.options)

    def ids(self, asked: Asked) -> tuple[str, ...]:
        """What an answer may be, in the order in which it is offered."""
        return asked.options

    def name(self, asked: Asked, one: str) -> Term | str:
        """What one of them is called."""
        return Term(asked.table, one)

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """One, named back."""
        if choice in on.asked.options:
            return Taken(value=choice, chosen=Term(on.asked.table, choice))
        return super().chose(on, choice, known)

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """In its words."""
        return Line(label=label, terms=tuple(Term(asked.table, one) for one in value.split(",")))


class SomeOfAnswer(OneOfAnswer):
    """Several of a words table, kept with commas: each press takes one more in or leaves it out; 完成 goes on."""

    def question(self, on: Asking, known: Known) -> Question:
        """Ask, and say what is chosen so far."""
        asked, chosen = on.asked, self._some(on)
        saying = matter_sayings.ChooseSome(
            what=self.given(on),
            chosen=tuple(self.name(asked, option) for option in chosen),
        )
        choices = tuple(
            replace(choice, style=Style.PRIMARY if choice.value in chosen else Style.PLAIN)
            for choice in self.choices(on, known)
        )
        done = Choice(value="done", label=Term("answer", "done"))
        return Question(saying=saying, choices=(*choices, done) if self._is_enough(on, chosen) else choices)

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """One more or one less, or all that was chosen."""
        chosen = self._some(on)
        if choice == "done" and self._is_enough(on, chosen):
            return Taken(value=",".join(chosen))
        if choice not in self.ids(on.asked):
            return None
        kept = ",".join(one for one in self.ids(on.asked) if one in {choice} ^ set(chosen))
        return Again(step=replace(on, making=on.making.knowing({on.asked.name: kept})))

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """Their numbers in the list."""
        options = self.ids(on.asked)
        listed = several.options(several.Option(id=place, text=str(place)) for place, _ in enumerate(options, 1))
        places = several.ids(several.chosen(text, listed))
        found = tuple(options[place - 1] for place in places)
        return Taken(value=",".join(found)) if found and self._is_enough(on, found) else None

    def _some(self, on: Asking) -> tuple[str, ...]:
        chosen = on.making.given.get(on.asked.name, "").split(",")
        return tuple(one for one in self.ids(on.asked) if one in chosen)

    def _is_enough(self, on: Asking, chosen: tuple[str, ...]) -> bool:
        return len(chosen) >= on.asked.least or (not chosen and on.asked.may_skip)


class PersonsAnswer(SomeOfAnswer):
    """Several people of those who may be named, kept as their numbers with commas."""

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """A button for each, where they are not so many that a name is written sooner."""
        if len(on.asked.options) > MOST_BUTTONS:
            return ()
        return tuple(Choice(value=one, text=str(self.name(on.asked, one))) for one in self.ids(on.asked))

    def ids(self, asked: Asked) -> tuple[str, ...]:
        """Their numbers."""
        return tuple(option.partition("|")[0] for option in asked.options)

    def name(self, asked: Asked, one: str) -> Term | str:
        """What the office calls one."""
        return next((label for number, _, label in map(_parted, asked.options) if number == one), "")

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """Their numbers in the list, or what the office calls them, in part if nobody else is called so."""
        pieces = [text] if self._meant(on.asked, text) else [piece for piece in _BETWEEN.split(text) if piece]
        found = [self._meant(on.asked, piece) for piece in pieces]
        if found and all(found) and self._is_enough(on, tuple(found)):
            return Taken(value=",".join(dict.fromkeys(found)))
        return super().told(on, text, known) or Again(sayings.NoPerson())

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """As the office calls them."""
        return Line(label=label, terms=tuple(self.name(asked, one) for one in value.split(",")))

    def _meant(self, asked: Asked, text: str) -> str:
        """The one person whose name has these words in it; the whole name goes first. Empty where there is none, or several."""
        wanted = texts.folded(text)
        named = {one: texts.folded(str(self.name(asked, one))) for one in self.ids(asked)}
        found = [one for one, name in named.items() if name == wanted] or [
            one for one, name in named.items() if wanted in name
        ]
        return found[0] if wanted and len(found) == 1 else ""


class PersonAnswer(PersonsAnswer):
    """One of those who may be named."""

    def question(self, on: Asking, known: Known) -> Question:
        """Ask, with a button for each."""
        return AnswerKind.question(self, on, known)

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """One of them."""
        return Taken(value=choice) if choice in self.ids(on.asked) else AnswerKind.chose(self, on, choice, known)

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """What the office calls them."""
        one = self._meant(on.asked, text)
        return Taken(value=one) if one else Again(sayings.NoPerson())


class ListedAnswer(AnswerKind):
    """One of the names that the office keeps, kept as it is called."""

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """A button for each."""
        return tuple(Choice(value=f"#{place}", text=name) for place, name in enumerate(on.asked.options))

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """One of them."""
        found = [name for place, name in enumerate(on.asked.options) if choice == f"#{place}"]
        return Taken(value=found[0]) if found else super().chose(on, choice, known)

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A name, or a part of it that no other has."""
        wanted, named = texts.folded(text), {name: texts.folded(name) for name in on.asked.options}
        found = [name for name, said in named.items() if said == wanted] or [
            name for name, said in named.items() if wanted and wanted in said
        ]
        return Taken(value=found[0]) if len(found) == 1 else None


class SeveralAnswer(AnswerKind):
    """Several of a list, by the numbers that stand before its lines; kept as their ids."""

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """A button for each."""
        return several.choices(on.asked.options)

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """One of them."""
        return self._of(on, choice[1:]) if choice.startswith("#") else super().chose(on, choice, known)

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """Their numbers."""
        return self._of(on, several.chosen(text, on.asked.options))

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """As they stand in the list; nothing where that is not at hand, for ids say nothing to anybody."""
        return Line(label=label, terms=several.texts(value, asked.options))

    def _of(self, on: Asking, ids: str) -> Made:
        return Taken(value=ids, several=several.texts(ids, on.asked.options)) if ids else None


LISTED_KINDS: Mapping[str, AnswerKind] = {
    "one_of": OneOfAnswer(),
    "some_of": SomeOfAnswer(),
    "listed": ListedAnswer(),
    "several": SeveralAnswer(),
    "person": PersonAnswer(),
    "persons": PersonsAnswer(),
    "member": PersonAnswer(),
}


def _parted(option: str) -> tuple[str, str, str]:
    return option.partition("|")
