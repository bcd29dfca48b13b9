"""Keeping the index of words in shape: merged a little at a time, so that nobody waits for it."""

import asyncio

from storage.database import Database
from storage.desk import finding

PAUSE = 0.02  # seconds between two steps, in which others write
MOST_STEPS = 5_000


async def tidy(database: Database) -> int:
    """Merge until there is no more to do; return how many steps it took."""
    for step in range(MOST_STEPS):
        is_begun = step > 0
        if not await database.write(lambda tx: finding.tidy(tx, is_begun=is_begun)):  # noqa: B023
            return step
        await asyncio.sleep(PAUSE)
    return MOST_STEPS
