"""An announcement is rendered once, whole: every message in every language, with pictures that can be looked at."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

from PIL import Image

from domain.importing.columns import ImportKind
from domain.people import Role
from storage import announcements, pictures
from storage.database import Tx
from storage.scoring import flags as flag_store
from tests.support.announcing_house import BOARD, CHANNEL, SAMPLE, nth, open_house


async def test_a_confirmed_period_is_worded_and_drawn(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        await house.bring(ImportKind.UNITS)
        await house.bring(ImportKind.INDICATORS)
        await house.person("甲", Role.LEADER)
        lines = (SAMPLE / "values.csv").read_text("utf-8").splitlines()
        await house.bring(
            ImportKind.VALUES, "\n".join(line for line in lines if not line.startswith("2026-P2")).encode()
        )
        await house.act("甲", "period", 1, "set_authorisation", {"number": "清政办〔2026〕1号"})
        for number in range(2, 22):  # two flags are enough to look at
            flag = await house.read(partial(flag_store.of_id, flag_id=number))
            if flag is not None and flag.number[-3:] not in ("R01", "Y01"):
                await house.act("甲", "period", 1, "strike", {"flags": str(number), "reason": "x"})
        await house.act("甲", "period", 1, "confirm")
        assert await house.render((BOARD, CHANNEL)) == 1

        def look(tx: Tx) -> tuple[list[bytes | None], list[flag_store.Flag], list[bytes | None]]:
            words = [each for _, each in announcements.renderings(tx, nth(tx, "announcement", 1).id)]
            flags = [flag for flag in flag_store.of_period(tx, 1) if not flag.is_struck]
            shown = [pictures.get(tx, each.picture) for each in words]
            return shown, flags, [pictures.get(tx, flag.picture) for flag in flags]

        drawn, flags, notices = await house.read(look)
    assert len(drawn) == 12
    assert len(set(drawn)) == 8  # the channel gets the very pictures of the board
    assert len(notices) == len(flags) == 3
    for data in (*drawn, *notices):
        assert data is not None
        with Image.open(io.BytesIO(data)) as picture:
            assert (picture.format, picture.width) == ("PNG", 1080)
