"""How long `flagpost rehearse` takes for its whole year, on each engine. `README.md` says what counts."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from time import process_time
from typing import Any

from bench import disk
from bot import language
from bot.rehearsal import programme
from bot.rehearsal.rehearse import OFFICES, SEED, rehearse

ENGINES = ("sqlite", "postgresql")


async def measure(engine: str, until: date, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure; return the figures of `README.md`. `engine`: one of ENGINES, or empty for both."""
    rows, found = [], []
    for name in (engine,) if engine else ENGINES:
        with disk.folder() as folder, ExitStack() as stack:
            server = stack.enter_context(disk.server()).format("postgres") if name == "postgresql" else ""
            databases = {each: stack.enter_context(disk.database(server, each)) for each in OFFICES}
            begun = process_time()
            played = await rehearse(
                folder, language.locale(), programme.Given(), lambda day: None, databases=databases, until=until
            )
            seconds, processor = played.figures["seconds"], round(process_time() - begun, 1)
            rows.append({"engine": name, "seconds": seconds, "processor_s": processor, "stopped": len(played.stopped)})
            found.append({key: value for key, value in played.figures.items() if key != "seconds"})
            tell(f"{name}: {seconds} s, of the processor {processor} s")
    return {
        "rows": rows,
        "size": {"until": until.isoformat(), "seed": SEED, "same": all(each == found[0] for each in found)},
    }
