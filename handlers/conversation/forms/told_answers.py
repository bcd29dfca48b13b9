"""The kinds of answers that people give who tell something: a unit that may not be in the register, what kind of slackness, when and
where as they say it, evidence, and who they are.

Words that are no such answer are more of what they tell (`handlers/conversation/forms/telling.py`).
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from domain import text as texts
from domain.mechanism.columns import Asked
from domain.said import FileKind, FileRef
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import matters as matter_sayings
from domain.sayings import moves as move_sayings
from domain.sayings.matters import Line
from handlers.conversation.forms.making import AnswerKind, Asking, Made, Taken, limit_of
from handlers.conversation.forms.told_units import AnyUnitAnswer
from handlers.conversation.gathering import LONGEST_ECHO, together
from handlers.conversation.steps import Again, Ask, Known, Noted
from handlers.understanding import recognising, spoken, spoken_dates, spoken_places, unit_names

LONGEST_LINE = 200
LONGEST_PLACE = 80
SHORT_WORD = 8  # characters in which somebody says what kind it is
SHORTEST_STORY = 12  # characters: what is shorter may be a name, and a name does not go into the story
_CONTACT = re.compile(r"\+?\d[\d\- ]{5,19}|[^@\s，。：]+@[^@\s]+\.[A-Za-z]{2,}")


class KindAnswer(AnswerKind):
    """What kind it is: not sure, a few that the words suggest, and all when one asks for them."""

    is_skipped = False

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """Offer not to be sure, then what is suggested, or all kinds; `page` 0: all."""
        asked = on.asked
        unsure = Choice(value=asked.unsure, label=Term("answer", "not_sure"))
        rest = [kind for kind in asked.options if kind != asked.unsure]
        shown = rest if on.page is not None else list(recognising.kinds(on.making.gathered))
        named = (Choice(value=kind, label=Term(asked.table, kind)) for kind in shown)
        others = () if on.page is not None else (Choice(value="others", label=Term("answer", "other_kinds")),)
        return (unsure, *named, *others)

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """Take one, or show all."""
        if choice == "others":
            return Ask(replace(on, page=0), is_replacing=True)
        return Taken(value=choice) if choice in on.asked.options else None

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A kind by its name, shown or not, or by a word or two that mean it."""
        named = recognising.kind_named(text)
        if named is None and not unit_names.is_sentence(text) and len(text) <= SHORT_WORD:
            named = next(iter(recognising.kinds(text)), None)
        return Taken(value=named) if named else None

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """In its words."""
        return Line(label=label, terms=(Term(asked.table, value),))


class TimeAnswer(AnswerKind):
    """When, as people say it: a day, or words. And where, if that is not known either: it is one question."""

    def words(self, on: Asking) -> str:
        """One question for both."""
        return f"{on.asked.name}_where" if _place_of(on) else on.asked.name

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """The commonest answers."""
        return tuple(Choice(value=name, label=Term("answer", name)) for name in ("today", "yesterday", "ongoing"))

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """A day is written down as a day; who skips the question skips all of it."""
        offsets = {"today": 0, "yesterday": -1}
        if choice in offsets:
            return Taken(value=(known.today + timedelta(days=offsets[choice])).isoformat())
        if choice == "skip":
            return Taken(value="", also={_place_of(on): ""} if _place_of(on) else {})
        return Taken(value=choice) if choice == "ongoing" else None

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A time is one only where the words name one; a place that is said instead is taken as such, and the time asked alone."""
        if not texts.has_words(text):
            return Again(dialogue_sayings.NeedWords())
        if len(text) > LONGEST_LINE:
            return None
        place = _place_of(on)
        if spoken_dates.names_time(text, known.today, recognising.near_days()):
            if unit_names.is_sentence(text) and len(text) > LONGEST_PLACE:
                return None
            where = spoken_places.read(text)
            return Taken(value=text, also={place: where} if place and where else {})
        where = spoken_places.answer(text)
        if not (place and where):
            return None
        return Again(sayings.PlaceNoted(), replace(on, making=on.making.knowing({place: where}), is_again=True))

    def reread(self, on: Asking, why: Saying, known: Known, *, must_be_read: bool) -> Made:
        """Ask once more for a time; who has none to say is not asked a third time, but is told what found no room."""
        if not on.is_again:
            return Again(why, replace(on, is_again=True), must_be_read)
        place = _place_of(on)
        return Taken(value="", also={place: ""} if place else {}, first=why if must_be_read else None)

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """A day as the reader's language has it, or the words."""
        if value == "ongoing":
            return Line(label=label, terms=(Term("answer", value),))
        when = sayings.When.of(value)
        return Line(label=label, day=when.day if when else None, text=when.told if when else "")


class PlaceAnswer(AnswerKind):
    """Where: words, or a place on the map."""

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """Take words as a place as long as they can be one."""
        if not texts.has_words(text):
            return Again(dialogue_sayings.NeedWords())
        if spoken.is_remark(text) or spoken.is_button(text):
            return None
        if spoken_dates.names_time(text, known.today, recognising.near_days()) and not spoken_places.read(text):
            return None
        is_place = len(text) <= LONGEST_PLACE and "\n" not in text and not spoken_places.is_story(text)
        return Taken(value=text) if is_place else None

    def shown(self, on: Asking, files: tuple[FileRef, ...], known: Known) -> Made:
        """A place on the map answers; anything else is evidence."""
        is_place = any(file.kind is FileKind.LOCATION for file in files)
        return Taken(value="") if is_place else super().shown(on, files, known)


class FilesAnswer(AnswerKind):
    """Pictures, documents, voice, video, a place: several, until 完成. They are kept with the form; the answer is how many."""

    is_skipped = False

    def saying(self, on: Asking, known: Known) -> Saying:
        """Ask; who tells something hears what would make the matter stronger."""
        if on.making.gathers is None:
            return self.given(on)
        return matter_sayings.AskTold(
            what=Term(f"ask.{on.making.matter}", self.words(on)),
            limit=0,
            number=len(on.making.files),
            stronger=on.making.wishes,
        )

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """One way on."""
        return (Choice(value="done", label=Term("answer", "done"), style=Style.PRIMARY),)

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """Go on; not without any where it says that they are needed."""
        if choice == "done" and not (on.making.files or on.asked.may_skip):
            return Again(move_sayings.FileNeeded())
        return Taken(value=str(len(on.making.files))) if choice == "done" else None

    def shown(self, on: Asking, files: tuple[FileRef, ...], known: Known) -> Made:
        """Count them."""
        return self._noted(on, known)

    def reread(self, on: Asking, why: Saying, known: Known, *, must_be_read: bool) -> Made:
        """Words are added to the story; the question need not be asked again."""
        return Again(why, on, must_be_read) if must_be_read else self._noted(on, known, why)

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """How many."""
        return Line(label=label, number=int(value))

    def _noted(self, on: Asking, known: Known, first: Saying | None = None) -> Made:
        number, limit = len(on.making.files), limit_of(on.asked, known)
        story = Term("remark", "write_story") if on.making.gathers else None
        counted = sayings.EvidenceNoted(number=number, limit=limit, story=story) if number else None
        return Noted(on, together(first, counted))


class SigningAnswer(AnswerKind):
    """Anonymous, or with a real name, which is asked where this channel may hear it (the law §3)."""

    def choices(self, on: Asking, known: Known) -> tuple[Choice, ...]:
        """The two of them."""
        return tuple(Choice(value=option, label=Term(on.asked.table, option)) for option in on.asked.options)

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """Anonymous goes on; a name is asked for next."""
        if choice == on.asked.at_once or known.traits.takes_real_names:
            return Taken(value=choice) if choice in on.asked.options else None
        return Again(sayings.RealNameElsewhere(link=f"{known.office.public_url}/chat"))

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """What may be a name is not taken for more of the story."""
        if len(text) >= SHORTEST_STORY and not _CONTACT.search(text):
            return None
        return Again(dialogue_sayings.NotTaken(words=text[:LONGEST_ECHO]))

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """In its words."""
        return Line(label=label, terms=(Term(asked.table, value),))


class ContactAnswer(AnswerKind):
    """How somebody is reached: a phone number or a mail address, with or without words around it."""

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """Take it where there is one."""
        found = _CONTACT.search(text)
        is_one = found is not None and len(text) <= limit_of(on.asked, known)
        return Taken(value=text) if is_one else Again(sayings.ContactUnusable())


TOLD_KINDS: Mapping[str, AnswerKind] = {
    "any_unit": AnyUnitAnswer(),
    "kind": KindAnswer(),
    "time": TimeAnswer(),
    "place": PlaceAnswer(),
    "files": FilesAnswer(),
    "signing": SigningAnswer(),
    "contact": ContactAnswer(),
}


def _place_of(on: Asking) -> str:
    """The question for the place, where it is still open; empty where it is not."""
    asked = (asked.name for asked in on.making.form if asked.how == "place" and asked.name not in on.making.given)
    return next(asked, "")
