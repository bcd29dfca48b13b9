"""Evidence that was shown is shown no longer than the matter it came with: who may not see the card any more cannot open it again."""

from __future__ import annotations

from domain.evidence import Media
from storage import evidence
from storage.database import Tx
from storage.evidence import ShownFile
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play

FILE = ShownFile(media=Media.PICTURE, file="f1", key="k1", size=10)


def _is_remade(tx: Tx) -> None:
    evidence.show(tx, 1, "photo", [FILE], 1, 1)


async def test_who_stands_back_from_a_matter_cannot_open_its_evidence_again(staffed: Play, house: DirectStage) -> None:
    await staffed.play(REPORTED.replace("李 [完成]", "李 + 现场.jpg\n李 [完成]"))
    await house.database.write(_is_remade)
    await staffed.play("""
        王 > {number}
        王 [查看附件]
        王 < 附件1：照片
    """)
    assert await house.evidence_before("王") == ["k1"]
    await staffed.play("""
        王 > {number}
        王 [申请回避]
        王 [确认]
    """)
    assert await house.evidence_before("王") == []
