"""The privacy notice (首次使用告知, the law §9): nothing is taken before consent, and nothing that was said meanwhile is lost.

Lives here: `Consent` and what follows from it.
"""

from dataclasses import dataclass, replace

from domain import said
from domain import text as texts
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import entrance as sayings
from handlers.conversation import dialogues, gathering
from handlers.conversation.gathering import LONGEST_ECHO, together
from handlers.conversation.room import Room
from handlers.conversation.steps import BELONGS, Ask, Done, Heard, Known, Noted, Outcome, Question, Step
from handlers.understanding import spoken
from storage import people as accounts

PACE = 3  # lines that are kept for one word that they are
DETAILS = "details"  # the command 详细告知; of an open notice, its choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """The privacy notice was accepted; what was on its way goes on: a command, or a report by itself."""

    text: str
    files: tuple[said.FileRef, ...]
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Step):
    """The privacy notice. What was said already, and what is said meanwhile, waits in `told` and `files`, a question that was
    asked beside in `beside`; `album` is what it began with."""

    takes_files = True
    hears_inquiries = True
    command: str
    told: str = ""
    files: tuple[said.FileRef, ...] = ()
    beside: str = ""
    album: str = ""
    is_reminded: bool = False
    lines: int = 0  # that came after it was said that they are kept
    is_whole: bool = False

    def question(self, known: Known) -> Question:
        """Show the notice, in short or whole."""
        agree = Choice(value="agree", label=Term("answer", "agree"), style=Style.PRIMARY)
        if self.is_whole:
            return Question(saying=whole(known, how=Term("consent", "how")), choices=(agree,))
        profile = known.office.profile
        notice = sayings.PrivacyNotice(
            office=profile.name,
            nobody=None if profile.name else Term("profile", "nobody"),
            retention=profile.retention_in(known.locale),
            sees=Term("platform_in_short", known.channel),
        )
        return Question(saying=notice, choices=(agree, details()))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Only 同意 is consent. Anything else waits with the rest; that is said once, and the notice is not repeated."""
        if heard.choice == "agree":
            kept = self.keeping_of(heard, known)[0]
            return Done(Agreed(text=kept.told, files=kept.files, command=self.command))
        if heard.choice == DETAILS:
            return Ask(replace(self, is_whole=True), is_replacing=True)
        if heard.choice == BELONGS and self.beside:
            return replace(self, beside="").answer(Heard(text=self.beside), known)
        if not heard.files and (not texts.has_words(heard.text) or spoken.is_remark(heard.text)):
            return Noted(self, sayings.ConsentFirst(), must_be_read=True)
        step, left_over = self.keeping_of(heard, known)
        is_part = bool(heard.album) and heard.album == self.album
        lines = self.lines if is_part or not self.is_reminded else self.lines + 1
        reminder: Saying | None = None if self.is_reminded or is_part else dialogue_sayings.KeptMeanwhile()
        if lines > self.lines and lines % PACE == 1:
            reminder = dialogue_sayings.KeptToo()
        told = together(left_over, reminder)
        step = replace(step, is_reminded=self.is_reminded or not is_part, lines=lines)
        return Noted(step, told, must_be_read=True)

    def may_become(self, command: str) -> bool:
        """Whether a command only says what it is that waits: photos may become either, words that are told stay a report."""
        return command == (self.command or "report") or (command in ("report", "nominate") and not self.told)

    def put_aside(self) -> Step:
        """Say once more that words are kept when some come after another question."""
        return replace(self, is_reminded=False)

    def asked_beside(self, text: str) -> Step | None:
        """With the question, which may belong to what waits."""
        return replace(self, beside=text)

    def asked_again(self, known: Known) -> Saying:
        """Only that consent is wanted: the notice stands above."""
        return sayings.ConsentFirst()

    def keeping_of(self, heard: Heard, known: Known) -> tuple["Consent", Saying | None]:
        """The notice with what was said now, and what of it found no room."""
        rules = known.office.rules
        files, over = gathering.with_files(self.files, heard.files, rules.clue_files_max)
        text = "" if heard.choice else heard.text
        told, rest = gathering.with_words(self.told, text, rules.clue_max_chars)
        names = tuple(map(gathering.name_of, over))
        no_files = dialogue_sayings.FilesLeftOver(limit=rules.clue_files_max, names=names) if names else None
        cut = dialogue_sayings.PartNotTaken(limit=rules.clue_max_chars, words=rest[:LONGEST_ECHO]) if rest else None
        return replace(self, told=told, files=files), together(no_files, cut)


def details() -> Choice:
    """The button 详细告知."""
    return Choice(value=f"/{DETAILS}", label=Term("menu", DETAILS))


def whole(known: Known, *, how: Term | None = None) -> Saying:
    """The whole notice, as it is true of this channel."""
    profile = known.office.profile
    return sayings.WholeNotice(
        office=profile.name,
        nobody=None if profile.name else Term("profile", "nobody"),
        retention=profile.retention_in(known.locale),
        sees=Term("platform_sees", known.channel),
        how=how,
    )


def show_whole(room: Room, rest: str) -> None:
    """详细告知, without asking for consent."""
    room.reply(whole(dialogues.known_to(room)))


def begin(room: Room, text: str, files: tuple[said.FileRef, ...], command: str = "") -> None:
    """Show the notice; what was said already waits, and goes on with `command`, or as a report, once it is accepted."""
    first = Consent(command=command, album=room.album)
    known = dialogues.known_to(room)
    step, left_over = first.keeping_of(Heard(text=text, files=files), known)
    dialogues.begin(room, step, left_over)


def has_consented(room: Room) -> bool:
    """Whether the privacy notice was accepted by this account."""
    return accounts.has_consented(room.tx, room.actor.account_id)


def remember(room: Room) -> None:
    """Write down that it was accepted now."""
    accounts.consent(room.tx, room.actor.account_id, room.now)
