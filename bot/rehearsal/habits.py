"""What the company does with whatever comes to stand before it: a short road for each kind and stage, whatever it came from."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cast.roads import Figure, Pick, Prose, Road, RoadMatter, RoadStep

PLACE = "matter"
_SIGNERS = ("leader_a", "leader_b", "committee_a", "committee_b", "committee_c", "committee_d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """What is done with a matter of a kind that stands in `stage`. `bureau` on its road is the contact of the matter's unit."""

    kind: str
    stage: str
    steps: tuple[RoadStep, ...]

    @property
    def road(self) -> Road:
        """As a road of that one matter."""
        cast = (*dict.fromkeys(step.who for step in self.steps), *_SIGNERS)
        return Road(name=self.kind, cast=cast, places={PLACE: RoadMatter(self.kind)}, parts={self.stage: self.steps})


def _step(who: str, move: str, leads_to: str, *, signs: bool = False, **answers: Pick | Prose | Figure) -> RoadStep:
    name = f"{move}_{who}{'_signed' if signs else ''}"
    return RoadStep(name=name, who=who, place=PLACE, move=move, leads_to=leads_to, answers=answers, signs=signs)


HABITS: tuple[Habit, ...] = (
    Habit(
        kind="announcement",
        stage="proposed",
        steps=(_step("leader_b", "approve", "proposed"), _step("committee_a", "approve", "approved")),
    ),
    Habit(
        kind="period",
        stage="proposed",
        steps=(
            _step("leader_a", "set_authorisation", "proposed", number=Prose("document")),
            _step("leader_a", "confirm", "confirmed"),
        ),
    ),
    Habit(kind="flag", stage="hung", steps=(_step("bureau", "acknowledge", "hung"),)),
    Habit(kind="slack_flag", stage="hung", steps=(_step("bureau", "acknowledge", "acknowledged"),)),
    Habit(kind="light_list", stage="proposed", steps=(_step("leader_a", "confirm", "confirmed"),)),
    Habit(kind="project_quarter", stage="proposed", steps=(_step("leader_a", "confirm", "confirmed"),)),
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
        kind="project_card",
        stage="due",
        steps=(_step("reviewer_b", "look_back", "mended", mended=Pick(("yes",)), found=Prose("looked_back")),),
    ),
)
