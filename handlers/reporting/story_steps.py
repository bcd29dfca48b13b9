"""What happened? The story, what is recognised in it, and the story anew."""

from dataclasses import dataclass, replace

from domain.drafts import Draft
from domain.said import FileRef
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from handlers.conversation import gathering
from handlers.conversation.steps import Again, Ask, Done, Known, Noted, Outcome, Question, Step
from handlers.reporting.telling import Submit, Telling, Told, begun_with, next_step
from handlers.reporting.unit_steps import NameUnit
from handlers.understanding import recognising
from handlers.understanding.units import certain, sure

FACTS = ("unit", "kind", "when")


@dataclass(frozen=True, slots=True, kw_only=True)
class TellStory(Telling):
    """What happened? Pictures may come first; what was written before one went back to here stays."""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask for the story."""
        return Question(saying=sayings.AskStory(limit=known.office.rules.clue_max_chars))

    def told(self, text: str, known: Known) -> Outcome | None:
        """Take the words; offer what is recognised in them."""
        why = gathering.unfit(text, known.office.rules.clue_max_chars)
        if why is not None:
            return Again(why)
        has_shown = replace(
            self.draft, has_all_files=bool(self.draft.files)
        )  # who sent evidence first is not asked for it
        draft, over = gathering.with_words(has_shown, text, known.office.rules.clue_max_chars)
        first = (
            dialogue_sayings.PartNotTaken(limit=known.office.rules.clue_max_chars, words=over[:40]) if over else None
        )
        return Ask(after_story(draft, known), first=first)

    def shown(self, files: tuple[FileRef, ...], known: Known) -> Outcome:
        """Count pictures that came first."""
        limit = known.office.rules.clue_files_max
        return Noted(self, sayings.EvidenceNoted(number=len(self.draft.files), limit=limit))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRecognised(Telling):
    """The unit, the kind and the time that the words name: right?"""

    draft: Draft
    unit: str
    kind: str
    when: str

    def question(self, known: Known) -> Question:
        """Offer what was recognised."""
        saying = sayings.OfferRecognised(
            unit=known.name_of(self.unit),
            kind=Term("kind", self.kind) if self.kind else None,
            when=sayings.When.of(self.when),
        )
        yes = Choice(value="yes", label=Term("answer", "yes"), style=Style.PRIMARY)
        at_once = (Choice(value="submit_now", label=Term("answer", "submit_now")),) if self.unit else ()
        wrong = (Choice(value=name, label=Term("wrong", name)) for name in FACTS if getattr(self, name))
        return Question(saying=saying, choices=(yes, *at_once, *wrong))

    def chose(self, choice: str, known: Known) -> Outcome:
        """Take what is right; what is wrong is asked next. Who is in a hurry may submit what was recognised, without a name."""
        taken = {name: getattr(self, name) for name in FACTS if getattr(self, name) and name != choice}
        if choice != "kind":
            taken.setdefault("kind", "")
        if choice == "submit_now":
            return Done(Submit(draft=replace(self.draft, **taken, has_all_files=True, is_real_name=False)))
        return Ask(next_step(replace(self.draft, **taken)))

    def reread(self, draft: Told, known: Known, why: Saying, *, must_be_read: bool) -> Outcome:
        """Recognise anew in the longer story; what was offered already stays. What was not asked yet is not taken for granted."""
        assert isinstance(draft, Draft)
        anew = after_story(replace(draft, unit=None, kind=None, when=None), known)
        if isinstance(anew, ConfirmRecognised):
            former = {name: getattr(self, name) or getattr(anew, name) for name in FACTS}
            return Again(why, replace(anew, **former), must_be_read)
        return Ask(anew, is_replacing=True, first=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteStory(Telling):
    """The story anew; everything else stays."""

    draft: Draft

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskStory(limit=known.office.rules.clue_max_chars))

    def told(self, text: str, known: Known) -> Outcome | None:
        """Take the words."""
        why = gathering.unfit(text, known.office.rules.clue_max_chars)
        return Again(why) if why else self.go_on(story=text)


def after_story(draft: Draft, known: Known) -> Step:
    """Offer what the story says by itself; ask the next gap where it says nothing.

    The kind is only ever offered: where none is recognised it is left to the reviewer. Two units that are both named are both offered;
    an office that is named and not in the register may keep its name.
    """
    found = recognising.recognise(draft.story, known.office.finder, known.today)
    unit = sure(list(found.units))
    named = tuple(match.unit.code for match in certain(list(found.units)))
    when = found.happened_on.isoformat() if found.happened_on else found.period
    draft = replace(draft, where=found.place or draft.where)
    facts = replace(draft, kind=found.kind or draft.kind or "", when=when or draft.when)
    if unit is None and len(named) > 1:
        return NameUnit(draft=facts, codes=named[: gathering.MOST_OFFERED])
    if unit is None and found.unit_told:
        return next_step(facts) if draft.unit is not None else NameUnit(draft=facts, unit_told=found.unit_told)
    if unit is None and not found.kind:
        return next_step(facts)
    return ConfirmRecognised(draft=draft, unit=unit.code if unit else "", kind=found.kind or "", when=when)


def first_step(story: str, files: tuple[FileRef, ...], known: Known) -> tuple[Step, Saying | None]:
    """With what a report begins that starts with these words and files, and what is to be said about them first.

    Who sent evidence by themselves is not asked for it again: the preview takes more.
    """
    limit, most = known.office.rules.clue_max_chars, known.office.rules.clue_files_max
    kept, over = gathering.with_files((), files, most)
    draft, rest = gathering.with_words(Draft(story="", files=kept, has_all_files=bool(kept)), story, limit)
    first = begun_with(kept, over, rest, known)
    if not draft.story:
        return TellStory(draft=replace(draft, has_all_files=False)), first
    return after_story(draft, known), first
