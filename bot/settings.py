"""What the office sets from outside: the names, their meaning, and what each may be.

The names are a promise (the design §12). Every mistake is found before any is reported, and each report names its setting and
says what to do: whoever runs a bot for an office should not have to start it seven times. These lines go to the command line,
so they are here and not in `words`.

A table and a dataclass do this, not pydantic-settings: the messages are our own either way, and it costs 25 MB and
0.2 s in a process that is to stay small.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import setting_values
from bot.setting_values import Mail, T, Wrong
from domain.errors import SettingsError

DEFAULT_HOME = "~/.local/share/flagpost"
FILE = "flagpost.toml"
PREFIX = "FLAGPOST_"

KNOWN: Mapping[str, str] = {
    "FLAGPOST_HOME": "the folder with database, key, evidence, pictures",
    "FLAGPOST_DATABASE": "empty for SQLite in the home folder, or postgresql://…",
    "FLAGPOST_WEB": "address the web side listens on",
    "FLAGPOST_PUBLIC_URL": "the address others reach it by (webhooks, links)",
    "FLAGPOST_LOCALE": "zh or en, for whoever has not chosen",
    "FLAGPOST_TIMEZONE": "the office's time zone",
    "FLAGPOST_CHANNEL_POLICY": "open or mainland",
    "FLAGPOST_TRUSTED_PROXIES": "addresses or networks of the proxies before it, whose word on visitors' addresses is believed",
    "FLAGPOST_TELEGRAM_TOKEN": "the bot's token; without it Telegram is off",
    "FLAGPOST_TELEGRAM_API": "the server that speaks Telegram's Bot API",
    "FLAGPOST_TELEGRAM_MODE": "polling or webhook",
    "FLAGPOST_TELEGRAM_CHANNEL": "chat for announcements",
    "FLAGPOST_TELEGRAM_PROXY": "proxy on the way to Telegram",
    "FLAGPOST_MAIL": "the mail server that reminders to staff go through: smtps://user:password@host/?from=address",
    "FLAGPOST_EVIDENCE": "folder for evidence",
    "FLAGPOST_BACKUP": "folder for backups",
    "FLAGPOST_BACKUP_RECIPIENTS": "age recipients who can open backups, besides whoever has the recovery key",
    "FLAGPOST_BACKUP_EVERY": "minutes from one backup to the next; `0` for none",
    "FLAGPOST_LOG_LEVEL": "debug, info, warning or error",
}
"""Every name that may be set, with its meaning."""

LATER = "FLAGPOST_WECOM_"
"""Names that the design has promised to a later release."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegram:
    """How to speak on Telegram. The token and the proxy (it may hold a password) never show in a repr."""

    token: str = field(repr=False)
    api: str
    mode: str
    channel: str | None
    proxy: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that was set, read and found consistent. Without `telegram`, that channel is off."""

    home: Path
    host: str
    port: int
    public_url: str
    locale: str
    timezone: ZoneInfo
    channel_policy: str
    telegram: Telegram | None
    trusted_proxies: tuple[setting_values.Network, ...] = ()
    mail: Mail | None = None
    evidence: Path
    backup: Path
    backup_recipients: tuple[str, ...]
    backup_every: timedelta
    log_level: str
    database: str = field(default="", repr=False)


def load(env: Mapping[str, str]) -> Settings:
    """Reads `env`, and beneath it `flagpost.toml` in the home folder.

    Raises `SettingsError` with every problem at once. Touches no file but that one and makes none.
    """
    wanted = {name: value for name, value in env.items() if name.upper().startswith("FLAGPOST")}
    home, problems = _find_home(wanted.get("FLAGPOST_HOME", "").strip() or DEFAULT_HOME)
    filed, mistakes = _read_file(home / FILE)
    problems += mistakes + _unknown(wanted, "the environment") + _unknown(filed, str(home / FILE))
    given = {name: value.strip() for name, value in {**filed, **wanted}.items() if name in KNOWN}
    # An empty value is no value: that is how compose files say "not set".
    reading = _Reading({name: value for name, value in given.items() if value}, problems)
    settings = reading.settings(home)
    if reading.problems or settings is None:
        raise SettingsError(reading.problems)
    return settings


def render(problems: Iterable[str]) -> str:
    """The problems as the command line prints them, with where settings come from."""
    lines = [f"  · {problem}" for problem in problems]
    count = "One setting needs" if len(lines) == 1 else f"{len(lines)} settings need"
    where = f"Settings are taken from the environment and from {FILE} in the home folder; the environment wins."
    return "\n".join([f"{count} your attention:", *lines, where])


class _Reading:
    """One reading of what was given: takes each value, and collects what is wrong instead of stopping at the first."""

    def __init__(self, given: Mapping[str, str], problems: list[str]) -> None:
        self.given = given
        self.problems = problems

    def settings(self, home: Path) -> Settings | None:
        """The settings, or None where a value was so wrong that there is nothing to take its place."""
        database = self.take("FLAGPOST_DATABASE", "", setting_values.database)
        address = self.take("FLAGPOST_WEB", "127.0.0.1:8765", setting_values.address)
        fallback = setting_values.reached_by(*address) if address else None
        public_url = self.take("FLAGPOST_PUBLIC_URL", fallback, setting_values.url)
        locale = self.take("FLAGPOST_LOCALE", "zh", setting_values.one_of("zh", "en"))
        timezone = self.take("FLAGPOST_TIMEZONE", "Asia/Shanghai", setting_values.timezone)
        policy = self.take("FLAGPOST_CHANNEL_POLICY", "open", setting_values.one_of("open", "mainland"))
        evidence = self.take("FLAGPOST_EVIDENCE", None, setting_values.folder) or home / "evidence"
        backup = self.take("FLAGPOST_BACKUP", None, setting_values.folder) or home / "backup"
        backup_recipients = self.take("FLAGPOST_BACKUP_RECIPIENTS", None, setting_values.recipients) or ()
        backup_every = self.take("FLAGPOST_BACKUP_EVERY", "15", setting_values.minutes)
        log_level = self.take("FLAGPOST_LOG_LEVEL", "info", setting_values.one_of("debug", "info", "warning", "error"))
        mail = self.take("FLAGPOST_MAIL", None, setting_values.mail)
        trusted_proxies = self.take("FLAGPOST_TRUSTED_PROXIES", None, setting_values.networks) or ()
        telegram = self.telegram(public_url)
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
        token = self.take("FLAGPOST_TELEGRAM_TOKEN", None, setting_values.token)
        api = self.take("FLAGPOST_TELEGRAM_API", "https://api.telegram.org", setting_values.private_url)
        mode = self.take("FLAGPOST_TELEGRAM_MODE", "polling", setting_values.one_of("polling", "webhook"))
        channel = self.take("FLAGPOST_TELEGRAM_CHANNEL", None, setting_values.chat)
        proxy = self.take("FLAGPOST_TELEGRAM_PROXY", None, setting_values.proxy)
        if "FLAGPOST_TELEGRAM_TOKEN" not in self.given:
            self.needs_token()
        if mode == "webhook" and public_url:
            self.needs_reachable(public_url)
        if not (token and api and mode):
            return None
        return Telegram(token=token, api=api, mode=mode, channel=channel, proxy=proxy)

    def needs_token(self) -> None:
        for name in self.given:
            if name.startswith("FLAGPOST_TELEGRAM_"):
                self.problems.append(
                    f"{name} is set, but FLAGPOST_TELEGRAM_TOKEN is not, so Telegram is off. "
                    f"Set the token that BotFather gave you, or remove {name}."
                )

    def needs_reachable(self, public_url: str) -> None:
        if "FLAGPOST_PUBLIC_URL" not in self.given:
            self.problems.append(
                "FLAGPOST_TELEGRAM_MODE is webhook, but FLAGPOST_PUBLIC_URL is missing. "
                "Set it to the https address that Telegram reaches this bot by, or use polling, which needs none."
            )
        elif not setting_values.is_private(public_url):
            self.problems.append(
                f"FLAGPOST_PUBLIC_URL is {public_url}, but FLAGPOST_TELEGRAM_MODE is webhook and Telegram calls only "
                "https addresses. Give the https address, or set FLAGPOST_TELEGRAM_MODE to polling."
            )

    def take(self, name: str, fallback: str | None, read: setting_values.Reader[T]) -> T | None:
        value = self.given.get(name, fallback)
        if value is None:
            return None
        try:
            return read(value)
        except Wrong as wrong:
            self.problems.append(f"{name} {wrong}")
            return None


def _find_home(text: str) -> tuple[Path, list[str]]:
    try:
        return setting_values.folder(text), []
    except Wrong as wrong:
        return Path(text), [f"FLAGPOST_HOME {wrong}"]


def _read_file(path: Path) -> tuple[dict[str, str], list[str]]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}, []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [f"{path} cannot be read: {error}. Mend the file, or move it away to go without."]
    problems = []
    if "FLAGPOST_HOME" in found:
        problems.append(f"FLAGPOST_HOME is set in {path}, which is found by it. Set it in the environment.")
    taken = {}
    for name, value in found.items():
        # A chat may be a number, and TOML lets one write numbers without quotes; nothing else has another shape.
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            taken[name] = str(value)
        else:
            problems.append(f'{name} in {path} must be text. Write it as {name} = "…", at the top of the file.')
    return taken, problems


def _unknown(names: Iterable[str], where: str) -> list[str]:
    return [_unknown_name(name, where) for name in names if name not in KNOWN]


def _unknown_name(name: str, where: str) -> str:
    if name.startswith(LATER):
        return f"{name} is set in {where}, but WeCom comes with a later release. Remove it for now."
    # The prefix, which all share, would make everything look alike.
    endings = [known.removeprefix(PREFIX) for known in KNOWN]
    near = get_close_matches(name.upper().removeprefix(PREFIX), endings, n=1)
    advice = f"Did you mean {PREFIX}{near[0]}?" if near else f"Remove it; there are {', '.join(KNOWN)}."
    return f"{name}, set in {where}, is no setting of Flagpost. {advice}"
