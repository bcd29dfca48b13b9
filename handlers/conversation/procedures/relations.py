"""Who is what to a matter: the relations of whoever acts, and the accounts behind a relation (the design §5, parties)."""

from collections.abc import Iterable

from domain.mechanism import supervising
from domain.mechanism.columns import APPOINTED, OF_UNIT, Party, Relation
from domain.mechanism.standing import Standing
from domain.people import Role
from handlers.conversation.procedures import moves
from handlers.conversation.room import Room
from storage import people as accounts
from storage.mechanism import parts
from storage.mechanism.parts import Addressee

_OF_ALL = frozenset({Relation.OFFICER, Relation.SUBJECT})


def of_actor(room: Room, standing: Standing) -> frozenset[Relation]:
    """What whoever acts is to a matter."""
    actor, known = room.actor, moves.involved(room, standing)
    found = {party for party, people in known.parts.items() if actor.person_id in people}
    is_of_unit = bool(actor.unit) and actor.unit == standing.unit and not standing.is_personal
    if is_of_unit:
        found |= {party for party, roles in OF_UNIT.items() if actor.roles & roles}
    if actor.person_id is not None and actor.person_id == standing.owner_id and actor.roles & owning(room, standing):
        found.add(Relation.OFFICER)
    if known.is_own:
        found.add(Relation.APPLICANT)
    return frozenset(found)


def owning(room: Room, standing: Standing) -> frozenset[Party]:
    """Whoever may take such a matter on: an officer who lost that role is none any more."""
    rules = room.office.matters[standing.matter].procedure.moves.values()
    return frozenset(party for rule in rules if rule.owns for party in rule.by)


def is_alone(room: Room, standing: Standing) -> bool:
    """Whether nobody but whoever began a matter holds a role that may decide it where it stands."""
    rules = room.office.matters[standing.matter].procedure.moves.values()
    deciding = roles_of(party for rule in rules if standing.stage in rule.start for party in rule.by)
    author = accounts.actor_of(room.tx, standing.account_id) if standing.account_id else None
    others = (person for person, _, _ in accounts.holders(room.tx, deciding))
    return all(author is not None and person == author.person_id for person in others)


def there_of(room: Room, standing: Standing, parties: frozenset[Party]) -> frozenset[Party]:
    """Who of these parties there is, and who stands in where nobody is there (`domain/mechanism/supervising.py`), whoever asks."""
    if all(_is_evident(standing, party) for party in parties):
        return parties
    table = room.office.matters[standing.matter].procedure
    named = {
        party: frozenset(parts.people_of(room.tx, standing.id, party))
        for party in parties
        if isinstance(party, Relation) and party in APPOINTED
    }
    return supervising.there_of(table, standing, parties, accounts.staffed(room.tx), named)


def _is_evident(standing: Standing, party: Party) -> bool:
    """Whether somebody is that without a question: an officer who is known."""
    return party is Relation.OFFICER and standing.owner_id is not None


def accounts_of(room: Room, standing: Standing, parties: Iterable[Party]) -> list[Addressee]:
    """The accounts of whom a matter concerns, each once: as somebody of the office, where they are that too."""
    found: dict[int, Addressee] = {}
    for each in _addressed(room, standing, frozenset(parties)):
        found.setdefault(each.account_id, each)
    return list(found.values())


def _addressed(room: Room, standing: Standing, parties: frozenset[Party]) -> list[Addressee]:
    """The same, asked once for all that follows from one move: a matter and its children have one officer and one unit."""
    known, asked = room.addressed, parties & frozenset(Relation)
    if known is not None and (standing.id, asked) in known:
        return known[standing.id, asked]
    if known is None or not asked or asked - _OF_ALL:
        return parts.accounts(room.tx, room.now, standing, parties)
    whose = (standing.unit, standing.owner_id, standing.is_personal)
    if whose not in known:
        known[whose] = parts.accounts(room.tx, room.now, standing, _OF_ALL)
    return [each for each in known[whose] if each.party in asked]


def foresee(room: Room, standing: Standing, parties: Iterable[Party]) -> None:
    """Ask once for everybody who is to hear of a move, and for those of its children who hear of what follows from it: a matter and its
    children have one officer and one unit."""
    known, asked = room.addressed, frozenset(parties) & frozenset(Relation)
    if known is None or not asked - _OF_ALL:
        return
    found = parts.accounts(room.tx, room.now, standing, asked | _OF_ALL)
    known[standing.unit, standing.owner_id, standing.is_personal] = [each for each in found if each.party in _OF_ALL]
    known[standing.id, asked] = [each for each in found if each.party is None or each.party in asked]


def roles_of(parties: Iterable[Party]) -> list[Role]:
    """The roles among these parties, the clock aside: nobody tells it anything."""
    return [party for party in dict.fromkeys(parties) if isinstance(party, Role) and party is not Role.CLOCK]
