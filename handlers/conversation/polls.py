"""A vote under way: who may vote, what a card shows of it, and its end once everybody has voted (the design §5, ballots)."""

from collections.abc import Mapping

from domain.cards import Labelled
from domain.mechanism.ballots import CHOICE, VOTE, Poll, Voter
from domain.mechanism.columns import is_party
from domain.mechanism.standing import Standing
from domain.mechanism.table import Facts, Procedure, Rule
from domain.people import CLOCK
from domain.saying import Saying, Term
from domain.sayings import matters as sayings
from handlers.conversation import answers, moves, naming
from handlers.conversation.room import Room
from storage import matters
from storage.mechanism import ballots, holders


def of(room: Room, table: Procedure, standing: Standing) -> Poll | None:
    """The vote that is under way in a matter's stage; None where none is."""
    move = table.vote_in(standing.stage)
    if not move:
        return None
    parties = table.moves[move].by
    found = holders.of(room.tx, standing.id, parties)
    voters = {
        each.person_id: Voter(
            person_id=each.person_id,
            voice=each.principal_id,
            grant_id=each.grant_id,
            role=each.role,
            is_kept_away=naming.is_kept_away(room, table, standing, each, parties),
        )
        for each in sorted(
            found, key=lambda each: each.principal_id == each.person_id
        )  # a voice of one's own comes last, and stays
    }
    return Poll(voters=voters, votes=ballots.of_round(room.tx, standing.id, move, standing.since))


def labelled(room: Room, table: Procedure, standing: Standing, facts: Facts, move: str) -> tuple[Labelled, ...]:
    """What a card shows of a vote: how many have voted while it is under way, the numbers when it is over, and what its reader voted."""
    poll = facts.poll if move == table.vote_in(standing.stage) else None
    numbers: Mapping[str, str] | None = standing.own.get(move)
    if poll is None and numbers is None:
        return ()
    shown = _counted(table.moves[move], numbers) if poll is None and numbers is not None else _progress(poll)
    return (Labelled(label=Term(f"label.{table.matter}", move), value=shown), *_own(room, table, standing, facts, move))


def settle(room: Room, standing: Standing) -> None:
    """Let the clock end the vote that is under way in a matter, where everybody has voted."""
    move = room.office.matters[standing.matter].procedure.vote_in(standing.stage)
    if move:
        moves.carry_out(room.acting_as(CLOCK), standing, move, {})


def settle_all(room: Room) -> None:
    """The same of all matters: somebody has lost a role or got another unit, and does not vote any more."""
    tables = [matter.procedure for matter in room.office.matters.values()]
    places = [(table.matter, stage) for table in tables for stage in _stages(table) if table.vote_in(stage)]
    for standing in matters.open_in(room.tx, places):
        settle(room, standing)


def _stages(table: Procedure) -> frozenset[str]:
    return frozenset(stage for rule in table.moves.values() for stage in rule.start)


def _progress(poll: Poll | None) -> Saying:
    assert poll is not None, "a vote is under way"
    return sayings.Polled(of=len(poll.base), voted=len(poll.counted))


def _counted(rule: Rule, numbers: Mapping[str, str]) -> Saying:
    asked = next((asked for asked in rule.asks if asked.name == CHOICE), VOTE)
    choices = tuple(
        sayings.Choices(choice=Term(asked.table, option), number=int(numbers[option]))
        for option in asked.options
        if option in numbers
    )
    return sayings.Counted(
        of=int(numbers["of"]), voted=int(numbers["voted"]), choices=choices, score=numbers.get("score", "")
    )


def _own(room: Room, table: Procedure, standing: Standing, facts: Facts, move: str) -> tuple[Labelled, ...]:
    """What whoever looks voted in this round, or in the last one."""
    rule, person = table.moves[move], room.actor.person_id
    if person is None or not is_party(rule.by, room.actor, facts.relations):
        return ()
    if facts.poll is not None and move == table.vote_in(standing.stage):
        vote = next((each for each in facts.poll.counted.values() if each.person_id == person), None)
    else:
        vote = ballots.newest_of(room.tx, standing.id, move, person)
    return answers.labelled(table.matter, rule.asks, vote.given) if vote is not None else ()
