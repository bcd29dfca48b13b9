"""Public words against a Telegram of which one reply in ten is faulty: once in the channel, or before a person.

A short version of `make faults`. The list that the channel is held to is itself held to unsound deliveries.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channel import Outcome, Sent
from bot.delivery import attempt, outcomes
from domain.matters.troubles import TroubleReason
from storage.database import Tx
from storage.road import sending
from storage.road.outbox import Waiting
from tests.faults.people import public_places, public_sends

FAULTY = 0.1


async def test_every_announcement_stands_once_in_the_channel_or_before_a_person(
    tmp_path: Path, engine: str, record_property: Callable[[str, object], None]
) -> None:
    async with public_sends.opened(tmp_path, seed=1, faulty=2 * FAULTY) as square:
        await square.announce(public_sends.FALLEN)

    assert square.wrong == []
    assert square.tally["faulty"] >= FAULTY * square.tally["calls"]
    assert square.tally["sent"] > 0
    assert square.tally["overtaken"] == 1
    assert square.tally["lost answers"] == 0
    assert square.tally["died"] > 0
    record_property("figures", f"{engine}: {dict(square.tally)}")


async def test_every_announcement_stands_once_in_a_group_or_before_a_person(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Where a robot's answer is lost, or who sends dies over it, nobody can know whether the group was told: a person looks, and decides
    about that message alone."""
    async with public_sends.opened(tmp_path, seed=2, faulty=3 * FAULTY, at=public_places.on_wecom) as square:
        await square.announce(2 * public_sends.FALLEN)

    assert square.wrong == []
    assert square.tally["faulty"] >= FAULTY * square.tally["calls"]
    assert square.tally["sent"] > 0
    assert square.tally["overtaken"] == 1
    assert square.tally["lost answers"] > 0
    assert square.tally["died"] > 0
    record_property("figures", f"in a group: {dict(square.tally)}")


async def test_a_robot_that_says_again_what_it_may_have_said_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(
        tx: Tx, row: Waiting, reason: TroubleReason, at: datetime, stuck: outcomes.Stuck, *, said: str = ""
    ) -> bool:
        return sending.keep_begun(tx, row, "") and sending.put_back(tx, row, at, reason.value)

    monkeypatch.setattr(outcomes, "doubt", again)
    async with public_sends.opened(tmp_path, seed=2, faulty=3 * FAULTY, at=public_places.on_wecom) as square:
        await square.announce(60)

    assert any(each.startswith("twice in public") for each in square.wrong)


async def test_a_delivery_that_repeats_the_whole_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def at_once(self: attempt.Carrier, errand: Any, channel: Any, parcel: Any, title: str) -> Awaitable[Outcome | None]:
        return self._send(errand, lambda turn: self._channel.send(parcel, turn))

    monkeypatch.setattr(attempt.Carrier, "_announce", at_once)
    async with public_sends.opened(tmp_path, seed=1, faulty=3 * FAULTY) as square:
        await square.announce(40)

    assert any(each.startswith("twice in public") for each in square.wrong)


async def test_a_delivery_that_drops_some_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dropped(self: public_places.WiredToTelegram, parcel: Any, turn: Any) -> Outcome:
        return Sent("t1")

    monkeypatch.setattr(public_places.WiredToTelegram, "send", dropped)
    async with public_sends.opened(tmp_path, seed=1, faulty=0.0) as square:
        await square.announce(3)

    assert any(each.startswith("called sent, and not to be read") for each in square.wrong)


async def test_a_delivery_that_tells_nobody_what_it_gave_up_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bury(
        tx: Tx, row: Waiting, reason: TroubleReason, at: datetime, stuck: outcomes.Stuck, *, said: str = ""
    ) -> bool:
        return sending.mark_dead(tx, row, reason.value, at)

    monkeypatch.setattr(outcomes, "bury", bury)
    async with public_sends.opened(tmp_path, seed=1, faulty=0.0) as square:
        once = iter(public_places.REFUSALS[:1])
        square.place.set_whim(lambda method: next(once, None) if method == "sendMessage" else None)
        await square.announce(1)

    assert [each.partition(":")[0] for each in square.wrong] == ["silently unsent (dead)"]


async def test_a_delivery_that_does_not_look_at_the_approvals_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "may_be_said", lambda tx, row: True)
    async with public_sends.opened(tmp_path, seed=1, faulty=0.0) as square:
        await square.house.database.write(lambda tx: tx.run("DROP TRIGGER outbox_public_keeps_approval"))
        await square.announce(public_sends.FALLEN)

    assert any(each.startswith("said without approvals") for each in square.wrong)
