"""The kinds of answers that a form takes (`how` of `Asked`): what is offered for each, what words make of it, how it is shown.

One class for each kind, in the table `KINDS`. A kind that is added stands here and in the docstring of `Asked`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain import codes, items
from domain import text as texts
from domain.cards import Labelled
from domain.mechanism import rules
from domain.mechanism.columns import Asked, Place
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import clues as clue_sayings
from domain.sayings import matters as matter_sayings
from domain.sayings import moves as sayings
from domain.sayings import office as office_sayings
from domain.sayings import people as people_sayings
from domain.sayings.matters import Line
from handlers.conversation import gathering, several
from handlers.conversation.making import TOLD, AnswerKind, Asking, CheckMatter, Made, Taken, limit_of
from handlers.conversation.steps import Again, Ask, Done, Known, Question
from handlers.conversation.told_answers import TOLD_KINDS
from handlers.understanding import days, item_lines, unit_names

TEMPLATES = {"template_ask_more": ("when_where", "document", "which_office", "contact")}
LONGEST_NUMBER = 10  # digits
MOST_ITEMS = 30
_ECHOED = 40  # characters of a line that cannot be taken
LONGEST_NAME = 30  # of what is said back
_BETWEEN = re.compile(r"[,，、;；\n]+|(?:和|与)")


class TextAnswer(AnswerKind):
    """Words as they were written, or a ready-made text."""

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """The ready-made texts."""
        table = on.asked.table
        return tuple(Choice(value=f"={name}", label=Term(table, name)) for name in TEMPLATES.get(table, ()))

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """A ready-made text by its name."""
        return Taken(value=choice) if choice.startswith("=") else super().chose(on, choice, known)

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """Words that are some, and not too many. A sentence where something short is asked for is more of what is told."""
        longest = limit_of(on.asked, known)
        is_name = on.making.gathers is not None and not on.asked.gathers and on.asked.kept is not Place.IDENTITY
        if is_name and len(text) > longest // 2 and unit_names.is_sentence(text.replace("，", "").replace(",", "")):
            return None
        unfit = gathering.unfit(text, longest)
        return Again(unfit) if unfit else Taken(value=text)


class DayAnswer(AnswerKind):
    """A day that is to come, kept as its ISO date."""

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A day as people write it."""
        day = days.coming_day(text, known.today)
        return Again(sayings.NoDay()) if day is None else Taken(value=day.isoformat())

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """The day as it is written in the reader's language."""
        return Line(label=label, day=date.fromisoformat(value))


class RuleAnswer(AnswerKind):
    """A number of the law, decided anew."""

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A rule by its name, and its new value."""
        present = known.office.rules
        try:
            return Taken(value=str(rules.Change.of(present, text)))
        except rules.RuleRefused as refused:
            now = present.to_mapping().get(refused.key)
            return Again(sayings.RuleNotTaken(rule=refused.key, now="" if now is None else rules.shown(now)))


class ProfileAnswer(AnswerKind):
    """What the office says of itself, of the item that was answered before."""

    def question(self, on: Asking, known: Known) -> Question:
        """Name the item, and what it is now."""
        given = on.making.given
        return Question(
            saying=office_sayings.AskValue(what=Term("profile", given["item"]), before=given.get("before", ""))
        )

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """Words that fit and say something else than now."""
        given, value = on.making.given, text.strip()
        unfit = gathering.unfit_value(given["item"], value)
        if unfit is None and value == given.get("before"):
            unfit = office_sayings.NothingChanged()
        return Again(unfit) if unfit else Taken(value=value)


class DaysAnswer(AnswerKind):
    """Several days of the calendar, as ISO dates with commas."""

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """The days, as a table of days is written."""
        return Line(label=label, text=value.replace(",", ", "))


class UnitAnswer(AnswerKind):
    """A unit of the register, kept as its code."""

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """Those that the words may have meant."""
        return tuple(Choice(value=f"#{code}", text=known.name_of(code)) for code in on.asked.options)

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """One of them."""
        return Taken(value=choice[1:]) if choice.startswith("#") else super().chose(on, choice, known)

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A unit by its name."""
        named = gathering.unit_named(text, known)
        if isinstance(named, clue_sayings.UnitUnknown):  # here none is taken that the register does not have
            return Again(people_sayings.UnknownUnit(given=text[:LONGEST_NAME], near=()))
        if isinstance(named, Saying):
            return Again(named)
        if isinstance(named, tuple):
            return Ask(replace(on, asked=replace(on.asked, options=named)), True)
        return Taken(value=named.code)


class MatterAnswer(AnswerKind):
    """A matter by its number, which is looked up before it is asked whether one is sure."""

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """Those that are suggested."""
        return tuple(Choice(value=f"#{number}", text=number) for number in on.asked.options)

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """One of them."""
        if choice.startswith("#"):
            return Done(CheckMatter(asking=on, number=choice[1:]))
        return super().chose(on, choice, known)

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A number as people write it; a flag's has a form of its own."""
        found = codes.find(text)
        if found.numbers or found.ordinal is not None:
            number = found.numbers[0] if found.numbers else ""
            return Done(CheckMatter(asking=on, number=number, ordinal=found.ordinal))
        written = texts.folded(text).strip().upper()
        if not on.making.id and written:
            return Done(CheckMatter(asking=on, number=written))
        return Again(sayings.NoNumber())


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
            what=Term(f"ask.{on.making.matter}", asked.name),
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
        """A button for each."""
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


class NumberAnswer(AnswerKind):
    """A whole number within its limits."""

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A number in whatever digits it was typed."""
        least, most = on.asked.least, on.asked.most
        written = unicodedata.normalize("NFKC", text).strip()
        is_one = written.isascii() and written.isdigit() and len(written) < LONGEST_NUMBER
        if not is_one or not least <= int(written) <= most:
            return Again(sayings.NoNumberWithin(least=least, most=most))
        return Taken(value=str(int(written)))


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

    def _of(self, on: Asking, ids: str) -> Made:
        return Taken(value=ids, several=several.texts(ids, on.asked.options)) if ids else None


class ItemsAnswer(AnswerKind):
    """A list of items, each of the same parts: written one after the other or pasted as lines; 完成 goes on."""

    def question(self, on: Asking, known: Known) -> Question:
        """Ask for more, and show what is on the list; each can be taken off again."""
        asked, every = on.asked, items.read(_given(on))
        saying = matter_sayings.AskItems(
            what=Term(f"ask.{on.making.matter}", asked.words or asked.name),
            parts=tuple(_label(on, part) for part in asked.parts),
            items=_item_lines(asked, every),
        )
        taken_off = (
            Choice(value=f"drop {place}", label=Term("answer", "drop"), parts=(str(place),))
            for place, _ in enumerate(every, 1)
        )
        done = Choice(value="done", label=Term("answer", "done"), style=Style.PRIMARY)
        return Question(saying=saying, choices=(*([done] if len(every) >= asked.least else []), *taken_off))

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """The list as it is, or one off it."""
        every = items.read(_given(on))
        if choice == "done" and len(every) >= on.asked.least:
            return Taken(value=_given(on))
        kept = [each for place, each in enumerate(every, 1) if choice != f"drop {place}"]
        return _with_items(on, kept) if len(kept) < len(every) else super().chose(on, choice, known)

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """One more for each line; none of them where one line cannot be taken."""
        found = []
        for line in item_lines.lines(text):
            item = self._item(on, line, known)
            if isinstance(item, Asked):
                return Again(matter_sayings.ItemUnread(line=line[:_ECHOED], what=_label(on, item)))
            found.append(item)
        every = [*items.read(_given(on)), *found]
        if not found or len(every) > MOST_ITEMS:
            return None
        return _with_items(on, every)

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """The list, a line for each."""
        return Line(label=label, items=_item_lines(asked, items.read(value)))

    def _item(self, on: Asking, line: str, known: Known) -> dict[str, str] | Asked:
        """One line as an item; the part that is missing or not understood where it is none."""
        asked, item = on.asked, {}
        written = item_lines.parts(line, len(asked.parts))
        for place, part in enumerate(asked.parts):
            made = (
                KINDS[part.how].told(replace(on, asked=part), written[place], known) if place < len(written) else None
            )
            if not isinstance(made, Taken):
                return part
            item[part.name] = made.value
        return item


KINDS: Mapping[str, AnswerKind] = {
    "text": TextAnswer(),
    "day": DayAnswer(),
    "days": DaysAnswer(),
    "rule": RuleAnswer(),
    "profile": ProfileAnswer(),
    "unit": UnitAnswer(),
    "matter": MatterAnswer(),
    "one_of": OneOfAnswer(),
    "some_of": SomeOfAnswer(),
    "several": SeveralAnswer(),
    "person": PersonAnswer(),
    "persons": PersonsAnswer(),
    "member": PersonAnswer(),
    "number": NumberAnswer(),
    "items": ItemsAnswer(),
    **TOLD_KINDS,
}


def lines(
    kind: str, asks: tuple[Asked, ...], given: Mapping[str, str], name_of: Callable[[str], str] = str
) -> tuple[Line, ...]:
    """Answers under their labels, as people read them; what was left out is left out. `name_of` names a unit by its code."""
    found = []
    for asked in asks:
        value, told = given.get(asked.name, ""), given.get(asked.name + TOLD, "")
        if value:
            shown = name_of(value) if asked.how in ("unit", "any_unit") else value
            found.append(KINDS[asked.how].line(Term(f"label.{kind}", asked.name), asked, shown))
        elif told:
            found.append(Line(label=Term(f"label.{kind}", f"{asked.name}_as_told"), text=told))
    return tuple(found)


def labelled(kind: str, asks: tuple[Asked, ...], given: Mapping[str, str]) -> tuple[Labelled, ...]:
    """The same as facts of a card."""
    return tuple(
        Labelled(label=each.label, value=each.terms or each.day or each.items or each.text or each.number)
        for each in lines(kind, asks, given)
    )


def _given(on: Asking) -> str:
    return on.making.given.get(on.asked.name, "")


def _label(on: Asking, part: Asked) -> Term:
    return Term(f"label.{on.making.matter}", part.name)


def _with_items(on: Asking, every: Sequence[items.Item]) -> Again:
    return Again(step=replace(on, making=on.making.knowing({on.asked.name: items.write(every) if every else ""})))


def _item_lines(asked: Asked, every: Sequence[items.Item]) -> tuple[matter_sayings.ItemLine, ...]:
    days_of, texts_of = (
        [part.name for part in asked.parts if (part.how == "day") is is_day] for is_day in (True, False)
    )
    return tuple(
        matter_sayings.ItemLine(
            number=number,
            text=tuple(item[name] for name in texts_of),
            days=tuple(date.fromisoformat(item[name]) for name in days_of),
        )
        for number, item in enumerate(every, 1)
    )


def _parted(option: str) -> tuple[str, str, str]:
    return option.partition("|")
