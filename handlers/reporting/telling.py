"""What every step of a report or a nomination has in common: whatever is sent while it is open belongs to it.

Lives here: `Telling`. A step says what answers it; files are kept at every step, and words that are no answer are more of the
story. Each answer says once what was kept, and names what was not.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Self

from domain import text as texts
from domain.drafts import D, Draft, Nomination, changed
from domain.said import FileRef
from domain.saying import Saying, Term
from domain.sayings import dialogues as sayings
from handlers.conversation import gathering
from handlers.conversation.dialogues import together
from handlers.conversation.steps import BELONGS, Again, Ask, Done, Heard, Known, Noted, Outcome, Step
from handlers.understanding import recognising, spoken
from handlers.understanding.units import sure

Told = Draft | Nomination
LONGEST_ECHO = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """The reporter has seen what will be sent and submits it."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of files: how many there are now, which found no room, and whether any came."""

    number: int
    left_over: tuple[str | Term, ...]
    limit: int
    came: int

    def saying(self, *, is_counted: bool = True) -> Saying | None:
        """Say it: the number where some came and it `is_counted`, by name what found no room."""
        noted = sayings.FilesNoted(number=self.number) if is_counted and self.came > len(self.left_over) else None
        over = sayings.FilesLeftOver(limit=self.limit, names=self.left_over) if self.left_over else None
        return together(noted, over)


class Telling(Step):
    """A step of what is being told. `gap` names the field of the draft that it fills.

    A subclass is a frozen dataclass with a `draft`; it makes an outcome of a choice (`chose`), of words that answer it (`told`;
    None: they do not), and of files alone (`shown`).
    """

    onward: ClassVar[dict[type, Callable[[Any], Step]]] = {}  # by the draft: which step asks for its next gap
    gap: ClassVar[str] = ""
    takes_files = True
    hears_inquiries = True
    draft: Told

    def chose(self, choice: str, known: Known) -> Outcome:
        """Make something of a choice of the question."""
        raise NotImplementedError

    def told(self, text: str, known: Known) -> Outcome | None:
        """Make something of words; None where they do not answer the question."""
        return None

    def shown(self, files: tuple[FileRef, ...], known: Known) -> Outcome:
        """Make something of files without words, which are in the draft already."""
        return Again(None, self)

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Keep the files; then take the answer, or keep the words with the story."""
        step, gathered = self._with_files(heard.files, known)
        if heard.choice == BELONGS and step.draft.asked:
            outcome = step.with_draft(changed(step.draft, asked="")).more(step.draft.asked, known)
        elif heard.choice:
            is_offered = any(choice.value == heard.choice for choice in self.question(known).choices)
            outcome = step.chose(heard.choice, known) if is_offered else Again(sayings.NotAChoice())
        elif heard.text:
            outcome = step.told(heard.text, known) or step.more(heard.text, known)
        elif gathered.came:
            outcome = step.shown(heard.files, known)
        else:
            outcome = Again(sayings.NeedWords())
        return _saying_what_was_kept(outcome, step, gathered) if gathered.came else outcome

    def more(self, text: str, known: Known) -> Outcome:
        """Add words to the story, and say so. What they say by themselves fills the gaps that are open."""
        if not texts.has_words(text):
            return Again(sayings.NeedWords())
        if len(text) > known.office.rules.clue_max_chars:
            return Again(sayings.TooLong(limit=known.office.rules.clue_max_chars, length=len(text)))
        if not tells(text):
            return Again(sayings.NotTaken(words=text[:LONGEST_ECHO]))
        draft, over = gathering.with_words(self.draft, text, known.office.rules.clue_max_chars)
        why: Saying = sayings.WordsNoted()
        if over:
            why = sayings.PartNotTaken(limit=known.office.rules.clue_max_chars, words=over[:LONGEST_ECHO])
        return self.reread(filled(draft, text, known), known, why, must_be_read=bool(over))

    def reread(self, draft: Told, known: Known, why: Saying, *, must_be_read: bool) -> Outcome:
        """Ask again with a draft to which words were added; go on where they filled the gap this step asks for."""
        if self.gap and getattr(draft, self.gap) is not None:
            return Ask(next_step(draft), is_replacing=True, first=why)
        return Again(why, self.with_draft(draft), must_be_read)

    def has_work(self) -> bool:
        """Whether anything was told or sent already."""
        return changed(self.draft, asked="") not in (Draft(story=""), Nomination())

    def keeping(self, later: Step) -> Step:
        """With the story and the files of the step that is left: only what it had asked is open again."""
        if not isinstance(later, Telling) or type(later.draft) is not type(self.draft):
            return self
        return self.with_draft(changed(self.draft, story=later.draft.story, files=later.draft.files))

    def asked_beside(self, text: str) -> Step | None:
        """With the question, which may belong to the story."""
        return self.with_draft(changed(self.draft, asked=text))

    def with_draft(self, draft: Told) -> Self:
        """The same step over another draft."""
        return replace(self, draft=draft)  # type: ignore[type-var]  # every subclass is a dataclass

    def go_on(self, **known: Any) -> Ask:
        """Fill in what is known now, and ask for the next gap."""
        return Ask(next_step(changed(self.draft, **known)))

    def _with_files(self, files: tuple[FileRef, ...], known: Known) -> tuple[Self, Gathered]:
        limit = known.office.rules.clue_files_max
        kept, over = gathering.with_files(self.draft.files, files, limit)
        names = tuple(map(gathering.name_of, over))
        gathered = Gathered(number=len(kept), left_over=names, limit=limit, came=len(files))
        return (self.with_draft(changed(self.draft, files=kept)) if files else self), gathered


def begun_with(kept: tuple[FileRef, ...], over: tuple[FileRef, ...], rest: str, known: Known) -> Saying | None:
    """What is said first of what something begins with: how many files are kept, and what found no room."""
    gathered = Gathered(
        number=len(kept),
        left_over=tuple(map(gathering.name_of, over)),
        limit=known.office.rules.clue_files_max,
        came=len(kept) + len(over),
    )
    limit = known.office.rules.clue_max_chars
    cut = sayings.PartNotTaken(limit=limit, words=rest[:LONGEST_ECHO]) if rest else None
    return together(gathered.saying(), cut)


def next_step(draft: Told) -> Step:
    """Ask for the first gap of a draft; without one, show all of it."""
    return Telling.onward[type(draft)](draft)


def tells(text: str) -> bool:
    """Whether words where a choice is expected are more of a story: a few of them, and not just a remark on the question."""
    if spoken.is_remark(text):
        return False
    letters = sum(map(str.isalnum, text))
    return letters >= 4 if not text.isascii() else letters >= 4 and len(text.split()) >= 2


def filled(draft: D, text: str, known: Known) -> D:
    """The draft with its open gaps filled by what the words say beyond doubt."""
    found = recognising.recognise(text, known.office.finder, known.today)
    unit = sure(list(found.units))
    says = {
        "unit": unit.code if unit else None,
        "kind": found.kind,
        "when": (found.happened_on.isoformat() if found.happened_on else found.period) or None,
        "where": found.place or None,
    }
    open_gaps = {name.name for name in fields(draft) if getattr(draft, name.name) is None}
    return changed(draft, **{name: value for name, value in says.items() if value and name in open_gaps})


def _saying_what_was_kept(outcome: Outcome, step: Telling, gathered: Gathered) -> Outcome:
    """Put before an outcome what became of the files that came with it."""
    must_be_read = bool(gathered.left_over)
    match outcome:
        case Again(why=why, step=again):
            first = together(gathered.saying(), why)
            return Again(first, again or step, must_be_read or outcome.must_be_read)
        case Ask():
            return replace(outcome, first=together(gathered.saying(), outcome.first))
        case Noted():
            first = together(gathered.saying(is_counted=False), outcome.saying)
            return replace(outcome, saying=first, must_be_read=must_be_read or outcome.must_be_read)
        case Done() if gathered.left_over:
            return Again(gathered.saying(), step, must_be_read)
    return outcome
