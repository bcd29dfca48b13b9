"""What is done with each meaning that `handlers/conversation/listening.py` finds in a message: the table `DOES`.

Lives here too: a command in the middle of a dialogue, which asks first whether to leave it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain import said
from domain import text as texts
from domain.lifecycles import PROCEDURES
from domain.mechanism.table import SIGN
from domain.people import Role
from domain.saying import Choice, Term
from domain.sayings import dialogues as sayings
from handlers.conversation import consenting, dialogues, entrance, gathering, inquiries, listening, staff_words, steps
from handlers.conversation.forms.telling import FormStep
from handlers.conversation.listening import CommandGiven
from handlers.conversation.procedures import beginnings
from handlers.conversation.room import Room
from handlers.conversation.steps import BELONGS, Back, Done, Heard, Known, Outcome, Question, Step
from handlers.desk import spreadsheets
from handlers.reporting import following

_ALWAYS = frozenset({"help", "back", "leave", "language", "start", "agree", "mute", "unmute", consenting.DETAILS})
_HEARD = frozenset({"agree", BELONGS})  # commands that are a choice of whatever step is open


@dataclass(frozen=True, slots=True, kw_only=True)
class GoElsewhere:
    """Leave the dialogue and run another command."""

    command: str
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveDraft(Step):
    """Another command was given in the middle of a dialogue: leave it, or go on?"""

    takes_files = True
    hears_inquiries = True
    is_aside = True
    command: str
    rest: str

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.LeaveFirst(), choices=steps.yes_no("answer", "go_on", "leave_draft"))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Leave only on that very choice; everything else goes on, and words, files and 同意 are for what goes on."""
        if heard.choice == "leave_draft" and not heard.files:
            return Done(GoElsewhere(command=self.command, rest=self.rest))
        if heard.choice == "go_on" and not heard.files:
            return Back()
        is_own = heard.choice in ("go_on", "leave_draft")
        return Back(replace(heard, choice="") if is_own else heard)


def go_elsewhere(room: Room, command: GoElsewhere) -> None:
    """Do what was asked for in the middle of a dialogue."""
    if command.command == "cancel":
        dialogues.cancel(room)
        return
    _run(room, command.command, command.rest)


Files = tuple[said.FileRef, ...]


def _command(room: Room, now: dialogues.Present | None, meaning: CommandGiven, files: Files) -> None:
    """Run a command; in the middle of a dialogue, ask whether to leave it."""
    name, rest = meaning.name, meaning.rest
    if now is None and name in ("back", "cancel"):
        room.reply(sayings.NothingOpen(), (Choice(value="/menu", label=Term("menu", "menu")),))
        return
    if now is None:
        _run(room, name, rest, files)
        return
    found, step = now
    if name == "cancel" and not (isinstance(step, FormStep) and step.making.gathers and step.has_work()):
        dialogues.cancel(room)
    elif name == "back":
        dialogues.back(room, found)
    elif name in _HEARD or (name == consenting.DETAILS and isinstance(step, consenting.Consent)):
        dialogues.answer(room, found, step, Heard(choice=name, text=name if name == "agree" else ""))
    elif isinstance(step, consenting.Consent) and step.may_become(name):
        dialogues.answer(room, found, replace(step, command=name), Heard(text=rest))
    elif name in _ALWAYS or (name == "receipt" and rest):
        _run(room, name, rest)
        dialogues.repeat(room)
    elif isinstance(step, LeaveDraft) and meaning.is_guessed:
        dialogues.repeat(room)
    elif isinstance(step, LeaveDraft) or not step.has_work():
        dialogues.leave(room)
        _run(room, name, rest)
    else:
        dialogues.push(room, found, LeaveDraft(command=name, rest=rest))


def _run(room: Room, name: str, rest: str, files: Files = ()) -> None:
    """Run a line of THE TABLE; whoever may not gets their menu. Files begin what can hold them."""
    command = room.office.commands.get(name)
    if command is None:
        entrance.menu(room, "")
        return
    if not command.roles & room.actor.roles:
        entrance.refuse(room, command)
        return
    if command.needs_consent and not consenting.has_consented(room):
        consenting.begin(room, rest, files, command=name)
        return
    if files and name in _BEGINS:
        _BEGINS[name](room, rest, files)
        return
    if files:
        room.reply(sayings.FilesNotHere(names=tuple(map(gathering.name_of, files))))
    command.run(room, rest)


def agree(room: Room, rest: str) -> None:
    """同意 outside any dialogue; of staff before a card that waits for their signature, the signature, else the menu."""
    if staff_words.waits_for_signature(room):
        staff_words.press(room, SIGN)
        return
    if room.actor.person_id is not None:
        entrance.menu(room, "")
        return
    agreed(room, consenting.Agreed(text="", files=(), command=""))


def agreed(room: Room, command: consenting.Agreed) -> None:
    """Go on with what the person had already said."""
    consenting.remember(room)
    if command.command in _BEGINS:
        _BEGINS[command.command](room, command.text, command.files)
    elif command.command:
        _run(room, command.command, command.text, command.files)
    elif command.text or command.files:
        _BEGINS["report"](room, command.text, command.files)
    else:
        entrance.welcome_in(room)


def meant(room: Room, command: listening.Meant) -> None:
    """Go on with words of which it was asked what they are: it was said, or more words came."""
    known = dialogues.known_to(room)
    if not command.what:
        meaning = listening.beginning(command.text, command.files, known)
        DOES[type(meaning)](room, None, meaning, command.files)
    elif command.what in _BEGINS:
        _begin(room, command.what, command.text, command.files)
    elif command.what == "thanks_only":
        entrance.thank(room)
    elif command.what == "person":
        entrance.send_to_person(room)
    else:
        _run(room, command.what, "")


def onward(room: Room, command: inquiries.Onward) -> None:
    """Go on after an answer to a question: begin, look, or hear what was said then."""
    if command.what in _BEGINS:
        _begin(room, command.what, command.text, command.heard.files)
    elif command.what:
        _run(room, command.what, "")
    else:
        is_staff = room.actor.person_id is not None
        situation = listening.Situation(step=None, known=dialogues.known_to(room), is_staff=is_staff)
        meaning = listening.understand(command.heard, situation, is_looked_up=True)
        DOES[type(meaning)](room, None, meaning, command.heard.files)


def _begin(room: Room, name: str, text: str, files: Files) -> None:
    """Begin a report or a nomination with what was said; before consent it waits behind the notice."""
    if not consenting.has_consented(room):
        consenting.begin(room, text, files, command=name)
        return
    _BEGINS[name](room, text, files)


def _answer(room: Room, now: dialogues.Present | None, meaning: listening.Answer, files: Files) -> None:
    if now is not None:
        dialogues.answer(room, *now, meaning.heard)


def _report(room: Room, now: dialogues.Present | None, meaning: listening.ReportBegun, files: Files) -> None:
    """Begin a report; of whoever was asked for more by name, it is the answer."""
    if now is not None or not following.take_answer(room, meaning.text, meaning.files):
        _begin(room, "report", meaning.text, meaning.files)


def _unsure(room: Room, now: dialogues.Present | None, meaning: listening.Unsure, files: Files) -> None:
    if now is None and texts.has_words(meaning.text) and following.take_answer(room, meaning.text, files):
        return
    if meaning.text or files:
        listening.ask_meaning(room, meaning.text, files)
    else:
        entrance.offer(room, sayings.NotUnderstood())


def _of_staff(room: Room, now: dialogues.Present | None, meaning: listening.StaffWords, files: Files) -> None:
    """Words of staff that are no command: offer to search for them, and what this person may do."""
    if files and not meaning.text and spreadsheets.take_up(room, files):
        return
    if files:
        told = sayings.FilesNeedAMatter(names=tuple(map(gathering.name_of, files)))
        room.reply(told, (Choice(value="/todo", label=Term("menu", "todo")),), is_interim=False)
        if not meaning.text:
            return
    if staff_words.by_words(room, meaning.text):
        return
    found: tuple[Choice, ...] = ()
    if Role.REVIEWER in room.actor.roles and texts.has_words(meaning.text):
        words = next(texts.parts(meaning.text.replace("\n", " "), _SEARCHED), "")
        found = (Choice(value=f"/search {words}", label=Term("answer", "search_it")),)
    entrance.offer(room, sayings.StaffNotUnderstood(words=meaning.text[:_ECHOED]), *found)


_SEARCHED = 16  # characters: as a button's value they must fit into 64 bytes
_ECHOED = 30
_BEGINS: Mapping[str, Callable[[Room, str, Files], None]] = beginnings.tellings(PROCEDURES)

DOES: Mapping[type, Callable[[Room, dialogues.Present | None, Any, Files], None]] = {
    listening.CommandGiven: _command,
    listening.Answer: _answer,
    listening.ReportBegun: _report,
    listening.Nomination: lambda room, now, meaning, files: _begin(room, "nominate", meaning.text, meaning.files),
    listening.Praise: lambda room, now, meaning, files: listening.ask_meaning(
        room, meaning.text, meaning.files, is_praise=True
    ),
    listening.WantsPerson: lambda room, now, meaning, files: entrance.send_to_person(room),
    listening.Thanks: lambda room, now, meaning, files: entrance.thank(room),
    listening.InquiryHeard: lambda room, now, meaning, files: inquiries.answer(
        room, now, meaning.inquiry, meaning.text
    ),
    listening.Unsure: _unsure,
    listening.StaffWords: _of_staff,
}
