"""Which unit? Asked alike of who reports and of who nominates.

A unit is found by its name, short name, alias, pinyin, or a slip of the pen; one that is not in the register keeps the name
it was given; the whole register is there to be looked through. The question never comes back without a way on.
"""

from dataclasses import dataclass, replace
from typing import Self

from domain import text as texts
from domain.drafts import Draft, Nomination
from domain.saying import Choice, Saying, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import strivers as striver_sayings
from domain.units import Unit
from handlers.conversation import gathering
from handlers.conversation.steps import Again, Ask, Known, Outcome, Question
from handlers.reporting.telling import Telling
from handlers.understanding import spoken_places
from handlers.understanding.units import sure

A_PAGE = 8
LONGEST_NAME = 30  # characters of a unit's name; more is a sentence that may hold one
LEAST_BESIDES = 6  # characters: fewer beside the name are how one says it: 我说的是……
LONGEST_STRANGE = 8  # characters of a name that is like none in the register and does not end as names do
_BODIES = (
    "station",
    "office",
    "bureau",
    "hospital",
    "school",
    "court",
    "committee",
    "government",
    *"局委办所队站院校厅部会处科室村镇乡府司区",
    "中心",
    "大厅",
    "窗口",
)
_SENTENCE = "，。！？；,!?;\n"


class Naming(Telling):
    """Names a unit. `codes` are those offered, `unit_told` the name that was not found, `page` where in the register one looks."""

    gap = "unit"
    codes: tuple[str, ...]
    unit_told: str
    page: int | None

    def asked(self) -> Saying:
        """The question before anything was offered."""
        raise NotImplementedError

    def question(self, known: Known) -> Question:
        """Ask; offer the names found, or a page of the register."""
        unknown = Choice(value="unknown_unit", label=Term("answer", "unknown_unit"))
        listed = Choice(value="list", label=Term("answer", "unit_list"))
        as_told = (Choice(value="as_told", label=Term("answer", "as_told")),) if self.unit_told else ()
        if self.page is not None:
            return Question(saying=self._page_asked(known), choices=(*self._page(known), *as_told, unknown))
        if self.codes:
            offered = (Choice(value=f"#{code}", text=known.name_of(code)) for code in self.codes)
            return Question(saying=sayings.AskWhichUnit(), choices=(*offered, *as_told, listed, unknown))
        if self.unit_told:
            return Question(saying=sayings.UnitUnknown(told=self.unit_told), choices=(*as_told, listed, unknown))
        return Question(saying=self.asked(), choices=(unknown, listed))

    def chose(self, choice: str, known: Known) -> Outcome:
        """Take one, keep the name as it was told, leave it open, or look through the register."""
        match choice:
            case "unknown_unit":
                return self.go_on(unit="", unit_told=self.unit_told)
            case "as_told":
                return self.go_on(unit="", unit_told=self.unit_told)
            case "list":
                return Ask(self.at(page=0))
            case "next" | "former":
                return Ask(self.at(page=(self.page or 0) + (1 if choice == "next" else -1)), is_replacing=True)
        return self.go_on(unit=choice[1:], unit_told="")

    def told(self, text: str, known: Known) -> Outcome | None:
        """Find it; offer what is near; what is a sentence is more of the story."""
        if not texts.has_words(text):
            return Again(dialogue_sayings.NeedWords())
        if is_sentence(text):
            return None
        matches = known.office.finder.find(text, limit=gathering.MOST_OFFERED)
        unit = sure(matches)
        if unit is not None:
            return None if _says_more(text, unit) else self.go_on(unit=unit.code, unit_told="")
        if not matches and len(text) > LONGEST_STRANGE and not text.rstrip(_SENTENCE).endswith(_BODIES):
            return None
        if not matches and self.unit_told:
            return self.go_on(unit="", unit_told=text)
        codes = tuple(match.unit.code for match in matches)
        return Ask(self.at(codes=codes, unit_told=text), is_replacing=bool(self.codes or self.unit_told))

    def at(self, *, codes: tuple[str, ...] = (), unit_told: str = "", page: int | None = None) -> Self:
        """The same question with other names on offer."""
        told = unit_told or self.unit_told
        return replace(self, codes=codes, unit_told=told, page=page)  # type: ignore[type-var]

    def _page_asked(self, known: Known) -> Saying:
        last = (len(_open_units(known)) - 1) // A_PAGE
        return sayings.AskFromList(page=(self.page or 0) + 1, pages=last + 1)

    def _page(self, known: Known) -> tuple[Choice, ...]:
        units, page = _open_units(known), self.page or 0
        shown = units[page * A_PAGE : (page + 1) * A_PAGE]
        names = [Choice(value=f"#{unit.code}", text=known.name_of(unit.code)) for unit in shown]
        if (page + 1) * A_PAGE < len(units):
            names.append(Choice(value="next", label=Term("answer", "next_page")))
        if page > 0:
            names.append(Choice(value="former", label=Term("answer", "former_page")))
        return tuple(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUnit(Naming):
    """Which unit is it about?"""

    draft: Draft
    codes: tuple[str, ...] = ()
    unit_told: str = ""
    page: int | None = None

    def asked(self) -> Saying:
        """Ask."""
        return sayings.AskUnit()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTheirUnit(Naming):
    """In which unit do they work?"""

    draft: Nomination
    codes: tuple[str, ...] = ()
    unit_told: str = ""
    page: int | None = None

    def asked(self) -> Saying:
        """Ask."""
        return striver_sayings.AskUnit()


def _open_units(known: Known) -> tuple[Unit, ...]:
    return tuple(unit for unit in known.office.register.units if not unit.is_closed)


def is_sentence(text: str) -> bool:
    """Whether words are more than a name."""
    if text.isascii():
        return len(text.split()) > 7 or any(sign in text.strip(".") for sign in ".!?;\n")
    if len(text) > LONGEST_NAME or any(sign in text.rstrip(_SENTENCE) for sign in _SENTENCE):
        return True
    return not text.rstrip(_SENTENCE).endswith(_BODIES) and spoken_places.is_story(text)


def _says_more(text: str, unit: Unit) -> bool:
    """Whether words that name a unit say something besides: then they are also part of the story."""
    if text.isascii():
        return False  # an English name has as many words as a short sentence
    names = [name for name in (unit.name, unit.short, *unit.aliases) if name and name in text]
    return len(text) - len(max(names, key=len, default=unit.name)) >= LEAST_BESIDES
