"""`flagpost people …` and `flagpost invite`: who works here; the same functions as in chat (`handlers/people.py`)."""

import os
import sys
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlsplit

import segno
import typer

from bot import language, settings
from bot.channels import every
from bot.commands import desk
from domain.people import STAFF, Role
from domain.sayings import people as sayings
from handlers import people, people_desk
from handlers.conversation.room import Room
from handlers.understanding import days
from storage import staff, vault

Person = Annotated[int, typer.Argument()]
RoleName = Annotated[str, typer.Argument()]
_HERE = ("127.0.0.1", "::1", "localhost", "0.0.0.0")
app = typer.Typer(no_args_is_help=True)


def add_to(main: typer.Typer) -> None:
    """Add these commands to the command line."""
    main.command()(invite)
    main.add_typer(app, name="people")


def invite(
    role: RoleName,
    unit: Annotated[str, typer.Option()] = "",
    name: Annotated[str, typer.Option()] = "",
) -> None:
    """Make a one-time invitation, with its links and a QR code."""
    asked, code = _role(role), vault.new_code()

    def work(room: Room) -> tuple[str, datetime, str]:
        until = people.invite(room, asked, unit, name or language.say(f"role.{asked.value}"), code)
        return room.office.name_of(people.unit_code(room, unit, asked)), until, people.link(room, code)

    unit_name, until, link = desk.in_office(work)
    _show_invitation(asked, unit_name, name, code, link, until)


app.command("invite")(invite)


@app.command("list")
def list_() -> None:
    """Everybody with a role, who stands in for whom, and the invitations nobody has used yet."""

    def work(room: Room) -> list[str]:
        shown = [desk.told(people_desk.line(room, each)) for each in staff.members(room.tx)]
        shown += [desk.told(people_desk.deputy_line(room, each)) for each in staff.deputies(room.tx)]
        waiting = staff.invitations(room.tx, room.now)
        if waiting:
            lines = tuple(people_desk.invitation_line(room, each) for each in waiting)
            shown.append(desk.told(sayings.Invitations(lines=lines)))
        return shown

    lines = desk.in_office(work)
    desk.out.print("\n".join(lines) or language.say("people.none"), markup=False, highlight=False)


@app.command()
def cancel(invitation: Annotated[int, typer.Argument()]) -> None:
    """Cancel an invitation that nobody has used."""
    desk.tell(desk.in_office(lambda room: people.cancel(room, invitation)))


@app.command()
def revoke(person: Person, role: RoleName) -> None:
    """Take a role back."""
    desk.tell(desk.in_office(lambda room: people.take_back(room, person, _role(role))))


@app.command("hand-over")
def hand_over(person: Person, to: Annotated[int, typer.Argument()]) -> None:
    """Hand the clues that somebody has claimed over to another reviewer."""
    desk.tell(desk.in_office(lambda room: people.hand_over(room, person, to)))


@app.command()
def deputise(
    person: Person,
    role: RoleName,
    instead_of: Annotated[int, typer.Argument()],
    until: Annotated[str, typer.Argument()],
    since: Annotated[str, typer.Option("--from")] = "",
) -> None:
    """Let somebody stand in for another in a role, until the end of a day."""

    def work(room: Room) -> sayings.DeputyPlanned:
        first = _day(since, room.today) if since else room.today
        planned = people.deputise(room, person, _role(role), instead_of, first, _day(until, room.today))
        assert isinstance(planned, sayings.DeputyPlanned)
        return planned

    desk.tell(desk.in_office(work))


@app.command()
def recall(deputy: Annotated[int, typer.Argument()]) -> None:
    """End before its time that somebody stands in."""
    desk.tell(desk.in_office(lambda room: people.recall(room, deputy)))


@app.command()
def device(person: Person) -> None:
    """Make a code by which somebody comes in on another device: a lost phone, a new computer."""
    code = vault.new_code()
    made = desk.in_office(lambda room: people.device(room, person, code))
    desk.tell(made)
    assert isinstance(made, sayings.DeviceCode)
    _show_square(made.link)


@app.command("sign-out")
def sign_out(person: Person) -> None:
    """Sign somebody out of every device; their roles stay."""
    number = desk.in_office(lambda room: people.sign_out_everywhere(room, person))
    desk.say("people.signed_out", number=number)


@app.command()
def change(
    person: Person,
    unit: Annotated[str, typer.Option()] = "",
    name: Annotated[str, typer.Option()] = "",
) -> None:
    """Change what the office calls somebody, or their unit."""
    desk.tell(desk.in_office(lambda room: people.change(room, person, label=name, unit=unit)))


def _show_invitation(role: Role, unit: str, name: str, code: str, link: str, until: datetime) -> None:
    given = settings.load(os.environ)
    desk.say("invite.code", code=code)
    desk.say(
        "invite.who",
        role=language.say(f"role.{role.value}"),
        name=name or "—",
        unit=unit or language.say("invite.no_unit"),
        until=f"{until.astimezone(given.timezone):%Y-%m-%d %H:%M}",
    )
    desk.say("invite.page", link=link)
    if (urlsplit(given.public_url).hostname or "") in _HERE:
        desk.say("invite.here_alone")
    for name, how in every.set_up(given).items():
        if how:
            desk.say(f"invite.{name}", code=code)
    _show_square(link)
    desk.say("invite.do")


def _show_square(link: str) -> None:
    segno.make(link, error="l", micro=False).terminal(out=sys.stdout, compact=True)


def _role(given: str) -> Role:
    """A role by its name in either language."""
    for role in STAFF:
        if given in (role.value, *(language.table(each)["role"][role.value] for each in language.LOCALES)):
            return role
    return desk.stop(
        "invite.no_role",
        given=given,
        roles=language.say("comma").join(
            language.say("invite.a_role", name=role.value, called=language.say(f"role.{role.value}")) for role in STAFF
        ),
    )


def _day(given: str, today: date) -> date:
    day = days.coming_day(given, today)
    if day is None:
        desk.stop("not_a_day", given=given)
    return day
