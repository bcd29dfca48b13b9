"""What everybody who works here is told of a topic (大讨论)."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOpened(Saying):
    """It may be discussed until a day."""

    title: str
    question: str
    due: date | None
