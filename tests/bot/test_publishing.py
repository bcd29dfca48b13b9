"""An announcement is rendered once, whole: every message in every language, with pictures that can be looked at."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

from PIL import Image

from bot.channel import Audience
from bot.channels.wecom import group_tables
from bot.channels.wecom.robots import LARGEST_PICTURE
from bot.publishing import tables
from domain.importing.columns import ImportKind
from domain.matters.announcements import Rendering
from domain.people import Role
from storage import announcements, pictures
from storage.database import Tx
from storage.scoring import flags as flag_store
from tests.support.announcing_house import BOARD, CHANNEL, SAMPLE, nth, open_house

GROUP = Audience(name="group:县府群", channel="wecom", locales=("zh",), route="robot:县府群", takes_tables=True)


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
        assert await house.render((BOARD, CHANNEL, GROUP)) == 1

        def words_of(tx: Tx, audience: str) -> list[Rendering]:
            every = announcements.renderings(tx, nth(tx, "announcement", 1).id)
            return [each for _, each in every if each.locale == "zh" and each.audience == audience]

        def look(tx: Tx) -> tuple[list[bytes | None], list[flag_store.Flag], list[bytes | None]]:
            words = [each for _, each in announcements.renderings(tx, nth(tx, "announcement", 1).id)]
            group, board = (words_of(tx, each.name) for each in (GROUP, BOARD))
            assert [each.figures for each in group] == [each.figures for each in board], (
                "the very table that the board shows"
            )
            assert not any(each.figures for each in words_of(tx, CHANNEL.name))
            for each in group:
                figures = tables.decode(pictures.get(tx, each.figures) or b"")
                assert group_tables.of(figures, each.title).count("\n") == len(figures.rows) + 3
            flags = [flag for flag in flag_store.of_period(tx, 1) if not flag.is_struck]
            shown = [pictures.get(tx, each.picture) for each in words]
            return shown, flags, [pictures.get(tx, flag.picture) for flag in flags]

        drawn, flags, notices = await house.read(look)
    assert len(drawn) == 16
    assert len(set(drawn)) == 8  # channel and group get the very pictures of the board
    assert len(notices) == len(flags) == 3
    for data in (*drawn, *notices):
        assert data is not None
        assert len(data) <= LARGEST_PICTURE
        with Image.open(io.BytesIO(data)) as picture:
            assert (picture.format, picture.width) == ("PNG", 1080)
