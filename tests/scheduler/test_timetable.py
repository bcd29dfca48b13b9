"""Jobs come again as their triggers say: one that fails comes again, one that takes long lets its next time wait, none outlives
the timetable."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from apscheduler.triggers.base import BaseTrigger

from scheduler.timetable import Job, Timetable, every


class Often(BaseTrigger):  # type: ignore[misc]  # it has no types
    """A trigger that is due again a thousandth of a second later."""

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """When next."""
        return now + timedelta(milliseconds=1)


@asynccontextmanager
async def running(*jobs: Job) -> AsyncIterator[None]:
    task = asyncio.create_task(Timetable(jobs).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def often(do: Callable[[], Awaitable[object]]) -> Job:
    return Job(name="often", when=Often(), do=do)


async def test_a_job_that_fails_is_reported_without_its_words_and_comes_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The hourly round ended for good at the first fault that was not storage's, and nobody heard of it."""
    done: list[int] = []
    twice = asyncio.Event()

    async def fails() -> None:
        done.append(1)
        if len(done) > 1:
            twice.set()
        raise KeyError("somebody's words")

    async with running(often(fails)), asyncio.timeout(20):
        await twice.wait()
    assert "The job often was not finished: KeyError" in caplog.text
    assert "somebody's words" not in caplog.text


async def test_one_that_takes_long_lets_its_next_time_wait_and_ends_with_the_timetable(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun: list[int] = []
    ended: list[int] = []
    goes_on_times: list[int] = []
    others = asyncio.Event()

    async def takes_long() -> None:
        begun.append(1)
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(1)

    async def goes_on() -> None:
        goes_on_times.append(1)
        if len(goes_on_times) > 5:
            others.set()

    async with running(often(takes_long), often(goes_on)), asyncio.timeout(20):
        await others.wait()
    assert (begun, ended) == ([1], [1])
    assert caplog.text == ""


async def test_only_what_begins_at_once_does() -> None:
    done: list[str] = []
    at_once = asyncio.Event()

    def does(name: str) -> Callable[[], Any]:
        async def do() -> None:
            done.append(name)
            at_once.set()

        return do

    async with running(
        Job(name="later", when=every(hours=1), do=does("later")),
        Job(name="now", when=every(hours=1), do=does("now"), begins_at_once=True),
    ):
        async with asyncio.timeout(20):
            await at_once.wait()
        await asyncio.sleep(0)
    assert done == ["now"]
