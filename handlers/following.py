"""Following one's own matter: by query code from any channel, or from the session that brought it.

Lives here: 查进度 · 补充材料 · 撤回 as dialogues of the reporter. Called through THE TABLE; moves go through `handlers/moves.py`.
"""

from dataclasses import dataclass, replace
from datetime import date

from domain import clues, procedure
from domain import text as texts
from domain.clues import Move
from domain.said import FileRef
from domain.saying import Choice, Style, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from handlers import cards, clues as clue_matters, dialogues, moves
from handlers.room import Room
from handlers.steps import Again, Done, Heard, Known, Noted, Outcome, Question, Step
from storage import clues as rows
from storage import evidence, matters, shapes, vault
from storage import people as accounts

CODES_AN_HOUR = 5
LONGEST_NOTE = 1000
_OWN = frozenset({"web"})  # in our own page the session itself may read without the code (the design §7)
_OVER = frozenset({clues.Stage.WITHDRAWN, clues.Stage.ARCHIVED, clues.Stage.MERGED, clues.Stage.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """A code was typed."""

    code: str
    wish: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something to do with a clue that the person has proved to be theirs."""

    clue_id: int
    wish: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """What the reporter adds."""

    clue_id: int
    texts: tuple[str, ...]
    files: tuple[FileRef, ...]
    is_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCode(Step):
    """The query code?"""

    wish: str
    own: tuple[str, ...] = ()

    def question(self, known: Known) -> Question:
        """Ask; in our own page the session's own matters are offered."""
        return Question(saying=sayings.AskCode(), choices=tuple(Choice(value=f"#{number}", text=number) for number in self.own))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take it as people type it."""
        if heard.choice.startswith("#"):
            return Done(LookUp(code=heard.choice, wish=self.wish))
        if not texts.has_words(heard.text):
            return Again(dialogue_sayings.NeedWords())
        return Done(LookUp(code=heard.text, wish=self.wish))


@dataclass(frozen=True, slots=True, kw_only=True)
class AtClue(Step):
    """Where the clue stands, and what the reporter may do."""

    clue_id: int
    number: str
    stage: str
    since: date
    due: date | None
    options: tuple[str, ...]

    def question(self, known: Known) -> Question:
        """Show it."""
        saying = sayings.Status(number=self.number, stage=Term("stage.clue", self.stage), since=self.since, due=self.due)
        return Question(saying=saying, choices=tuple(Choice(value=o, label=Term("own", o)) for o in self.options))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Do one of them."""
        if heard.choice in self.options:
            return Done(Wish(clue_id=self.clue_id, wish=heard.choice))
        return Again(dialogue_sayings.NotAChoice())


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMore(Step):
    """Words and files to add, until 完成."""

    clue_id: int
    number: str
    is_answer: bool
    texts: tuple[str, ...] = ()
    files: tuple[FileRef, ...] = ()

    def question(self, known: Known) -> Question:
        """Ask."""
        done = Choice(value="done", label=Term("answer", "done"), style=Style.PRIMARY)
        return Question(saying=sayings.AskSupplement(number=self.number), choices=(done,))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Gather; 完成 with nothing gathered asks again."""
        if heard.choice == "done":
            if not self.texts and not self.files:
                return Again(dialogue_sayings.NeedWords())
            return Done(Add(clue_id=self.clue_id, texts=self.texts, files=self.files, is_answer=self.is_answer))
        if not heard.files and not texts.has_words(heard.text):
            return Again(dialogue_sayings.NeedWords())
        if len(heard.text) > LONGEST_NOTE:
            return Again(dialogue_sayings.TooLong(limit=LONGEST_NOTE, length=len(heard.text)))
        files = (*self.files, *heard.files)
        if len(files) > known.office.rules.clue_files_max:
            return Again(sayings.TooManyFiles(limit=known.office.rules.clue_files_max))
        written = (*self.texts, heard.text) if heard.text else self.texts
        return Noted(
            replace(self, texts=written, files=files), sayings.SupplementNoted(notes=len(written), files=len(files))
        )


def status(room: Room, rest: str) -> None:
    """查进度."""
    _ask(room, "look", rest)


def supplement(room: Room, rest: str) -> None:
    """补充材料."""
    _ask(room, "supplement", rest)


def withdraw(room: Room, rest: str) -> None:
    """撤回."""
    _ask(room, "withdraw", rest)


def look_up(room: Room, command: LookUp) -> None:
    """Find the clue by its code; a few wrong ones an hour, then a pause (reliability §3.5)."""
    clue = _own(room, command.code.removeprefix("#")) if command.code.startswith("#") else None
    if clue is None and not command.code.startswith("#"):
        window = room.now.strftime("%Y-%m-%dT%H")
        if accounts.count(room.tx, room.actor.account_id, "codes", window) > CODES_AN_HOUR:
            room.reply(sayings.TooManyCodes())
            return
        clue = rows.of_code(room.tx, vault.read_code(command.code))
        if clue is not None:
            accounts.uncount(room.tx, room.actor.account_id, "codes")
    if clue is None:
        dialogues.begin(room, TellCode(wish=command.wish, own=_numbers(room)), sayings.CodeUnknown())
        return
    wish(room, Wish(clue_id=clue.id, wish=command.wish))


def wish(room: Room, command: Wish) -> None:
    """Do what the reporter wishes with their clue."""
    clue = rows.of_id(room.tx, command.clue_id)
    if clue is None:
        return
    if command.wish in ("supplement", "answer") and clue.stage not in _OVER:
        is_answer = clue.stage is clues.Stage.NEED_INFO
        dialogues.begin(room, AddMore(clue_id=clue.id, number=clue.number, is_answer=is_answer))
    elif command.wish in (Move.WITHDRAW, Move.ASK_REVIEW):
        reporter = room.acting_as(moves.as_reporter(room.actor))
        moves.begin(reporter, "clue", clue.id, command.wish, is_reporter=True)
    else:
        show(room, clue)


def show(room: Room, clue: rows.Clue) -> None:
    """The last news, then where it stands and what may be done."""
    for note in rows.notes(room.tx, clue.id, ("news",), limit=1):
        room.reply(shapes.to_saying(shapes.decode(note.text.encode())))
    options = _options(room, clue)
    day = room.office.calendar.local_day
    dialogues.begin(
        room,
        AtClue(
            clue_id=clue.id,
            number=clue.number,
            stage=clue.stage.value,
            since=day(clue.since),
            due=day(clue.due_at) if clue.due_at else None,
            options=options,
        ),
    )


def add(room: Room, command: Add) -> None:
    """Add words and files; an answer brings the clue back to triage."""
    clue = rows.of_id(room.tx, command.clue_id)
    if clue is None:
        return
    for file in command.files:
        evidence.want(room.tx, room.actor.account_id, "clue", clue.id, file, room.channel, room.now)
    standing = matters.standing(room.tx, "clue", clue.id)
    if command.is_answer and standing is not None and standing.stage == clues.Stage.NEED_INFO:
        reporter = room.acting_as(moves.as_reporter(room.actor))
        moves.carry_out(reporter, standing, Move.ANSWER, {"answer": "\n".join(command.texts) or "+"})
        room.reply(sayings.Answered(number=clue.number))
        return
    for text in command.texts:
        rows.note(room.tx, clue.id, "supplement", text, room.at)
    clue_matters.tell_owner(room, clue, sayings.ReporterAdded(number=clue.number))
    cards.refresh(room, "clue", clue.id)
    room.reply(sayings.Supplemented(number=clue.number))


def _ask(room: Room, wished: str, number: str) -> None:
    clue = _own(room, number) if number and room.channel in _OWN else None
    if clue is not None:
        wish(room, Wish(clue_id=clue.id, wish=wished))
        return
    dialogues.begin(room, TellCode(wish=wished, own=_numbers(room)))


def _own(room: Room, number: str) -> rows.Clue | None:
    """A clue that this very account brought; in our own page alone."""
    clue = rows.of_number(room.tx, number) if room.channel in _OWN else None
    return clue if clue is not None and clue.account_id == room.actor.account_id else None


def _numbers(room: Room) -> tuple[str, ...]:
    if room.channel not in _OWN:
        return ()
    return tuple(clue.number for clue in rows.of_account(room.tx, room.actor.account_id, limit=5))


def _options(room: Room, clue: rows.Clue) -> tuple[str, ...]:
    standing = matters.standing(room.tx, "clue", clue.id)
    if standing is None or clue.stage in _OVER:
        return ()
    reporter = moves.as_reporter(room.actor)
    open_now = procedure.open_to(clues.PROCEDURE, standing, reporter)
    first = "answer" if clue.stage is clues.Stage.NEED_INFO else "supplement"
    return (first, *open_now)
