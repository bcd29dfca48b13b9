"""What is about the office itself, against a matrix written by hand from the law §2 rule 4: to the contact above, as an alias."""

from __future__ import annotations

import pytest

from domain.matters import upward
from domain.matters.upward import OwnOffice
from tests.support import lifecycles

TABLE = upward.PROCEDURE
EXPECTED = lifecycles.read("""
# stage                     move           by              end        how     told
draft                       submit         reporter        submitted  once    quiet  # §3: as every clue
draft                       enter          reviewer        submitted  once    quiet  # §3: a letter; whoever entered it sees it no more
submitted                   register       clock           received   once    quiet  # §2 rule 4: past the queue
received                    take_up        bypass_contact  looking    once    told
received,looking,passed     pass_on        bypass_contact  passed     once    told   # §3: with its ground, in the ledger
passed                      take_back      bypass_contact  looking    once    told   # §3: the body disputes it
received,looking,passed     answer_it      bypass_contact  answered   once    told
received,looking,passed     write          bypass_contact  =          act     told
received,looking,passed     show_evidence  bypass_contact  =          act     quiet
received,looking,passed     supplement     reporter        =          act     quiet
received,looking,passed     withdraw       reporter        withdrawn  once    told
""")
STAGES = ("draft", "submitted", "received", "looking", "passed", "answered", "withdrawn")


@pytest.mark.parametrize("stage", STAGES)
def test_the_contact_above_has_it_and_nobody_else(stage: str) -> None:
    lifecycles.hold(TABLE, EXPECTED, stage)


OWN = OwnOffice(units=frozenset({"U05"}), names=("清溪县效能办", "效能办"), heads=("毛主任",))


@pytest.mark.parametrize(
    ("given", "is_meant"),
    [
        ({"unit": "U05", "story": "三个月不办"}, True),
        ({"unit": "", "unit_told": "县效能办", "story": "三个月不办"}, True),
        ({"unit": "", "story": "效 能\n办三个月不办"}, True),  # nobody gets past it by a blank
        ({"unit": "U04", "story": "毛主任打招呼不让办"}, True),
        ({"unit": "U04", "story": "三个月不办，向效能办反映过"}, False),  # about another unit
        ({"unit": "", "story": "三个月不办"}, False),
    ],
)
def test_it_is_about_the_office_by_its_unit_its_name_or_who_leads_it(given: dict[str, str], is_meant: bool) -> None:
    assert OWN.is_meant(given) is is_meant
