"""What is written to the log, and what never is."""

from __future__ import annotations

import io
import json
import logging
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import logs

STORY = "自然资源局张三的违建"
TOKEN = "4200001:AAErT7_secret-secret-secret-secret1"


class Log:
    """A log under test: ours, and another library's."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = logs.handler(self.stream)
        self.ours, self.theirs = logging.getLogger("bot.somewhere"), logging.getLogger("uvicorn.somewhere")
        for logger in (self.ours, self.theirs):
            logger.addHandler(self.handler)
            logger.propagate = False

    def close(self) -> None:
        """Leave the loggers as they were."""
        for logger in (self.ours, self.theirs):
            logger.removeHandler(self.handler)
            logger.propagate = True

    @property
    def events(self) -> list[dict[str, Any]]:
        """What was written, line by line."""
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    made = Log()
    yield made
    made.close()


def test_our_own_event_is_one_line_with_its_place(log: Log) -> None:
    log.ours.warning("Row %d (class %s)\nwas not delivered", 7, "R")
    (event,) = log.events
    assert event["event"] == "Row 7 (class R)\nwas not delivered"
    assert (event["level"], event["logger"]) == ("warning", "bot.somewhere")
    assert event["at"].startswith("operations/test_logs.py:")
    assert "timestamp" in event


def test_another_library_s_words_are_not_kept(log: Log) -> None:
    log.theirs.error("POST https://api.example/bot%s/sendMessage with %s", TOKEN, STORY)
    log.theirs.error(f"Exception in callback handle({STORY})")
    assert len(log.events) == 2
    assert STORY not in log.stream.getvalue()
    assert TOKEN not in log.stream.getvalue()
    assert log.events[0]["logger"] == "uvicorn.somewhere"


def test_an_exception_is_told_by_type_and_place_and_nothing_that_it_says(log: Log) -> None:
    def handle(story: str) -> None:
        try:
            int(story)
        except ValueError as error:
            raise KeyError(story) from error

    for logger in (log.ours, log.theirs):
        try:
            handle(STORY)
        except KeyError:
            logger.exception("A message could not be handled")
    for event in log.events:
        assert [each["type"] for each in event["error"]] == ["KeyError", "ValueError"]
        assert event["error"][0]["where"][-1].endswith(" handle")
    assert STORY not in log.stream.getvalue()
    assert "违建" not in log.stream.getvalue()


@pytest.mark.parametrize(
    "secret",
    [
        TOKEN,
        "postgresql://flagpost:hunter2@db.example/flagpost",
        "i_7K3M9PQRST",
        "7K3M9PQRST",
        "7100000042",
        "-1001234567890",
        "203.0.113.77",
        "2001:db8::7334:1",
        "zhang.san@example.org",
        "3f9a1c0b7d5e4f2a8b6c0d1e2f3a4b5c",
        "dGhpc0lzQVNlc3Npb25Ub2tlbjEyMzQ1",
    ],
)
def test_what_looks_like_a_secret_is_struck_out_of_our_own_words_too(log: Log, secret: str) -> None:
    log.ours.error("Could not reach %s now", secret)
    assert log.events[0]["event"] == "Could not reach […] now"


@pytest.mark.parametrize(
    "harmless",
    [
        "Row 1234567 (class P, telegram) was not delivered: answer_lost",
        "Chore 12 (evidence.fetch) failed: StorageUnavailable",
        "The clock was set by -3600.0 s, or this machine slept",
        "The clock could not do what was due: publication announcement 3",
    ],
)
def test_what_an_operator_needs_is_not_struck_out(log: Log, harmless: str) -> None:
    log.ours.error("%s", harmless)
    assert log.events[0]["event"] == harmless


def test_an_event_that_cannot_be_written_does_not_print_what_it_was_given(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    log.handler.handle(log.ours.makeRecord("bot", logging.ERROR, __file__, 1, "%d", (STORY,), None))
    assert log.events == [{"event": "An event could not be written", "level": "error"}]
    assert STORY not in capsys.readouterr().err


def test_a_process_that_crashes_leaves_where_each_thread_stood_and_nothing_that_a_variable_held() -> None:
    ended = subprocess.run([sys.executable, "-c", CRASHING], cwd=ROOT, capture_output=True, text=True)

    assert ended.returncode == -signal.SIGSEGV
    assert "Fatal Python error: Segmentation fault" in ended.stderr
    assert " in read_a_story\n" in ended.stderr, "the thread that crashed"
    assert " in wait_for_it\n" in ended.stderr, "the one that waited"
    assert STORY not in ended.stderr


ROOT = Path(__file__).parents[3]
CRASHING = f"""
import ctypes, threading
from bot import logs

def read_a_story(story):
    ctypes.string_at(0)

def wait_for_it(thread):
    thread.start()
    thread.join()

logs.begin()
wait_for_it(threading.Thread(target=read_a_story, args=("{STORY}",)))
"""
