"""What the office sets from outside, read and found consistent.

Every mistake is found before any is reported, and each report names its setting and says what to do, in the operator's language:
whoever runs a bot for an office should not have to start it seven times. The settings themselves are in `bot/settings_table.py`.

A table and a dataclass do this, not pydantic-settings: the messages are our own either way, and it costs 25 MB and
0.2 s in a process that is to stay small.
"""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import language, setting_values
from bot import settings_table as table
from bot.setting_values import Mail, T, WrongSetting
from bot.settings_table import NAMES, Setting
from domain.errors import SettingsError
from domain.errors import SettingsProblem as Problem

FILE = "flagpost.toml"
PREFIX = "FLAGPOST_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegram:
    """How to speak on Telegram. The token and the proxy (it may hold a password) never show in a repr."""

    token: str = field(repr=False)
    api: str
    mode: str
    channel: str | None
    proxy: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wecom:
    """How to speak on WeCom: an app of the corporation, its account of customer service, if it has one, and by name the robots of groups.
    What is secret never shows in a repr."""

    corpid: str
    secret: str = field(repr=False)
    agent_id: int
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    api: str
    robots: Mapping[str, str] = field(repr=False)
    kfid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that was set, read and found consistent. Without `telegram` or `wecom`, that channel is off."""

    home: Path
    host: str
    port: int
    public_url: str
    locale: str
    timezone: ZoneInfo
    channel_policy: str
    telegram: Telegram | None
    wecom: Wecom | None = None
    trusted_proxies: tuple[setting_values.Network, ...] = ()
    mail: Mail | None = None
    evidence: Path
    backup: Path
    backup_recipients: tuple[str, ...]
    backup_every: timedelta
    log_level: str
    database: str = field(default="", repr=False)

    @property
    def reached_by(self) -> str:
        """The address by which this machine reaches what listens here: not “everywhere”, and with brackets around IPv6."""
        try:
            number = ipaddress.ip_address(self.host)
        except ValueError:
            return f"{self.host}:{self.port}"
        if number.is_unspecified:
            number = ipaddress.ip_address("::1" if number.version == 6 else "127.0.0.1")
        return f"[{number}]:{self.port}" if number.version == 6 else f"{number}:{self.port}"


def load(env: Mapping[str, str]) -> Settings:
    """Reads `env`, and beneath it `flagpost.toml` in the home folder.

    Raises `SettingsError` with every problem at once. Touches no file but that one and makes none.
    """
    wanted = {name: value for name, value in env.items() if name.upper().startswith("FLAGPOST")}
    home, problems = _find_home(wanted.get(table.HOME.name, "").strip() or str(table.HOME.default))
    filed, mistakes = _read_file(home / FILE)
    problems += mistakes + _unknown(wanted, "") + _unknown(filed, str(home / FILE))
    given = {name: value.strip() for name, value in {**filed, **wanted}.items() if name in NAMES}
    # An empty value is no value: that is how compose files say "not set".
    reading = _SettingsReading({name: value for name, value in given.items() if value}, problems)
    settings = reading.settings(home)
    if reading.problems or settings is None:
        raise SettingsError(reading.problems)
    return settings


def read_one(setting: Setting[T], text: str) -> T:
    """The value of one setting by itself; raises `SettingsError` where its text is wrong."""
    try:
        return setting.read(text)
    except WrongSetting as wrong:
        raise SettingsError([_wrong(setting.name, wrong)]) from None


def said(problem: Problem) -> str:
    """One mistake in the operator's language."""
    facts = {
        name: language.say("settings.or").join(fact) if isinstance(fact, tuple) else fact
        for name, fact in problem.facts.items()
    }
    if not facts.get("where", "-"):
        facts["where"] = language.say("settings.environment")
    return language.say(f"settings.{problem.key}", **facts)


def render(problems: Iterable[Problem]) -> str:
    """The problems as the command line prints them, with where settings come from."""
    lines = [f"  · {said(problem)}" for problem in problems]
    heading = language.say("settings.one" if len(lines) == 1 else "settings.several", number=len(lines))
    return "\n".join([heading, *lines, language.say("settings.where", file=FILE)])


class _SettingsReading:
    """One reading of what was given: takes each value, and collects what is wrong instead of stopping at the first."""

    def __init__(self, given: Mapping[str, str], problems: list[Problem]) -> None:
        self.given = given
        self.problems = problems

    def settings(self, home: Path) -> Settings | None:
        """The settings, or None where a value was so wrong that there is nothing to take its place."""
        database = self.take(table.DATABASE, "")
        address = self.take(table.WEB)
        fallback = setting_values.reached_by(*address) if address else None
        public_url = self.take(table.PUBLIC_URL, fallback)
        locale = self.take(table.LOCALE)
        timezone = self.take(table.TIMEZONE)
        policy = self.take(table.CHANNEL_POLICY)
        evidence = self.take(table.EVIDENCE) or home / "evidence"
        backup = self.take(table.BACKUP) or home / "backup"
        backup_recipients = self.take(table.BACKUP_RECIPIENTS) or ()
        backup_every = self.take(table.BACKUP_EVERY)
        log_level = self.take(table.LOG_LEVEL)
        mail = self.take(table.MAIL)
        trusted_proxies = self.take(table.TRUSTED_PROXIES) or ()
        telegram = self.telegram(public_url)
        wecom = self.wecom()
        if not (address and public_url and locale and timezone and policy and log_level) or backup_every is None:
            return None
        return Settings(
            home=home,
            host=address[0],
            port=address[1],
            public_url=public_url,
            locale=locale,
            timezone=timezone,
            channel_policy=policy,
            telegram=telegram,
            wecom=wecom,
            trusted_proxies=trusted_proxies,
            mail=mail,
            evidence=evidence,
            backup=backup,
            backup_recipients=backup_recipients,
            backup_every=backup_every,
            log_level=log_level,
            database=database or "",
        )

    def telegram(self, public_url: str | None) -> Telegram | None:
        token = self.take(table.TELEGRAM_TOKEN)
        api = self.take(table.TELEGRAM_API)
        mode = self.take(table.TELEGRAM_MODE)
        channel = self.take(table.TELEGRAM_CHANNEL)
        proxy = self.take(table.TELEGRAM_PROXY)
        if table.TELEGRAM_TOKEN.name not in self.given:
            self.needs_token()
        if mode == "webhook" and public_url:
            self.needs_reachable(public_url)
        if not (token and api and mode):
            return None
        return Telegram(token=token, api=api, mode=mode, channel=channel, proxy=proxy)

    def wecom(self) -> Wecom | None:
        corpid, secret = self.take(table.WECOM_CORPID), self.take(table.WECOM_SECRET)
        agent_id = self.take(table.WECOM_AGENTID)
        token, aes_key = self.take(table.WECOM_TOKEN), self.take(table.WECOM_AESKEY)
        api = self.take(table.WECOM_API)
        robots = self.take(table.WECOM_ROBOTS) or {}
        kfid = self.take(table.WECOM_KFID) or ""
        if any(name.startswith("FLAGPOST_WECOM_") for name in self.given):
            self.needs_every(table.WECOM_APP)
        if corpid is None or secret is None or agent_id is None or token is None or aes_key is None or api is None:
            return None
        return Wecom(
            corpid=corpid,
            secret=secret,
            agent_id=agent_id,
            token=token,
            aes_key=aes_key,
            api=api,
            robots=robots,
            kfid=kfid,
        )

    def needs_every(self, names: tuple[str, ...]) -> None:
        for name in names:
            if name not in self.given:
                self.problems.append(Problem("needs_every", {"name": name, "names": ", ".join(names)}))

    def needs_token(self) -> None:
        for name in self.given:
            if name.startswith("FLAGPOST_TELEGRAM_"):
                self.problems.append(Problem("needs_token", {"name": name}))

    def needs_reachable(self, public_url: str) -> None:
        if table.PUBLIC_URL.name not in self.given:
            self.problems.append(Problem("needs_address", {}))
        elif not setting_values.is_private(public_url):
            self.problems.append(Problem("needs_https", {"given": public_url}))

    def take(self, setting: Setting[T], fallback: str | None = None) -> T | None:
        value = self.given.get(setting.name, setting.default if fallback is None else fallback)
        if value is None:
            return None
        try:
            return setting.read(value)
        except WrongSetting as wrong:
            self.problems.append(_wrong(setting.name, wrong))
            return None


def _wrong(name: str, wrong: WrongSetting) -> Problem:
    return Problem(f"wrong.{wrong.key}", {"name": name, **wrong.facts})


def _find_home(text: str) -> tuple[Path, list[Problem]]:
    try:
        return table.HOME.read(text), []
    except WrongSetting as wrong:
        return Path(text), [_wrong(table.HOME.name, wrong)]


def _read_file(path: Path) -> tuple[dict[str, str], list[Problem]]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}, []
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line ([0-9]+)", str(error))  # the library tells it in words alone
        return {}, [Problem("file_wrong", {"file": str(path), "line": line[1] if line else "?"})]
    except (OSError, UnicodeDecodeError):
        return {}, [Problem("file_unreadable", {"file": str(path)})]
    problems = []
    if "FLAGPOST_HOME" in found:
        problems.append(Problem("home_in_file", {"file": str(path)}))
    taken = {}
    for name, value in found.items():
        # A chat may be a number, and TOML lets one write numbers without quotes; nothing else has another shape.
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            taken[name] = str(value)
        else:
            problems.append(Problem("no_text", {"name": name, "file": str(path)}))
    return taken, problems


def _unknown(names: Iterable[str], where: str) -> list[Problem]:
    return [_unknown_name(name, where) for name in names if name not in NAMES]


def _unknown_name(name: str, where: str) -> Problem:
    # The prefix, which all share, would make everything look alike.
    endings = [known.removeprefix(PREFIX) for known in NAMES]
    near = get_close_matches(name.upper().removeprefix(PREFIX), endings, n=1)
    if near:
        return Problem("misspelt", {"name": name, "where": where, "near": PREFIX + near[0]})
    return Problem("unknown", {"name": name, "where": where, "names": ", ".join(NAMES)})
