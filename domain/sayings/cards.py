"""What is said about cards. Said by `handlers/conversation/procedures/cards.py` and `bot/delivery/rendering.py`."""

from dataclasses import dataclass

from domain.saying import Kept, Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class Blanked(Saying):
    """In place of a card whose reader may not see the matter any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied(Saying):
    """In place of evidence, a list or a course whose reader may not see it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotForYou(Saying):
    """A button of a matter that this person may not see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherButtons(Saying):
    """Below words with more buttons than the channel shows: the labels of the others, which may be typed."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestOfCard(Saying):
    """Above the buttons of a card that did not fit on it; `title` is the card's."""

    title: Kept | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSoNow(Saying):
    """Whoever moved it last wants what is not possible now, or pressed what stood there before; the present card follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedOn(Saying):
    """The matter moved since the card was shown; the present one follows. `who` moved it, empty where nobody did."""

    who: str
