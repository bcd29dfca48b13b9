"""How WeCom seals what it brings to our door: a signature over four strings, and AES-256-CBC with padding to 32 bytes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from domain.errors import FlagpostError

RANDOM, LENGTH = 16, 4  # bytes before the message: random ones, then how long it is
PADDED_TO = 32 * 8  # bits; with the usual 16 bytes the half of all messages cannot be read


class Forged(FlagpostError):
    """That was not sealed by whoever has the key, or not for us."""


class SignedButSealed(Forged):
    """It is signed with our Token, and yet cannot be opened: another EncodingAESKey, or another corporation's."""


class Seal:
    """The seal of one app. `receiver` is whom messages must be meant for: the corporation's id."""

    def __init__(self, *, token: str, aes_key: str, receiver: str) -> None:
        self._token = token
        key = base64.b64decode(aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._receiver = receiver.encode()

    def signature(self, timestamp: str, nonce: str, sealed: str) -> str:
        """The signature of what is sealed."""
        return hashlib.sha1("".join(sorted([self._token, timestamp, nonce, sealed])).encode()).hexdigest()

    def sealed(self, message: bytes) -> str:
        """A message sealed as WeCom does it: for asking at our own door."""
        plain = os.urandom(RANDOM) + len(message).to_bytes(LENGTH, "big") + message + self._receiver
        padder, encryptor = padding.PKCS7(PADDED_TO).padder(), self._cipher.encryptor()
        padded = padder.update(plain) + padder.finalize()
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()

    def opened(self, sealed: str, *, signature: str, timestamp: str, nonce: str) -> bytes:
        """The message that was sealed; raises Forged where anything about it is not as it must be, SignedButSealed where it is signed."""
        expected = self.signature(timestamp, nonce, sealed)
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise Forged
        try:
            return self._message(self._plain(base64.b64decode(sealed, validate=True)))
        except (ValueError, binascii.Error) as error:
            raise SignedButSealed from error

    def _plain(self, sealed: bytes) -> bytes:
        decryptor, unpadder = self._cipher.decryptor(), padding.PKCS7(PADDED_TO).unpadder()
        padded = decryptor.update(sealed) + decryptor.finalize()
        return unpadder.update(padded) + unpadder.finalize()

    def _message(self, plain: bytes) -> bytes:
        begins = RANDOM + LENGTH
        length = int.from_bytes(plain[RANDOM:begins], "big")
        message, receiver = plain[begins : begins + length], plain[begins + length :]
        if len(plain) < begins or len(message) != length or not hmac.compare_digest(receiver, self._receiver):
            raise SignedButSealed
        return message
