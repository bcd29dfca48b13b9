"""The figures of a rehearsed year, read from what the office remembers at its end: the keys of `flagpost rehearse --json`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.matters.programmes import undertakings
from domain.matters.programmes.undertakings import UndertakingStatus
from domain.matters.projects import snails
from domain.matters.scoring import periods as period_law
from domain.matters.scoring import speeches
from domain.mechanism.columns import Relation
from domain.mechanism.standing import Standing
from domain.scoring import last_places, rotations
from domain.scoring.rotations import Colour, FlagTitle, Rotation
from handlers import arenas
from handlers.conversation.room import Room
from handlers.scoring import turns
from storage import matters
from storage.mechanism import parts
from storage.scoring import periods
from storage.upkeep import rehearsing
from storage.upkeep.rehearsing import MatterPlace

HUNG = ("hung", "acknowledged", "removed")  # where a yellow flag of a case was given and not taken back
HONOURED = ("commended", "lapsed")
TURNED = {"kept": Rotation.KEPT, "removed": Rotation.REMOVED}  # 守旗单位 摘旗单位, said beside the titles (the law §9)
RACES = {"cities": "市", "counties": "县"}
ARENAS_SAID = ("announced", "opened")
LIGHTS = ("green", "yellow", "red", "grey")
MISSING = "missing"  # nobody reported: no light is shown
ASKED = speeches.TOLD | speeches.OVER
OPEN_MONTHS = ("new", "due", "reported", "closed")


def of_year(room: Room) -> dict[str, Any]:
    """All of them, but for how long it took. Units by their codes, counts of matters by the stage that they have come to."""
    places = tuple(rehearsing.places(room.tx).values())
    announced = sorted(matters.waiting(room.tx, "period", ("announced",)), key=lambda each: each.id)
    return {
        "periods": [of_period(room, each) for each in announced if period_law.gives_flags(each.number)],
        "review_meetings": [_meeting(room, each) for each in _of(room, "review_meeting")],
        "editions": [_edition(room, each) for each in _of(room, "edition")],
        "horse_race": _horse_race(room, announced),
        "arena": _arena(room),
        "two_year_last": sorted(each.unit for each in _of(room, "case") if each.own.get("lead") == "two_years_last"),
        "snail_awards": _snails(room),
        "clues": _stages(places, "clue"),
        "cases": _stages(places, "case"),
        "undertakings": _undertakings(room),
        "announcements": rehearsing.announced(room.tx),
        "lights": _lights(_of(room, "project_month")),
    }


def beside(
    county: Mapping[str, Any], province: Mapping[str, Any], hall: Mapping[str, Any], past: Mapping[str, Any]
) -> dict[str, Any]:
    """The county's figures with the horse-race of the province, the arena of the hall and the awards of the past, and what was announced
    and drawn in all."""
    every = (county, province, hall, past)
    announced: Counter[str] = sum((Counter(each["announcements"]) for each in every), Counter())
    return {
        **county,
        "horse_race": province["horse_race"],
        "arena": hall["arena"],
        "snail_awards": {
            "total": county["snail_awards"]["total"] + past["snail_awards"]["total"],
            "by_year": {**past["snail_awards"]["by_year"], **county["snail_awards"]["by_year"]},
        },
        "announcements": dict(sorted(announced.items())),
        "pictures": sum(each["pictures"] for each in every),
    }


def _of(room: Room, kind: str) -> list[Standing]:
    """Every matter of a kind, whatever its stage."""
    ids = [number for number, place in rehearsing.places(room.tx).items() if place.kind == kind]
    return matters.of_ids(room.tx, ids)


def of_period(room: Room, standing: Standing) -> dict[str, Any]:
    """How many flags a period gave, to how many units, the titles that come with them, and who kept a red one or put off
    a yellow one."""
    period = periods.of_id(room.tx, standing.id)
    assert period is not None, "it was announced"
    of_period = turns.of_period(room, period)
    titles = rotations.titles(of_period, room.office.rules_of(standing.rules))
    turned = {name: {each.unit for each in of_period if each.rotation is how} for name, how in TURNED.items()}
    red, yellow = (_holders(of_period, colour) for colour in (Colour.RED, Colour.YELLOW))
    return {
        "name": standing.number,
        "yellow_flags": len(yellow),
        "red_flags": len(red),
        "yellow_units": len(set(yellow)),
        "red_units": len(set(red)),
        "titles": {
            title.value: sorted(unit for unit, earned in titles.items() if title in earned) for title in FlagTitle
        }
        | {name: sorted(named) for name, named in turned.items()},
    }


def _meeting(room: Room, meeting: Standing) -> dict[str, Any]:
    """A review meeting of a period: when it met, how many were asked to speak, filed what they would say, and spoke."""
    period = periods.of_id(room.tx, meeting.parent_id or 0)
    assert period is not None, "a meeting is about a period"
    every = [each for each in matters.children(room.tx, meeting.id, "speech") if each.stage in ASKED]
    return {
        "period": period.code,
        "met_on": meeting.own.get("meets_on", ""),
        "speakers": len(every),
        "filed": sum("speech" in each.own for each in every),
        "spoke": sum(each.stage == "spoken" for each in every),
    }


def _holders(every: Iterable[rotations.Turn], colour: Colour) -> list[str]:
    """Who holds a flag of a colour, once for each flag."""
    return [turn.unit for turn in every if turn.after is colour]


def _edition(room: Room, edition: Standing) -> dict[str, Any]:
    """An edition with those it honoured; and the units that were given a yellow flag while it ran or since."""
    named = [each for each in _of(room, "candidate") if each.stage in HONOURED]
    flagged = [each.unit for each in _of(room, "slack_flag") if each.stage in HUNG]
    return {"name": edition.own["title"], "strivers": len(named), "slackers": sorted(flagged)}


def _horse_race(room: Room, announced: Sequence[Standing]) -> dict[str, list[str]]:
    won: dict[str, list[str]] = {name: [] for name in RACES}
    for standing in announced:
        if not period_law.is_quarter(standing.number):
            continue
        for ranking in periods.rankings(room.tx, standing.id):
            for name, sequence in RACES.items():
                if ranking.sequence == sequence:
                    won[name] = list(last_places.winners(ranking, room.office.rules_of(standing.rules)))
    return won


def _arena(room: Room) -> dict[str, Any]:
    """The slots and raters of the arenas that were announced, and who came where."""
    found = [each for each in _of(room, "arena") if each.stage in ARENAS_SAID]
    results = [result for each in found if (result := arenas.result_of(each)) is not None]
    return {
        "slots": sum(len(each.ranked) + len(each.unscored) for each in results),
        "raters": sum(len(parts.people_of(room.tx, each.id, Relation.RATER)) for each in found),
        "ranking": [{"unit": each.unit, "score": each.score} for result in results for each in result.ranked],
    }


def _snails(room: Room) -> dict[str, Any]:
    years = Counter(each.own["hung_on"][:4] for each in _of(room, "snail") if each.stage in snails.AWARDED)
    for year in _of(room, "snail_year"):
        years.setdefault(year.own["year"], 0)
    return {"total": sum(years.values()), "by_year": dict(sorted(years.items()))}


def _undertakings(room: Room) -> dict[str, Any]:
    """How many aspects and undertakings there are, and how they stand this day."""
    every = [each for each in _of(room, "undertaking") if each.stage in undertakings.STANDING]
    found = Counter(undertakings.status_on(each, room.today) for each in every)
    return {
        "aspects": len({each.own["aspect"] for each in every}),
        "total": len(every),
        "by_status": {status.value: found[status] for status in UndertakingStatus},
    }


def _stages(places: Iterable[MatterPlace], kind: str) -> dict[str, int]:
    return dict(sorted(Counter(each.stage for each in places if each.kind == kind).items()))


def _lights(months: Iterable[Standing]) -> Mapping[str, Mapping[str, int]]:
    """How many projects had which light in every month whose lights were announced; how many nobody reported, where there are such."""
    by_month: dict[str, Counter[str]] = {}
    for each in months:
        if each.stage == "shown":
            by_month.setdefault(each.category, Counter())[each.own["light"]] += 1
    return {
        month: {light: found[light] for light in (*LIGHTS, MISSING) if light in LIGHTS or found[light]}
        for month, found in sorted(by_month.items())
    }
