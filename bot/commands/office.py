"""`flagpost office`, `flagpost calendar`, `flagpost rules`: what the office says of itself and has decided."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot import language
from bot.commands import desk
from domain.mechanism import rules
from domain.saying import Saying
from domain.sayings import office as sayings
from handlers import calendars, office, ruling
from handlers.conversation.room import Room
from handlers.understanding import days

office_app = typer.Typer(invoke_without_command=True)
calendar_app = typer.Typer(no_args_is_help=True)
rules_app = typer.Typer(no_args_is_help=True)
WORKS = {"off": False, "work": True, "放假": False, "上班": True, "休": False, "班": True}
_DAY, _KIND = ("day", "日期"), ("kind", "类型")


def add_to(main: typer.Typer) -> None:
    """Add these commands to the command line."""
    main.add_typer(office_app, name="office")
    main.add_typer(calendar_app, name="calendar")
    main.add_typer(rules_app, name="rules")


@office_app.callback()
def show_office(context: typer.Context) -> None:
    """Show what the office says of itself."""
    if context.invoked_subcommand is None:
        desk.tell(desk.in_office(office.profile))


@office_app.command("set")
def set_office(name: Annotated[str, typer.Argument()], value: Annotated[str, typer.Argument()]) -> None:
    """Change one value of it."""
    desk.tell(desk.in_office(lambda room: office.change(room, name, value)))


@calendar_app.command("show")
def show_calendar(year: Annotated[int, typer.Argument()] = 0) -> None:
    """Show the working days of a year; without one, of this year and the next."""

    def work(room: Room) -> list[Saying]:
        years = [year] if year else [room.today.year, room.today.year + 1]
        return [calendars.year(room, each) for each in years]

    for saying in desk.in_office(work):
        desk.tell(saying)


@calendar_app.command("import")
def import_calendar(file: Annotated[Path, typer.Argument()]) -> None:
    """Read a year's days off and worked weekends from a CSV file: all of it, or nothing."""
    if not file.is_file():
        desk.stop("no_file", file=file)
    decided = _read(file)
    desk.tell(desk.in_office(lambda room: calendars.change(room, decided)))


@calendar_app.command("set")
def set_day(day: Annotated[str, typer.Argument()], kind: Annotated[str, typer.Argument()]) -> None:
    """Correct one day: off or work."""
    if kind not in WORKS:
        desk.stop("calendar.kinds", given=kind)

    def work(room: Room) -> sayings.CalendarChanged:
        meant = days.coming_day(day, room.today)
        if meant is None:
            desk.stop("not_a_day", given=day)
        changed = calendars.change(room, {meant: WORKS[kind]})
        assert isinstance(changed, sayings.CalendarChanged)
        return changed

    desk.tell(desk.in_office(work))


@rules_app.command("show")
def show_rules(all_: Annotated[bool, typer.Option("--all")] = False) -> None:
    """Show what differs from the law's own numbers, version by version; --all shows every rule as it is now."""

    def work(room: Room) -> list[str]:
        lines = [
            f"{key} = {json.dumps(value, ensure_ascii=False)}"
            for key, value in sorted(room.office.rules.to_mapping().items())
        ]
        return [*ruling.history(room), *(lines if all_ else [])]

    found = desk.in_office(work)
    desk.say("rules.heading")
    desk.out.print("\n".join(found or [language.say("rules.none")]), markup=False, highlight=False)


@rules_app.command("set")
def set_rule(
    key: Annotated[str, typer.Argument()],
    value: Annotated[str, typer.Argument()],
    since: Annotated[str, typer.Option("--from")] = "",
) -> None:
    """Decide a rule anew, from a day on. What has begun is judged by the rules it began under."""

    def work(room: Room) -> sayings.RulesChanged:
        day = days.coming_day(since, room.today) if since else room.today
        if day is None:
            desk.stop("not_a_day", given=since)
        return ruling.change(room, key, value, day)

    try:
        desk.tell(desk.in_office(work))
    except rules.RuleRefused as refused:
        like = rules.DEFAULT.to_mapping().get(refused.key)
        if like is None:
            desk.stop("rules.unknown", rule=refused.key)
        desk.stop("rules.refused", rule=refused.key, why=str(refused), like=json.dumps(like, ensure_ascii=False))


def _read(file: Path) -> dict[date, bool]:
    """The days of a file, each with whether people work; every bad line is named."""
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")  # as Chinese spreadsheets save
    rows = list(csv.reader(io.StringIO(text)))
    wrong, found = [], {}
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row if cell.strip()]
        if not cells or (number == 1 and cells[0].casefold() in _DAY):
            continue
        day = days.coming_day(cells[0], date.min.replace(year=2000))
        if len(cells) < 2 or day is None or cells[1].casefold() not in WORKS:
            wrong.append(language.say("calendar.bad_line", line=number, found=",".join(cells)))
        elif day in found:
            wrong.append(language.say("calendar.twice", line=number, found=cells[0]))
        else:
            found[day] = WORKS[cells[1].casefold()]
    if wrong or not found:
        desk.err.print("\n".join(wrong or [language.say("calendar.empty")]), markup=False, highlight=False)
        desk.stop("calendar.nothing", code=1, file=file.name)
    return found
