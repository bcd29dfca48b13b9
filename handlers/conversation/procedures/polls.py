"""A vote under way: who may vote, what a card shows of it, and its end once everybody has voted (the design §5, ballots)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from domain.cards import Labelled
from domain.mechanism.ballots import CHOICE, VOTE, Grant, Poll, Vote, Voter
from domain.mechanism.columns import Party, Relation, is_party
from domain.mechanism.parts import Holder
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts, Procedure, Rule
from domain.people import CLOCK, Role
from domain.saying import Saying, Term
from domain.sayings import matters as sayings
from handlers.conversation.forms import answers, naming
from handlers.conversation.procedures import moves, relations
from handlers.conversation.room import KnownPoll, Room
from storage import matters
from storage.mechanism import ballots, holders
from storage.road import reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Voting:
    """What one matter adds to its ballots, by its own case: what a voice is about, and who is kept away; else as anywhere."""

    subject: Callable[[object], str] | None = None
    keeps_away: Callable[[Room, object, Holder], bool] | None = None


AS_ANYWHERE = Voting()


def of(room: Room, table: Procedure, standing: Standing, case: object, adds: Voting) -> Poll | None:
    """The ballot that is under way in a matter's stage, or on which the stage stands; None where there is none."""
    move = table.ballot_in(standing.stage) or table.ballot_behind(standing.stage)
    ballot = table.moves[move].ballot if move else None
    if ballot is None:
        return None
    known = room.polled
    if known is not None and (known.matter_id, known.epoch) == (standing.id, standing.epoch):
        return known.poll
    parties = table.moves[move].by
    subject = adds.subject(case) if adds.subject else ""
    if ballot.is_quiet and room.actor.person_id is not None:
        return _own_voice(room, standing, move, parties, subject, room.actor.person_id)
    every, votes = holders.voting(room.tx, standing.id, parties, move, standing.since, subject)
    found: dict[int, list[Holder]] = {}
    for each in every:
        found.setdefault(each.person_id, []).append(each)
    return Poll(
        voters={
            person: Voter(
                person_id=person,
                grants=_grants(held),
                is_kept_away=adds.keeps_away(room, case, held[0])
                if adds.keeps_away
                else naming.is_kept_away(room, table, standing, held[0], parties),
            )
            for person, held in found.items()
        },
        votes=votes,
        needed=getattr(room.office.rules_of(standing.rules), ballot.slots) if ballot.slots else (),
        subject=subject,
    )


def _own_voice(
    room: Room, standing: Standing, move: str, parties: Iterable[Party], subject: str, person_id: int
) -> Poll:
    """A ballot of many as one of them sees it: their own voice, and of the others the number. Whoever is kept away was never named."""
    (party,) = parties
    assert isinstance(party, Relation), "who has a voice in it was named"
    grant_id, votes, of, voted = holders.own_voice(
        room.tx, standing.id, party, move, standing.since, subject, person_id
    )
    grants = () if grant_id is None else (Grant(id=grant_id, role=party.value, voice=person_id),)
    return Poll(
        voters={person_id: Voter(person_id=person_id, grants=grants)} if grants else {},
        votes=votes,
        subject=subject,
        beyond=(of - len(grants), voted - len(votes)),
    )


def _grants(held: list[Holder]) -> tuple[Grant, ...]:
    every = sorted(held, key=lambda each: (each.principal_id != each.person_id, each.grant_id))
    return tuple(Grant(id=each.grant_id, role=each.role, voice=each.principal_id) for each in every)


def labelled(room: Room, table: Procedure, standing: Standing, facts: Facts, move: str) -> tuple[Labelled, ...]:
    """What a card shows of a vote: how many have voted while it is under way, the numbers when it is over, and what its reader voted."""
    poll = facts.poll if move == table.ballot_in(standing.stage) else None
    numbers: Mapping[str, str] | None = standing.own.get(move)
    if poll is not None:
        shown: Saying | None = sayings.Polled(of=poll.of, voted=poll.voted)
    elif numbers is not None:
        shown = _counted(table.moves[move], numbers)
    else:
        return ()
    rule = table.moves[move]
    if rule.ballot and rule.ballot.is_quiet and is_party(rule.by, room.actor, facts.relations):
        shown = None
    return (Labelled(label=Term(f"label.{table.matter}", move), value=shown), *_own(room, table, standing, facts, move))


def heard(room: Room, event: Event, facts: Facts) -> Room:
    """The room in which it is known how a ballot stands to which a voice was just given."""
    if event.cast is None:
        return room
    assert facts.poll is not None, "a voice was given in it"
    cast, after = event.cast, event.after
    vote = Vote(person_id=cast.person_id, grant_id=cast.grant_id, given=cast.given)
    poll = replace(facts.poll, votes=(*facts.poll.votes, vote))
    return replace(room, polled=KnownPoll(after.id, after.epoch, poll))


def settle(room: Room, standing: Standing) -> bool:
    """Let the clock end the ballot that is under way in a matter, where every voice is there; whether it did."""
    table, clock = room.office.matters[standing.matter].procedure, room.acting_as(CLOCK)
    move = table.ballot_in(standing.stage)
    ballot = table.moves[move].ballot if move else None
    if ballot is None:
        return False
    if ballot.is_quiet and room.polled is not None:
        if not room.polled.poll.is_complete:
            return False
        clock = replace(clock, polled=None)  # whose voices count is asked once, at the end
    if table.moves[move].is_vote and _nobody_is_left(clock, standing):
        return False
    return moves.carry_out(clock, standing, move, {}) is not None


def _nobody_is_left(clock: Room, standing: Standing) -> bool:
    """Whether everybody who could vote is kept away by now: whoever has the matter in hand, and the leaders, hear what is to be done."""
    poll = moves.facts_of(clock, standing).poll
    if poll is None or poll.base:
        return False
    told = sayings.NobodyVotes(kind=Term("matter", standing.matter), number=standing.number)
    officers = [each.account_id for each in relations.accounts_of(clock, standing, (Relation.OFFICER,))]
    leaders = reach.of_roles(clock.tx, clock.now, (Role.LEADER,))
    for account in dict.fromkeys((*officers, *leaders)):
        clock.tell(account, told)
    return True


def settle_all(room: Room) -> None:
    """The same of all votes: somebody has lost a role or got another unit, and does not vote any more."""
    for standing, table in _open(room, lambda table: table.voting):
        if table.moves[table.ballot_in(standing.stage)].is_vote:
            settle(room, standing)


def fallen(room: Room) -> list[tuple[Standing, str]]:
    """The matters that stand on voices of which one is lost, each with the move by which they fall."""
    found = []
    for standing, table in _open(room, lambda table: table.voted):
        ballot, poll = table.moves[table.ballot_behind(standing.stage)].ballot, moves.facts_of(room, standing).poll
        if ballot is not None and poll is not None and not poll.is_complete:
            found.append((standing, ballot.falls))
    return found


def _open(room: Room, stages: Callable[[Procedure], Collection[str]]) -> Iterator[tuple[Standing, Procedure]]:
    """The matters that are in such stages of their tables."""
    tables = {name: matter.procedure for name, matter in room.office.matters.items()}
    places = sorted((name, stage) for name, table in tables.items() for stage in stages(table))
    for standing in matters.open_in(room.tx, places):
        yield standing, tables[standing.matter]


def _counted(rule: Rule, numbers: Mapping[str, str]) -> Saying:
    asked = next((asked for asked in rule.asks if asked.name == CHOICE), VOTE)
    choices = tuple(
        sayings.Choices(choice=Term(asked.table, option), number=int(numbers[option]))
        for option in asked.options
        if option in numbers
    )
    return sayings.VoteCounted(
        of=int(numbers["of"]), voted=int(numbers["voted"]), choices=choices, score=numbers.get("score", "")
    )


def _own(room: Room, table: Procedure, standing: Standing, facts: Facts, move: str) -> tuple[Labelled, ...]:
    """What whoever looks voted in this round, or in the last one."""
    rule, person = table.moves[move], room.actor.person_id
    if person is None or not is_party(rule.by, room.actor, facts.relations):
        return ()
    if facts.poll is not None and move == table.ballot_in(standing.stage):
        vote = next((each for each in facts.poll.counted.values() if each.person_id == person), None)
    else:
        vote = ballots.newest_of(room.tx, standing.id, move, person)
    return answers.labelled(table.matter, rule.asks, vote.given) if vote is not None else ()
