"""`flagpost people …` and `flagpost invite`: who works here; the same functions as in chat (`handlers/administration/people.py`)."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

import segno
import typer

from bot import language, settings
from bot.channels import every
from bot.commands import desk
from domain.people import STAFF, Role
from domain.saying import Saying
from domain.sayings import people as sayings
from handlers.administration import people
from handlers.administration import staff as staff_desk
from handlers.conversation.room import Drawn, Room
from handlers.understanding import days
from storage import invitations, staff, vault

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
    asked = _role(role)

    def given(room: Room) -> dict[str, str]:
        code = people.unit_code(room, unit, asked)
        return {"role": asked.value, "unit": code, "post": name or language.say(f"role.{asked.value}")}

    for saying in _made("invite", given):
        if isinstance(saying, sayings.InvitationMade):
            _show_invitation(asked, name, saying)
        else:
            desk.tell(saying)


app.command("invite")(invite)


@app.command("list")
def list_() -> None:
    """Everybody with a role, who stands in for whom, and the invitations nobody has used yet."""

    def work(room: Room) -> list[str]:
        shown = [desk.told(staff_desk.line(room, each)) for each in staff.members(room.tx)]
        shown += [desk.told(staff_desk.deputy_line(room, each)) for each in staff.deputies(room.tx)]
        waiting = invitations.waiting(room.tx, room.now)
        if waiting:
            lines = tuple(staff_desk.invitation_line(room, each) for each in waiting)
            shown.append(desk.told(sayings.Invitations(lines=lines)))
        return shown

    lines = desk.in_office(work)
    desk.out.print("\n".join(lines) or language.say("people.none"), markup=False, highlight=False)


@app.command()
def cancel(invitation: Annotated[int, typer.Argument()]) -> None:
    """Cancel an invitation that nobody has used."""
    _make("cancel", lambda _: {"invitation": str(invitation)})


@app.command()
def revoke(person: Person, role: RoleName) -> None:
    """Take a role back."""
    _make("take", lambda _: {"person": str(person), "role": _role(role).value})


@app.command()
def grant(person: Person, role: RoleName) -> None:
    """Give somebody who works here another role."""
    _make("appoint", lambda _: {"person": str(person), "role": _role(role).value})


@app.command("hand-over")
def hand_over(person: Person, to: Annotated[int, typer.Argument()]) -> None:
    """Hand the clues that somebody has claimed over to another reviewer."""
    _make("hand_over", lambda _: {"person": str(person), "other": str(to)})


@app.command()
def deputise(
    person: Person,
    role: RoleName,
    instead_of: Annotated[int, typer.Argument()],
    until: Annotated[str, typer.Argument()],
    since: Annotated[str, typer.Option("--from")] = "",
) -> None:
    """Let somebody stand in for another in a role, until the end of a day."""

    def given(room: Room) -> dict[str, str]:
        return {
            "person": str(instead_of),
            "role": _role(role).value,
            "other": str(person),
            "since": _day(since, room.today).isoformat() if since else "",
            "until": _day(until, room.today).isoformat(),
        }

    _make("stand_in", given)


@app.command()
def recall(deputy: Annotated[int, typer.Argument()]) -> None:
    """End before its time that somebody stands in."""
    _make("recall", lambda _: {"deputy": str(deputy)})


@app.command()
def device(person: Person) -> None:
    """Make a code by which somebody comes in on another device: a lost phone, a new computer."""
    for saying in _made("device", lambda _: {"person": str(person)}):
        desk.tell(saying)
        if isinstance(saying, sayings.DeviceCode):
            _show_square(saying.link)


@app.command("sign-out")
def sign_out(person: Person) -> None:
    """Sign somebody out of every device; their roles stay."""
    _make("sign_out", lambda _: {"person": str(person)})


@app.command()
def change(
    person: Person,
    unit: Annotated[str, typer.Option()] = "",
    name: Annotated[str, typer.Option()] = "",
) -> None:
    """Change what the office calls somebody, or their unit."""
    _make("change", lambda _: {"person": str(person), "unit": unit, "post": name})


def _make(move: str, given: Callable[[Room], dict[str, str]]) -> None:
    for saying in _made(move, given):
        desk.tell(saying)


def _made(move: str, given: Callable[[Room], dict[str, str]]) -> list[Saying]:
    """Make a change with a code that is drawn here; what is to be said of it."""
    drawn = Drawn(code=vault.new_code(), alias="", dialogue=0)
    return desk.in_office(lambda room: staff_desk.at_the_machine(replace(room, drawn=drawn), move, given(room)))


def _show_invitation(role: Role, name: str, made: sayings.InvitationMade) -> None:
    given, code = settings.load(os.environ), made.code
    desk.say("invite.code", code=code)
    desk.say(
        "invite.who",
        role=language.say(f"role.{role.value}"),
        name=name or "—",
        unit=made.unit or language.say("invite.no_unit"),
        until=f"{made.until.astimezone(given.timezone):%Y-%m-%d %H:%M}",
    )
    desk.say("invite.page", link=made.link)
    if (urlsplit(given.public_url).hostname or "") in _HERE:
        desk.say("invite.here_alone")
    for name, how in every.set_up(given).items():
        if how:
            desk.say(f"invite.{name}", code=code)
    _show_square(made.link)
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
