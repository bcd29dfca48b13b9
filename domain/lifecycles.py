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
    corrections,
    editions,
    measures,
    objections,
    openings,
    plan_items,
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
from domain.matters.arena import arena_slots, arenas
from domain.matters.contests import pledge_quarters, pledges
from domain.matters.programmes import breakthroughs, difficulties, milestones, patrol_issues, postings, undertakings
from domain.matters.projects import (
    exemptions,
    light_lists,
    project_cards,
    project_months,
    project_quarters,
    project_years,
    projects,
    snails,
)
from domain.matters.scoring import (
    decided_flags,
    filings,
    flag_plans,
    flags,
    periods,
    review_meetings,
    score_objections,
    speeches,
)
from domain.mechanism.table import Procedure

_TABLES: tuple[Procedure, ...] = (
    clues.PROCEDURE,
    upward.PROCEDURE,
    strivers.PROCEDURE,
    filings.PROCEDURE,
    score_objections.PROCEDURE,
    periods.PROCEDURE,
    flags.PROCEDURE,
    decided_flags.PROCEDURE,
    flag_plans.PROCEDURE,
    review_meetings.PROCEDURE,
    speeches.PROCEDURE,
    announcements.PROCEDURE,
    corrections.PROCEDURE,
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
    light_lists.PROCEDURE,
    exemptions.PROCEDURE,
    project_quarters.PROCEDURE,
    project_cards.PROCEDURE,
    project_years.PROCEDURE,
    snails.PROCEDURE,
    snails.OF_YEAR,
    pledges.PROCEDURE,
    pledge_quarters.PROCEDURE,
    arenas.PROCEDURE,
    arena_slots.PROCEDURE,
    undertakings.PROCEDURE,
    difficulties.PROCEDURE,
    patrol_issues.PROCEDURE,
    breakthroughs.PROCEDURE,
    milestones.PROCEDURE,
    postings.PROCEDURE,
)
CONTACT = contacts.of(_TABLES)
RECUSAL = recusals.of(_TABLES)
PROCEDURES: Mapping[str, Procedure] = {each.matter: each for each in (*_TABLES, CONTACT, RECUSAL)}
PREFIXES: Mapping[str, str] = {
    **{kind: table.begins.prefix for kind, table in PROCEDURES.items() if table.begins},
    "announcement": announcements.PREFIX,
}
"""The letters with which the numbers begin by which people name matters of a kind."""
