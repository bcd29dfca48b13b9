"""The lights of a month before those who decide: computed from what was entered, kept once a leader has confirmed them (the law §6.4)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.matters.scoring import periods
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Event, Standing
from domain.mechanism.table import Facts
from domain.people import CLOCK
from domain.saying import Term
from domain.sayings.scoring import lights as sayings
from domain.scoring import lights
from domain.scoring.lights import Light
from handlers.conversation.procedures import beginnings, moves, relations
from handlers.conversation.procedures import cards as faces
from handlers.conversation.procedures.derived import Adds, Effect
from handlers.conversation.procedures.views import Found
from handlers.conversation.room import Room
from handlers.projects import projects
from storage import matters
from storage.mechanism import kin

KINDS = ("key", "livelihood")
LIT = ("lit", "shown")


@dataclass(frozen=True, slots=True, kw_only=True)
class LitMonth:
    """A month of a project with its light."""

    project: Standing
    month: Standing
    progress: lights.Progress
    light: Light

    @property
    def said(self) -> sayings.LitProject:
        """It as it is named in words."""
        is_behind = self.progress.actual is not None and self.progress.gap > 0
        late = Term("remark", "not_begun") if self.progress.months_late and not is_behind else None
        points = lights.shown(self.progress.gap) if is_behind else ""
        return sayings.LitProject(title=self.project.own["title"], points=points, late=late)


def propose(room: Room, month: str) -> None:
    """Propose the lights of a month, where anything was to be entered for it."""
    if matters.of_category(room.tx, "project_month", month):
        beginnings.create(room.acting_as(CLOCK), "light_list", "propose", {"month": month})


def of_month(room: Room, month: str, rules: RuleSet) -> list[LitMonth]:
    """Every project of a month with the light that the figures give it now, as the codes of the projects are ordered."""
    every = matters.of_category(room.tx, "project_month", month)
    by_id = {each.id: each for each in matters.of_ids(room.tx, [each.parent_id or 0 for each in every])}
    found, exempt = [], projects.exempted(room)
    for each in every:
        project = by_id[each.parent_id or 0]
        progress = projects.progress_of(project, each, exempt)
        found.append(LitMonth(project=project, month=each, progress=progress, light=lights.lit(progress, rules)))
    return sorted(found, key=lambda lit: str(lit.project.own["code"]))


def digest(every: Sequence[LitMonth], rules: RuleSet) -> str:
    """SHA-256 over the figures from which the lights were found, as printed below the picture."""
    lines = [
        "|".join(
            (
                str(each.project.own["code"]),
                str(each.progress.planned),
                str(each.progress.actual),
                str(each.progress.goal),
                str(each.progress.months_late),
                each.light.value,
            )
        )
        for each in every
    ]
    return hashlib.sha256("\n".join((rules.light_profile, *lines)).encode()).hexdigest()


def counted(every: Sequence[LitMonth], kind: str) -> sayings.LightCounts:
    """How many projects of a kind have which light."""
    number = {light: sum(each.light is light and each.project.category == kind for each in every) for light in Light}
    return sayings.LightCounts(
        kind=Term("project_kind", kind),
        green=str(number[Light.GREEN]),
        yellow=str(number[Light.YELLOW]),
        red=str(number[Light.RED]),
        grey=str(number[Light.GREY]),
        missing=str(number[Light.MISSING]),
    )


def grouped(every: Sequence[LitMonth], *shown: Light) -> tuple[sayings.LightGroup, ...]:
    """The projects of these lights, those of one light together."""
    groups = {light: tuple(each.said for each in every if each.light is light) for light in shown}
    return tuple(
        sayings.LightGroup(light=Term("light", light.value), projects=said) for light, said in groups.items() if said
    )


def _light_months(room: Room, event: Event) -> None:
    """Let every month keep its light, and belong to the list."""
    clock, rules = room.acting_as(CLOCK), room.office.rules_of(event.after.rules)
    for each in of_month(room, event.after.own["month"], rules):
        if moves.carry_out(clock, each.month, "be_lit", {"light": each.light.value}) is not None:
            kin.link(room.tx, event.after.id, each.month.id, "lights", room.at)


def _listed(room: Room, standing: Standing) -> dict[str, str]:
    """Which lights are given, by the figures from which they are found."""
    rules = room.office.rules_of(standing.rules)
    return {"listed": digest(of_month(room, standing.own["month"], rules), rules)}


def _show_card(room: Room, event: Event) -> None:
    """The owner gets the card of the month, with its light."""
    table = room.office.matters["project_month"].procedure
    for each in relations.accounts_of(room, event.after, table.todo["due"]):
        faces.show(room.acting_as(CLOCK), "project_month", event.after.id, each.account_id)


def _missing(every: Sequence[LitMonth]) -> sayings.LightsMissing | None:
    titles = tuple(each.project.own["title"] for each in every if each.light is Light.MISSING)
    return sayings.LightsMissing(titles=titles) if titles else None


def _found(room: Room, standing: Standing, facts: Facts) -> Found:
    """The list as the figures are now."""
    rules = room.office.rules_of(standing.rules)
    every = of_month(room, standing.own["month"], rules)
    return Found(
        values={
            "month": periods.name_of(standing.own["month"]),
            "profile": Term("light_profile", rules.light_profile.value),
            "counts": tuple(
                counted(every, kind) for kind in KINDS if any(each.project.category == kind for each in every)
            ),
            "reds": grouped(every, Light.RED),
            "yellows": grouped(every, Light.YELLOW),
            "missing": _missing(every),
        }
    )


EFFECTS: Mapping[str, Effect] = {"light_months": _light_months, "show_month_card": _show_card}
ADDS: Mapping[str, Adds] = {"light_list": Adds(finds=_found, listed=_listed)}
