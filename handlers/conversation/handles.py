"""Handles: what a button carries, at most 64 bytes, with a MAC bound to the account (the design §7).

No state is kept for one: an old or forged handle changes nothing. Numbers are written in base 36, and a card's matter and
move as six characters that follow from their names, so a handle is short enough whatever they are called and however high
they count.
"""

import base64
import functools
import hashlib
import hmac
from dataclasses import dataclass

from domain.lifecycles import PROCEDURES
from domain.mechanism.table import DECLINE, SIGN
from storage.vault import Vault

LONGEST = 64
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceHandle:
    """A choice of a dialogue's question."""

    dialogue: int
    version: int
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardHandle:
    """A button of a card: the value is a move, or `move:number`."""

    matter: str
    id: int
    epoch: int
    value: str


def of_choice(vault: Vault, account_id: int, dialogue: int, version: int, index: int) -> str:
    """Make the handle of a dialogue's choice."""
    return _signed(vault, account_id, ".".join(("d", _short(dialogue), _short(version), _short(index))))


def of_card(vault: Vault, account_id: int, matter: str, matter_id: int, epoch: int, value: str) -> str:
    """Make the handle of a card's button; `value` is a move of the matter's table, or `move:number`."""
    move, _, number = value.partition(":")
    parts = ("c", _short(matter_id), _short(epoch), _code(matter, move), _short(int(number)) if number else "")
    return _signed(vault, account_id, ".".join(parts))


def read(vault: Vault, account_id: int, handle: str) -> ChoiceHandle | CardHandle | None:
    """Read a handle; None where it was not made by us for this account, or for a move that there is no more."""
    body, _, tag = handle.rpartition(".")
    if not body or not handle.isascii() or not hmac.compare_digest(_tag(vault, account_id, body), tag):
        return None
    kind, *parts = body.split(".")
    if kind == "d":
        dialogue, version, index = (int(part, 36) for part in parts)
        return ChoiceHandle(dialogue=dialogue, version=version, index=index)
    named = names().get(parts[2])
    if named is None:
        return None
    matter, move = named
    value = f"{move}:{int(parts[3], 36)}" if parts[3] else move
    return CardHandle(matter=matter, id=int(parts[0], 36), epoch=int(parts[1], 36), value=value)


@functools.cache
def names() -> dict[str, tuple[str, str]]:
    """The matter and the move that each code of a handle stands for."""
    every = ((matter, move) for matter, table in PROCEDURES.items() for move in (*table.moves, SIGN, DECLINE))
    return {_code(matter, move): (matter, move) for matter, move in every}


def _code(matter: str, move: str) -> str:
    digest = hashlib.blake2s(f"{matter}.{move}".encode(), digest_size=4).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _short(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _signed(vault: Vault, account_id: int, body: str) -> str:
    return f"{body}.{_tag(vault, account_id, body)}"


def _tag(vault: Vault, account_id: int, body: str) -> str:
    return base64.urlsafe_b64encode(vault.tag(f"{account_id}|{body}")).decode()
