"""A filled template that is sent in chat: it is read, what it would change is shown, and it is taken once that is confirmed.

One way for every kind of file that people may send (`MAY`): it begins with the command of its kind, or with the file alone, whose
header says what it is. Reading and taking are chores (`bot/importing/in_chat.py`), and so is writing an empty file.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import PurePath

from domain.importing.columns import ImportKind
from domain.mechanism.modules import Module
from domain.people import Role
from domain.said import FileRef
from domain.saying import Choice, Style, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import spreadsheets as sayings
from handlers.conversation import dialogues, gathering
from handlers.conversation.room import Command, Room
from handlers.conversation.steps import Again, Done, Heard, Known, Outcome, Question, Step
from storage.road import chores

READ, TAKE, TEMPLATE = "read_file", "take_file", "empty_file"  # the chores
MAY: Mapping[str, frozenset[Role]] = {
    ImportKind.UNITS: frozenset({Role.ADMIN}),
    ImportKind.INDICATORS: frozenset({Role.ADMIN}),
    ImportKind.STAFF: frozenset({Role.ADMIN}),
    ImportKind.LETTERS: frozenset({Role.REVIEWER}),
    ImportKind.PROGRESS: frozenset({Role.PROJECT_OWNER, Role.UNIT_CONTACT}),
    ImportKind.PROJECTS: frozenset({Role.REVIEWER}),
    ImportKind.VALUES: frozenset({Role.DATA_OWNER, Role.UNIT_CONTACT}),
    ImportKind.PLEDGES: frozenset({Role.REVIEWER, Role.UNIT_CONTACT}),
    ImportKind.SNAILS: frozenset({Role.REVIEWER}),
    ImportKind.UNDERTAKINGS: frozenset({Role.REVIEWER}),
    ImportKind.BREAKTHROUGHS: frozenset({Role.REVIEWER}),
}
"""Who may send which kind of file; each kind is a command of its own."""
OF: Mapping[str, str] = {
    ImportKind.PROGRESS: Module.PROJECT,
    ImportKind.PROJECTS: Module.PROJECT,
    ImportKind.PLEDGES: Module.RACE,
    ImportKind.SNAILS: Module.SNAIL,
    ImportKind.UNDERTAKINGS: Module.HUANGYAN,
    ImportKind.BREAKTHROUGHS: Module.HUANGYAN,
}
"""Of which module a kind is."""
SUFFIXES = frozenset({".xlsx", ".xls", ".et", ".ods", ".csv", ".tsv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """Read a file, as one of these kinds; one that came alone was not asked for."""

    kinds: tuple[str, ...]
    file: FileRef
    is_alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFile:
    """Take a file that was read and kept, if it still would change what was `seen`."""

    kind: str
    id: int
    name: Term | str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteEmpty:
    """Write an empty file of a kind."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFile(Step):
    """Ask for a filled file."""

    takes_files = True
    kind: str

    def question(self, known: Known) -> Question:
        """Ask, and offer an empty one."""
        empty = Choice(value="empty", label=Term("answer", "empty_file"))
        is_apart = self.kind == ImportKind.LETTERS and not known.traits.takes_real_names
        without = Term("remark", "no_names_here") if is_apart else None
        return Question(saying=sayings.FileQuestion(kind=_called(self.kind), without=without), choices=(empty,))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Read it, or write an empty one."""
        if heard.choice == "empty":
            return Done(WriteEmpty(kind=self.kind))
        return _read(heard, (self.kind,)) or Again(sayings.NeedFile())

    def has_work(self) -> bool:
        """Nothing was said yet."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmFile(Step):
    """What a file would change was shown: is it to be taken? Another file takes its place."""

    takes_files = True
    kind: str
    id: int
    name: Term | str
    lines: str
    seen: str
    is_changed: bool = False

    def question(self, known: Known) -> Question:
        """Show it, and ask."""
        saying = sayings.TakeFileQuestion(
            kind=_called(self.kind),
            name=self.name,
            lines=self.lines,
            changed=Term("remark", "changed_meanwhile") if self.is_changed else None,
        )
        take = Choice(value="take", label=Term("answer", "take_file"), style=Style.PRIMARY)
        return Question(saying=saying, choices=(take,))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Only a yes takes it."""
        if heard.choice in ("take", "yes", "submit", "agree"):
            return Done(TakeFile(kind=self.kind, id=self.id, name=self.name, seen=self.seen))
        return _read(heard, (self.kind,)) or Again(dialogue_sayings.NotAChoice())


def commands() -> list[Command]:
    """A command for each kind of file that may be sent."""
    return [
        Command(name=str(kind), roles=roles, run=partial(_ask, str(kind)), module=OF.get(kind, ""))
        for kind, roles in MAY.items()
    ]


def kinds_of(roles: frozenset[Role]) -> tuple[str, ...]:
    """The kinds of files that somebody with these roles may send."""
    return tuple(str(kind) for kind, those in MAY.items() if those & roles)


def take_up(room: Room, files: tuple[FileRef, ...]) -> bool:
    """Read a table that was sent alone; False where it is none, or none that this person may send."""
    kinds = tuple(kind for kind in kinds_of(room.actor.roles) if kind in room.office.commands)
    if not kinds or any(PurePath(file.name.lower()).suffix not in SUFFIXES for file in files):
        return False
    if len(files) > 1:
        room.reply(sayings.OneFileOnly())
    else:
        read(room, ReadFile(kinds=kinds, file=files[0], is_alone=True))
    return True


def read(room: Room, command: ReadFile) -> None:
    """Have a file read."""
    body = {**asdict(command), "channel": room.channel}
    chores.put(room.tx, READ, room.actor.account_id, body, room.now)
    room.reply(sayings.FileBeingRead(name=gathering.name_of(command.file)))


def take(room: Room, command: TakeFile) -> None:
    """Have a file taken that was confirmed."""
    chores.put(room.tx, TAKE, room.actor.account_id, asdict(command), room.now)
    room.reply(sayings.FileBeingTaken(name=command.name))


def write_empty(room: Room, command: WriteEmpty) -> None:
    """Have an empty file written, and wait for the filled one."""
    chores.put(room.tx, TEMPLATE, room.actor.account_id, asdict(command), room.now)
    dialogues.begin(room, AskFile(kind=command.kind))


def confirm(room: Room, step: ConfirmFile) -> None:
    """Show what a file would change and ask whether it is to be taken, before whatever is asked now."""
    dialogues.bring(room, step, AskFile, ConfirmFile)


def _ask(kind: str, room: Room, rest: str) -> None:
    dialogues.begin(room, AskFile(kind=kind))


def _read(heard: Heard, kinds: tuple[str, ...]) -> Outcome | None:
    """What becomes of files; None where none came."""
    if not heard.files:
        return None
    return Again(sayings.OneFileOnly()) if len(heard.files) > 1 else Done(ReadFile(kinds=kinds, file=heard.files[0]))


def _called(kind: str) -> Term:
    return Term("file_kind", kind)


DOES: Mapping[
    type, Callable[[Room, ReadFile], None] | Callable[[Room, TakeFile], None] | Callable[[Room, WriteEmpty], None]
] = {
    ReadFile: read,
    TakeFile: take,
    WriteEmpty: write_empty,
}
