"""Any stage of any table as it may be found: a matter there with its terms, in an office with two people of every role."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from domain.lifecycles import PROCEDURES
from domain.mechanism.columns import APPOINTED, Party, Relation
from domain.mechanism.standing import Event, Named, Outcome, Standing
from domain.mechanism.table import Procedure
from domain.people import CLOCK, STAFF, Role
from handlers.conversation.room import Room
from storage import matters
from storage.mechanism import parts
from tests.support.direct_stage import DirectStage

UNIT = "U04"
BESIDE = frozenset(
    {"period", "announcement", "filing"}
)  # these have rows beside, and are played in their own transcripts
NAMED_OF = {  # by which role somebody is named for a part
    Relation.ASSIGNEE: Role.CASE_OFFICER,
    Relation.INSPECTOR: Role.REVIEWER,
    Relation.HELPER: Role.SUPPORT_CONTACT,
    Relation.EVALUATOR: Role.SITE_EVALUATOR,
    Relation.MEMBER: Role.COMMITTEE,
    Relation.VISITOR: Role.COMMITTEE,
    Relation.NOMINEE: Role.UNIT_CONTACT,
    Relation.RATER: Role.RATER,
    Relation.CADRE: Role.UNIT_CONTACT,
    Relation.MENTOR: Role.CASE_OFFICER,
}


async def everybody(folder: Path) -> DirectStage:
    """An open house with two people of every role: one who gets the parts, and another."""
    stage = await DirectStage(folder).open()
    for role in STAFF:
        for number in "12":
            await stage.joins(f"{role}{number}", role, UNIT if role is Role.UNIT_CONTACT else "U09")
    return stage


KNOWN = {  # what is asked of every one of its kind
    "decided_flag": {"colour": "yellow"},
    "breakthrough": {"title": "老城雨污分流"},
}


def person_of(room: Room, role: Role) -> int:
    return int(
        room.tx.value(
            "SELECT MIN(person_id) FROM role_grant WHERE role = :role AND revoked_at IS NULL", role=role.value
        )
    )


def _owning(table: Procedure) -> Role:
    roles = {party for rule in table.moves.values() if rule.owns for party in rule.by if isinstance(party, Role)}
    return next(role for role in (Role.CASE_OFFICER, *STAFF) if role in roles)


def put(room: Room, kind: str, stage: str, parent: Standing | None = None) -> Standing:
    """A matter in this stage with its terms, of a `parent` where one is named, with an officer and people in each part that it names."""
    table = PROCEDURES[kind]
    first = Standing(matter=kind, id=0, stage=table.first, epoch=0, since=room.at)
    has_officer = any(rule.owns for rule in table.moves.values())
    after = replace(
        first,
        stage=stage,
        unit=UNIT,
        own={
            **KNOWN.get(kind, {}),
            **{rule.dates: room.today.isoformat() for rule in table.moves.values() if rule.dates},
        },
        owner_id=person_of(room, _owning(table))
        if has_officer and Relation.OFFICER in _of_officer(table, stage)
        else None,
    )
    limits = [each for each in table.terms if stage in each.stages and each.is_for(after)]
    calendar, rules = room.office.calendar, room.office.rules
    after = replace(after, terms=tuple(each.begun(room.at, rules, calendar) for each in limits))
    event = Event(before=first, after=after, move="test", outcome=Outcome.MOVED, by=CLOCK, given={}, at=room.at)
    number = f"TT-2026-{kind}" if parent is None else f"{parent.number}-{kind}"
    parent_id = parent.id if parent else None
    new = matters.New(number=number, unit=UNIT, category="t05", parent_id=parent_id, own=after.own)
    matter_id = matters.begin(room.tx, new, [event])
    if kind == "clue":
        room.tx.run("INSERT INTO clue (id, source) VALUES (:id, 'pub')", id=matter_id)
    standing = replace(after, id=matter_id, number=number, made_at=room.at)
    for party in sorted(APPOINTED):
        if any(party in rule.appoints.values() for rule in table.moves.values()):
            named = Named(
                party=party, person_ids=(person_of(room, NAMED_OF[party]),), roles=frozenset({NAMED_OF[party]})
            )
            parts.name(room.tx, matter_id, named, room.at - timedelta(days=1))
    return standing


def _of_officer(table: Procedure, stage: str) -> frozenset[Party]:
    owed = (party for each in table.terms if stage in each.stages for party in each.owed_by)
    return frozenset({*table.todo.get(stage, ()), *owed})
