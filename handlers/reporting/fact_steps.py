"""Kind, time, place, evidence: the facts of a clue that the story did not say."""

from dataclasses import dataclass, replace
from datetime import timedelta

from domain import clues
from domain import text as texts
from domain.drafts import Draft
from domain.said import FileKind, FileRef
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from handlers.conversation.dialogues import together
from handlers.conversation.steps import Again, Ask, Known, Noted, Outcome, Question
from handlers.reporting.telling import Telling, Told
from handlers.reporting.unit_steps import is_sentence
from handlers.understanding import recognising, spoken_dates, spoken_places

LONGEST_LINE = 200
LONGEST_PLACE = 80
UNSURE = "t99"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseKind(Telling):
    """What kind of slackness? Asked only of who wants to say it: a few that the words suggest, and all when one asks for them."""

    gap = "kind"
    draft: Draft
    is_whole: bool = False

    def question(self, known: Known) -> Question:
        """Offer not to be sure, then what is suggested, or the kinds of the law §3."""
        unsure = Choice(value=UNSURE, label=Term("answer", "not_sure"))
        rest = [kind for kind in clues.KINDS if kind != UNSURE]
        kinds = rest if self.is_whole else list(recognising.kinds(self.draft.story))
        named = (Choice(value=kind, label=Term("kind", kind)) for kind in kinds)
        others = () if self.is_whole else (Choice(value="others", label=Term("answer", "other_kinds")),)
        return Question(saying=sayings.AskKind(), choices=(unsure, *named, *others))

    def chose(self, choice: str, known: Known) -> Outcome:
        """Take one, or show all."""
        if choice == "others":
            return Ask(replace(self, is_whole=True), is_replacing=True)
        return self.go_on(kind=choice)

    def told(self, text: str, known: Known) -> Outcome | None:
        """A kind by its name, shown or not, or by a word or two that mean it."""
        named = recognising.kind_named(text)
        if named is None and not is_sentence(text) and len(text) <= 8:
            named = next(iter(recognising.kinds(text)), None)
        return self.go_on(kind=named) if named else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellWhen(Telling):
    """When? And where, if that is not known either: it is one question. `is_again`: it was asked before, and no time was said."""

    gap = "when"
    draft: Draft
    is_again: bool = False

    def question(self, known: Known) -> Question:
        """Ask."""
        names = ("today", "yesterday", "ongoing", "skip")
        saying = sayings.AskWhenWhere() if self.draft.where is None else sayings.AskWhen()
        return Question(saying=saying, choices=tuple(Choice(value=n, label=Term("answer", n)) for n in names))

    def chose(self, choice: str, known: Known) -> Outcome:
        """A day is written down as a day; who skips the question skips all of it."""
        days = {"today": 0, "yesterday": -1}
        if choice in days:
            return self.go_on(when=(known.today + timedelta(days=days[choice])).isoformat())
        if choice == "skip":
            return self.go_on(when="", where=self.draft.where or "")
        return self.go_on(when=choice)

    def told(self, text: str, known: Known) -> Outcome | None:
        """A time is one only where the words name one; a place that is said instead is taken as such, and the time asked alone."""
        if not texts.has_words(text):
            return Again(dialogue_sayings.NeedWords())
        if len(text) > LONGEST_LINE:
            return None
        if spoken_dates.names_time(text, known.today, recognising.near_days()):
            if is_sentence(text) and len(text) > LONGEST_PLACE:
                return None
            where = self.draft.where or spoken_places.read(text) or None
            return self.go_on(when=text, where=where)
        place = spoken_places.answer(text)
        if place and self.draft.where is None:
            draft = replace(self.draft, where=place)
            return Again(sayings.PlaceNoted(), replace(self, draft=draft, is_again=True))
        return None

    def reread(self, draft: Told, known: Known, why: Saying, *, must_be_read: bool) -> Outcome:
        """Ask once more for a time; who has none to say is not asked a third time, but is told what found no room."""
        if self.is_again and getattr(draft, "when", None) is None:
            following = self.with_draft(draft).go_on(when="", where=getattr(draft, "where", None) or "")
            return replace(following, first=why) if must_be_read else following
        step = replace(self, is_again=True)
        return super(TellWhen, step).reread(draft, known, why, must_be_read=must_be_read)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellWhere(Telling):
    """Where? Words or a place on the map."""

    gap = "where"
    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskWhere(), choices=(Choice(value="skip", label=Term("answer", "skip")),))

    def chose(self, choice: str, known: Known) -> Outcome:
        """Go on without."""
        return self.go_on(where="")

    def told(self, text: str, known: Known) -> Outcome | None:
        """Take words as a place as long as they can be one."""
        if not texts.has_words(text):
            return Again(dialogue_sayings.NeedWords())
        if spoken_dates.names_time(text, known.today, recognising.near_days()) and not spoken_places.read(text):
            return None
        is_place = len(text) <= LONGEST_PLACE and "\n" not in text and not spoken_places.is_story(text)
        return self.go_on(where=text) if is_place else None

    def shown(self, files: tuple[FileRef, ...], known: Known) -> Outcome:
        """A place on the map answers; anything else is evidence."""
        if any(file.kind is FileKind.LOCATION for file in files):
            return self.go_on(where="")
        return Again(None, self)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEvidence(Telling):
    """Pictures, documents, voice, video, a place: several, until 完成."""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask, and say what would make the clue stronger."""
        stronger = tuple(Term("stronger", name) for name in self.draft.stronger())
        saying = sayings.AskEvidence(stronger=stronger, number=len(self.draft.files))
        done = Choice(value="done", label=Term("answer", "done"), style=Style.PRIMARY)
        return Question(saying=saying, choices=(done,))

    def chose(self, choice: str, known: Known) -> Outcome:
        """Go on."""
        return self.go_on(has_all_files=True)

    def shown(self, files: tuple[FileRef, ...], known: Known) -> Outcome:
        """Count them."""
        return self._noted(known)

    def reread(self, draft: Told, known: Known, why: Saying, *, must_be_read: bool) -> Outcome:
        """Words are added to the story; the question need not be asked again."""
        if must_be_read:
            return Again(why, self.with_draft(draft), must_be_read)
        return self.with_draft(draft)._noted(known, why)

    def _noted(self, known: Known, first: Saying | None = None) -> Outcome:
        number, limit = len(self.draft.files), known.office.rules.clue_files_max
        counted = sayings.EvidenceNoted(number=number, limit=limit) if number else None
        return Noted(self, together(first, counted))
