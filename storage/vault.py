"""The keys, and what they do: seal, open, mark.

Lives here: `Vault`. One master key, in a file beside the database and never in it, gives by HKDF one key per purpose (the
design §3). Knows no table.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain import codes
from storage import errors

KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
_PAD = 256
_CHECK_BYTES = 3
_RECOVERY_DIGITS = (KEY_BYTES + _CHECK_BYTES) * 8 // 5
_AS_CHARACTERS = (codes.ALPHABET * 8).encode("ascii")


class Vault:
    """Seals and marks with keys derived from one master key."""

    def __init__(self, master: bytes) -> None:
        """Derive one key per purpose."""
        self._master = master
        self._marks = self._derive("mark")
        self._tokens = self._derive("token")
        self._handles = self._derive("handle")
        self._chain = self._derive("history")
        self._contents = self._derive("content")
        self._sealers = {name: AESGCM(self._derive(name)) for name in ("field", "story", "identity", "evidence")}

    @property
    def database_key(self) -> str:
        """The raw key of the encrypted database file and its salt, in hex.

        Given with the key, the salt need not be read from the file's first sector, which a power cut may garble in the
        midst of a checkpoint: the log would hold that page whole, and could not be opened.
        """
        return (self._derive("database") + self._derive("database salt")[:_SALT_BYTES]).hex()

    @property
    def backup_secret(self) -> bytes:
        """The 32 secret bytes behind the age identity that opens every backup of this home."""
        return self._derive("backup")

    def mark(self, purpose: str, text: str) -> bytes:
        """Return 16 bytes that find `text` again without telling it: a keyed hash."""
        data = f"{purpose}|{text}".encode("utf-8", "replace")
        return hashlib.blake2b(data, digest_size=16, key=self._marks).digest()

    def content_mark(self, data: bytes) -> str:
        """The keyed hash of a file's bytes, in hex: another content has another one, and who knows the content cannot make it."""
        return hashlib.blake2b(data, digest_size=32, key=self._contents).hexdigest()

    def token(self, piece: str) -> str:
        """Return a keyed search token: 6 bytes in hex."""
        return hashlib.blake2b(piece.encode(), digest_size=6, key=self._tokens).hexdigest()

    def tag(self, text: str) -> bytes:
        """Return the 9-byte authentication code of a button's handle."""
        return hashlib.blake2b(text.encode(), digest_size=9, key=self._handles).digest()

    def renew_handles(self, generation: str) -> None:
        """Let no handle be good that was made under another generation; empty is the first one."""
        self._handles = self._derive(f"handle/{generation}" if generation else "handle")

    def link(self, previous: bytes, entry: bytes) -> bytes:
        """Return the hash that chains a history entry to the one before."""
        return hmac.digest(self._chain, previous + entry, "sha256")

    def seal(self, data: bytes, place: str, *, key: str = "field") -> bytes:
        """Encrypt `data` for one place (table, column, row); elsewhere it does not open."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._sealers[key].encrypt(nonce, data, place.encode())

    def open(self, sealed: bytes, place: str, *, key: str = "field") -> bytes:
        """Decrypt what was sealed for this place; raise Tampered where it was not."""
        return _open(self._sealers[key], sealed, place)

    def new_matter_key(self, place: str) -> bytes:
        """Return a fresh key for one matter's story, wrapped. Destroying it destroys the story in every backup."""
        return self.seal(secrets.token_bytes(KEY_BYTES), place, key="story")

    def seal_story(self, wrapped: bytes, text: str, place: str) -> bytes:
        """Encrypt a story under its matter's own key, padded so that its length tells little."""
        data = text.encode()
        padded = data + b"\0" * (-len(data) % _PAD)
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._matter(wrapped, place).encrypt(nonce, padded, place.encode())

    def open_story(self, wrapped: bytes, sealed: bytes, place: str) -> str:
        """Decrypt a story with its matter's own key."""
        return _open(self._matter(wrapped, place), sealed, place).rstrip(b"\0").decode()

    def _matter(self, wrapped: bytes, place: str) -> AESGCM:
        return AESGCM(self.open(wrapped, place, key="story"))

    def _derive(self, purpose: str) -> bytes:
        info = f"flagpost/v1/{purpose}".encode()
        return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self._master)


def new_master() -> bytes:
    """Draw a master key."""
    return secrets.token_bytes(KEY_BYTES)


def write_key(path: Path, master: bytes) -> None:
    """Write the key file, readable by its owner alone; an existing one is never overwritten."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(master.hex().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_key(path: Path) -> bytes:
    """Read the key file; raise WrongKey where it holds something else, HomeMissing where there is none, KeyUnreadable where
    it is another user's."""
    try:
        master = bytes.fromhex(path.read_text("ascii").strip())
    except FileNotFoundError:
        raise errors.HomeMissing from None
    except PermissionError:
        raise errors.KeyUnreadable from None
    except (ValueError, UnicodeDecodeError):
        raise errors.WrongKey from None
    if len(master) != KEY_BYTES:
        raise errors.WrongKey
    return master


def recovery_words(master: bytes) -> str:
    """Return the key as groups to keep on paper, with a check group at the end."""
    number = int.from_bytes(master + hashlib.sha256(master).digest()[:_CHECK_BYTES], "big")
    digits = "".join(codes.ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(_RECOVERY_DIGITS)))
    return "-".join(digits[start : start + 7] for start in range(0, len(digits), 7))


def read_recovery_words(text: str) -> bytes:
    """Return the master key that was printed as `recovery_words`, as people type it; raise WrongRecoveryKey for another text."""
    digits = codes.plain(text)
    if len(digits) != _RECOVERY_DIGITS or not set(digits) <= set(codes.ALPHABET):
        raise errors.WrongRecoveryKey
    number = 0
    for digit in digits:
        number = number << 5 | codes.ALPHABET.index(digit)
    data = number.to_bytes(KEY_BYTES + _CHECK_BYTES, "big")
    master, check = data[:KEY_BYTES], data[KEY_BYTES:]
    if hashlib.sha256(master).digest()[:_CHECK_BYTES] != check:
        raise errors.WrongRecoveryKey
    return master


def new_code(length: int = 10) -> str:
    """Draw a receipt's query code: Crockford characters, 5 bits each."""
    return secrets.token_bytes(length).translate(_AS_CHARACTERS).decode("ascii")


def number_of(code: str) -> int:
    """Return a code as a number of 5 bits a character."""
    number = 0
    for character in code:
        number = number << 5 | codes.ALPHABET.index(character)
    return number


def _open(sealer: AESGCM, sealed: bytes, place: str) -> bytes:
    try:
        return sealer.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
    except InvalidTag:
        raise errors.Tampered from None
