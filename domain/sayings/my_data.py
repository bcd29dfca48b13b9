"""What is said about what is kept of an account. Said by `handlers/my_data.py`."""

from dataclasses import dataclass
from datetime import date

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptData(Saying):
    """我的数据: what is kept about this account, and what is not."""

    channel: Term
    since: date
    consented: date | None
    clues: int
    nominations: int
    files: int
    roles: tuple[Term, ...]
    is_muted: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class DataLine(Saying):
    """One matter that this account brought."""

    number: str
    stage: Term
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Saying):
    """导出: the same as a text to keep, with the numbers."""

    kept: KeptData
    lines: tuple[DataLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForget(Saying):
    """删除我的账号: what goes, what stays and why; no word comes after it."""

    submitted: int
    is_staff: Term | None
