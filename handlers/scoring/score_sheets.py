"""The score sheet (得分单) of one's own unit, once the list of a period is confirmed: in words, and as a picture that is drawn as a chore
(the law §6.1)."""

from datetime import date
from itertools import groupby

from domain.matters.scoring import periods
from domain.people import Role
from domain.saying import Choice, Term
from domain.sayings.scoring import score_sheets as sayings
from domain.sayings.scoring.periods import FigureLine
from domain.scoring import sheets
from domain.scoring.indicators import Adjustment
from domain.scoring.sheets import ScoreLine
from domain.scoring.standings import RankedUnit, Ranking, rise_mark
from handlers.conversation.procedures import cards, derived
from handlers.conversation.room import Room
from handlers.desk.drawings import Drawable, ToDraw
from handlers.scoring.flag_reasons import figure_line
from handlers.scoring.period_cards import SHOWN_HASH
from storage.scoring import figures, flags
from storage.scoring import periods as store


def newest(room: Room, unit: str) -> sayings.ScoreSheet | None:
    """The sheet of a unit for the last period that was confirmed and in which it has a place; what it may not see stays unnamed."""
    period = store.confirmed_last(room.tx) if unit else None
    if period is None:
        return None
    for ranking in store.rankings(room.tx, period.id):
        own = next((each for each in ranking.standings if each.unit == unit and each.rank is not None), None)
        if own is not None:
            return _sheet(room, period, ranking, own)
    return None


def buttons(found: sayings.ScoreSheet) -> tuple[Choice, ...]:
    """What can be done with a sheet."""
    names = ("sheet", "dispute") if found.objection_due else ("sheet",)
    return tuple(Choice(value=f"/{name}", label=Term("menu", name)) for name in names)


def objection_due(room: Room, period: store.Period, unit: str) -> date | None:
    """Until which day a unit may object to the figures of a period that is confirmed, counted from its flag's notice where it got one;
    None where it may not any more (the law §6.1)."""
    hung = (flag.since for flag in flags.of_unit(room.tx, unit) if flag.period_id == period.id)
    told_at = max(hung, default=period.since)
    due = room.office.calendar.due_on(told_at, room.office.rules_of(period.rules).rank_objection)
    return due if period.stage is periods.PeriodStage.CONFIRMED and due >= room.today else None


def _sheet(room: Room, period: store.Period, ranking: Ranking, own: RankedUnit) -> sayings.ScoreSheet:
    names = {each.code: each.name for each in figures.indicators(room.tx)}
    by_section = {
        section: tuple(lines)
        for section, lines in groupby(
            sorted(sheets.sheet(ranking, own.unit), key=lambda line: (line.section, line.indicator)),
            key=lambda line: line.section,
        )
    }
    return sayings.ScoreSheet(
        unit=room.office.name_of(own.unit),
        period=periods.name_of(period.code),
        sequence=ranking.sequence,
        score=str(own.score),
        rank=own.rank or 0,
        of=sum(each.rank is not None for each in ranking.standings),
        rise=rise_mark(own.rise),
        provisional=Term("picture", "provisional") if own.coverage < 100 else None,
        sections=tuple(
            sayings.SheetSection(
                section=each.section,
                weight=f"{each.weight:f}",
                score="" if each.score is None else str(each.score),
                missing=Term("picture", "missing") if each.score is None else None,
                figures=_figures(by_section.get(each.section, ()), names),
            )
            for each in own.sections
        ),
        composite=str(own.before_adjustments),
        decided=tuple(_decision(room, each) for each in own.adjustments),
        formula=ranking.formula,
        hash=ranking.digest[:SHOWN_HASH],
        objection_due=objection_due(room, period, own.unit),
    )


def _figures(lines: tuple[ScoreLine, ...], names: dict[str, str]) -> tuple[FigureLine, ...]:
    return tuple(figure_line(line, names) for line in lines)


def _decision(room: Room, given: Adjustment) -> sayings.SheetDecision:
    reader = room.acting_as(cards.as_staff(room.actor))
    kind = derived.kind_of(given.decision)
    is_seen = bool(kind) and derived.seen(reader, (kind,), given.decision) is not None
    return sayings.SheetDecision(
        points=f"{given.points:+f}",
        why=Term("points", "added" if given.points > 0 else "taken"),
        number=given.decision if is_seen else "",
    )


def _drawn(room: Room, rest: str) -> ToDraw | None:
    found = newest(room, room.actor.unit)
    return None if found is None else ToDraw(found)


DRAWABLE = Drawable(name="sheet", may=lambda room, rest: Role.UNIT_CONTACT in room.actor.roles, find=_drawn)
