"""Values as JSON and back: sayings, sealed bodies."""

import functools
from typing import Any, TypeVar

import msgspec

from domain.saying import Choice, Say, Saying
from storage import errors

T = TypeVar("T")
_ENCODER = msgspec.json.Encoder()


def encode(value: Any) -> bytes:
    """Write dataclasses, dicts, times and numbers as JSON."""
    return _ENCODER.encode(value)


def decode(data: bytes, kind: Any = Any) -> Any:
    """Read JSON as what it is meant to be; raises msgspec.ValidationError where it is not."""
    return _decoder(kind).decode(data)


def convert(value: Any, kind: type[T]) -> T:
    """Take JSON that was read already as what it is meant to be; raises msgspec.ValidationError where it is not."""
    return msgspec.convert(value, kind)


def from_saying(saying: Saying) -> dict[str, Any]:
    """A saying as its key and params."""
    return {"key": saying.key, "params": saying}


def to_saying(shape: dict[str, Any]) -> Saying:
    """The saying again."""
    found: Saying = msgspec.convert(shape["params"], Saying.known[shape["key"]])
    return found


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
            found: Saying = msgspec.json.decode(self.params, type=Saying.known[self.key])
        except (KeyError, msgspec.ValidationError) as error:
            raise errors.KeptOtherwise from error
        return found


_STORED = msgspec.json.Decoder(Stored)


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
    return _STORED.decode(data)


@functools.cache  # what a kind looks like is found out once, not for every message
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)
