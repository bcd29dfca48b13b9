"""Who is in the cast: what each works as, and for which unit of the fictional county; and who sits in the hall of its arena."""

from collections.abc import Mapping

from domain.people import Role

BUREAU = "U08"  # the water bureau: one that holds no yellow flag, or it could not be converted
COMPANY = "U38"  # the water company, which builds
SPEAKERS_UNIT = "U29"  # a town that holds yellow flags in each period
DATA_UNIT = "U17"  # which answers for figures, its own among them
CAST: Mapping[str, tuple[Role, str]] = {
    "reviewer_a": (Role.REVIEWER, "U17"),
    "reviewer_b": (Role.REVIEWER, "U12"),
    "inspector_a": (Role.REVIEWER, ""),
    "inspector_b": (Role.REVIEWER, ""),
    "bureau": (Role.UNIT_CONTACT, BUREAU),
    "solver": (Role.UNIT_CONTACT, "U05"),
    "owner": (Role.PROJECT_OWNER, COMPANY),
    "contact": (Role.UNIT_CONTACT, SPEAKERS_UNIT),
    "data": (Role.DATA_OWNER, DATA_UNIT),
    "rater": (Role.RATER, BUREAU),
    "committee_a": (Role.COMMITTEE, ""),
    "committee_b": (Role.COMMITTEE, ""),
    "committee_c": (Role.COMMITTEE, ""),
    "leader_a": (Role.LEADER, ""),
    "leader_b": (Role.LEADER, ""),
    "helper": (Role.SUPPORT_CONTACT, ""),
    "evaluator": (Role.SITE_EVALUATOR, ""),
}
"""Citizens are whoever else speaks."""
HALL = tuple(f"hall_{seat:02}" for seat in range(1, 61))
"""Those who rate in the arena besides, of no unit that speaks there: as many as the law wants."""
