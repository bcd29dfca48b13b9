"""The kinds of answers that a form takes (`how` of `Asked`): what is offered for each, what words make of it, how it is shown.

One class for each kind, in the table `KINDS`. A kind that is added stands here and in the docstring of `Asked`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain import codes, items
from domain import text as texts
from domain.cards import Labelled
from domain.lifecycles import PREFIXES
from domain.mechanism.columns import Asked, Place
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import clues as clue_sayings
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import matters as matter_sayings
from domain.sayings import moves as sayings
from domain.sayings import people as people_sayings
from domain.sayings.matters import Line
from handlers.conversation import gathering
from handlers.conversation.forms.figure_answers import FiguresAnswer
from handlers.conversation.forms.listed_answers import LISTED_KINDS
from handlers.conversation.forms.making import SKIP, TOLD, AnswerKind, Asking, CheckMatter, Made, Taken, limit_of
from handlers.conversation.forms.mark_answers import MarksAnswer
from handlers.conversation.forms.office_answers import OFFICE_KINDS
from handlers.conversation.forms.told_answers import TOLD_KINDS
from handlers.conversation.steps import Again, Ask, Done, Known, Question
from handlers.understanding import days, item_lines, spoken, spoken_numbers, unit_names

TEMPLATES = {
    "template_ask_more": ("when_where", "document", "which_office", "contact"),
    "template_decline": ("facts", "reason", "other_way"),
    "template_turn_away": ("no_facts", "not_duty", "outside_control", "mended"),
    "template_not_confirmed": ("facts_unclear", "duty_unclear", "hearing_holds"),
    "template_lacking": ("no_owner", "no_proof", "no_dates", "not_concrete"),
}
"""Ready-made texts that are offered where a question names their table; own words are always possible."""
MOST_ITEMS = 30
_ECHOED = 40  # characters of a line that cannot be taken
LONGEST_NAME = 30  # of what is said back
LEAST_OF_NAME = 2  # letters of a name


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
        unfit = gathering.unfit(text, longest) or _unlike(on.asked, text, known)
        return Again(unfit) if unfit else Taken(value=text)

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """As it was written; a ready-made text in the reader's language."""
        if value.startswith("=") and value[1:] in TEMPLATES.get(asked.table, ()):
            return Line(label=label, terms=(Term(asked.table, value[1:]),))
        return super().line(label, asked, value)


class DayAnswer(AnswerKind):
    """A day that is to come, kept as its ISO date."""

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A day as people write it."""
        day = days.coming_day(text, known.today)
        if day is not None and day < known.today and not on.asked.may_be_over:
            return Again(sayings.OverAlready())
        return Again(sayings.NoDay()) if day is None else Taken(value=day.isoformat())

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """The day as it is written in the reader's language."""
        return Line(label=label, day=date.fromisoformat(value))


class PastDayAnswer(DayAnswer):
    """A day that has come, today included."""

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A day as people write it."""
        day = days.past_day(text, known.today)
        if day is not None and day > known.today:
            return Again(sayings.NotYet())
        return Again(sayings.NoDay()) if day is None else Taken(value=day.isoformat())


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
        return tuple(_of_matter(number, is_named=not on.making.id) for number in on.asked.options)

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
            return Done(CheckMatter(asking=on, number=number, ordinal=found.ordinal or 0))
        written = texts.folded(text).strip().upper()
        if not on.making.id and written:
            return Done(CheckMatter(asking=on, number=written))
        return Again(sayings.NoNumber())


class NumberAnswer(AnswerKind):
    """A whole number within its limits."""

    is_number = True

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A number as people write it: 25, ２５, 25分, 二十五."""
        least, most = on.asked.least, on.asked.most
        number = spoken_numbers.read(text)
        if number is None or not least <= number <= most:
            return Again(sayings.NoNumberWithin(least=least, most=most))
        return Taken(value=str(number))


class AmountAnswer(AnswerKind):
    """An amount, or a share of the whole."""

    is_number = True

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """An amount as people write it: 1,250.5, 3200万元, 62.5%."""
        amount = spoken_numbers.amount(text)
        return Again(sayings.NoAmount()) if amount is None else Taken(value=f"{amount:f}")


class ItemsAnswer(AnswerKind):
    """A list of items, each of the same parts: written one after the other or pasted as lines; 完成 goes on."""

    def question(self, on: Asking, known: Known) -> Question:
        """Ask for more, and show what is on the list; each can be taken off again."""
        asked, every = on.asked, items.read(_given(on))
        saying = matter_sayings.AskItems(
            what=self.given(on),
            parts=tuple(_label(on, part) for part in asked.parts),
            items=_item_lines(asked, _with_names(asked, every, known.name_of)),
        )
        taken_off = (
            Choice(value=f"drop {place}", label=Term("answer", "drop"), parts=(str(place),))
            for place, _ in enumerate(every, 1)
        )
        done = Choice(value="done", label=Term("answer", "done"), style=Style.PRIMARY)
        if not every and asked.may_skip:
            done = Choice(value=SKIP, label=Term("answer", asked.skip))
        is_enough = len(every) >= asked.least or done.value == SKIP
        return Question(saying=saying, choices=(*([done] if is_enough else []), *taken_off))

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
        if not items.read(_given(on)) and item_lines.is_sentence(text) and on.making.written_before(on.asked.name):
            return None  # more of what was just written
        is_named = [part.how for part in on.asked.parts] == ["unit"]
        for line in item_lines.names(text) if is_named else item_lines.lines(text):
            item = self._item(on, line, known)
            if isinstance(item, matter_sayings.ItemUnread):
                return Again(item)
            found.append(item)
        every = [*items.read(_given(on)), *found]
        if not found or len(every) > MOST_ITEMS:
            return None
        return _with_items(on, every)

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """The list, a line for each."""
        return Line(label=label, items=_item_lines(asked, items.read(value)))

    def _item(self, on: Asking, line: str, known: Known) -> dict[str, str] | matter_sayings.ItemUnread:
        """One line as an item; where it is none, the part that is missing or cannot be taken, with what is said to it by itself."""
        asked, item = on.asked, {}
        written = item_lines.parts(line, len(asked.parts))
        for place, part in enumerate(asked.parts):
            made = (
                KINDS[part.how].told(replace(on, asked=part), written[place], known) if place < len(written) else None
            )
            if not isinstance(made, Taken):
                why = gathering.kept(made.why) if isinstance(made, Again) and made.why else None
                return matter_sayings.ItemUnread(line=line[:_ECHOED], what=_label(on, part), why=why)
            item[part.name] = made.value
        return item


KINDS: Mapping[str, AnswerKind] = {
    "text": TextAnswer(),
    "day": DayAnswer(),
    "past_day": PastDayAnswer(),
    "unit": UnitAnswer(),
    "matter": MatterAnswer(),
    "number": NumberAnswer(),
    "amount": AmountAnswer(),
    "items": ItemsAnswer(),
    "figures": FiguresAnswer(),
    "marks": MarksAnswer(),
    **OFFICE_KINDS,
    **LISTED_KINDS,
    **TOLD_KINDS,
}


def lines(
    kind: str, asks: tuple[Asked, ...], given: Mapping[str, str], name_of: Callable[[str], str] = str
) -> tuple[Line, ...]:
    """Answers under their labels, as people read them; what was left out is left out. `name_of` names a unit by its code."""
    found = []
    for asked in asks:
        if not asked.is_asked(given):
            continue
        value, told = given.get(asked.name, ""), given.get(asked.name + TOLD, "")
        if value and not (asked.how == "files" and value == "0"):
            shown = name_of(value) if asked.how in ("unit", "any_unit") else value
            if asked.how == "items":
                shown = items.write(_with_names(asked, items.read(value), name_of))
            line = KINDS[asked.how].line(Term(f"label.{kind}", asked.name), asked, shown)
            found.extend([line] if line != Line(label=line.label) else [])
        elif told:
            found.append(Line(label=Term(f"label.{kind}", f"{asked.name}_as_told"), text=told))
    return tuple(found)


def labelled(kind: str, asks: tuple[Asked, ...], given: Mapping[str, str]) -> tuple[Labelled, ...]:
    """The same as facts of a card."""
    return tuple(
        Labelled(
            label=each.label,
            value=each.terms or each.day or each.items or each.text or each.called or each.whole or each.number,
        )
        for each in lines(kind, asks, given)
    )


def _unlike(asked: Asked, text: str, known: Known) -> Saying | None:
    """What is said to words that are no name where who somebody is was asked, and no number where that of a document was."""
    is_day = days.coming_day(text, known.today) is not None
    is_few = sum(map(str.isalpha, text)) < LEAST_OF_NAME
    if asked.is_name and (
        is_few or spoken.is_remark(text) or (is_day and not text.startswith("周"))
    ):  # 周 is a name, too
        return dialogue_sayings.NeedName()
    if asked.is_document and (not any(map(str.isnumeric, text)) or is_day or text.isnumeric()):
        return dialogue_sayings.NeedDocumentNumber()
    return None


def _of_matter(number: str, *, is_named: bool) -> Choice:
    """A matter on offer; of what may be about several kinds of matters each `is_named` by its kind as well."""
    kind = next((kind for kind, prefix in PREFIXES.items() if number.startswith(f"{prefix}-")), "")
    if not (kind and is_named):
        return Choice(value=f"#{number}", text=number)
    return Choice(value=f"#{number}", label=Term("matter", kind), parts=(number,))


def _given(on: Asking) -> str:
    return on.making.given.get(on.asked.name, "")


def _label(on: Asking, part: Asked) -> Term:
    return Term(f"label.{on.making.matter}", part.name)


def _with_items(on: Asking, every: Sequence[items.Item]) -> Again:
    return Again(step=replace(on, making=on.making.knowing({on.asked.name: items.write(every) if every else ""})))


def _with_names(asked: Asked, every: Sequence[items.Item], name_of: Callable[[str], str]) -> list[items.Item]:
    """Items with the names of the units in them."""
    units = {part.name for part in asked.parts if part.how == "unit"}
    return [{name: name_of(text) if name in units else text for name, text in each.items()} for each in every]


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
