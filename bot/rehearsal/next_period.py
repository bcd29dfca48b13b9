"""A rehearsal with an office's own register and figures: what its next period would give, and nothing of it is kept.

An embedded database is copied and only read itself; on a server it is done in a transaction that is rolled back, of which nobody else sees
anything. There the list goes the way of every list, proposed, confirmed, hung, announced; no house stands there, so there is no channel by
which anything could leave.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from bot import clocks, home, page_words, settings, wording
from bot.house import wiring
from bot.publishing import lights, period
from bot.publishing.material import Material
from bot.rehearsal import figures
from bot.rehearsal.played import Played, names_of
from bot.rehearsal.report import ToldPublicly
from domain import errors
from domain.matters.scoring import periods as law
from domain.matters.scoring.periods import PeriodMove, PeriodStage
from domain.mechanism.standing import Standing
from domain.people import CLOCK, Actor, Role
from domain.scoring.lights import Light
from domain.scoring.rotations import Turn
from handlers import proposing
from handlers.conversation.procedures import moves
from handlers.conversation.room import Room
from handlers.projects import light_lists
from handlers.scoring import periods, turns
from storage import errors as storage_errors
from storage import matters, units, vault
from storage.database import Database, Tx
from storage.engines import opening
from storage.scoring import figures as figure_rows
from storage.scoring import periods as store
from storage.upkeep import copies

OFFICE = "own"
_DECIDES = Actor(roles=frozenset({Role.LEADER, Role.CLOCK}), label="clock")
"""Who confirms in the copy: nobody of the office."""
_OPEN = (PeriodStage.PROPOSED, PeriodStage.EXPIRED)


class NothingToRehearse(errors.FlagpostError):
    """An office lacks what a rehearsal of its own is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closed:
    """What came of it, to be worded."""

    figures: Mapping[str, Any]
    materials: Mapping[str, Material]  # by the kinds of their announcements


def _untold(step: str) -> None:
    """Nobody wants to know how far it is."""


async def rehearse(
    given: settings.Settings, folder: Path, locale: str, code: str = "", tell: Callable[[str], None] = _untold
) -> Played:
    """Show what a period would give: the newest with figures that nobody has confirmed, or the one of this code. Earlier lists that wait
    count as announced as they stand. `folder` is for the copy; `tell` is told what is begun: `close`, `draw`.

    Raises NothingToRehearse, what the period's figures are refused for, and what stands in the way of opening the office.
    """
    begun, place = time.monotonic(), home.of(given)
    if not place.is_made():
        raise storage_errors.HomeMissing
    keys, beside = vault.Vault(vault.read_key(place.key)), place.place
    if not place.url:
        beside = opening.DatabasePlace(file=folder / home.DATABASE)
        copies.copy_untouched(place.database, beside.file, keys)
    tell("close")
    database = await opening.open_database(beside, keys)
    try:
        view = wiring.view_of(given, database)
        await view.refresh()
        closed = await _taken_back(database, lambda tx: _closed(view.quiet_room(tx, clocks.real()), code, locale))
    finally:
        await database.close()
    tell("draw")
    words = wording.load(given.timezone, clocks.real)
    said, drawn = await asyncio.to_thread(_worded, closed.materials.values(), words, given.timezone, locale)
    counts = {
        "announcements": dict.fromkeys(closed.materials, 1),
        "pictures": len(drawn),
        "seconds": round(time.monotonic() - begun, 1),
    }
    return Played(figures={**closed.figures, **counts}, said=said, drawn=drawn, stopped=(), names=names_of(view.now()))


class _TakenBack(Exception):
    """What came of a work of which nothing is to be kept."""

    def __init__(self, found: _Closed) -> None:
        super().__init__()
        self.found = found


async def _taken_back(database: Database, work: Callable[[Tx], _Closed]) -> _Closed:
    """What comes of a work in a transaction that is rolled back: nobody else ever sees what it wrote."""

    def done(tx: Tx) -> NoReturn:
        raise _TakenBack(work(tx))

    try:
        await database.write(done)
    except _TakenBack as back:
        return back.found
    raise AssertionError("it was taken back")


def is_there(room: Room) -> bool:
    """Whether an office has a register and figures of a period that waits."""
    return _has_register(room) and bool(_waiting(room))


def _closed(room: Room, code: str, locale: str) -> _Closed:
    """Close the period as it is closed in earnest, and what comes before it."""
    chosen = _chosen(room, code)
    for waiting in store.open_before(room.tx, _ends_on(room, chosen)):
        _announce(room, waiting, locale)
    proposed = periods.propose(room, chosen)
    if proposed.is_off:
        raise NothingToRehearse(told="off")
    if proposed.awaited:
        raise NothingToRehearse(told="awaited", period=chosen, sequences=", ".join(proposed.awaited))
    found = store.of_code(room.tx, chosen)
    assert found is not None, "it was proposed"
    material = _announce(room, found, locale)
    month, lit = _lights(room)
    standing = matters.standing(room.tx, "period", found.id)
    assert standing is not None, "it was announced"
    told: dict[str, Any] = {
        "periods": [figures.of_period(room, standing)],
        "turns": [_turn(each) for each in turns.of_period(room, found)],
        "rankings": [
            {
                "sequence": ranking.sequence,
                "units": [
                    {"unit": each.unit, "rank": each.rank, "score": None if each.score is None else str(each.score)}
                    for each in ranking.standings
                ],
            }
            for ranking in law.measured(store.rankings(room.tx, found.id))
        ],
        "lights": lit,
    }
    materials: dict[str, Material] = {"period": material}
    if (listed := _light_list(room, month)) is not None:
        materials["lights"] = listed
    return _Closed(figures=told, materials=materials)


def _turn(turn: Turn) -> Mapping[str, Any]:
    """What becomes of a flag: the colours before and after, empty where there is none."""
    return {
        "unit": turn.unit,
        "category": turn.category,
        "before": turn.before.value if turn.before else "",
        "after": turn.after.value if turn.after else "",
        "rotation": turn.rotation.value,
        "streak": turn.streak,
    }


def _chosen(room: Room, code: str) -> str:
    """The period to rehearse."""
    if not _has_register(room):
        raise NothingToRehearse(told="no_register")
    if not figure_rows.is_anything_measured(room.tx):
        raise NothingToRehearse(told="no_indicators")
    every = figure_rows.periods(room.tx)
    if not every:
        raise NothingToRehearse(told="no_figures")
    waiting = _waiting(room)
    if code and code not in every:
        raise NothingToRehearse(told="no_such_period", period=code, known=", ".join(every))
    if (code and code not in waiting) or not waiting:
        raise NothingToRehearse(told="decided", period=code or every[-1])
    return code or max(waiting, key=lambda each: (_ends_on(room, each), law.is_asked_for(each)))


def _has_register(room: Room) -> bool:
    return any(not unit.is_closed for unit in units.register(room.tx))


def _waiting(room: Room) -> list[str]:
    """The periods with figures that nobody has confirmed."""
    known = {code: store.of_code(room.tx, code) for code in figure_rows.periods(room.tx)}
    return [code for code, found in known.items() if found is None or found.stage in _OPEN]


def _ends_on(room: Room, code: str) -> date:
    found = store.of_code(room.tx, code)
    return law.ends_on(code, room.office.rules) if found is None else found.ends_on


def _announce(room: Room, found: store.Period, locale: str) -> period.PeriodMaterial:
    """Confirm a list and let it be announced; what is said of it."""
    deciding, clock = room.acting_as(_DECIDES), room.acting_as(CLOCK)
    written = page_words.table(locale, "rehearsal", "own")["authorisation"]

    def make(by: Room, move: PeriodMove, given: dict[str, str]) -> None:
        moves.carry_out(by, _standing(by, found), move, given)

    if found.stage is PeriodStage.PROPOSED:
        # Also in the place of a number that is there: what is shown must not pass for the announcement itself.
        make(deciding, PeriodMove.SET_AUTHORISATION, {"number": written})
        if law.needs_waiver(store.rankings(room.tx, found.id)) and not found.waiver:
            make(deciding, PeriodMove.WAIVE, {"reason": written})
        make(deciding, PeriodMove.CONFIRM, {})
    confirmed = _standing(room, found)
    if confirmed.stage != PeriodStage.CONFIRMED:
        raise NothingToRehearse(told="held_up", period=found.code)
    column = law.PROCEDURE.moves[PeriodMove.CONFIRM].announces
    assert column is not None, "a period is announced"
    material = period.collect(
        room,
        proposing.AnnouncementWanted(standing=confirmed, move=PeriodMove.CONFIRM, column=column, answered=None),
    )
    make(clock, PeriodMove.HANG, {})
    make(clock, PeriodMove.ANNOUNCE, {})
    return material


def _standing(room: Room, found: store.Period) -> Standing:
    standing = matters.standing(room.tx, "period", found.id)
    assert standing is not None, "it stands somewhere"
    return standing


def _lights(room: Room) -> tuple[str, Mapping[str, Mapping[str, int]]]:
    """The newest month for which something was reported of a project and whose lights are not announced, and how many have which."""
    is_on = room.office.rules.is_on(room.office.matters["light_list"].procedure.module)
    waiting = matters.waiting(room.tx, "project_month", figures.OPEN_MONTHS) if is_on else []
    month = max((each.category for each in waiting if "actual" in each.own), default="")
    if not month:
        return "", {}
    found = Counter(each.light for each in light_lists.of_month(room, month, room.office.rules))
    return month, {month: {light: found[Light(light)] for light in (*figures.LIGHTS, Light.MISSING.value)}}


def _light_list(room: Room, month: str) -> lights.LightsMaterial | None:
    """What would be said of the lights of a month; None where there are none."""
    if not month:
        return None
    light_lists.propose(room, month)
    listed = [each for each in matters.waiting(room.tx, "light_list", ("proposed",)) if each.own["month"] == month]
    column = room.office.matters["light_list"].procedure.moves["confirm"].announces
    if not listed or column is None:
        return None
    what = proposing.AnnouncementWanted(standing=listed[-1], move="confirm", column=column, answered=None)
    return lights.collect(room, what)


def _worded(
    materials: Iterable[Material], words: wording.Words, zone: ZoneInfo, locale: str
) -> tuple[list[ToldPublicly], Mapping[str, bytes]]:
    """The announcements in one language, and their pictures by the names of their files."""
    said, drawn = [], {}
    for material in materials:
        for part, message in enumerate(material.messages(words, locale), start=1):
            picture = f"{OFFICE}-{material.about}-{part}.png" if message.drawing else ""
            if picture:
                drawn[picture] = message.drawing
            said.append(
                ToldPublicly(
                    office=OFFICE,
                    number=material.about,
                    at=material.publish_at.astimezone(zone),
                    title=message.title,
                    text=message.text,
                    picture=picture,
                    alt=message.alt,
                )
            )
    return sorted(said, key=lambda each: each.at), drawn
