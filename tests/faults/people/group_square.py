"""A group with a robot, in a town: what leaders signed for it, held to what stands there, whoever died over saying it."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.channels.wecom.robots import Robots
from bot.channels.wecom.traits import TRAITS
from bot.demo.wecom.screens import ShownMessage
from storage.database import Tx
from storage.road import outbox
from tests.faults.people import public_sends, signed
from tests.faults.people.deciders import Proposed


class GroupSquare:
    """The group of one robot; `screen` is all that stands there."""

    def __init__(self, keys: dict[str, str], screen: list[ShownMessage]) -> None:
        (audience,) = Robots(client=None, keys=keys, locale="zh").audiences()  # type: ignore[arg-type]
        self.where = audience.name, TRAITS.name
        self._screen = screen
        self._leaders: tuple[int, int] | None = None
        self._signed: list[signed.Announced] = []
        self._pictures = 0

    def announce(self, tx: Tx, *, is_plain: bool = False) -> None:
        """Let two leaders sign one more, and put it on its way; every other has a picture, unless they are to be plain."""
        at = datetime.now(UTC)
        self._leaders = self._leaders or (signed.leader(tx, "甲", at), signed.leader(tx, "乙", at))
        has_picture = not is_plain and len(self._signed) % 2 == 1
        self._pictures += has_picture
        number = 10 * len(self._signed) + (3 if has_picture else 1)
        self._signed.append(signed.publish(tx, number, at, self._leaders, self.where, is_fallen=False))

    def bring_out(self, tx: Tx, each: Proposed) -> None:
        """Put what others have signed on its way."""
        self._signed.append(signed.bring_out(tx, each.id, each.draft, datetime.now(UTC)))

    def decide(self, tx: Tx) -> int:
        """Let an operator decide about each that waits for one; how many did."""
        at = datetime.now(UTC)
        return sum(public_sends.operator_decides(tx, one, self._everything, at) for one in self._signed)

    def wrong(self, tx: Tx, *, is_decided: bool) -> list[str]:
        """What is said twice, not at all, or of unknown outcome without anybody who knows of it."""
        found = []
        for one in self._signed:
            row = outbox.of_id(tx, one.row)
            assert row is not None
            is_told = tx.one("SELECT 1 FROM trouble WHERE outbox_id = :id", id=one.row) is not None
            found += signed.wrong(one, row.state, self._everything, is_told=is_told, is_decided=is_decided)
        if sum(shown.kind == "image" for shown in self._screen) > self._pictures:
            found.append("twice in public: a picture")
        return found

    @property
    def _everything(self) -> str:
        return "\n".join(shown.text for shown in self._screen)
