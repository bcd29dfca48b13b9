"""The law's readings of whole rankings: who is last year after year (§6.2), and who wins a horse-race (§6.3). A lead, never a flag."""

from collections.abc import Sequence

from domain.mechanism.rules import RuleSet
from domain.scoring.standings import Ranking


def last(ranking: Ranking, numbers: RuleSet) -> str | None:
    """The unit that alone is last of enough peers, by enough figures; None where none is."""
    if len(ranking.standings) < numbers.rank_min_n or ranking.coverage < numbers.rank_coverage:
        return None
    lowest = max((each.rank for each in ranking.standings if each.rank is not None), default=None)
    there = [each.unit for each in ranking.standings if each.rank == lowest]
    return there[0] if lowest is not None and len(there) == 1 else None


def last_in_a_row(years: Sequence[Ranking], numbers: RuleSet) -> str | None:
    """The unit that was last in each of these years of one sequence, whose members stayed the same; as many as the rule asks for.

    `years` begins with the newest.
    """
    if len(years) < numbers.rank_last_years:
        return None
    wanted = years[: numbers.rank_last_years]
    found = {last(each, numbers) for each in wanted}
    is_same = len({each.units for each in wanted}) == 1
    return found.pop() if is_same and len(found) == 1 else None


def winners(ranking: Ranking, numbers: RuleSet) -> tuple[str, ...]:
    """Who wins the horse-race of a sequence: its first places, as many as the rule has for it; none where it has none.

    Units that tie for the last of these places all win, as with flags.
    """
    places = PLACES_OF.get(ranking.sequence)
    most = 0 if places is None else int(getattr(numbers, places))
    return tuple(each.unit for each in ranking.standings if each.rank is not None and each.rank <= most)


PLACES_OF = {
    "A": "race_top_a",
    "B": "race_top_b",
    "C": "race_top_c",
    "市": "race_top_city",
    "县": "race_top_county",
}
"""The rule that says how many win, by the name of the sequence."""
