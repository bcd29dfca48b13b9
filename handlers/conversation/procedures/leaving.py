"""What becomes of parts in matters when somebody loses a role, or hands over to another: here and nowhere else."""

from dataclasses import replace

from domain.mechanism import procedure, supervising
from domain.mechanism.columns import APPOINTED, Party, Relation
from domain.mechanism.standing import Standing
from domain.people import CLOCK, Actor, Role
from domain.saying import Term
from domain.sayings import matters as sayings
from handlers.conversation.forms import naming
from handlers.conversation.procedures import cards, derived, moves, polls, relations
from handlers.conversation.room import Room
from handlers.desk import ringing
from storage import matters, staff
from storage import people as accounts
from storage.mechanism import holders, involvement, parts


def leave(room: Room, person_id: int) -> list[int]:
    """End what stood on a role that somebody has lost: their parts, and what they have in hand that none of the roles they still hold lets
    them have. Whoever may name another, or take it on, hears of it; votes end that wait for them alone, and so does what waited for
    the signature of nobody but them. Return the ids of what was in their hands."""
    for matter_id in parts.leave(room.tx, person_id, room.at):
        standing = matters.of_id(room.tx, matter_id)
        if standing is not None:
            _tell_who_names(room, standing)
            _void_unsigned(room, standing)
            cards.refresh(room, standing.matter, matter_id)
    freed = _let_go(room, person_id)
    polls.settle_all(room)
    return freed


def let_go_of_own(room: Room, person_id: int) -> None:
    """Free what somebody has in hand and, as turns out now that two accounts are one person's, reported themselves."""
    actor = Actor(person_id=person_id)
    for each in matters.of_ids(room.tx, staff.claims(room.tx, person_id)):
        if involvement.of(room.tx, each.id, actor).has_brought:
            _let_one_go(room, each)


def pass_on(room: Room, person_id: int, to: int) -> list[int]:
    """Let another have the parts of somebody, but for those that they may not have; return the ids of the matters."""
    passed = []
    for matter_id, held in parts.held_by(room.tx, person_id):
        standing = matters.of_id(room.tx, matter_id)
        if standing is None or not _may_have(room, standing, held.party, to, held.roles):
            continue
        rest = [each for each in parts.people_of(room.tx, matter_id, held.party) if each != person_id]
        parts.name(room.tx, matter_id, replace(held, person_ids=(*rest, to)), room.at)
        cards.refresh(room, standing.matter, matter_id)
        passed.append(matter_id)
    return passed


def pass_in_hand(room: Room, person_id: int, to: Actor) -> tuple[list[int], list[int]]:
    """Let another have what somebody has in hand, of whatever kind; what they may not handle waits for whoever may take it on. Return
    the ids of what was passed on, and of the rest."""
    passed: list[int] = []
    freed: list[int] = []
    taker = room.acting_as(to)
    for matter_id in staff.claims(room.tx, person_id):
        standing = matters.of_id(room.tx, matter_id)
        if standing is None:
            continue
        is_theirs = _may_hold(room, standing, to.roles) and _may_take(taker, standing)
        until = room.office.calendar.due_at(room.at, room.office.rules.clue_claim) if standing.owned_until else None
        staff.hand_on(room.tx, matter_id, to.person_id if is_theirs else None, until if is_theirs else None)
        (passed if is_theirs else freed).append(matter_id)
        if not is_theirs:
            _tell_who_takes(room, replace(standing, owner_id=None))
        cards.refresh(room, standing.matter, matter_id)
    return passed, freed


def stands_on(room: Room, person_id: int, rest: frozenset[Role]) -> list[Standing]:
    """What somebody has in hand, and could not with none but the `rest` of their roles."""
    held = matters.of_ids(room.tx, staff.claims(room.tx, person_id))
    return [each for each in held if not _may_hold(room, each, rest)]


def _let_go(room: Room, person_id: int) -> list[int]:
    freed = stands_on(room, person_id, accounts.roles_of(room.tx, person_id))
    for each in freed:
        _let_one_go(room, each)
    return [each.id for each in freed]


def _let_one_go(room: Room, standing: Standing) -> None:
    staff.hand_on(room.tx, standing.id, None, None)
    _tell_who_takes(room, replace(standing, owner_id=None))
    cards.refresh(room, standing.matter, standing.id)


def _may_hold(room: Room, standing: Standing, roles: frozenset[Role]) -> bool:
    """Whether one of these roles lets somebody have a matter in hand where it stands: as its officer, or as one of its queue."""
    table = room.office.matters[standing.matter].procedure
    if Relation.OFFICER not in supervising.awaited(table, replace(standing, pending=None)):
        claiming = (rule for rule in table.moves.values() if "claim" in rule.effects and standing.stage in rule.start)
        held_by: frozenset[Party] = frozenset(party for rule in claiming for party in rule.by)
        if held_by:
            return bool(held_by & roles)
    return bool(relations.owning(room, standing) & roles)


def _may_take(taker: Room, standing: Standing) -> bool:
    """Whether no guard keeps somebody from taking it on where it stands, nor a conflict of interest (the law §2)."""
    free = replace(standing, owner_id=None, owned_until=None, pending=None)
    facts, table = moves.facts_of(taker, free), taker.office.matters[standing.matter].procedure
    taking = [move for move, rule in table.moves.items() if rule.owns and free.stage in rule.start]
    can = any(procedure.hindrance(table, free, move, taker.actor, facts) is None for move in taking)
    return can if taking else not facts.is_recused


def _void_unsigned(room: Room, standing: Standing) -> None:
    """What waits for the signature of somebody with a part in it falls where nobody but who proposed it has that part."""
    table, pending = room.office.matters[standing.matter].procedure, standing.pending
    second = None if pending is None else table.moves[pending.move].second
    if pending is None or not isinstance(second, Relation) or second not in APPOINTED:
        return
    if set(parts.people_of(room.tx, standing.id, second)) - {pending.by}:
        return
    event = procedure.voided(table, standing, room.at)
    if event is not None:
        acting = room.acting_as(CLOCK)
        matters.record(room.tx, event, moves.reminders_of(acting, event))
        room.office.matters[standing.matter].followed(acting, event)


def _may_have(room: Room, standing: Standing, party: Party, person_id: int, roles: frozenset[Role]) -> bool:
    table = room.office.matters[standing.matter].procedure
    return any(
        each.person_id == person_id and not naming.is_kept_away(room, table, standing, each, frozenset({party}))
        for each in holders.of(room.tx, standing.id, roles)
    )


def _tell_who_names(room: Room, standing: Standing) -> None:
    table = room.office.matters[standing.matter].procedure
    naming_now = frozenset(
        party for rule in table.moves.values() if rule.appoints and standing.stage in rule.start for party in rule.by
    )
    _tell(room, standing, naming_now, "left")


def _tell_who_takes(room: Room, standing: Standing) -> None:
    """Where it waits for an officer, whoever may take it on hears that there is none; a queue of everybody's needs no word."""
    if Relation.OFFICER in supervising.waits_for(room.office.matters[standing.matter].procedure, standing):
        _tell(room, standing, frozenset({Relation.OFFICER}), "officer_left")


def _tell(room: Room, standing: Standing, parties: frozenset[Party], news: str) -> None:
    there = relations.there_of(room, standing, parties)
    told = sayings.Told(
        news=Term("told", news),
        kind=Term("matter", standing.matter),
        number=standing.number,
        unit=room.office.name_of(standing.unit),
        lines=(),
        due=None,
    )
    ringing.ring_roles(room, relations.roles_of(there), standing)
    for each in relations.accounts_of(room, standing, there):
        room.tell(each.account_id, told, derived.look(standing), channel=each.channel)
