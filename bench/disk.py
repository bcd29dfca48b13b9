"""Where measurements keep their homes: on a disk, for in memory a commit costs nothing.

Called by `bench/intake.py`, `bench/announce.py` and `bench/queue.py`.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on a disk, removed in the end: /tmp is memory on many machines. TMPDIR names another."""
    disk = None if "TMPDIR" in os.environ or not Path("/var/tmp").is_dir() else "/var/tmp"
    with tempfile.TemporaryDirectory(prefix="flagpost-bench-", dir=disk) as made:
        yield Path(made)
