"""What is sealed when an inspection begins covers the files, too: what was exchanged shows, what came later does not (the law §4.1 L2)."""

from __future__ import annotations

from storage.database import Tx
from tests.handlers.procedures.test_case import INSPECTED, RECOMMENDED, play
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

__all__ = ["play"]
WITH_FILE = RECOMMENDED.replace(
    "没有派人到现场，也没有答复。\n    王 [完成]", "没有派人到现场，也没有答复。\n    王 + 台账.jpg\n    王 [完成]"
)
BEGUN = INSPECTED.removeprefix(RECOMMENDED).partition("孙 > 待办")[0]


async def test_a_file_that_was_exchanged_after_the_inspection_began_breaks_the_seal(
    play: Play, house: DirectStage
) -> None:
    await play.play(WITH_FILE)
    await held(house, "a" * 32)
    await play.play(BEGUN + "孙 > {case}\n孙 < 封存后未改动\n赵 > {case}\n赵 < 封存后未改动")
    await held(house, "b" * 32)
    await play.play("赵 > {case}\n赵 < 与封存时不一致\n甲 > {case}\n甲 < 与封存时不一致")


async def held(house: DirectStage, name: str) -> None:
    """Let the file of the case be kept under this name, as if it had been fetched, or exchanged."""

    def work(tx: Tx) -> None:
        changed = tx.run("UPDATE evidence SET state = 'kept', kept = :kept WHERE matter = 'case'", kept=name)
        assert changed == 1

    await house.database.write(work)
