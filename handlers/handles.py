"""Handles: what a button carries, at most 64 bytes, with a MAC bound to the account (the design §7).

No state is kept for one: an old or forged handle changes nothing. Made by `handlers/room.py` and `handlers/cards.py`, read by
`handlers/dispatch.py`.
"""

import base64
import hmac
from dataclasses import dataclass

from storage.vault import Vault

LONGEST = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceHandle:
    """A choice of a dialogue's question."""

    dialogue: int
    version: int
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardHandle:
    """A button of a card: the value is a move, or `move:argument`."""

    matter: str
    id: int
    epoch: int
    value: str


def of_choice(vault: Vault, account_id: int, dialogue: int, version: int, index: int) -> str:
    """Make the handle of a dialogue's choice."""
    return _signed(vault, account_id, f"d.{dialogue}.{version}.{index}")


def of_card(vault: Vault, account_id: int, matter: str, matter_id: int, epoch: int, value: str) -> str:
    """Make the handle of a card's button."""
    return _signed(vault, account_id, f"c.{matter}.{matter_id}.{epoch}.{value}")


def read(vault: Vault, account_id: int, handle: str) -> ChoiceHandle | CardHandle | None:
    """Read a handle; None where it was not made by us for this account."""
    body, _, tag = handle.rpartition(".")
    if not body or not handle.isascii() or not hmac.compare_digest(_tag(vault, account_id, body), tag):
        return None
    kind, _, rest = body.partition(".")
    parts = rest.split(".", 3)
    if kind == "d":
        return ChoiceHandle(dialogue=int(parts[0]), version=int(parts[1]), index=int(parts[2]))
    return CardHandle(matter=parts[0], id=int(parts[1]), epoch=int(parts[2]), value=parts[3])


def _signed(vault: Vault, account_id: int, body: str) -> str:
    return f"{body}.{_tag(vault, account_id, body)}"


def _tag(vault: Vault, account_id: int, body: str) -> str:
    return base64.urlsafe_b64encode(vault.tag(f"{account_id}|{body}")).decode()
