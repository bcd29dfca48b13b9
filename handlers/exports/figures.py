"""Figures, rankings and flags as rows."""

from collections.abc import Iterator

from domain.saying import Term
from handlers.conversation.room import Room
from handlers.exports.columns import Row, day, where
from storage.scoring import figures, flags, periods
from storage.upkeep import exporting


def values(room: Room) -> Iterator[Row]:
    """Every figure, period by period."""
    names = {each.code: each.name for each in figures.indicators(room.tx)}
    for period in figures.periods(room.tx):
        for each in figures.values(room.tx, period):
            yield {
                "period": period,
                **where(room, each.unit),
                "indicator": each.indicator,
                "indicator_name": names.get(each.indicator, ""),
                "value": each.value,
                "target": each.target,
            }


def rankings(room: Room) -> Iterator[Row]:
    """Every place as it was frozen, period by period."""
    for period in exporting.standings(room.tx, "period"):
        for ranking in periods.rankings(room.tx, period.id):
            for each in ranking.standings:
                yield {
                    "period": period.number,
                    "stage": Term("stage.period", period.stage),
                    "sequence": ranking.sequence,
                    "rank": each.rank,
                    **where(room, each.unit),
                    "score": each.score,
                    "before_adjustments": each.before_adjustments,
                    "coverage": each.coverage,
                    "rank_before": each.before,
                }


def every_flag(room: Room) -> Iterator[Row]:
    """Every flag of every period; who struck one, and why, is its history's."""
    for period in exporting.standings(room.tx, "period"):
        for flag in flags.of_period(room.tx, period.id):
            yield {
                "period": period.number,
                "number": flag.number,
                **where(room, flag.unit),
                "sequence": flag.sequence,
                "category": flag.category,
                "colour": Term("export_colour", flag.colour.value),
                "rotation": Term("rotation", flag.rotation.value),
                "streak": flag.streak,
                "stage": Term("stage.flag", flag.stage.value),
                "since": day(room, flag.since),
            }
