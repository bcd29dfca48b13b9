"""What a picture is made of: typed sheets of figures, names and labels, already worded for one language.

Filled by whoever words an announcement or a notice; drawn by `bot.publishing.pictures`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Cloth(StrEnum):
    """The cloth of a flag (the law §5)."""

    RED = "red"
    YELLOW = "yellow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The head of every picture. `badge` marks a demonstration and is empty in earnest."""

    office: str
    title: str
    subtitle: str
    badge: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingRow:
    """One unit. `sections` are in the order of the sheet's section names, None where figures are missing.

    `rank` is drawn as given, so ties (1, 2, 2, 4) are the caller's. Scores lie between 60 and 100 (the law §6.1),
    the composite may leave that range by its adjustments.
    """

    rank: int
    unit: str
    composite: Decimal
    sections: tuple[Decimal | None, ...]
    flags: tuple[Cloth, ...] = ()
    is_provisional: bool = False
    rise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingLabels:
    """The words around the figures of a ranking."""

    rank: str
    unit: str
    composite: str
    provisional: str
    missing: str
    red_flag: str
    yellow_flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingPicture:
    """The ranking of one sequence for one period. Rows are drawn in the order given.

    `foot` is set small below them: how it was computed, the authorisation, the hash of the formula.
    """

    heading: Heading
    labels: RankingLabels
    sections: tuple[str, ...]
    rows: tuple[RankingRow, ...]
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagHolder:
    """Who holds a flag, and in a few words how it came (kept, won after a yellow one …)."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsCategory:
    """The flags of one category. Either side may be empty: no flag is given by force (the law §5)."""

    name: str
    red: tuple[FlagHolder, ...] = ()
    yellow: tuple[FlagHolder, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsPicture:
    """All flags of a period. `nobody` stands where a side is empty."""

    heading: Heading
    red_flag: str
    yellow_flag: str
    nobody: str
    categories: tuple[FlagsCategory, ...]
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFlag:
    """One proposed flag: its number in the list, who it is for, what for, and in a few words how it stands."""

    number: str
    colour: Cloth
    unit: str
    category: str
    score: str
    place: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagListPicture:
    """The flags that are proposed, as a table for those who decide."""

    heading: Heading
    rows: tuple[ListedFlag, ...]
    foot: tuple[str, ...]


class Lamp(StrEnum):
    """A light of a project (the law §6.4), each of a shape of its own."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class LightCell:
    """One project of a month: its light, in words as well, and the figures behind it."""

    lamp: Lamp
    light: str
    name: str
    unit: str
    figures: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LightsPicture:
    """The lights of a month as a grid of two columns. Cells are drawn in the order given, line by line."""

    heading: Heading
    cells: tuple[LightCell, ...]
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagNoticePicture:
    """One flag. `inscription`, category and period are what is written on the cloth (the law §5)."""

    heading: Heading
    colour: Cloth
    holder: str
    inscription: str
    category: str
    period: str
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPicture:
    """A receipt to keep. `kept` are its labelled values; `squares` is the QR code as an SVG path in squares of one unit, `across`
    how many there are in a row, the quiet border included. `alt` is read to whoever does not see it.
    """

    heading: Heading
    kept: tuple[tuple[str, str], ...]
    squares: str
    across: int
    below: str
    foot: tuple[str, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of a page, at so many dots from the left and the top; `anchor`: which end of it stands there."""

    text: str
    x: int
    y: int
    size: int
    anchor: str = "start"
    is_bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """One page of a document, in dots."""

    lines: tuple[PaperLine, ...]
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardRow:
    """One count as a bar, of which so many are late."""

    label: str
    number: int
    overdue: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardPicture:
    """Counts under their headings; `most` is the longest bar."""

    heading: Heading
    parts: tuple[tuple[str, tuple[DashboardRow, ...]], ...]
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One figure: what is measured, what was found, and its score, None where it is missing."""

    label: str
    note: str
    score: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSection:
    """One section with its figures."""

    name: str
    score: str
    rows: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheetPicture:
    """A unit's score, and how it came about; `decided` are the points of decisions, a line for each."""

    heading: Heading
    score: str
    missing: str
    sections: tuple[ScoredSection, ...]
    decided: tuple[str, ...]
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveMonth:
    """A month of a project against its plan: shares of the year's goal in percent, the same in figures, and its light where there is one.

    `actual_share` is None where nothing was reported.
    """

    label: str
    planned_share: Decimal
    actual_share: Decimal | None
    planned: str
    actual: str
    gap: str
    lamp: Lamp | None = None
    light: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePicture:
    """A project's year: plan and work as two lines, the gap between them, the lights as marks, and all of it as a table below.

    `gap` says how far the work is behind or ahead; `most` is the share at the top of the drawing. `legend` names plan and work;
    `columns` are the heads of the table: plan, work, gap, light.
    """

    heading: Heading
    gap: str
    scale: str
    legend: tuple[str, str]
    columns: tuple[str, str, str, str]
    months: tuple[CurveMonth, ...]
    most: int
    foot: tuple[str, ...]


class ListMark(StrEnum):
    """What stands before the head of a list, each of a shape of its own."""

    RED_FLAG = "red_flag"
    YELLOW_CARD = "yellow_card"
    STAR = "star"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedList:
    """A list under its head: of each entry the name, and below it in a few words what is to be known of it."""

    mark: ListMark
    head: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsPicture:
    """Several lists, one below the other. `nobody` stands in an empty one."""

    heading: Heading
    lists: tuple[MarkedList, ...]
    nobody: str
    foot: tuple[str, ...]

    @property
    def alt(self) -> str:
        """The same in words, for those who cannot see it."""
        lines = [self.heading.title, self.heading.subtitle]
        for each in self.lists:
            lines += [each.head, *(f"{name} {note}" for name, note in each.entries or ((self.nobody, ""),))]
        return "\n".join(map(str.strip, lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPeriod:
    """The flags of a period, by colour."""

    label: str
    red: int
    yellow: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMonth:
    """The lights of a month: how many projects have each, in the order of the sheet's lamps."""

    label: str
    lights: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPicture:
    """A year of the office. `flag_heads` name the two flags, `lamps` the lights with their words; `counts` and `editions` are labelled
    numbers. A part that has nothing is left out; `heads` are those of the four."""

    heading: Heading
    heads: tuple[str, str, str, str]
    flag_heads: tuple[str, str]
    periods: tuple[YearPeriod, ...]
    lamps: tuple[tuple[Lamp, str], ...]
    months: tuple[YearMonth, ...]
    counts: tuple[tuple[str, str], ...]
    editions: tuple[tuple[str, str], ...]
    foot: tuple[str, ...]
