"""`flagpost export history`: the log for an auditor, without identities, words of matters and what went past the office (the law §2)."""

from __future__ import annotations

import json

from domain.people import Role
from handlers.desk import log_export
from storage.database import Tx
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play


async def test_the_log_is_exported_with_the_settings_and_without_words_of_matters_or_what_went_past(
    house: DirectStage,
) -> None:
    await house.joins("王", Role.REVIEWER)
    await Play(house).play(
        REPORTED
        + """
        孟 > 清溪县效能办收了投诉三个月不处理
        孟 [同意]
        孟 [确认]
        孟 [不清楚是哪个单位]
        孟 [跳过]
        孟 [完成]
        孟 [匿名]
        孟 [提交]
    """
    )

    def lines(tx: Tx) -> list[str]:
        return list(log_export.lines(tx))

    told = [json.loads(line) for line in await house.database.read(lines)]
    assert all(each["is_sound"] for each in told)
    assert {"clue", "person"} <= {each["matter"] for each in told}
    assert "upward" not in {each["matter"] for each in told}
    assert not [each for each in told if each["matter"] == "clue" and "body" in each]
    assert [each["body"]["role"] for each in told if each["what"] == "come_in"][:1] == ["reviewer"]
    assert "违建" not in json.dumps(told, ensure_ascii=False)
