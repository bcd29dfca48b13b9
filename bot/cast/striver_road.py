"""The road of an edition of strivers and of those who are nominated for it (奋斗者评选): the law §4.2."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cast.roads import CLOCK, Figure, In, OfCast, Pick, Prose, Road, RoadMatter, RoadStep, announced

_RUBRIC = ("results", "difficulty", "effect", "qualities")
SECOND = "_second"  # behind the names of whatever is of the second striver


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """Whoever is nominated: by whom, in which field. `again` stands behind the names of steps, places and prose that are theirs."""

    again: str
    by: str
    field: str = "projects"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Who is nominated, who of the committee gives which points to each of them, and how many places there are."""

    nominees: Sequence[Nominee]
    points: Mapping[str, Mapping[str, tuple[str, ...]]]  # of each of the committee, of each nominee by `again`
    places: int
    fields: tuple[str, ...]

    @property
    def selected(self) -> Sequence[Nominee]:
        """Those with the most points, as many as there are places."""

        def total(nominee: Nominee) -> int:
            return sum(int(each) for given in self.points.values() for each in given[nominee.again])

        return sorted(self.nominees, key=total, reverse=True)[: self.places]


_EVERY = (("45", "18", "17", "9"), ("43", "16", "18", "8"), ("46", "17", "16", "9"))
_TWO = Selection(
    nominees=(Nominee(again="", by="citizen"), Nominee(again=SECOND, by="bureau")),
    points={f"committee_{letter}": {"": points, SECOND: points} for letter, points in zip("abc", _EVERY, strict=True)},
    places=2,
    fields=("investment", "projects"),
)


def _called(selection: Selection) -> tuple[RoadStep, ...]:
    """An edition for the fields in which somebody is nominated is proposed, and opened by two."""
    return (
        RoadStep(
            name="propose",
            who="reviewer_a",
            place="edition",
            move="propose",
            leads_to="proposed",
            begins="begin_edition",
            answers={
                "title": Prose("title"),
                "yields": Pick(("strivers",)),
                "fields": Pick(selection.fields),
                "quota": Figure("7"),
                "begins_on": In(0),
                "ends_on": In(14),
                "authorisation": Prose("authorisation"),
            },
        ),
        RoadStep(name="open", who="leader_a", place="edition", move="open", leads_to="proposed"),
        RoadStep(
            name="sign_opening", who="committee_a", place="edition", move="open", leads_to="collecting", signs=True
        ),
    )


def _nominated(nominee: Nominee) -> tuple[RoadStep, ...]:
    """Somebody nominates, and a reviewer hands it on to the joint check."""
    again = nominee.again
    return (
        RoadStep(
            name=f"nominate{again}",
            who=nominee.by,
            place=f"nomination{again}",
            move="submit",
            leads_to="nominated",
            begins="begin_nomination",
            answers={
                "field": Pick((nominee.field,)),
                "whom": Pick(("other",)),
                "unit": Prose(f"unit{again}"),
                "nominee": Prose(f"nominee{again}"),
                "deeds": Prose(f"deeds{again}"),
            },
        ),
        RoadStep(
            name=f"take_up{again}",
            who="reviewer_b",
            place=f"nomination{again}",
            move="take_up",
            leads_to="eligibility",
            answers={"name": Prose(f"name{again}"), "post": Prose(f"post{again}")},
        ),
    )


def _reply(organ: str, again: str) -> RoadStep:
    return RoadStep(
        name=f"reply_{organ}{again}",
        who="reviewer_b",
        place=f"candidate{again}",
        move=f"reply_{organ}",
        leads_to="checking",
        answers={organ: Pick(("clear",)), f"{organ}_by": Prose(f"by_{organ}")},
    )


def _checked(again: str) -> tuple[RoadStep, ...]:
    """Four organs answer, and two inspect."""
    place = f"candidate{again}"
    return (
        *(_reply(organ, again) for organ in ("discipline", "organisation", "petition", "industry")),
        RoadStep(
            name=f"pass_check{again}",
            who="reviewer_b",
            place=place,
            move="pass_check",
            leads_to="inspecting",
            answers={"red_lines": Prose("red_lines")},
        ),
        RoadStep(
            name=f"name_inspectors{again}",
            who="reviewer_b",
            place=place,
            move="name_inspectors",
            leads_to="inspecting",
            answers={"inspectors": OfCast(("inspector_a", "inspector_b"))},
        ),
        RoadStep(
            name=f"inspect{again}",
            who="inspector_a",
            place=place,
            move="report",
            leads_to="inspecting",
            answers={
                "colleagues": Prose("colleagues"),
                "served": Prose("served"),
                "found": Prose("found"),
                "merits": Prose(f"merits{again}"),
            },
        ),
        RoadStep(
            name=f"sign_report{again}", who="inspector_b", place=place, move="report", leads_to="ready", signs=True
        ),
    )


def _scored(selection: Selection, nominee: Nominee) -> tuple[RoadStep, ...]:
    """Each of the committee gives points: the last voice about the last of them decides who is selected."""
    again, last = nominee.again, tuple(selection.points)[-1]
    ends = "selected" if nominee is selection.nominees[-1] else "scored"
    return tuple(
        RoadStep(
            name=f"score_{who[-1]}{again}",
            who=who,
            place=f"candidate{again}",
            move="compare",
            leads_to=ends if who == last else "comparing",
            answers=dict(zip(_RUBRIC, map(Figure, points[again]), strict=True)),
        )
        for who, points in selection.points.items()
    )


def _consented(again: str) -> RoadStep:
    return RoadStep(
        name=f"consent{again}",
        who="reviewer_b",
        place=f"candidate{again}",
        move="record_consent",
        leads_to="agreed",
        answers={"consent": Pick(("agreed",)), "consent_paper": Prose("consent_paper")},
    )


def _compared(selection: Selection) -> tuple[RoadStep, ...]:
    return (
        RoadStep(name="close_call", who=CLOCK, place="edition", move="close_call", leads_to="deciding"),
        RoadStep(
            name="compare",
            who="leader_a",
            place="edition",
            move="compare",
            leads_to="comparing",
            answers={"places": Figure(str(selection.places)), "few": Prose("few")},
        ),
        *(step for nominee in selection.nominees for step in _scored(selection, nominee)),
    )


def _notified(selection: Selection) -> tuple[RoadStep, ...]:
    first = f"candidate{selection.selected[0].again}"
    return (
        *(_consented(nominee.again) for nominee in selection.selected),
        RoadStep(
            name="give_notice",
            who="reviewer_b",
            place="edition",
            move="give_notice",
            leads_to="comparing",
            answers={"measures": Prose("measures")},
        ),
        *announced("notice"),
        RoadStep(name="end_notice", who=CLOCK, place=first, move="end_notice", leads_to="approving"),
    )


def _honoured(selection: Selection) -> tuple[RoadStep, ...]:
    return (
        *(
            RoadStep(
                name=f"approve{nominee.again}",
                who="leader_a",
                place=f"candidate{nominee.again}",
                move="approve",
                leads_to="approved",
            )
            for nominee in selection.selected
        ),
        RoadStep(
            name="commend",
            who="reviewer_b",
            place="edition",
            move="commend",
            leads_to="comparing",
            answers={"meeting": Prose("meeting"), "honours": Prose("honours")},
        ),
        *announced("commendation"),
    )


def striver_road(selection: Selection) -> Road:
    """The road of an edition on which these are nominated, and some of them selected."""
    first, *others = selection.nominees
    places = {"edition": RoadMatter("edition")}
    for turn, nominee in enumerate(selection.nominees):
        places[f"nomination{nominee.again}"] = RoadMatter("striver", turn=turn)
        places[f"candidate{nominee.again}"] = RoadMatter("candidate", of=f"nomination{nominee.again}")
    places |= {
        "notice": RoadMatter("announcement", of="edition"),
        "commendation": RoadMatter("announcement", of="edition", turn=1),
    }
    return Road(
        name="striver",
        cast=(
            *dict.fromkeys(nominee.by for nominee in selection.nominees),
            "reviewer_a",
            "reviewer_b",
            "inspector_a",
            "inspector_b",
            *selection.points,
            "leader_a",
            "leader_b",
        ),
        places=places,
        parts={
            "called": _called(selection),
            "nominated": _nominated(first),
            "checked": _checked(first.again),
            "second": tuple(step for each in others for step in (*_nominated(each), *_checked(each.again))),
            "compared": _compared(selection),
            "notified": _notified(selection),
            "honoured": _honoured(selection),
        },
    )


STRIVER = striver_road(_TWO)
