"""The door: greeting, menu, help, language, invitations, the way to a person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain import codes
from domain.people import Role
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import entrance as sayings
from domain.sayings import people as people_sayings
from handlers.conversation import consenting, dialogues
from handlers.conversation.procedures import cards, leaving
from handlers.conversation.room import Command, Room
from handlers.conversation.steps import Again, Back, Done, Heard, Known, Outcome, Question, Step
from storage import invitations, staff
from storage import people as accounts

SESSION = timedelta(days=30)
INVITATION = "i_"
LANGUAGES = ("zh", "en")
NOT_USED: Mapping[type[Exception], type[Saying]] = {
    invitations.OtherUnit: sayings.InvitationOfOtherUnit,
    invitations.FromAbove: sayings.InvitationFromAbove,
    invitations.OtherPerson: sayings.InvitationOfOtherPerson,
    invitations.OwnDevice: sayings.InvitationForOtherDevice,
}
"""What is said where an invitation stays unused."""
LONGEST_MENU = 8  # buttons that somebody takes in at a glance, in two columns on a phone


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeIn:
    """Whoever reports here is sure that the code is their own."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SureToComeIn(Step):
    """Is the code your own? By one that another sent, whoever reported would become that other's: and be known by it."""

    code: str

    def question(self, known: Known) -> Question:
        """Say what becomes of it."""
        mine = Choice(value="mine", label=Term("come_in", "mine"))
        other = Choice(value="other", label=Term("come_in", "other"), style=Style.PRIMARY)
        return Question(saying=sayings.AskComeIn(), choices=(mine, other))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Only yes is yes."""
        if heard.choice == "mine":
            return Done(ComeIn(code=self.code))
        return Back() if heard.choice == "other" else Again(dialogue_sayings.NotAChoice())

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


def greet(room: Room, rest: str = "") -> None:
    """The first screen; of whoever works here, their menu."""
    if room.actor.person_id is not None:
        menu(room, "")
        return
    profile = room.office.profile
    welcome = sayings.Welcome(office=profile.name, sees=Term("platform_in_short", room.channel), phone=profile.phone)
    room.reply(welcome, (*_menu(room), consenting.details()))
    if room.is_narrow:
        send_elsewhere(room)


def send_elsewhere(room: Room) -> None:
    """Say where that can be said which this channel may not carry."""
    room.reply(sayings.NotByThisChannel(link=f"{room.office.public_url}/chat"), _menu(room))


def menu(room: Room, rest: str) -> None:
    """The menu of this person."""
    if room.actor.person_id is None:
        room.reply(sayings.Menu(), _menu(room))
        return
    room.reply(sayings.StaffMenu(label=room.actor.label, roles=_named(room.actor.roles)), _menu(room))


def refuse(room: Room, command: Command) -> None:
    """Say to a member of staff whose a command is that is not theirs; for a citizen it is as if it were not there."""
    if room.actor.person_id is None:
        menu(room, "")
        return
    asked, users = Term("menu", command.name), _named(command.roles)
    told = sayings.StaffMenu(label=room.actor.label, roles=_named(room.actor.roles), command=asked, users=users)
    room.reply(told, _menu(room))


def _named(roles: Collection[Role]) -> tuple[Term, ...]:
    return tuple(Term("role", role.value) for role in Role if role in roles and role is not Role.REPORTER)


def show_others(room: Room, rest: str) -> None:
    """更多事项: what a member of staff may do and does not do daily."""
    shown = _shown(room)
    further = (each for each in shown if not each.daily & _roles(room))
    choices = tuple(_leading(each) for each in further)
    room.reply(sayings.MoreToDo(), (*choices, Choice(value="/menu", label=Term("menu", "menu"))))


def show_help(room: Room, rest: str) -> None:
    """帮助."""
    room.reply(sayings.Help(office=room.office.profile.name, phone=room.office.profile.phone), _menu(room))


def speak(room: Room, language: str, *, is_asked: bool) -> None:
    """Speak another language from now on; where it `is_asked` for in the conversation, that is said, and what is open is asked again."""
    if language in LANGUAGES:
        accounts.speak(room.tx, room.actor.account_id, language)
    if not is_asked:
        return
    if language not in LANGUAGES:
        every = (Choice(value=f"/language {each}", label=Term("language", each)) for each in LANGUAGES)
        room.reply(sayings.AskLanguage(), tuple(every))
    elif dialogues.present(room) is not None:
        dialogues.repeat(room, sayings.LanguageChanged())
    elif room.actor.person_id is None and not consenting.has_consented(room):
        greet(room)
    else:
        offer(room, sayings.LanguageChanged())


def mute(room: Room, rest: str) -> None:
    """Let pushes rest."""
    accounts.mute(room.tx, room.actor.account_id, is_muted=True)
    room.reply(sayings.Muted(), (Choice(value="/unmute", label=Term("menu", "unmute")),))


def unmute(room: Room, rest: str) -> None:
    """Let pushes come again."""
    accounts.mute(room.tx, room.actor.account_id, is_muted=False)
    room.reply(sayings.Unmuted())


def come_in(room: Room, account: accounts.Account, payload: str) -> None:
    """A deep link: an invitation makes a member of staff, anything else is a greeting. Whoever is a citizen here by now is asked first
    whether it is theirs."""
    if not payload.startswith(INVITATION):
        greet(room)
        return
    code = codes.plain(payload.removeprefix(INVITATION))
    if account.has_consented and account.person_id is None and invitations.is_invitation(room.tx, code):
        dialogues.bring(room, SureToComeIn(code=code), SureToComeIn)
        return
    _redeem(room, account, code)


def come_in_surely(room: Room, command: ComeIn) -> None:
    """It is theirs."""
    account = accounts.of_id(room.tx, room.actor.account_id)
    assert account is not None, "whoever answers has an account"
    _redeem(room, account, command.code)


def _redeem(room: Room, account: accounts.Account, code: str) -> None:
    told: Saying = sayings.InvitationOver()
    try:
        invitation = invitations.redeem(
            room.tx, code, account, room.now, room.now + SESSION if room.traits.is_ours else None
        )
    except tuple(NOT_USED) as refused:
        invitation, told = None, NOT_USED[type(refused)]()
    if invitation is None:
        room.reply(told, (Choice(value="/menu", label=Term("menu", "menu")),))
        return
    if invitation.is_device:
        _device_added(room, account, invitation)
    else:
        unit = room.office.name_of(invitation.unit)
        room.reply(sayings.InvitationUsed(label=invitation.label, role=Term("role", invitation.role.value), unit=unit))
    staff.note(
        room.tx,
        invitation.person_id or 0,
        f"person:{invitation.person_id}",
        "come_in",
        {"role": invitation.role.value},
        room.at,
    )
    actor = accounts.actor_of(room.tx, account.id)
    if actor is not None:
        menu(room.acting_as(actor), "")


def _device_added(room: Room, account: accounts.Account, invitation: invitations.Invitation) -> None:
    """Greet on the new device, and tell the others: whoever did not do this themselves must hear of it. What they reported by it is
    out of their hands from now on.
    """
    person = invitation.person_id or 0
    leaving.let_go_of_own(room, person)
    cards.refresh_of(room, person)
    room.reply(people_sayings.DeviceAdded(label=invitation.label))
    for other in accounts.accounts_of_person(room.tx, person):
        if other != account.id:
            room.tell(other, people_sayings.OtherDeviceAdded(channel=Term("channel", room.channel)))


def send_to_person(room: Room) -> None:
    """How to reach a person at the office, and what can be done here meanwhile."""
    profile = room.office.profile
    told = sayings.PersonToReach(office=profile.name, phone=profile.phone, address=profile.address)
    if dialogues.present(room) is None:
        offer(room, told)
    else:
        dialogues.repeat(room, told)


def thank(room: Room) -> None:
    """Take thanks for thanks; an open question is asked again."""
    dialogues.repeat(room, dialogue_sayings.ThankYou())


def welcome_in(room: Room) -> None:
    """Consent was given, and nothing waits."""
    offer(room, sayings.ConsentThanks())


def offer(room: Room, saying: Saying, *first: Choice) -> None:
    """Say something, and offer what this person may do."""
    room.reply(saying, (*first, *_menu(room)))


def _menu(room: Room) -> tuple[Choice, ...]:
    """The commands this person may give, in the order of THE TABLE; of a long menu what they do daily, and where the rest is."""
    shown = _shown(room)
    daily = [each for each in shown if each.daily & _roles(room)]
    if len(shown) <= LONGEST_MENU or not daily:
        return tuple(_leading(each) for each in shown)
    return (*(_leading(each) for each in daily), Choice(value="/others", label=Term("menu", "others")))


def _leading(command: Command) -> Choice:
    return Choice(value=f"/{command.name}", label=Term("menu", command.name))


def _shown(room: Room) -> list[Command]:
    """The commands that the menu shows this person."""
    return [
        command
        for command in room.office.commands.values()
        if command.is_shown and command.roles & _roles(room) and (command.is_harmless or not room.is_narrow)
    ]


def _roles(room: Room) -> frozenset[Role]:
    """A member of staff sees the menu of their roles, a citizen that of reporters."""
    if room.actor.person_id is None:
        return room.actor.roles
    return room.actor.roles - {Role.REPORTER}
