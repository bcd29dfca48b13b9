"""进度曲线: the months of a project's year against its plan, in words and as a picture, for whoever sees its card (the law §6.4)."""

from dataclasses import dataclass
from fractions import Fraction

from rapidfuzz import fuzz

from domain import months, text
from domain.matters.projects import projects as law
from domain.matters.scoring import periods
from domain.mechanism.standing import Standing
from domain.saying import Choice, Term
from domain.sayings.scoring import projects as sayings
from domain.scoring import lights
from domain.scoring.lights import Light, Progress
from handlers.conversation.procedures import derived
from handlers.conversation.room import Room
from handlers.desk.drawings import Drawable, ToDraw
from handlers.projects import projects
from storage import matters

_LIKE = 75  # of a hundred: how much of what was written a name must have
_MOST = 9  # projects that are offered where several are meant
_STAGES = law.OPEN | {"finished"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """A month of the year: what is known of it, and its light where that was announced."""

    progress: Progress
    light: Light | None = None


def ask(room: Room, rest: str) -> None:
    """进度曲线 of the project of this number, code or (nearly) this name; of one's own unit where nothing is named."""
    found = _meant(room, rest)
    if len(found) == 1:
        DRAWABLE.ask(room, found[0].number)
    elif found:
        lines = tuple(
            sayings.ProjectMeant(place=place, code=each.own["code"], title=each.own["title"])
            for place, each in enumerate(found, start=1)
        )
        choices = tuple(
            Choice(value=f"/curve {each.number}", text=str(place), parts=(each.own["code"],))
            for place, each in enumerate(found, start=1)
        )
        room.reply(sayings.ProjectsMeant(lines=lines), choices)
    else:
        room.reply(sayings.NoProjectMeant())


def _meant(room: Room, rest: str) -> list[Standing]:
    """The projects that somebody means, the likeliest first; none that they may not see."""
    named = derived.seen(room, ("project",), rest.strip().upper())
    if named is not None:
        return [named]
    wanted = text.folded(rest)
    every = matters.waiting(room.tx, "project", _STAGES) if wanted else _own(room)
    likely = sorted(((_likeness(wanted, each), each) for each in every), key=lambda pair: (-pair[0], pair[1].id))
    best = [each for like, each in likely if like == likely[0][0] and like >= _LIKE]
    return [each for each in best if derived.seen(room, ("project",), each.number) is not None][:_MOST]


def _own(room: Room) -> list[Standing]:
    every = matters.of_unit(room.tx, "project", room.actor.unit) if room.actor.unit else []
    return [each for each in every if each.stage in _STAGES]


def _likeness(wanted: str, project: Standing) -> float:
    if not wanted or wanted == text.folded(project.own["code"]):
        return 100
    return fuzz.partial_ratio(wanted, text.folded(project.own["title"]))


def _found(room: Room, rest: str) -> ToDraw | None:
    """The year of the newest month that was opened, or this year where none was."""
    project = derived.seen(room, ("project",), rest)
    if project is None:
        return None
    every = matters.children(room.tx, project.id, "project_month")
    year = months.year(every[-1].category) if every else room.today.year
    known = {each.category: each for each in every if months.year(each.category) == year}
    exempt = projects.exempted(room)
    points = tuple(
        CurvePoint(
            progress=projects.progress_of(project, known[month], exempt),
            light=Light(known[month].own["light"]) if known[month].stage == "shown" else None,
        )
        if month in known
        else CurvePoint(progress=projects.planned_of(project, month))
        for month in months.of_year(year)
    )
    last = next((each.progress for each in reversed(points) if each.progress.actual is not None), None)
    gap = last.gap if last else Fraction(0)
    said = sayings.ProjectCurve(
        title=project.own["title"],
        code=project.own["code"],
        unit=room.office.name_of(project.unit),
        year=year,
        goal=sayings.Amount(amount=f"{points[-1].progress.goal:f}", measured=Term("project_unit", project.category)),
        until=periods.name_of(last.month) if last else None,
        behind=lights.shown(gap) if last and gap > 0 else "",
        ahead=lights.shown(-gap) if last and gap < 0 else "",
        lines=tuple(projects.line(project, each) for each in known.values()),
    )
    return ToDraw(said, points)


DRAWABLE = Drawable(
    name="curve",
    may=lambda room, rest: derived.seen(room, ("project",), rest) is not None,
    find=_found,
)
