"""投诉建议: what people think of the service itself.

Kept sealed and without its author; the administrators are told that there is one, and read it when they ask.
Called through THE TABLE.
"""

from dataclasses import dataclass, replace

from domain.people import Role
from domain.saying import Choice, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import feedback as sayings
from handlers.conversation import dialogues
from handlers.conversation.gathering import unfit
from handlers.conversation.listening import Meant
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Ask, Done, Heard, Known, Outcome, Question, Step, yes_no
from handlers.reporting import submissions
from handlers.understanding import recognising, spoken
from handlers.understanding.units import certain, sure
from storage import feedback as rows
from storage.road import reach

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Give:
    """What was written."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellFeedback(Step):
    """What could be better?"""

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskFeedback(limit=known.office.rules.clue_max_chars))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take the words; what is about an office is offered as a report."""
        why = unfit(heard.text, known.office.rules.clue_max_chars)
        if why is not None:
            return Again(why)
        if is_about_office(heard.text, known):
            return Ask(OfferReport(text=heard.text))
        return Done(Give(text=heard.text))

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferReport(Step):
    """It sounds like a report about an office: is it one? The words go along either way, and so do more of them."""

    text: str

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.SoundsLikeReport(), choices=yes_no("answer", "as_report", "as_feedback"))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take what it is."""
        if heard.choice == "as_report":
            return Done(Meant(text=self.text, files=(), what="report"))
        if heard.choice == "as_feedback":
            return Done(Give(text=self.text))
        longer = f"{self.text}\n{heard.text}"
        why = unfit(heard.text, known.office.rules.clue_max_chars) or unfit(longer, known.office.rules.clue_max_chars)
        return Again(why) if why else Again(dialogue_sayings.WordsNoted(), replace(self, text=longer))


def is_about_office(text: str, known: Known) -> bool:
    """Whether feedback is about an office and how it works, and not about this service."""
    if spoken.is_of_service(text):
        return False
    found = recognising.recognise(text, known.office.finder, known.today)
    return bool(found.kind or certain(list(found.units)) or sure(list(found.units)))


def ask(room: Room, rest: str) -> None:
    """投诉建议."""
    dialogues.begin(room, TellFeedback())


def give(room: Room, command: Give) -> None:
    """Keep it and tell the administrators."""
    limit = room.office.rules.feedback_per_day
    if not submissions.has_room_today(room, "feedback", limit):
        room.reply(sayings.Enough(limit=limit))
        return
    number = rows.add(room.tx, command.text, room.at)
    room.reply(sayings.OpinionThanks(number=number), (Choice(value="/menu", label=Term("menu", "menu")),))
    for account in reach.of_roles(room.tx, room.now, (Role.ADMIN,)):
        room.tell(
            account, sayings.OpinionCame(number=number), (Choice(value="/opinions", label=Term("menu", "opinions")),)
        )


def read(room: Room, rest: str) -> None:
    """意见箱: the administrators read the newest; they count as read from then on."""
    found = rows.newest(room.tx, SHOWN)
    if not found:
        room.reply(sayings.NothingWritten())
        return
    lines = tuple(
        sayings.OpinionLine(
            number=each.id,
            day=room.office.calendar.local_day(each.made_at),
            is_new=None if each.is_read else Term("remark", "new"),
            text=each.text,
        )
        for each in found
    )
    for each in found:
        rows.mark_read(room.tx, each.id, room.at)
    room.reply(sayings.Read(lines=lines))
