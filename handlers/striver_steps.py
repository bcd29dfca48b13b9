"""The dialogue in which a striver is nominated (推荐奋斗者): field, unit, person, deeds, evidence.

Each step fills one gap of the draft; `next_step` finds the next. Begun by the command 推荐奋斗者; ends in `Submit`,
done by `handlers/strivers.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from domain import strivers
from domain.drafts import Nomination
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import clues as clue_sayings
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import strivers as sayings
from handlers import dialogues, gathering
from handlers.gathering import unfit
from handlers.room import Room
from handlers.steps import Again, Ask, Done, Heard, Known, Noted, Outcome, Question, Step

LONGEST_NAME = 100
_CHANGES = ("field", "unit", "nominee", "deeds", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """The nominator pressed 提交."""

    draft: Nomination


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseField(Step):
    """In which field?"""

    draft: Nomination

    def question(self, known: Known) -> Question:
        """Show the fields of the law §4.2."""
        fields = tuple(Choice(value=name, label=Term("striver_field", name)) for name in strivers.FIELDS)
        return Question(saying=sayings.AskField(), choices=fields)

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take one."""
        if heard.choice not in strivers.FIELDS:
            return Again(dialogue_sayings.NotAChoice())
        return Ask(next_step(replace(self.draft, field=heard.choice)))

    def has_work(self) -> bool:
        """Before the first answer nothing is lost by leaving."""
        return self.draft != Nomination()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTheirUnit(Step):
    """In which unit? Once names were offered, they stay what the numbers mean."""

    draft: Nomination
    codes: tuple[str, ...] = ()

    def question(self, known: Known) -> Question:
        """Ask, or show the names found."""
        saying = clue_sayings.AskWhichUnit() if self.codes else sayings.AskUnit()
        return Question(saying=saying, choices=gathering.offered(self.codes, known))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Find it by name, short name, alias, initials or a slip of the pen."""
        if heard.choice:
            return Ask(next_step(replace(self.draft, unit=heard.choice[1:] if heard.choice.startswith("#") else "")))
        named = gathering.unit_named(heard.text, known)
        if isinstance(named, Saying):
            return Again(named)
        if isinstance(named, tuple):
            return Ask(NameTheirUnit(draft=self.draft, codes=named))
        return Ask(next_step(replace(self.draft, unit=named.code)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TellNominee(Step):
    """Who? Name and post."""

    draft: Nomination

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskNominee())

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take it."""
        why = unfit(heard.text, LONGEST_NAME)
        return Again(why) if why else Ask(next_step(replace(self.draft, nominee=heard.text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TellDeeds(Step):
    """What have they done?"""

    draft: Nomination

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskDeeds(limit=known.office.rules.clue_max_chars))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take words; files that come with them are kept."""
        draft = gathering.added(replace(self.draft, story=None), heard, known)
        return Again(draft) if isinstance(draft, Saying) else Ask(next_step(draft))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddProof(Step):
    """Pictures and documents, several, until 完成."""

    draft: Nomination

    def question(self, known: Known) -> Question:
        """Ask."""
        done = Choice(value="done", label=Term("answer", "done"), style=Style.PRIMARY)
        return Question(saying=sayings.AskEvidence(number=len(self.draft.files)), choices=(done,))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Keep files; words are added to the deeds; 完成 goes on."""
        if heard.choice == "done":
            return Ask(next_step(replace(self.draft, has_all_files=True)))
        draft = gathering.added(self.draft, heard, known)
        if isinstance(draft, Saying):
            return Again(draft)
        limit = known.office.rules.clue_files_max
        return Noted(AddProof(draft=draft), clue_sayings.EvidenceNoted(number=len(draft.files), limit=limit))


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewNomination(Step):
    """All of it once more, to be changed or submitted."""

    draft: Nomination

    def question(self, known: Known) -> Question:
        """Show what will be sent."""
        draft = self.draft
        saying = sayings.Preview(
            field=Term("striver_field", draft.field or "other"),
            unit=known.office.name_of(draft.unit or ""),
            nominee=draft.nominee or "",
            files=len(draft.files),
            deeds=draft.story or "",
        )
        submit = Choice(value="submit", label=Term("answer", "submit"), style=Style.PRIMARY)
        return Question(saying=saying, choices=(submit, Choice(value="change", label=Term("answer", "change"))))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Submit, or change something."""
        if heard.choice == "submit":
            return Done(Submit(draft=self.draft))
        if heard.choice == "change":
            return Ask(ChangeNomination(draft=self.draft))
        return Again(dialogue_sayings.NotAChoice())


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNomination(Step):
    """What to change?"""

    draft: Nomination

    def question(self, known: Known) -> Question:
        """Ask."""
        changes = tuple(Choice(value=name, label=Term("change_nomination", name)) for name in _CHANGES)
        return Question(saying=clue_sayings.AskChange(), choices=changes)

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Open the gap again; `next_step` comes back to the preview by itself."""
        opened = {
            "field": replace(self.draft, field=None),
            "unit": replace(self.draft, unit=None),
            "nominee": replace(self.draft, nominee=None),
            "deeds": replace(self.draft, story=None),
            "evidence": replace(self.draft, has_all_files=False),
        }
        if heard.choice not in opened:
            return Again(dialogue_sayings.NotAChoice())
        return Ask(next_step(opened[heard.choice]))


def nominate(room: Room, rest: str) -> None:
    """推荐奋斗者."""
    dialogues.begin(room, next_step(Nomination()))


def next_step(draft: Nomination) -> Step:
    """Ask for the first gap; without one, show the preview."""
    gaps: tuple[tuple[bool, Callable[..., Step]], ...] = (
        (draft.field is None, ChooseField),
        (draft.unit is None, NameTheirUnit),
        (draft.nominee is None, TellNominee),
        (draft.story is None, TellDeeds),
        (not draft.has_all_files, AddProof),
    )
    for is_open, step in gaps:
        if is_open:
            return step(draft=draft)
    return PreviewNomination(draft=draft)
