"""Red and yellow flags from the figures, and how they rotate from period to period.

Lives here: `propose` (which flags the category scores call for), `rotate` (what becomes of each flag) and `titles` (the
law §5). All of it is a proposal: a leader confirms or strikes every flag in `domain/matters/scoring/periods.py`, and `rotate` and
`titles` are asked again for the flags that were confirmed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.mechanism import rules
from domain.scoring.standings import CategoryScore


class Colour(StrEnum):
    """The two flags that figures can bring."""

    RED = "red"  # 贡献红旗
    YELLOW = "yellow"  # 落后黄旗


class Rotation(StrEnum):
    """What becomes of a unit's flag in one category between two periods."""

    WON = "won"  # 得旗: none before, red now
    KEPT = "kept"  # 守旗: red again
    PASSED_ON = "passed_on"  # 红旗流走: red before, none now
    FELL = "fell"  # 红转黄: red before, yellow now
    REMOVED = "removed"  # 甩旗/摘旗: yellow before, none now
    TURNED = "turned"  # 夺旗: yellow before, red now
    REPEATED = "repeated"  # 连续黄旗: yellow again
    TAKEN = "taken"  # 领旗: none before, yellow now


class FlagTitle(StrEnum):
    """What a unit is called for a period's flags."""

    DOUBLE_RED = "double_red"  # 双红旗模范
    TURNAROUND = "turnaround"  # 夺旗模范
    KEEPER = "keeper"  # 守旗标兵


class Effect(StrEnum):
    """What a rotation asks of the office besides the notice."""

    WARNING_TALK = "warning_talk"  # 红转黄
    TALK = "talk"  # 约谈
    LEAD = "lead"  # an automatic lead for a case
    PLAN = "plan"  # a plan is due


ROTATIONS: Mapping[tuple[Colour | None, Colour | None], Rotation] = {
    (None, Colour.RED): Rotation.WON,
    (Colour.RED, Colour.RED): Rotation.KEPT,
    (Colour.RED, None): Rotation.PASSED_ON,
    (Colour.RED, Colour.YELLOW): Rotation.FELL,
    (Colour.YELLOW, None): Rotation.REMOVED,
    (Colour.YELLOW, Colour.RED): Rotation.TURNED,
    (Colour.YELLOW, Colour.YELLOW): Rotation.REPEATED,
    (None, Colour.YELLOW): Rotation.TAKEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFlag:
    """A flag that a unit holds in a category, and for how many periods running (`streak`, 1 in the first)."""

    unit: str
    category: str
    colour: Colour
    streak: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One line of the rotation. `streak` counts the periods of the colour held now; 0 where no flag is held."""

    unit: str
    category: str
    before: Colour | None
    after: Colour | None
    rotation: Rotation
    streak: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A flag that the figures call for, with the figures behind it."""

    period: str
    sequence: str
    category: str
    unit: str
    colour: Colour
    score: Decimal
    rank: int
    of: int
    places: int
    """How many places the rule has for this colour (k)."""
    threshold: Decimal
    """The score from which a red flag is due, or below which a yellow one is."""
    missed: tuple[str, ...]
    """The indicators whose target was missed."""
    missing: tuple[str, ...]
    """The indicators without a figure: the score stands on the others."""
    rotation: Rotation
    streak: int


def propose(
    scores: Iterable[CategoryScore],
    previous: Iterable[HeldFlag],
    numbers: rules.RuleSet,
    *,
    vetoed: Collection[str] = (),
) -> list[Proposal]:
    """The flags that a period's category scores call for, by sequence, category, colour and place.

    Red: rank ≤ k and score ≥ 85 and no veto. Yellow: rank > n - k and (score < 70 or a target missed). Places stay
    empty where nobody meets the rule, and a sequence smaller than the rule's least size gets no flags at all. The
    border is decided by the rank, which units that tie share, and so always for the unit: all who tie for the last red
    place get one, and of units tied across the border of yellow none does. Who meets both rules in a small sequence is
    proposed for red, and the missed target is among the figures. `vetoed` holds codes of units.
    """
    before = {(held.unit, held.category): held for held in previous}
    proposed: list[Proposal] = []
    for score in scores:
        colour = _colour(score, numbers, is_vetoed=score.unit in vetoed)
        if colour is not None:
            proposed.append(_proposal(score, colour, before.get((score.unit, score.category)), numbers))
    return sorted(proposed, key=lambda each: (each.sequence, each.category, each.colour, each.rank, each.unit))


def rotate(previous: Iterable[HeldFlag], now: Iterable[tuple[str, str, Colour]]) -> list[Turn]:
    """What becomes of every flag held before or now, by unit and category; `now` is (unit, category, colour)."""
    before = {(held.unit, held.category): held for held in previous}
    after = {(unit, category): colour for unit, category, colour in now}
    return [_turn(key, before.get(key), after.get(key)) for key in sorted({*before, *after})]


def held_after(turns: Iterable[Turn]) -> list[HeldFlag]:
    """The flags that are held once these turns are done: the next period's `previous`."""
    return [
        HeldFlag(unit=turn.unit, category=turn.category, colour=turn.after, streak=turn.streak)
        for turn in turns
        if turn.after is not None
    ]


def titles(turns: Iterable[Turn], numbers: rules.RuleSet) -> dict[str, tuple[FlagTitle, ...]]:
    """The titles of a period, by unit. Who holds a yellow flag in any category gets none (the law §5)."""
    by_unit: dict[str, list[Turn]] = {}
    for turn in turns:
        by_unit.setdefault(turn.unit, []).append(turn)
    earned = {unit: _titles(of_unit, numbers) for unit, of_unit in sorted(by_unit.items())}
    return {unit: names for unit, names in earned.items() if names}


def effect(turn: Turn, numbers: rules.RuleSet) -> Effect | None:
    """What this turn asks of the office: a talk, a lead, a plan, or nothing."""
    if turn.rotation is Rotation.FELL:
        return Effect.WARNING_TALK
    if turn.rotation is Rotation.TAKEN:
        return Effect.PLAN
    if turn.rotation is not Rotation.REPEATED:
        return None
    if turn.streak >= numbers.flag_yellow_streak_lead:
        return Effect.LEAD
    return Effect.TALK if turn.streak >= numbers.flag_yellow_streak_talk else None


def _colour(score: CategoryScore, numbers: rules.RuleSet, *, is_vetoed: bool) -> Colour | None:
    if score.of < numbers.rank_min_n:
        return None
    if score.rank <= numbers.flag_k_red and score.score >= numbers.flag_score_red and not is_vetoed:
        return Colour.RED
    falls_short = score.score < numbers.flag_score_yel or bool(score.missed)
    if score.rank > score.of - numbers.flag_k_yel and falls_short:
        return Colour.YELLOW
    return None


def _proposal(score: CategoryScore, colour: Colour, before: HeldFlag | None, numbers: rules.RuleSet) -> Proposal:
    turn = _turn((score.unit, score.category), before, colour)
    is_red = colour is Colour.RED
    return Proposal(
        period=score.period,
        sequence=score.sequence,
        category=score.category,
        unit=score.unit,
        colour=colour,
        score=score.score,
        rank=score.rank,
        of=score.of,
        places=numbers.flag_k_red if is_red else numbers.flag_k_yel,
        threshold=numbers.flag_score_red if is_red else numbers.flag_score_yel,
        missed=score.missed,
        missing=score.missing,
        rotation=turn.rotation,
        streak=turn.streak,
    )


def _turn(key: tuple[str, str], held: HeldFlag | None, after: Colour | None) -> Turn:
    before = held.colour if held else None
    streak = held.streak + 1 if held and before is after else 1
    return Turn(
        unit=key[0],
        category=key[1],
        before=before,
        after=after,
        rotation=ROTATIONS[before, after],
        streak=streak if after else 0,
    )


def _titles(turns: Collection[Turn], numbers: rules.RuleSet) -> tuple[FlagTitle, ...]:
    if any(turn.after is Colour.YELLOW for turn in turns):
        return ()
    reds = [turn for turn in turns if turn.after is Colour.RED]
    earned = {
        FlagTitle.DOUBLE_RED: len(reds) > 1,
        FlagTitle.TURNAROUND: len(reds) >= numbers.flag_min_red and any(t.rotation is Rotation.TURNED for t in reds),
        FlagTitle.KEEPER: any(turn.streak >= numbers.flag_red_streak_model for turn in reds),
    }
    return tuple(title for title, is_earned in earned.items() if is_earned)
