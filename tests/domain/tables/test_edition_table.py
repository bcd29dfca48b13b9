"""An edition against a matrix written by hand from the law §4: opened by two, none is a result, nothing public without a document."""

from __future__ import annotations

import pytest

from domain.matters import editions
from domain.mechanism.refusals import Refused, Why
from tests.support import law, lifecycles

TABLE = editions.PROCEDURE
STAGES = ("new", "proposed", "collecting", "deciding", "announcing", "none", "closed", "dropped")
LAW = law.read("""
propose    | new > proposed | reviewer, leader | | leader | | §4: name, window, document
open       | proposed > collecting | leader + committee | | reviewer | | §4.2 N0
drop       | proposed > dropped | leader | | reviewer | | §4: not every edition is held
call       | collecting > = | reviewer, leader | no_authorisation | | says edition_call; to board channels; \
  showing title authorisation | §9, §4: the call; without a document an internal trial
close_call | collecting > deciding | clock | | leader, reviewer | | §4.2 N0: 10 wd
find_none  | deciding > announcing | leader + committee | no_authorisation | | says edition_none; to board channels; \
  showing title yields authorisation; said be_none; unsaid hold_back | §4, §9: a maximum, 0 allowed; 无对象公告
be_none    | announcing > none | clock | | reviewer | | §9: 无对象公告
hold_back  | announcing > deciding | clock | | leader | | §9: not approved, not said
close      | deciding > closed | leader + committee | | reviewer | | §11.1: everything has an end
term edition_open | proposed | 5 wd | §4
term edition_collect | collecting | 10 wd; by itself close_call; right | §4.2 N0
term edition_decide | deciding | 10 wd | §4
waits | proposed, deciding: leader | §2
sees reviewer, committee, leader | title yields authorisation due reason pending | §2
""")
WITH_DOCUMENT = {"authorisation": "清政办〔2026〕8号"}


@pytest.mark.parametrize("stage", STAGES)
def test_every_move_of_everybody_ends_where_the_law_says(stage: str) -> None:
    lifecycles.hold(TABLE, LAW.lines, stage, own=WITH_DOCUMENT)


@pytest.mark.parametrize(("stage", "move"), [("collecting", "call"), ("deciding", "find_none")])
def test_nothing_is_public_without_a_document(stage: str, move: str) -> None:
    """§4: without one it is an internal trial."""
    made = lifecycles.make(TABLE, lifecycles.at(TABLE, stage), move, lifecycles.ACTORS["leader"])
    assert isinstance(made, Refused)
    assert made.why is Why.NO_AUTHORISATION
