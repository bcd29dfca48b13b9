"""Every kind of export by its name (`EXPORTS`), and the line that each leaves in history."""

from collections.abc import Iterator, Mapping
from functools import partial

from handlers.conversation.room import Room
from handlers.desk import log_export
from handlers.exports import figures, matters, programmes
from handlers.exports.columns import COURSE, WHERE, ExportKind, Row
from storage.scoring import figures as kept
from storage.upkeep import exporting

_PROJECT = ("number", "code", "title", *WHERE)


def _log(room: Room) -> Iterator[Row]:
    return log_export.entries(room.tx)


def _of(kind: str) -> partial[int]:
    return partial(exporting.counted, kind=kind)


EXPORTS: Mapping[str, ExportKind] = {
    "clues": ExportKind(
        columns=("number", "source", *WHERE, "kind", "severity", *COURSE, "finding"),
        rows=matters.clues,
        size=_of("clue"),
    ),
    "cases": ExportKind(
        columns=(
            *("number", "subject", *WHERE, "kind", "severity", *COURSE),
            *("voters", "voted", "in_favour", "against"),
        ),
        rows=matters.cases,
        size=_of("case"),
    ),
    "flags": ExportKind(
        columns=(
            *("period", "number", *WHERE, "sequence", "category", "colour", "rotation", "streak"),
            *("stage", "since"),
        ),
        rows=figures.every_flag,
        size=_of("flag"),
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
        size=_of("project"),
    ),
    "lights": ExportKind(
        columns=(*_PROJECT, "month", "planned", "actual", "behind", "light", *COURSE),
        rows=matters.monthly_lights,
        size=_of("project_month"),
    ),
    "pledges": ExportKind(
        columns=(
            *("number", *WHERE, "contest", "target", "amount", "done", "measured", "until", "signed_on", "found_on"),
            *COURSE,
        ),
        rows=matters.pledges,
        size=_of("pledge"),
    ),
    "strivers": ExportKind(
        columns=("name", "post", "unit_name", "edition", "until"), rows=matters.honoured, size=_of("candidate")
    ),
    **programmes.EXPORTS,
    "announcements": ExportKind(
        columns=(
            *("number", "matter", "about", "title", "units", "approvals", "to_be_said", "said"),
            *COURSE,
        ),
        rows=matters.announced,
        size=_of("announcement"),
    ),
    "history": ExportKind(columns=log_export.COLUMNS, rows=_log, size=exporting.entries),
}


def noted(room: Room, kind: str, form: str, number: int) -> None:
    """Remember who took what out of the office, and how much of it."""
    exporting.noted(room.tx, kind, {"form": form, "number": number}, room.actor, room.at)
