"""An edition against a matrix written by hand from the law §4: opened by two, none is a result, nothing public without a document."""

from __future__ import annotations

import pytest

from domain.matters import editions
from domain.mechanism.refusals import Refused, Why
from tests.support import lifecycles

TABLE = editions.PROCEDURE
STAGES = ("new", "proposed", "collecting", "deciding", "announcing", "none", "closed", "dropped")
EXPECTED = lifecycles.read("""
new         propose     reviewer,leader  proposed    once  quiet  # §4: name, window, document
proposed    open        leader           collecting  second  quiet  # §4.2 N0
proposed    drop        leader           dropped     once  quiet  # §4: not every edition is held
collecting  call        reviewer,leader  =           once  quiet  # §9: the call
collecting  close_call  clock            deciding    once  quiet  # §4.2 N0: 10 wd
deciding    find_none   leader           announcing  second  quiet  # §4: a maximum, 0 allowed
announcing  be_none     clock            none        once  quiet  # §9: 无对象公告
announcing  hold_back   clock            deciding    once  quiet  # §9: not approved, not said
deciding    close       leader           closed      second  quiet  # §11.1: everything has an end
""")
WITH_DOCUMENT = {"authorisation": "清政办〔2026〕8号"}


@pytest.mark.parametrize("stage", STAGES)
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    for _, move, who in lifecycles.attempts(TABLE, iter([stage])):
        became = lifecycles.became(TABLE, stage, move, who, own=WITH_DOCUMENT)
        assert became == EXPECTED.get((stage, move, who)), (stage, move, who)


@pytest.mark.parametrize(("stage", "move"), [("collecting", "call"), ("deciding", "find_none")])
def test_nothing_is_public_without_a_document(stage: str, move: str) -> None:
    """§4: without one it is an internal trial."""
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, stage), move, lifecycles.ACTORS["leader"])
    assert isinstance(made, Refused)
    assert made.why is Why.NO_AUTHORISATION
