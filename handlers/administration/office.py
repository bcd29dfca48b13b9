"""本机关: what the office says of itself, shown to the administrator and changed in chat or at the machine (`domain/matters/ruling.py`)."""

from collections.abc import Callable
from datetime import date

from domain.matters.ruling import PROFILE
from domain.mechanism.standing import Event
from domain.people import Role
from domain.saying import Choice, SaidNo, Saying, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import office as sayings
from handlers.conversation import gathering
from handlers.conversation.procedures import beginnings
from handlers.conversation.room import Room
from storage import offices

EXPECTED = ("name", "phone", "retention")  # the privacy notice names them; an office that has none of them is told so
OWN = ("own_unit", "head")  # by which it is known what is about this office itself, and goes past it


def propose(room: Room, item: str, value: str, since: date, why: str) -> list[Saying]:
    """Propose another value from a day on for somebody else to sign; where nobody can, it is decided at once.

    Raises SaidNo for an unknown item, a value that does not fit or is so already, and for a day that is over.
    """
    unfit = gathering.unfit_value(item, value)
    if unfit is not None:
        raise SaidNo(unfit)
    before = offices.profile(room.tx, since)[item]
    if before == value.strip():
        raise SaidNo(sayings.NothingChanged())
    if since < room.today:
        raise SaidNo(sayings.RuleTooLate(day=since))
    given = {"item": item, "before": before, "value": value.strip(), "since": since.isoformat(), "why": why}
    return beginnings.at_the_machine(room, "profile", "propose", given)


def enact(room: Room, event: Event) -> None:
    """Let what was decided count from its day on, or from today where none was named or it has passed meanwhile."""
    own, after = event.after.own, event.after
    item, value = own["item"], own["value"]
    since = max(date.fromisoformat(own.get("since") or room.today.isoformat()), room.today)
    before = offices.profile(room.tx, since)[item]
    offices.change_profile(room.tx, item, value, since, event.by.name, room.at, after.number)
    day = since if since > room.today else None
    room.answer(after.account_id, sayings.ValueChanged(what=Term("profile", item), value=value, before=before, day=day))


def profile(room: Room) -> Saying:
    """The profile as it is now, and what it lacks."""
    present = offices.profile(room.tx, room.today)
    missing = tuple(Term("profile", name) for name in EXPECTED if not present[name])
    return sayings.OfficeProfile(**present, missing=missing)


def show(room: Room, rest: str) -> None:
    """本机关: the profile; a name (`phone`) asks for its new value."""
    if rest in PROFILE:
        present = offices.profile(room.tx, room.today)[rest]
        beginnings.begin_with(room, "profile", "propose", {"item": rest, "before": present})
        return
    choices = [Choice(value=f"/office {name}", label=Term("change_profile", name)) for name in PROFILE]
    choices += [Choice(value=f"/{name}", label=Term("menu", name)) for name in ("calendar", "people", "setup")]
    room.reply(profile(room), choices)


def answered(room: Room, do: Callable[[], None], back: str) -> None:
    """Do what an administrator wants, or say why not; the role may have been lost while the questions were answered."""
    if Role.ADMIN not in room.actor.roles:
        room.reply(dialogue_sayings.NotUnderstood(), (Choice(value="/menu", label=Term("menu", "menu")),))
        return
    try:
        do()
    except SaidNo as no:
        room.reply(no.why, (Choice(value=f"/{back}", label=Term("menu", back)),))
