"""提醒方式: who works here chooses how they learn, away from the page, that something waits for them (the design §7).

Nothing is said in a nudge but that something waits. Called through THE TABLE, by the round of `bot/nudges/` (`go_out`), and
by its errand, which tells what became of one.
"""

from dataclasses import dataclass
from datetime import timedelta

from domain import nudges as law
from domain import text as texts
from domain.nudges import NudgeKind
from domain.people import Role
from domain.saying import Choice, Term
from domain.sayings.desk import nudges as sayings
from handlers.conversation import dialogues
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Done, Heard, Known, Outcome, Question, Step
from storage import people as accounts
from storage import vault
from storage.desk import nudges as store
from storage.road import chores, reach, tallies

CHORE = "nudge"
WAITS_FOR = timedelta(minutes=10)  # whoever has the page before them sees it there
CODES_A_DAY = 5
WRONG_CODES = 5
FAILURES = 3  # given up one after the other: then it is off


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """An address was typed: a code goes there."""

    kind: NudgeKind
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """A code was typed."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellNudgeAddress(Step):
    """Where to?"""

    kind: NudgeKind

    def question(self, known: Known) -> Question:
        """Say what is wanted and where one finds it."""
        return Question(saying=sayings.AskAddress(how=Term("nudge_address", self.kind.value)))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """A mailbox or a key; nothing else goes anywhere."""
        address = law.read(self.kind, heard.text)
        return Again(sayings.AddressUnusable()) if address is None else Done(Try(kind=self.kind, address=address))

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class TellNudgeCode(Step):
    """The code that went there?"""

    address: str

    def question(self, known: Known) -> Question:
        """Say where it went, in so far as its owner knows it by."""
        return Question(saying=sayings.NudgeCodeQuestion(address=self.address))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Whatever was typed is held to the code."""
        return Done(Confirm(code="".join(texts.folded(heard.text).split())))

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


def show(room: Room, rest: str) -> None:
    """提醒方式: what is chosen; `rest` is a kind to choose, or off."""
    person = room.actor.person_id
    if person is None:
        return
    if rest in _offered(room):
        dialogues.begin(room, TellNudgeAddress(kind=NudgeKind(rest)))
        return
    if rest == "off":
        store.forget(room.tx, person)
        room.reply(sayings.Off(), (Choice(value="/reminders", label=Term("menu", "reminders")),))
        return
    chosen = store.of_person(room.tx, person)
    kinds = [Choice(value=f"/reminders {kind}", label=Term("nudge_kind", kind)) for kind in _offered(room)]
    off = [Choice(value="/reminders off", label=Term("nudge", "off"))] if chosen else []
    room.reply(
        sayings.Present(
            kind=Term("nudge_kind", chosen.kind.value) if chosen else None,
            address=law.masked(chosen.kind, chosen.address) if chosen else "",
            is_waiting=None if chosen is None or chosen.is_confirmed else Term("nudge", "waiting"),
            hours=room.office.rules.nudge_hours,
        ),
        (*kinds, *off),
    )


def try_address(room: Room, command: Try) -> None:
    """Send a code to an address that was typed, some times a day; it counts once the code was typed back."""
    person = room.actor.person_id
    if person is None or tallies.count(room.tx, room.actor.account_id, "nudge", room.today.isoformat()) > CODES_A_DAY:
        room.reply(sayings.TooManyNudgeCodes())
        return
    code = f"{vault.number_of(room.drawn.code) % 1_000_000:06}"
    store.choose(room.tx, person, command.kind, command.address, code, room.now)
    chores.put(room.tx, CHORE, room.actor.account_id, {"person": person, "code": code}, room.now)
    dialogues.begin(room, TellNudgeCode(address=law.masked(command.kind, command.address)))


def confirm(room: Room, command: Confirm) -> None:
    """Let the choice count where the code is right; after some wrong ones there is nothing to confirm any more."""
    person = room.actor.person_id
    chosen = None if person is None else store.of_person(room.tx, person)
    if person is None or chosen is None:
        return
    address = law.masked(chosen.kind, chosen.address)
    if store.confirm(room.tx, person, command.code, room.now):
        room.reply(sayings.NudgeSet(kind=Term("nudge_kind", chosen.kind.value), address=address))
    elif store.was_wrong(room.tx, person) >= WRONG_CODES:
        store.forget(room.tx, person)
        room.reply(sayings.TooManyNudgeCodes())
    else:
        dialogues.begin(room, TellNudgeCode(address=address), sayings.WrongCode())


def go_out(room: Room) -> int:
    """Put a nudge for everybody whom something waits for, within the hours in which the office speaks; return how many."""
    if not room.office.calendar.may_speak(room.now):
        return 0
    hours = timedelta(hours=room.office.rules.nudge_hours)
    pulling = room.office.channels.pulling
    due = store.due(room.tx, pulling, waiting_since=room.now - WAITS_FOR, nudged_before=room.now - hours)
    for each in due:
        store.nudged(room.tx, each.person_id, room.now)
        chores.put(room.tx, CHORE, each.account_id, {"person": each.person_id, "number": each.number}, room.now)
    return len(due)


def given_up(room: Room, person_id: int, account_id: int, *, is_code: bool) -> None:
    """A nudge could not be sent, however often it was tried: its person and, once a day for each kind, the operators learn it."""
    chosen = store.of_person(room.tx, person_id)
    if chosen is None:
        return
    kind = Term("nudge_kind", chosen.kind.value)
    is_off = is_code or store.failed(room.tx, person_id) >= FAILURES
    if is_off:
        store.forget(room.tx, person_id)
    again = (Choice(value="/reminders", label=Term("menu", "reminders")),)
    room.tell(account_id, sayings.NudgeNotSent(kind=kind, is_off=Term("nudge", "is_off") if is_off else None), again)
    if is_code:
        return
    told = sayings.Failing(kind=kind, label=accounts.label_of(room.tx, person_id))
    for account in reach.of_roles(room.tx, room.now, (Role.ADMIN,)):
        if tallies.count(room.tx, account, f"nudge {chosen.kind}", room.today.isoformat()) == 1:
            room.tell(account, told)


def _offered(room: Room) -> list[str]:
    """What this office has: mail where a server is set, and the messengers that its policy lets it speak through."""
    return [
        kind.value
        for kind in NudgeKind
        if (kind is not NudgeKind.MAIL or room.office.has_mail)
        and (kind not in law.ABROAD or room.office.channel_policy != "mainland")
    ]
