"""Where years begin: the houses of lives, and houses in which a programme of the office has begun, each with whom it needs."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from domain.people import Role
from tests.lives import house
from tests.lives.begun import Begun, stood
from tests.lives.life import Life
from tests.support import engines
from tests.support.direct_stage import DirectStage
from tests.years import courses, programmes

PROGRAMME = "programme: "


async def begin(folder: Path, engine: str) -> dict[str, Begun]:
    """The houses of lives, and those of programmes."""
    found = await house.begin(folder, engine)
    begun = {
        f"{PROGRAMME}{name}": await _begun(found[BEFORE.get(name, "told")], folder / name, begins, engine)
        for name, begins in PROGRAMMES.items()
    }
    return {**found, **begun}


async def _begun(before: Begun, folder: Path, begins: Callable[[DirectStage], Awaitable[None]], engine: str) -> Begun:
    with engines.chosen(engine):
        stage = stood(DirectStage(folder), folder, before)
        stage.draws_from(random.Random(folder.name))
        await stage.open()
        for who, role in (("审", Role.AUDITOR), ("管", Role.ADMIN), ("封", Role.CUSTODIAN), ("发", Role.PUBLISHER)):
            await stage.joins(who, role)
        with Life.without_mornings():
            await begins(stage)
        await stage.close()
        return Begun(stage, engines.content(folder))


PROGRAMMES: Mapping[str, Callable[[DirectStage], Awaitable[None]]] = {
    "edition": programmes.edition,
    "compared": programmes.compared,
    "agreed": programmes.agreed,
    "projects": programmes.projects,
    "figures": programmes.figures,
    "filings": programmes.filings,
    "dispatched": programmes.dispatched,
    "arena": programmes.arena,
    "upward": programmes.upward,
    "opening": programmes.opening,
    "discussed": courses.discussed,
    "doubted": courses.doubted,
    "hung": courses.hung,
    "noticed": courses.noticed,
    "sampled": courses.sampled,
    "carded": courses.carded,
    "over": courses.over,
}
BEFORE = {"noticed": "voting, unit"}
"""In which of the houses of lives they begin, where that is not the first."""
