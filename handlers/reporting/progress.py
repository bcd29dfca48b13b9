"""Where one's own matter stands, for whoever proved that it is theirs: what is said of it, and what they may do.

The term that is shown is the one that the reporter waits for, or has. Where the office has missed it, that is said plainly,
and whom to call.
"""

from dataclasses import dataclass
from datetime import date

from domain import codes
from domain import text as texts
from domain.mechanism.columns import Asked
from domain.mechanism.standing import Standing
from domain.saying import Choice, Kept, Saying, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from handlers.conversation import dialogues, inquiries, listening
from handlers.conversation.procedures import moves
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Done, Heard, Known, Outcome, Question, Step
from handlers.reporting import submissions
from storage import matters
from storage import submissions as rows
from storage.road import routes

ANSWER, SUPPLEMENT = "answer", "supplement"  # the moves that take words and files; called so in every table
LONGEST_NOTE = 1000
FEW = 5  # codes of one text that are looked up
BEGINNING = 60  # columns of one's own words by which one knows the matter again


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something to do with what the person has proved to be theirs: to look at it, or a move of its table."""

    matter: str
    id: int
    wish: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBelow:
    """Words that were written where a matter was shown that takes more of them."""

    matter: str
    id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMatter(Step):
    """Where it stands, and what the reporter may do. `beginning` is of their own words, `news` the last news as it was kept."""

    hears_inquiries = True
    matter: str
    id: int
    number: str
    unit: str
    beginning: str
    stage: str
    since: date
    due: date | None
    is_late: bool
    news: str
    options: tuple[str, ...]

    def question(self, known: Known) -> Question:
        """Show it."""
        saying = self.saying(known.office.profile.phone)
        return Question(saying=saying, choices=tuple(Choice(value=o, label=Term("own", o)) for o in self.options))

    def saying(self, phone: str) -> Saying:
        """It in words; `phone` is whom to call where the office is late."""
        is_late = self.due is not None and self.is_late
        return sayings.Status(
            number=self.number,
            unit=self.unit,
            beginning=self.beginning,
            news=Kept(self.news) if self.news else None,
            stage=Term(f"stage.{self.matter}", self.stage),
            since=self.since,
            meaning=Term(f"stage_means.{self.matter}", self.stage),
            term=Term(f"stage_term.{self.matter}", self.stage) if self.due and not is_late else None,
            due=None if is_late else self.due,
            late=sayings.Late(due=self.due, phone=phone) if self.due and is_late else None,
        )

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Do one of them; what is told instead is more of this matter where it takes more, else what it would be anywhere."""
        if heard.choice in self.options:
            return Done(Wish(matter=self.matter, id=self.id, wish=heard.choice))
        if heard.choice or isinstance(listening.beginning(heard.text, (), known), listening.Unsure):
            return Again(dialogue_sayings.NotAChoice())
        if {ANSWER, SUPPLEMENT} & set(self.options) and len(heard.text) <= LONGEST_NOTE:
            return Done(WrittenBelow(matter=self.matter, id=self.id, text=heard.text))
        return Done(inquiries.Onward(text="", heard=Heard(text=heard.text), what=""))

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


def look(room: Room, command: moves.Look) -> None:
    """Show whoever proved to know the code where it stands now."""
    found = rows.of_id(room.tx, command.matter, command.id)
    if found is not None:
        show(room, found)


def standing_of(room: Room, text: str) -> Saying | None:
    """Where the matter stands whose query code is in this text, for a page without a conversation; None where no code opens one.

    Whoever calls it limits how often a wrong one may be tried.
    """
    written = codes.find(text)
    for code in (*written.codes, *written.perhaps)[:FEW]:
        found = rows.of_code(room.tx, code)
        if found is not None:
            return standing(room, found)
    return None


def standing(room: Room, found: Standing) -> Saying:
    """Where a matter stands, to whoever proved that it is theirs."""
    return _at(room, found, ()).saying(room.office.profile.phone)


def show(room: Room, found: Standing) -> bool:
    """Say in one message where it stands: beside an open dialogue that holds something, else with what may be done. True.

    Where nothing may be done, nothing is asked: whatever is written next is no answer.
    """
    step = _at(room, found, options(room, found))
    now = dialogues.present(room)
    if now is not None and now[1].has_work():
        room.reply(step.saying(room.office.profile.phone))
        dialogues.repeat(room)
    elif step.options:
        dialogues.begin(room, step)
    else:
        dialogues.leave(room)
        room.reply(step.saying(room.office.profile.phone), (Choice(value="/menu", label=Term("menu", "menu")),))
    return True


def options(room: Room, found: Standing) -> tuple[str, ...]:
    """The moves that its table leaves to the reporter now."""
    standing = matters.standing(room.tx, found.matter, found.id)
    if standing is None or room.is_narrow:
        return ()
    reporter = room.acting_as(moves.as_reporter(room.actor))
    return tuple(moves.open_to(reporter, standing, moves.facts_of(reporter, standing)))


def _at(room: Room, found: Standing, may: tuple[str, ...]) -> AtMatter:
    news = rows.notes(room.tx, found.matter, found.id, ("news",), limit=1)
    day = room.office.calendar.local_day
    unit, words = _told(room, found)
    return AtMatter(
        matter=found.matter,
        id=found.id,
        number=found.number,
        unit=unit,
        beginning=_beginning(words),
        stage=found.stage,
        since=day(found.since),
        due=submissions.day_of(room, submissions.promised_at(room, found)),
        is_late=submissions.is_late(room, found),
        news=news[0].text if news else "",
        options=may,
    )


def _told(room: Room, found: Standing) -> tuple[str, str]:
    """The unit and the words that were told; the words only on the channel on which they were told, not on another one abroad."""
    is_same = routes.channel_of(room.tx, found.account_id or 0) == room.channel
    may_repeat = not room.is_narrow and (is_same or not room.traits.is_abroad)
    gathers = next((each.name for each in _asks(room, found) if each.gathers), "")
    words = matters.told(room.tx, found.id).get(gathers, "") if may_repeat else ""
    return ("" if room.is_narrow else room.office.name_of(found.unit)), words


def _asks(room: Room, found: Standing) -> tuple[Asked, ...]:
    table = room.office.matters[found.matter].procedure
    return () if table.begins is None else table.moves[table.begins.move].asks


def _beginning(words: str) -> str:
    """The beginning of a story on one line."""
    line = " ".join(words.split())
    if texts.width(line) <= BEGINNING:
        return line
    kept = ""
    for character in line:
        if texts.width(kept + character) > BEGINNING:
            break
        kept += character
    return f"{kept}…"
