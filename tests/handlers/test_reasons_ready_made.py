"""Frequent reasons are offered as buttons where a move asks for one; one's own words are always possible (issue of working life)."""

from __future__ import annotations

import pytest

from bot.publishing import plain
from domain.lifecycles import PROCEDURES
from domain.mechanism.table import WHY_DECLINED
from domain.saying import Term
from handlers.conversation.forms.answers import TEMPLATES
from tests.handlers.procedures.test_case import INSPECTED, play
from tests.support.transcripts import Play

__all__ = ["play"]
ASKED = [
    WHY_DECLINED,  # of whatever move waits for a second signer
    *(
        asked
        for table in PROCEDURES.values()
        for rule in table.moves.values()
        for asked in rule.asks
        if asked.how == "text" and asked.table
    ),
]


@pytest.mark.parametrize("words", ["赵 [所述事项不属于该单位的职责。]", "赵 > 所述事项不属于该单位的职责。"])
async def test_a_case_is_turned_away_by_a_ready_made_reason_or_in_own_words(play: Play, words: str) -> None:
    await play.play(
        INSPECTED
        + f"""
        赵 > {{case}}
        赵 [不予立案]
        赵 <[现有材料不能证明所述事实。]
        {words}
        甲 > {{case}}
        甲 < 理由：所述事项不属于该单位的职责。
        """
    )


def test_a_ready_made_reason_is_there_and_is_said_in_documents_and_announcements_in_the_language_of_their_reader() -> (
    None
):
    assert {asked.table for asked in ASKED} == set(TEMPLATES)
    for asked in ASKED:
        for name in TEMPLATES[asked.table]:
            assert plain.value(asked, f"={name}") == Term(asked.table, name)
        assert plain.value(asked, "=没有的") == "=没有的"
