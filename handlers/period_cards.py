"""What a period's card shows: every proposed flag with the figures behind it, and the moves of whoever reads.

Called by `handlers/periods.py`.
"""

from collections.abc import Sequence
from typing import TypeVar

from domain import flags, periods, procedure
from domain.procedure import Standing, Why
from domain.saying import Choice, Saying, Style, Term
from domain.sayings import periods as sayings
from domain.standings import Ranking
from handlers.room import Face, Room
from storage import figures
from storage import flags as flag_store
from storage import people as accounts
from storage import periods as store

Line = TypeVar("Line", sayings.RedLine, sayings.YellowLine)
SHOWN_HASH = 12  # characters of a hash that are shown: enough to compare by eye


def face(room: Room, period: store.Period, standing: Standing) -> Face:
    """The card of a period."""
    listed = flag_store.of_period(room.tx, period.id)
    missing = lacking(room, period.id)
    lacks = periods.hindrance(
        periods.Move.CONFIRM,
        authorisation=period.authorisation,
        waiver=period.waiver,
        is_waiver_needed=bool(missing),
    )
    return Face(
        saying=_card(room, period, listed, missing, lacks),
        buttons=tuple(_buttons(room, period, standing, listed, lacks, is_lacking=bool(missing))),
    )


def lacking(room: Room, period_id: int) -> list[Ranking]:
    """The rankings of a period that have fewer figures than the rule asks for."""
    return [ranking for ranking in periods.measured(store.rankings(room.tx, period_id)) if ranking.needs_waiver]


def _card(
    room: Room, period: store.Period, listed: Sequence[flag_store.Flag], missing: Sequence[Ranking], lacks: Why | None
) -> Saying:
    names = {indicator.code: indicator.name for indicator in figures.indicators(room.tx)}
    kept = [flag for flag in listed if not flag.is_struck]
    reds = [flag for flag in kept if flag.colour is flags.Colour.RED]
    yellows = [flag for flag in kept if flag.colour is flags.Colour.YELLOW]
    is_open = period.stage is periods.Stage.PROPOSED
    return sayings.Card(
        period=periods.name_of(period.code),
        stage=Term("stage.period", period.stage.value),
        due=room.office.calendar.local_day(period.due_at) if period.due_at and is_open else None,
        reds=len(reds),
        yellows=len(yellows),
        red=tuple(_line(sayings.RedLine, room, flag, names) for flag in reds),
        yellow=tuple(_line(sayings.YellowLine, room, flag, names) for flag in yellows),
        struck=tuple(_struck(room, flag) for flag in listed if flag.is_struck),
        is_empty=None if kept else Term("remark", "no_flags"),
        lacking=tuple(_coverage(ranking, str(room.rules_of("period", period.id).rank_coverage)) for ranking in missing),
        waiver=period.waiver,
        authorisation=period.authorisation,
        lacks=Term("refused", lacks.value) if lacks and is_open else None,
        comes_next=Term("next.period", period.stage.value),
        hash=period.hash[:SHOWN_HASH],
    )


def _line(kind: type[Line], room: Room, flag: flag_store.Flag, names: dict[str, str]) -> Line:
    """The figures behind a flag."""
    behind = flag.proposal
    return kind(
        number=flag.number,
        category=flag.category,
        unit=room.office.name_of(flag.unit),
        score=str(behind.score),
        threshold=str(behind.threshold),
        rank=behind.rank,
        of=behind.of,
        places=behind.places,
        missed=tuple(names.get(code, code) for code in behind.missed),
        missing=tuple(names.get(code, code) for code in behind.missing),
        rotation=Term("rotation", flag.rotation.value),
        streak=flag.streak if flag.streak > 1 else None,
    )


def _struck(room: Room, flag: flag_store.Flag) -> sayings.StruckLine:
    return sayings.StruckLine(
        number=flag.number,
        category=flag.category,
        unit=room.office.name_of(flag.unit),
        who=accounts.label_of(room.tx, flag.struck_by),
        why=flag.struck_why,
    )


def _coverage(ranking: Ranking, needed: str) -> sayings.CoverageLine:
    return sayings.CoverageLine(sequence=ranking.sequence, coverage=str(ranking.coverage), needed=needed)


def _buttons(
    room: Room,
    period: store.Period,
    standing: Standing,
    listed: Sequence[flag_store.Flag],
    lacks: Why | None,
    *,
    is_lacking: bool,
) -> list[Choice]:
    """The moves of this reader, a strike for every flag; no confirmation before its conditions are met."""
    may = set(procedure.open_to(periods.PROCEDURE, standing, room.actor))
    if lacks is not None:
        may.discard(periods.Move.CONFIRM)
    if not is_lacking or period.waiver:
        may.discard(periods.Move.WAIVE)
    buttons: list[Choice] = []
    for move in periods.MOVES:
        if move not in may:
            continue
        if move is periods.Move.STRIKE:
            buttons += [_flag_button(room, move, "✗", flag) for flag in listed if not flag.is_struck]
        elif move is periods.Move.UNSTRIKE:
            buttons += [_flag_button(room, move, "↺", flag) for flag in listed if flag.is_struck]
        else:
            buttons.append(Choice(value=move.value, label=Term("move", move.value), style=_style(move, period)))
    return buttons


def _style(move: periods.Move, period: store.Period) -> Style:
    """What is to be done next stands out."""
    is_next = move is not periods.Move.SET_AUTHORISATION or not period.authorisation
    return Style.PRIMARY if is_next else Style.PLAIN


def _flag_button(room: Room, move: periods.Move, sign: str, flag: flag_store.Flag) -> Choice:
    unit = room.office.register.get(flag.unit)
    name = (unit.short or unit.name) if unit else flag.unit
    return Choice(value=f"{move.value}:{flag.id}", text=f"{sign} {flag.number.rpartition('-')[2]} {name}")
