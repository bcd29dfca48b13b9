"""Whether all is well: every fact has its sentence when it is not as it should be, and none when it is."""

from __future__ import annotations

import inspect
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import language
from bot.channel import ChannelFacts, ChannelFinding, NotSent, Undeliverable
from bot.meters import Meters
from bot.operations import metrics, watch_desk, watch_pages, watching
from bot.operations.clock_watch import ClockFacts, ClockWatch
from bot.operations.watching import WatchedFacts
from domain.matters import troubles as law
from domain.matters.troubles import TroubleStage
from domain.mechanism import procedure
from domain.people import Role
from domain.said import Said
from domain.saying import Class
from storage import people, troubles
from storage.database import Tx
from storage.road import chores, history, inbox
from storage.upkeep import watching as figures
from storage.upkeep.watching import Queue, WatchedFigures
from tests.support import delivery_room, lifecycles
from tests.support.delivery_room import NOON, House

DEAF = ChannelFinding(key="telegram_deaf", facts={"why": "HTTP 409"}, is_well=False)
WELL = WatchedFacts(
    at=NOON,
    figures=WatchedFigures(
        unhandled=0,
        oldest_unhandled=None,
        outbox=(),
        troubles=dict.fromkeys((TroubleStage.UNKNOWN, TroubleStage.UNDELIVERED, TroubleStage.UNHANDLED), 0),
        chores=0,
        oldest_chore=None,
        dead_chores=0,
        checkpoint_at=NOON,
        backup_at=NOON,
        backup_size=1000,
        backup_error="",
        operators=1,
        has_bypass_contact=True,
    ),
    free=50_000_000_000,
    wal=0,
    tick=1.0,
    channels={"telegram": ChannelFacts(why=None, silent_for=20.0, rebuilt=0)},
)


def ago(**given: float) -> datetime:
    return NOON - timedelta(**given)


def one_trouble(stage: TroubleStage) -> dict[TroubleStage, int]:
    return {**WELL.figures.troubles, stage: 1}


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    async with delivery_room.open_house(tmp_path) as opened:
        yield opened


def test_where_all_is_well_nothing_is_said() -> None:
    assert watching.wrong(WELL) == []


@pytest.mark.parametrize(
    ("name", "changed", "is_grave", "words"),
    [
        ("inbox", {"unhandled": 3, "oldest_unhandled": ago(seconds=61)}, True, "waited 61 s"),
        (
            "outbox",
            {"outbox": (Queue(kind="R", state="waiting", number=7, oldest=ago(minutes=6)),)},
            True,
            "Answers: 7 wait",
        ),
        (
            "outbox",
            {"outbox": (Queue(kind="N", state="claimed", number=7, oldest=ago(minutes=61)),)},
            True,
            "Notices: 7 are being sent",
        ),
        (
            "outbox",
            {"outbox": (Queue(kind="P", state="waiting", number=1, oldest=ago(minutes=11)),)},
            True,
            "Public words: 1 wait",
        ),
        ("unknown", {"troubles": one_trouble(TroubleStage.UNKNOWN)}, True, "1 word(s) may or may not"),
        ("undelivered", {"troubles": one_trouble(TroubleStage.UNDELIVERED)}, False, "1 word(s) could not"),
        ("unhandled", {"troubles": one_trouble(TroubleStage.UNHANDLED)}, False, "1 message(s)"),
        ("operators", {"operators": 0}, False, "flagpost invite admin"),
        ("chores", {"chores": 2, "oldest_chore": ago(minutes=16)}, False, "2 chore(s)"),
        ("dead_chores", {"dead_chores": 1}, False, "given up"),
        ("checkpoint", {"checkpoint_at": ago(hours=4)}, False, "4 h old"),
        ("backup_old", {"backup_at": ago(hours=27)}, True, "27 h old"),
        ("backup_none", {"backup_at": None}, False, "no backup yet"),
        ("backup_failed", {"backup_error": "No space left"}, True, "failed"),
    ],
)
def test_what_the_database_knows_has_a_sentence(name: str, changed: dict[str, Any], is_grave: bool, words: str) -> None:
    (finding,) = watching.wrong(replace(WELL, figures=replace(WELL.figures, **changed)))
    assert (finding.name, finding.is_grave) == (name, is_grave)
    assert words in finding.sentence


@pytest.mark.parametrize(
    ("name", "changed", "is_grave", "words"),
    [
        ("disk", {"free": 400_000_000}, True, "400 MB are free"),
        ("disk", {"free": 1_500_000_000}, False, "1500 MB are free"),
        ("wal", {"wal": 600_000_000}, False, "600 MB"),
        ("clock", {"clock": ClockFacts(step=-3600.0)}, True, "-3600 s"),
        ("tick", {"tick": 61.0}, True, "not rung for 61 s"),
        (
            "channel",
            {"channels": {"telegram": ChannelFacts(why=DEAF, silent_for=None, rebuilt=0)}},
            True,
            "Telegram: nothing is heard: HTTP 409",
        ),
        (
            "channel_mind",
            {"channels": {"telegram": ChannelFacts(why=None, minds=[DEAF], silent_for=None, rebuilt=0)}},
            False,
            "Telegram: nothing is heard: HTTP 409",
        ),
    ],
)
def test_what_the_process_knows_has_a_sentence(name: str, changed: dict[str, Any], is_grave: bool, words: str) -> None:
    (finding,) = watching.wrong(replace(WELL, **changed))
    assert (finding.name, finding.is_grave) == (name, is_grave)
    assert words in finding.sentence


@pytest.mark.parametrize(
    "changed",
    [
        {"unhandled": 3, "oldest_unhandled": ago(seconds=59)},
        {"outbox": tuple(Queue(kind=kind, state="waiting", number=99, oldest=ago(minutes=4)) for kind in "NPR")},
        {"outbox": (Queue(kind="N", state="waiting", number=99, oldest=ago(minutes=59)),)},
        {"oldest_unhandled": NOON + timedelta(days=1)},
        {"checkpoint_at": None},
    ],
)
def test_what_is_merely_busy_is_well(changed: dict[str, Any]) -> None:
    assert watching.wrong(replace(WELL, figures=replace(WELL.figures, **changed))) == []


def test_a_clock_that_was_set_is_noticed_and_told_of_for_an_hour() -> None:
    wall, seconds = NOON, 0.0
    watch = ClockWatch(clock=lambda: wall, timer=lambda: seconds)

    def passes(by: float, *, ahead: float = 0.0) -> ClockFacts:
        nonlocal wall, seconds
        seconds += by
        wall += timedelta(seconds=by + ahead)
        watch.look()
        return watch.facts()

    for _ in range(1000):
        assert passes(2.0, ahead=0.001).step == 0.0  # the slow pull of a time server
    assert passes(2.0).drift == pytest.approx(1.0, abs=0.01)
    assert passes(2.0, ahead=-3600.0).step == pytest.approx(-3600.0)
    assert passes(2.0, ahead=70.0).step == pytest.approx(-3600.0)
    assert passes(3599.0).step == pytest.approx(70.0)
    assert passes(10.0).step == 0.0


def test_a_servers_backups_are_not_judged() -> None:
    """An office that was moved keeps what it knew of its last own backup; that grows old without meaning anything."""
    long_ago = replace(WELL.figures, backup_at=ago(days=9), backup_error="No space left")
    assert watching.wrong(replace(WELL, figures=long_ago, is_on_server=True)) == []


async def test_the_figures_are_those_of_what_is_open(house: House) -> None:
    person, page = await house.account("one"), await house.account("two", channel="web")
    said = Said(channel="telegram", event_key="1", speaker="9", route="9", at=NOON, text="words")

    def work(tx: Tx) -> None:
        assert inbox.keep(tx, said, people.mark(tx.vault, "telegram", "9"), NOON)
        chores.put(tx, "fetch", person, {}, NOON + timedelta(seconds=5))
        history.checkpoint(tx, 0, b"", NOON)
        grantee = tx.value("INSERT INTO person (label, unit, made_at) VALUES ('x', '', '') RETURNING id")
        people.grant(tx, grantee, Role.ADMIN, NOON)
        tx.run("UPDATE account SET person_id = :person WHERE id = :id", person=grantee, id=page)
        tx.run("INSERT INTO meta (name, value) VALUES ('backup.last_at', '2026-03-05T03:00:00.000000Z')")
        tx.run("INSERT INTO meta (name, value) VALUES ('backup.last_size', '77')")
        begun = procedure.beginning(
            law.PROCEDURE, (law.TroubleMove.NOT_DELIVERED,), lifecycles.RULES, lifecycles.days(), NOON
        )
        troubles.begin(tx, begun, law.TroubleReason.BLOCKED, "", outbox_id=1)

    await house.database.write(work)
    await house.say(person, "回执")
    house.time.seconds = 10.0
    await house.say(person, "回执")
    await house.say(person, "通知", kind=Class.NOTICE)
    await house.say(page, "在页面上等着", channel="web")
    await house.announce("web")
    found = await house.database.read(lambda tx: figures.figures(tx, ("telegram",), house.time.now()))

    assert (found.unhandled, found.oldest_unhandled) == (1, NOON)
    assert (found.chores, found.oldest_chore) == (1, NOON + timedelta(seconds=5))
    assert found.outbox == (
        Queue(kind="N", state="waiting", number=1, oldest=NOON + timedelta(seconds=10)),
        Queue(kind="P", state="waiting", number=1, oldest=NOON + timedelta(seconds=10)),
        Queue(kind="R", state="waiting", number=2, oldest=NOON),
    )
    assert found.troubles[TroubleStage.UNDELIVERED] == 1
    assert (found.checkpoint_at, found.operators) == (NOON, 1)
    assert (found.backup_at, found.backup_size) == (NOON - timedelta(hours=1), 77)


async def test_what_was_given_up_and_what_is_retried_are_told_apart(house: House) -> None:
    one, two = await house.account("one"), await house.account("two")
    await house.say(one, "一")
    await house.say(two, "二")
    house.channel.outcomes.extend([Undeliverable("blocked", is_gone=True), NotSent("no connection")])
    await house.deliver()
    found = await house.database.read(lambda tx: figures.figures(tx, ("telegram",), house.time.now()))
    assert [(queue.kind, queue.state, queue.number) for queue in found.outbox] == [("R", "waiting", 1)]
    assert len(house.stuck) == 1


async def test_looking_costs_the_same_however_much_was_said_before(tmp_path: Path) -> None:
    """No question walks the rows that are done, as SQLite plans it."""
    asked: list[tuple[str, dict[str, Any]]] = []

    def work(tx: Tx) -> list[tuple[str, str]]:
        execute = tx._execute

        def noting(sql: str, given: dict[str, Any]) -> Any:
            asked.append((sql, given))
            return execute(sql, given)

        figures.figures(Tx(noting, tx.vault, tx.words), ("telegram",), NOON)
        plans = []
        for sql, given in asked:
            rows = execute(f"EXPLAIN QUERY PLAN {sql}", given).fetchall()
            plans += [(sql, row[-1]) for row in rows]
        return plans

    async with delivery_room.open_house(tmp_path) as house:
        plans = await house.database.read(work)
    walked = [
        (sql, plan) for sql, plan in plans if plan in ("SCAN inbox", "SCAN outbox", "SCAN history", "SCAN trouble")
    ]
    assert asked
    assert walked == []


def test_prometheus_reads_the_figures_and_no_label_names_anybody() -> None:
    counted = Meters()
    counted.message("web", "taken", 0.004)
    counted.message("web", "taken", 99.0)
    counted.message("telegram", "kept", 0.3)
    queue = Queue(kind="N", state="waiting", number=7, oldest=ago(minutes=2))
    facts = replace(
        WELL,
        figures=replace(WELL.figures, outbox=(queue,), troubles=one_trouble(TroubleStage.UNKNOWN)),
        channels={"telegram": replace(WELL.channels["telegram"], rebuilt=2, counts={"taken": 5})},
    )
    found = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(metrics.text(facts, counted).decode())
        for sample in family.samples
    }
    assert found["flagpost_well",] == 0.0
    assert found["flagpost_outbox", ("class", "N"), ("state", "waiting")] == 7.0
    assert found["flagpost_outbox_oldest_seconds", ("class", "N"), ("state", "waiting")] == 120.0
    assert found["flagpost_troubles", ("kind", "unknown")] == 1.0
    assert found["flagpost_channel_rebuilt_total", ("channel", "telegram")] == 2.0
    assert found["flagpost_updates_total", ("channel", "telegram"), ("outcome", "taken")] == 5.0
    assert found["flagpost_messages_total", ("channel", "web"), ("outcome", "taken")] == 2.0
    assert found["flagpost_message_seconds_bucket", ("channel", "web"), ("le", "0.005")] == 1.0
    assert found["flagpost_message_seconds_bucket", ("channel", "web"), ("le", "+Inf")] == 2.0
    assert found["flagpost_message_seconds_sum", ("channel", "web")] == pytest.approx(99.004)
    labels = {name for sample in found for name, _ in sample[1:]}
    assert labels == {"channel", "class", "state", "kind", "outcome", "le"}


async def test_one_person_for_whom_much_waits_makes_the_office_no_later(house: House) -> None:
    flooding, waiting = await house.account("flooding"), await house.account("waiting")
    await house.say(flooding, "答复")
    await house.deliver()
    for _ in range(20):
        await house.say(flooding, "答复")
    house.time.seconds += 320
    await house.deliver()
    found = await house.database.read(lambda tx: figures.figures(tx, ("telegram",), house.time.now()))
    assert [queue.number for queue in found.outbox] == [19]
    assert all((house.time.now() - queue.oldest).total_seconds() <= 61 for queue in found.outbox)
    await house.say(waiting, "答复")
    house.time.seconds += 301
    found = await house.database.read(lambda tx: figures.figures(tx, ("telegram",), house.time.now()))
    assert max((house.time.now() - queue.oldest).total_seconds() for queue in found.outbox) > 300


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_everything_that_can_be_found_wrong_has_a_sentence_in_both_languages(locale: str) -> None:
    words = language.table(locale)["watch"]
    source = inspect.getsource(watching) + inspect.getsource(watch_desk) + inspect.getsource(watch_pages)
    named = set(re.findall(r'(?:_grave|_mind)\(\s*"(\w+)"|Finding\(name="(\w+)"', source))
    assert {one or other for one, other in named} | {"home"} == set(words)
