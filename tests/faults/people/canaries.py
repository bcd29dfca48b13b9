"""Canaries: a secret of its own for every kind of secret, and a search that knows what becomes of one on its way into a log.

A text may be printed as it is, as Python or JSON writes it, in an address, in base64 or in hexadecimal; each way is looked
for, in any stream of bytes. Used by `test_logs.py` and `searched.py`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote, quote_plus


def found(planted: Mapping[str, str], streams: Mapping[str, bytes]) -> dict[str, set[str]]:
    """Say which secrets stand in which streams, by their names."""
    small = {name: stream.lower() for name, stream in streams.items()}
    written = {kind: ways(secret) for kind, secret in planted.items()}
    return {
        name: {kind for kind, secret in written.items() if any(way in stream for way in secret)}
        for name, stream in small.items()
    }


def ways(secret: str) -> set[bytes]:
    """Every way in which a secret may be written, in small letters: who greps does not mind the case."""
    return {way.lower() for way in _ways(secret) if len(way) >= 6}


def _ways(secret: str) -> Iterator[bytes]:
    raw = secret.encode()
    yield raw
    yield repr(secret).strip("'\"").encode()
    yield repr(raw)[2:-1].encode()
    yield ascii(secret).strip("'\"").encode()
    yield json.dumps(secret).strip('"').encode()
    yield json.dumps(secret, ensure_ascii=False).strip('"').encode()
    yield quote(secret, safe="").encode()
    yield quote_plus(secret).encode()
    yield raw.hex().encode()
    yield secret.encode("utf-16-le")
    yield from _in_base64(raw)


def _in_base64(raw: bytes) -> Iterator[bytes]:
    """Wherever it begins within what was encoded: only the characters that depend on nothing before or behind it."""
    for before in range(3):
        padded = bytes(before) + raw
        whole = base64.b64encode(padded)
        kept = whole[-(-before * 8 // 6) : len(padded) * 8 // 6]
        yield kept
        yield kept.replace(b"+", b"-").replace(b"/", b"_")
