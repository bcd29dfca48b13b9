"""A question of fear or of procedure is answered, and the open question asked again; it becomes part of what is told only if the
person says so.

Lives here: `answer`, `belongs` (the command 记入经过) and the step that offers to begin where nothing is open.
"""

from dataclasses import dataclass

from domain.saying import Choice, Style, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import inquiries as sayings
from handlers.conversation import dialogues
from handlers.conversation.room import Room
from handlers.conversation.steps import BELONGS, Done, Heard, Known, Outcome, Question, Step
from handlers.understanding.inquiries import Inquiry

_KEEP = Choice(value=f"/{BELONGS}", label=Term("menu", BELONGS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """It was said how to go on after an answer: `what` names a command, or nothing where words decide it."""

    text: str
    heard: Heard
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOnward(Step):
    """A question was answered, and nothing was open: begin, or do what was asked about (`leads_to`)? The `text` that asked waits, and
    begins nothing by itself."""

    takes_files = True
    hears_inquiries = True
    name: str
    text: str
    completed_by: tuple[str, ...] = ()
    leads_to: str = ""

    def question(self, known: Known) -> Question:
        """Answer, and offer what was asked about, and to begin, with the words that asked or without them."""
        first = Choice(value=self.leads_to, label=Term("menu", self.leads_to), style=Style.PRIMARY)
        choices = (
            *((first,) if self.leads_to else ()),
            Choice(value="report", label=Term("menu", "report"), style=Style.PLAIN if self.leads_to else Style.PRIMARY),
            Choice(value="as_told", label=Term("answer", "this_too")),
            Choice(value="status", label=Term("menu", "status")),
        )
        return Question(
            saying=_answered(self.name, frozenset(self.completed_by), known, is_open=False), choices=choices
        )

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Begin, or hear what is said now as if nothing had been asked."""
        if heard.choice and heard.choice in ("report", "status", self.leads_to):
            return Done(Onward(text="", heard=Heard(files=heard.files), what=heard.choice))
        if heard.choice == "as_told":
            return Done(Onward(text=self.text, heard=Heard(files=heard.files), what="report"))
        return Done(Onward(text="", heard=heard, what=""))

    def has_work(self) -> bool:
        """An answered question is nothing to lose."""
        return False


def answer(room: Room, now: dialogues.Present | None, inquiry: Inquiry, text: str) -> None:
    """Answer; ask the open question again, or whether to begin."""
    if now is None or isinstance(now[1], AskOnward):
        completed_by = tuple(sorted(inquiry.completed_by))
        step = AskOnward(name=inquiry.name, text=text, completed_by=completed_by, leads_to=inquiry.leads_to)
        dialogues.begin(room, step)
        return
    found, present = now
    asked = present.asked_beside(text)
    told = _answered(inquiry.name, inquiry.completed_by, dialogues.known_to(room), is_open=asked is not None)
    dialogues.beside(room, found, asked or present, told, *((_KEEP,) if asked is not None else ()))


def belongs(room: Room, rest: str) -> None:
    """记入经过: the words that asked belong to what is told. The dialogue that is open takes them, if one does."""
    now = dialogues.present(room)
    if now is None:
        room.reply(dialogue_sayings.AlreadyAnswered())
    else:
        dialogues.answer(room, *now, Heard(choice=BELONGS))


def _answered(name: str, completed_by: frozenset[str], known: Known, *, is_open: bool) -> sayings.Answered:
    rules, has_terms = known.office.rules, "terms" in completed_by
    return sayings.Answered(
        answer=Term("inquiry", name),
        triage=rules.clue_triage_target.amount if has_terms else None,
        cap=rules.clue_cap.amount if has_terms else None,
        sees=Term("platform_in_short", known.channel) if "sees" in completed_by else None,
        keeps=Term("inquiry_kept", "apart") if is_open else None,
    )
