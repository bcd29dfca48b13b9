"""WeCom's side of the seal, written from its description and not from ours: what the stand-in puts into a callback."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


def sealed(message: bytes, *, aes_key: str, receiver: str, pad: int | None = None, length: int | None = None) -> str:
    """A message encrypted for a receiver; `pad` and `length` are wrong where a test wants them so."""
    plain = (
        b"0123456789abcdef"
        + (len(message) if length is None else length).to_bytes(4, "big")
        + message
        + receiver.encode()
    )
    missing = BLOCK - len(plain) % BLOCK
    plain += bytes([missing if pad is None else pad]) * missing
    key = base64.b64decode(aes_key + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def query(encrypted: str, *, token: str, timestamp: str = "1409659813", nonce: str = "1372623149", **more: str) -> str:
    """The query of a call, signed."""
    signature = hashlib.sha1("".join(sorted([token, timestamp, nonce, encrypted])).encode()).hexdigest()
    return urlencode({"msg_signature": signature, "timestamp": timestamp, "nonce": nonce, **more})


def envelope(encrypted: str, *, receiver: str, agent_id: int) -> bytes:
    """The body of a call."""
    to = f"<ToUserName><![CDATA[{receiver}]]></ToUserName><AgentID><![CDATA[{agent_id}]]></AgentID>"
    return f"<xml>{to}<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()
