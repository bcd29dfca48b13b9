"""Every lifecycle table of the house, by the name of its matter: the one list of them."""

from collections.abc import Mapping

from domain import (
    announcements,
    cases,
    clarifications,
    clues,
    flags,
    measures,
    objections,
    periods,
    plan_items,
    ruling,
    slack_flags,
    staff,
    strivers,
    suspicions,
    tolerance,
    troubles,
    visits,
)
from domain.mechanism.table import Procedure

PROCEDURES: Mapping[str, Procedure] = {
    each.matter: each
    for each in (
        clues.PROCEDURE,
        strivers.PROCEDURE,
        periods.PROCEDURE,
        flags.PROCEDURE,
        announcements.PROCEDURE,
        troubles.PROCEDURE,
        tolerance.PROCEDURE,
        measures.PROCEDURE,
        clarifications.PROCEDURE,
        visits.PROCEDURE,
        suspicions.PROCEDURE,
        ruling.RULES,
        ruling.OFFICE,
        ruling.CALENDAR,
        staff.PROCEDURE,
        cases.PROCEDURE,
        objections.PROCEDURE,
        plan_items.PROCEDURE,
        slack_flags.PROCEDURE,
    )
}
