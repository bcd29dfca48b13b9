"""人员: what the administrator sees of who works here, how changes begin in chat, and what they come to (`domain/matters/staff.py`).

What follows from a change is in `handlers/administration/people.py`. Nothing here tells of a clue.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.importing.staff import Place, StaffRow
from domain.matters.staff import Roster
from domain.mechanism.standing import Event, Standing
from domain.people import CLOCK, MAY_BE_DEPUTISED, OPERATOR, STAFF, Actor, Role
from domain.saying import Choice, SaidNo, Saying, Style, Term
from domain.sayings import people as sayings
from handlers.administration import people
from handlers.conversation import steps
from handlers.conversation.procedures import beginnings, leaving
from handlers.conversation.room import Drawn, Room
from storage import invitations, staff
from storage import people as accounts
from storage.mechanism import parts

MATTER = "staff"
PAGE = 8
TAKE, HAND_OVER, STAND_IN, APPOINT = "take", "hand_over", "stand_in", "appoint"


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
    """邀请; to a role that is said with it (`leader`)."""
    beginnings.begin_with(room, MATTER, "invite", {"role": rest} if rest in tuple(STAFF) else {})


def show_invitations(room: Room, rest: str) -> None:
    """待用邀请: the list, each with a button that cancels it (`cancel 3`)."""
    what, _, number = rest.partition(" ")
    if what == "cancel":
        _begin(room, "cancel", {"invitation": str(_number(number))})
    open_ones = invitations.waiting(room.tx, room.now)
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
        _begin(room, "device", {"person": str(room.actor.person_id)})


def at_the_machine(room: Room, move: str, given: Mapping[str, str]) -> list[Saying]:
    """A change by whoever sits at the machine: what they hear of it. Raises SaidNo where there is nobody or nothing of a number, and
    with what the law has against it."""
    _look_up(room, given)
    return beginnings.at_the_machine(room, MATTER, move, given)


def _look_up(room: Room, given: Mapping[str, str]) -> None:
    """See that there is what the numbers name."""
    for name in ("person", "other"):
        if name in given:
            people.member(room, int(given[name]))
    if "invitation" in given and int(given["invitation"]) not in (
        each.id for each in invitations.waiting(room.tx, room.now)
    ):
        raise SaidNo(sayings.NoSuchInvitation(number=int(given["invitation"])))
    if "deputy" in given and staff.deputy(room.tx, int(given["deputy"])) is None:
        raise SaidNo(sayings.NoSuchDeputy(number=int(given["deputy"])))


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedRow:
    """Somebody of a file who was invited: the line, their post, code and link; none where somebody has to sign first, or where the code
    was told by itself. `number` is that of the change."""

    line: int
    post: str
    number: str = ""
    code: str = ""
    link: str = ""


def places(room: Room) -> set[Place]:
    """Who is here or invited: role, unit and post."""
    held = {(role.value, each.unit, each.label) for each in staff.members(room.tx) for role in each.roles}
    waiting = invitations.waiting(room.tx, room.now)
    return held | {(each.role.value, each.unit, each.label) for each in waiting}


def take(room: Room, given: Sequence[StaffRow], drawn: Sequence[Drawn]) -> tuple[InvitedRow, ...]:
    """Invite whoever is not here or invited yet. `drawn` is the randomness of each. Raises SaidNo with what the law has against one."""
    known = places(room)
    return tuple(
        _invited(replace(room, drawn=own), each)
        for each, own in zip(given, drawn, strict=False)
        if each.key not in known
    )


def _invited(room: Room, row: StaffRow) -> InvitedRow:
    heard: list[Saying] = []
    answers = {"role": row.role, "unit": row.unit, "post": row.post}
    made = beginnings.create(replace(room, heard=heard), MATTER, "invite", answers)
    invited = next((each for each in heard if isinstance(each, sayings.InvitationMade)), None)
    if invited is None:
        return InvitedRow(line=row.line, post=row.post, number=made.number)
    return InvitedRow(line=row.line, post=row.post, number=made.number, code=invited.code, link=invited.link)


def case(room: Room, standing: Standing) -> Roster:
    """What the guards of a change look at; of one that is decided, nobody asks any more."""
    if standing.stage not in ("new", "proposed"):
        return Roster(today=room.today)
    author = accounts.actor_of(room.tx, standing.account_id) if standing.account_id else None
    return replace(staff.roster(room.tx, room.today, room.now), author=author.person_id if author else None)


def enact(room: Room, event: Event) -> None:
    """Make the change that was decided, as whoever wanted it, and tell them what came of it."""
    after = event.after
    said = _COMES_TO[after.category](room.acting_as(_author(room, event)), after.own)
    again = (Choice(value="/invitations", label=Term("menu", "invitations")),)
    room.answer(after.account_id, said, again if isinstance(said, sayings.InvitationMade) else ())


def _author(room: Room, event: Event) -> Actor:
    if event.by != CLOCK:
        return event.by
    author = accounts.actor_of(room.tx, event.after.account_id) if event.after.account_id else None
    return author or OPERATOR


def _stands_in(room: Room, own: Mapping[str, str]) -> Saying:
    first = max(date.fromisoformat(own["since"]), room.today) if own.get("since") else room.today
    last = date.fromisoformat(own["until"])
    return people.deputise(room, int(own["other"]), Role(own["role"]), int(own["person"]), first, last)


_COMES_TO: dict[str, Callable[[Room, Mapping[str, str]], Saying]] = {
    "invite": lambda room, own: people.invite(
        room, Role(own["role"]), own.get("unit", ""), own["post"], room.drawn.code
    ),
    APPOINT: lambda room, own: people.appoint(room, int(own["person"]), Role(own["role"])),
    STAND_IN: _stands_in,
    TAKE: lambda room, own: people.take_back(room, int(own["person"]), Role(own["role"])),
    HAND_OVER: lambda room, own: people.hand_over(room, int(own["person"]), int(own["other"])),
    "recall": lambda room, own: people.recall(room, int(own["deputy"])),
    "device": lambda room, own: people.device(room, int(own["person"]), room.drawn.code),
    "sign_out": lambda room, own: people.sign_out_everywhere(room, int(own["person"])),
    "change": lambda room, own: people.change(
        room, int(own["person"]), label=own.get("post", ""), unit=own.get("unit", "")
    ),
    "cancel": lambda room, own: people.cancel(room, int(own["invitation"])),
}


def line(room: Room, found: staff.Member) -> sayings.PersonLine:
    """One person of the list."""
    principals = (staff.principal_of(room.tx, found.id, role.value) for role in found.roles)
    stands_in = next((accounts.label_of(room.tx, each) for each in principals if each is not None), "")
    return sayings.PersonLine(
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


def invitation_line(room: Room, each: invitations.Invited) -> sayings.InvitationLine:
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
        choices.append(steps.further(f"/people +{after + PAGE}"))
    choices += [Choice(value=f"/{name}", label=Term("menu", name)) for name in ("invite", "invitations")]
    waiting = len(invitations.waiting(room.tx, room.now))
    room.reply(sayings.Everybody(lines=tuple(line(room, each) for each in shown), more=more, open=waiting), choices)


def _show_one(room: Room, person: int) -> None:
    found = people.member(room, person)
    claims = len(staff.claims(room.tx, person)) + len(parts.held_by(room.tx, person))
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
    choices += [Choice(value=f"/people {what} {person}", label=Term("people_do", what)) for what in (APPOINT, "device")]
    if found.devices:
        lost = Choice(value=f"/people sign_out {person}", label=Term("people_do", "sign_out"), style=Style.DANGER)
        choices.append(lost)
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


def _take(room: Room, about: str) -> None:
    person, role = _person_and_role(about)
    found = people.member(room, person)
    claims = len(leaving.stands_on(room, person, found.roles - {role}))
    stakes = sayings.RoleAtStake(label=found.label, role=Term("role", role.value), claims=claims)
    _begin(room, TAKE, {"person": str(person), "role": role.value}, stakes)


def _stand_in(room: Room, about: str) -> None:
    person, role = _person_and_role(about)
    _begin(room, STAND_IN, {"person": str(person), "role": role.value, "since": ""})


def _begin(room: Room, move: str, given: Mapping[str, str], stakes: Saying | None = None) -> None:
    """Ask for what else a change needs; as the other, those are offered whom no guard refuses."""
    _look_up(room, given)
    named = {str(each.id): f"{each.id}|{each.id} {each.label}" for each in staff.members(room.tx)}
    fit = beginnings.fitting(room, MATTER, move, given, "other", named) if move in (HAND_OVER, STAND_IN) else ()
    offered = {"other": tuple(named[each] for each in fit)}
    beginnings.begin_with(room, MATTER, move, given, offered, stakes)


_DOES: dict[str, Callable[[Room, str], None]] = {
    TAKE: _take,
    STAND_IN: _stand_in,
    HAND_OVER: lambda room, about: _begin(room, HAND_OVER, {"person": str(_number(about))}),
    APPOINT: lambda room, about: _begin(room, APPOINT, {"person": str(_number(about))}),
    "device": lambda room, about: _begin(room, "device", {"person": str(_number(about))}),
    "sign_out": lambda room, about: _begin(room, "sign_out", {"person": str(_number(about))}),
    "recall": lambda room, about: _begin(room, "recall", {"deputy": str(_number(about))}),
}


def _terms(found: staff.Member) -> tuple[Term, ...]:
    return tuple(Term("role", role.value) for role in STAFF if role in found.roles)


def _person_and_role(about: str) -> tuple[int, Role]:
    person, _, role = about.partition(" ")
    if role not in tuple(STAFF):
        raise SaidNo(sayings.NoSuchPerson(number=_number(person)))
    return _number(person), Role(role)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _answered(room: Room, do: Callable[[], None]) -> None:
    try:
        do()
    except SaidNo as no:
        room.reply(no.why, (Choice(value="/people", label=Term("menu", "people")),))
