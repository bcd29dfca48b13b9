"""Makes workbooks of every kind for the tests: what people have, and what they have done to it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import xlwt

Rows = Sequence[Sequence[object]]
PERCENT = "0.0%"


def xlsx(rows: Rows, change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook of one sheet; `change` does to the book what its owner has done."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def xls(rows: Rows, forms: dict[tuple[int, int], str] | None = None, *, hidden_first: Rows = ()) -> bytes:
    """An old workbook, as .xls and .et are; `forms` gives number formats by row and column from 0."""
    book = xlwt.Workbook()
    if hidden_first:
        first = book.add_sheet("旧数据")
        _fill(first, hidden_first, {})
        first.visibility = 1
    _fill(book.add_sheet("数据"), rows, forms or {})
    if hidden_first:
        book.set_active_sheet(1)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(sheet: Any, rows: Rows, forms: dict[tuple[int, int], str]) -> None:
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            form = forms.get((line, column))
            style = xlwt.easyxf(num_format_str=form) if form else xlwt.Style.default_style
            sheet.write(line, column, value, style)


def ods(rows: Rows, *, hidden_first: Rows = ()) -> bytes:
    """An OpenDocument workbook; a cell is a text, a number, or a pair of what it shows and what it holds."""
    tables = _table("旧数据", hidden_first, "unseen") if hidden_first else ""
    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    hidden = '<style:style style:name="unseen"><style:table-properties table:display="false"/></style:style>'
    body = f"{tables}{_table('数据', rows, 'seen')}"
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{hidden}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
    return made.getvalue()


def _table(name: str, rows: Rows, style: str) -> str:
    lines = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    none = '<table:table-cell table:number-columns-repeated="16384"/>'
    empty = f'<table:table-row table:number-rows-repeated="1048000">{none}</table:table-row>'
    return f'<table:table table:name="{name}" table:style-name="{style}">{lines}{empty}</table:table>'


def _cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    shown, held = value if isinstance(value, tuple) else (value, value)
    kind = "percentage" if str(shown).endswith("%") else "string" if isinstance(held, str) else "float"
    kept = "" if kind == "string" else f' office:value="{held}"'
    return (
        f'<table:table-cell office:value-type="{kind}"{kept}><text:p>{escape(str(shown))}</text:p></table:table-cell>'
    )
