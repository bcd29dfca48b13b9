"""What a verified matter takes from the score of the unit it is about (the law §6.1): by its severity, half where it is true in part."""

from collections.abc import Mapping
from decimal import Decimal

from domain.mechanism.rules import RuleSet

PARTLY = "partly"
VERIFIED = frozenset({"substantiated", PARTLY})


def points(facts: Mapping[str, str], rules: RuleSet) -> Decimal:
    """The points, negative; nought where nothing was verified. `facts` are the severity (s1 to s4) and what was found (`finding`;
    where nobody was asked for that, it is true as a whole)."""
    finding = facts.get("finding", "substantiated")
    whole = {
        "s1": rules.rank_penalty_s1,
        "s2": rules.rank_penalty_s2,
        "s3": rules.rank_penalty_s3,
        "s4": rules.rank_penalty_s4,
    }.get(facts.get("severity", ""), Decimal(0))
    if finding not in VERIFIED:
        return Decimal(0)
    return -whole / 2 if finding == PARTLY else -whole
