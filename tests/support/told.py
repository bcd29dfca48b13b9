"""Clues as they are remembered, without the conversation in which they are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.matters import clues as law
from domain.matters.parts import clue_guards
from domain.mechanism import procedure
from storage import clues, matters
from storage.database import Tx
from tests.support import lifecycles


def add_clue(
    tx: Tx,
    told: Mapping[str, str],
    at: datetime,
    *,
    account: int = 1,
    code: str,
    by_itself: tuple[str, ...] = (clue_guards.ClueMove.REGISTER,),
) -> int:
    """A clue that was submitted with these answers, and registered; return its id. Its number is made of its code."""
    submitted = replace(law.PROCEDURE, first=clue_guards.ClueStage.SUBMITTED)
    begun = procedure.beginning(submitted, by_itself, lifecycles.RULES, lifecycles.days(), at)
    unit, kind = told.get("unit", ""), told.get("kind", "t99")
    story = {"when": "", "where": "", "story": told["story"]}
    new = matters.New(
        number=f"QS-{code}",
        unit=unit,
        category=kind,
        account_id=account,
        alias="x",
        code=code,
        story=story,
        identity={name: told[name] for name in ("name", "contact") if name in told},
    )
    after = replace(begun[-1].after, id=matters.begin(tx, new, begun), unit=unit, category=kind)
    clues.add_beside(tx, after, told)
    return after.id
