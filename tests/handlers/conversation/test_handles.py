"""A button's handle is read back as it was made, and is never longer than every channel takes."""

from __future__ import annotations

import pytest

from domain.lifecycles import PROCEDURES
from domain.mechanism.table import DECLINE, SIGN
from handlers.conversation import handles
from storage.vault import Vault

KEYS = Vault(bytes(32))
MOST = 2**63 - 1
EVERY = [(matter, move) for matter, table in PROCEDURES.items() for move in (*table.moves, SIGN, DECLINE)]


@pytest.mark.parametrize(("matter", "move"), EVERY)
@pytest.mark.parametrize("number", [0, 7, MOST])
def test_a_handle_of_any_move_of_the_largest_numbers_is_short_enough_and_read_back(
    matter: str, move: str, number: int
) -> None:
    for value in (move, f"{move}:{MOST}", f"{move}:0"):
        handle = handles.of_card(KEYS, MOST, matter, number, number, value)
        assert len(handle.encode()) <= handles.LONGEST, handle
        assert handles.read(KEYS, MOST, handle) == handles.CardHandle(
            matter=matter, id=number, epoch=number, value=value
        )


def test_no_two_moves_of_the_house_have_one_code() -> None:
    assert sorted(handles.names().values()) == sorted(EVERY)


def test_a_choice_of_the_largest_numbers_is_short_enough_and_read_back() -> None:
    handle = handles.of_choice(KEYS, MOST, MOST, MOST, MOST)
    assert len(handle.encode()) <= handles.LONGEST
    assert handles.read(KEYS, MOST, handle) == handles.ChoiceHandle(dialogue=MOST, version=MOST, index=MOST)


def test_a_button_of_a_move_that_there_is_no_more_changes_nothing() -> None:
    gone = handles._signed(KEYS, 1, "c.1.1.AAAAAA.")
    assert handles.read(KEYS, 1, gone) is None
    assert handles.read(KEYS, 2, handles.of_card(KEYS, 1, "clue", 1, 1, "accept")) is None
