"""A rehearsal of an office's own next period in a process beside the bot, which must not wait for it: `python -m bot.rehearsal.beside`.

It prints a line of JSON for each step, and last what came of it; pictures are written into the folder that is named to it.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot import settings
from bot.rehearsal import next_period
from storage import shapes

GIVES_WAY = 10


def main() -> int:
    """Play it: the folder for the pictures, the language, and the period ("" for the newest that waits)."""
    gc.freeze()  # as in bot/__main__.py: what is loaded need not be looked through when it goes
    folder, locale, code = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    if hasattr(os, "nice"):
        os.nice(GIVES_WAY)
    with tempfile.TemporaryDirectory(prefix="flagpost-rehearsal-") as temporary:
        playing = next_period.rehearse(
            settings.load(os.environ), Path(temporary), locale, code, lambda step: _tell({"step": step})
        )
        try:
            found = asyncio.run(playing)
        except next_period.NothingToRehearse as lacking:
            _tell({"lacks": lacking.told, "facts": {name: str(fact) for name, fact in lacking.facts.items()}})
            return 0
    for name, data in found.drawn.items():
        (folder / name).write_bytes(data)
    said = [{"text": f"{each.title}\n{each.text}".strip(), "picture": each.picture} for each in found.said]
    _tell({"figures": found.figures, "said": said})
    return 0


def _tell(line: dict[str, Any]) -> None:
    sys.stdout.write(shapes.encode(line).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
