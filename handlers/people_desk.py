"""人员: what the administrator sees of who works here, and changes in chat; 新设备 for everybody who works here.

Every change is made by `handlers/people.py`, as on the command line. Nothing here tells of a clue.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from domain import text as texts
from domain.people import MAY_BE_DEPUTISED, NEEDS_UNIT, STAFF, Role
from domain.saying import Choice, SaidNo, Saying, Style, Term
from domain.sayings import dialogues as dialogue_sayings
from domain.sayings import people as sayings
from domain.units import Unit
from handlers import people
from handlers.conversation import dialogues, gathering
from handlers.conversation.room import Room
from handlers.conversation.steps import Again, Ask, Done, Heard, Known, Outcome, Question, Step
from handlers.understanding import days
from storage import people as accounts
from storage import staff

PAGE = 8
LONGEST_POST = 30
TAKE, HAND_OVER, STAND_IN = "take", "hand_over", "stand_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Everything is known: make the invitation."""

    role: str
    unit: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRole:
    """A change of one person: take `role`, hand over to `other`, or let `other` stand in until a day."""

    what: str
    person: int
    role: str = ""
    other: int = 0
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRole(Step):
    """To which role is somebody invited?"""

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(
            saying=sayings.AskRole(),
            choices=tuple(Choice(value=role.value, label=Term("role", role.value)) for role in STAFF),
        )

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Go on with the unit."""
        if heard.choice not in tuple(STAFF):
            return Again(dialogue_sayings.NotAChoice())
        return Ask(AskUnit(role=heard.choice))

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskUnit(Step):
    """Of which unit? Where it is not beyond doubt, those that may be meant are offered."""

    role: str
    near: tuple[str, ...] = ()

    def question(self, known: Known) -> Question:
        """Ask."""
        may_have_none = self.role not in {role.value for role in NEEDS_UNIT}
        none = (Choice(value="none", label=Term("people_answer", "no_unit")),) if may_have_none else ()
        near = tuple(Choice(value=f"#{code}", text=known.name_of(code)) for code in self.near)
        hint = Term("people_answer", "may_have_none") if may_have_none else None
        recusal = Term("people_answer", "sees_not_own") if self.role == Role.REVIEWER else None
        return Question(saying=sayings.AskUnit(may_have_none=hint, sees_not_own=recusal), choices=(*near, *none))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take a unit of the register, or none where the role may have none."""
        if heard.choice.startswith("#"):
            return Ask(AskPost(role=self.role, unit=heard.choice[1:]))
        if heard.choice == "none":
            return Ask(AskPost(role=self.role, unit=""))
        if not texts.has_words(heard.text):
            return Again(dialogue_sayings.NeedWords())
        named = gathering.unit_named(heard.text, known)
        if isinstance(named, Unit):
            return Ask(AskPost(role=self.role, unit=named.code))
        if isinstance(named, tuple):
            return Ask(AskUnit(role=self.role, near=named), True)
        return Again(sayings.UnknownUnit(given=heard.text[:LONGEST_POST], near=()))


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPost(Step):
    """What does the office call the person?"""

    role: str
    unit: str

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskPost(role=Term("role", self.role)))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take a short name."""
        if not texts.has_words(heard.text):
            return Again(dialogue_sayings.NeedWords())
        if len(heard.text) > LONGEST_POST:
            return Again(dialogue_sayings.TooLong(limit=LONGEST_POST, length=len(heard.text)))
        return Done(Invite(role=self.role, unit=self.unit, label=heard.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be chosen."""

    id: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWho(Step):
    """Who takes it over, or stands in?"""

    what: str
    person: int
    label: str
    role: str
    candidates: tuple[Candidate, ...]

    def question(self, known: Known) -> Question:
        """Ask."""
        choices = tuple(Choice(value=f"#{each.id}", text=f"{each.id} {each.label}") for each in self.candidates)
        return Question(saying=sayings.AskWho(what=Term("people_do", self.what), label=self.label), choices=choices)

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take one of them."""
        other = next((each for each in self.candidates if f"#{each.id}" == heard.choice), None)
        if other is None:
            return Again(dialogue_sayings.NotAChoice())
        if self.what == STAND_IN:
            return Ask(AskUntil(person=self.person, label=self.label, role=self.role, other=other))
        return Done(ChangeRole(what=self.what, person=self.person, other=other.id))

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskUntil(Step):
    """Until which day?"""

    person: int
    label: str
    role: str
    other: Candidate

    def question(self, known: Known) -> Question:
        """Ask."""
        return Question(saying=sayings.AskUntil(who=self.other.label, other=self.label))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Take a day that is still to come."""
        day = days.coming_day(heard.text, known.today)
        if day is None:
            return Again(sayings.NotADay())
        if day < known.today:
            return Again(sayings.DaysWrong())
        return Done(
            ChangeRole(what=STAND_IN, person=self.person, role=self.role, other=self.other.id, until=day.isoformat())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTake(Step):
    """Take this role back?"""

    person: int
    label: str
    role: str
    claims: int

    def question(self, known: Known) -> Question:
        """Ask."""
        saying = sayings.AskSure(
            what=Term("people_do", TAKE), label=self.label, role=Term("role", self.role), claims=self.claims
        )
        yes = Choice(value="yes", label=Term("people_do", TAKE), style=Style.DANGER)
        return Question(saying=saying, choices=(yes,))

    def answer(self, heard: Heard, known: Known) -> Outcome:
        """Only yes is yes."""
        if heard.choice != "yes":
            return Again(dialogue_sayings.NotAChoice())
        return Done(ChangeRole(what=TAKE, person=self.person, role=self.role))

    def has_work(self) -> bool:
        """Nothing is lost by leaving."""
        return False


def show(room: Room, rest: str) -> None:
    """人员: the list (`+8` pages it), a person (`3`), or what is done with them (`take 3 reviewer`)."""
    what, _, about = rest.partition(" ")
    if what in _DOES:
        _answered(room, lambda: _DOES[what](room, about))
    elif _number(what):
        _answered(room, lambda: _show_one(room, _number(what)))
    else:
        _list(room, _number(what.removeprefix("+")))


def invite(room: Room, rest: str) -> None:
    """邀请."""
    dialogues.begin(room, AskRole())


def invitations(room: Room, rest: str) -> None:
    """待用邀请: the list, each with a button that cancels it (`cancel 3`)."""
    what, _, number = rest.partition(" ")
    if what == "cancel":
        _answered(room, lambda: room.reply(people.cancel(room, _number(number))))
    open_ones = staff.invitations(room.tx, room.now)
    again = Choice(value="/invite", label=Term("menu", "invite"))
    if not open_ones:
        room.reply(sayings.NoInvitations(), (again,))
        return
    cancels = (
        Choice(value=f"/invitations cancel {each.id}", text=f"× {each.id} {each.label}", style=Style.DANGER)
        for each in open_ones[:PAGE]
    )
    room.reply(sayings.Invitations(lines=tuple(invitation_line(room, each) for each in open_ones)), (*cancels, again))


def device(room: Room, rest: str) -> None:
    """新设备: a code with which one comes in on another device oneself."""
    if room.actor.person_id is not None:
        room.reply(people.device(room, room.actor.person_id, room.drawn.code))


def make(room: Room, command: Invite) -> None:
    """Make an invitation and show its code."""
    role = Role(command.role)

    def do() -> None:
        until = people.invite(room, role, command.unit, command.label, room.drawn.code)
        made = sayings.InvitationMade(
            role=Term("role", role.value),
            label=command.label,
            unit=room.office.name_of(command.unit),
            code=room.drawn.code,
            link=people.link(room, room.drawn.code),
            until=until,
        )
        room.reply(made, (Choice(value="/invitations", label=Term("menu", "invitations")),))

    _if_admin(room, do)


def carry_out(room: Room, command: ChangeRole) -> None:
    """Make a change of one person."""

    def do() -> None:
        if command.what == TAKE:
            room.reply(people.take_back(room, command.person, Role(command.role)))
        elif command.what == HAND_OVER:
            room.reply(people.hand_over(room, command.person, command.other))
        else:
            until = date.fromisoformat(command.until)
            role = Role(command.role)
            room.reply(people.deputise(room, command.other, role, command.person, room.today, until))

    _if_admin(room, do)


def line(room: Room, found: staff.Member) -> sayings.Line:
    """One person of the list."""
    principals = (staff.principal_of(room.tx, found.id, role.value) for role in found.roles)
    stands_in = next((accounts.label_of(room.tx, each) for each in principals if each is not None), "")
    return sayings.Line(
        number=found.id,
        label=found.label,
        unit=room.office.name_of(found.unit) or found.unit,
        roles=_terms(found),
        devices=found.devices,
        stands_in=stands_in,
    )


def deputy_line(room: Room, each: staff.Deputy) -> sayings.DeputyLine:
    """Somebody who stands in for another."""
    day = room.office.calendar.local_day
    return sayings.DeputyLine(
        number=each.id,
        who=accounts.label_of(room.tx, each.person_id),
        role=Term("role", each.role.value),
        other=accounts.label_of(room.tx, each.on_behalf_of),
        begins=day(each.begins_at),
        ends=day(each.ends_at),
    )


def invitation_line(room: Room, each: staff.Invited) -> sayings.InvitationLine:
    """An invitation that nobody has used yet."""
    return sayings.InvitationLine(
        number=each.id,
        role=Term("role", each.role.value),
        label=each.label,
        unit=room.office.name_of(each.unit) or each.unit,
        until=each.expires_at,
        device=Term("people_answer", "for_device") if each.person_id is not None else None,
    )


def _list(room: Room, after: int) -> None:
    found = staff.members(room.tx)
    shown = found[after : after + PAGE]
    more = max(0, len(found) - after - len(shown))
    choices = [Choice(value=f"/people {each.id}", text=f"{each.id} {each.label}") for each in shown]
    if more:
        choices.append(Choice(value=f"/people +{after + PAGE}", label=Term("queue", "more")))
    choices += [Choice(value=f"/{name}", label=Term("menu", name)) for name in ("invite", "invitations")]
    waiting = len(staff.invitations(room.tx, room.now))
    room.reply(sayings.Everybody(lines=tuple(line(room, each) for each in shown), more=more, open=waiting), choices)


def _show_one(room: Room, person: int) -> None:
    found = people.member(room, person)
    claims = len(staff.claims(room.tx, person))
    deputies = [each for each in staff.deputies(room.tx) if person in (each.person_id, each.on_behalf_of)]
    roles = [role for role in STAFF if role in found.roles]
    choices = [_button(TAKE, person, role) for role in roles]
    choices += [_button(STAND_IN, person, role) for role in roles if role in MAY_BE_DEPUTISED]
    if claims:
        choices.append(Choice(value=f"/people {HAND_OVER} {person}", label=Term("people_do", HAND_OVER)))
    choices += [
        Choice(value=f"/people recall {each.id}", label=Term("people_do", "recall"), style=Style.DANGER)
        for each in deputies
    ]
    choices.append(Choice(value=f"/people device {person}", label=Term("people_do", "device")))
    shown = sayings.Person(
        number=person,
        label=found.label,
        unit=room.office.name_of(found.unit) or found.unit,
        roles=_terms(found),
        devices=found.devices,
        claims=claims,
        deputies=tuple(deputy_line(room, each) for each in deputies),
    )
    room.reply(shown, choices)


def _button(what: str, person: int, role: Role) -> Choice:
    style = Style.DANGER if what == TAKE else Style.PLAIN
    return Choice(value=f"/people {what} {person} {role.value}", label=Term(f"people_{what}", role.value), style=style)


def _ask_take(room: Room, about: str) -> None:
    person, role = _person_and_role(about)
    found = people.member(room, person)
    claims = len(staff.claims(room.tx, person)) if role is Role.REVIEWER else 0
    dialogues.begin(room, AskTake(person=person, label=found.label, role=role.value, claims=claims))


def _ask_hand_over(room: Room, about: str) -> None:
    found = people.member(room, _number(about))
    others = _candidates(room, found, lambda each: Role.REVIEWER in each.roles)
    dialogues.begin(room, AskWho(what=HAND_OVER, person=found.id, label=found.label, role="", candidates=others))


def _ask_stand_in(room: Room, about: str) -> None:
    person, role = _person_and_role(about)
    found = people.member(room, person)
    needs_unit = role in NEEDS_UNIT
    others = _candidates(
        room, found, lambda each: role not in each.roles and (each.unit == found.unit or not needs_unit)
    )
    step = AskWho(what=STAND_IN, person=person, label=found.label, role=role.value, candidates=others)
    dialogues.begin(room, step)


def _device_of(room: Room, about: str) -> None:
    room.reply(people.device(room, _number(about), room.drawn.code))


def _recall(room: Room, about: str) -> None:
    room.reply(people.recall(room, _number(about)))


_DOES: dict[str, Callable[[Room, str], None]] = {
    TAKE: _ask_take,
    HAND_OVER: _ask_hand_over,
    STAND_IN: _ask_stand_in,
    "device": _device_of,
    "recall": _recall,
}


def _candidates(room: Room, found: staff.Member, may: Callable[[staff.Member], bool]) -> tuple[Candidate, ...]:
    fit = [each for each in staff.members(room.tx) if each.id != found.id and may(each)]
    return tuple(Candidate(id=each.id, label=each.label) for each in fit)


def _terms(found: staff.Member) -> tuple[Term, ...]:
    return tuple(Term("role", role.value) for role in STAFF if role in found.roles)


def _person_and_role(about: str) -> tuple[int, Role]:
    person, _, role = about.partition(" ")
    if role not in tuple(STAFF):
        raise SaidNo(sayings.NoSuchPerson(number=_number(person)))
    return _number(person), Role(role)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _if_admin(room: Room, do: Callable[[], None]) -> None:
    """A role may have been lost while the questions were answered."""
    if Role.ADMIN in room.actor.roles:
        _answered(room, do)
    else:
        refused: Saying = dialogue_sayings.NotUnderstood()
        room.reply(refused, (Choice(value="/menu", label=Term("menu", "menu")),))


def _answered(room: Room, do: Callable[[], None]) -> None:
    try:
        do()
    except SaidNo as no:
        room.reply(no.why, (Choice(value="/people", label=Term("menu", "people")),))
