"""The dialogue in which a striver is nominated (推荐奋斗者): field, unit, person, deeds, evidence.

Each step fills one gap of the draft; `next_gap` finds the next. Begun by the command 推荐奋斗者, or by words that praise; ends in
`Nominate`, done by `handlers/strivers.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from domain import said, strivers
from domain.drafts import Nomination
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import clues as clue_sayings
from domain.sayings import strivers as sayings
from handlers.conversation import dialogues, gathering
from handlers.conversation.gathering import unfit
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Ask, Done, Known, Noted, Outcome, Question, Step
from handlers.reporting.telling import Telling, Told, begun_with, filled
from handlers.reporting.unit_steps import NameTheirUnit, is_sentence
from handlers.understanding import recognising

LONGEST_NAME = 100
_CHANGES = ("field", "unit", "nominee", "deeds", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominate:
    """The nominator pressed 提交."""

    draft: Nomination


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseField(Telling):
    """In which field?"""

    draft: Nomination

    def question(self, known: Known) -> Question:
        """Show the fields of the law §4.2."""
        fields = tuple(Choice(value=name, label=Term("striver_field", name)) for name in strivers.FIELDS)
        return Question(saying=sayings.AskField(), choices=fields)

    def chose(self, choice: str, known: Known) -> Outcome:
        """Take one."""
        return self.go_on(field=choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellNominee(Telling):
    """Who? Name and post."""

    gap = "nominee"
    draft: Nomination

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskNominee())

    def told(self, text: str, known: Known) -> Outcome | None:
        """Take it; what is a sentence tells deeds."""
        if is_sentence(text.replace("，", "").replace(",", "")) and len(text) > LONGEST_NAME // 2:
            return None
        why = unfit(text, LONGEST_NAME)
        return Again(why) if why else self.go_on(nominee=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellDeeds(Telling):
    """What have they done? Who comes back to this question adds to what they told."""

    gap = "story"
    draft: Nomination

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskDeeds(limit=known.office.rules.clue_max_chars))

    def told(self, text: str, known: Known) -> Outcome | None:
        """Take words."""
        if self.draft.story:
            return None
        why = unfit(text, known.office.rules.clue_max_chars)
        return Again(why) if why else self.go_on(story=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddProof(Telling):
    """Pictures and documents, several, until 完成."""

    draft: Nomination

    def question(self, known: Known) -> Question:
        """Ask."""
        done = Choice(value="done", label=Term("answer", "done"), style=Style.PRIMARY)
        return Question(saying=sayings.AskEvidence(number=len(self.draft.files)), choices=(done,))

    def chose(self, choice: str, known: Known) -> Outcome:
        """Go on."""
        return self.go_on(has_all_files=True)

    def shown(self, files: tuple[said.FileRef, ...], known: Known) -> Outcome:
        """Count them."""
        return self._noted(known)

    def reread(self, draft: Told, known: Known, why: Saying, *, must_be_read: bool) -> Outcome:
        """Words are added to the deeds; the question need not be asked again."""
        if must_be_read:
            return Again(why, self.with_draft(draft), must_be_read)
        return self.with_draft(draft)._noted(known)

    def _noted(self, known: Known) -> Outcome:
        limit = known.office.rules.clue_files_max
        return Noted(self, clue_sayings.EvidenceNoted(number=len(self.draft.files), limit=limit))


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewNomination(Telling):
    """All of it once more, to be changed or submitted; more words and files are welcome still."""

    draft: Nomination

    def question(self, known: Known) -> Question:
        """Show what will be sent."""
        draft = self.draft
        saying = sayings.Preview(
            field=Term("striver_field", draft.field or "other"),
            unit=known.name_of(draft.unit or ""),
            unit_told=draft.unit_told,
            nominee=draft.nominee or "",
            files=len(draft.files),
            deeds=draft.story or "",
        )
        submit = Choice(value="submit", label=Term("answer", "submit"), style=Style.PRIMARY)
        return Question(saying=saying, choices=(submit, Choice(value="change", label=Term("answer", "change"))))

    def chose(self, choice: str, known: Known) -> Outcome:
        """Submit, or change something."""
        return Done(Nominate(draft=self.draft)) if choice == "submit" else Ask(ChangeNomination(draft=self.draft))


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteDeeds(Telling):
    """The deeds anew; everything else stays."""

    draft: Nomination

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskDeeds(limit=known.office.rules.clue_max_chars))

    def told(self, text: str, known: Known) -> Outcome | None:
        """Take the words."""
        why = unfit(text, known.office.rules.clue_max_chars)
        return Again(why) if why else self.go_on(story=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNomination(Telling):
    """What to change?"""

    draft: Nomination

    def question(self, known: Known) -> Question:
        """Ask."""
        changes = tuple(Choice(value=name, label=Term("change_nomination", name)) for name in _CHANGES)
        return Question(saying=clue_sayings.AskChange(), choices=changes)

    def chose(self, choice: str, known: Known) -> Outcome:
        """Open the gap again; `next_gap` comes back to the preview by itself."""
        draft = self.draft
        opened: dict[str, Callable[[], Step]] = {
            "field": lambda: ChooseField(draft=replace(draft, field=None)),
            "unit": lambda: NameTheirUnit(draft=replace(draft, unit=None, unit_told="")),
            "nominee": lambda: TellNominee(draft=replace(draft, nominee=None)),
            "deeds": lambda: RewriteDeeds(draft=draft),
            "evidence": lambda: AddProof(draft=replace(draft, has_all_files=False)),
        }
        return Ask(opened[choice]())


def begin(room: Room, text: str, files: tuple[said.FileRef, ...]) -> None:
    """Begin a nomination with what was written or sent."""
    known = dialogues.known_to(room)
    rest = ""
    kept, over = gathering.with_files((), files, known.office.rules.clue_files_max)
    draft = Nomination(files=kept, has_all_files=bool(kept))
    if text:
        draft, rest = gathering.with_words(draft, text, known.office.rules.clue_max_chars)
        draft = filled(draft, text, known)
        if draft.unit is None:
            told = recognising.recognise(text, known.office.finder, known.today).unit_told
            draft = replace(draft, unit_told=told)
    dialogues.begin(room, next_gap(draft), begun_with(kept, over, rest, known), is_above=True)


def nominate(room: Room, rest: str) -> None:
    """推荐奋斗者, perhaps with what is praised behind it."""
    begin(room, rest, ())


def next_gap(draft: Nomination) -> Step:
    """Ask for the first gap; without one, show the preview."""
    gaps: tuple[tuple[bool, Callable[..., Step]], ...] = (
        (draft.field is None, ChooseField),
        (draft.unit is None, lambda draft: NameTheirUnit(draft=draft, unit_told=draft.unit_told)),
        (draft.nominee is None, TellNominee),
        (not draft.story, TellDeeds),
        (not draft.has_all_files, AddProof),
    )
    for is_open, step in gaps:
        if is_open:
            return step(draft=draft)
    return PreviewNomination(draft=draft)


Telling.onward[Nomination] = next_gap
