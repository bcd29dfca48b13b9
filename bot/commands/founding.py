"""`flagpost init`: makes folder, key and database, and walks through setting the office up, from its name to a rehearsal.

Each answer is done in one transaction before the next question, so that whoever stops goes on where they were by the next `init`. What
is there already is not asked again. The same list stands in chat (`handlers/administration/setting_up.py`).
"""

import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.panel import Panel

from bot import clocks, home, language, settings
from bot.commands import desk, import_files, office, people, rehearsing
from bot.commands.founding_answers import Answers
from bot.rehearsal import next_period
from domain.importing.columns import ImportKind
from domain.matters.ruling import PROFILE
from domain.mechanism.modules import Module, Switch
from domain.people import OPERATOR, Role
from domain.saying import SaidNo
from handlers.administration import office as office_desk
from handlers.administration import people as staff_desk
from handlers.administration import ruling, setting_up
from handlers.administration import staff as staff_lists
from handlers.conversation import gathering
from handlers.conversation.procedures import own_office
from handlers.conversation.room import Room
from storage import offices, units, vault
from storage.database import Tx
from storage.engines import opening

ROLES = {"admins": Role.ADMIN, "reviewers": Role.REVIEWER, "signers": Role.LEADER, "bypass": Role.BYPASS_CONTACT}


def add_to(main: typer.Typer) -> None:
    """Add the command to the command line."""
    main.command()(init)


def init(
    name: Annotated[str, typer.Option()] = "",
    phone: Annotated[str, typer.Option()] = "",
    retention: Annotated[str, typer.Option()] = "",
    answers: Annotated[Path | None, typer.Option()] = None,
    yes: Annotated[bool, typer.Option("--yes")] = False,
) -> None:
    """Make the home folder, the keys and the database, and ask for what else an office needs."""
    place = home.of(settings.load(os.environ))
    given = {"name": name.strip(), "phone": phone.strip(), "retention": retention.strip()}
    known = Answers.of(answers, given, is_asking=not yes and answers is None)
    try:
        if not place.is_made():
            _make(place, known)
        else:
            desk.say("init.is_there", folder=place.folder, place=place.place)
            if not known.is_asking and not known:
                return
        _walk(known)
    except (typer.Abort, KeyboardInterrupt):
        desk.stop("init.stopped", code=1)


def _make(place: home.Home, known: Answers) -> None:
    """Make the home. The recovery key is shown before there is an office, so that it is shown again to whoever did not see it."""
    for key in office_desk.EXPECTED:
        if known.has(key) and (why := gathering.unfit_value(key, known.text(key))):
            raise SaidNo(why)
    words = home.begin(place)
    desk.out.print(Panel(words, title=language.say("init.recovery_key"), expand=False))
    if known.is_asking:
        typer.prompt(language.say("init.written_down"), default="", show_default=False)
    profile = {key: known.take(key) for key in office_desk.EXPECTED if known.has(key)}
    with desk.out.status(language.say("init.making")):
        opening.migrate(place.place, vault.Vault(vault.read_key(place.key)))
        desk.with_database(place, lambda database: database.write(lambda tx: _keep_profile(tx, profile)))
    desk.say("init.made", folder=place.folder, place=place.place)


def _keep_profile(tx: Tx, given: dict[str, str]) -> None:
    for key, value in given.items():
        offices.change_profile(tx, key, value, date.min, OPERATOR.name, clocks.real())


def _walk(known: Answers) -> None:
    """Step by step; what is done already is named and not asked."""
    if known.is_asking:
        desk.say("init.walk")
    for name, step in STEPS.items() if known or known.is_asking else ():
        line = next((each for each in setting_up.lines(_found()) if each.step.name == name), None)
        if line is None:  # of a module that is off
            continue
        if known.is_asking:
            desk.out.rule(desk.term(line.step), characters="─", align="left")
            desk.tell(line)
        if line.mark.name != setting_up.DONE or not known.is_asking:
            step(known)
    _end(known)


def _end(known: Answers) -> None:
    """What is missing still, and a rehearsal: of the office's own next period where its figures are there."""
    missing = [each for each in setting_up.lines(_found()) if each.mark.name == setting_up.OPEN]
    if missing:
        desk.say("init.missing")
        for each in missing:
            desk.tell(each)
    desk.say("init.next")
    place = home.of(settings.load(os.environ))
    is_own = desk.in_office(next_period.is_there)
    is_wanted = known.flag("rehearse")
    if known.is_asking and desk.agreed(
        language.say("init.ask_rehearse_own" if is_own else "init.ask_rehearse"), is_usual=True
    ):
        is_wanted = True
    if is_wanted and not (is_own and _rehearse_own(place)):
        rehearsing.rehearse()


def _rehearse_own(place: home.Home) -> bool:
    """Rehearse the office's own next period; where too little is there, say what is missing."""
    try:
        rehearsing.rehearse_own(place.folder)
    except next_period.NothingToRehearse as lacking:
        desk.out.print(language.of_error(lacking), markup=False, highlight=False)
        return False
    return True


def _found() -> setting_up.SetUp:
    return desk.in_office(setting_up.of_room)


def _ask_profile(known: Answers) -> None:
    told = (key for key in PROFILE if known.has(key) and key not in office_desk.OWN)
    for key in dict.fromkeys((*_found().lacks, *told)):
        _ask_value(known, key)


def _ask_value(known: Answers, key: str) -> None:
    why = language.say("rules.by_command")
    known.ask(
        key,
        lambda value: desk.in_office(lambda room: office_desk.propose(room, key, value, room.today, why)),
        default=language.say("init.two_years") if key == "retention" else "",
    )


def _ask_modules(known: Answers) -> None:
    for number, module in enumerate(Module, start=1):
        if known.is_asking:
            name = module.value.removeprefix("module_")
            desk.say(
                "init.module", number=number, name=desk.named("module", name), about=desk.named("module_about", name)
            )

    def switch_off(text: str) -> None:
        wanted = _modules(text)
        why = language.say("rules.by_command")

        def work(room: Room) -> None:
            off = setting_up.of_room(room).off
            for module in (each for each in wanted if each not in off):
                key = module.value.replace("_", ".", 1)
                for saying in ruling.propose(room, key, Switch.OFF.value, room.today, why):
                    desk.tell(saying)

        desk.in_office(work)

    known.ask("modules_off", switch_off, enter="enter_all_on")


def _modules(text: str) -> list[Module]:
    """The modules that were meant, by their numbers in the list or by their names."""
    every = {str(number): module for number, module in enumerate(Module, start=1)}
    every |= {module.value.removeprefix("module_"): module for module in Module}
    told = [each for each in text.replace("，", ",").replace("、", ",").replace(" ", ",").split(",") if each]
    for each in told:
        if each not in every:
            desk.stop("init.no_module", given=each, number=len(Module))
    return list(dict.fromkeys(every[each] for each in told))


def _ask_calendar(known: Answers) -> None:
    known.ask("calendar", lambda text: office.import_calendar(known.file(text), yes=not known.is_asking))


def _file_of(kind: ImportKind) -> Callable[[Answers], object]:
    """The step of a file: its name, or the word for an empty one to fill in."""

    def take(known: Answers, text: str) -> None:
        if text in language.every("init.empty_word"):
            file = Path(f"{kind}.xlsx")
            import_files.import_(kind.value, template=file)
            desk.stop("init.fill_in", file=file)
        import_files.import_(kind.value, known.file(text), yes=not known.is_asking)

    return lambda known: known.ask(kind.value, lambda text: take(known, text))


def _ask_own_office(known: Answers) -> None:
    if _found().register:

        def check(room: Room, value: str) -> None:
            if not own_office.unit_named(units.register(room.tx), value):
                desk.stop("check.own_unit_unknown", unit=value)

        why = language.say("rules.by_command")

        def take(value: str) -> None:
            def work(room: Room) -> None:
                check(room, value)
                office_desk.propose(room, "own_unit", value, room.today, why)

            desk.in_office(work)

        if "own_unit" in _found().own_lacks or known.has("own_unit"):
            known.ask("own_unit", take)
    if "head" in _found().own_lacks or known.has("head"):
        _ask_value(known, "head")


def _ask_people(name: str) -> Callable[[Answers], None]:
    """Invitations to a role, one after the other, until there are enough or Enter is pressed."""
    role = ROLES[name]

    def ask(known: Answers) -> None:
        line = next(each for each in setting_up.lines(_found()) if each.step.name == name)
        for _ in range(max(0, line.least - line.number - line.invited)):
            if not known.ask(f"invite_{role}", lambda post: people.invite(role.value, "", post)):
                return

    return ask


def _invite_all(known: Answers) -> None:
    """Those that the file of answers names, but who is here or invited already."""
    for role, unit, name in known.invitations():
        post = name or desk.named("role", role)
        if desk.in_office(partial(_is_here, role=Role(role), unit=unit, post=post)):
            desk.say("init.here_already", name=post)
        else:
            people.invite(role, unit, post)


def _is_here(room: Room, *, role: Role, unit: str, post: str) -> bool:
    code = staff_desk.unit_code(room, unit, role)
    return (role.value, code, post) in staff_lists.places(room)


STEPS: dict[str, Callable[[Answers], object]] = {
    "profile": _ask_profile,
    "modules": _ask_modules,
    "calendar": _ask_calendar,
    "units": _file_of(ImportKind.UNITS),
    "own_office": _ask_own_office,
    "indicators": _file_of(ImportKind.INDICATORS),
    "staff": _file_of(ImportKind.STAFF),
    **{name: _ask_people(name) for name in ROLES},
    "contacts": _invite_all,
}
