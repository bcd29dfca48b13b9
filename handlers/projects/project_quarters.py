"""The quarter of projects before those who decide: what the figures suggest, what was struck, and the cards that follow (the law §5)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from domain import months
from domain.matters.projects import exemptions, project_cards
from domain.matters.projects import project_quarters as law
from domain.matters.scoring import periods
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK
from domain.saying import Term
from domain.sayings.scoring import quarters as sayings
from domain.scoring import lights, quarters
from domain.scoring.quarters import SNAILS, Judged, Quarter
from handlers.conversation.forms import several
from handlers.conversation.procedures import beginnings, moves, relatives
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.projects import projects
from storage import matters, shapes

KEY = "key"  # livelihood items have no amounts of money, and no cards


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterResult:
    """What the figures of a quarter came to for a project, as text: what was done, empty where that is missing, and the target."""

    judged: Judged
    done: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedProject:
    """A project with what its quarter came to."""

    project: Standing
    result: QuarterResult

    @property
    def judged(self) -> Judged:
        """What that suggests."""
        return self.result.judged

    def said(self, room: Room) -> sayings.QuarterProject:
        """It as it is named in words."""
        return sayings.QuarterProject(
            title=self.project.own["title"],
            unit=room.office.name_of(self.project.unit),
            done=self.result.done,
            target=self.result.target,
            why=Term("judged", self.judged.value) if self.judged in SNAILS else None,
        )


def propose(room: Room, month: str) -> None:
    """Propose the lists of the quarter that ends with a month."""
    if matters.of_category(room.tx, "project_month", month):
        beginnings.create(room.acting_as(CLOCK), "project_quarter", "propose", {"month": month})


def of_quarter(room: Room, standing: Standing) -> list[JudgedProject]:
    """Every key project of a quarter with what its figures suggest, as the codes are ordered; of a list that was announced, what they
    suggested then."""
    if standing.stage == "announced":
        return _as_announced(room, standing)
    rules, last = room.office.rules_of(standing.rules), standing.own["month"]
    named = quarters.months_of(last)
    begins = months.later(named[0], -1)
    before = {each.parent_id: each for each in matters.of_category(room.tx, "project_month", begins)}
    every = matters.of_category(room.tx, "project_month", last)
    by_id = {each.id: each for each in matters.of_ids(room.tx, [each.parent_id or 0 for each in every])}
    excused = _excused(room, frozenset(named))
    found = []
    for each in every:
        project = by_id[each.parent_id or 0]
        if project.category != KEY:
            continue
        is_first = months.year(begins) < months.year(last)
        earlier = None if is_first else before.get(project.id)
        quarter = Quarter(
            last=projects.progress_of(project, each),
            before=None if earlier is None else projects.progress_of(project, earlier),
            is_excused=project.id in excused,
        )
        result = QuarterResult(
            judged=quarters.judged(quarter, rules),
            done="" if quarter.done is None else lights.shown(quarter.done),
            target=lights.shown(quarter.target),
        )
        found.append(JudgedProject(project=project, result=result))
    return sorted(found, key=lambda each: str(each.project.own["code"]))


def _as_announced(room: Room, standing: Standing) -> list[JudgedProject]:
    known = shapes.decode(standing.own["results"].encode(), dict[int, QuarterResult])
    return [JudgedProject(project=each, result=known[each.id]) for each in matters.of_ids(room.tx, list(known))]


def kept(room: Room, standing: Standing) -> list[JudgedProject]:
    """Those that stand on a list: red flags and snails that nobody struck."""
    struck = set(several.ids(standing.own.get("struck", "")))
    listed = SNAILS | {Judged.RED_FLAG}
    return [each for each in of_quarter(room, standing) if each.judged in listed and each.project.id not in struck]


def _excused(room: Room, named: frozenset[str]) -> set[int]:
    """The projects for which force majeure was recognised in one of these months."""
    granted = matters.waiting(room.tx, "exemption", (exemptions.GRANTED,))
    return {
        each.parent_id or 0
        for each in granted
        if each.own["ground"] == "force_majeure" and named & set(exemptions.months_of(each, room.office.calendar))
    }


def _call_cards(room: Room, event: Event) -> None:
    """Every yellow card of an earlier quarter is to be looked back at."""
    clock = room.acting_as(CLOCK)
    for card in matters.waiting(room.tx, "project_card", ("yellow",)):
        moves.carry_out(clock, card, "come_due", {})


def _show_cards(room: Room, event: Event) -> None:
    """Every snail gets a yellow card, where none is open."""
    clock = room.acting_as(CLOCK)
    open_now = {each.parent_id for each in matters.waiting(room.tx, "project_card", project_cards.OPEN)}
    for each in kept(room, event.after):
        if each.judged in SNAILS and each.project.id not in open_now:
            given = {"quarter": quarters.code_of(event.after.own["month"]), "cause": each.judged.value}
            made = relatives.begun(clock, relatives.new(clock, "project_card", each.project), "issue", given)
            assert isinstance(made, Event), "nothing stands in the way of a card"
            room.office.matters["project_card"].followed(clock, made)


def _unseen(room: Room) -> int:
    return len(matters.waiting(room.tx, "project_card", ("due",)))


def _case(room: Room, standing: Standing) -> law.QuarterFacts:
    listed = kept(room, standing) if standing.own else ()
    line = room.line()
    own = frozenset(str(each.project.id) for each in listed if _is_of(each.project, line))
    return law.QuarterFacts(listed=len(listed), own=own, unseen=_unseen(room))


def _is_of(project: Standing, units: Collection[str]) -> bool:
    """Whether one of these owns a project or leads it."""
    return project.unit in units or project.own.get("lead", "") in units


def _listed(room: Room, standing: Standing) -> dict[str, str]:
    """Which projects stand on a list, and as what."""
    return {"listed": " ".join(f"{each.project.id}:{each.judged.value}" for each in kept(room, standing))}


def _options(room: Room, quarter_id: int, asked: str) -> tuple[str, ...]:
    standing = matters.standing(room.tx, "project_quarter", quarter_id)
    if standing is None or asked != "struck":
        return ()
    listed, line = enumerate(kept(room, standing), start=1), room.line()
    return several.options(
        several.Option(id=each.project.id, text=f"{place} {each.project.own['title']}")
        for place, each in listed
        if not _is_of(each.project, line)
    )


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    every, listed = of_quarter(room, standing), kept(room, standing)
    struck = set(several.ids(standing.own.get("struck", "")))

    def said(found: Iterator[JudgedProject]) -> tuple[sayings.QuarterProject, ...]:
        return tuple(each.said(room) for each in found)

    return Found(
        values={
            "month": periods.name_of(quarters.code_of(standing.own["month"])),
            "reds": said(each for each in listed if each.judged is Judged.RED_FLAG),
            "snails": said(each for each in listed if each.judged in SNAILS),
            "struck": said(each for each in every if each.project.id in struck),
            "missing": said(each for each in every if each.judged is Judged.MISSING),
            "unseen": _unseen(room) if standing.stage == "proposed" else None,
        }
    )


def _card_found(room: Room, standing: Standing, facts: Facts) -> Found:
    return Found(values={"quarter": periods.name_of(standing.own["quarter"])})


def _changed(room: Room, event: Event) -> Event:
    """What was announced."""
    if event.move != "announce":
        return event
    results = {each.project.id: each.result for each in of_quarter(room, event.before)}
    own = {**event.after.own, "results": shapes.encode(results).decode()}
    return replace(event, after=replace(event.after, own=own))


EFFECTS: Mapping[str, Effect] = {"call_cards": _call_cards, "show_cards": _show_cards}
ADDS: Mapping[str, Adds] = {
    "project_quarter": Adds(finds=_found, case=_case, options=_options, changes=_changed, listed=_listed),
    "project_card": Adds(finds=_card_found),
}
