"""The road of the review meeting of a period (双月讲评会): the law §1 row 3, §9."""

from collections.abc import Mapping

from bot.cast.fictional_county import PERIOD
from bot.cast.people import SPEAKERS_UNIT
from bot.cast.roads import CLOCK, In, Pick, Prose, Road, RoadMatter, RoadStep
from domain.mechanism.standing import Standing
from storage import matters
from storage.database import Tx


def _period(tx: Tx, there: Mapping[str, Standing]) -> Standing | None:
    return matters.numbered(tx, "period", PERIOD)


def _speech(tx: Tx, there: Mapping[str, Standing]) -> Standing | None:
    """What the unit of the cast says there."""
    every = matters.children(tx, there["meeting"].id, "speech") if "meeting" in there else []
    return next((each for each in every if each.unit == SPEAKERS_UNIT), None)


def _filed(name: str, speech: str) -> RoadStep:
    return RoadStep(
        name=name, who="contact", place="speech", move="file", leads_to="filed", answers={"speech": Prose(speech)}
    )


MEETING = Road(
    name="meeting",
    cast=("leader_a", "leader_b", "reviewer_a", "contact", "committee_a"),
    places={
        "period": RoadMatter("period", finds=_period),
        "meeting": RoadMatter("review_meeting", of="period"),
        "speech": RoadMatter("speech", finds=_speech),
    },
    parts={
        "decided": (
            RoadStep(
                name="authorise",
                who="leader_a",
                place="period",
                move="set_authorisation",
                leads_to="proposed",
                answers={"number": Prose("authorisation")},
            ),
            RoadStep(name="confirm", who="leader_a", place="period", move="confirm", leads_to="confirmed"),
            RoadStep(
                name="hold_meeting",
                who="leader_a",
                place="period",
                move="hold_meeting",
                leads_to="confirmed",
                answers={"form": Pick(("flags",))},
            ),
        ),
        "convened": (
            RoadStep(
                name="convene",
                who="reviewer_a",
                place="meeting",
                move="convene",
                leads_to="preparing",
                answers={"meets_on": In(6), "meets_at": Prose("meets_at"), "place": Prose("place")},
            ),
            RoadStep(
                name="convene_signed", who="leader_b", place="meeting", move="convene", leads_to="convened", signs=True
            ),
        ),
        "spoken": (
            RoadStep(name="acknowledge", who="contact", place="speech", move="acknowledge", leads_to="read"),
            _filed("file", "speech"),
            RoadStep(
                name="send_back",
                who="reviewer_a",
                place="speech",
                move="send_back",
                leads_to="read",
                answers={"lacking": Prose("lacking")},
            ),
            _filed("file_again", "better"),
        ),
        "recorded": (
            RoadStep(name="meet", who=CLOCK, place="meeting", move="meet", leads_to="met"),
            RoadStep(
                name="record",
                who="reviewer_a",
                place="meeting",
                move="record",
                leads_to="met",
                answers={"spoke": Prose("spoke"), "decided": Prose("minutes")},
            ),
            RoadStep(name="record_signed", who="leader_b", place="meeting", move="record", leads_to="held", signs=True),
        ),
    },
)
