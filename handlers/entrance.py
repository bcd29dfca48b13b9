"""The door: greeting, consent, menu, help, language, invitations, and words that begin a clue by themselves.

Called by `handlers/dispatch.py`; begins dialogues of `handlers/clue_steps.py`.
"""

from dataclasses import dataclass
from datetime import timedelta

from domain import codes, said
from domain.people import Role
from domain.saying import Choice, Style, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import entrance as sayings
from domain.sayings import people as people_sayings
from handlers import clue_steps, dialogues
from handlers.room import Room
from handlers.steps import Again, Done, Heard, Known, Outcome, Question, Step
from storage import people as accounts
from storage import staff

SESSION = timedelta(days=30)
INVITATION = "i_"
LANGUAGES = ("zh", "en")
LONG_ENOUGH = (
    8  # characters from which words of a stranger are taken for a report even if nothing in them is recognised
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """The privacy notice was accepted; what was on its way goes on."""

    text: str
    files: tuple[said.FileRef, ...]
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Step):
    """The privacy notice; what the person already said waits in here."""

    text: str
    files: tuple[said.FileRef, ...]
    command: str

    def question(self, known: Known) -> Question:
        """Show the notice."""
        profile = known.office.profile
        notice = sayings.PrivacyNotice(
            office=profile.name,
            nobody=None if profile.name else Term("profile", "nobody"),
            retention=profile.retention,
            sees=Term("platform_sees", known.channel),
        )
        agree = Choice(value="agree", label=Term("answer", "agree"), style=Style.PRIMARY)
        return Question(saying=notice, choices=(agree,))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Only 同意 is consent."""
        if heard.choice == "agree":
            return Done(Agreed(text=self.text, files=self.files, command=self.command))
        return Again(sayings.ConsentFirst())


def greet(room: Room, rest: str = "") -> None:
    """The first screen."""
    profile = room.office.profile
    welcome = sayings.Welcome(office=profile.name, sees=Term("platform_sees", room.channel), phone=profile.phone)
    room.reply(welcome, _menu(room))
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
    roles = tuple(Term("role", role.value) for role in Role if role in room.actor.roles and role is not Role.REPORTER)
    room.reply(sayings.StaffMenu(label=room.actor.label, roles=roles), _menu(room))


def show_help(room: Room, rest: str) -> None:
    """帮助."""
    room.reply(sayings.Help(office=room.office.profile.name, phone=room.office.profile.phone), _menu(room))


def speak(room: Room, language: str) -> None:
    """Speak another language from now on."""
    if language in LANGUAGES:
        accounts.speak(room.tx, room.actor.account_id, language)


def agree(room: Room, rest: str) -> None:
    """同意 outside any dialogue."""
    agreed(room, Agreed(text="", files=(), command=""))


def mute(room: Room, rest: str) -> None:
    """Let pushes rest."""
    accounts.mute(room.tx, room.actor.account_id, is_muted=True)
    room.reply(sayings.Muted(), (Choice(value="/unmute", label=Term("menu", "unmute")),))


def unmute(room: Room, rest: str) -> None:
    """Let pushes come again."""
    accounts.mute(room.tx, room.actor.account_id, is_muted=False)
    room.reply(sayings.Unmuted())


def come_in(room: Room, account: accounts.Account, payload: str) -> None:
    """A deep link: an invitation makes a member of staff, anything else is a greeting."""
    if not payload.startswith(INVITATION):
        greet(room)
        return
    code = codes.plain(payload.removeprefix(INVITATION))
    try:
        invitation = accounts.redeem(room.tx, code, account, room.now, room.now + SESSION)
    except accounts.OtherUnit:
        room.reply(sayings.InvitationOfOtherUnit(), (Choice(value="/menu", label=Term("menu", "menu")),))
        return
    if invitation is None:
        room.reply(sayings.InvitationOver(), (Choice(value="/menu", label=Term("menu", "menu")),))
        return
    if invitation.is_device:
        _device_added(room, account, invitation)
    else:
        unit = room.office.name_of(invitation.unit)
        room.reply(sayings.Invited(label=invitation.label, role=Term("role", invitation.role.value), unit=unit))
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


def _device_added(room: Room, account: accounts.Account, invitation: accounts.Invitation) -> None:
    """Greet on the new device, and tell the others: whoever did not do this themselves must hear of it."""
    room.reply(people_sayings.DeviceAdded(label=invitation.label))
    for other in accounts.accounts_of_person(room.tx, invitation.person_id or 0):
        if other != account.id:
            room.tell(other, people_sayings.OtherDeviceAdded(channel=Term("channel", room.channel)))


def has_consented(room: Room) -> bool:
    """Whether the privacy notice was accepted by this account."""
    return accounts.has_consented(room.tx, room.actor.account_id)


def agreed(room: Room, command: Agreed) -> None:
    """Go on with what the person had already said."""
    accounts.consent(room.tx, room.actor.account_id, room.now)
    if command.command:
        room.office.commands[command.command].run(room, "")
    elif command.text or command.files:
        clue_steps.begin(room, command.text, command.files)
    else:
        room.reply(sayings.Thanks(), _menu(room))


def listen(room: Room, text: str, files: tuple[said.FileRef, ...], *, has_consented: bool) -> None:
    """Words outside any dialogue: long enough, or naming a unit or a kind, they begin a clue."""
    is_at_work = (
        room.actor.person_id is not None
    )  # a word of staff is no clue by accident; 我要反映 is open to them too
    if is_at_work or (not files and not clue_steps.begins_clue(text, room)):
        room.reply(dialogue_sayings.NotUnderstood(), _menu(room))
        return
    if not has_consented:
        dialogues.begin(room, Consent(text=text, files=files, command=""))
        return
    clue_steps.begin(room, text, files)


def _menu(room: Room) -> tuple[Choice, ...]:
    """The commands this person may give, in the order of THE TABLE."""
    return tuple(
        Choice(value=f"/{command.name}", label=Term("menu", command.name))
        for command in room.office.commands.values()
        if command.is_shown and command.roles & _roles(room) and (command.is_harmless or not room.is_narrow)
    )


def _roles(room: Room) -> frozenset[Role]:
    """A member of staff sees the menu of their roles, a citizen that of reporters."""
    if room.actor.person_id is None:
        return room.actor.roles
    return room.actor.roles - {Role.REPORTER}
