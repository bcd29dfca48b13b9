"""`flagpost office`, `flagpost calendar`, `flagpost rules`: what the office says of itself and has decided."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot import language
from bot.commands import desk
from bot.importing import calendar_files, telling
from bot.importing.words import ImportWords
from domain.importing.columns import ImportKind
from domain.importing.problems import ImportRefused
from domain.mechanism import rules
from domain.saying import Saying
from handlers import coming
from handlers.administration import calendar_years, calendars, office, ruling
from handlers.conversation.room import Room
from handlers.understanding import days
from handlers.understanding.holidays import WORKS

office_app = typer.Typer(invoke_without_command=True)
calendar_app = typer.Typer(no_args_is_help=True)
rules_app = typer.Typer(no_args_is_help=True)


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
def set_office(
    name: Annotated[str, typer.Argument()],
    value: Annotated[str, typer.Argument()],
    since: Annotated[str, typer.Option("--from")] = "",
    why: Annotated[str, typer.Option("--why")] = "",
) -> None:
    """Propose another value of it, from a day on, for a leader to sign; where nobody can sign yet it is decided at once."""
    _tell(lambda room: office.propose(room, name, value, _since(room, since), why or language.say("rules.by_command")))


@calendar_app.command("show")
def show_calendar(year: Annotated[int, typer.Argument()] = 0) -> None:
    """Show the working days of a year; without one, of this year and the next."""

    def work(room: Room) -> list[Saying]:
        years = [year] if year else [room.today.year, room.today.year + 1]
        return [calendars.year(room, each) for each in years]

    for saying in desk.in_office(work):
        desk.tell(saying)


@calendar_app.command("next")
def show_what_comes() -> None:
    """Show what the house will do by itself in the next thirty days."""
    desk.tell(desk.in_office(lambda room: coming.coming(room, is_reader=True)))


@calendar_app.command("import")
def import_calendar(
    file: Annotated[Path, typer.Argument()],
    year: Annotated[int, typer.Option()] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    yes: Annotated[bool, typer.Option("--yes")] = False,
) -> None:
    """Read a year's days off and worked weekends from a file: show what would change, ask, and take all of it or nothing."""
    if not file.is_file():
        desk.stop("no_file", file=file)
    try:
        lines = calendar_files.lines(file.read_bytes())
    except ImportRefused as refused:
        why = telling.refusals(refused.problems, ImportKind.UNITS, ImportWords(language.locale()))
        desk.stop("calendar.nothing", code=1, file=file.name, why="\n".join(why))
    decided = calendar_years.days_of(lines, year or None)
    shown = desk.in_office(lambda room: calendar_years.difference(room, decided))
    desk.tell(shown)
    if dry_run:
        desk.say("calendar.dry")
        return
    if not yes:
        _ask()
    _tell(lambda room: calendars.propose(room, calendar_years.shown_still(room, decided, shown)))


@calendar_app.command("set")
def set_day(day: Annotated[str, typer.Argument()], kind: Annotated[str, typer.Argument()]) -> None:
    """Correct one day: off or work."""
    if kind not in WORKS:
        desk.stop("calendar.kinds", given=kind)

    def work(room: Room) -> list[Saying]:
        meant = days.coming_day(day, room.today)
        if meant is None:
            desk.stop("not_a_day", given=day)
        return calendars.propose(room, {meant: WORKS[kind]})

    _tell(work)


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
    why: Annotated[str, typer.Option("--why")] = "",
) -> None:
    """Propose a rule anew, from a day on, for a leader to sign; where nobody can sign yet it is decided at once."""

    try:
        _tell(
            lambda room: ruling.propose(room, key, value, _since(room, since), why or language.say("rules.by_command"))
        )
    except rules.RuleRefused as refused:
        like = rules.DEFAULT.to_mapping().get(refused.key)
        if like is None:
            desk.stop("rules.unknown", rule=refused.key)
        desk.stop("rules.refused", rule=refused.key, why=str(refused), like=json.dumps(like, ensure_ascii=False))


def _tell(work: Callable[[Room], list[Saying]]) -> None:
    for saying in desk.in_office(work):
        desk.tell(saying)


def _since(room: Room, given: str) -> date:
    day = days.coming_day(given, room.today) if given else room.today
    return desk.stop("not_a_day", given=given) if day is None else day


def _ask() -> None:
    try:
        if not desk.agreed(language.say("calendar.ask")):
            desk.stop("calendar.stopped", code=1)
    except typer.Abort:  # nobody is there to answer
        desk.stop("calendar.needs_yes", code=1)
