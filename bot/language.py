"""The language of the command line: FLAGPOST_LOCALE, else that of the terminal, else Chinese.

Every word that the commands print is in `words/<language>/cli.toml` (of settings: in `settings.toml`); so is the help of every
command and option, which `translate` puts into a command tree before it runs.
"""

import functools
import os
import re
from collections.abc import Mapping
from typing import Any

import typer
from typer import rich_utils

import words
from domain.errors import FlagpostError

LOCALES = ("zh", "en")
# Typer may bring a Click of its own: what it raises is known by the classes that it hands out.
WrongUsage: type[Exception] = typer.BadParameter.__mro__[2]
_UNKNOWN_COMMAND = re.compile(r"No such command '(.+?)'")  # Click has no kind of error for it
_OF_THE_TERMINAL = ("LC_ALL", "LC_MESSAGES", "LANG")


def locale(env: Mapping[str, str] = os.environ) -> str:
    """`zh` or `en`: what was set, else what the terminal speaks; where that says neither, Chinese."""
    asked = env.get("FLAGPOST_LOCALE", "").strip()
    if asked in LOCALES:
        return asked
    spoken = next((env[name] for name in _OF_THE_TERMINAL if env.get(name)), "")
    return "en" if spoken.lower().startswith("en") else "zh"


def say(key: str, **params: object) -> str:
    """What is called so (`people.none`), with its params."""
    found: Any = table(locale())
    for name in key.split("."):
        found = found[name]
    return str(found).format(**params)


def every(key: str) -> tuple[str, ...]:
    """What is called so in each language: a word that may be typed in any of them."""
    found: list[Any] = [table(each) for each in LOCALES]
    for name in key.split("."):
        found = [each[name] for each in found]
    return tuple(map(str, found))


def of_error(error: Exception) -> str:
    """An error's sentence: the words for its kind where there are some, else its own."""
    if isinstance(error, FlagpostError) and error.told:
        return say(f"error_of.{type(error).__name__}.{error.told}", **error.facts)
    known: Mapping[str, str] = table(locale())["error"]
    own = str(error)
    # A sentence with facts of its own says more than the one for its kind.
    is_plain = own == (type(error).__doc__ or "").strip()
    return known.get(type(error).__name__, own) if is_plain else own


def of_file(error: OSError) -> str:
    """A file or folder that cannot be read or written, by its name, with what to look at."""
    reasons: Mapping[str, str] = table(locale())["file_reason"]
    why = reasons.get(type(error).__name__, os.strerror(error.errno) if error.errno else str(error))
    return say("file_fails", file=error.filename, why=why)


def of_usage(error: Any) -> str:
    """What is wrong with how a command was typed; `error` is a `WrongUsage`."""
    context, kind = getattr(error, "ctx", None), type(error).__name__
    path = context.command_path if context is not None else "flagpost"
    if kind == "NoArgsIsHelpError":
        return str(error.format_message())
    if kind == "NoSuchOption":
        return say("usage.no_option", name=error.option_name, path=path)
    if kind == "MissingParameter" and error.param is not None:
        return say("usage.missing", name=error.param.metavar or error.param.name, path=path)
    if unknown := _UNKNOWN_COMMAND.search(error.format_message()):
        return say("usage.no_command", name=unknown[1], path=path)
    return say("usage.wrong", why=error.format_message(), path=path)


def _name_panels() -> None:
    """The headings that Typer draws around a help text."""
    heads: Mapping[str, str] = table(locale())["heading"]
    rich_utils.OPTIONS_PANEL_TITLE = heads["options"]
    rich_utils.ARGUMENTS_PANEL_TITLE = heads["arguments"]
    rich_utils.COMMANDS_PANEL_TITLE = heads["commands"]
    rich_utils.REQUIRED_LONG_STRING = heads["required"]
    rich_utils.DEFAULT_STRING = heads["default"]


def translate(command: Any, path: str = "") -> Any:
    """Give a command of Click, and all below it, its help in this language."""
    _name_panels()
    helps: Mapping[str, str] = table(locale())["help"]
    command.help = helps[path or "flagpost"]
    made = command.get_help_option

    def help_option(context: Any) -> Any:
        option = made(context)
        if option is not None:
            option.help, option.metavar = helps["help"], ""
        return option

    command.get_help_option = help_option
    _name_usage(command)
    for param in command.params:
        param.help = helps[f"{path}.{param.name}".lstrip(".")]
        _name_place(param)
    for name, inner in getattr(command, "commands", {}).items():
        translate(inner, f"{path} {name}".strip())
    return command


def _name_usage(command: Any) -> None:
    """The line above a help text; Click has its words in the code."""
    heads: Mapping[str, str] = table(locale())["heading"]
    command.options_metavar = heads["some_options"]
    command.subcommand_metavar = heads["some_command"]
    made = command.get_usage
    command.get_usage = lambda context: made(context).replace("Usage:", heads["usage"], 1)


def _name_place(param: Any) -> None:
    """What stands for a value: an argument by its name, an option by what it takes, a switch by nothing."""
    places: Mapping[str, str] = table(locale())["place"]
    if param.param_type_name == "argument":
        param.metavar = places[param.name]
        param.display_type = lambda context: None
    else:
        taken = "path" if param.type_descriptor.is_path else param.bare_type()
        param.metavar = "" if param.is_flag else places.get(f"a_{taken}", places["a_str"])


@functools.cache
def table(language: str) -> dict[str, Any]:
    """All words of the command line in one language."""
    return {**words.of_file("cli", language), "settings": words.of_file("settings", language)}
