"""Everything but death: a bot stopped in its tracks, with a wrong clock, a full disk, a locked database, a twin, and a
platform that repeats itself and stammers.

Each scene is played in a `Town` among people who speak: it begins a life, disturbs it, sees it back in service and ends
it. What the scene itself can see wrong goes into `town.found`; the rest is for `town.wrong()`.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from tests.faults.harm.nest import ROOT, clean_environment
from tests.faults.people import hands
from tests.faults.people.town import PATIENCE, Town, quiet_port
from tests.telegram.telegram_faults import held
from tests.telegram.telegram_queue import Waiting

Scene = Callable[[Town], Awaitable[None]]

SOME, MORE = 8, 20  # messages heard before and after
LEASE = 1.0  # seconds instead of a minute
BUSY = 250  # milliseconds instead of five seconds
REFUSED = 8  # messages that must have been refused before a disturbance is over
HOUR, DECADE = 3_600.0, 3_652 * 86_400.0
AGAIN = 50  # times that each message is brought again
JUNK = (b"{", b"[1]", b"17", b'{"message":{}}', b'{"update_id":"7"}', b"\xff\xfe", b"[" * 5_000)
STRANGE: tuple[dict[str, object], ...] = (
    {"telepathy": {"thought": "…"}},
    {"message_reaction": {"chat": {"id": 1, "type": "private"}, "message_id": 1, "date": 1}},
    {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "channel", "title": "c"}, "text": "…"}},
)


async def stopped(town: Town) -> None:
    """Stopped for longer than its claims hold; another takes its rows meanwhile (F06)."""
    town.gather()
    town.nest.begin(suffers={"lease": LEASE})
    await town.in_time(town.hears(SOME))
    answer = asyncio.Event()
    town.telegram.fail("sendMessage", held(answer))
    await _until(lambda: not town.telegram.is_failing("sendMessage"))
    await hands.stop_between_transactions(town)
    await asyncio.sleep(1.5 * LEASE)
    taken = hands.take_over(town, 2 * LEASE)
    answer.set()
    town.nest.signals(signal.SIGCONT)
    await town.in_time(town.hears(SOME))
    town.found += [
        f"a claim of another's was touched: {row}" for row, fence in taken if not hands.is_ours(town, row, fence)
    ]
    town.tally["rows taken over"] += len(taken)
    await town.finish()


async def wrong_clock(town: Town) -> None:
    """An hour back and an hour ahead in the middle of a talk; then 1970, then ten years ahead, for whole talks (F22)."""
    file, working = town.folder / "clock", hands.working_day() - datetime.now(UTC)
    hands.sign(town, datetime.now(UTC) + working + timedelta(seconds=HOUR / 2))
    _set(file, working.total_seconds())
    town.nest.begin(suffers={"clock": str(file)})
    town.gather()
    for ahead in (-HOUR, HOUR):
        await town.in_time(town.hears(SOME))
        _set(file, working.total_seconds() + ahead)
    await town.in_time(town.hears(SOME))
    await _until(lambda: bool(hands.said_in_public(town)))
    await town.rest()
    for moment in (datetime(1970, 1, 2, tzinfo=UTC), datetime.now(UTC) + timedelta(seconds=DECADE)):
        _set(file, (moment - datetime.now(UTC)).total_seconds())
        town.gather()
        await town.in_time(town.hears(MORE))
        await town.rest()
    file.unlink()
    town.gather()
    await town.in_time(town.hears(SOME))
    await town.finish()
    if hands.said_in_public(town) != ["sent"]:
        town.found.append(f"an announcement that was due once: {hands.said_in_public(town)}")


async def full_disk(town: Town) -> None:
    """No room on the disk for a while: nothing is acknowledged, pages are still served, and it goes on by itself (F25)."""
    sign = town.folder / "full"
    town.gather()
    town.nest.begin(suffers={"full": str(sign)})
    await town.in_time(town.hears(SOME))
    sign.touch()
    await _refused(town)
    sign.unlink()
    await town.in_time(town.hears(MORE))
    await town.finish()


async def locked(town: Town) -> None:
    """Somebody else holds the database locked, many times as long as it is waited for (F26)."""
    town.gather()
    town.nest.begin(suffers={"busy": BUSY})
    await town.in_time(town.hears(SOME))
    with hands.connection(town) as connection:
        connection.execute("BEGIN IMMEDIATE")
        await _refused(town)
        connection.execute("ROLLBACK")
    await town.in_time(town.hears(MORE))
    await town.finish()


async def twin(town: Town) -> None:
    """A second one is started on the same home: it ends with a sentence, the first goes on (F07)."""
    town.gather()
    town.nest.begin()
    await town.in_time(town.hears(SOME))
    second = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=ROOT,
        env=clean_environment() | town.env | {"FLAGPOST_WEB": f"127.0.0.1:{quiet_port()}", "FLAGPOST_LOCALE": "en"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await second.communicate()
    if second.returncode != 1 or b"Another Flagpost" not in said:
        town.found.append(f"the second one ended with {second.returncode}: {said.decode()}")
    await town.in_time(town.hears(SOME))
    await town.finish()


async def polite(town: Town) -> None:
    """Asked to stop while many speak, again and again (F05)."""
    town.gather()
    for _ in range(3):
        town.nest.begin()
        await town.in_time(town.hears(SOME))
        await town.stop()
    await town.calm_down()  # what was claimed when it was asked is taken up when the claims run out


async def repeated(town: Town) -> None:
    """Everything that two people said comes fifty times more, all at once, and again after a restart (F08)."""
    chats = [int(one.speaker) for one in town.record.speakers if one.channel == "telegram"][:2]
    past = [update for update in town.telegram.queue.past if update.chat_id in chats]
    for _ in range(2):
        town.nest.begin()
        for update in past:
            for copy in range(AGAIN // 2):
                town.telegram.queue.add(Waiting(update.number, -1_000_000 - copy, update.body))
        await town.in_time(_nothing_waits(town))
        await town.finish()
    town.tally["brought again"] += len(past) * AGAIN


async def jumbled(town: Town) -> None:
    """The numbers of updates jump down and up; gaps are no sign of anything (F09)."""
    town.nest.begin()
    town.gather()
    for _ in range(6):
        town.telegram.jump(town.drawn.randint(20_000, 2_000_000_000))
        await town.in_time(town.hears(SOME))
    await town.finish()


async def stammering(town: Town) -> None:
    """Updates that nobody can read, and kinds that nobody knows yet, between those of people who speak (F54)."""
    town.nest.begin()
    town.gather()
    await town.in_time(town.hears(SOME))
    for place, junk in enumerate(JUNK):
        town.telegram.push_raw(junk, chat_id=-2_000_000 - place)
    for place, update in enumerate(STRANGE):
        town.telegram.push_raw(json.dumps({"update_id": 70_000 + place, **update}).encode(), chat_id=-3_000_000 - place)
    town.record.junk += len(JUNK)
    await town.in_time(town.hears(MORE))
    await town.finish()


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (stopped, wrong_clock, full_disk, locked, twin, polite, jumbled, stammering, repeated)
}


def _set(clock: Path, ahead: float) -> None:
    written = clock.with_suffix(".new")
    written.write_text(str(ahead), "ascii")
    written.replace(clock)


async def _refused(town: Town) -> None:
    """Return when so many messages were refused; meanwhile pages are served."""
    answers = town.telegram.queue.answers
    before = len(answers)
    await _until(lambda: sum(status == 503 for _, status in answers[before:]) >= REFUSED)
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        for page in ("/chat", "/board"):
            answer = await client.get(f"{town.address}{page}")
            if answer.status_code != 200:
                town.found.append(f"{page} answered {answer.status_code} while nothing could be written")
    town.tally["refused"] += REFUSED


async def _nothing_waits(town: Town) -> None:
    while town.telegram.queue.waiting:  # noqa: ASYNC110 - it rings for each of thousands
        await asyncio.sleep(0.02)


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110 - what is waited for is another's and rings no bell
            await asyncio.sleep(0.005)
