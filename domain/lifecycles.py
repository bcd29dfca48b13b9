"""Every lifecycle table of the house, by the name of its matter: the one list of them."""

from collections.abc import Mapping

from domain.matters import (
    announcements,
    audits,
    candidates,
    cases,
    clarifications,
    clues,
    contacts,
    editions,
    filings,
    flags,
    measures,
    objections,
    openings,
    periods,
    plan_items,
    project_months,
    projects,
    recusals,
    ruling,
    slack_flags,
    staff,
    strivers,
    suspicions,
    tolerance,
    troubles,
    upward,
    visits,
)
from domain.mechanism.table import Procedure

_TABLES: tuple[Procedure, ...] = (
    clues.PROCEDURE,
    upward.PROCEDURE,
    strivers.PROCEDURE,
    filings.PROCEDURE,
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
    objections.OF_ANYBODY,
    plan_items.PROCEDURE,
    slack_flags.PROCEDURE,
    openings.PROCEDURE,
    editions.PROCEDURE,
    audits.PROCEDURE,
    candidates.PROCEDURE,
    projects.PROCEDURE,
    project_months.PROCEDURE,
)
CONTACT = contacts.of(_TABLES)
RECUSAL = recusals.of(_TABLES)
PROCEDURES: Mapping[str, Procedure] = {each.matter: each for each in (*_TABLES, CONTACT, RECUSAL)}
