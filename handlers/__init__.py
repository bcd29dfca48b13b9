"""What people may say, and what follows: THE TABLE.

Each line: a command, who may give it, what it does. The order is the order of the menu; what somebody does daily stands first, and
the rest of a long menu behind 更多事项.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain import lifecycles
from domain.matters import clues as clue_law
from domain.mechanism.modules import Module
from domain.mechanism.rules import RuleSet
from domain.people import STAFF, Role
from handlers import (
    announcements,
    arenas,
    audits,
    board,
    candidates,
    cases,
    clues,
    coming,
    editions,
    feedback,
    my_data,
    pledge_boards,
    pledges,
    strivers,
    troubles,
    year_overviews,
)
from handlers.administration import (
    calendar_years,
    calendars,
    nudges,
    office,
    rehearsals,
    ruling,
    setting_up,
    sign_out,
    staff,
    vault,
)
from handlers.conversation import consenting, entrance, heeding, inquiries, listening, staff_words
from handlers.conversation.forms import making
from handlers.conversation.procedures import beginnings, cards, derived, moves, notices, papers, waiting
from handlers.conversation.room import Command, Matter, Room
from handlers.desk import dashboards, digest, dossiers, log_export, queue, search, spreadsheets, timelines, todo
from handlers.programmes import (
    breakthroughs,
    difficulties,
    discussions,
    patrols,
    postings,
    service_visits,
    task_forces,
    undertakings,
)
from handlers.projects import light_lists, project_curves, project_quarters, project_years, projects, snails
from handlers.reporting import brought, following, progress
from handlers.scoring import (
    adjusting,
    decided_flags,
    filings,
    flag_walls,
    flags,
    leads,
    periods,
    points,
    review_meetings,
    score_objections,
    score_sheets,
    turns,
)

_EVERYBODY = frozenset({Role.REPORTER, *STAFF})
_STAFF = frozenset(STAFF)
_CITIZEN = frozenset({Role.REPORTER})
_REVIEWER = frozenset({Role.REVIEWER})
_DECIDER = frozenset({Role.LEADER, Role.COMMITTEE})
_CONTACT = frozenset({Role.UNIT_CONTACT})
_DATA_OWNER = frozenset({Role.DATA_OWNER})
_RATER = frozenset({Role.RATER})
_ENTERING = frozenset({Role.PROJECT_OWNER, Role.UNIT_CONTACT})
_PUBLISHER = frozenset({Role.PUBLISHER})
_ADMIN = frozenset({Role.ADMIN})
_OFTEN = {
    "enter": _REVIEWER,
    "case": _REVIEWER,
    "tolerance": _CONTACT,
    "objection": _CONTACT,
    "edition": frozenset({Role.LEADER}),
}

TABLE: tuple[Command, ...] = (
    *beginnings.commands(lifecycles.PROCEDURES, is_told=True),
    Command(name="status", roles=_CITIZEN, run=following.status, is_harmless=True),
    Command(name="supplement", roles=_CITIZEN, run=following.supplement),
    Command(
        name="todo",
        roles=_STAFF,
        run=queue.todo_of(queue.reviewers_todo, todo.contacts, waiting.todo, troubles.operators_todo),
        daily=_STAFF,
    ),
    Command(name="next", roles=_REVIEWER, run=queue.show_next, daily=_REVIEWER),
    Command(name="search", roles=_REVIEWER, run=search.ask_words, daily=_REVIEWER),
    *beginnings.commands(lifecycles.PROCEDURES, daily=_OFTEN),
    *spreadsheets.commands(),
    Command(name="matter", roles=_STAFF, run=derived.show, is_shown=False),
    Command(name="dossier", roles=_STAFF, run=dossiers.show, is_shown=False),
    Command(name="printdossier", roles=_STAFF, run=dossiers.print_out, is_shown=False),
    Command(name="papers", roles=_STAFF, run=papers.show, is_shown=False),
    Command(name="rest", roles=_STAFF, run=cards.rest, is_shown=False),
    Command(name="matters", roles=_STAFF, run=waiting.more, is_shown=False),
    Command(name="card", roles=_STAFF, run=queue.show_card, is_shown=False),
    Command(name="history", roles=_STAFF, run=timelines.show, is_shown=False),
    Command(name="counts", roles=_REVIEWER | frozenset({Role.LEADER}), run=timelines.show_counts),
    Command(
        name="dashboard", roles=frozenset({Role.LEADER}), run=dashboards.DRAWABLE.ask, daily=frozenset({Role.LEADER})
    ),
    Command(name="flags", module=Module.FLAGS, roles=_DECIDER, run=periods.show_flags, daily=_DECIDER),
    Command(name="flagwall", module=Module.FLAGS, roles=flag_walls.READERS, run=flag_walls.show),
    Command(
        name="drawwall", module=Module.FLAGS, roles=flag_walls.READERS, run=flag_walls.DRAWABLE.ask, is_shown=False
    ),
    Command(name="pledgeboard", module=Module.RACE, roles=_STAFF, run=pledge_boards.show),
    Command(name="checklist", module=Module.HUANGYAN, roles=_STAFF, run=undertakings.show),
    Command(name="taskforces", module=Module.HUANGYAN, roles=_STAFF, run=task_forces.show),
    Command(name="patrolboard", module=Module.HUANGYAN, roles=_STAFF, run=patrols.show),
    Command(name="discussions", module=Module.HUANGYAN, roles=_STAFF, run=discussions.show),
    Command(name="servicevisits", module=Module.HUANGYAN, roles=_STAFF, run=service_visits.show),
    Command(name="postings", module=Module.HUANGYAN, roles=_STAFF, run=postings.show),
    Command(name="rate", module=Module.ARENA, roles=_RATER, run=queue.todo_of(waiting.todo), daily=_RATER),
    Command(name="sign", roles=_DECIDER, run=announcements.show_open, daily=_DECIDER),
    Command(name="topublish", roles=_PUBLISHER | _DECIDER, run=announcements.show_next, daily=_PUBLISHER),
    Command(name="audit", roles=frozenset({Role.AUDITOR}), run=audits.draw, daily=frozenset({Role.AUDITOR})),
    Command(
        name="filings",
        module=Module.FLAGS,
        roles=_CONTACT | _DATA_OWNER | _REVIEWER,
        run=filings.show,
        daily=_DATA_OWNER,
    ),
    Command(
        name="monthly",
        module=Module.PROJECT,
        roles=_ENTERING,
        run=projects.show_months,
        daily=frozenset({Role.PROJECT_OWNER}),
    ),
    Command(name="yearly", module=Module.PROJECT, roles=year_overviews.READERS, run=year_overviews.DRAWABLE.ask),
    Command(name="curve", module=Module.PROJECT, roles=_ENTERING | _REVIEWER | _DECIDER, run=project_curves.ask),
    Command(name="exportlog", roles=frozenset({Role.AUDITOR}), run=log_export.ask, daily=frozenset({Role.AUDITOR})),
    Command(name="points", roles=_CONTACT, run=points.show),
    Command(name="dispute", roles=_CONTACT, run=score_objections.begin, is_shown=False),
    Command(name="sheet", roles=_CONTACT, run=score_sheets.DRAWABLE.ask, is_shown=False),
    Command(name="myflags", module=Module.FLAGS, roles=_CONTACT, run=flags.show_own, daily=_CONTACT),
    Command(name="troubles", roles=_ADMIN, run=troubles.show, daily=_ADMIN),
    Command(name="opinions", roles=_ADMIN, run=feedback.read),
    Command(name="people", roles=_ADMIN, run=staff.show, daily=_ADMIN),
    Command(name="invite", roles=_ADMIN, run=staff.invite, daily=_ADMIN),
    Command(name="invitations", roles=_ADMIN, run=staff.show_invitations, is_shown=False),
    Command(name="office", roles=_ADMIN, run=office.show, daily=_ADMIN),
    Command(name="setup", roles=_ADMIN, run=setting_up.show, daily=_ADMIN),
    Command(name="rehearse", roles=_ADMIN, module=Module.FLAGS, run=rehearsals.ask),
    Command(name="calendar", roles=_ADMIN, run=calendar_years.command),
    Command(name="coming", roles=_DECIDER | _PUBLISHER | _ADMIN, run=coming.show),
    Command(name="notices", roles=_EVERYBODY, run=notices.show, is_harmless=True),
    Command(name="contest", roles=_CITIZEN, run=beginnings.object_to, is_shown=False, needs_consent=True),
    Command(name="board", roles=_EVERYBODY, run=board.show, is_harmless=True),
    Command(
        name="lights",
        module=Module.PROJECT,
        roles=_EVERYBODY,
        run=board.of_sections("light_list"),
        is_harmless=True,
        is_shown=False,
    ),
    Command(
        name="quarterly",
        module=Module.PROJECT,
        roles=_EVERYBODY,
        run=board.of_sections("project_quarter", "pledge_quarter"),
        is_harmless=True,
        is_shown=False,
    ),
    Command(name="reminders", roles=_STAFF, run=nudges.show),
    Command(name="mydata", roles=_EVERYBODY, run=my_data.show),
    Command(name="device", roles=frozenset(STAFF), run=staff.device),
    Command(name="feedback", roles=_CITIZEN, run=feedback.ask),
    Command(name="others", roles=_STAFF, run=entrance.show_others, is_shown=False),
    Command(name="help", roles=_EVERYBODY, run=staff_words.show_help, daily=_STAFF, is_harmless=True),
    Command(name="details", roles=_EVERYBODY, run=consenting.show_whole, is_harmless=True, is_shown=False),
    Command(name="belongs", roles=_CITIZEN, run=inquiries.belongs, is_shown=False),
    Command(name="withdraw", roles=_CITIZEN, run=following.withdraw, is_shown=False),
    Command(name="receipt", roles=_EVERYBODY, run=following.receipt, is_harmless=True, is_shown=False),
    Command(name="menu", roles=_EVERYBODY, run=entrance.menu, is_harmless=True, is_shown=False),
    Command(name="start", roles=_EVERYBODY, run=entrance.greet, is_harmless=True, is_shown=False),
    Command(name="agree", roles=_EVERYBODY, run=heeding.agree, is_shown=False),
    Command(name="mute", roles=_EVERYBODY, run=entrance.mute, is_harmless=True, is_shown=False),
    Command(name="unmute", roles=_EVERYBODY, run=entrance.unmute, is_harmless=True, is_shown=False),
)


def commands(rules: RuleSet) -> Mapping[str, Command]:
    """THE TABLE by its names. What is of a module that is off stands in no menu, and leads on only to what began before."""
    return {
        command.name: command if rules.is_on(command.module) else replace(command, is_shown=False)
        for command in TABLE
        if rules.is_on(command.module) or command.name not in spreadsheets.OF
    }


EFFECTS: Mapping[str, derived.Effect] = {
    "enact_ruling": ruling.enact,
    "enact_profile": office.enact,
    "enact_calendar": calendars.enact,
    "enact_staff": staff.enact,
    **brought.EFFECTS,
    **clues.EFFECTS,
    **troubles.EFFECTS,
    **flags.EFFECTS,
    "lead_by_streak": leads.by_streak,
    "lead_by_years": leads.by_years,
    "lead_by_light": leads.by_light,
    "lead_by_card": leads.by_card,
    **announcements.EFFECTS,
    **periods.EFFECTS,
    **review_meetings.EFFECTS,
    **filings.EFFECTS,
    **turns.EFFECTS,
    **score_objections.EFFECTS,
    **adjusting.EFFECTS,
    **vault.EFFECTS,
    **strivers.EFFECTS,
    **candidates.EFFECTS,
    **editions.EFFECTS,
    **light_lists.EFFECTS,
    **discussions.EFFECTS,
    **service_visits.EFFECTS,
    **project_quarters.EFFECTS,
}
ADDS: Mapping[str, derived.Adds] = {
    "ruling": derived.Adds(finds=ruling.touched),
    "calendar": derived.Adds(finds=calendars.touched),
    "staff": derived.Adds(case=staff.case),
    "trouble": troubles.ADDS,
    "flag": flags.ADDS,
    "decided_flag": decided_flags.ADDS,
    "announcement": announcements.ADDS,
    "period": periods.ADDS,
    "filing": filings.ADDS,
    **review_meetings.ADDS,
    "score_objection": score_objections.ADDS,
    "case": cases.CASES,
    "striver": strivers.ADDS,
    "candidate": candidates.ADDS,
    "edition": editions.ADDS,
    "objection": cases.OBJECTIONS,
    "public_objection": cases.OBJECTIONS,
    "audit": audits.ADDS,
    **projects.ADDS,
    **light_lists.ADDS,
    **project_quarters.ADDS,
    **project_years.ADDS,
    **snails.ADDS,
    **pledges.ADDS,
    **pledge_boards.ADDS,
    **arenas.ADDS,
    **undertakings.ADDS,
    **difficulties.ADDS,
    **patrols.ADDS,
    **breakthroughs.ADDS,
    **postings.ADDS,
    **service_visits.ADDS,
    **discussions.ADDS,
}

MATTERS: Mapping[str, Matter] = {
    **brought.of_tables(lifecycles.PROCEDURES, EFFECTS, ADDS),
    "clue": clues.Clues(clue_law.PROCEDURE, EFFECTS, clues.ADDS),
    "desk": digest.Desk(),
}

DOES: Mapping[type, Callable[[Room, Any], None]] = {
    heeding.GoElsewhere: heeding.go_elsewhere,
    consenting.Agreed: heeding.agreed,
    entrance.ComeIn: entrance.come_in_surely,
    listening.Meant: heeding.meant,
    inquiries.Onward: heeding.onward,
    making.Make: beginnings.make,
    making.CheckMatter: beginnings.check,
    moves.Look: progress.look,
    following.LookUp: following.look_up,
    progress.Wish: following.wish,
    progress.WrittenBelow: following.hear,
    following.Add: following.add,
    search.Search: search.search,
    feedback.Give: feedback.give,
    my_data.Forget: my_data.forget,
    sign_out.SignOut: sign_out.sign_out,
    calendar_years.ShowYear: calendar_years.show,
    calendar_years.TakeYear: calendar_years.carry_out,
    calendar_years.ReadYear: calendar_years.read,
    calendar_years.WriteYear: calendar_years.write_empty,
    nudges.Try: nudges.try_address,
    nudges.Confirm: nudges.confirm,
    **spreadsheets.DOES,
}
