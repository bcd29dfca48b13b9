"""What the commands share: the office's database opened for one piece of work, and what was done said in words."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn, TypeVar

import typer
from rich.console import Console

from bot import clocks, home, language, settings, wording
from bot.house import wiring
from bot.operations import preflight
from domain.people import OPERATOR
from domain.saying import Saying, Term
from domain.sayings import office as office_sayings
from domain.sayings import people as people_sayings
from handlers.conversation.room import Room
from storage import vault
from storage.database import Database
from storage.engines import opening

T = TypeVar("T")
USAGE = 2
# Lines are cut by the terminal alone: a link or a sentence that goes to a file or a log must stay whole.
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)


class CommandStopped(Exception):
    """A command ends with a sentence for its error stream, and a code. Whoever raises it may be tried twice: it is said once."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


def with_database(place: home.Home, work: Callable[[Database], Coroutine[Any, Any, T]]) -> T:
    """Open the office's database, do the work, close it."""
    preflight.check(place)

    async def do() -> T:
        database = await opening.open_database(place.place, vault.Vault(vault.read_key(place.key)))
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(do())


def in_office(work: Callable[[Room], T]) -> T:
    """Do something in the office as whoever sits at this machine, in one transaction. The bot may run meanwhile."""
    given = settings.load(os.environ)

    async def do(database: Database) -> T:
        view = wiring.view_of(given, database)
        await view.refresh()
        now = clocks.real()
        return await database.write(lambda tx: work(view.quiet_room(tx, now).acting_as(OPERATOR)))

    return with_database(home.of(given), do)


def told(saying: Saying) -> str:
    """A saying in the words of the command line's language."""
    given = settings.load(os.environ)
    return wording.load(given.timezone, clocks.real).word(saying, language.locale())


def term(meant: Term) -> str:
    """A word of the law in the command line's language."""
    given = settings.load(os.environ)
    return wording.load(given.timezone, clocks.real).term(meant, language.locale())


def named(table: str, name: str) -> str:
    """The same by its table and name."""
    return term(Term(table, name))


def tell(saying: Saying) -> None:
    """Print a saying."""
    out.print(told(saying), markup=False, highlight=False)


def refused(why: Saying) -> int:
    """Print why nothing was done, naming commands where a conversation would name its own words; return the exit code.

    That all is as it was asked to be is no failure: a script may ask twice.
    """
    if isinstance(why, office_sayings.NothingChanged):
        tell(why)
        return 0
    said = (
        language.say("people.no_such", number=why.number) if isinstance(why, people_sayings.NoSuchPerson) else told(why)
    )
    err.print(said, style="red", markup=False)
    return 1


def agreed(question: str, *, is_usual: bool = False) -> bool:
    """Ask until a yes or a no comes, in any language; where it `is_usual`, Enter is a yes. Raises typer.Abort where nobody is there."""
    hint = language.say("asked.usual" if is_usual else "asked.either")
    while True:
        answer = str(typer.prompt(f"{question} {hint}", default="", show_default=False, prompt_suffix=": ")).strip()
        told = answer.casefold() or ("y" if is_usual else "")
        for means, words in ((True, ("y", *language.every("asked.yes"))), (False, ("n", *language.every("asked.no")))):
            if told in words:
                return means
        say("asked.again")


def say(key: str, **params: object) -> None:
    """Print a sentence of the command line's words."""
    out.print(language.say(key, **params), markup=False, highlight=False)


def stop(key: str, code: int = USAGE, **params: object) -> NoReturn:
    """End with a sentence on the error stream."""
    raise CommandStopped(language.say(key, **params), code)
