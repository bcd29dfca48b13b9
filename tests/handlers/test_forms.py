"""The form of a move (the design §5, `asks`): what is asked depends on what was answered before."""

from __future__ import annotations

from domain.mechanism.columns import Asked
from handlers.conversation.making import Making

ASKS = (
    Asked("role", "one_of", "role", ("reviewer", "unit_contact")),
    Asked("unit", "unit", where=("role", ("unit_contact",))),
    Asked("unit", "unit", may_skip=True, where=("role", ("reviewer",)), words="unit_of_reviewer"),
    Asked("post", "text"),
)


def test_a_question_is_left_out_where_an_earlier_answer_says_so_and_two_of_one_name_differ_in_that() -> None:
    making = Making(matter="person", id=0, epoch=0, move="invite", given={}, asks=ASKS)
    assert making.next_asked == ASKS[0]
    assert making.knowing({"role": "unit_contact"}).next_asked == ASKS[1]
    assert making.knowing({"role": "reviewer"}).next_asked == ASKS[2]
    assert making.knowing({"role": "reviewer", "unit": ""}).next_asked == ASKS[3]
    assert making.knowing({"role": "admin"}).form == (ASKS[0], ASKS[3])
