"""Who can open a backup: age identities and recipients.

Every backup is sealed to the home's own identity, which follows from the master key and so from the recovery key on paper,
and to whomever `FLAGPOST_BACKUP_RECIPIENTS` names.
"""

from collections.abc import Iterable
from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519

from domain import errors
from storage.vault import Vault

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_PREFIX = "age-secret-key-"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class NotAnIdentity(errors.FlagpostError):
    """There is no age identity in this file; it holds a line that begins with AGE-SECRET-KEY-1."""


def own_identity(keys: Vault) -> x25519.Identity:
    """The identity of this home, the same from the key file and from the recovery key."""
    return x25519.Identity.from_str(_bech32(_PREFIX, keys.backup_secret).upper())


def identities(file: Path) -> list[x25519.Identity]:
    """Read an age identity file, as `age-keygen` writes it; raise NotAnIdentity where it is none."""
    try:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
        found = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (UnicodeDecodeError, IdentityError):
        raise NotAnIdentity from None
    if not found:
        raise NotAnIdentity
    return found


def recipients(texts: Iterable[str]) -> list[x25519.Recipient]:
    """Read public recipients (`age1…`); raise ValueError with the first that is none."""
    found = []
    for text in texts:
        try:
            found.append(x25519.Recipient.from_str(text))
        except RecipientError:
            raise ValueError(text) from None
    return found


def _bech32(prefix: str, data: bytes) -> str:
    """Write bytes as age writes them (BIP 173, without its limit on length)."""
    number, bits = int.from_bytes(data, "big"), len(data) * 8
    padding = -bits % 5
    number, bits = number << padding, bits + padding
    words = [number >> shift & 31 for shift in range(bits - 5, -1, -5)]
    expanded = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    check = _polymod([*expanded, *words, 0, 0, 0, 0, 0, 0]) ^ 1
    words += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return f"{prefix}1{''.join(_BECH32[word] for word in words)}"


def _polymod(words: Iterable[int]) -> int:
    check = 1
    for word in words:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ word
        for place, generator in enumerate(_GENERATOR):
            check ^= generator if top >> place & 1 else 0
    return check
