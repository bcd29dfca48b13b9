"""The picture of a project's year against its plan (`handlers/projects/project_curves.py`)."""

from decimal import Decimal
from fractions import Fraction

from bot.publishing.pictures import pictures
from bot.publishing.pictures.sheets import CurveMonth, CurvePicture, Heading, Lamp
from bot.wording import Words
from domain import months
from domain.saying import Term
from domain.sayings.scoring.projects import ProjectCurve
from domain.scoring import lights
from handlers.conversation.room import Office
from handlers.desk.drawings import ToDraw
from handlers.projects.project_curves import CurvePoint

_STEP = 25  # percent between two lines of the drawing


def drawn(words: Words, office: Office, found: ToDraw, locale: str) -> bytes:
    """It as a PNG."""
    assert isinstance(found.saying, ProjectCurve), "that is what was found"
    return pictures.curve(sheet(words, found.saying, found.drawn, office.profile.name, locale))


def sheet(words: Words, said: ProjectCurve, points: tuple[CurvePoint, ...], office: str, locale: str) -> CurvePicture:
    """What is drawn."""

    def label(name: str, **facts: object) -> str:
        return words.filled(Term("curve", name), {"measured": None, **facts}, ("unit",), locale)

    every = tuple(_month(words, each, locale) for each in points)
    most = max(share for each in every for share in (each.planned_share, each.actual_share or 0))
    return CurvePicture(
        heading=Heading(
            office=office,
            title=label("title", title=said.title),
            subtitle=label("subtitle", year=said.year, goal=said.goal),
        ),
        gap=label("gap", until=said.until, behind=said.behind, ahead=said.ahead),
        scale=label("scale"),
        legend=(label("planned"), label("actual")),
        columns=(
            label("planned", measured=said.goal.measured),
            label("actual", measured=said.goal.measured),
            label("behind"),
            label("light"),
        ),
        months=every,
        most=max(100, -(-int(most + 1) // _STEP) * _STEP if most > 100 else 100),
        foot=(label("foot", code=said.code, unit=said.unit),),
    )


def _month(words: Words, point: CurvePoint, locale: str) -> CurveMonth:
    progress, light = point.progress, point.light
    is_known = progress.actual is not None
    return CurveMonth(
        label=words.filled(Term("curve", "month"), {"number": months.number(progress.month)}, (), locale),
        planned_share=_share(progress.planned, progress.goal),
        actual_share=_share(Fraction(progress.actual), progress.goal) if progress.actual is not None else None,
        planned=lights.shown(progress.planned),
        actual=f"{progress.actual:f}" if is_known else "",
        gap=lights.shown(-progress.gap) if is_known else "",
        lamp=None if light is None else Lamp(light.value),
        light="" if light is None else words.term(Term("light", light.value), locale),
    )


def _share(amount: Fraction, goal: Decimal) -> Decimal:
    return Decimal(round(amount * 1000 / Fraction(goal))) / 10
