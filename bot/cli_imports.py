"""Says on the command line what is wrong with a file to import.

Called by `bot/cli.py` for an `ImportRefused`.
"""

from bot.importing import Imported
from domain.import_problems import Fault, Problem

SENTENCES = {
    Fault.NOT_A_TABLE: "this cannot be read as a table; save it as CSV in UTF-8 or as XLSX",
    Fault.NOT_UTF8: "the CSV is not in UTF-8; save it as “CSV UTF-8” or as XLSX",
    Fault.FILE_TOO_LARGE: "the file is larger than 5 MB, or unpacks to too much; split it",
    Fault.TOO_MANY_ROWS: "there are more than 50,000 rows, or more than 50 columns; split the file",
    Fault.NO_ROWS: "there are no rows below the header",
    Fault.COLUMN_UNKNOWN: "there is no such column; --template writes a file with the right ones",
    Fault.COLUMN_MISSING: "this column is missing; --template writes a file with the right ones",
    Fault.COLUMN_TWICE: "this column is there twice",
    Fault.TOO_MANY_CELLS: "the row has more cells than the header",
    Fault.EMPTY: "this must not be empty",
    Fault.TOO_LONG: "this is too long (60 characters at most, 300 for a list)",
    Fault.CONTROL_CHARACTER: "there are characters in it that cannot be seen",
    Fault.NOT_A_CODE: "a code is at most 20 Latin letters, digits, - and _",
    Fault.TWICE: "this is there twice",
    Fault.UNIT_UNKNOWN: "there is no unit with this code",
    Fault.ABOVE_ITSELF: "the unit would stand above itself",
    Fault.INDICATOR_UNKNOWN: "there is no indicator with this code",
    Fault.NOT_MEASURED: "units of this sequence are not measured by this indicator",
    Fault.NOT_A_NUMBER: "this is not a plain number such as 12.5",
    Fault.NOT_ABOVE_ZERO: "this must be above zero",
    Fault.NOT_A_DIRECTION: "the direction is one of + - T",
    Fault.SECTION_WEIGHTS_DIFFER: "another indicator gives this section another weight",
    Fault.NOT_A_PERIOD: "a period is written like 2026-05 or 2026-P3",
    Fault.TARGET_NEEDED: "an indicator of direction T needs a target other than zero",
    Fault.TARGET_UNUSED: "only an indicator of direction T has a target",
}


def explain(problem: Problem) -> str:
    """One line: where, what was found, what is wrong."""
    where = f"line {problem.line}" if problem.line else "the file"
    if problem.column:
        where += f", column {problem.column}"
    found = f" “{problem.found}”" if problem.found and problem.found != problem.column else ""
    return f"{where}:{found} {SENTENCES[problem.fault]}"


def summary(imported: Imported) -> str:
    """What was taken, and what became of each period that had figures among it."""
    lines = [f"Imported {imported.rows} row(s) of {imported.kind.value}."]
    for period in imported.periods:
        if period.awaited:
            lines.append(f"Period {period.code}: figures of {', '.join(period.awaited)} are still awaited.")
        elif period.is_unchanged:
            lines.append(f"Period {period.code}: the proposed flags stay as they are.")
        else:
            lines.append(
                f"Period {period.code}: proposed {period.reds} red and {period.yellows} yellow flag(s) to the leaders."
            )
    return "\n".join(lines)
