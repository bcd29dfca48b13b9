"""Clues, cases, projects with their lights, pledges, strivers and announcements as rows."""

from collections.abc import Iterator

from domain import public_kinds
from domain.matters.announcements import BOARD
from domain.matters.contests.pledges import SIGNED
from domain.matters.projects.projects import goals_of
from domain.mechanism.standing import Standing
from domain.scoring import lights
from handlers.conversation.room import Room
from handlers.exports.columns import Row, course, day, number, term, where, written_day
from handlers.exports.derived import names_somebody
from handlers.projects import projects
from storage import announcements, matters, strivers
from storage.upkeep import exporting


def clues(room: Room) -> Iterator[Row]:
    """Every clue by what it is about and where it stands: neither its words nor where it came from beyond its way."""
    for some in exporting.pages(room.tx, "clue"):
        sources = exporting.sources(room.tx, some[0].id, some[-1].id)
        for clue in some:
            yield {
                "number": clue.number,
                "source": term("source", sources.get(clue.id)),
                **where(room, clue.unit),
                "kind": term("kind", clue.category),
                "severity": term("severity", clue.own.get("severity")),
                **course(room, clue),
                "finding": term("finding", clue.own.get("finding")),
            }


def cases(room: Room) -> Iterator[Row]:
    """Every case; of one about a person not even the unit, in which they may be the only one. Of votes the numbers alone."""
    for case in exporting.standings(room.tx, "case"):
        vote = case.own.get("vote") or {}
        yield {
            "number": case.number,
            "subject": term("case_subject", case.own.get("subject")),
            **where(room, "" if case.is_personal else case.unit),
            "kind": term("kind", case.own.get("category")),
            "severity": term("severity", case.own.get("severity") or case.own.get("first_severity")),
            **course(room, case),
            "voters": number(vote.get("of")),
            "voted": number(vote.get("voted")),
            "in_favour": number(vote.get("for")),
            "against": number(vote.get("against")),
        }


def every_project(room: Room) -> Iterator[Row]:
    """Every project, a row for each year that it has a goal in."""
    for project in exporting.standings(room.tx, "project"):
        for year, goal in goals_of(project).items():
            yield {
                **_project(room, project),
                "kind": term("project_kind", project.category),
                "lead": project.own.get("lead", ""),
                "lead_name": room.office.name_of(project.own.get("lead", "")),
                "starts": project.own.get("starts", ""),
                "year": year,
                "goal": goal,
                **course(room, project),
            }


def monthly_lights(room: Room) -> Iterator[Row]:
    """Every month of every project: what was planned and done, and the light once it was announced."""
    exempt = projects.exempted(room)
    for some in exporting.pages(room.tx, "project_month"):
        of = {each.id: each for each in matters.of_ids(room.tx, sorted({month.parent_id or 0 for month in some}))}
        for month in some:
            project = of[month.parent_id or 0]
            known = projects.progress_of(project, month, exempt)
            yield {
                **_project(room, project),
                "month": month.category,
                "planned": number(lights.shown(known.planned)),
                "actual": known.actual,
                "behind": None if known.actual is None else number(lights.shown(known.gap)),
                "light": term("light", month.own.get("light") if month.stage == "shown" else None),
                **course(room, month),
            }


def pledges(room: Room) -> Iterator[Row]:
    """Every pledge that a leader has signed."""
    for pledge in exporting.standings(room.tx, "pledge"):
        if pledge.stage not in SIGNED:
            continue
        own = pledge.own
        yield {
            "number": pledge.number,
            **where(room, pledge.unit),
            "contest": own.get("contest", ""),
            "target": own.get("target", ""),
            "amount": number(own.get("amount")),
            "done": number(own.get("done")),
            "measured": own.get("measured", ""),
            "until": written_day(own.get("until")),
            "signed_on": written_day(own.get("signed_on")),
            "found_on": written_day(own.get("found_on")),
            **course(room, pledge),
        }


def honoured(room: Room) -> Iterator[Row]:
    """Whose title stands, as the public board names them: with their consent, and for as long as they wish."""
    for each in strivers.honours(room.tx):
        yield {
            "name": each.name,
            "post": each.post,
            "unit_name": each.unit,
            "edition": each.edition,
            "until": day(room, each.until),
        }


def announced(room: Room) -> Iterator[Row]:
    """Every announcement: when it is or was said, what it is about, how many signed it. What is about people tells neither its
    title nor the number by which other tables have them."""
    for each in exporting.standings(room.tx, "announcement"):
        found = announcements.of_id(room.tx, each.id)
        assert found is not None, "it is one"
        line = matters.line(room.tx, found.about_id)
        yield {
            "number": found.number,
            "matter": term("matter", line[0].matter if line else None),
            "about": line[0].number if line and not names_somebody(line) else "",
            "title": _title(room, found),
            "units": " ".join(sorted(found.named)),
            "approvals": len(announcements.valid_approvals(room.tx, found.id)),
            "to_be_said": day(room, found.publish_at),
            "said": day(room, found.published_at),
            **course(room, each),
        }


def _title(room: Room, found: announcements.Announcement) -> str:
    """What it was called in public, in the office's language."""
    if found.published_at is None or found.kind in public_kinds.NAMING:
        return ""
    said = [words for _, words in announcements.renderings(room.tx, found.id) if words.audience == BOARD]
    return "; ".join(dict.fromkeys(words.title for words in said if words.locale == room.office.locale))


def _project(room: Room, project: Standing) -> Row:
    return {
        "number": project.number,
        "code": project.own.get("code", ""),
        "title": project.own.get("title", ""),
        **where(room, project.unit),
    }
