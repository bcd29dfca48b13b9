"""What is said on a channel that shows only a few buttons with a message."""

from __future__ import annotations

from typing import cast

from bot import wording
from bot.channel import Button, Parcel
from bot.delivery.rendering import Packing, ParcelDraft
from bot.evidence.room import Evidence
from tests.support import office
from tests.toys.toy_channel import Toy


def test_what_a_question_is_done_by_stays_a_button_however_many_answers_it_has() -> None:
    """「选好后按“完成”」, and there was no such button under the question which conditions were found: its six answers left no room."""
    packing = Packing(
        words=wording.load(office.ZONE, lambda: office.MORNING),
        show_card=lambda tx, card: None,
        may_see=lambda tx, *of: True,
        room=cast(Evidence, None),
        public_routes={},
        traits={Toy.traits.name: Toy.traits},
    )
    answers = tuple(Button(label=f"条件{number}", handle=f"c-{number}") for number in "1234567")
    asked = Parcel(
        number=1,
        route="甲",
        text="哪些条件已经查实？",
        buttons=(*answers, Button(label="完成", handle="c-done", style="primary")),
    )
    said = packing.combined("toy", [ParcelDraft(parcel=asked)]).parcel
    assert [button.label for button in said.buttons] == ["条件1", "条件2", "条件3", "条件4", "条件5", "完成"]
    assert said.text.endswith("还可以直接打字：条件6、条件7。")
