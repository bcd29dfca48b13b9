"""The command line: `flagpost …`.

Lives here: `main`, and how each failure ends (a sentence, and an exit code: 2 for settings and usage, 1 for everything else).
The commands are in `bot/commands/`, their words in `words/<language>/cli.toml`.
"""

import importlib.metadata
import sys
from typing import Annotated

import typer

from bot import language, logs, settings
from bot.commands import (
    demonstrating,
    desk,
    exporting,
    founding,
    import_files,
    office,
    operating,
    people,
    recovery,
    rehearsing,
)
from bot.house import serving
from domain import errors
from domain.saying import SaidNo

app = typer.Typer(no_args_is_help=True, add_completion=False)


def _version(is_asked: bool) -> None:
    if is_asked:
        desk.out.print(f"flagpost {importlib.metadata.version('flagpost')}", markup=False, highlight=False)
        raise typer.Exit


@app.callback()
def _flagpost(version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_version)] = False) -> None:
    """What is common to all commands."""


founding.add_to(app)
operating.add_to(app)
demonstrating.add_to(app)
people.add_to(app)
office.add_to(app)
import_files.add_to(app)
recovery.add_to(app)
exporting.add_to(app)
rehearsing.add_to(app)


def main() -> None:
    """Run a command; end every failure of ours with its sentence."""
    logs.begin()
    try:
        sys.exit(language.translate(typer.main.get_command(app)).main(prog_name="flagpost", standalone_mode=False) or 0)
    except errors.SettingsError as refused:
        desk.err.print(settings.render(refused.problems), style="yellow", markup=False)
        sys.exit(desk.USAGE)
    except SaidNo as refused:
        sys.exit(desk.refused(refused.why))
    except serving.CannotListen as refused:
        desk.err.print(language.say("run.taken", address=refused.address), style="red", markup=False)
        sys.exit(1)
    except errors.FlagpostError as refused:
        desk.err.print(language.of_error(refused), style="red", markup=False)
        sys.exit(1)
    except desk.CommandStopped as stopped:
        desk.err.print(str(stopped), markup=False, highlight=False)
        sys.exit(stopped.code)
    except typer.Abort:
        desk.err.print(language.say("usage.cancelled"), markup=False, highlight=False)
        sys.exit(1)
    except language.WrongUsage as refused:
        desk.err.print(language.of_usage(refused), markup=False, highlight=False)
        sys.exit(desk.USAGE)
    except Exception as error:
        _tell(error)
        sys.exit(1)


def _tell(error: Exception) -> None:
    """What nobody was prepared for: a file that cannot be had by its name, everything else by its kind and place alone."""
    if isinstance(error, OSError) and error.filename:
        desk.err.print(language.of_file(error), markup=False, highlight=False)
        return
    logs.crashed(error)  # printed as usual it would show what variables held


if __name__ == "__main__":
    main()
