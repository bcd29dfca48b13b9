"""A unit as people name it who tell something: found, chosen from what is near or from the register, or kept as it was called."""

from dataclasses import replace

from domain import text as texts
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from domain.units import Unit
from handlers.conversation import gathering
from handlers.conversation.forms.making import TOLD, AnswerKind, Asking, Made, Taken
from handlers.conversation.steps import Again, Ask, Known
from handlers.understanding import unit_names
from handlers.understanding.units import sure

A_PAGE = 8
LONGEST_STRANGE = 8  # characters of a name that is like none in the register and does not end as names do


class AnyUnitAnswer(AnswerKind):
    """A unit by its name, short name, alias, pinyin or a slip of the pen; one that is not in the register keeps the name it was given;
    the whole register is there to be looked through. The question never comes back without a way on."""

    is_skipped = False

    def saying(self, on: Asking, known: Known) -> Saying:
        """Ask; where something is on offer, which of it."""
        if on.page is not None:
            last = (len(_open_units(known)) - 1) // A_PAGE
            return sayings.AskFromList(page=on.page + 1, pages=last + 1)
        if on.asked.options:
            return sayings.AskWhichUnit()
        told = _told(on)
        return sayings.UnitUnknown(told=told) if told else super().saying(on, known)

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """The names found, or a page of the register, and the ways on."""
        unknown = Choice(value="unknown_unit", label=Term("answer", "unknown_unit"))
        listed = Choice(value="list", label=Term("answer", "unit_list"))
        as_told = (Choice(value="as_told", label=Term("answer", "as_told")),) if _told(on) else ()
        if on.page is not None:
            return (*self._page(on.page, known), *as_told, unknown)
        offered = tuple(Choice(value=f"#{code}", text=known.name_of(code)) for code in on.asked.options)
        if offered or as_told:
            return (*offered, *as_told, listed, unknown)
        return (unknown, listed)

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """Take one, keep the name as it was told, leave it open, or look through the register."""
        match choice:
            case "unknown_unit" | "as_told":
                return Taken(value="", also={on.asked.name + TOLD: _told(on)})
            case "list":
                return Ask(_offering(on, page=0))
            case "next" | "former":
                page = (on.page or 0) + (1 if choice == "next" else -1)
                return Ask(_offering(on, page=page), is_replacing=True)
        return self._of(on, choice[1:]) if choice.startswith("#") else None

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """Find it; offer what is near; what is a sentence is more of the story."""
        if not texts.has_words(text):
            return Again(dialogue_sayings.NeedWords())
        if unit_names.is_sentence(text):
            return None
        matches = known.office.finder.find(text, limit=gathering.MOST_OFFERED)
        unit = sure(matches)
        if unit is not None:
            return None if unit_names.says_more(text, unit) else self._of(on, unit.code)
        if not matches and len(text) > LONGEST_STRANGE and not unit_names.ends_as_one(text):
            return None
        if not matches and _told(on):
            return Taken(value="", also={on.asked.name + TOLD: text})
        codes = tuple(match.unit.code for match in matches)
        return Ask(_offering(on, codes=codes, told=text), is_replacing=bool(on.asked.options or _told(on)))

    def _of(self, on: Asking, code: str) -> Taken:
        return Taken(value=code, also={on.asked.name + TOLD: ""})

    def _page(self, page: int, known: Known) -> tuple[Choice, ...]:
        units = _open_units(known)
        shown = units[page * A_PAGE : (page + 1) * A_PAGE]
        names = [Choice(value=f"#{unit.code}", text=known.name_of(unit.code)) for unit in shown]
        if (page + 1) * A_PAGE < len(units):
            names.append(Choice(value="next", label=Term("answer", "next_page"), style=Style.PRIMARY))
        if page > 0:
            names.append(Choice(value="former", label=Term("answer", "former_page")))
        return tuple(names)


def _told(on: Asking) -> str:
    """How the unit was called that is not in the register."""
    return on.making.given.get(on.asked.name + TOLD, "")


def _offering(on: Asking, *, codes: tuple[str, ...] = (), told: str = "", page: int | None = None) -> Asking:
    """The same question with other names on offer."""
    making = on.making.knowing({on.asked.name + TOLD: told or _told(on)})
    return replace(on, making=making, asked=replace(on.asked, options=codes), page=page)


def _open_units(known: Known) -> tuple[Unit, ...]:
    return tuple(unit for unit in known.office.register.units if not unit.is_closed)
