"""What a reviewer finds and what waits for them, held to a plain look at every clue: whatever is asked, by whomever.

The office is drawn at random, a little world of few words and units, so that everything meets everything.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.operations import index_merge
from domain.matters.parts.clue_guards import KINDS, WORKED, ClueStage
from domain.mechanism.standing import Pending
from storage import clues, people, shapes, times, tokens
from storage.database import Database, Tx
from storage.desk import finding, queue
from storage.desk.queue import EVERYTHING, Wanted
from storage.desk.viewing import Viewer
from storage.mechanism import recusals
from storage.road import history
from tests.support import engines, told

NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
UNITS = ("U01", "U02", "U03", "U04")
WORDS = ("违建", "举报", "推诿", "窗口", "材料", "敷衍", "wx9", "补贴")
PEOPLE = (1, 2, 3)
OPEN = (ClueStage.TRIAGE, *map(ClueStage, sorted(WORKED)), ClueStage.REVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A clue as the test knows it."""

    id: int
    story: str
    unit: str
    kind: str
    stage: ClueStage
    due_at: datetime | None
    owner_id: int | None
    brought_by: int | None
    proposed_by: int | None
    recused: frozenset[int]

    @property
    def pieces(self) -> set[str]:
        return tokens.pieces(self.story)


@dataclass(frozen=True, slots=True)
class Office:
    """All that there is."""

    database: Database
    clues: list[Known]
    draw: random.Random

    def seen_by(self, viewer: Viewer) -> list[Known]:
        return [
            clue
            for clue in self.clues
            if viewer.person_id not in clue.recused
            and viewer.person_id != clue.brought_by
            and clue.unit not in viewer.hidden_units
        ]

    def viewer(self) -> Viewer:
        return Viewer(
            person_id=self.draw.choice(PEOPLE), hidden_units=tuple(self.draw.sample(UNITS, self.draw.randint(0, 2)))
        )


@pytest.fixture(params=(1, 2))
async def office(request: pytest.FixtureRequest, tmp_path: Path, engine: str) -> AsyncIterator[Office]:
    draw = random.Random(request.param)
    database = await engines.open_database(tmp_path)
    known = await database.write(lambda tx: _fill(tx, draw))
    yield Office(database, known, draw)
    await database.close()


async def test_searching_finds_the_newest_that_have_all_words_and_may_be_seen(office: Office) -> None:
    found_some = 0
    for _ in range(150):
        viewer, limit = office.viewer(), office.draw.randint(1, 12)
        words = " ".join(office.draw.sample(WORDS, office.draw.choice((0, 1, 1, 2, 3))))
        unit = office.draw.choice(("", "", *UNITS))
        kind = office.draw.choice(("", "", *KINDS[:3]))
        expected = [
            clue.id
            for clue in sorted(office.seen_by(viewer), key=lambda clue: -clue.id)
            if tokens.pieces(words) <= clue.pieces and unit in ("", clue.unit) and kind in ("", clue.kind)
        ][:limit]
        found = await office.database.read(
            lambda tx: finding.find(tx, viewer, words=words, unit=unit, kind=kind, limit=limit)  # noqa: B023
        )
        assert [clue.id for clue in found] == expected, (viewer, words, unit, kind)
        found_some += bool(expected)
    assert found_some > 50


async def test_words_that_hold_nothing_to_look_for_find_nothing(office: Office) -> None:
    assert await office.database.read(lambda tx: finding.find(tx, office.viewer(), words="，。！")) == []


async def test_the_queue_and_its_counts_hold_what_waits_and_may_be_seen(office: Office) -> None:
    tonight = NOON + timedelta(days=2)
    for _ in range(40):
        viewer, after, limit = office.viewer(), office.draw.choice((0, 0, 3)), office.draw.randint(1, 9)
        parts: dict[Wanted, Callable[[Known], bool]] = {
            EVERYTHING: lambda clue: True,
            Wanted(is_mine=True): lambda clue: clue.owner_id == viewer.person_id,  # noqa: B023
            Wanted(free_at=NOON): lambda clue: clue.owner_id is None,
            Wanted(due_before=tonight): lambda clue: clue.due_at is not None and clue.due_at < tonight,
            Wanted(unit="U02"): lambda clue: clue.unit == "U02",
            Wanted(kind=KINDS[0]): lambda clue: clue.kind == KINDS[0],
            Wanted(is_for_me_to_sign=True): lambda clue: clue.proposed_by not in (None, viewer.person_id),  # noqa: B023
        }
        open_ones = [clue for clue in office.seen_by(viewer) if clue.stage in OPEN]
        open_ones.sort(key=lambda clue: (clue.due_at is not None, clue.due_at, clue.id))
        expected = {part: [clue.id for clue in open_ones if is_in(clue)] for part, is_in in parts.items()}
        for part, numbers in expected.items():
            found = await office.database.read(
                lambda tx: queue.waiting(tx, viewer, part, after=after, limit=limit)  # noqa: B023
            )
            assert [clue.id for clue in found] == numbers[after : after + limit], (viewer, part)
        counts = await office.database.read(lambda tx: queue.count(tx, viewer, *parts))  # noqa: B023
        assert counts == [len(numbers) for numbers in expected.values()]
        for column, groups in (("unit", queue.units), ("kind", queue.kinds)):
            met = Counter(getattr(clue, column) for clue in open_ones)
            found_groups = await office.database.read(lambda tx: groups(tx, viewer))  # noqa: B023
            assert found_groups == sorted(met, key=lambda each: (-met[each], each))


async def test_nearly_the_same_words_about_the_same_unit_are_suggested_and_no_others(office: Office) -> None:
    story = "三月五日在自然资源局窗口递交违建举报材料，工作人员互相推诿，至今没有人到现场查看处理"

    def put(tx: Tx, words: str, unit: str, code: str) -> int:
        return _add(tx, words, unit, "t01", code)

    def work(tx: Tx) -> tuple[int, int, list[int]]:
        twin = put(tx, story.replace("三月五日", "三月六日"), "U01", "a")
        put(tx, story, "U02", "b")
        put(tx, "补贴款项一直没有发放，打电话询问也没有结果", "U01", "c")
        moved = put(tx, story + "。", "U03", "d")
        clues.set_unit(tx, moved, "U01")
        mine = put(tx, story, "U01", "e")
        return twin, moved, [clue.id for clue in finding.similar(tx, mine)]

    twin, moved, near = await office.database.write(work)
    assert sorted(near) == [twin, moved]


async def test_a_clue_whose_unit_was_corrected_is_found_under_the_new_one_alone(office: Office) -> None:
    viewer = Viewer(person_id=9, hidden_units=())

    def work(tx: Tx) -> tuple[int, list[int], list[int]]:
        number = _add(tx, "独一无二的一句话", "U01", "t01", "x")
        clues.set_unit(tx, number, "U02")
        before, after = (finding.find(tx, viewer, words="独一无二", unit=unit) for unit in ("U01", "U02"))
        return number, [clue.id for clue in before], [clue.id for clue in after]

    number, before, after = await office.database.write(work)
    assert (before, after) == ([], [number])


async def test_an_index_in_many_parts_is_merged_into_one_and_finds_the_same(tmp_path: Path, engine: str) -> None:
    database = await engines.open_database(tmp_path)
    for number in range(60):
        await database.write(lambda tx: _add(tx, f"{WORDS[number % 5]}和{number}", "U01", "t01", str(number)))  # noqa: B023
    viewer = Viewer(person_id=9, hidden_units=())

    def found(tx: Tx) -> list[list[int]]:
        return [[clue.id for clue in finding.find(tx, viewer, words=words, limit=99)] for words in (*WORDS, "和7")]

    def parts(tx: Tx) -> int:
        return int(tx.value(tx.words.parts)) if tx.words.parts else 1

    before, many = await database.read(found), await database.read(parts)
    steps = await index_merge.tidy(database)
    assert await database.read(found) == before
    assert await database.read(parts) == 1
    assert (many > finding.FEW and steps > 0) or engine == "postgresql"
    assert await index_merge.tidy(database) == 0
    await database.close()


async def test_whenever_clues_came_the_newest_are_found_first_and_none_is_left_out(tmp_path: Path, engine: str) -> None:
    """PostgreSQL is asked for the last few, then for the last two eras, then for all: numbers as of a million clues."""
    database, viewer = await engines.open_database(tmp_path), Viewer(person_id=9, hidden_units=())
    numbers = (1, 2, 32_767, 32_768, 98_303, 98_304, 131_072, 163_000, 163_839, 163_840, 163_900)

    def fill(tx: Tx) -> None:
        for number in numbers:
            if engine == "postgresql":
                tx.value("SELECT setval('matter_id_seq', :number, false)", number=number)
            _add(tx, f"{WORDS[number % 2]}补贴", "U01", "t01", str(number))

    async def found(words: str, limit: int) -> list[int]:
        return [c.id for c in await database.read(lambda tx: finding.find(tx, viewer, words=words, limit=limit))]

    await database.write(fill)
    everything = await found("", 99)
    assert everything == (sorted(numbers, reverse=True) if engine == "postgresql" else [*range(11, 0, -1)])
    for limit in range(1, len(numbers) + 2):
        assert await found("补贴", limit) == everything[:limit]
        odd = [number for number in everything if _is_odd(number, engine, numbers)]
        assert await found(f"{WORDS[1]} 补贴", limit) == odd[:limit]
    await database.close()


async def test_postgresql_asks_its_index_for_words_and_for_bands(tmp_path: Path) -> None:
    """The expression that is asked is the one that is indexed, and the era in it as long."""
    with engines.chosen("postgresql"):
        database = await engines.open_database(tmp_path)

    def plans(tx: Tx) -> list[str]:
        tx.run("SET LOCAL enable_seqscan = off")
        asked = [
            f"SELECT 1 FROM clue_words WHERE {tx.words.matching(['a1'], 0)[-1]}",
            tx.words.banded.format(band="band").replace(":recent", "9"),
        ]
        return ["".join(row[0] for row in tx.all(f"EXPLAIN {sql}", band="z1")) for sql in asked]

    words, bands = await database.write(plans)
    assert "clue_words_tokens" in words
    assert "clue_words_band_pkey" in bands
    await database.close()


def _is_odd(number: int, engine: str, numbers: tuple[int, ...]) -> bool:
    return (number if engine == "postgresql" else numbers[number - 1]) % 2 == 1


def _fill(tx: Tx, draw: random.Random) -> list[Known]:
    for person in PEOPLE:
        tx.run("INSERT INTO person (id, label, unit, made_at) VALUES (:id, 'x', '', '')", id=person)
    accounts = [people.open_account(tx, "web", str(number), "route", "zh", NOON).id for number in range(6)]
    for account, person in zip(accounts, PEOPLE, strict=False):
        tx.run("UPDATE account SET person_id = :person WHERE id = :id", person=person, id=account)
    return [_one(tx, draw, accounts, number) for number in range(120)]


def _one(tx: Tx, draw: random.Random, accounts: list[int], number: int) -> Known:
    story = "，".join(draw.choices(WORDS, k=draw.randint(1, 5)))
    place = draw.randrange(len(accounts))
    known = Known(
        id=0,
        story=story,
        unit=draw.choice(UNITS),
        kind=draw.choice(KINDS[:3]),
        stage=draw.choice([*OPEN, *OPEN, *ClueStage]),
        due_at=draw.choice([None, *(NOON + timedelta(hours=12 * step) for step in range(8))]),
        owner_id=draw.choice([None, None, *PEOPLE]),
        brought_by=PEOPLE[place] if place < len(PEOPLE) else None,
        proposed_by=draw.choice([None, None, None, *PEOPLE]),
        recused=frozenset(person for person in PEOPLE if draw.random() < 0.1),
    )
    known = replace(known, id=_add(tx, story, known.unit, known.kind, str(number), accounts[place]))
    pending = known.proposed_by and tx.vault.seal(
        shapes.encode(Pending(move="reject", by=known.proposed_by, given={})), f"clue|pending|{known.id}"
    )
    tx.run(
        "UPDATE matter SET stage = :stage, due_at = :due, owner_id = :owner, pending = :pending WHERE id = :id",
        stage=known.stage.value,
        due=times.maybe_text(known.due_at),
        owner=known.owner_id,
        pending=pending,
        id=known.id,
    )
    if known.proposed_by:
        body: dict[str, object] = {"from": known.stage.value, "to": known.stage.value, "given": {}, "proposed_by": None}
        line = history.HistoryLine(at=NOON, actor=f"person:{known.proposed_by}", what="reject.proposed", body=body)
        history.write(tx, "clue", known.id, line)
    for person in known.recused:
        recusals.recuse(tx, "clue", known.id, person, NOON)
    return known


def _add(tx: Tx, story: str, unit: str, kind: str, code: str, account: int = 1) -> int:
    return told.add_clue(tx, {"story": story, "unit": unit, "kind": kind}, NOON, account=account, code=code)
