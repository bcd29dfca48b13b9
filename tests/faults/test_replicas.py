"""Two processes on one database, one of them killed, held up or stopped at any time: everything once, in order, at one pace.

A home of its own for each, one folder for evidence, one address before them, and a stand-in for Telegram that knows who asks.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.faults.harm import replicas
from tests.support import engines


async def test_two_processes_of_which_one_is_killed_and_one_held_up_do_everything_once(
    office: tuple[Path, str], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    home, url = office
    copy = engines.databases().bare(template=url)
    async with replicas.Replicas(home, tmp_path, copy, seed=1) as two:
        await two.play_undisturbed()
        await two.rage(ends=2)
        waited = await two.word_from_elsewhere()
        await two.calm_down()

    wrong = two.wrong()
    record_property("figures", json.dumps({**two.figures(), "word_from_elsewhere_s": round(waited, 3)}))
    assert not wrong, "\n".join(wrong[:20])
    assert len(set(two.telegram.senders())) == 2, "both have sent, each in its time"


async def test_two_processes_that_do_not_settle_who_does_what_are_found_out(
    office: tuple[Path, str], tmp_path: Path
) -> None:
    home, url = office
    copy = engines.databases().bare(template=url)
    async with replicas.Replicas(home, tmp_path, copy, seed=2) as two:
        await two.rage(ends=0, crowd=2, unsound=True)
        await two.finish()

    wrong = two.telegram.wrong(ends=2)
    assert any(each.startswith("asking for updates changed hands") for each in wrong)
    assert any(each.startswith("sending changed hands") for each in wrong)
