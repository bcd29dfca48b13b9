"""How fast it goes: held to a referee who knows every moment at which the platform counted, in time that is moved."""

from __future__ import annotations

import heapq
import math
import random
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.traits import LIMITS
from bot.channels.wecom.traits import LIMITS as WECOM_LIMITS
from bot.delivery.pacing import ENOUGH_TRIPS, STRETCH, Pace

ALL, PRIVATE, GROUP = (30, 1.0), (1, 1.0), (20, 60.0)  # what the platform permits: so many in a window that slides
GROUPS = ("-100", "-200", "@news")
TICK = 1e-6


@dataclass(frozen=True, slots=True)
class Message:
    """One that waits for its chat from some moment on; how long its way takes, and that of its answer."""

    chat: str
    since: float = 0.0
    there: float = 0.0
    back: float = 0.0


@dataclass(slots=True)
class Run:
    """What became of the messages: when each left, and when the platform counted it."""

    left: list[tuple[float, Message]] = field(default_factory=list)

    @property
    def counted(self) -> list[tuple[float, str]]:
        return sorted((at + message.there, message.chat) for at, message in self.left)


def simulate(messages: list[Message], pace: Pace | None = None, begins: float = 1000.0) -> Run:
    """Send everything as early as the pace lets it go, as one who holds many messages would."""
    pace, now, run = pace or Pace(LIMITS), begins, Run()
    waiting = list(messages)
    under_way: list[tuple[float, int]] = []
    while waiting:
        while under_way and under_way[0][0] <= now:
            answered_at, place = heapq.heappop(under_way)
            left_at, message = run.left[place]
            pace.answered(message.chat, left_at, answered_at)
        moments = [at for at, _ in under_way[:1]]
        if (rest := pace.wait(now)) > 0:
            now = min([*moments, now + rest + TICK])
            continue
        for message in waiting:
            wait = max(pace.chat_wait(message.chat, now), begins + message.since - now)
            if wait <= 0:
                pace.take(message.chat, now)
                waiting.remove(message)
                run.left.append((now, message))
                heapq.heappush(under_way, (now + message.there + message.back, len(run.left) - 1))
                break
            moments.append(now + wait + TICK)
        else:
            now = min(moments)
    return run


def assert_permitted(run: Run) -> None:
    """Hold every window to what the platform bears, wherever it begins."""
    assert_within([at for at, _ in run.counted], *ALL)
    for chat in {chat for _, chat in run.counted}:
        assert_within([at for at, where in run.counted if where == chat], *(GROUP if chat in GROUPS else PRIVATE))


def assert_within(times: list[float], most: int, seconds: float) -> None:
    closest = min((later - earlier for earlier, later in zip(times, times[most:], strict=False)), default=seconds)
    assert closest >= seconds - 1e-9


def assert_never_idle(run: Run, begins: float = 1000.0) -> None:
    """Whenever nothing left for longer than a thirtieth of a second, nothing that waited was permitted.

    "Permitted" with windows a hundredth longer: so much is kept for clocks that disagree.
    """
    gone: list[tuple[float, str]] = []
    for place, (at, gone_now) in enumerate(run.left):
        before = run.left[place - 1][0] if place else begins
        if at - before > 1 / 30 + 0.001:
            for _, message in run.left[place:]:
                waited = begins + message.since < at - 0.034
                assert not waited or is_blocked(gone, message.chat, at - 0.001)
        gone.append((at, gone_now.chat))


def is_blocked(gone: list[tuple[float, str]], chat: str, now: float) -> bool:
    for (most, seconds), times in (
        (ALL, [at for at, _ in gone]),
        (GROUP if chat in GROUPS else PRIVATE, [at for at, where in gone if where == chat]),
    ):
        if sum(at > now - seconds * 1.011 for at in times) >= most:
            return True
    return False


def used_to(way: float) -> Pace:
    """A pace that has seen how quick the network can be."""
    pace = Pace(LIMITS)
    for number in range(ENOUGH_TRIPS):
        pace.take("somebody", number)
        pace.answered("somebody", number, number + way)
    return pace


def test_wecom_is_given_no_more_than_it_would_drop_without_a_word() -> None:
    """F19: 30 a minute and 1000 an hour to a member, 20 a minute to a robot; what is over it is answered with “ok” and shown to nobody."""
    run = simulate([*[Message("ann")] * 1100, *[Message("robot:甲", there=0.2, back=0.2)] * 60], Pace(WECOM_LIMITS))
    times = {chat: [at for at, where in run.counted if where == chat] for chat in ("ann", "robot:甲")}
    assert_within(times["ann"], 30, 60.0)
    assert_within(times["ann"], 1000, 3600.0)
    assert_within(times["robot:甲"], 20, 60.0)


CHATS = st.sampled_from([*GROUPS, *(f"chat{number}" for number in range(9))])
FEW = st.sampled_from(["-100", "chat", "other"])
TIMES = st.floats(0, 3, allow_nan=False)
WAYS = st.sampled_from([0.0, 0.02, 0.2, 1.5])


@settings(max_examples=200)
@given(st.lists(st.builds(Message, CHATS | FEW, TIMES, WAYS, WAYS), max_size=90), WAYS, WAYS)
def test_whatever_waits_and_however_slow_the_network_no_window_ever_holds_too_many(
    messages: list[Message], there: float, back: float
) -> None:
    messages = [replace(each, there=each.there + there, back=each.back + back) for each in messages]
    assert_permitted(simulate(messages, used_to(there + back)))


@settings(max_examples=30)
@given(st.lists(st.builds(Message, CHATS, TIMES, WAYS, WAYS), max_size=ENOUGH_TRIPS))
def test_before_the_network_is_known_nothing_is_taken_for_granted(messages: list[Message]) -> None:
    assert_permitted(simulate(messages))


@settings(max_examples=60)
@given(st.lists(st.builds(Message, CHATS, TIMES), max_size=120))
def test_whatever_waits_nothing_that_is_permitted_waits_for_nothing(messages: list[Message]) -> None:
    run = simulate(messages)
    assert_permitted(run)
    assert_never_idle(run)


@pytest.mark.parametrize("way", [0.0, 0.005, 0.1])
def test_a_thousand_chats_are_reached_at_what_the_platform_permits(way: float) -> None:
    draw = random.Random(2)
    chats = [*(f"chat{number}" for number in range(980)), *(f"chat{number}" for number in range(50)), *GROUPS * 9]
    draw.shuffle(chats)
    run = simulate([Message(chat, there=way + draw.random() / 500, back=way) for chat in chats])
    assert_permitted(run)
    times = [at for at, _ in run.counted]
    assert (len(times) - 1) / (times[-1] - times[0]) >= 0.97 * 30


def test_one_chat_gets_one_a_second_and_a_group_twenty_a_minute_while_others_go_on() -> None:
    order = [*["chat"] * 30, *["-100"] * 40, *(f"chat{number}" for number in range(40))]
    run = simulate([Message(chat) for chat in order])
    assert_permitted(run)
    at = {chat: [time for time, where in run.counted if where == chat] for chat in set(order)}
    assert at["chat"][-1] - at["chat"][0] < 29 * 1.02
    assert 60 <= at["-100"][20] - at["-100"][0] < 61
    assert at["chat39"][0] < 1004


def test_messages_are_spread_over_the_second() -> None:
    times = [at for at, _ in simulate([Message(f"chat{number}") for number in range(300)]).counted]
    assert max(sum(start <= at < start + 0.1 for at in times) for start in times) <= 4


def test_where_no_answer_comes_nothing_more_leaves_than_one_window_holds() -> None:
    pace, now = Pace(LIMITS), 0.0
    for number in range(30):
        now += pace.wait(now)
        pace.take(f"chat{number}", now)
    assert pace.wait(now + 1000) == math.inf
    pace.answered("chat0", 0.0, now + 1000)
    assert pace.wait(now + 1000) == pytest.approx(STRETCH)


def test_what_another_process_sent_a_moment_ago_counts() -> None:
    pace = Pace(LIMITS)
    for number in range(30):
        pace.recall(f"chat{number % 29}" if number else "-100", 1000 - 0.5)
    for number in range(19):
        pace.recall("-100", 1000 - 0.4 + number / 100)
    assert STRETCH - 0.501 <= pace.wait(1000.0) <= STRETCH - 0.2
    assert pace.chat_wait("chat1", 1000.0) == pytest.approx(STRETCH - 0.5)
    assert pace.chat_wait("-100", 1000.0) == pytest.approx(60 * STRETCH - 0.5)
    assert pace.chat_wait("other", 1000.0) == 0


def test_after_a_halt_nothing_rushes_out() -> None:
    pace = Pace(LIMITS)
    pace.halt(1000.0, 30.0)
    run = simulate([Message(f"chat{number}") for number in range(100)], pace)
    assert run.counted[0][0] >= 1030.0
    assert_permitted(run)


def test_a_chat_that_was_refused_is_left_alone_and_the_others_are_not() -> None:
    pace = Pace(LIMITS)
    pace.hold("busy", 1000.0, 20.0)
    pace.hold("busy", 1000.0, 5.0)
    assert pace.chat_wait("busy", 1010.0) == 10.0
    assert pace.chat_wait("other", 1010.0) == 0.0


def test_a_platform_out_of_reach_is_asked_more_rarely_but_every_ten_seconds_and_one_success_ends_it() -> None:
    pace, now, rests = Pace(LIMITS), 0.0, []
    for _ in range(12):
        pace.failed(now)
        rests.append(pace.wait(now))
        now += rests[-1]
    assert rests == [0, 0, 1, 2, 4, 8, 10, 10, 10, 10, 10, 10]
    assert pace.is_doubtful
    pace.went()
    assert not pace.is_doubtful
