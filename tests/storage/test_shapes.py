"""Two threads that read the same kind for the first time: the process lives, and both have what they read.

A crash would take the tests with it, so it is tried in a child.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
AT_ONCE = """
import dataclasses, sys, threading
from typing import Any
import msgspec
from storage import shapes

sys.setswitchinterval(1e-5)


def fresh(number: int) -> Any:
    inner = dataclasses.make_dataclass(f"Inner{number}", [(f"is_{each}", bool) for each in range(6)])
    fields = [(f"at_{each}", int) for each in range(12)]
    return dataclasses.make_dataclass(f"Outer{number}", [*fields, ("inner", inner)])


def at_once(read: Any, kind: Any, given: Any, gate: threading.Barrier, found: list[Any]) -> None:
    gate.wait()
    found.append(read(given, kind))


plain = {**{f"at_{each}": each for each in range(12)}, "inner": {f"is_{each}": True for each in range(6)}}
readers = {
    "decode": (shapes.decode, msgspec.json.encode(plain)),
    "convert": (shapes.convert, plain),
    "unpack": (shapes.unpack, msgspec.msgpack.encode(plain)),
}
read, given = readers[sys.argv[1]]
for number in range(60):
    kind, gate, found = fresh(number), threading.Barrier(4), []
    threads = [threading.Thread(target=at_once, args=(read, kind, given, gate, found)) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 4 and all(dataclasses.asdict(one) == plain for one in found), found
"""


@pytest.mark.parametrize("how", ["decode", "convert", "unpack"])
def test_threads_that_meet_a_kind_at_the_same_time_all_read_it(how: str) -> None:
    child = subprocess.run([sys.executable, "-c", AT_ONCE, how], cwd=ROOT, capture_output=True, text=True)

    assert child.returncode == 0, child.stderr
