"""What becomes of parts in matters when somebody loses a role, or hands over to another: here and nowhere else."""

from dataclasses import replace

from domain.mechanism.columns import Party
from domain.mechanism.standing import Standing
from domain.people import Role
from domain.saying import Term
from domain.sayings import matters as sayings
from handlers.conversation.forms import naming
from handlers.conversation.procedures import cards, derived, polls, relations
from handlers.conversation.room import Room
from handlers.desk import ringing
from storage import matters
from storage.mechanism import holders, parts


def leave(room: Room, person_id: int) -> None:
    """End the parts that stood on a role that somebody has lost; whoever may name another hears of it. Votes end that wait for them
    alone."""
    for matter_id in parts.leave(room.tx, person_id, room.at):
        standing = matters.of_id(room.tx, matter_id)
        if standing is not None:
            _tell_who_names(room, standing)
            cards.refresh(room, standing.matter, matter_id)
    polls.settle_all(room)


def pass_on(room: Room, person_id: int, to: int) -> int:
    """Let another have the parts of somebody, but for those that they may not have; return how many they have now."""
    passed = 0
    for matter_id, held in parts.held_by(room.tx, person_id):
        standing = matters.of_id(room.tx, matter_id)
        if standing is None or not _may_have(room, standing, held.party, to, held.roles):
            continue
        rest = [each for each in parts.people_of(room.tx, matter_id, held.party) if each != person_id]
        parts.name(room.tx, matter_id, replace(held, person_ids=(*rest, to)), room.at)
        cards.refresh(room, standing.matter, matter_id)
        passed += 1
    return passed


def _may_have(room: Room, standing: Standing, party: Party, person_id: int, roles: frozenset[Role]) -> bool:
    table = room.office.matters[standing.matter].procedure
    return any(
        each.person_id == person_id and not naming.is_kept_away(room, table, standing, each, frozenset({party}))
        for each in holders.of(room.tx, standing.id, roles)
    )


def _tell_who_names(room: Room, standing: Standing) -> None:
    moves = room.office.matters[standing.matter].procedure.moves.values()
    naming_now = frozenset(
        party for rule in moves if rule.appoints and standing.stage in rule.start for party in rule.by
    )
    told = sayings.Told(
        news=Term("told", "left"),
        kind=Term("matter", standing.matter),
        number=standing.number,
        unit=room.office.name_of(standing.unit),
        lines=(),
        due=None,
    )
    ringing.ring_roles(room, relations.roles_of(naming_now), standing)
    for each in relations.accounts_of(room, standing, naming_now):
        room.tell(each.account_id, told, derived.look(standing), channel=each.channel)
