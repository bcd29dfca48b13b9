"""The road of the figures of one indicator for a period (数据填报): the law §2, §6.1."""

from collections.abc import Mapping

from bot.cast.people import DATA_UNIT
from bot.cast.roads import CLOCK, Prose, Road, RoadMatter, RoadStep
from domain.mechanism.standing import Standing
from storage import matters
from storage.database import Tx
from storage.road import history

_ENTER = "enter_own"
_INDICATOR = "D10"  # of which the unit files its own figure, too
_MOST = 60


def _filing(tx: Tx, there: Mapping[str, Standing]) -> Standing | None:
    """The one that somebody has entered; where nobody has, one that is not frozen yet."""
    every = [each for each in matters.of_unit(tx, "filing", DATA_UNIT, _MOST) if each.own["indicator"] == _INDICATOR]
    entered = (each for each in every if any(move == _ENTER for move, _, _ in history.made(tx, each.matter, each.id)))
    return next(entered, None) or next((each for each in every if each.stage != "frozen"), None)


def _entered(name: str, figures: str) -> RoadStep:
    return RoadStep(
        name=name,
        who="data",
        place="filing",
        move=_ENTER,
        leads_to="checking",
        answers={"figures": Prose(figures)},
    )


FILING = Road(
    name="filing",
    cast=("data", "reviewer_a", "reviewer_b"),
    places={"filing": RoadMatter("filing", finds=_filing)},
    parts={
        "opened": (RoadStep(name="open", who=CLOCK, place="filing", move="open", leads_to="open"),),
        "filed": (
            _entered("enter", "figures"),
            RoadStep(
                name="send_back",
                who="reviewer_b",
                place="filing",
                move="send_back",
                leads_to="open",
                answers={"lacking": Prose("lacking")},
            ),
            _entered("enter_again", "better"),
            RoadStep(name="check", who="reviewer_b", place="filing", move="check", leads_to="filed"),
        ),
        "frozen": (RoadStep(name="freeze", who=CLOCK, place="filing", move="freeze", leads_to="frozen"),),
    },
)
