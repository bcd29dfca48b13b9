"""What the company does with whatever comes to stand before it: a short road for each kind and stage, whatever it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.cast.roads import Answer, In, OfCast, Pick, Prose, Road, RoadMatter, RoadStep, WorkingDays
from domain.matters.scoring import periods
from domain.mechanism.standing import Standing

PLACE, ITEM = "matter", "item"
_EXPLAINED = frozenset(
    {"red_light", "snail_project", "yellow_streak"}
)  # what projects and periods themselves follow up
_SIGNERS = ("leader_a", "leader_b", "committee_a", "committee_b", "committee_c", "committee_d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """What is done with a matter of a kind that stands in `stage`. `bureau` on its road is the contact of the matter's unit, `items` are
    its children that the road leads to their end. `perhaps`: what is done first, where the law opens it. `only`: with which of them."""

    kind: str
    stage: str
    steps: tuple[RoadStep, ...]
    items: str = ""
    perhaps: tuple[RoadStep, ...] = ()
    only: Callable[[Standing], bool] = lambda standing: True

    @property
    def road(self) -> Road:
        """As a road of that one matter."""
        return self._of(self.steps)

    @property
    def first(self) -> tuple[Road, ...]:
        """What is perhaps done before, each as a road of its own."""
        return tuple(self._of((step,)) for step in self.perhaps)

    def _of(self, steps: tuple[RoadStep, ...]) -> Road:
        places = {PLACE: RoadMatter(self.kind)}
        if self.items:
            places[ITEM] = RoadMatter(self.items, of=PLACE)
        cast = (*dict.fromkeys(step.who for step in steps), *_SIGNERS)
        return Road(name=self.kind, cast=cast, places=places, parts={self.stage: steps})


def _step(who: str, move: str, leads_to: str, *, signs: bool = False, **answers: Answer) -> RoadStep:
    return _at(PLACE, who, move, leads_to, signs=signs, **answers)


def _at(at: str, who: str, move: str, leads_to: str, /, *, signs: bool = False, **answers: Answer) -> RoadStep:
    name = f"{move}_{who}{'_signed' if signs else ''}"
    return RoadStep(name=name, who=who, place=at, move=move, leads_to=leads_to, answers=answers, signs=signs)


def _is_explained(case: Standing) -> bool:
    return case.own.get("lead") in _EXPLAINED


def of(standing: Standing) -> Habit | None:
    """What is done with a matter as it stands; None where nothing."""
    every = (each for each in HABITS if (each.kind, each.stage) == (standing.matter, standing.stage))
    return next((each for each in every if each.only(standing)), None)


_WAIVED = _step("leader_a", "waive", "proposed", reason=Prose("waived"))  # where too many figures are missing
_CONFIRMED = (
    _step("leader_a", "set_authorisation", "proposed", number=Prose("document")),
    _step("leader_a", "confirm", "confirmed"),
)
_MEETS_IN = WorkingDays(3)
HABITS: tuple[Habit, ...] = (
    Habit(
        kind="announcement",
        stage="proposed",
        steps=(_step("leader_b", "approve", "proposed"), _step("committee_a", "approve", "approved")),
    ),
    # Of a list of flags there is a review meeting (双月讲评会): its day is told once the list is confirmed.
    Habit(
        kind="period",
        stage="proposed",
        only=lambda period: periods.gives_flags(period.number),
        perhaps=(_WAIVED,),
        steps=(_step("leader_a", "hold_meeting", "proposed", form=Pick(("flags",))), *_CONFIRMED),
    ),
    Habit(kind="period", stage="proposed", perhaps=(_WAIVED,), steps=_CONFIRMED),
    Habit(
        kind="period",
        stage="confirmed",
        items="review_meeting",
        only=lambda period: periods.gives_flags(period.number),
        steps=(
            _at(
                ITEM,
                "reviewer_a",
                "convene",
                "convened",
                meets_on=_MEETS_IN,
                meets_at=Prose("meets_at"),
                place=Prose("meets_in"),
            ),
            _at(ITEM, "leader_b", "convene", "convened", signs=True),
        ),
    ),
    Habit(kind="speech", stage="asked", steps=(_step("bureau", "file", "filed", speech=Prose("speech")),)),
    Habit(
        kind="review_meeting",
        stage="met",
        steps=(
            _step("reviewer_a", "record", "met", spoke=Prose("everybody"), decided=Prose("decided")),
            _step("leader_b", "record", "held", signs=True),
        ),
    ),
    Habit(kind="flag", stage="hung", steps=(_step("bureau", "acknowledge", "hung"),)),
    Habit(kind="slack_flag", stage="hung", steps=(_step("bureau", "acknowledge", "acknowledged"),)),
    Habit(kind="light_list", stage="proposed", steps=(_step("leader_a", "confirm", "confirmed"),)),
    Habit(kind="project_quarter", stage="proposed", steps=(_step("leader_a", "confirm", "confirmed"),)),
    Habit(kind="pledge_quarter", stage="proposed", steps=(_step("leader_a", "confirm", "confirmed"),)),
    Habit(kind="snail_year", stage="proposed", steps=(_step("leader_a", "confirm", "confirmed"),)),
    Habit(
        kind="project_year",
        stage="proposed",
        steps=(
            _step("leader_a", "commend", "proposed", authorisation=Prose("document")),
            _step("committee_b", "commend", "confirmed", signs=True),
        ),
    ),
    Habit(
        kind="flag_plan",
        stage="due",
        items="plan_item",
        steps=(
            _step("bureau", "file", "filed", causes=Prose("causes"), items=Prose("items")),
            _step("reviewer_c", "agree", "agreed"),
            _at(ITEM, "bureau", "prove", "proven", proof=Prose("proof")),
            _at(ITEM, "reviewer_c", "accept", "closed"),
            _step("reviewer_c", "close", "closed"),
        ),
    ),
    Habit(
        kind="case",
        stage="recommended",
        only=_is_explained,
        steps=(
            _step("reviewer_c", "take_up", "recommended"),
            _step("reviewer_c", "turn_away", "recommended", reason=Prose("explained")),
            _step("leader_a", "turn_away", "turned_away", signs=True),
        ),
    ),
    Habit(
        kind="project_card",
        stage="due",
        steps=(_step("reviewer_b", "look_back", "mended", mended=Pick(("yes",)), found=Prose("looked_back")),),
    ),
    # A return visit that no road leads to: the third of a case, that after a clarification.
    Habit(
        kind="visit",
        stage="due",
        steps=(
            _step("leader_a", "name_visitors", "visiting", visitors=OfCast(("committee_a", "leader_b"))),
            _step(
                "committee_a",
                "record",
                "visiting",
                visited_on=In(0),
                grade=Pick(("good",)),
                organisation=Pick(("asked",)),
            ),
            _step("leader_b", "record", "good", signs=True),
        ),
    ),
)
PLACES = frozenset((each.kind, each.stage) for each in HABITS)
"""The kinds and stages of which something is done with some."""
