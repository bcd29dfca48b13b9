"""Roads of the law as data: who makes which move of which matter with which answers, and what the clock must do in between.

Lives here: `Road` and its `RoadStep`s, and how far a road was walked, read from what is remembered, whoever walked it. Played by
`bot/cast/player.py`; the roads themselves stand beside.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from domain.lifecycles import PROCEDURES
from domain.mechanism.standing import Outcome, Standing
from storage import matters
from storage.database import Tx
from storage.road import history

_MOST = 100  # matters of one unit that are looked at
CLOCK = "clock"  # who moves where a term is over, or where several have voted
THE_HALL = "hall"  # everybody of the hall, each for themselves
# The so manieth matter of a kind that is no child of another one of its road, once there is one.
Root = Callable[[Tx, str, int], Standing | None]
# A matter that is known by what it is, of those of its road that were found before it.
Finds = Callable[[Tx, Mapping[str, Standing]], Standing | None]


@dataclass(frozen=True, slots=True)
class Pick:
    """One or several of what a question offers."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Prose, by its name in the words of the road; `{in_14}` in it is the day in a fortnight."""

    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """The same in every language: a number."""

    text: str


@dataclass(frozen=True, slots=True)
class In:
    """The day so many days from now."""

    days: int


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The day so many working days from now."""

    days: int


@dataclass(frozen=True, slots=True)
class OfCast:
    """People of the cast."""

    cast: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberOf:
    """The number of a matter of the road."""

    place: str


@dataclass(frozen=True, slots=True)
class OfHall:
    """What each of a hall says of each unit, by unit and who it is."""

    said: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A text file with this prose in it, by its name in the words of the road."""

    name: str


Answer = Pick | Prose | Figure | In | WorkingDays | OfCast | NumberOf | OfHall | WrittenFile


@dataclass(frozen=True, slots=True)
class RoadMatter:
    """A matter of a road: of a kind, the so manieth child of another; one that is no child of another is a root of the road, the so
    manieth of its kind. `finds`: it is known by what it is, as where a file or the clock began it."""

    kind: str
    of: str = ""
    turn: int = 0
    finds: Finds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadStep:
    """One move: `who` makes it (or `CLOCK`, or each of `THE_HALL`) of the matter at `place`, which then stands in the stage it `leads_to`.

    `begins`: what is said to begin that matter, where the move does. `signs`: it is the second signature that the move waits for.
    """

    name: str
    who: str
    place: str
    move: str
    leads_to: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    begins: str = ""
    signs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """A road from its beginning to its end, in `parts`. `cast`: everybody who walks it or hears of it; `hall`: who has a voice besides."""

    name: str
    cast: tuple[str, ...]
    places: Mapping[str, RoadMatter]
    parts: Mapping[str, tuple[RoadStep, ...]]
    hall: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[RoadStep, ...]:
        """All of its steps, in their order."""
        return tuple(step for part in self.parts.values() for step in part)

    def kind_of(self, step: RoadStep) -> str:
        """Of what kind the matter of a step is."""
        return self.places[step.place].kind

    def is_voice(self, step: RoadStep) -> bool:
        """Whether a step is one voice of several."""
        return PROCEDURES[self.kind_of(step)].moves[step.move].ballot is not None


def of_file(kind: str, unit: str) -> RoadMatter:
    """The matter of a kind that a file gave to a unit, the first of them."""

    def first(tx: Tx, there: Mapping[str, Standing]) -> Standing | None:
        return min(matters.of_unit(tx, kind, unit, _MOST), key=lambda each: each.id, default=None)

    return RoadMatter(kind, finds=first)


def announced(place: str) -> tuple[RoadStep, ...]:
    """The steps by which an announcement is signed by two and said at its hour."""
    signs = (("a", "leader_b", "proposed"), ("b", "committee_a", "approved"))
    return (
        *(
            RoadStep(name=f"{place}_signed_{at}", who=who, place=place, move="approve", leads_to=leads_to)
            for at, who, leads_to in signs
        ),
        RoadStep(name=f"{place}_said", who=CLOCK, place=place, move="publish", leads_to="published"),
    )


def found(tx: Tx, road: Road, root: Root) -> dict[str, Standing]:
    """The matters of a road that there are by now."""
    there: dict[str, Standing] = {}
    for name, place in road.places.items():
        standing = _at(tx, place, there, root)
        if standing is not None:
            there[name] = standing
    return there


def come_to(tx: Tx, road: Road, there: Mapping[str, Standing]) -> int:
    """How many steps of a road are behind: up to the last that has happened, whoever made it, and those that its matters have
    left aside, as where a term ran out that somebody had to use."""
    behind = _happened(tx, road, there)
    return next((at for at, step in enumerate(road.steps) if at >= behind and _is_open(road, step, there)), behind)


def _is_open(road: Road, step: RoadStep, there: Mapping[str, Standing]) -> bool:
    """Whether the matter of a step stands where the step can be made, or is still to come."""
    standing = there.get(step.place)
    return standing is None or standing.stage in PROCEDURES[road.kind_of(step)].moves[step.move].start


def _happened(tx: Tx, road: Road, there: Mapping[str, Standing]) -> int:
    made = {name: history.made(tx, each.matter, each.id) for name, each in there.items()}
    behind = 0
    wanted: dict[tuple[str, str, bool], int] = {}
    times: dict[tuple[str, str, bool], int] = {}
    for at, step in enumerate(road.steps, 1):
        key = (step.place, step.move, step.signs)
        wanted[key] = wanted.get(key, 0) + (len(road.hall) if step.who == THE_HALL else 1)
        if key not in times:
            times[key] = len(_times(road, step, made[step.place])) if step.place in made else 0
        if times[key] >= wanted[key]:
            behind = at
    return behind


def _times(road: Road, step: RoadStep, made: history.Made) -> list[str]:
    """Who made the move of a step, once for each time; of a ballot each voice once, however often it was changed."""
    rule = PROCEDURES[road.kind_of(step)].moves[step.move]
    is_proposal = rule.second is not None and not step.signs
    wanted = {Outcome.PROPOSED} if is_proposal else {Outcome.MOVED, Outcome.ACTED}
    who = [actor for move, outcome, actor in made if move == step.move and outcome in wanted]
    return list(dict.fromkeys(who)) if road.is_voice(step) else who


def _at(tx: Tx, place: RoadMatter, there: Mapping[str, Standing], root: Root) -> Standing | None:
    if place.finds is not None:
        return place.finds(tx, there)
    return _child(tx, there.get(place.of), place) if place.of else root(tx, place.kind, place.turn)


def _child(tx: Tx, parent: Standing | None, place: RoadMatter) -> Standing | None:
    children = [] if parent is None else matters.children(tx, parent.id, place.kind)
    return children[place.turn] if place.turn < len(children) else None
