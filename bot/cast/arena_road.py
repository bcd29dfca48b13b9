"""The road of an arena (亮剑比拼): the law §6.6. Three units speak; one who rates has a page, sixty more sit in the hall."""

from itertools import product

from bot.cast.people import HALL
from bot.cast.roads import THE_HALL, Figure, In, OfHall, Prose, Road, RoadMatter, RoadStep, announced

_SPEAKERS = ("U06", "U08", "U18")  # one of them is the unit of whoever rates at a page
_BASE = {"U06": (84, 80, 78), "U08": (88, 85, 82), "U18": (91, 88, 90)}
_TURNS = range(1, len(_SPEAKERS) + 1)
_SPREAD = 7  # by which ballots differ


def _marks(unit: str, seat: int) -> str:
    """What is given from a seat, for each criterion."""
    return " ".join(
        str(base + (seat * step) % _SPREAD - _SPREAD // 2) for base, step in zip(_BASE[unit], (3, 5, 2), strict=True)
    )


_BALLOTS = {(unit, who): _marks(unit, seat) for unit, (seat, who) in product(_SPEAKERS, enumerate(HALL))}


def _slot(turn: int) -> tuple[RoadStep, ...]:
    """One speaks; the hall gives its ballots, then who has a page, unless it is their own unit that speaks."""
    place = f"slot_{turn}"
    return (
        RoadStep(name=f"open_{turn}", who="reviewer_a", place=place, move="open", leads_to="rating"),
        RoadStep(
            name=f"hall_{turn}",
            who=THE_HALL,
            place=place,
            move="rate",
            leads_to="rating",
            answers={"marks": OfHall(_BALLOTS)},
        ),
        RoadStep(
            name=f"rate_{turn}",
            who="rater",
            place=place,
            move="rate",
            leads_to="locked",
            answers={"marks": Figure("90 88 86")},
        ),
    )


ARENA = Road(
    name="arena",
    cast=("reviewer_a", "rater", "bureau", "leader_a", "leader_b", "committee_a"),
    places={
        "arena": RoadMatter("arena"),
        **{f"slot_{turn}": RoadMatter("arena_slot", of="arena", turn=turn - 1) for turn in _TURNS},
        "result": RoadMatter("announcement", of="arena"),
    },
    parts={
        "planned": (
            RoadStep(
                name="plan",
                who="reviewer_a",
                place="arena",
                move="plan",
                leads_to="planned",
                begins="begin",
                answers={"title": Prose("title"), "day": In(0), "place": Prose("place"), "speakers": Prose("speakers")},
            ),
            RoadStep(name="draw", who="reviewer_a", place="arena", move="draw", leads_to="drawn"),
            RoadStep(name="start", who="reviewer_a", place="arena", move="start", leads_to="running"),
        ),
        **{f"slot_{turn}": _slot(turn) for turn in _TURNS},
        "said": announced("result"),
    },
    hall=HALL,
)
