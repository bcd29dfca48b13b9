"""A home with as many clues as wanted, made in minutes: plain rows, many at a time, of what the product's own functions make.

Real, each by the function that makes it in the office: every token of the word index, every story sealed under a key of its
own, numbers, marks, terms. Made up: the words are drawn from a vocabulary of a few thousand two-character words by Zipf's
law, as words are in any language; nearly all clues are closed, a backlog of `OPEN` waits, however old the office is. The
history of each clue is two entries whose hashes chain nothing; what was said in and out of each is one handled and one
delivered row.
"""

import functools
import itertools
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from domain.matters.parts.clue_guards import KINDS, ClueStage
from storage import clues as clue_rows
from storage import shapes, times, tokens, vault
from storage.engines import opening
from storage.engines.sqlite import connection as sqlite_connection

CHUNK = 5_000
OPEN = 3_000  # clues that wait for a reviewer
UNITS = 400
VOCABULARY = 4_000
REVIEWERS = 20
CLUES_OF_AN_ACCOUNT = 4
FIRST_ACCOUNT = 1_000
LONGEST = 45  # words of a story
YEARS = range(2019, 2027)
Rows = dict[str, list[tuple[Any, ...]]]

COLUMNS = {
    "account": "id, channel, mark, route, locale, consented_at, made_at",
    "matter": (
        "id, kind, number, code, stage, epoch, since, due_at, rules, unit, category, account_id, alias, owner_id,"
        " key, story, made_at"
    ),
    "term": "matter_id, name, begun_at, due_at, extended, lapse, rings",
    "clue": "id, source",
    "history": "id, matter, matter_id, seq, at, actor, what, body, hash",
    "inbox": "id, channel, event_key, speaker, received_at, state",
    "clue_words": "clue_id, tokens",
    "outbox": "id, account_id, channel, class, priority, state, made_at, not_before, body, sent_at",
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Two-character words by rank, and how often each is said."""

    words: tuple[str, ...]
    weights: tuple[float, ...]

    def story(self, draw: random.Random) -> str:
        """Tell something."""
        said = draw.choices(self.words, cum_weights=self.weights, k=draw.randint(12, LONGEST))
        parts = ["".join(said[start : start + 6]) for start in range(0, len(said), 6)]
        return "，".join(parts) + f"，{draw.randint(1, 12)}月{draw.randint(1, 28)}日{draw.randint(1, 20)}次。"


@functools.cache
def vocabulary() -> Vocabulary:
    """The same words every time: pairs of a thousand common characters, the first the most frequent."""
    draw = random.Random(7)
    characters = [chr(0x4E00 + draw.randrange(0x3000)) for _ in range(1_000)]
    words = list(dict.fromkeys("".join(draw.sample(characters, 2)) for _ in range(VOCABULARY * 2)))[:VOCABULARY]
    weights = itertools.accumulate(1 / rank for rank in range(1, VOCABULARY + 1))
    return Vocabulary(tuple(words), tuple(weights))


def unit_names() -> list[str]:
    """The register: every unit's name; its code is U and its place."""
    kinds = ("局", "委", "办", "中心", "镇", "街道", "公司", "所")
    said = vocabulary().words
    return [f"清溪县{said[-1 - place]}{kinds[place % len(kinds)]}" for place in range(UNITS)]


def make(place: opening.DatabasePlace, key: Path, number: int, now: datetime, tell: Callable[[int], None]) -> None:
    """Fill an office that `flagpost init` has made and nobody has open. `tell` hears how many clues are there."""
    with _writer(place, vault.Vault(vault.read_key(key))) as write:
        jobs = [(key, start, min(start + CHUNK, number), number, now) for start in range(0, number, CHUNK)]
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
            for job, rows in zip(jobs, workers.map(_chunk, jobs), strict=True):
                write(rows)
                tell(job[2])


@contextmanager
def _writer(place: opening.DatabasePlace, keys: vault.Vault) -> Iterator[Callable[[Rows], None]]:
    """Yield what writes many rows in one transaction."""
    if place.url:
        from bench import making_on_server  # here, because its driver is an extra

        with making_on_server.writer(place.url) as copy:
            yield copy
        return
    connection = sqlite_connection.connect(place.file, keys)
    connection.execute("PRAGMA cache_size=-1000000")

    def write(rows: Rows) -> None:
        connection.execute("BEGIN IMMEDIATE")
        for table, many in rows.items():
            columns = COLUMNS[table]
            marks = ", ".join("?" * len(columns.split(",")))
            into = "clue_words (rowid, tokens)" if table == "clue_words" else f"{table} ({columns})"
            connection.executemany(f"INSERT INTO {into} VALUES ({marks})", many)
        connection.execute("COMMIT")

    try:
        yield write
    finally:
        connection.close()


def _chunk(job: tuple[Path, int, int, int, datetime]) -> Rows:
    """Make the rows of the clues from one number up to another, of so many in all."""
    key, start, end, number, now = job
    maker = _Maker(vault.Vault(vault.read_key(key)), random.Random(start), number, now)
    for clue_id in range(start + 1, end + 1):
        maker.add(clue_id)
    return maker.rows


class _Maker:
    """Makes the rows of one chunk."""

    def __init__(self, keys: vault.Vault, draw: random.Random, number: int, now: datetime) -> None:
        self._keys, self._draw, self._number, self._now = keys, draw, number, now
        self._vocabulary = vocabulary()
        self._body = keys.seal(b"{}", "made for a measurement")
        self.rows: Rows = {table: [] for table in COLUMNS}

    def add(self, clue_id: int) -> None:
        """Make one clue and what belongs to it."""
        draw, rows = self._draw, self.rows
        at = self._now - timedelta(minutes=3 * (self._number - clue_id) + draw.randint(0, 2))
        written, account = times.text(at), FIRST_ACCOUNT + clue_id // CLUES_OF_AN_ACCOUNT
        rows["matter"].append(self._matter(clue_id, at, account))
        rows["clue"].append((clue_id, "pub"))
        for seq in (1, 2):
            entry = ("clue", clue_id, seq, written, "system", "open_triage.moved", self._body, draw.randbytes(32))
            rows["history"].append((2 * clue_id + seq, *entry))
        rows["inbox"].append((clue_id, "telegram", f"m{clue_id}", draw.randbytes(32), written, "handled"))
        rows["outbox"].append((clue_id, account, "web", "R", 0, "sent", written, written, self._body, written))
        if clue_id % CLUES_OF_AN_ACCOUNT == 0:
            rows["account"].append((account, "web", draw.randbytes(32), self._body, "zh", written, written))

    def _matter(self, clue_id: int, at: datetime, account: int) -> tuple[Any, ...]:
        draw, keys = self._draw, self._keys
        story = self._vocabulary.story(draw)
        unit, kind = unit_code(int(UNITS * draw.random() ** 2)), draw.choice(KINDS)
        words = tokens.of(keys, f"{story} ")
        found = tokens.of_clue(keys, words, unit=unit, kind=kind)
        self.rows["clue_words"].append((clue_id, " ".join(sorted(found))))
        number = number_of(clue_id)
        key = keys.new_matter_key(f"clue|{number}")
        told = shapes.encode(clue_rows.ClueStory(story=story, when="", where="")).decode()
        is_open = is_waiting(clue_id, self._number)
        stage = (
            draw.choice((ClueStage.TRIAGE, ClueStage.TRIAGE, ClueStage.TRIAGE, ClueStage.REVIEW))
            if is_open
            else ClueStage.CLOSED
        )
        due = times.text(self._now + timedelta(hours=draw.randint(-24, 240))) if is_open else None
        if due is not None:
            rule = "clue_review_decide" if stage == ClueStage.REVIEW else "clue_triage_target"
            self.rows["term"].append((clue_id, rule, times.text(at), due, 0, "", ""))
        owner = draw.choice((None, draw.randint(1, REVIEWERS), draw.randint(1, REVIEWERS)))
        written = times.text(at)
        sealed = keys.seal_story(key, told, f"clue|{number}")
        about = (unit, kind, account, "热心人", owner, key, sealed, written)
        return (clue_id, "clue", number, draw.randbytes(32), stage.value, 2, written, due, 1, *about)


def number_of(clue_id: int) -> str:
    """The number on the receipt: each year has its share."""
    return f"QS-{YEARS[clue_id % len(YEARS)]}-{clue_id // len(YEARS):06}"


def unit_code(place: int) -> str:
    """The code of a unit; low places have many more clues than high ones."""
    return f"U{place + 1:03}"


def is_waiting(clue_id: int, number: int) -> bool:
    """Whether a clue waits for a reviewer: every third of the newest."""
    return clue_id > number - 3 * OPEN and clue_id % 3 == 0
