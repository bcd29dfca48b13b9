"""What is sealed when an inspection begins covers the files, too, by name and by content: what was exchanged shows, what came later does
not (the law §4.1 L2)."""

from __future__ import annotations

from domain.mechanism import seals
from domain.people import Role
from storage.database import Tx
from storage.upkeep import verifying
from tests.handlers.procedures.test_case import CONFIRMED, INSPECTED, MENDED, RECOMMENDED, play
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
    await held(house, "a" * 32, "11")
    await play.play(BEGUN + "孙 > {case}\n孙 < 封存后未改动\n赵 > {case}\n赵 < 封存后未改动")
    assert await broken(house) == []
    await held(house, "a" * 32, "22")
    await play.play("赵 > {case}\n赵 < 与封存时不一致\n甲 > {case}\n甲 < 与封存时不一致")
    assert await broken(house) == ["what was sealed of its facts and files is not as it was"]
    await held(house, "b" * 32, "11")
    await play.play("赵 > {case}\n赵 < 与封存时不一致")


async def test_a_helper_sees_the_photos_of_the_unit_and_not_those_that_came_with_the_accusation(
    play: Play, house: DirectStage
) -> None:
    """The law §2: the helped unit's plan. 查看附件 showed whoever helps everything that was ever sent with the case, and 卷宗 everything
    that was ever written in it, by the number of the clue."""
    await house.joins("帮", Role.SUPPORT_CONTACT)
    named = MENDED.removeprefix(CONFIRMED).partition("    联 > 待办\n")[0].replace("郑", "帮")
    await play.play(WITH_FILE + CONFIRMED.removeprefix(RECOMMENDED) + named)
    await play.play(
        """
        帮 > {case}
        帮 [查看附件]
        帮 < 共0个
        联 > {case}
        联 [报送进度]
        联 > 台账建了。
        联 + a.jpg
        联 [完成]
        帮 > {case}
        帮 [查看附件]
        帮 < 共1个
        帮 > 卷宗
        帮 < 报送进度
        帮 !< 三起举报都没有派单
        帮 !< 也没有答复
        帮 !< QS-
        赵 > {case}
        赵 [查看附件]
        赵 < 共2个
        赵 > 卷宗
        赵 < 三起举报都没有派单
        """
    )


def test_what_was_not_known_of_a_file_when_it_was_sealed_is_not_asked_of_it_later() -> None:
    """A case that was sealed before contents were hashed."""
    own = {seals.SEALED_FILES: "7:aa"}
    kept = seals.seal([seals.SEALED_FILES], own)
    now = [seals.SealedFile(number=number, kept="aa", mark="11") for number in (7, 8)]
    assert seals.is_intact(kept, seals.with_files(own, now))
    assert not seals.is_intact(kept, seals.with_files(own, now[1:]))


async def held(house: DirectStage, name: str, mark: str) -> None:
    """Let the file of the case be kept under this name with this content, as if it had been fetched, or exchanged."""

    def work(tx: Tx) -> None:
        changed = tx.run(
            "UPDATE evidence SET state = 'kept', kept = :kept, mark = :mark WHERE matter = 'case'", kept=name, mark=mark
        )
        assert changed == 1

    await house.database.write(work)


async def broken(house: DirectStage) -> list[str]:
    """What `verify` says of seals."""
    found = await house.database.read(lambda tx: list(verifying.seals_hold(tx, lambda _: None)))
    return [each.why for each in found]
