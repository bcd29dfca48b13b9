"""Following one's own matter: by query code from any channel, or from the session that brought it.

Lives here: 查进度 · 补充材料 · 撤回 as dialogues of whoever brought a clue or a nomination. What they may do is read
from the matter's table. Called through THE TABLE; moves go through `handlers/conversation/procedures/moves.py`.
"""

from dataclasses import dataclass, replace

from domain import codes
from domain import text as texts
from domain.codes import FoundCodes
from domain.mechanism.standing import Standing
from domain.said import FileRef
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import clues as sayings
from domain.sayings import dialogues as dialogue_sayings
from handlers.conversation import dialogues, gathering
from handlers.conversation.procedures import attachments, derived, moves
from handlers.conversation.room import Room
from handlers.conversation.steps import BELONGS, Again, Done, Heard, Known, Noted, Outcome, Question, Step
from handlers.reporting import progress, submissions
from handlers.reporting.progress import ANSWER, FEW, LONGEST_NOTE, SUPPLEMENT
from handlers.understanding.units import sure
from storage import matters
from storage import submissions as rows
from storage.road import tallies

CODES = "codes"  # what is counted of wrong ones
CODES_AN_HOUR = 5
MINUTES = 60
RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """A code was typed."""

    code: str
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
    takes_codes = True
    hears_inquiries = True

    wish: str
    own: tuple[str, ...] = ()

    def question(self, known: Known) -> Question:
        """Ask; in our own page the session's own matters are offered."""
        return Question(
            saying=sayings.QueryCodeQuestion(),
            choices=tuple(Choice(value=f"#{number}", text=number) for number in self.own),
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
class AddMore(Step):
    """Words and files to add, until 完成."""

    takes_files = True
    hears_inquiries = True
    matter: str
    id: int
    number: str
    texts: tuple[str, ...] = ()
    asked: str = ""
    files: tuple[FileRef, ...] = ()

    def question(self, known: Known) -> Question:
        """Ask; what was said before the question is counted."""
        done = Choice(value="done", label=Term("answer", "done"), style=Style.PRIMARY)
        asked = sayings.AskSupplement(number=self.number, notes=len(self.texts), files=len(self.files))
        return Question(saying=asked, choices=(done,))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Gather; 完成 with nothing gathered asks again."""
        if heard.choice == BELONGS and self.asked:
            return replace(self, asked="").answer(Heard(text=self.asked), known)
        if heard.choice == "done":
            if not self.texts and not self.files:
                return Again(dialogue_sayings.NeedWords())
            return Done(Add(matter=self.matter, id=self.id, texts=self.texts, files=self.files))
        if not heard.files and not texts.has_words(heard.text):
            return Again(dialogue_sayings.NeedWords())
        limit = known.office.rules.clue_files_max
        files, over = gathering.with_files(self.files, heard.files, limit)
        left = dialogue_sayings.FilesLeftOver(limit=limit, names=tuple(map(gathering.name_of, over))) if over else None
        is_too_long = len(heard.text) > LONGEST_NOTE
        too_long = dialogue_sayings.TooLong(limit=LONGEST_NOTE, length=len(heard.text)) if is_too_long else None
        written = (*self.texts, heard.text) if texts.has_words(heard.text) and not is_too_long else self.texts
        noted = sayings.SupplementNoted(notes=len(written), files=len(files))
        refused = gathering.together(left, too_long)
        step = replace(self, texts=written, files=files)
        return Noted(step, gathering.together(refused, noted), must_be_read=refused is not None)

    def asked_beside(self, text: str) -> Step | None:
        """With the question, which may belong to what is added."""
        return replace(self, asked=text)


def status(room: Room, rest: str) -> None:
    """查进度."""
    _ask(room, "look", rest)


def supplement(room: Room, rest: str) -> None:
    """补充材料."""
    _ask(room, "supplement", rest)


def withdraw(room: Room, rest: str) -> None:
    """撤回."""
    _ask(room, "withdraw", rest)


def receipt(room: Room, rest: str) -> None:
    """存成图片: the picture of a receipt, for whoever has its code."""
    if rest:
        look_up(room, LookUp(code=rest, wish=RECEIPT))
    else:
        ask_code(room, RECEIPT)


def look_up(room: Room, command: LookUp) -> None:
    """Find it by its code, or by the number of one's own that was pressed, and do what was wished."""
    if command.code.startswith("#"):
        found: Standing | Saying | None = own(room, command.code[1:])
    else:
        text = codes.find(command.code)
        if text.numbers and room.actor.person_id is not None and derived.kind_of(text.numbers[0]):
            derived.show(room, text.numbers[0])  # of the work of whoever works here, for which there is no code
            return
        found = tried(room, text)
        if found is None and text.numbers:
            found = own(room, text.numbers[0]) or sayings.NumberNeedsCode(number=text.numbers[0])
    if isinstance(found, Standing) and command.wish == RECEIPT:
        _keep(room, found, codes.find(command.code))
    elif isinstance(found, Standing):
        wish(room, progress.Wish(matter=found.matter, id=found.id, wish=command.wish))
    elif isinstance(found, sayings.TooManyCodes):
        room.reply(found, (*own_choices(room), Choice(value="/menu", label=Term("menu", "menu"))))
    else:
        ask_code(room, command.wish, found or unreadable(room))


def tried(room: Room, found: FoundCodes) -> Standing | Saying | None:
    """Look codes up: the matter that one opens, or what to say where none does; None for a text without a code.

    A few wrong ones an hour, then a pause, for codes must not be guessed. What has not the form of a code, and what may as well
    be a word, is not counted.
    """
    if not found.codes and not found.perhaps:
        return None
    hour = room.now.strftime("%Y-%m-%dT%H")
    left = CODES_AN_HOUR - tallies.counted(room.tx, room.actor.account_id, CODES, hour)
    if left > 0:
        for code in (*found.codes, *found.perhaps)[:CODES_AN_HOUR]:
            brought = rows.of_code(room.tx, code)
            if brought is not None:
                return brought
        if not found.codes:
            return unreadable(room)
        left = CODES_AN_HOUR - tallies.count(room.tx, room.actor.account_id, CODES, hour)
    if left > 0:
        return sayings.CodeUnknown(left=left, phone=room.office.profile.phone)
    return sayings.TooManyCodes(minutes=MINUTES - room.now.minute, phone=room.office.profile.phone)


def unreadable(room: Room) -> Saying:
    """What is said of a text that is no code."""
    return sayings.CodeUnreadable(phone=room.office.profile.phone)


def wish(room: Room, command: progress.Wish) -> None:
    """Do what the reporter wishes; what the table does not allow now shows where it stands."""
    found = rows.of_id(room.tx, command.matter, command.id)
    if found is None:
        return
    open_now = progress.options(room, found)
    if command.wish not in open_now and not (command.wish == SUPPLEMENT and ANSWER in open_now):
        progress.show(room, found)
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
    open_now = progress.options(room, found)
    move = ANSWER if ANSWER in open_now else SUPPLEMENT
    if move not in open_now:
        _not_added(room, found)
        return
    attachments.keep(room, found.matter, found.id, command.files)
    text = "\n".join(command.texts)
    reporter = room.acting_as(moves.as_reporter(room.actor))
    if moves.carry_out(reporter, standing, move, {"answer" if move == ANSWER else "text": text}) is None:
        return
    if move == SUPPLEMENT:
        room.reply(sayings.Supplemented(number=found.number))
        return
    taken = sayings.AnswerTaken(number=found.number)
    submissions.keep_news(room, found, taken)  # in place of the question, which is answered
    room.reply(taken)


def hear(room: Room, command: progress.WrittenBelow) -> None:
    """Begin to add what was written where it was shown; where it takes no more meanwhile, say that."""
    found = rows.of_id(room.tx, command.matter, command.id)
    if found is not None and not add_words(room, found, command.text):
        _not_added(room, found)


def _not_added(room: Room, found: Standing) -> None:
    room.reply(sayings.NotAdded(number=found.number))
    progress.show(room, found)


def take_answer(room: Room, told: str, files: tuple[FileRef, ...]) -> bool:
    """Begin to answer with words and files, where by this account somebody gave their name and was asked for more, which they have
    read here; False where that is not so, or where they tell of another unit."""
    asked = _asked(room, "")
    if asked is None or len(told) > LONGEST_NOTE:
        return False
    unit = sure(room.office.finder.find(told)) if told else None
    if unit is not None and unit.code != asked.unit:
        return False
    written = (told,) if texts.has_words(told) else ()
    dialogues.begin(room, AddMore(matter=asked.matter, id=asked.id, number=asked.number, texts=written, files=files))
    return True


def _asked(room: Room, number: str) -> Standing | None:
    """The matter of which this account was asked for more by name, or the one of this number that it brought by name: no code is needed
    to add to it."""
    brought = rows.of_account(room.tx, room.actor.account_id, limit=FEW)
    waiting = [each for each in brought if (each.number == number if number else submissions.may_answer(room, each))]
    reporter = rows.reporter_of(room.tx, waiting[0].id) if len(waiting) == 1 else None
    is_told = reporter is not None and reporter.is_real_name and not room.is_narrow
    return waiting[0] if is_told else None


def _keep(room: Room, found: Standing, written: FoundCodes) -> None:
    """Say the receipt again with its picture; which of the written codes it was, only the one who wrote it knows."""
    opening = (code for code in (*written.codes, *written.perhaps) if rows.of_code(room.tx, code) == found)
    profile = room.office.profile
    room.reply(
        sayings.ReceiptToKeep(
            office=profile.name,
            phone=profile.phone,
            number=found.number,
            code=codes.spaced(next(opening)),
            link=f"{room.office.public_url}/chat",
            badge=Term("demo", "tag") if room.office.is_demo else None,
        )
    )


def add_words(room: Room, found: Standing, words: str) -> bool:
    """Begin to add to a matter the words that came with its code; False where nothing can be added now."""
    now = dialogues.present(room)
    open_now = progress.options(room, found)
    is_open = ANSWER in open_now or SUPPLEMENT in open_now
    if (now is not None and now[1].has_work()) or not is_open or len(words) > LONGEST_NOTE:
        return False
    step = AddMore(matter=found.matter, id=found.id, number=found.number, texts=(words,))
    dialogues.begin(room, step)
    return True


def ask_code(room: Room, wished: str, first: Saying | None = None) -> None:
    """Ask for the code; in our own page the session's own matters are offered."""
    own_numbers = () if wished == RECEIPT else numbers(room)  # of one's own, we have no code
    dialogues.begin(room, TellCode(wish=wished, own=own_numbers), first)


def _ask(room: Room, wished: str, number: str) -> None:
    found = own(room, number) if number else None
    if found is None and wished == SUPPLEMENT:
        found = _asked(room, number)
    if found is not None:
        wish(room, progress.Wish(matter=found.matter, id=found.id, wish=wished))
    elif number and codes.find(number).numbers:
        ask_code(room, wished, sayings.NumberNeedsCode(number=codes.find(number).numbers[0]))
    else:
        ask_code(room, wished)


def own(room: Room, number: str) -> Standing | None:
    """What this very account brought, by its number, or the only one it brought; in our own page alone (the design §7)."""
    if not room.traits.is_ours:
        return None
    if not number:
        brought = rows.of_account(room.tx, room.actor.account_id, limit=2)
        return brought[0] if len(brought) == 1 else None
    found = rows.of_number(room.tx, number)
    return found if found is not None and found.account_id == room.actor.account_id else None


def numbers(room: Room) -> tuple[str, ...]:
    """The numbers of what this very account brought; in our own page alone."""
    if not room.traits.is_ours:
        return ()
    return tuple(each.number for each in rows.of_account(room.tx, room.actor.account_id, limit=5))


def own_choices(room: Room) -> tuple[Choice, ...]:
    """A button for each of them."""
    return tuple(Choice(value=f"{submissions.LOOK}{number}", text=number) for number in numbers(room))
