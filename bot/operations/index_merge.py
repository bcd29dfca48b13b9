"""Keeping the index of words in shape: merged a little at a time, so that nobody waits for it."""

import asyncio
from functools import partial

from storage.database import Database
from storage.desk import finding

PAUSE = 0.02  # seconds between two steps, in which others write
MOST_STEPS = 5_000


async def tidy(database: Database) -> int:
    """Merge until there is no more to do; return how many steps it took."""
    for step in range(MOST_STEPS):
        if not await database.write(partial(finding.tidy, is_begun=step > 0)):
            return step
        await asyncio.sleep(PAUSE)
    return MOST_STEPS
