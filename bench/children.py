"""Child processes: started, spoken with in lines of JSON, watched, ended.

Whatever a child complains of goes to a log, whose end is shown when the child fails.
"""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
ROOT = Path(__file__).parents[1]
STOP_SECONDS = 20.0


class CouldNotMeasure(Exception):
    """The measurement failed, or would not mean what it says."""


class Child:
    """One running child."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log

    async def hear(self, seconds: float) -> dict[str, Any]:
        """Return the next line it prints."""
        assert self._process.stdout is not None
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), seconds)
        except TimeoutError:
            raise CouldNotMeasure(f"Nothing was heard for {seconds:.0f} s.{self.complaint()}") from None
        if not line:
            raise CouldNotMeasure(f"A child ended too early.{self.complaint()}")
        heard: dict[str, Any] = json.loads(line)
        if "error" in heard:
            raise CouldNotMeasure(f"The load broke off: {heard['error']}.")
        return heard

    def tell(self, message: Mapping[str, object]) -> None:
        """Send it one line."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode() + b"\n")

    async def ended(self, seconds: float) -> None:
        """Wait until it is done; it must have gone well."""
        try:
            code = await asyncio.wait_for(self._process.wait(), seconds)
        except TimeoutError:
            raise CouldNotMeasure(f"A child took longer than {seconds:.0f} s.{self.complaint()}") from None
        if code:
            raise CouldNotMeasure(f"A child ended with {code}.{self.complaint()}")

    async def while_running(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for `work`, but not longer than this child lives."""
        task, end = asyncio.create_task(work), asyncio.create_task(self._process.wait())
        try:
            await asyncio.wait({task, end}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise CouldNotMeasure(f"It ended with {end.result()} in the middle.")
            return await task
        except CouldNotMeasure as problem:
            raise CouldNotMeasure(f"{problem} What was to be measured says:{self.complaint()}") from None
        finally:
            task.cancel()
            end.cancel()

    def peak_mb(self) -> float:
        """The kernel's high-water mark of its memory, in MB (10⁶ bytes)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("ascii", "replace")
        kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
        return round(int(kib) * 1024 / 1e6, 1)

    def busy_s(self) -> float:
        """Seconds of processor it has taken by now."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def complaint(self) -> str:
        """The end of its log."""
        lines = self._log.read_text("utf-8", "replace").splitlines()[-15:]
        return "\n".join(["", *lines])

    async def stop(self) -> None:
        """End it, kindly first."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._process.returncode is None:
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def running(
    arguments: Sequence[str],
    log: Path,
    *,
    talks: bool = False,
    python: str = sys.executable,
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[Child]:
    """Run Python with these arguments, from the checkout; `env` is added to an environment without our settings.

    What a child prints goes to the log too, unless it `talks`.
    """
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("FLAGPOST")}
    with log.open("ab") as complaints:
        process = await asyncio.create_subprocess_exec(
            python,
            *arguments,
            cwd=ROOT,
            env={**kept, "PYTHONPATH": str(ROOT), **(env or {})},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE if talks else complaints,
            stderr=complaints,
        )
    child = Child(process, log)
    try:
        yield child
    finally:
        await child.stop()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
