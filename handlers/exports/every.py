"""Every kind of export by its name (`EXPORTS`), and the line that each leaves in history.

Those that stand here say less than their tables would, or join several; every other matter has the one of its table (`derived.py`).
"""

from collections.abc import Iterator, Mapping

from domain.lifecycles import PROCEDURES
from handlers.conversation.room import Room
from handlers.desk import log_export
from handlers.exports import derived, figures, matters
from handlers.exports.columns import COURSE, WHERE, ExportKind, Row
from storage.database import Tx
from storage.scoring import figures as kept
from storage.upkeep import exporting

_PROJECT = ("number", "code", "title", *WHERE)


def _candidates(tx: Tx) -> int:
    return exporting.counted(tx, "candidate")


def _log(room: Room) -> Iterator[Row]:
    return log_export.entries(room.tx)


_BY_HAND: Mapping[str, ExportKind] = {
    "clues": ExportKind(
        columns=("number", "source", *WHERE, "kind", "severity", *COURSE, "finding"),
        rows=matters.clues,
        matter="clue",
    ),
    "cases": ExportKind(
        columns=(
            *("number", "subject", *WHERE, "kind", "severity", *COURSE),
            *("voters", "voted", "in_favour", "against"),
        ),
        rows=matters.cases,
        matter="case",
    ),
    "flags": ExportKind(
        columns=(
            *("period", "number", *WHERE, "sequence", "category", "colour", "rotation", "streak"),
            *("stage", "since"),
        ),
        rows=figures.every_flag,
        matter="flag",
    ),
    "rankings": ExportKind(
        columns=(
            *("period", "stage", "sequence", "rank", *WHERE, "score", "before_adjustments"),
            *("coverage", "rank_before"),
        ),
        rows=figures.rankings,
        size=exporting.ranked,
    ),
    "values": ExportKind(
        columns=("period", *WHERE, "indicator", "indicator_name", "value", "target"),
        rows=figures.values,
        size=kept.counted,
    ),
    "projects": ExportKind(
        columns=(*_PROJECT, "kind", "lead", "lead_name", "starts", "year", "goal", *COURSE),
        rows=matters.every_project,
        matter="project",
    ),
    "lights": ExportKind(
        columns=(*_PROJECT, "month", "planned", "actual", "behind", "light", *COURSE),
        rows=matters.monthly_lights,
        matter="project_month",
    ),
    "pledges": ExportKind(
        columns=(
            *("number", *WHERE, "contest", "target", "amount", "done", "measured", "until", "signed_on", "found_on"),
            *COURSE,
        ),
        rows=matters.pledges,
        matter="pledge",
    ),
    "strivers": ExportKind(
        columns=("name", "post", "unit_name", "edition", "until"), rows=matters.honoured, size=_candidates
    ),
    "announcements": ExportKind(
        columns=(
            *("number", "matter", "about", "title", "units", "approvals", "to_be_said", "said"),
            *COURSE,
        ),
        rows=matters.announced,
        matter="announcement",
    ),
    "history": ExportKind(columns=log_export.COLUMNS, rows=_log, size=exporting.entries),
}
EXPORTS: Mapping[str, ExportKind] = {
    **_BY_HAND,
    **derived.every(PROCEDURES, frozenset(each.matter for each in _BY_HAND.values())),
}


def noted(room: Room, kind: str, form: str, number: int) -> None:
    """Remember who took what out of the office, and how much of it."""
    exporting.noted(room.tx, kind, {"form": form, "number": number}, room.actor, room.at)
