"""The dialogue in which a clue is told: guided, or by simply writing what happened (the design §6).

Each step fills one gap of the draft; `next_step` finds the next gap. Begun by `handlers/entrance.py` and the command 我要反映; ends
in `Submit`, done by `handlers/clues.py`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from domain import clues, said
from domain import text as texts
from domain.drafts import Draft
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from handlers import dialogues, gathering, recognising
from handlers.gathering import unfit
from handlers.room import Room
from handlers.steps import Again, Ask, Done, Heard, Known, Noted, Outcome, Question, Step
from handlers.units import sure

LONG_ENOUGH = 8
LONGEST_LINE = 200
_CONTACT = re.compile(r"^(\+?[\d\- ]{6,20}|[^@\s]+@[^@\s]+\.[^@\s]+)$")
_CHANGES = ("story", "unit", "kind", "when", "where", "evidence", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """The reporter pressed 提交."""

    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class TellStory(Step):
    """What happened?"""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask for the story."""
        return Question(saying=sayings.AskStory(limit=known.office.rules.clue_max_chars))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take the words; offer what is recognised in them."""
        limit = known.office.rules.clue_files_max
        files = (*self.draft.files, *heard.files)
        if len(files) > limit:
            return Again(sayings.TooManyFiles(limit=limit))
        if not heard.text and heard.files:
            noted = TellStory(draft=replace(self.draft, files=files))
            return Noted(noted, sayings.EvidenceNoted(number=len(files), limit=limit))
        why = unfit(heard.text, known.office.rules.clue_max_chars)
        if why is not None:
            return Again(why)
        draft = replace(self.draft, story=heard.text, files=files)
        return Ask(after_story(draft, known))

    def has_work(self) -> bool:
        """Before the first words nothing is lost by leaving."""
        return bool(self.draft.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRecognised(Step):
    """The unit, the kind and the time that the words name: right?"""

    draft: Draft
    unit: str
    kind: str
    when: str

    def question(self, known: Known) -> Question:
        """Offer what was recognised."""
        saying = sayings.OfferRecognised(
            unit=known.office.name_of(self.unit), kind=Term("kind", self.kind) if self.kind else None, when=self.when
        )
        yes = Choice(value="yes", label=Term("answer", "yes"), style=Style.PRIMARY)
        wrong = [
            Choice(value=name, label=Term("wrong", name)) for name in ("unit", "kind", "when") if getattr(self, name)
        ]
        return Question(saying=saying, choices=(yes, *wrong))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take what is right; what is wrong is asked next."""
        if heard.choice not in ("yes", "unit", "kind", "when"):
            return Again(dialogue_sayings.NotAChoice())
        taken = {
            name: getattr(self, name)
            for name in ("unit", "kind", "when")
            if getattr(self, name) and name != heard.choice
        }
        return Ask(next_step(replace(self.draft, **taken)))


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUnit(Step):
    """Which unit?"""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskUnit(), choices=(gathering.unknown_unit(),))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Find it by name, short name, alias, initials or a slip of the pen."""
        if heard.choice == "unknown_unit":
            return Ask(next_step(replace(self.draft, unit="")))
        return _by_name(self.draft, heard.text, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseUnit(Step):
    """One of these? What was shown stays what the numbers mean."""

    draft: Draft
    codes: tuple[str, ...]

    def question(self, known: Known) -> Question:
        """Show the names found."""
        return Question(saying=sayings.AskWhichUnit(), choices=gathering.offered(self.codes, known))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take one; another name is looked up again."""
        if heard.choice.startswith("#"):
            return Ask(next_step(replace(self.draft, unit=heard.choice[1:])))
        if heard.choice == "unknown_unit":
            return Ask(next_step(replace(self.draft, unit="")))
        return _by_name(self.draft, heard.text, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseKind(Step):
    """What kind of slackness?"""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Show the kinds of the law §3."""
        kinds = tuple(Choice(value=kind, label=Term("kind", kind)) for kind in clues.KINDS)
        return Question(saying=sayings.AskKind(), choices=kinds)

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take one; words are tried as cues."""
        if heard.choice in clues.KINDS:
            return Ask(next_step(replace(self.draft, kind=heard.choice)))
        kind = recognising.recognise(heard.text, known.office.finder, known.today).kind if heard.text else None
        if kind is None:
            return Again(dialogue_sayings.NotAChoice())
        return Ask(next_step(replace(self.draft, kind=kind)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TellWhen(Step):
    """When?"""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        names = ("today", "yesterday", "ongoing", "skip")
        return Question(
            saying=sayings.AskWhen(), choices=tuple(Choice(value=n, label=Term("answer", n)) for n in names)
        )

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take the words as they are; a day is written down as a day."""
        days = {"today": 0, "yesterday": -1}
        if heard.choice in days:
            return self._with((known.today + timedelta(days=days[heard.choice])).isoformat())
        if heard.choice in ("ongoing", "skip"):
            return self._with("ongoing" if heard.choice == "ongoing" else "")
        why = unfit(heard.text, LONGEST_LINE)
        if why is not None:
            return Again(why)
        return self._with(heard.text)

    def _with(self, when: str) -> Outcome:
        return Ask(next_step(replace(self.draft, when=when)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TellWhere(Step):
    """Where? Words or a place on the map."""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskWhere(), choices=(Choice(value="skip", label=Term("answer", "skip")),))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take words, a place, or nothing."""
        files = (*self.draft.files, *heard.files)
        if heard.choice == "skip" or (heard.files and not heard.text):
            return Ask(next_step(replace(self.draft, where="", files=files)))
        why = unfit(heard.text, LONGEST_LINE)
        if why is not None:
            return Again(why)
        return Ask(next_step(replace(self.draft, where=heard.text, files=files)))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEvidence(Step):
    """Pictures, documents, voice, video, a place: several, until 完成."""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask, and say what would make the clue stronger."""
        stronger = tuple(Term("stronger", name) for name in self.draft.stronger())
        saying = sayings.AskEvidence(stronger=stronger, number=len(self.draft.files))
        return Question(
            saying=saying, choices=(Choice(value="done", label=Term("answer", "done"), style=Style.PRIMARY),)
        )

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Keep files; words are added to the story; 完成 goes on."""
        if heard.choice in ("done", "skip"):
            return Ask(next_step(replace(self.draft, has_all_files=True)))
        draft = gathering.added(self.draft, heard, known)
        if isinstance(draft, Saying):
            return Again(draft)
        limit = known.office.rules.clue_files_max
        return Noted(AddEvidence(draft=draft), sayings.EvidenceNoted(number=len(draft.files), limit=limit))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseName(Step):
    """Anonymous, or with a real name?"""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        names = ("anonymous", "real_name")
        return Question(
            saying=sayings.AskName(), choices=tuple(Choice(value=n, label=Term("answer", n)) for n in names)
        )

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Anonymous goes on; a real name is asked where this channel may hear it (the law §3: not on Telegram)."""
        if heard.choice == "anonymous":
            return Ask(next_step(replace(self.draft, is_real_name=False, name="", contact="")))
        if heard.choice != "real_name":
            return Again(dialogue_sayings.NotAChoice())
        if known.channel == "telegram":
            return Again(sayings.RealNameElsewhere(link=f"{known.office.public_url}/chat"))
        return Ask(TellName(draft=replace(self.draft, is_real_name=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TellName(Step):
    """Your name?"""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskOwnName())

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take it."""
        why = unfit(heard.text, LONGEST_LINE)
        return Again(why) if why else Ask(TellContact(draft=replace(self.draft, name=heard.text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TellContact(Step):
    """How can the office reach you?"""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskContact())

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """A phone number or a mail address."""
        if not _CONTACT.fullmatch(heard.text):
            return Again(sayings.ContactUnusable())
        return Ask(next_step(replace(self.draft, contact=heard.text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview(Step):
    """All of it once more, to be changed or submitted."""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Show what will be sent."""
        draft = self.draft
        saying = sayings.Preview(
            unit=known.office.name_of(draft.unit or ""),
            kind=Term("kind", draft.kind or "t99"),
            when=draft.when or "",
            where=draft.where or "",
            files=len(draft.files),
            is_real_name=Term("real_name", "yes" if draft.is_real_name else "no"),
            story=draft.story,
            stronger=tuple(Term("stronger", name) for name in draft.stronger()),
        )
        submit = Choice(value="submit", label=Term("answer", "submit"), style=Style.PRIMARY)
        return Question(saying=saying, choices=(submit, Choice(value="change", label=Term("answer", "change"))))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Submit, or change something; more files and words are welcome still."""
        if heard.choice == "submit":
            return Done(Submit(draft=self.draft))
        if heard.choice == "change":
            return Ask(ChooseChange(draft=self.draft))
        if heard.files:
            draft = gathering.added(self.draft, replace(heard, text=""), known)
            return Again(draft) if isinstance(draft, Saying) else Ask(Preview(draft=draft), is_replacing=True)
        return Again(dialogue_sayings.NotAChoice())


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseChange(Step):
    """What to change?"""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(
            saying=sayings.AskChange(), choices=tuple(Choice(value=n, label=Term("change", n)) for n in _CHANGES)
        )

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Open the gap again; `next_step` comes back to the preview by itself."""
        if heard.choice not in _CHANGES:
            return Again(dialogue_sayings.NotAChoice())
        draft = self.draft
        opened: dict[str, Callable[[], Step]] = {
            "story": lambda: RewriteStory(draft=draft),
            "unit": lambda: NameUnit(draft=replace(draft, unit=None)),
            "kind": lambda: ChooseKind(draft=replace(draft, kind=None)),
            "when": lambda: TellWhen(draft=replace(draft, when=None)),
            "where": lambda: TellWhere(draft=replace(draft, where=None)),
            "evidence": lambda: AddEvidence(draft=replace(draft, has_all_files=False)),
            "name": lambda: ChooseName(draft=replace(draft, is_real_name=None)),
        }
        return Ask(opened[heard.choice]())


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteStory(Step):
    """The story anew; everything else stays."""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskStory(limit=known.office.rules.clue_max_chars))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take the words."""
        why = unfit(heard.text, known.office.rules.clue_max_chars)
        return Again(why) if why else Ask(next_step(replace(self.draft, story=heard.text)))


def begin(room: Room, text: str, files: tuple[said.FileRef, ...]) -> None:
    """Begin a clue with what was simply written or sent."""
    draft = Draft(story="", files=files)
    if not text:
        dialogues.begin(room, TellStory(draft=draft))
        return
    why = unfit(text, room.office.rules.clue_max_chars)
    if why is not None:
        dialogues.begin(room, TellStory(draft=draft), why)
        return
    known = Known(office=room.office, today=room.today, channel=room.channel)
    dialogues.begin(room, after_story(replace(draft, story=text), known))


def report(room: Room, rest: str) -> None:
    """我要反映."""
    begin(room, rest, ())


def begins_clue(text: str, room: Room) -> bool:
    """Whether words outside any dialogue begin a clue: long enough to be a report, or naming a unit or a kind."""
    if not texts.has_words(text):
        return False
    if len(text) >= LONG_ENOUGH:
        return True
    found = recognising.recognise(text, room.office.finder, room.today)
    return found.kind is not None or sure(list(found.units)) is not None


def after_story(draft: Draft, known: Known) -> Step:
    """Offer what the story says by itself; ask the next gap where it says nothing."""
    found = recognising.recognise(draft.story, known.office.finder, known.today)
    unit = sure(list(found.units))
    when = found.happened_on.isoformat() if found.happened_on else found.period
    if unit is None and not found.kind:
        return next_step(replace(draft, when=when or draft.when))
    return ConfirmRecognised(draft=draft, unit=unit.code if unit else "", kind=found.kind or "", when=when)


def next_step(draft: Draft) -> Step:
    """Ask for the first gap; without one, show the preview."""
    gaps: tuple[tuple[bool, Callable[..., Step]], ...] = (
        (draft.unit is None, NameUnit),
        (draft.kind is None, ChooseKind),
        (draft.when is None, TellWhen),
        (draft.where is None, TellWhere),
        (not draft.has_all_files, AddEvidence),
        (draft.is_real_name is None, ChooseName),
    )
    for is_open, step in gaps:
        if is_open:
            return step(draft=draft)
    return Preview(draft=draft)


def _by_name(draft: Draft, text: str, known: Known) -> Outcome:
    named = gathering.unit_named(text, known)
    if isinstance(named, Saying):
        return Again(named)
    if isinstance(named, tuple):
        return Ask(ChooseUnit(draft=draft, codes=named))
    return Ask(next_step(replace(draft, unit=named.code)))
