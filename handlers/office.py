"""本机关: what the office says of itself, shown to the administrator and changed in chat or by `flagpost office`."""

from collections.abc import Callable
from dataclasses import dataclass

from domain import text as texts
from domain.people import Role
from domain.saying import Choice, SaidNo, Saying, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import office as sayings
from handlers.conversation import dialogues
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Done, Heard, Known, Outcome, Question, Step
from storage import offices

LONGEST_VALUE = 120
EXPECTED = ("name", "phone", "retention")  # the privacy notice names them; an office that has none of them is told so


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProfile:
    """A value of the profile as it shall be."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskValue(Step):
    """What shall it be?"""

    name: str
    before: str

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskValue(what=Term("profile", self.name), before=self.before))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take words that fit."""
        why = unfit(self.name, heard.text)
        return Again(why) if why else Done(ChangeProfile(name=self.name, value=heard.text.strip()))

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


def unfit(name: str, value: str) -> Saying | None:
    """Say why a value of the profile is not taken; None where it is."""
    if name not in offices.PROFILE:
        return sayings.NoSuchValue(given=name, names=offices.PROFILE)
    what = Term("profile", name)
    if not texts.has_words(value):
        return sayings.ValueEmpty(what=what)
    if len(value.strip()) > LONGEST_VALUE:
        return sayings.ValueTooLong(what=what, limit=LONGEST_VALUE, length=len(value.strip()))
    return None


def change(room: Room, name: str, value: str) -> Saying:
    """Change one value of the profile. Raises SaidNo for an unknown name, an empty value, one that is too long."""
    value = texts.clean(value).strip()
    why = unfit(name, value)
    if why is not None:
        raise SaidNo(why)
    before = offices.profile(room.tx)[name]
    if before == value:
        raise SaidNo(sayings.NothingChanged())
    offices.change_profile(room.tx, name, value, room.actor.name, room.at)
    return sayings.ValueChanged(what=Term("profile", name), value=value, before=before)


def profile(room: Room) -> Saying:
    """The profile as it is now, and what it lacks."""
    present = offices.profile(room.tx)
    missing = tuple(Term("profile", name) for name in EXPECTED if not present[name])
    return sayings.Profile(**present, missing=missing)


def show(room: Room, rest: str) -> None:
    """本机关: the profile; a name (`phone`) asks for its new value."""
    if rest in offices.PROFILE:
        dialogues.begin(room, AskValue(name=rest, before=offices.profile(room.tx)[rest]))
        return
    choices = [Choice(value=f"/office {name}", label=Term("change_profile", name)) for name in offices.PROFILE]
    choices += [Choice(value=f"/{name}", label=Term("menu", name)) for name in ("calendar", "people")]
    room.reply(profile(room), choices)


def carry_out(room: Room, command: ChangeProfile) -> None:
    """Make the change that was answered."""
    answered(room, lambda: room.reply(change(room, command.name, command.value)), "office")


def answered(room: Room, do: Callable[[], None], back: str) -> None:
    """Do what an administrator wants, or say why not; the role may have been lost while the questions were answered."""
    if Role.ADMIN not in room.actor.roles:
        room.reply(dialogue_sayings.NotUnderstood(), (Choice(value="/menu", label=Term("menu", "menu")),))
        return
    try:
        do()
    except SaidNo as no:
        room.reply(no.why, (Choice(value=f"/{back}", label=Term("menu", back)),))
