"""Values as JSON and back: sayings, sealed bodies.

Whatever is read as a kind is read here. When msgspec meets a kind for the first time it keeps on the class what that looks like,
and keeps it before it is complete; a second thread that meets the kind meanwhile follows an address that is not there yet, and the
process dies. So one thread at a time finds out, whoever asks.
"""

import functools
import threading
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from domain.saying import Choice, Say, Saying
from storage import errors

T = TypeVar("T")
_ONE_AT_A_TIME = threading.Lock()


def _plain(value: object) -> list[Any]:
    """What JSON has no shape for: a sequence of a kind of its own is a list there."""
    if isinstance(value, Sequence):
        return list(value)
    raise NotImplementedError(type(value).__name__)


_ENCODER = msgspec.json.Encoder(enc_hook=_plain)


def encode(value: Any) -> bytes:
    """Write dataclasses, dicts, times and numbers as JSON."""
    return _ENCODER.encode(value)


def decode(data: bytes | bytearray | memoryview, kind: Any = Any) -> Any:
    """Read JSON as what it is meant to be; raises msgspec.ValidationError where it is not."""
    return _decoder(kind).decode(data)


def convert(value: Any, kind: type[T]) -> T:
    """Take JSON that was read already as what it is meant to be; raises msgspec.ValidationError where it is not."""
    known: Any = kind
    _decoder(known)  # from here on it is known what the kind looks like
    return msgspec.convert(value, kind)


def unpack(data: bytes, kind: Any) -> Any:
    """Read MessagePack as what it is meant to be; raises msgspec.ValidationError where it is not."""
    return _unpacker(kind).decode(data)


def from_saying(saying: Saying) -> dict[str, Any]:
    """A saying as its key and params."""
    return {"key": saying.key, "params": saying}


def to_saying(shape: dict[str, Any]) -> Saying:
    """The saying again."""
    return convert(shape["params"], Saying.known[shape["key"]])


class Stored(msgspec.Struct, frozen=True, omit_defaults=True):
    """A Say as it waits in the outbox. `farewell` is address and language of an account that left, whose messages are emptied."""

    key: str
    params: msgspec.Raw
    choices: tuple[Choice, ...] = ()
    handles: tuple[str, ...] = ()
    picture: str = ""
    is_quiet: bool = False
    evidence: tuple[int, ...] = ()
    farewell: tuple[str, str] | None = None

    @property
    def layout(self) -> str:
        """How the saying is laid out, by its key alone: what its params are does not matter; none where the key is not known."""
        known = Saying.known.get(self.key)
        return known.layout if known else ""

    @property
    def saying(self) -> Saying:
        """The saying again; raises KeptOtherwise where another version kept what this one does not know."""
        try:
            found: Saying = decode(self.params, Saying.known[self.key])
        except (KeyError, msgspec.ValidationError) as error:
            raise errors.KeptOtherwise from error
        return found


def from_say(say: Say, handles: tuple[str, ...], farewell: tuple[str, str] | None = None) -> bytes:
    """A Say as JSON, with the handles of its choices."""
    return _ENCODER.encode(
        Stored(
            key=say.saying.key,
            params=msgspec.Raw(_ENCODER.encode(say.saying)),
            choices=say.choices,
            handles=handles,
            picture=say.picture,
            is_quiet=say.is_quiet,
            evidence=say.evidence,
            farewell=farewell,
        )
    )


def to_stored(data: bytes) -> Stored:
    """What waits in the outbox."""
    found: Stored = decode(data, Stored)
    return found


@functools.cache  # what a kind looks like is found out once, not for every message
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    with _ONE_AT_A_TIME:
        return msgspec.json.Decoder(kind)


@functools.cache
def _unpacker(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    with _ONE_AT_A_TIME:
        return msgspec.msgpack.Decoder(kind)
