"""What every page may say of the office behind it, and what a page must know before it sends something."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """The office as its profile has it (empty where it has told nothing); `longest` is a story's limit in characters (the law §3)."""

    name: str = ""
    phone: str = ""
    address: str = ""
    longest: int = 1000


OfficeFacts = Callable[[], PageFacts]
