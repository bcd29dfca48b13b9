"""What somebody has to do with a matter, as the database tells it: each tie has somebody who has it, and somebody who almost does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.mechanism.ballots import Vote
from domain.mechanism.columns import Party, Relation
from domain.mechanism.standing import PERSON, Cast, Named, Standing
from domain.people import Actor, Role
from storage import matters, times
from storage.database import Database, Tx
from storage.mechanism import ballots, holders, involvement, kin, parts, recusals
from storage.mechanism.involvement import Involvement
from storage.mechanism.parts import Addressee
from storage.road import reach
from tests.support import engines
from tests.support.rows import THEN, did, named, put

AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
LATER = times.text(AT)
AFTER = times.text(AT + timedelta(days=1))
IT, OTHER, MERGED, RELATED, PARENT = 50, 51, 52, 53, 54
BRINGS, MERGES, RECUSES, RECUSES_MERGED, DID, INSPECTS, BEGAN, VOTES = 1, 2, 3, 4, 5, 6, 7, 8
ALMOST = 9  # has to do with everything but it
HELPED = 10  # and does no more
NO_PARTS: Mapping[Relation, frozenset[int]] = {}


@pytest.fixture
async def database(tmp_path: Path, engine: str) -> AsyncIterator[Database]:
    found = await engines.open_database(tmp_path)
    await found.write(_world)
    yield found
    await found.close()


def _world(tx: Tx) -> None:
    for person in range(1, 11):
        unit = {INSPECTS: "U01", HELPED: "U02"}.get(person, "")
        put(tx, "person", id=person, label=f"人{person}", unit=unit)
        put(tx, "account", id=100 + person, person_id=person)
        put(tx, "role_grant", id=person, person_id=person, role="committee" if person == VOTES else "reviewer")
    put(tx, "matter", id=PARENT, kind="toy_case", account_id=100 + BEGAN)
    put(tx, "matter", id=IT, account_id=100 + BRINGS, parent_id=PARENT)
    put(tx, "matter", id=MERGED, account_id=100 + MERGES)
    for number in (OTHER, RELATED):
        put(tx, "matter", id=number, account_id=100 + ALMOST)
    put(tx, "link", from_id=MERGED, to_id=IT, how="merged")
    put(tx, "link", from_id=RELATED, to_id=IT, how="related")
    put(tx, "link", from_id=RELATED, to_id=OTHER, how="merged")
    for kind, number, person in (
        ("toy", IT, RECUSES),
        ("toy", MERGED, RECUSES_MERGED),
        ("toy", OTHER, ALMOST),
        ("toy", RELATED, ALMOST),
        ("toy_case", IT, ALMOST),
    ):
        put(tx, "recusal", matter=kind, matter_id=number, person_id=person)
    did(tx, "toy", IT, (DID, "accept.moved"), (DID, "reject.declined"), (DID, "note.acted"))
    did(tx, "toy_case", IT, (ALMOST, "serve.moved"))
    did(tx, "toy", OTHER, (ALMOST, "serve.moved"))
    did(tx, "toy_case", PARENT, (BEGAN, "open.moved"), (BEGAN, "close.declined"))
    did(tx, "toy", PARENT, (ALMOST, "open.moved"))
    did(tx, "toy_case", OTHER, (ALMOST, "open.moved"))
    named(tx, (IT, "inspector", INSPECTS), (IT, "inspector", VOTES), (OTHER, "helper", ALMOST))
    named(tx, (IT, "helper", VOTES), (IT, "evaluator", HELPED), until=THEN)
    put(tx, "evidence", matter="toy", matter_id=IT)
    put(tx, "evidence", matter="toy_case", matter_id=OTHER)


def actor(person: int | None) -> Actor:
    return Actor(account_id=100, person_id=person, roles=frozenset({Role.REVIEWER}))


async def test_what_somebody_has_to_do_with_a_matter(database: Database) -> None:
    ties: dict[int, dict[str, Any]] = {
        BRINGS: {"is_own": True, "has_brought": True},
        MERGES: {"has_brought": True},
        RECUSES: {"has_recused": True},
        RECUSES_MERGED: {"has_recused": True},
        DID: {"did": frozenset({"accept", "note"})},
        INSPECTS: {},
        BEGAN: {},
        ALMOST: {},
    }
    in_it = {Relation.INSPECTOR: frozenset({INSPECTS, VOTES})}

    def work(tx: Tx) -> None:
        for person, tie in ties.items():
            of_it = Involvement(matter_id=IT, person_id=person, parts=in_it, **tie)
            assert involvement.of(tx, IT, actor(person)) == of_it, person
            assert involvement.load(tx, "toy", IT, actor(person)) == (matters.standing(tx, "toy", IT), of_it)
            both = involvement.of_all(tx, [IT, OTHER], actor(person))
            assert both[IT] == of_it
            assert both[OTHER].has_brought is both[OTHER].has_recused is (person == ALMOST)
            assert not both[OTHER].has_evidence
            assert both[OTHER].parts == {Relation.HELPER: frozenset({ALMOST})}
            assert both[OTHER].did == ({"serve"} if person == ALMOST else frozenset())

    await database.read(work)


async def test_who_is_nobody_here_has_nothing_to_do_with_anything(database: Database) -> None:
    nobody = Involvement(matter_id=IT, person_id=None)

    def work(tx: Tx) -> None:
        assert involvement.load(tx, "toy", IT, actor(None)) == (matters.standing(tx, "toy", IT), nobody)
        assert involvement.of(tx, IT, actor(None)) == nobody
        assert involvement.of_all(tx, [IT], actor(None)) == {IT: nobody}
        assert involvement.of_all(tx, [], actor(DID)) == {}
        assert involvement.of(tx, 99, actor(DID)) == Involvement(matter_id=99, person_id=DID)
        for who in (None, DID):
            assert involvement.load(tx, "toy_case", IT, actor(who)) is None
            assert involvement.load(tx, "toy", 99, actor(who)) is None

    await database.read(work)


async def test_who_could_take_part_and_what_each_has_to_do_with_it(database: Database) -> None:
    """By a role, or because they were named; of a grant that is lost nobody holds anything."""

    def work(tx: Tx) -> None:
        put(tx, "role_grant", id=20, person_id=DID, role="committee", revoked_at=THEN)
        put(tx, "role_grant", id=21, person_id=DID, role="committee")
        for person in (RECUSES, BRINGS):
            put(tx, "deputy", person_id=DID, role="committee", on_behalf_of=person, grant_id=21)
        put(tx, "deputy", person_id=HELPED, role="reviewer", on_behalf_of=MERGES, grant_id=30)
        committee = holders.of(tx, IT, [Role.COMMITTEE])
        assert [(each.person_id, each.grant_id, each.role, each.principal_id) for each in committee] == [
            (DID, 21, "committee", BRINGS),
            (VOTES, VOTES, "committee", VOTES),
        ], "who stands in for two speaks for one"
        did_it, votes = committee
        assert did_it.did == {"accept", "note"}
        assert (did_it.label, did_it.unit) == ("人5", "")
        assert votes.parts == {Relation.INSPECTOR, Relation.HELPER}, "also what they were before"
        inspectors = holders.of(tx, IT, [Relation.INSPECTOR, Relation.EVALUATOR, Relation.HELPER])
        assert [(each.person_id, each.unit) for each in inspectors] == [(INSPECTS, "U01"), (VOTES, "")]
        assert holders.of(tx, IT, []) == []
        every = {
            each.person_id: each for each in holders.of(tx, IT, [Role.REVIEWER, Role.COMMITTEE]) if each.grant_id < 20
        }
        assert {person for person, each in every.items() if each.has_brought} == {BRINGS, BEGAN, MERGES}
        assert {person for person, each in every.items() if each.has_recused} == {RECUSES, RECUSES_MERGED}
        assert {person: each.did for person, each in every.items() if each.did} == {DID: {"accept", "note"}}
        assert {person: each.did_before for person, each in every.items() if each.did_before} == {
            BEGAN: {("toy_case", "open")}
        }
        assert {person: each.parts for person, each in every.items() if each.parts} == {
            INSPECTS: {Relation.INSPECTOR},
            VOTES: {Relation.INSPECTOR, Relation.HELPER},
            HELPED: {Relation.EVALUATOR},
        }
        assert holders.recused(tx, IT) == {RECUSES, RECUSES_MERGED}
        recusals.recuse(tx, "toy", IT, DID, AT)
        recusals.recuse(tx, "toy", IT, DID, AT)
        assert holders.recused(tx, IT) == {RECUSES, RECUSES_MERGED, DID}

    await database.write(_with_grant(30, work))


def _with_grant(number: int, work: Any) -> Any:
    def both(tx: Tx) -> None:
        put(tx, "role_grant", id=number, person_id=HELPED, role="auditor", revoked_at=THEN)
        work(tx)

    return both


def cast(person: int, since: datetime, subject: str = "", reason: str = "") -> Cast:
    given = {"choice": "for", "reason": reason or f"von {person}"}
    return Cast(since=since, subject=subject, person_id=person, grant_id=person, role="reviewer", given=given)


async def test_a_voice_counts_in_its_round_or_about_its_subject_and_tells_nothing_by_its_length(
    database: Database,
) -> None:
    later = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)

    def work(tx: Tx) -> None:
        for voice in (cast(DID, AT), cast(BRINGS, AT, reason="长" * 150), cast(BRINGS, later, reason="second")):
            head = ballots.cast(tx, "toy", IT, "vote", voice, AT)
            assert head[0] == 3, "as many entries as its history has"
        ballots.cast(tx, "toy", IT, "approve", cast(BRINGS, AT, "a1"), AT)
        ballots.cast(tx, "toy", OTHER, "vote", cast(MERGES, AT), AT)

        def heard(move: str, since: datetime, subject: str = "") -> list[tuple[int, int, str]]:
            _, votes = holders.voting(tx, IT, [Role.REVIEWER], move, since, subject)
            return [(each.person_id, each.grant_id, each.given["reason"]) for each in votes]

        assert heard("vote", AT) == [(DID, DID, "von 5"), (BRINGS, BRINGS, "长" * 150)], "in the order they were given"
        assert heard("vote", later) == [(BRINGS, BRINGS, "second")]
        assert heard("approve", later, "a1") == [(BRINGS, BRINGS, "von 1")], "whenever that comes up"
        assert heard("approve", AT) == heard("vote", AT, "a1") == []
        people = {each.person_id for each in holders.voting(tx, IT, [Role.REVIEWER], "vote", AT)[0]}
        assert people == set(range(1, 11)) - {VOTES}, "also who has not voted"
        newest = ballots.newest_of(tx, IT, "vote", BRINGS)
        assert newest == Vote(person_id=BRINGS, grant_id=BRINGS, given={"choice": "for", "reason": "second"})
        assert ballots.newest_of(tx, IT, "vote", MERGES) is ballots.newest_of(tx, IT, "look", BRINGS) is None
        lengths = {len(body) for (body,) in tx.all("SELECT body FROM ballot")}
        empty = len(tx.vault.seal(b"", ""))
        assert lengths == {512 + empty}

    await database.write(work)


async def test_links_lead_both_ways_and_children_are_counted_by_kind_and_stage(database: Database) -> None:
    def work(tx: Tx) -> None:
        for number, (kind, stage) in enumerate(
            (("item", "open"), ("item", "open"), ("item", "done"), ("visit", "due"))
        ):
            put(tx, "matter", id=60 + number, kind=kind, stage=stage, parent_id=IT)
        put(tx, "matter", id=70, kind="item", parent_id=OTHER)
        found = matters.standing(tx, "toy", IT)
        assert found is not None
        assert found.children == {"item": {"open": 2, "done": 1}, "visit": {"due": 1}}
        assert kin.counted(None) == {}
        assert kin.linked(tx, IT) == [(MERGED, "merged"), (RELATED, "related")]
        assert kin.linked(tx, IT, "merged") == [(MERGED, "merged")]
        assert kin.linked(tx, RELATED) == [(IT, "related"), (OTHER, "merged")]
        kin.link(tx, OTHER, IT, "older", datetime(2026, 1, 1, tzinfo=UTC))
        kin.link(tx, OTHER, IT, "older", AT)
        assert kin.linked(tx, IT) == [(OTHER, "older"), (MERGED, "merged"), (RELATED, "related")], (
            "the oldest first, once"
        )
        kin.hand_on(tx, IT, PARENT, "merged")
        assert kin.linked(tx, PARENT) == [(MERGED, "merged")]
        assert kin.linked(tx, IT) == [(OTHER, "older"), (RELATED, "related")]

    await database.write(work)


def now(tx: Tx, party: Relation, matter_id: int = IT) -> tuple[int, ...]:
    return parts.people_of(tx, matter_id, party)


async def test_whom_a_move_names_has_the_part_and_nobody_else(database: Database) -> None:
    roles = frozenset({Role.REVIEWER, Role.CASE_OFFICER})

    def named_now(*people: int) -> Named:
        return Named(party=Relation.INSPECTOR, person_ids=people, roles=roles)

    def work(tx: Tx) -> None:
        put(tx, "role_grant", id=30, person_id=INSPECTS, role="case_officer")
        put(tx, "role_grant", id=31, person_id=DID, role="case_officer")
        put(tx, "role_grant", id=32, person_id=MERGES, role="case_officer")
        tx.put("UPDATE role_grant SET revoked_at = :then WHERE id = :id", then=THEN, id=DID)
        assert now(tx, Relation.INSPECTOR) == (INSPECTS, VOTES)
        parts.name(tx, IT, named_now(INSPECTS, DID, MERGES), AT)
        assert set(now(tx, Relation.INSPECTOR)) == {INSPECTS, DID, MERGES}
        assert now(tx, Relation.HELPER) == ()
        assert now(tx, Relation.HELPER, OTHER) == (ALMOST,), "another part in another matter stays"
        rows = tx.all(
            "SELECT person_id, grant_id, since, until FROM part WHERE matter_id = :it AND party = 'inspector'", it=IT
        )
        then = times.text(AT)
        assert sorted(rows) == sorted(
            [
                (INSPECTS, INSPECTS, THEN, None),
                (VOTES, VOTES, THEN, then),
                (DID, 31, then, None),
                (MERGES, MERGES, then, None),
            ]
        ), "who has it already goes on; a part stands on the first grant that counts"
        parts.name(tx, IT, named_now(VOTES), AT)
        assert now(tx, Relation.INSPECTOR) == (), "who holds none of the roles is not named"
        parts.name(tx, IT, named_now(INSPECTS), AT)
        assert now(tx, Relation.INSPECTOR) == (INSPECTS,), "a part that has ended is had anew"

    await database.write(work)


async def test_who_loses_a_role_leaves_what_stood_on_it(database: Database) -> None:
    def work(tx: Tx) -> None:
        for number, role in ((30, "reviewer"), (31, "reviewer"), (32, "auditor")):
            put(tx, "role_grant", id=number, person_id=INSPECTS, role=role)
        put(tx, "part", matter_id=OTHER, party="visitor", person_id=INSPECTS, grant_id=32)
        put(tx, "part", matter_id=RELATED, party="visitor", person_id=INSPECTS, grant_id=32, until=THEN)
        put(tx, "part", matter_id=RELATED, party="helper", person_id=INSPECTS, grant_id=30)
        for number in (INSPECTS, VOTES, 32):
            tx.put("UPDATE role_grant SET revoked_at = :then WHERE id = :id", then=THEN, id=number)
        assert parts.leave(tx, INSPECTS, AT) == [OTHER]
        assert now(tx, Relation.INSPECTOR) == (INSPECTS, VOTES), (
            "another grant gives the same role; others leave for themselves"
        )
        assert (
            tx.value("SELECT grant_id FROM part WHERE matter_id = :it AND person_id = :who", it=IT, who=INSPECTS) == 30
        )
        assert now(tx, Relation.VISITOR, OTHER) == ()
        assert now(tx, Relation.HELPER, RELATED) == (INSPECTS,)
        ended = tx.value("SELECT until FROM part WHERE matter_id = :it AND party = 'visitor'", it=RELATED)
        assert ended == THEN, "what has ended ended then"

    await database.write(work)


async def test_who_lets_a_matter_go_has_nothing_of_it_in_hand(database: Database) -> None:
    def work(tx: Tx) -> None:
        named(tx, (IT, "visitor", INSPECTS), (OTHER, "visitor", INSPECTS))
        for number, owner in ((IT, INSPECTS), (OTHER, INSPECTS), (RELATED, VOTES)):
            tx.put("UPDATE matter SET owner_id = :who WHERE id = :id", who=owner, id=number)
        reviewers = frozenset({Role.REVIEWER})
        assert parts.held_by(tx, INSPECTS) == [
            (IT, Named(party=Relation.INSPECTOR, person_ids=(INSPECTS,), roles=reviewers)),
            (IT, Named(party=Relation.VISITOR, person_ids=(INSPECTS,), roles=reviewers)),
            (OTHER, Named(party=Relation.VISITOR, person_ids=(INSPECTS,), roles=reviewers)),
        ]
        assert [matter for matter, _ in parts.held_by(tx, VOTES)] == [IT]
        parts.let_go(tx, IT, INSPECTS, AT)
        parts.let_go(tx, RELATED, INSPECTS, AT)
        assert [matter for matter, _ in parts.held_by(tx, INSPECTS)] == [OTHER]
        assert now(tx, Relation.INSPECTOR) == (VOTES,)
        assert dict(tx.all("SELECT id, owner_id FROM matter WHERE id IN (:a, :b, :c)", a=IT, b=OTHER, c=RELATED)) == {
            IT: None,
            OTHER: INSPECTS,
            RELATED: VOTES,
        }
        ended: dict[str, str] = dict(tx.all("SELECT party, until FROM part WHERE matter_id = :it", it=IT))
        assert ended["evaluator"] == THEN, "what has ended ended then"

    await database.write(work)


async def test_the_accounts_of_whom_a_matter_concerns(database: Database) -> None:
    """Those of the office first, each once; whoever only holds a role is none of them, and of a matter about a person no unit is."""

    def work(tx: Tx) -> None:
        put(tx, "account", id=90, person_id=INSPECTS, channel="telegram", heard_in=LATER)
        put(tx, "account", id=91, person_id=INSPECTS, gone_at=THEN)
        put(tx, "account", id=92)
        for number, person, role, revoked in (
            (40, INSPECTS, "unit_contact", None),
            (41, HELPED, "unit_contact", None),
            (42, DID, "unit_contact", THEN),
            (43, BRINGS, "unit_contact", None),
        ):
            put(tx, "role_grant", id=number, person_id=person, role=role, revoked_at=revoked)
        tx.put("UPDATE person SET unit = 'U01' WHERE id IN (:a, :b)", a=DID, b=RECUSES)
        named(tx, (IT, "nominee", BEGAN), (OTHER, "nominee", ALMOST))
        found = matters.standing(tx, "toy", IT)
        assert found is not None
        standing = replace(found, unit="U01", owner_id=DID, account_id=92)

        def told(*parties: Party, about: Standing = standing) -> list[tuple[int, Relation | None]]:
            return [(each.account_id, each.party) for each in parts.accounts(tx, AT, about, parties)]

        inspects = [(90, None), (100 + VOTES, None)]
        assert told(Relation.INSPECTOR) == inspects
        assert told(Relation.INSPECTOR, Relation.EVALUATOR, Relation.HELPER, Role.REVIEWER) == inspects
        assert told(Relation.OFFICER) == [(100 + DID, Relation.OFFICER)]
        assert told(Relation.NOMINEE) == [(100 + BEGAN, Relation.NOMINEE)]
        assert told(Relation.APPLICANT) == [(92, Relation.APPLICANT)]
        subject = [(90, Relation.SUBJECT)]
        assert told(Relation.SUBJECT) == subject
        assert told(Role.REVIEWER) == told() == []
        every = told(Relation.SUBJECT, Relation.APPLICANT, Relation.OFFICER, Relation.NOMINEE)
        assert every == [
            (100 + DID, Relation.OFFICER),
            (92, Relation.APPLICANT),
            (100 + BEGAN, Relation.NOMINEE),
            *subject,
        ]
        alone = replace(standing, unit="", owner_id=None, account_id=None)
        assert told(Relation.SUBJECT, Relation.APPLICANT, Relation.OFFICER, about=alone) == []
        assert told(Relation.SUBJECT, about=replace(standing, own={"subject": PERSON})) == []
        (first, *_) = parts.accounts(tx, AT, standing, [Relation.INSPECTOR])
        assert first == Addressee(90, "telegram")
        assert [Addressee(1, "", party).side for party in (None, Relation.OFFICER, Relation.SUBJECT)] == [
            None,
            None,
            Relation.SUBJECT,
        ]

    await database.write(work)


SEEN = {
    "of two channels the one where they were seen last": ({"heard_in": LATER}, {"heard_in": THEN}, [90]),
    "the other way round": ({"heard_in": THEN}, {"heard_in": LATER}, [91]),
    "within one minute the newer account": ({"heard_in": LATER}, {"heard_in": LATER}, [91]),
    "not where they have left": ({"heard_in": THEN}, {"heard_in": LATER, "gone_at": THEN}, [90]),
    "not where nothing reaches them": ({"heard_in": THEN}, {"heard_in": LATER, "unreachable_since": THEN}, [90]),
    "not where their session is over": ({"heard_in": THEN}, {"heard_in": LATER, "expires_at": THEN}, [90]),
    "where nothing reaches them anywhere, they are told nowhere less": (
        {"heard_in": THEN, "unreachable_since": THEN},
        {"heard_in": LATER, "unreachable_since": THEN},
        [90, 91],
    ),
    "of two accounts on one platform at the one seen last": (
        {"heard_in": THEN},
        {"heard_in": LATER, "channel": "telegram"},
        [91],
    ),
    "not at an account of their private life": (
        {"heard_in": THEN},
        {"heard_in": LATER, "is_private": 1},
        [90],
    ),
    "at that of their private life where nothing else reaches them": (
        {"heard_in": THEN, "unreachable_since": THEN},
        {"heard_in": LATER, "is_private": 1},
        [91],
    ),
    "of two private ones where they were seen last": (
        {"heard_in": THEN, "is_private": 1},
        {"heard_in": LATER, "is_private": 1},
        [91],
    ),
    "in every session of one page": (
        {"heard_in": THEN, "channel": "web", "expires_at": AFTER},
        {"heard_in": LATER, "expires_at": AFTER},
        [90, 91],
    ),
}


@pytest.mark.parametrize(("one", "other", "told"), SEEN.values(), ids=tuple(SEEN))
async def test_a_person_is_told_once_where_they_were_seen_last(
    database: Database, one: dict[str, object], other: dict[str, object], told: list[int]
) -> None:
    def work(tx: Tx) -> None:
        tx.put("DELETE FROM account WHERE person_id = :one", one=INSPECTS)
        put(tx, "account", **{"id": 90, "person_id": INSPECTS, "channel": "telegram", **one})
        put(tx, "account", **{"id": 91, "person_id": INSPECTS, "channel": "web", **other})
        standing = matters.standing(tx, "toy", IT)
        assert standing is not None
        named_ones = [each.account_id for each in parts.accounts(tx, AT, standing, [Relation.INSPECTOR])]
        assert [each for each in named_ones if each in (90, 91)] == told
        assert reach.of_person(tx, AT, INSPECTS) == told

    await database.write(work)


def test_holders_of_nothing_are_compared_by_what_they_are() -> None:
    assert parts.marks([]) == "NULL"
    assert parts.marks(["a", "b"]) == ":a, :b"
