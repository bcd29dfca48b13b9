"""The dialogue in which a clue is told: guided, or by simply writing what happened (the design §6).

Each step fills one gap of the draft; `next_gap` finds the next. Begun by `handlers/conversation/listening.py` and the command
我要反映; ends in `Submit`, done by `handlers/clues.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from domain import said
from domain.drafts import Draft
from domain.saying import Choice, Style, Term
from domain.sayings import clues as sayings
from handlers.conversation import dialogues
from handlers.conversation.room import Room
from handlers.conversation.steps import Ask, Done, Known, Outcome, Question, Step
from handlers.reporting.fact_steps import AddEvidence, ChooseKind, TellWhen, TellWhere
from handlers.reporting.name_steps import ChooseName
from handlers.reporting.story_steps import RewriteStory, TellStory, first_step
from handlers.reporting.telling import Submit, Telling
from handlers.reporting.unit_steps import NameUnit

_CHANGES = ("story", "unit", "kind", "when", "where", "evidence", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview(Telling):
    """All of it once more, to be changed or submitted; more words and files are welcome still."""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Show what will be sent."""
        draft = self.draft
        saying = sayings.Preview(
            unit=known.name_of(draft.unit or ""),
            unit_told=draft.unit_told,
            kind=Term("kind", draft.kind) if draft.kind else None,
            when=sayings.When.of(draft.when or ""),
            where=draft.where or "",
            files=len(draft.files),
            is_real_name=Term("real_name", "yes" if draft.is_real_name else "no"),
            story=draft.story,
            stronger=tuple(Term("stronger", name) for name in draft.stronger()),
        )
        submit = Choice(value="submit", label=Term("answer", "submit"), style=Style.PRIMARY)
        return Question(saying=saying, choices=(submit, Choice(value="change", label=Term("answer", "change"))))

    def chose(self, choice: str, known: Known) -> Outcome:
        """Submit, or change something."""
        return Done(Submit(draft=self.draft)) if choice == "submit" else Ask(ChooseChange(draft=self.draft))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseChange(Telling):
    """What to change?"""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(
            saying=sayings.AskChange(), choices=tuple(Choice(value=n, label=Term("change", n)) for n in _CHANGES)
        )

    def chose(self, choice: str, known: Known) -> Outcome:
        """Open the gap again; `next_gap` comes back to the preview by itself."""
        draft = self.draft
        opened: dict[str, Callable[[], Step]] = {
            "story": lambda: RewriteStory(draft=draft),
            "unit": lambda: NameUnit(draft=replace(draft, unit=None, unit_told="")),
            "kind": lambda: ChooseKind(draft=replace(draft, kind=None)),
            "when": lambda: TellWhen(draft=replace(draft, when=None)),
            "where": lambda: TellWhere(draft=replace(draft, where=None)),
            "evidence": lambda: AddEvidence(draft=replace(draft, has_all_files=False)),
            "name": lambda: ChooseName(draft=replace(draft, is_real_name=None)),
        }
        return Ask(opened[choice]())


def begin(room: Room, text: str, files: tuple[said.FileRef, ...]) -> None:
    """Begin a clue with what was written or sent."""
    step, first = first_step(text, files, dialogues.known_to(room))
    dialogues.begin(room, step, first, is_above=True)


def report(room: Room, rest: str) -> None:
    """我要反映, perhaps with what happened behind it."""
    begin(room, rest, ())


def next_gap(draft: Draft) -> Step:
    """Ask for the first gap; without one, show the preview."""
    gaps: tuple[tuple[bool, Callable[..., Step]], ...] = (
        (not draft.story, TellStory),
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


Telling.onward[Draft] = next_gap
