"""How fast the public board is with years of history behind it: each kind of page, while many read at once.

`flagpost run` is a child with a home of its own; `bench/telling.py` fills it. `README.md` says what counts.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import disk, subject, telling
from bench.children import CouldNotMeasure
from storage import vault
from storage.database import Database
from storage.engines import opening

ENGINES = {"sqlite": "", "postgresql": "postgresql"}
TOGETHER = 100  # announcements of one transaction
UNIT, YEAR, PERIOD, NUMBER = "U01", "2023", "2023-P3", "GG-2023-0100"
PAGES = {
    "front": "/board?lang=zh",
    "one": f"/board/{NUMBER}?lang=zh",
    "unit": f"/board/units/{UNIT}?lang=zh",
    "units": "/board/units?lang=zh",
    "period": f"/board/periods/{PERIOD}?lang=zh",
    "year": f"/board/periods/{YEAR}?lang=zh",
    "section": "/board/sections/case?lang=zh",
    "feed": "/board/feed.atom?lang=zh",
    "announcements": "/board/data.json",
    "tables": "/board/tables.csv",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much history, how many readers at once, and how often each page is asked for."""

    years: int = 5
    announcements: int = 2_000
    readers: int = 16
    requests: int = 1_600


async def measure(size: Size, engine: str, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure; return the figures of `README.md`. Raises CouldNotMeasure. `engine`: one of ENGINES, or empty for both."""
    rows: list[dict[str, Any]] = []
    for name in (engine,) if engine else ENGINES:
        with disk.folder() as folder, disk.database(ENGINES[name], name) as url:
            async with subject.prepared(folder, "http://127.0.0.1:9", url) as given:
                offline = {key: value for key, value in given.items() if "TELEGRAM" not in key}
                await _fill(size, folder, offline, tell)
                async with subject.running(folder, offline):
                    rows += [{"engine": name, **row} for row in await _read(size, offline["FLAGPOST_WEB"], tell)]
    return {"rows": rows, "size": {"announcements": size.announcements, "years": size.years, "readers": size.readers}}


async def _fill(size: Size, folder: Path, given: dict[str, str], tell: Callable[[str], None]) -> None:
    async with _opened(folder, given) as database:
        register = await database.read(telling.register)
        who = await database.write(lambda tx: telling.signers(tx, datetime(telling.FIRST_YEAR, 1, 1, tzinfo=UTC)))
        wanted = list(telling.history(size.years, size.announcements, register))
        before: int | None = None
        for at in range(0, len(wanted), TOGETHER):
            part, last = wanted[at : at + TOGETHER], before

            def work(tx: Any, part: list[telling.Wanted] = part, last: int | None = last) -> int | None:
                for each in part:
                    number = telling.tell(tx, each, last, who)
                    last = number if each.kind in telling.ANSWERS else last
                return last

            before = await database.write(work)
        tell(f"  {len(wanted)} announcements are on the board")


@asynccontextmanager
async def _opened(folder: Path, given: dict[str, str]) -> AsyncIterator[Database]:
    home = subject.home_in(folder)
    place = opening.DatabasePlace(file=home.database, url=given["FLAGPOST_DATABASE"])
    database = await opening.open_database(place, vault.Vault(vault.read_key(home.key)))
    try:
        yield database
    finally:
        await database.close()


async def _read(size: Size, web: str, tell: Callable[[str], None]) -> list[dict[str, Any]]:
    rows = []
    await _until_open(web)
    for name, path in PAGES.items():
        async with _Reader(web) as reader:
            first = await reader.read(path)
        began = time.perf_counter()
        each = await asyncio.gather(*(_reads(web, path, size.requests // size.readers) for _ in range(size.readers)))
        took = time.perf_counter() - began
        waits = sorted(1000 * one for found in each for one in found)
        row = {
            "page": name,
            "kilobytes": round(reader.size / 1024, 1),
            "first_ms": round(1000 * first, 1),
            "per_s": round(len(waits) / took),
            "p50_ms": round(waits[len(waits) // 2], 1),
            "p99_ms": round(waits[-(-len(waits) * 99 // 100) - 1], 1),
        }
        tell(f"  {row}")
        rows.append(row)
    return rows


async def _reads(web: str, path: str, times: int) -> list[float]:
    async with _Reader(web) as reader:
        return [await reader.read(path) for _ in range(times)]


async def _until_open(web: str) -> None:
    until = time.monotonic() + subject.SET_UP_SECONDS
    while time.monotonic() < until:
        try:
            async with _Reader(web) as reader:
                await reader.read("/livez")
                return
        except OSError:
            await asyncio.sleep(0.1)
    raise CouldNotMeasure("The board does not answer.")


class _Reader:
    """One kept-alive connection that asks for pages, one after the other."""

    def __init__(self, web: str) -> None:
        self._host, port = web.rsplit(":", 1)
        self._port = int(port)
        self.size = 0

    async def __aenter__(self) -> "_Reader":
        self._in, self._out = await asyncio.open_connection(self._host, self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._out.close()

    async def read(self, path: str) -> float:
        """Ask for a page; return how many seconds it took until it was whole."""
        began = time.perf_counter()
        self._out.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n\r\n".encode())
        head = await self._in.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise CouldNotMeasure(f"{path} was answered with {head[:40]!r}.")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        self.size = len(await self._in.readexactly(length))
        return time.perf_counter() - began
