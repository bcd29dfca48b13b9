"""Why a unit is proposed for a flag: the figures behind the score, the rank, and who stands beside it."""

from collections.abc import Sequence

from domain.saying import Choice, Term
from domain.sayings.scoring import periods as sayings
from domain.scoring import rotations, sheets
from domain.scoring.sheets import ScoreLine
from domain.scoring.standings import CategoryScore, Ranking
from handlers.conversation.procedures import derived
from handlers.conversation.room import Room
from handlers.scoring.period_cards import short_name
from storage.scoring import figures
from storage.scoring import flags as flag_store
from storage.scoring import periods as store

BESIDE = 2  # places above and below that are shown


def tell(room: Room, period_id: int, wanted: Sequence[int]) -> None:
    """Answer with the reasons for these flags of a period, one message each."""
    rankings = {ranking.sequence: ranking for ranking in store.rankings(room.tx, period_id)}
    names = {indicator.code: indicator.name for indicator in figures.indicators(room.tx)}
    inside = {indicator.code: indicator.categories for indicator in figures.indicators(room.tx)}
    for flag in flag_store.of_period(room.tx, period_id):
        if flag.id in wanted and flag.sequence in rankings:
            measured = [code for code, categories in inside.items() if flag.category in categories]
            ranking = rankings[flag.sequence]
            room.reply(_reasons(room, flag, ranking, names, measured), _decisions(room, ranking, flag.unit))


def _reasons(
    room: Room, flag: flag_store.Flag, ranking: Ranking, names: dict[str, str], measured: Sequence[str]
) -> sayings.Reasons:
    behind = flag.proposal
    own = next((each for each in ranking.standings if each.unit == flag.unit), None)
    return sayings.Reasons(
        number=flag.number,
        category=flag.category,
        unit=room.office.name_of(flag.unit),
        colour=Term("picture", f"{flag.colour.value}_flag"),
        score=str(behind.score),
        rank=behind.rank,
        of=behind.of,
        rotation=Term("rotation", flag.rotation.value),
        streak=flag.streak if flag.streak > 1 else None,
        places_first=behind.places if flag.colour is rotations.Colour.RED else None,
        places_last=behind.places if flag.colour is rotations.Colour.YELLOW else None,
        threshold=str(behind.threshold),
        figures=tuple(
            figure_line(line, names) for line in sheets.sheet(ranking, flag.unit) if line.indicator in measured
        ),
        decided=tuple(
            sayings.DecidedLine(decision=each.decision, points=f"{each.points:+f}")
            for each in (own.adjustments if own else ())
        ),
        beside=tuple(_beside(room, each, flag) for each in _near(ranking, flag)),
    )


def _decisions(room: Room, ranking: Ranking, unit: str) -> tuple[Choice, ...]:
    """The decisions that changed a unit's score, those that whoever asks may see."""
    every = (each.decision for standing in ranking.standings if standing.unit == unit for each in standing.adjustments)
    seen = ((number, derived.kind_of(number)) for number in dict.fromkeys(every))
    return tuple(
        Choice(value=f"/matter {number}", text=number)
        for number, kind in seen
        if kind and derived.seen(room, (kind,), number) is not None
    )


def figure_line(line: ScoreLine, names: dict[str, str]) -> sayings.FigureLine:
    """One figure behind a score. `names`: indicators by code."""
    return sayings.FigureLine(
        indicator=names.get(line.indicator, line.indicator),
        weight=str(line.weight),
        value="" if line.value is None else f"{line.value:f}",
        missing=Term("picture", "missing") if line.value is None else None,
        target="" if line.target is None else f"{line.target:f}",
        low="" if line.low is None else f"{line.low:f}",
        high="" if line.high is None else f"{line.high:f}",
        score="" if line.score is None else str(line.score),
        missed=Term("remark", "target_missed") if line.is_target_missed else None,
    )


def _near(ranking: Ranking, flag: flag_store.Flag) -> list[CategoryScore]:
    """The units beside this one in the category, best first, and itself among them."""
    scores = sorted(
        (each for each in ranking.categories if each.category == flag.category), key=lambda each: (each.rank, each.unit)
    )
    at = next((number for number, each in enumerate(scores) if each.unit == flag.unit), 0)
    return scores[max(at - BESIDE, 0) : at + BESIDE + 1]


def _beside(room: Room, each: CategoryScore, flag: flag_store.Flag) -> sayings.BesideLine:
    is_own = each.unit == flag.unit
    return sayings.BesideLine(
        rank=each.rank,
        unit=short_name(room, each.unit),
        score=str(each.score),
        own=Term("remark", "this_one") if is_own else None,
    )
