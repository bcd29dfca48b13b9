"""What a term's end should have done and the law refused: who can act hears why, once, instead of nobody at every ring."""

from domain.mechanism import procedure, supervising
from domain.mechanism.standing import Standing
from domain.saying import Term
from domain.sayings import matters as sayings
from handlers.conversation.procedures import cards, derived, moves, relations
from handlers.conversation.room import Room
from storage import matters
from storage import people as accounts
from storage.road import occurrences, reach


def tell(room: Room, matter: str, matter_id: int, move: str) -> bool:
    """Tell whoever a matter waits for, and who supervises them, that the clock could not make this move of it; False where they were told,
    or where it has moved on."""
    standing = matters.standing(room.tx, matter, matter_id)
    term = None if standing is None else next((each for each in standing.terms if each.lapse == move), None)
    if standing is None or term is None or term.stopped_at is not None or term.due_at >= room.at:
        return False
    if not occurrences.claim(room.tx, occurrences.refused(matter_id, move), term.due_at, room.at):
        return False
    table, facts = room.office.matters[matter].procedure, moves.facts_of(room, standing)
    why = procedure.hindrance(table, standing, move, room.actor, facts)
    said = sayings.LapseRefused(
        kind=Term("matter", matter),
        number=standing.number,
        due=room.office.calendar.local_day(term.due_at),
        move=Term(f"move.{matter}", move),
        why=Term("refused", why.value) if why else None,
    )
    for account in _who_can_act(room, standing):
        room.tell(account, said, derived.look(standing))
    return True


def _who_can_act(room: Room, standing: Standing) -> list[int]:
    """The accounts of those for whom it waits and of those above them, as far as they may see it."""
    matter = room.office.matters[standing.matter]
    table = matter.procedure
    waits = supervising.awaited(table, standing)
    parties = waits | {supervising.above(table, party) for party in waits} or {
        supervising.above(table, each) for each in table.shows
    }
    there = relations.there_of(room, standing, frozenset(parties))
    named = [each.account_id for each in relations.accounts_of(room, standing, there)]
    found = dict.fromkeys((*named, *reach.of_roles(room.tx, room.now, relations.roles_of(there))))
    return [account for account in found if _sees(room, standing, account)]


def _sees(room: Room, standing: Standing, account: int) -> bool:
    actor = accounts.actor_of(room.tx, account)
    if actor is None:
        return False
    reader = room.acting_as(cards.as_staff(actor))
    return room.office.matters[standing.matter].may_see(reader, standing, moves.facts_of(reader, standing))
