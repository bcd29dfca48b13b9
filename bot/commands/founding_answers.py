"""What `flagpost init` is told: by flags and a file of answers (TOML) where nobody is there to ask, else typed, question by question."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from bot import language
from bot.commands import desk
from domain.errors import FlagpostError
from domain.importing.columns import ImportKind
from domain.matters.ruling import PROFILE
from domain.people import STAFF
from domain.saying import SaidNo
from domain.sayings.office import NothingChanged

FILES = ("calendar", ImportKind.UNITS.value, ImportKind.INDICATORS.value, ImportKind.STAFF.value)
TEXTS = (*PROFILE, *FILES)
OF_INVITATIONS = {"role", "unit", "name"}


class Answers:
    """The answers that are known, and the questions for the others. False where nothing is known."""

    def __init__(self, given: Mapping[str, Any], folder: Path, *, is_asking: bool) -> None:
        self._given = dict(given)
        self._folder = folder
        self.is_asking = is_asking

    @classmethod
    def of(cls, file: Path | None, flags: Mapping[str, str], *, is_asking: bool) -> "Answers":
        """Those of the flags, and beneath them those of the file. Every mistake in the file is named before anything is done."""
        filed: dict[str, Any] = {}
        if file is not None:
            try:
                filed = tomllib.loads(file.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                desk.stop("init.bad_file", file=file, why=error)
            if wrong := list(_mistakes(filed, file.parent)):
                desk.stop("init.bad_answers", file=file, lines="\n".join(wrong))
        given = {**filed, **{key: value for key, value in flags.items() if value}}
        return cls(given, file.parent if file is not None else Path(), is_asking=is_asking)

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self._given)

    def has(self, key: str) -> bool:
        """Whether this is known."""
        return key in self._given

    def text(self, key: str) -> str:
        """What is known; a list as it would be typed."""
        value = self._given[key]
        return ",".join(map(str, value)) if isinstance(value, list) else str(value)

    def take(self, key: str) -> str:
        """The same, once."""
        text = self.text(key)
        del self._given[key]
        return text

    def flag(self, key: str) -> bool:
        """Whether something is wanted."""
        return self._given.get(key) is True

    def file(self, text: str) -> Path:
        """A file that was named: beside the file of answers, or from here; where there is none, that is said."""
        found = self._folder / Path(text.strip().strip("\"'")).expanduser()
        if not found.is_file():
            desk.stop("no_file", file=found)
        return found

    def invitations(self) -> Iterator[tuple[str, str, str]]:
        """Role, unit and post of everybody who is to be invited."""
        for each in self._given.pop("invite", []):
            yield each["role"], each.get("unit", ""), each.get("name", "")

    def ask(self, key: str, do: Callable[[str], object], default: str = "", enter: str = "enter_later") -> bool:
        """Do what is known or typed: asked again, with what was wrong, until it could be done. False where it is left for later.

        Enter takes the `default`; without one, `enter` names the words for what it does.
        """
        while True:
            text = self.take(key) if key in self._given else self._typed(key, default, enter)
            if not text.strip():
                return False
            try:
                do(text.strip())
            except (SaidNo, FlagpostError, desk.CommandStopped, typer.Exit) as refused:
                if isinstance(refused, SaidNo) and isinstance(refused.why, NothingChanged):
                    return True  # the answers of one who goes on where they stopped
                if not self.is_asking:
                    raise
                _say(refused)
            else:
                return True

    def _typed(self, key: str, default: str, enter: str) -> str:
        if not self.is_asking:
            return ""
        takes = language.say("init.enter_takes", value=default) if default else language.say(f"init.{enter}")
        asked = f"{language.say(f'init.ask.{key}')} {takes}"
        return str(typer.prompt(asked, default=default, show_default=False, prompt_suffix="\n> "))


def _say(refused: Exception) -> None:
    """What was wrong with an answer; `typer.Exit` comes after it was said."""
    if isinstance(refused, SaidNo):
        desk.refused(refused.why)
    elif isinstance(refused, desk.CommandStopped):
        desk.err.print(str(refused), style="yellow", markup=False, highlight=False)
    elif isinstance(refused, FlagpostError):
        desk.err.print(language.of_error(refused), style="yellow", markup=False, highlight=False)


def _mistakes(filed: Mapping[str, Any], folder: Path) -> Iterator[str]:
    """What is wrong with a file of answers, a sentence each."""
    known = (*TEXTS, "modules_off", "invite", "rehearse")
    for key, value in filed.items():
        if key not in known:
            yield language.say("init.no_answer", name=key, known=", ".join(known))
        elif key in FILES and not (isinstance(value, str) and (folder / value).is_file()):
            yield language.say("init.no_answer_file", name=key, file=folder / str(value))
        elif key in TEXTS and not (isinstance(value, str) and value.strip()):
            yield language.say("init.no_text", name=key)
        elif key == "modules_off" and not isinstance(value, list):
            yield language.say("init.no_list", name=key)
        elif key == "rehearse" and not isinstance(value, bool):
            yield language.say("init.no_switch", name=key)
    for number, each in enumerate(filed.get("invite", []), start=1):
        if not (isinstance(each, dict) and each.keys() <= OF_INVITATIONS and each.get("role") in tuple(STAFF)):
            yield language.say("init.no_invitation", number=number, roles=", ".join(STAFF))
