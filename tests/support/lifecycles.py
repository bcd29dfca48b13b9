"""Lifecycle tables held against matrices written by hand from the law: a table is never its own witness."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TypedDict

from domain.mechanism import calendar, limits, procedure, rules
from domain.mechanism.columns import PERSONS, Relation
from domain.mechanism.parts import Candidate
from domain.mechanism.refusals import Refused
from domain.mechanism.standing import Event, Outcome, Standing
from domain.mechanism.table import SIGN, Facts, Procedure
from domain.people import CLOCK, Actor, Role
from tests.support import office

NOTHING_KNOWN = Facts()
RULES = rules.RuleSet()
AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # a Wednesday; the spring has no holiday until 4 April
ACTORS: Mapping[str, Actor] = {
    "reporter": Actor(account_id=1, roles=frozenset({Role.REPORTER})),
    "reviewer": Actor(account_id=2, person_id=2, roles=frozenset({Role.REVIEWER})),
    "committee": Actor(account_id=3, person_id=3, roles=frozenset({Role.COMMITTEE})),
    "leader": Actor(account_id=4, person_id=4, roles=frozenset({Role.LEADER})),
    "unit_contact": Actor(account_id=5, person_id=5, roles=frozenset({Role.UNIT_CONTACT})),
    "admin": Actor(account_id=6, person_id=6, roles=frozenset({Role.ADMIN})),
    "clock": CLOCK,
    **{
        role.value: Actor(account_id=20 + place, person_id=20 + place, roles=frozenset({role}))
        for place, role in enumerate(
            (
                Role.CUSTODIAN,
                Role.CASE_OFFICER,
                Role.SUPPORT_CONTACT,
                Role.SITE_EVALUATOR,
                Role.DATA_OWNER,
                Role.RATER,
                Role.PROJECT_OWNER,
                Role.PUBLISHER,
                Role.AUDITOR,
                Role.BYPASS_CONTACT,
            )
        )
    },
}
RELATED: Mapping[str, Relation] = {
    relation.value: relation for relation in Relation
}  # of a matter whose table names some
SECOND = Actor(account_id=7, person_id=7, roles=frozenset({Role.REVIEWER, Role.COMMITTEE, Role.LEADER}))

NOTHING_OWN: Mapping[str, str] = {}
NO_CHILDREN: Mapping[str, Mapping[str, int]] = {}
NAMED = (Candidate(11, "a"), Candidate(12, "b"))
ANSWERS = {
    "day": "2026-05-06",
    "number": "1",
    "persons": "11,12",
    "person": "11",
    "member": "12",
    "items": '[{"item":"a","owner":"b","until":"2026-05-06","unit":"U01","name":"a","weight":"100"}]',
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a matrix: what becomes of a move. `how`: at once, with a second signer, or as an act that moves nothing."""

    stage: str
    move: str
    by: str
    end: str
    how: str
    is_told: bool


class Held(TypedDict, total=False):
    """What a matter has, and what is known of it, while its table is held against its sheet: as in `hold`."""

    known: Facts
    own: Mapping[str, str]
    children: Mapping[str, Mapping[str, int]]
    but: Collection[str]
    unit: str


def read(matrix: str) -> dict[tuple[str, str, str], Line]:
    """Read a matrix: stage, move, by, end, how, told; behind `#` stands the section of the law. One line may name several stages, and
    several by whom, with commas; an end `=` is the stage in which it began."""
    found = {}
    for row in filter(None, (line.partition("#")[0].split() for line in matrix.splitlines())):
        stages, move, parties, end, how, told = row
        for stage in stages.split(","):
            for by in parties.split(","):
                found[stage, move, by] = Line(stage, move, by, stage if end == "=" else end, how, told == "told")
    return found


def attempts(table: Procedure, stages: Iterator[str]) -> Iterator[tuple[str, str, str]]:
    """Every stage with every move by every kind of actor; a move whose answer decides once for each: `decide=exempt`."""
    parties = (*ACTORS, *(RELATED if table.shows else ()))
    for stage in stages:
        for move, rule in table.moves.items():
            for name in [f"{move}={answer}" for answer in rule.ends] or [move]:
                for who in parties:
                    yield stage, name, who


def hold(
    table: Procedure,
    expected: Mapping[tuple[str, str, str], Line],
    stage: str,
    known: Facts = NOTHING_KNOWN,
    own: Mapping[str, str] = NOTHING_OWN,
    children: Mapping[str, Mapping[str, int]] = NO_CHILDREN,
    but: Collection[str] = (),
    unit: str = "",
) -> None:
    """Hold a table in one stage against its matrix: every move by everybody, and what is not written there is refused; so are
    those `but` which a guard holds back from such a matter."""
    for _, move, who in attempts(table, iter([stage])):
        wanted = None if move.partition("=")[0] in but else expected.get((stage, move, who))
        assert became(table, stage, move, who, known, own, children, unit) == wanted, (stage, move, who)


def became(
    table: Procedure,
    stage: str,
    move: str,
    who: str,
    known: Facts = NOTHING_KNOWN,
    own: Mapping[str, str] = NOTHING_OWN,
    children: Mapping[str, Mapping[str, int]] = NO_CHILDREN,
    unit: str = "",
) -> Line | None:
    """What the table makes of a move, with everything given that it asks; None where it is refused. `known`: what its guards look at
    besides the facts of the matter's `own`, its `children` and its `unit`."""
    standing = replace(entered(table, stage), own=own, children=children, unit=unit)
    actor = ACTORS.get(who, Actor(account_id=8, person_id=8))
    if move == "release":  # only what is one's own is put back
        standing = replace(standing, owner_id=actor.person_id)
    facts = replace(known, relations=frozenset({RELATED[who]})) if who in RELATED else known
    made = make(table, standing, move, actor, facts)
    if isinstance(made, Refused):
        return None
    event, how = made, "act" if made.outcome is Outcome.ACTED else "once"
    if event.outcome is Outcome.PROPOSED:
        assert event.after.stage == stage, "a proposal moves nothing"
        second = table.moves[event.move].second
        by = Facts(relations=frozenset({second})) if isinstance(second, Relation) else NOTHING_KNOWN
        signed = make(table, event.after, SIGN, SECOND, by)
        assert isinstance(signed, Event)
        event, how = signed, "second"
    return Line(stage, move, who, event.after.stage, how, Role.REPORTER in event.tells)


def at(table: Procedure, stage: str) -> Standing:
    """A matter in a stage."""
    return Standing(matter=table.matter, id=1, stage=stage, epoch=3, since=AT)


def make(
    table: Procedure, standing: Standing, move: str, by: Actor, facts: Facts = NOTHING_KNOWN, at: datetime = AT
) -> Event | Refused:
    """Make a move with everything given that it asks."""
    move, _, answer = move.partition("=")
    rule = table.rule_of(move, standing, by)
    given = {asked.name: ANSWERS.get(asked.how, "given") for asked in rule.asks}
    named = (asked.name for asked in rule.asks if asked.how == "person")
    given |= {name: str(each.person_id) for name, each in zip(named, NAMED, strict=False)}  # each another one
    waits = table.moves[standing.pending.move] if standing.pending and move == SIGN else rule
    facts = replace(facts, candidates={asked.name: NAMED for asked in waits.asks if asked.how in PERSONS})
    if rule.ends_by:
        given[rule.ends_by] = answer
    return procedure.make(table, standing, move, by, given, rules=RULES, calendar=days(), at=at, facts=facts)


def due_on(table: Procedure, stage: str) -> date | None:
    """The last day of the first term of a stage that began on 4 March 2026."""
    due = entered(table, stage).due_at
    return None if due is None else days().local_day(due)


def entered(table: Procedure, stage: str, **own: str) -> Standing:
    """A matter that has just come into a stage: its terms run."""
    after = replace(at(table, stage), own=own)
    return replace(after, terms=limits.entered(table.terms, at(table, ""), after, RULES, days(), AT))


def running(table: Procedure, stage: str, due_on: date) -> Standing:
    """A matter in a stage whose only term ends on this day."""
    standing = at(table, stage)
    limit = next(limit for limit in table.terms if stage in limit.stages)
    term = replace(limit.begun(AT, RULES, days()), due_at=days().end_of(due_on))
    return replace(standing, terms=(term,))


def days() -> calendar.Calendar:
    """The office's calendar."""
    return office.office().calendar
