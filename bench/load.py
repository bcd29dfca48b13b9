"""The load: many speakers, each waiting for an answer before the next line, some of them under way at any moment.

A process of its own, started by `bench/intake.py` through `bench/children.py`; the same for the bot and for its peers.
It talks in lines of JSON: prints the address of its stand-in, is told where to send (nothing: where the stand-in was
told), prints its figures, and ends when its input does. Requests are built beforehand. Where it is told of `replicas`, the
connections are spread over them as a balancer would.
"""

import asyncio
import gc
import json
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any, cast

import uvloop

from bench import dialogue, standin, wire

WARM_UP = 64  # dialogues before the clock starts
CONNECT_SECONDS = 20.0
MOST_REPEATS = 1000
STALL_SECONDS = 30.0


class Talk:
    """One speaker: what there is to say, and how far it has come."""

    __slots__ = ("began", "lines", "step")

    def __init__(self, lines: list[bytes]) -> None:
        self.lines = lines
        self.step = 0
        self.began = 0.0


class Play:
    """The speakers of one run. A line of theirs that is not answered with 200 is said again, as Telegram does."""

    def __init__(self, talks: list[list[bytes]]) -> None:
        self._ready = deque(Talk(lines) for lines in talks)
        self._unanswered = sum(len(lines) for lines in talks)
        self._idle: list[Callable[[], None]] = []
        self.latencies: list[float] = []
        self.repeated = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def next(self, wake: Callable[[], None]) -> Talk | None:
        """Return a speaker whose turn it is; with none, `wake` is called when there is one."""
        if not self._ready:
            self._idle.append(wake)
            return None
        talk = self._ready.popleft()
        talk.began = talk.began or time.perf_counter()
        return talk

    def answered(self, talk: Talk, status: int) -> None:
        """Note an answer; the speaker queues for the next line, behind all the others."""
        if status == 200:
            self.latencies.append(time.perf_counter() - talk.began)
            talk.step, talk.began = talk.step + 1, 0.0
            self._unanswered -= 1
        else:
            self.repeated += 1
            if self.repeated > MOST_REPEATS:
                self.fail(f"{self.repeated} updates were refused, the last with {status}")
        if talk.step < len(talk.lines):
            self._ready.append(talk)
            if self._idle:
                self._idle.pop()()
        elif not self._unanswered and not self.done.done():
            self.done.set_result(None)

    def fail(self, why: str) -> None:
        """Give up."""
        if not self.done.done():
            self.done.set_exception(ConnectionError(why))


class Line(asyncio.Protocol):
    """One kept-alive connection: one update under way."""

    def __init__(self) -> None:
        self._messages = wire.Messages()
        self._transport: asyncio.WriteTransport | None = None
        self._play: Play | None = None
        self._talk: Talk | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def join(self, play: Play) -> None:
        """Carry what is said in this play."""
        self._play = play
        self.go()

    def go(self) -> None:
        """Send the next update there is."""
        if self._play is None or self._transport is None:
            return
        self._talk = talk = self._play.next(self.go)
        if talk is not None:
            self._transport.write(talk.lines[talk.step])

    def data_received(self, data: bytes) -> None:
        """Take an answer."""
        for head, _ in self._messages.feed(data):
            talk, self._talk = self._talk, None
            if self._play is None or talk is None:
                continue
            self._play.answered(talk, wire.status(head))
            self.go()

    def connection_lost(self, exc: Exception | None) -> None:
        """With an update under way nobody knows what became of it: then nothing can be measured."""
        if self._play is not None and self._talk is not None:
            self._play.fail(f"a connection was lost: {exc or 'closed by the other side'}")


def main(arguments: list[str]) -> None:
    """Play as many dialogues as the first argument says, as many at a time as the second says."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run(int(arguments[0]), int(arguments[1])))


async def _run(dialogues: int, in_flight: int) -> None:
    telegram = standin.Standin()
    await telegram.start()
    _print({"api": telegram.address})
    target = json.loads(await asyncio.to_thread(sys.stdin.readline))
    if "url" in target:
        webhook = standin.Webhook(url=target["url"], secret=target["secret"])
    else:
        webhook = await asyncio.wait_for(telegram.webhook, CONNECT_SECONDS)
    now = int(time.time())
    warm_up = dialogue.requests(webhook.url, webhook.secret, dialogues=WARM_UP, first=0, now=now)
    talks = dialogue.requests(webhook.url, webhook.secret, dialogues=dialogues, first=WARM_UP, now=now)
    lines = await connect([webhook.url, *target.get("replicas", ())], in_flight)
    gc.freeze()
    gc.disable()
    try:
        await play(lines, warm_up)
        figures = await play(lines, talks)
    except ConnectionError as error:
        figures = {"error": str(error)}
    # Everything that was acknowledged, the warm-up too: so much must be in the database.
    said = sum(len(lines) for lines in (*warm_up, *talks))
    _print({**figures, "acknowledged": said, "dialogues": WARM_UP + dialogues})
    await asyncio.to_thread(sys.stdin.read)


async def play(lines: list[Line], talks: list[list[bytes]]) -> dict[str, Any]:
    """Let these talks be had over these connections; what came of it. Raises ConnectionError."""
    talked = Play(talks)
    began, busy = time.monotonic(), time.process_time()
    for line in lines:
        line.join(talked)
    await _until_done(talked)
    ended, busy = time.monotonic(), time.process_time() - busy
    latencies = sorted(talked.latencies)
    return {
        "updates": len(latencies),
        "repeated": talked.repeated,
        "began": began,
        "ended": ended,
        "p50_ms": _percentile(latencies, 50),
        "p99_ms": _percentile(latencies, 99),
        "longest_ms": _percentile(latencies, 100),
        "generator_busy": round(busy / (ended - began), 3),
    }


async def _until_done(play: Play) -> None:
    """Wait for the last answer, as long as answers come."""
    before = -1
    while not play.done.done() and len(play.latencies) > before:
        before = len(play.latencies)
        await asyncio.wait([play.done], timeout=STALL_SECONDS)
    play.fail(f"no answer for {STALL_SECONDS:.0f} s")
    await play.done


async def connect(urls: list[str], in_flight: int) -> list[Line]:
    """Open the connections, to each address in turn; the other side may still be on its way up."""
    doors = [url.removeprefix("http://").partition("/")[0].partition(":") for url in urls]
    until = time.monotonic() + CONNECT_SECONDS
    loop = asyncio.get_running_loop()
    lines: list[Line] = []
    while len(lines) < in_flight:
        host, _, port = doors[len(lines) % len(doors)]
        try:
            _, line = await loop.create_connection(Line, host, int(port))
        except OSError:
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.05)
        else:
            lines.append(line)
    return lines


def _percentile(latencies: list[float], percent: int) -> float:
    """The least latency, in milliseconds, that so many of a hundred do not exceed."""
    return round(1000 * latencies[-(-len(latencies) * percent // 100) - 1], 2)


def _print(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
