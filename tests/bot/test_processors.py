"""A bot that serves keeps the threads that carry messages on one processor, and lets everything else have all of them.

Seen in a child, for the threads of the tests themselves should stay where they are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

# A thread of before the serving stands for the writer. Whoever asks is told on how many processors each may run.
SERVED = """
import asyncio, json, os, signal, threading, urllib.request
from bot import processors
from bot.house import serving

def seen():
    return sorted(os.sched_getaffinity(0))

async def application(scope, receive, send):
    answer = {"loop": seen(), "writer": sorted(os.sched_getaffinity(writer.native_id)), "aside": await asyncio.to_thread(seen)}
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

def ask():
    with urllib.request.urlopen(f"http://127.0.0.1:{listener.getsockname()[1]}/") as answer:
        return json.load(answer)

async def main():
    serving_ = asyncio.create_task(serving.serve(application, listener, closing=lambda: None))
    answers = [await asyncio.get_running_loop().run_in_executor(None, ask) for _ in range(20)]
    os.kill(os.getpid(), signal.SIGTERM)
    await serving_
    print(json.dumps({"all": sorted(everywhere), "served": answers, "after": seen()}))

everywhere = os.sched_getaffinity(0)
processors.STAYS = processors.CHOOSES = 0.01
listener = serving.listen("127.0.0.1", 0)
done = threading.Event()
writer = threading.Thread(target=done.wait)
writer.start()
serving.run(main())
done.set()
"""


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system keeps no thread on a processor")
def test_the_threads_that_carry_messages_share_a_processor_and_leave_the_rest_to_others() -> None:
    """A loop and a writer on two processors woke each other for every statement: a fifth of the speed was gone."""
    ended = subprocess.run([sys.executable, "-c", SERVED], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    everywhere = told["all"]
    together = [each for each in told["served"] if len(each["loop"]) == 1]
    assert together, "they were never kept together"
    assert all(each["writer"] == each["loop"] for each in together)
    assert all(each["aside"] == everywhere for each in told["served"])
    assert any(each["loop"] == everywhere for each in told["served"]), "the system never chose again"
    assert told["after"] == everywhere
