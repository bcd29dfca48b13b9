"""Following one's own matter: by query code from any channel, or from the session that brought it.

Lives here: 查进度 · 补充材料 · 撤回 as dialogues of whoever brought a clue or a nomination. What they may do is read
from the matter's table. Called through THE TABLE; moves go through `handlers/moves.py`.
"""

from dataclasses import dataclass, replace
from datetime import date

from domain import procedure
from domain import text as texts
from domain.said import FileRef
from domain.saying import Choice, Style, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from handlers import dialogues, moves
from handlers.room import Room
from handlers.steps import Again, Done, Heard, Known, Noted, Outcome, Question, Step
from storage import evidence, matters, shapes, vault
from storage import people as accounts
from storage import submissions as rows
from storage.submissions import Submission

CODES_AN_HOUR = 5
LONGEST_NOTE = 1000
_OWN = frozenset({"web"})  # in our own page the session itself may read without the code (the design §7)
ANSWER, SUPPLEMENT = "answer", "supplement"  # the moves that take words and files; called so in every table


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """A code was typed."""

    code: str
    wish: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something to do with what the person has proved to be theirs: to look at it, or a move of its table."""

    matter: str
    id: int
    wish: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """What the reporter adds."""

    matter: str
    id: int
    texts: tuple[str, ...]
    files: tuple[FileRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCode(Step):
    """The query code?"""

    is_harmless = True

    wish: str
    own: tuple[str, ...] = ()

    def question(self, known: Known) -> Question:
        """Ask; in our own page the session's own matters are offered."""
        return Question(
            saying=sayings.AskCode(), choices=tuple(Choice(value=f"#{number}", text=number) for number in self.own)
        )

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take it as people type it."""
        if heard.choice.startswith("#"):
            return Done(LookUp(code=heard.choice, wish=self.wish))
        if not texts.has_words(heard.text):
            return Again(dialogue_sayings.NeedWords())
        return Done(LookUp(code=heard.text, wish=self.wish))

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMatter(Step):
    """Where it stands, and what the reporter may do."""

    is_harmless = True

    matter: str
    id: int
    number: str
    stage: str
    since: date
    due: date | None
    options: tuple[str, ...]

    def question(self, known: Known) -> Question:
        """Show it."""
        stage = Term(f"stage.{self.matter}", self.stage)
        saying = sayings.Status(number=self.number, stage=stage, since=self.since, due=self.due)
        return Question(saying=saying, choices=tuple(Choice(value=o, label=Term("own", o)) for o in self.options))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Do one of them."""
        if heard.choice in self.options:
            return Done(Wish(matter=self.matter, id=self.id, wish=heard.choice))
        return Again(dialogue_sayings.NotAChoice())

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMore(Step):
    """Words and files to add, until 完成."""

    matter: str
    id: int
    number: str
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
            return Done(Add(matter=self.matter, id=self.id, texts=self.texts, files=self.files))
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
    """Find it by its code; a few wrong ones an hour, then a pause, for codes must not be guessed."""
    if command.code.startswith("#"):
        found = _own(room, command.code[1:])
    else:
        hour = room.now.strftime("%Y-%m-%dT%H")
        if accounts.count(room.tx, room.actor.account_id, "codes", hour) > CODES_AN_HOUR:
            room.reply(sayings.TooManyCodes())
            return
        found = rows.of_code(room.tx, vault.read_code(command.code))
        if found is not None:
            accounts.uncount(room.tx, room.actor.account_id, "codes")
    if found is None:
        dialogues.begin(room, TellCode(wish=command.wish, own=_numbers(room)), sayings.CodeUnknown())
        return
    wish(room, Wish(matter=found.matter, id=found.id, wish=command.wish))


def wish(room: Room, command: Wish) -> None:
    """Do what the reporter wishes; what the table does not allow now shows where it stands."""
    found = rows.of_id(room.tx, command.matter, command.id)
    if found is None:
        return
    open_now = options(room, found)
    if command.wish not in open_now and not (command.wish == SUPPLEMENT and ANSWER in open_now):
        _show(room, found, open_now)
    elif command.wish in (ANSWER, SUPPLEMENT):
        dialogues.begin(room, AddMore(matter=found.matter, id=found.id, number=found.number))
    else:
        reporter = room.acting_as(moves.as_reporter(room.actor))
        moves.begin(reporter, found.matter, found.id, command.wish, is_reporter=True)


def add(room: Room, command: Add) -> None:
    """Add words and files: an answer where one was asked for, else a supplement."""
    found = rows.of_id(room.tx, command.matter, command.id)
    standing = matters.standing(room.tx, command.matter, command.id)
    if found is None or standing is None:
        return
    for file in command.files:
        evidence.want(room.tx, room.actor.account_id, found.matter, found.id, file, room.channel, room.now)
    move = ANSWER if ANSWER in options(room, found) else SUPPLEMENT
    text = "\n".join(command.texts)
    reporter = room.acting_as(moves.as_reporter(room.actor))
    if moves.carry_out(reporter, standing, move, {"answer" if move == ANSWER else "text": text}) is None:
        return
    said = sayings.Answered if move == ANSWER else sayings.Supplemented
    room.reply(said(number=found.number))


def _show(room: Room, found: Submission, options: tuple[str, ...]) -> None:
    """The last news, then where it stands and what may be done."""
    for note in rows.notes(room.tx, found.matter, found.id, ("news",), limit=1):
        room.reply(shapes.to_saying(shapes.decode(note.text.encode())))
    day = room.office.calendar.local_day
    dialogues.begin(
        room,
        AtMatter(
            matter=found.matter,
            id=found.id,
            number=found.number,
            stage=found.stage,
            since=day(found.since),
            due=day(found.due_at) if found.due_at else None,
            options=options,
        ),
    )


def _ask(room: Room, wished: str, number: str) -> None:
    found = _own(room, number) if number else None
    if found is not None:
        wish(room, Wish(matter=found.matter, id=found.id, wish=wished))
        return
    dialogues.begin(room, TellCode(wish=wished, own=_numbers(room)))


def _own(room: Room, number: str) -> Submission | None:
    """What this very account brought; in our own page alone."""
    found = rows.of_number(room.tx, number) if room.channel in _OWN else None
    return found if found is not None and found.account_id == room.actor.account_id else None


def _numbers(room: Room) -> tuple[str, ...]:
    if room.channel not in _OWN:
        return ()
    return tuple(each.number for each in rows.of_account(room.tx, room.actor.account_id, limit=5))


def options(room: Room, found: Submission) -> tuple[str, ...]:
    """The moves that its table leaves to the reporter now."""
    standing = matters.standing(room.tx, found.matter, found.id)
    if standing is None or room.is_narrow:
        return ()
    matter = room.office.matters[found.matter]
    reporter = room.acting_as(moves.as_reporter(room.actor))
    open_now = procedure.open_to(matter.procedure, standing, reporter.actor)
    return tuple(move for move in open_now if matter.objection(reporter, standing, move, {}) is None)
