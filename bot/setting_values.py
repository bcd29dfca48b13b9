"""What a setting's text may be: one reader for each kind of value.

A reader returns the value or raises `WrongSetting`, whose words are in `words/<language>/settings.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from bot import backup_keys
from domain import nudges
from domain.errors import FlagpostError

T = TypeVar("T")
Reader = Callable[[str], T]
Network = IPv4Network | IPv6Network


class WrongSetting(FlagpostError):
    """A value is not what it can be: `key` names the words under `wrong`, `facts` are put into them; no secret is among them."""

    def __init__(self, key: str, **facts: str | tuple[str, ...]) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The office's mail server. `how` is ssl, starttls or insecure."""

    host: str
    port: int
    how: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


def one_of(*choices: str) -> Reader[str]:
    """A reader of one of `choices`, exactly as written."""

    def read(text: str) -> str:
        if text not in choices:
            raise WrongSetting("choice", given=text, choices=choices)
        return text

    return read


def database(text: str) -> str:
    """Empty: SQLite in the home folder. What was written is not repeated: it may hold a password."""
    if not text:
        return text
    if not re.fullmatch(r"postgres(ql)?://\S+", text):
        raise WrongSetting("database")
    if text.partition("://")[2].partition("?")[0].count("@") > 1:
        raise WrongSetting("database_password")
    return text


def address(text: str) -> tuple[str, int]:
    """Host and port, as `127.0.0.1:8765`, `localhost:8765` or `[::1]:8765`."""
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") if host.startswith("[") else host
    if not host or "/" in text or (":" in host and not text.startswith("[")):
        raise WrongSetting("address", given=text)
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        raise WrongSetting("port", given=text, port=port)
    return host, int(port)


def reached_by(host: str, port: int) -> str:
    """The address a page on this machine is reached by when it listens there."""
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def url(text: str) -> str:
    """An http or https address without query, the slash at its end removed."""
    parts = _split(text)
    if parts is None or parts.scheme not in ("http", "https") or parts.query or parts.fragment or parts.username:
        raise WrongSetting("url", given=text)
    return text.rstrip("/")


def private_url(text: str) -> str:
    """Like `url`, but nobody on the way may read along: https, or this machine itself."""
    if not is_private(url(text)):
        raise WrongSetting("private_url", given=text)
    return text.rstrip("/")


def is_private(address: str) -> bool:
    """Whether nobody between here and there can read along."""
    parts = urlsplit(address)
    return parts.scheme == "https" or _is_loopback(parts.hostname or "")


def timezone(text: str) -> ZoneInfo:
    """A zone of the IANA data base, like `Asia/Shanghai`."""
    if text not in _zones():
        raise WrongSetting("timezone", given=text)
    return ZoneInfo(text)


@cache
def _zones() -> frozenset[str]:
    """Every zone there is; to find them, six hundred files are looked into."""
    return frozenset(available_timezones())


def token(text: str) -> str:
    """A bot's token as BotFather gives it. What was written is not repeated: it may be nearly right."""
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", text):
        raise WrongSetting("token")
    return text


def chat(text: str) -> str:
    """A public channel's name or a chat's number."""
    if not re.fullmatch(r"@[A-Za-z][A-Za-z0-9_]{3,}|-?[0-9]+", text):
        raise WrongSetting("chat", given=text)
    return text


def proxy(text: str) -> str:
    """An HTTP or SOCKS proxy. What was written is not repeated: it may hold a password."""
    parts = _split(text)
    if parts is None or parts.scheme not in ("http", "https", "socks5", "socks5h"):
        raise WrongSetting("proxy")
    return text


def word(text: str) -> str:
    """Letters, digits, hyphens and underscores, as ids of other people's systems are."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        raise WrongSetting("word", given=text)
    return text


def secret(text: str) -> str:
    """The same where it is a secret. What was written is not repeated."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        raise WrongSetting("secret")
    return text


def number(text: str) -> int:
    """A whole number, as an app's."""
    if not (text.isascii() and text.isdigit() and len(text) <= len("2147483647")):
        raise WrongSetting("number", given=text)
    return int(text)


def aes_key(text: str) -> str:
    """A key of 43 letters and digits. What was written is not repeated."""
    if not re.fullmatch(r"[A-Za-z0-9]{43}", text):
        raise WrongSetting("aes_key")
    return text


def keys_by_name(text: str) -> dict[str, str]:
    """Keys, each with a name of the office's own: `name=key`, separated by commas; one key under two names would say everything twice.
    What was written is not repeated.
    """
    pairs = [each.partition("=") for each in text.split(",") if each.strip()]
    found = {name.strip(): key.strip() for name, _, key in pairs}
    is_sound = all(
        re.fullmatch(r"[^/?]+", name) and re.fullmatch(r"[A-Za-z0-9-]{8,}", key) for name, key in found.items()
    )
    if not found or len(set(found.values())) < len(pairs) or not is_sound:
        raise WrongSetting("keys_by_name")
    return found


def mail(text: str) -> Mail:
    """A mail server and who sends: smtps:// is TLS from the start, smtp:// turns to it (STARTTLS), `?tls=none` is for this machine.

    What was written is not repeated: it may hold a password.
    """
    parts = _split(text)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()} if parts else {}
    sender = nudges.read(nudges.NudgeKind.MAIL, asked.pop("from", ""))
    is_open = asked.pop("tls", "") == "none"
    if parts is None or parts.scheme not in ("smtp", "smtps") or not sender or asked or parts.path not in ("", "/"):
        raise WrongSetting("mail")
    host = parts.hostname or ""
    if is_open and (parts.scheme == "smtps" or not _is_loopback(host)):
        raise WrongSetting("mail_open")
    how = "ssl" if parts.scheme == "smtps" else "insecure" if is_open else "starttls"
    port = parts.port or {"ssl": 465, "starttls": 587, "insecure": 25}[how]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Mail(host=host, port=port, how=how, sender=sender, user=user, password=password)


def folder(text: str) -> Path:
    """A folder, which need not exist yet."""
    if "://" in text:
        raise WrongSetting("folder_address")
    try:
        path = Path(text).expanduser().absolute()
    except RuntimeError:
        raise WrongSetting("folder_of_nobody", given=text) from None
    if path.exists() and not path.is_dir():
        raise WrongSetting("folder_file", given=text)
    return path


def recipients(text: str) -> tuple[str, ...]:
    """Public keys that age encrypts to, separated by spaces or commas."""
    found = tuple(text.replace(",", " ").split())
    try:
        backup_keys.recipients(found)
    except ValueError as wrong:
        raise WrongSetting("recipient", given=str(wrong)) from None
    return found


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks, separated by spaces or commas; never everybody."""
    found = []
    for each in text.replace(",", " ").split():
        try:
            network = ip_network(each, strict=False)
        except ValueError:
            raise WrongSetting("network", given=each) from None
        if network.prefixlen == 0:
            raise WrongSetting("everybody", given=each)
        found.append(network)
    return tuple(found)


def minutes(text: str) -> timedelta:
    """A whole number of minutes, a week at most; 0 is allowed."""
    if not (text.isascii() and text.isdigit() and int(text) <= 7 * 24 * 60):
        raise WrongSetting("minutes", given=text)
    return timedelta(minutes=int(text))


def _split(text: str) -> SplitResult | None:
    """The parts of an address with a host and a sound port, or None."""
    try:
        parts = urlsplit(text)
        # `port` is computed when asked for, and raises where it is none.
        return parts if parts.hostname and parts.port != 0 and not re.search(r"\s", text) else None
    except ValueError:
        return None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
