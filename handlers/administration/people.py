"""Who may do what: giving and taking roles, handing over, standing in, other devices. The chat and the command line call the
same functions; each writes a line of history.

A function that refuses raises `SaidNo` before it has changed anything. What the administrator sees is in
`handlers/people_desk.py`.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from domain.matters.announcements import AnnouncementStage
from domain.mechanism import procedure
from domain.people import CLOCK, NEEDS_UNIT, Actor, Role
from domain.saying import SaidNo, Saying, Term
from domain.sayings import people as sayings
from domain.units import Unit
from handlers.conversation.procedures import cards, leaving, moves, polls
from handlers.conversation.room import Room
from storage import announcements, invitations, matters, staff
from storage import people as accounts
from storage.road import emptying, outbox, reach

INVITED_FOR = timedelta(days=7)
DEVICE_CODE_LASTS = timedelta(minutes=30)
MOST_NEAR = 3
LEAST_NEAR = 60  # of 100: how like a name must be to be named as meant
A_SECOND = timedelta(seconds=1)


def unit_code(room: Room, given: str, role: Role | None = None) -> str:
    """The code of the unit that is meant, by its code or one of its names letter by letter; nothing for none.

    Raises SaidNo for a unit that is not in the register, and for none where the role speaks for a unit. A guess is never
    taken: the unit decides whose clues a reviewer does not see.
    """
    given = given.strip()
    if not given:
        if role in NEEDS_UNIT:
            raise SaidNo(sayings.NeedsUnit(role=Term("role", role.value)))
        return ""
    found = [unit for unit in room.office.register.units if given.casefold() in _names(unit) and not unit.is_closed]
    if len(found) == 1:
        return found[0].code
    likely = [
        match.unit
        for match in room.office.finder.find(given, MOST_NEAR)
        if match.score >= LEAST_NEAR and not match.unit.is_closed
    ]
    near = found or likely
    raise SaidNo(sayings.UnknownUnit(given=given, near=tuple(f"{unit.name}（{unit.code}）" for unit in near)))


def invite(room: Room, role: Role, unit: str, label: str, code: str) -> sayings.InvitationMade:
    """Make a one-time invitation of this code. `unit` is what `unit_code` takes."""
    known, until = unit_code(room, unit, role), room.now + INVITED_FOR
    number = invitations.invite(room.tx, code, role, known, label or role.value, room.now, until)
    body: dict[str, object] = {"role": role.value, "unit": known, "label": label}
    invitations.note_invitation(room.tx, number, room.actor.name, "invite", body, room.at)
    return sayings.InvitationMade(
        role=Term("role", role.value),
        label=label,
        unit=room.office.name_of(known),
        code=code,
        link=link(room, code),
        until=until,
    )


def appoint(room: Room, person_id: int, role: Role) -> Saying:
    """Give somebody who works here another role."""
    found, term = member(room, person_id), Term("role", role.value)
    if not accounts.has_own(room.tx, person_id, role.value):
        accounts.grant(room.tx, person_id, role, room.at)
        staff.note(room.tx, person_id, room.actor.name, "grant", {"role": role.value}, room.at)
    for account in reach.of_person(room.tx, room.now, person_id):
        room.tell(account, sayings.RoleGiven(role=term))
    return sayings.Appointed(label=found.label, role=term)


def cancel(room: Room, number: int) -> Saying:
    """Make an open invitation, or a code for a device, worth nothing."""
    invitations.cancel(room.tx, number, room.now)
    invitations.note_invitation(room.tx, number, room.actor.name, "cancel", {}, room.at)
    return sayings.InvitationCancelled(number=number)


def device(room: Room, person_id: int, code: str) -> Saying:
    """Make a code by which a person comes in on another device; codes made before are worth nothing from now on."""
    found = member(room, person_id)
    invitations.cancel_devices(room.tx, person_id, room.now)
    until = room.now + DEVICE_CODE_LASTS
    role = next(role for role in Role if role in found.roles)
    invitations.invite(room.tx, code, role, found.unit, found.label, room.now, until, person_id)
    staff.note(room.tx, person_id, room.actor.name, "device", {}, room.at)
    return sayings.DeviceCode(label=found.label, code=code, link=link(room, code), until=until)


def sign_out_everywhere(room: Room, person_id: int) -> sayings.SignedOut:
    """Sign somebody out of every device, for one that was lost. Roles and open matters stay."""
    member(room, person_id)
    found = accounts.accounts_of_person(room.tx, person_id)
    for account in found:
        end_session(room, account)
    invitations.cancel_devices(room.tx, person_id, room.now)
    staff.note(room.tx, person_id, room.actor.name, "sign_out", {"devices": len(found)}, room.at)
    return sayings.SignedOut(number=len(found))


def end_session(room: Room, account: int) -> None:
    """Sign one device out, with all that was said there."""
    emptying.farewell(room.tx, account, room.now)
    staff.sign_out(room.tx, account, room.now)


def link(room: Room, code: str) -> str:
    """Where an invitation of this code is followed."""
    return f"{room.office.public_url}/chat#i_{code}"


def change(room: Room, person_id: int, *, label: str = "", unit: str = "") -> Saying:
    """Give a person another post or unit; what they may not see any more is taken from their screen."""
    found = member(room, person_id)
    needing = next((role for role in found.roles if role in NEEDS_UNIT), None)
    known = unit_code(room, unit, needing) if unit else found.unit
    staff.change(room.tx, person_id, label=label or found.label, unit=known, at=room.at)
    body: dict[str, object] = {"label": label, "unit": known, "before": {"label": found.label, "unit": found.unit}}
    staff.note(room.tx, person_id, room.actor.name, "change", body, room.at)
    if known != found.unit:
        _warn_of_vacancies(room, found, found.roles & NEEDS_UNIT)
    _look_again(room, person_id)
    polls.settle_all(room)
    return sayings.Changed(number=person_id, label=label or found.label, unit=room.office.name_of(known))


def take_back(room: Room, person_id: int, role: Role) -> Saying:
    """Take a role back, with all that follows: signatures not yet published fall, cards go, claims are free, deputies end."""
    found, term = member(room, person_id), Term("role", role.value)
    for each in staff.deputies(room.tx):
        if each.role is role and each.on_behalf_of == person_id:
            _end(room, each)
        elif each.role is role and each.person_id == person_id:
            staff.end_deputy(room.tx, each.id, room.at)
    accounts.revoke(room.tx, person_id, role, room.at)
    freed = leaving.leave(room, person_id)
    _lose(room, found, role, freed)
    rest = tuple(Term("role", one.value) for one in Role if one in found.roles - {role})
    _farewell(room, person_id, sayings.RoleLost(role=term, rest=rest))
    return sayings.RoleTaken(label=found.label, role=term, freed=len(freed))


def hand_over(room: Room, person_id: int, to: int) -> Saying:
    """Let what somebody has in hand be another's, and the parts they have in matters. What that one may not handle waits for whoever may
    take it on; a part stays with whoever has it."""
    found, other = member(room, person_id), member(room, to)
    passed = leaving.pass_on(room, person_id, to)
    given, freed = leaving.pass_in_hand(room, person_id, _as_person(other))
    number = len({*passed, *given})
    body: dict[str, object] = {
        "to": to,
        "parts": passed,
        "given": given,
        "freed": freed,
    }
    staff.note(room.tx, person_id, room.actor.name, "hand_over", body, room.at)
    for account in reach.of_person(room.tx, room.now, to):
        room.tell(account, sayings.MattersTakenOver(label=found.label, given=number))
    return sayings.HandedOver(label=found.label, other=other.label, given=number, freed=len(freed))


def deputise(room: Room, person_id: int, role: Role, other: int, first: date, last: date) -> Saying:
    """Let somebody (`person_id`) stand in for another in a role, from one day to another, both included."""
    who, principal, term = member(room, person_id), member(room, other), Term("role", role.value)
    begins = room.office.calendar.end_of(first - timedelta(days=1)) + A_SECOND
    number = staff.deputise(room.tx, person_id, role, other, begins, room.office.calendar.end_of(last))
    body: dict[str, object] = {"role": role.value, "for": other, "first": first.isoformat(), "last": last.isoformat()}
    staff.note(room.tx, person_id, room.actor.name, "deputise", body, room.at)
    if begins <= room.at:
        turn(room, number)
    return sayings.DeputyPlanned(who=who.label, role=term, other=principal.label, begins=first, ends=last)


def recall(room: Room, number: int) -> Saying:
    """End before its time that somebody stands in."""
    found = staff.deputy(room.tx, number)
    if found is None:
        raise SaidNo(sayings.NoSuchDeputy(number=number))
    _end(room, found)
    label = accounts.label_of(room.tx, found.person_id)
    return sayings.RoleTaken(label=label, role=Term("role", found.role.value), freed=0)


def turn(room: Room, number: int) -> bool:
    """Begin or end that somebody stands in, as its days say; False where nothing is due."""
    found = staff.deputy(room.tx, number)
    if found is None:
        return False
    if found.ends_at < room.at:
        _end(room, found)
        return True
    if found.grant_id is not None or found.begins_at > room.at:
        return False
    if found.role not in accounts.roles_of(room.tx, found.on_behalf_of):
        staff.end_deputy(room.tx, number, room.at)  # who is away has lost the role meanwhile
        return True
    staff.begin_deputy(room.tx, number, accounts.grant(room.tx, found.person_id, found.role, room.at))
    other, term = accounts.label_of(room.tx, found.on_behalf_of), Term("role", found.role.value)
    body: dict[str, object] = {"role": found.role.value, "for": found.on_behalf_of}
    staff.note(room.tx, found.person_id, CLOCK.name, "grant", body, room.at)
    ends = room.office.calendar.local_day(found.ends_at)
    for account in reach.of_person(room.tx, room.now, found.person_id):
        room.tell(account, sayings.DeputyBegins(role=term, other=other, ends=ends))
    return True


def member(room: Room, person_id: int) -> staff.Member:
    """Somebody by number; raises SaidNo where there is nobody."""
    found = staff.member(room.tx, person_id)
    if found is None:
        raise SaidNo(sayings.NoSuchPerson(number=person_id))
    return found


def _names(unit: Unit) -> set[str]:
    return {name.casefold() for name in unit.every_name}


def _as_person(found: staff.Member) -> Actor:
    return Actor(person_id=found.id, label=found.label, unit=found.unit, earlier=found.earlier, roles=found.roles)


def _lose(room: Room, found: staff.Member, role: Role, freed: list[int]) -> None:
    """What follows from a role that is gone, whatever the reason; `freed` was in their hands and is in nobody's now."""
    body: dict[str, object] = {"role": role.value, "freed": freed}
    staff.note(room.tx, found.id, room.actor.name, "revoke", body, room.at)
    _warn_of_vacancies(room, found, (role,))
    if not accounts.roles_of(room.tx, found.id):
        invitations.cancel_devices(room.tx, found.id, room.now)
    for stage in (AnnouncementStage.PROPOSED, AnnouncementStage.APPROVED):
        for each in announcements.awaiting(room.tx, stage):
            cards.refresh(room, "announcement", each.id)  # it counts one signature less
    _void_proposals(room, found.id)
    _look_again(room, found.id)


def _warn_of_vacancies(room: Room, found: staff.Member, gone: Iterable[Role]) -> None:
    """Where nobody holds a role any more that somebody has lost, or nobody of their unit where it speaks for one, administrators hear."""
    for role in gone:
        unit = found.unit if role in NEEDS_UNIT else ""
        if not reach.of_roles(room.tx, room.now, (role,), unit):
            named = room.office.name_of(unit) if unit else ""
            told = sayings.LastOfRole(label=found.label, role=Term("role", role.value), unit=named)
            for account in reach.of_roles(room.tx, room.now, (Role.ADMIN,)):
                room.tell(account, told)


def _void_proposals(room: Room, person_id: int) -> None:
    """What somebody proposed falls where none of the roles they still have may make such a move.

    The clock does it: whoever took the role back is not to hear of the matter.
    """
    rest = accounts.roles_of(room.tx, person_id)
    for standing in matters.proposed_by(room.tx, person_id):
        matter = room.office.matters[standing.matter]
        event = procedure.voided(matter.procedure, standing, room.at)
        if event is not None and not matter.procedure.moves[event.move].by & rest:
            acting = room.acting_as(CLOCK)
            matters.record(room.tx, event, moves.reminders_of(acting, event))
            matter.followed(acting, event)
            cards.refresh(room, standing.matter, standing.id)


def _end(room: Room, found: staff.Deputy) -> None:
    """A deputy's time is over; it may have been over before it began, and the role may be their own meanwhile."""
    staff.end_deputy(room.tx, found.id, room.at)
    if found.grant_id is None or not staff.revoke_grant(room.tx, found.grant_id, room.at):
        return
    freed = leaving.leave(room, found.person_id)
    if found.role in accounts.roles_of(room.tx, found.person_id):
        return
    _lose(room, member(room, found.person_id), found.role, freed)
    other = accounts.label_of(room.tx, found.on_behalf_of)
    _farewell(room, found.person_id, sayings.DeputyOver(role=Term("role", found.role.value), other=other))


def _farewell(room: Room, person_id: int, told: Saying) -> None:
    """Tell somebody that a role is gone. Whoever has none left is told nothing else: not what waits to be sent, either."""
    has_any = bool(accounts.roles_of(room.tx, person_id))
    for account in accounts.accounts_of_person(room.tx, person_id):
        room.tell(account, told)
        if not has_any:
            outbox.take_back(room.tx, account)


def _look_again(room: Room, person_id: int) -> None:
    """Draw every live card of a person anew: what they may not see any more is blanked, and what lists told them goes."""
    for account in accounts.accounts_of_person(room.tx, person_id):
        emptying.of_desk(room.tx, account, room.now)
    cards.refresh_of(room, person_id)
