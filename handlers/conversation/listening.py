"""What a message is: the one place that decides it, for everybody, before consent and after (the design §6).

Lives here: `understand`, which makes of a message one of a few meanings and touches nothing, and the steps that ask where it
is not sure. What is done with each meaning is one table in `handlers/conversation/heeding.py`. Words of an open dialogue are
its own: its step takes them for an answer, or keeps them with what is told (`handlers/conversation/forms/telling.py`).
"""

from dataclasses import dataclass, replace

from domain import codes
from domain import text as texts
from domain.said import FileRef
from domain.saying import Choice, Style, Term
from domain.sayings import dialogues as sayings
from handlers.conversation import dialogues, gathering
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Done, Heard, Known, Outcome, Question, Step
from handlers.understanding import inquiries, recognising, spoken
from handlers.understanding.inquiries import Inquiry
from handlers.understanding.units import certain, sure

LONG_ENOUGH = 8  # characters from which a stranger's words are taken for a report even if nothing in them is recognised


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Where somebody stands who speaks: the step that is open, what it may know, and whether it is a member of staff at work."""

    step: Step | None
    known: Known
    is_staff: bool


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """A command, with the words behind it. `is_guessed`: nobody gave it by name, it was understood of what they wrote."""

    name: str
    rest: str
    is_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Words with a code or a number in them, or a question how one's own matter stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Something for the open dialogue: an answer, more of the story, evidence."""

    heard: Heard


@dataclass(frozen=True, slots=True)
class ReportBegun:
    """The beginning of a report."""

    text: str
    files: tuple[FileRef, ...]


@dataclass(frozen=True, slots=True)
class Nomination:
    """The beginning of a nomination."""

    text: str
    files: tuple[FileRef, ...]


@dataclass(frozen=True, slots=True)
class Praise:
    """Somebody is praised or thanked: a nomination, or only that."""

    text: str
    files: tuple[FileRef, ...]


@dataclass(frozen=True, slots=True)
class WantsPerson:
    """Somebody wants to talk to a person."""


@dataclass(frozen=True, slots=True)
class Thanks:
    """Thanks, and nothing else."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may be anything: the words are kept, and what they are is asked. Without words there is nothing to keep."""

    text: str
    files: tuple[FileRef, ...]


@dataclass(frozen=True, slots=True)
class StaffWords:
    """Words of a member of staff that are no command: never the beginning of a report by accident."""

    text: str


@dataclass(frozen=True, slots=True)
class InquiryHeard:
    """A question of fear or of procedure: it is answered, and begins nothing."""

    inquiry: Inquiry
    text: str


Meaning = (
    CommandGiven
    | Mention
    | Answer
    | ReportBegun
    | Nomination
    | Praise
    | WantsPerson
    | Thanks
    | InquiryHeard
    | Unsure
    | StaffWords
)


def understand(heard: Heard, now: Situation, *, is_looked_up: bool = False) -> Meaning:
    """Decide what a message is. `is_looked_up`: a code or a question in it led nowhere, so it is something else."""
    step = now.step
    name, rest = spoken.command(heard.choice or heard.text)
    if name:
        is_choice = isinstance(step, AskMeaning) and name in step.offers
        return Answer(replace(heard, choice=name)) if is_choice else CommandGiven(name, rest)
    if heard.text and (step is None or not step.takes_codes):
        found = codes.find(heard.text)
        if not heard.files and not is_looked_up and _is_mention(heard.text, found, step):
            return Mention(heard.text)
        if found.codes or found.invitations:
            # Words that are kept hold no query code: whoever reads a story could open the matter with it.
            heard = replace(heard, text=found.rest)
    if not heard.files and spoken.wants_person(heard.text):
        return WantsPerson()
    if not heard.files and spoken.is_thanks(heard.text):
        return Thanks()
    inquiry = _inquiry(heard, now)
    if inquiry is not None:
        return InquiryHeard(inquiry, heard.text)
    if step is not None:
        return Answer(heard)
    if now.is_staff:
        return StaffWords(heard.text)
    return beginning(heard.text, heard.files, now.known)


def _inquiry(heard: Heard, now: Situation) -> Inquiry | None:
    """The question of the table that a citizen asks, where one may be asked."""
    if now.is_staff or heard.files or heard.choice:
        return None
    may_be_asked = now.step is None or now.step.may_hear_inquiries()
    return inquiries.read(heard.text) if may_be_asked else None


def _is_mention(text: str, found: codes.FoundCodes, step: Step | None) -> bool:
    """Whether a code or a number stands in words, or a question how one's own matter stands."""
    is_code = bool(found.codes or found.perhaps or found.is_broken or found.invitations or found.numbers)
    return is_code or (step is None and found.ordinal is not None) or spoken.asks(text, "status")


def beginning(text: str, files: tuple[FileRef, ...], known: Known) -> Meaning:
    """Decide what words and files begin, outside any dialogue."""
    if files and not texts.has_words(text):
        return ReportBegun(text, files)
    if not texts.has_words(text):
        return Unsure("", files)
    found = recognising.recognise(text, known.office.finder, known.today)
    praise = "" if found.kind or spoken.accuses(text) else spoken.praises(text)
    if praise == "nominate":
        return Nomination(text, files)
    if praise:
        return Praise(text, files)
    units = list(found.units)
    if not files and not found.kind and not spoken.accuses(text) and _only_asks(text):
        return Unsure(text, files)
    is_named = bool(sure(units) or certain(units) or found.unit_told)
    is_report = bool(files or found.kind or is_named or spoken.accuses(text))
    return ReportBegun(text, files) if is_report or len(text) >= LONG_ENOUGH else Unsure(text, files)


def _only_asks(text: str) -> bool:
    """Whether every line asks something: one that tells is not hidden by a question before it."""
    return all(map(spoken.is_question, text.splitlines()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """It was said what words and files are: `what` names a command, or nothing where more words came and decide it."""

    text: str
    files: tuple[FileRef, ...]
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMeaning(Step):
    """What is it that was said? The words wait; more words are added to them and may make it clear."""

    takes_files = True
    hears_inquiries = True
    text: str
    files: tuple[FileRef, ...]
    offers: tuple[str, ...]

    def question(self, known: Known) -> Question:
        """Offer what it may be."""
        is_praise = "thanks_only" in self.offers
        first = Choice(value=self.offers[0], label=_label(self.offers[0]), style=Style.PRIMARY)
        rest = (Choice(value=name, label=_label(name)) for name in self.offers[1:])
        return Question(saying=sayings.AskPraise() if is_praise else sayings.NotUnderstood(), choices=(first, *rest))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take what it is, or look again at all that was said by now."""
        files, over = gathering.with_files(self.files, heard.files, known.office.rules.clue_files_max)
        if over:
            left = sayings.FilesLeftOver(
                limit=known.office.rules.clue_files_max, names=tuple(map(gathering.name_of, over))
            )
            return Again(left, replace(self, files=files), must_be_read=True)
        if heard.choice:
            return Done(Meant(text=self.text, files=files, what=heard.choice))
        if not heard.files and not texts.has_words(heard.text):
            return Again(sayings.NeedWords())
        return Done(Meant(text=f"{self.text}\n{heard.text}".strip(), files=files, what=""))

    def has_work(self) -> bool:
        """A word or two that nobody understood are not worth a question whether to leave them."""
        return False


def ask_meaning(room: Room, text: str, files: tuple[FileRef, ...], *, is_praise: bool = False) -> None:
    """Keep the words, and ask what they are."""
    offers = ("nominate", "report", "thanks_only") if is_praise else ("report", "nominate", "status", "person")
    dialogues.begin(room, AskMeaning(text=text, files=files, offers=offers))


def _label(name: str) -> Term:
    return Term("answer" if name in ("thanks_only", "person") else "menu", name)
