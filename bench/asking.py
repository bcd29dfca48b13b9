"""The questions of the measurement: what a reviewer types, handled whole by the product.

A question costs what `handlers/conversation/dispatch.py` takes for the message, from finding the speaker to the reply in the
outbox; the commit is left out, which is the intake's.
"""

import asyncio
import functools
import itertools
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bench import making
from bench.children import CouldNotMeasure
from bot.house import intake
from domain.matters import clues as clue_law
from domain.matters.parts import clue_guards
from domain.mechanism import calendar, rules
from domain.mechanism.procedure import beginning
from domain.said import Said
from handlers.conversation import dispatch
from handlers.conversation.room import Office
from storage import clues, matters, people, times, vault
from storage.database import Database, Tx
from storage.desk import finding
from storage.road import outbox, pages, speakers

REVIEWER = "reviewer"
RECUSALS = 300
TODOS = (
    "待办",
    "/todo mine",
    "/todo unclaimed",
    "/todo overdue",
    "/todo kinds",
    "/todo units",
    "/next",
    "/todo +40",
)
ADDED, TOGETHER = 1_000, 50  # clues added, and so many in one commit


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one question: as the clock on the wall has them, and of the processor alone."""

    wall: float
    processor: float


def let_in(tx: Tx, number: int) -> None:
    """Let a reviewer in, one of those who own clues, with a unit of their own and matters they may not see."""
    at = datetime.now(UTC)
    if people.account_of(tx, "web", REVIEWER, at) is not None:
        return
    written = times.text(at)
    for person in range(1, making.REVIEWERS + 1):
        tx.run(
            "INSERT INTO person (id, label, unit, made_at) VALUES (:id, :label, :unit, :at)",
            id=person,
            label=f"Reviewer {person}",
            unit=making.unit_code(making.UNITS - person),
            at=written,
        )
    tx.run("INSERT INTO role_grant (person_id, role, granted_at) VALUES (1, 'reviewer', :at)", at=written)
    account = people.open_account(tx, "web", REVIEWER, REVIEWER, "zh", at).id
    tx.run("UPDATE account SET person_id = 1, consented_at = :at WHERE id = :id", at=written, id=account)
    for clue in sorted(random.Random(1).sample(range(1, number + 1), RECUSALS)):
        tx.run(
            "INSERT INTO recusal (matter, matter_id, person_id, at) VALUES ('clue', :id, 1, :at)", id=clue, at=written
        )


def questions(number: int, samples: int) -> dict[str, list[str]]:
    """What is asked, the same in every run."""
    draw = random.Random(3)
    searches = _searches(draw)
    waiting = [clue for clue in range(number, 0, -1) if making.is_waiting(clue, number)]

    def any_number() -> str:
        return making.number_of(draw.choice((draw.choice(waiting), draw.randint(1, number))))

    return {
        "queue": list(itertools.islice(itertools.cycle(TODOS), samples)),
        "find": [f"/search {any_number()}" for _ in range(samples)],
        "search": [f"/search {searches[place % len(searches)]()}" for place in range(samples)],
    }


def _searches(draw: random.Random) -> list[Callable[[], str]]:
    """What is searched for. Words by their place in the vocabulary: the first are in nearly every story."""
    words, units = making.vocabulary().words, making.unit_names()

    def common() -> str:
        return words[draw.randrange(10)]

    def usual() -> str:
        return words[draw.randrange(10, 400)]

    def rare() -> str:
        return words[draw.randrange(2_000, len(words))]

    return [
        rare,
        usual,
        common,
        lambda: f"{common()} {common()}",
        lambda: f"{common()} {rare()}",
        lambda: f"{usual()} {rare()}",
        lambda: f"{rare()} {rare()}",
        lambda: f"{usual()}{usual()}",
        lambda: f"{draw.choice(units)} {usual()}",
        lambda: f"{draw.choice(units)} {rare()}",
        lambda: f"推诿扯皮 {usual()}",
        lambda: f"{draw.choice(units)} 推诿扯皮",
    ]


async def asked(database: Database, office: Office, questions: list[str]) -> list[Cost]:
    """Ask; return the cost of each question. Every one must have been understood, and most of them answered."""
    began = datetime.now(UTC)

    def ask(tx: Tx, place: int, text: str) -> tuple[Cost, str]:
        at = began + timedelta(seconds=10 * place)
        said = Said(channel="web", event_key=f"{began}{place}", speaker=REVIEWER, route=REVIEWER, text=text, at=at)
        started, busy = time.perf_counter(), time.thread_time()
        account = dispatch.dispatch(tx, office, said, intake.draw(), speakers.hear(tx, said), at=at)
        cost = Cost(1000 * (time.perf_counter() - started), 1000 * (time.thread_time() - busy))
        reply = pages.page(tx, account, 0, 1)[0]
        return cost, type(outbox.body(tx, reply).saying).__name__ if reply.card_id is None else "card"

    answers = [await database.write(lambda tx: ask(tx, *each)) for each in enumerate(questions)]  # noqa: B023
    met = Counter(kind for _, kind in answers)
    if met["NotUnderstood"] or met["NothingFound"] + met["NotForYou"] > len(questions) / 2:
        raise CouldNotMeasure(f"The questions were answered with {dict(met)}.")
    return [cost for cost, _ in answers]


def recent(number: int, samples: int) -> list[int]:
    """Clues that came lately, the same in every run."""
    draw = random.Random(5)
    return [draw.randint(max(1, number - 5_000), number) for _ in range(samples)]


async def compared(database: Database, clues: list[int]) -> list[Cost]:
    """Look for clues like each of these."""

    def compare(tx: Tx, clue: int) -> Cost:
        started, busy = time.perf_counter(), time.thread_time()
        finding.similar(tx, clue)
        return Cost(1000 * (time.perf_counter() - started), 1000 * (time.thread_time() - busy))

    return [await database.read(functools.partial(compare, clue=clue)) for clue in clues]


async def submitted(database: Database) -> float:
    """Add clues as the intake does, many in a commit; return milliseconds of processor for each, its commit included."""
    draw, told = random.Random(6), making.vocabulary()
    days = calendar.Calendar(timezone=ZoneInfo("Asia/Shanghai"))
    submitted = replace(clue_law.PROCEDURE, first=clue_guards.ClueStage.SUBMITTED)
    begun = beginning(submitted, ("register", "open_triage"), rules.DEFAULT, days, datetime.now(UTC))

    def add(tx: Tx, place: int) -> None:
        words, unit, code = told.story(draw), making.unit_code(place), vault.new_code()
        new = matters.New(
            number=f"QS-{code}",
            unit=unit,
            category="t01",
            account_id=1,
            alias="热心人",
            code=code,
            story={"story": words, "when": "", "where": ""},
        )
        after = replace(begun[-1].after, id=matters.begin(tx, new, begun), unit=unit, category="t01")
        clues.add_beside(tx, after, {"story": words})

    busy = time.process_time()
    for _ in range(ADDED // TOGETHER):
        await asyncio.gather(*(database.write(lambda tx, place=place: add(tx, place)) for place in range(TOGETHER)))  # type: ignore[misc]
    return round(1000 * (time.process_time() - busy) / ADDED, 3)
