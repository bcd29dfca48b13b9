"""Nothing public is said without two valid approvals: the database itself refuses it, whatever the code above it does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from domain.matters.announcements import Rendering, digest
from domain.people import Role
from storage import announcements, people, times
from storage import board as board_rows
from storage.database import Database, Tx
from storage.road import sending
from tests.support import announced, engines

NOW = datetime(2026, 3, 13, 1, 0, tzinfo=UTC)
ONE = 2  # the announcement: the matter before it is its period
BOARD = Rendering(audience="board", channel="web", locale="zh", part=1, title="标题", text="正文")


@pytest.fixture(params=["period", "tolerance"])
async def database(tmp_path: Path, engine: str, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A database with two leaders (1, 2), a committee member (3) and an announcement (2), naming U01, about a matter (1), that nobody
    has signed."""
    found = await engines.open_database(tmp_path)
    await found.write(lambda tx: _fill(tx, request.param))
    yield found
    await found.close()


async def test_words_without_approvals_are_refused_even_to_bare_sql(database: Database) -> None:
    await refused(database, _insert)
    await refused(database, lambda tx: _insert(tx, rendering="NULL"))


async def test_one_approval_is_not_enough(database: Database) -> None:
    await database.write(lambda tx: _sign(tx, 1))
    await refused(database, _insert)


async def test_the_same_person_counts_once(database: Database) -> None:
    await database.write(lambda tx: _sign(tx, 1))
    assert await database.write(lambda tx: announced.sign(tx, ONE, 1, "leader", NOW)) is False
    await refused(database, _insert)


async def test_the_same_person_counts_once_in_two_roles(database: Database) -> None:
    def twice(tx: Tx) -> None:
        people.grant(tx, 1, Role.COMMITTEE, NOW)
        _sign(tx, 1)
        _sign(tx, 1, "committee")

    await database.write(twice)
    await refused(database, _insert)


async def test_the_author_does_not_count(database: Database) -> None:
    number = await database.write(lambda tx: _propose(tx, author=1))
    for person in (1, 2):
        await database.write(partial(_sign, person=person, announcement=number))
    await refused(database, lambda tx: _insert(tx, announcement=number))


async def test_a_role_that_is_not_held_does_not_sign(database: Database) -> None:
    assert await database.write(lambda tx: announced.sign(tx, ONE, 3, "leader", NOW)) is False


async def test_a_forged_approval_without_its_role_does_not_count(database: Database) -> None:
    def forge(tx: Tx) -> None:
        _sign(tx, 1)
        tx.run(
            "INSERT INTO ballot (matter_id, move, round, person_id, grant_id, role, subject, at)"
            " SELECT 2, 'approve', '', 2, 1, 'leader', hash, :at FROM announcement WHERE id = 2",
            at="2026-03-13T01:00:00.000000Z",
        )

    await database.write(forge)
    await refused(database, _insert)


@pytest.mark.parametrize("sql", ["UPDATE ballot SET role = 'leader'", "DELETE FROM ballot"])
async def test_what_was_signed_is_neither_changed_nor_taken_away(database: Database, sql: str) -> None:
    await database.write(lambda tx: _sign(tx, 3, "committee"))
    await refused(database, lambda tx: tx.run(sql), "what was voted stays")


async def test_a_signature_given_in_another_way_is_no_approval(database: Database) -> None:
    """A vote about the same matter is a row beside the approvals, and never counts as one."""

    def vote(tx: Tx) -> None:
        _sign(tx, 1)
        tx.run(
            "INSERT INTO ballot (matter_id, move, round, person_id, grant_id, role, subject, at)"
            " SELECT 2, 'vote', '', 2, 2, 'leader', hash, :at FROM announcement WHERE id = 2",
            at=times.text(NOW),
        )

    await database.write(vote)
    await refused(database, _insert)


async def test_a_role_written_over_another_does_not_count(database: Database) -> None:
    def forge(tx: Tx) -> None:
        _sign(tx, 1)
        tx.run(
            "INSERT INTO ballot (matter_id, move, round, person_id, grant_id, role, subject, at)"
            " SELECT 2, 'approve', '', 3, 3, 'leader', hash, :at FROM announcement WHERE id = 2",
            at=times.text(NOW),
        )

    await database.write(forge)
    await refused(database, _insert)


async def test_two_approvals_are_enough_and_it_is_said_once(database: Database) -> None:
    await database.write(_approve)
    await database.write(_insert)
    await refused(database, _insert, "(?i)unique")


async def test_words_whose_announcement_is_not_approved_yet_or_was_sent_back_are_refused(
    database: Database,
) -> None:
    await database.write(_approve)
    for stage in ("proposed", "void", "expired"):
        await database.write(partial(Tx.run, sql="UPDATE matter SET stage = :s WHERE id = 2", s=stage))
        await refused(database, _insert)


async def test_losing_the_role_before_publication_voids_the_approval(database: Database) -> None:
    await database.write(_approve)
    await database.write(lambda tx: people.revoke(tx, 2, Role.LEADER, NOW))
    await refused(database, _insert)


async def test_a_role_that_comes_back_does_not_bring_its_approvals_back(database: Database) -> None:
    await database.write(_approve)
    await database.write(lambda tx: people.revoke(tx, 2, Role.LEADER, NOW))
    await database.write(lambda tx: people.grant(tx, 2, Role.LEADER, NOW))
    await refused(database, _insert)
    assert await database.write(lambda tx: announced.sign(tx, ONE, 2, "leader", NOW)) is True
    await database.write(_insert)


async def test_words_that_wait_are_not_claimed_once_an_approval_is_lost(database: Database) -> None:
    await database.write(_approve)
    await database.write(_insert)
    await database.write(lambda tx: people.revoke(tx, 1, Role.LEADER, NOW))
    await refused(database, lambda tx: tx.run("UPDATE outbox SET state = 'claimed'"))
    assert len(await database.write(lambda tx: sending.show_on_board(tx, NOW))) == 1
    assert await database.read(board_rows.told) == []


async def test_an_approver_whose_unit_is_named_does_not_count(database: Database) -> None:
    await database.write(_approve)
    await database.write(lambda tx: tx.run("UPDATE person SET unit = 'U01' WHERE id = 2"))
    await refused(database, _insert)
    await database.write(lambda tx: tx.run("UPDATE person SET unit = 'U02' WHERE id = 2"))
    await database.write(_insert)


@pytest.mark.parametrize("matter", [1, 2], ids=["what it is about", "the announcement"])
async def test_an_approver_who_recused_themselves_does_not_count(database: Database, matter: int) -> None:
    await database.write(_approve)
    await database.write(
        lambda tx: tx.run(
            "INSERT INTO recusal (matter, matter_id, person_id, at) SELECT kind, id, 2, '' FROM matter WHERE id = :id",
            id=matter,
        )
    )
    await refused(database, _insert)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE rendering SET text = 'another'",
        "UPDATE rendering SET channel = 'telegram'",
        "DELETE FROM rendering",
        "INSERT INTO rendering SELECT 99, 2, audience, channel, locale, 2, title, 'more', '', '', '' FROM rendering WHERE id = 1",
        "UPDATE announcement SET hash = 'another'",
        "UPDATE announcement SET hash = ''",
        "UPDATE announcement SET author_id = 1",
        "UPDATE announcement SET answers_id = 2",
        "INSERT INTO named (announcement_id, unit) VALUES (2, 'U02')",
        "UPDATE named SET unit = 'U02'",
        "DELETE FROM named",
        "UPDATE picture SET bytes = NULL",
    ],
)
async def test_what_was_proposed_is_never_changed(database: Database, sql: str) -> None:
    await refused(database, lambda tx: tx.run(sql), "what was proposed")


async def test_an_announcement_stays_about_what_it_was_proposed_about(database: Database) -> None:
    await refused(
        database, lambda tx: tx.run("UPDATE matter SET parent_id = NULL WHERE id = 2"), "a matter stays what it is"
    )


async def test_what_was_approved_for_one_place_is_not_said_in_another(database: Database) -> None:
    other = await database.write(lambda tx: _propose(tx))
    await database.write(_approve)
    await database.write(_insert)
    number = await database.read(lambda tx: tx.value("SELECT id FROM rendering WHERE announcement_id = :id", id=other))
    await refused(database, lambda tx: tx.run("UPDATE outbox SET rendering_id = :id", id=number))
    await refused(database, lambda tx: tx.run("UPDATE outbox SET class = 'R', state = 'waiting'"))


async def test_a_notice_does_not_become_public(database: Database) -> None:
    await database.write(lambda tx: _insert(tx, kind="N", rendering="NULL"))
    await refused(database, lambda tx: tx.run("UPDATE outbox SET class = 'P'"))


async def test_the_board_shows_what_was_delivered_and_nothing_that_waits(
    database: Database,
) -> None:
    await database.write(_approve)
    await database.write(lambda tx: announcements.publish(tx, ONE, NOW, NOW))
    before = await database.read(board_rows.state)
    assert await database.read(board_rows.told) == []
    assert await database.write(lambda tx: sending.show_on_board(tx, NOW)) == []
    assert await database.read(board_rows.state) != before
    (told,) = await database.read(board_rows.told)
    assert (told.number, told.published_at, told.named) == ("GG-2026-0001", NOW, ("U01",))
    (item,) = await database.read(lambda tx: board_rows.items(tx, [told]))
    assert (item.words, item.told) == (BOARD, told)
    assert await database.read(lambda tx: board_rows.told(tx, 1)) == [told]
    assert await database.read(lambda tx: board_rows.items(tx, [replace(told, number="GG-2026-0009")])) == []


async def test_the_board_tells_nothing_of_what_was_said_elsewhere(database: Database) -> None:
    """A note to a working group showed as a later announcement on the board."""

    def say(tx: Tx) -> None:
        _approve(tx)
        announcements.publish(tx, ONE, NOW, NOW)
        aside = _propose(
            tx, words=replace(BOARD, audience="group:office", channel="telegram", text="内部"), answers=ONE
        )
        further = _propose(tx, words=replace(BOARD, text="再说"), answers=aside)
        for number in (aside, further):
            for person in (1, 2):
                _sign(tx, person, announcement=number)
            announcements.publish(tx, number, NOW + timedelta(hours=number), NOW)
        sending.show_on_board(tx, NOW)
        tx.run("UPDATE outbox SET state = 'sent' WHERE channel = 'telegram'")

    await database.write(say)
    told = await database.read(board_rows.told)
    assert [(each.number, each.answers, each.answered_by) for each in told] == [
        ("GG-2026-0003", "", ()),
        ("GG-2026-0001", "", ()),
    ]


async def test_the_board_does_not_tell_of_which_unit_words_are_that_name_nobody(database: Database) -> None:
    """A clarification that its subject wanted without a name was found by its unit, and led to the notice that named it."""

    def say(tx: Tx) -> None:
        tx.run(
            "INSERT INTO unit (code, name, short, aliases, sequence, parent) VALUES ('U01', '苔石乡', '', '', '', '')"
        )
        _approve(tx)
        unnamed = _propose(tx, kind="clarified_unnamed", words=replace(BOARD, text="不点名"), answers=ONE)
        for person in (1, 2):
            _sign(tx, person, announcement=unnamed)
        announcements.publish(tx, unnamed, NOW, NOW)
        sending.show_on_board(tx, NOW)

    await database.write(say)
    (unnamed,) = await database.read(board_rows.told)
    assert (unnamed.named, unnamed.answers) == ((), "")
    await database.write(lambda tx: announcements.publish(tx, ONE, NOW - timedelta(hours=1), NOW))
    await database.write(lambda tx: sending.show_on_board(tx, NOW))
    unnamed, notice = await database.read(board_rows.told)
    assert (unnamed.named, unnamed.answers) == ((), "")
    assert (notice.named, notice.answered_by) == (("U01",), ())
    (item,) = await database.read(lambda tx: board_rows.items(tx, [unnamed]))
    assert item.words.text == "不点名"


async def test_a_hash_covers_every_message(database: Database) -> None:
    found = await database.read(lambda tx: (announcements.of_id(tx, ONE), announcements.renderings(tx, ONE)))
    assert found[0] is not None
    assert found[0].hash == digest(words for _, words in found[1])


async def refused(database: Database, work: Callable[[Tx], object], why: str = "nothing public is said") -> None:
    with pytest.raises(Exception, match=why):
        await database.write(work)


def _fill(tx: Tx, kind: str) -> None:
    for person, role in ((1, Role.LEADER), (2, Role.LEADER), (3, Role.COMMITTEE)):
        tx.run("INSERT INTO person (id, label, unit, made_at) VALUES (:id, :id, '', '')", id=person)
        people.grant(tx, person, role, NOW - timedelta(days=1))
    tx.run(
        "INSERT INTO matter (kind, number, unit, category, stage, epoch, since, rules, alias, made_at)"
        " VALUES (:kind, '2026-P1', '', '', 'confirmed', 2, '', 1, '', '')",
        kind=kind,
    )
    _propose(tx)


def _propose(
    tx: Tx, author: int | None = None, words: Rendering = BOARD, answers: int | None = None, kind: str = "plain"
) -> int:
    draft = announcements.Draft(
        kind=kind,
        about="2026-P1",
        about_id=1,
        author_id=author,
        publish_at=NOW,
        renderings=[words],
        pictures={"x": b"picture"},
        answers_id=answers,
        named={"U01"},
    )
    return announced.propose(tx, draft, NOW)


def _sign(tx: Tx, person: int, role: str = "leader", announcement: int = ONE) -> None:
    announced.sign(tx, announcement, person, role, NOW)
    tx.run("UPDATE matter SET stage = 'approved' WHERE kind = 'announcement'")


def _approve(tx: Tx) -> None:
    _sign(tx, 1)
    _sign(tx, 2)


def _insert(tx: Tx, *, kind: str = "P", rendering: str = "", announcement: int = ONE) -> None:
    """What somebody with the key and a grudge would type."""
    chosen = rendering or f"(SELECT MIN(id) FROM rendering WHERE announcement_id = {announcement})"
    tx.run(
        "INSERT INTO outbox (account_id, channel, class, priority, state, made_at, not_before, body, rendering_id)"
        f" VALUES (0, 'web', '{kind}', 5, 'waiting', :at, :at, :body, {chosen})",
        at=times.text(NOW),
        body=b"",
    )
