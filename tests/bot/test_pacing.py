"""How fast it goes: counted over every window of simulated time, never measured."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest

from bot.pacing import Limits, Pace


def simulate(chats: list[str], pace: Pace) -> list[tuple[float, str]]:
    """Send everything as early as the pace lets it go, as one who holds many messages would."""
    now, waiting, sent = 1000.0, list(chats), []
    while waiting:
        ready = next((chat for chat in waiting if pace.chat_wait(chat, now) <= 0), None)
        if ready is None or pace.wait(now) > 0:
            now += 0.005
            continue
        pace.take(ready, now)
        waiting.remove(ready)
        sent.append((now, ready))
    return sent


def most_within(times: list[float], window: float) -> int:
    """The most that fall into any window of this length."""
    return max(sum(start <= time < start + window for time in times) for start in times)


def test_a_mass_of_notices_goes_evenly_and_as_fast_as_the_platform_bears() -> None:
    sent = simulate([f"chat{number}" for number in range(300)], Pace(Limits()))
    times = [time for time, _ in sent]
    assert most_within(times, 1.0) <= 29
    assert most_within(times, 0.1) <= 3
    assert 300 / (times[-1] - times[0]) > 25


def test_one_chat_gets_three_at_once_and_then_one_a_second() -> None:
    times = [time for time, _ in simulate(["chat"] * 12, Pace(Limits()))]
    for seconds in (1.0, 2.0, 5.0):
        assert most_within(times, seconds) <= 3 + seconds
    assert times[2] - times[0] < 1
    assert times[-1] - times[0] < 10


def test_a_group_gets_eighteen_a_minute_while_others_go_on() -> None:
    order = ["-100"] * 40 + ["@news"] * 40 + [f"chat{number}" for number in range(40)]
    random.Random(1).shuffle(order)
    by_chat = defaultdict(list)
    for time, chat in simulate(order, Pace(Limits())):
        by_chat[chat].append(time)
    for group in ("-100", "@news"):
        assert most_within(by_chat[group], 60.0) == 18
    assert max(by_chat["chat39"]) < min(by_chat["-100"]) + 10


def test_a_message_of_several_parts_counts_as_several() -> None:
    pace = Pace(Limits())
    pace.take("-100", 0.0, messages=18)
    assert pace.chat_wait("-100", 1.0) == 59.0
    assert pace.wait(0.0) == pytest.approx(18 / 28)


def test_after_a_halt_nothing_rushes_out() -> None:
    pace = Pace(Limits())
    pace.halt(1000.0, 30.0)
    sent = simulate([f"chat{number}" for number in range(100)], pace)
    assert sent[0][0] >= 1030.0
    assert most_within([time for time, _ in sent], 1.0) <= 29


def test_a_chat_that_was_refused_is_left_alone_and_the_others_are_not() -> None:
    pace = Pace(Limits())
    pace.hold("busy", 1000.0, 20.0)
    pace.hold("busy", 1000.0, 5.0)
    assert pace.chat_wait("busy", 1010.0) == 10.0
    assert pace.chat_wait("other", 1010.0) == 0.0


def test_a_platform_out_of_reach_is_asked_ever_more_rarely_and_one_success_ends_it() -> None:
    pace, now, rests = Pace(Limits()), 0.0, []
    for _ in range(12):
        pace.failed(now)
        rests.append(pace.wait(now))
        now += rests[-1]
    assert rests == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert pace.is_doubtful
    pace.went()
    assert not pace.is_doubtful
