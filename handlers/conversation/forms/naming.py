"""Who may be named where a move asks for people: those who hold a role that it asks for, without whoever has a conflict of interest."""

from collections.abc import Mapping
from dataclasses import replace

from domain.mechanism import parts as law
from domain.mechanism.columns import CALLED, PERSONS, Asked, Party, people_of
from domain.mechanism.parts import Candidate, Holder
from domain.mechanism.standing import Standing
from domain.mechanism.table import SIGN, Facts, Procedure
from handlers.conversation.room import Room
from storage import people as accounts
from storage.mechanism import holders


def with_candidates(room: Room, table: Procedure, standing: Standing, move: str, facts: Facts) -> Facts:
    """The facts with those who may be named in answer to what this move asks, or the one that is signed."""
    if move == SIGN and standing.pending is not None:
        move = standing.pending.move
    rule = table.moves.get(move)
    wanted = [asked for asked in rule.asks if asked.how in PERSONS] if rule is not None else []
    if rule is None or not wanted:
        return facts
    return replace(
        facts,
        candidates={
            asked.name: _candidates(room, table, standing, asked, rule.appoints.get(asked.name)) for asked in wanted
        },
    )


def is_kept_away(room: Room, table: Procedure, standing: Standing, holder: Holder, parties: frozenset[Party]) -> bool:
    """Whether a conflict of interest keeps somebody from acting in a matter as one of these parties (the law §2)."""
    phase = table.phase_for(parties)
    before = {each for kind, move in holder.did_before for each in room.office.matters[kind].procedure.phases_of(move)}
    return law.is_kept_away(
        holder,
        parties,
        table.moves,
        is_in_line=room.is_of_line(holder, standing.unit),
        other_phases=frozenset(before - phase) if phase else phase,
    )


def _candidates(
    room: Room, table: Procedure, standing: Standing, asked: Asked, party: Party | None
) -> tuple[Candidate, ...]:
    """Those of the role that is meant for it; where they are too few, whoever else the law allows. Nobody names themselves."""
    parties = frozenset({party}) if party else frozenset()
    every = holders.of(room.tx, standing.id, asked.of | asked.or_of)
    found: dict[int, Candidate] = {}
    for roles in (asked.of, asked.or_of):
        if len(found) < asked.least:
            found |= {
                each.person_id: Candidate(each.person_id, each.label)
                for each in every
                if each.role in roles
                and each.person_id != room.actor.person_id
                and not is_kept_away(room, table, standing, each, parties)
            }
    return tuple(found.values())


def with_labels(room: Room, asks: tuple[Asked, ...], given: Mapping[str, str]) -> tuple[Asked, ...]:
    """Questions with what the office calls the people in their answers."""
    called = {asked.name: people_of(given.get(asked.name, "")) for asked in asks if asked.how in CALLED}
    labels = accounts.labels_of(room.tx, frozenset(one for people in called.values() for one in people))
    return tuple(
        replace(asked, options=tuple(f"{one}|{labels.get(one, '')}" for one in called[asked.name]))
        if asked.name in called
        else asked
        for asked in asks
    )
