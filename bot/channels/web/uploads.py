"""A file on its way in: read from a multipart form into memory, weighed, and told by its content what it is.

Starlette's own form reader would spool it unencrypted into a temporary file; nothing of a reporter's file may touch the
disk in clear.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from python_multipart import exceptions, multipart
from starlette.requests import Request

from bot.channels.web import says
from bot.evidence import kinds
from domain import text

_FORM_AROUND_IT = 16 * 1024  # bytes of a form that are not the file
_LONGEST_NAME = 100


@dataclass(slots=True, kw_only=True)
class Upload:
    """One file as it was sent."""

    name: str = ""
    data: bytearray = field(default_factory=bytearray)

    def kind(self, limit: int) -> kinds.EvidenceKind:
        """Tell what it is; raise NotTaken where it is nothing that is taken."""
        try:
            return kinds.kind_of(bytes(self.data), self.name, limit=limit)
        except kinds.FileRefused as refused:
            is_large = refused.reason is kinds.FileReason.TOO_LARGE
            raise says.SayNotTaken(413 if is_large else 422, f"file_{refused.reason}") from refused


async def read(request: Request, limit: int) -> Upload:
    """Read the one file of a posted form; raise NotTaken as soon as it is too large, or where there is no file."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limit + _FORM_AROUND_IT:
        raise says.SayNotTaken(413, "file_too_large")
    kind, options = multipart.parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise says.SayNotTaken(422, "unreadable")
    form = _Form(limit)
    try:
        parser = multipart.MultipartParser(options[b"boundary"], form.callbacks())
        async for chunk in request.stream():
            parser.write(chunk)
        parser.finalize()
    except exceptions.FormParserError as wrong:
        raise says.SayNotTaken(422, "unreadable") from wrong
    if form.upload is None or not form.is_whole:
        raise says.SayNotTaken(422, "unreadable")
    return form.upload


class _Form:
    """Listens to the parser and keeps the part that is a file."""

    def __init__(self, limit: int) -> None:
        self.upload: Upload | None = None
        self.is_whole = False
        self._limit = limit
        self._header, self._value = b"", b""
        self._is_file = False
        self._beside = 0

    def callbacks(self) -> multipart.MultipartCallbacks:
        """Name what the parser is to call."""
        return {
            "on_header_field": self._on_field,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header,
            "on_part_begin": self._on_part,
            "on_part_data": self._on_data,
            "on_end": self._on_end,
        }

    def _on_part(self) -> None:
        self._is_file = False

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header(self) -> None:
        header, value = self._header.lower(), self._value
        self._header, self._value = b"", b""
        if header != b"content-disposition":
            return
        _, options = multipart.parse_options_header(value)
        if b"filename" not in options:
            return
        if self.upload is not None:
            raise says.SayNotTaken(422, "unreadable")
        self._is_file = True
        self.upload = Upload(name=_tidy(options[b"filename"]))

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if not self._is_file or self.upload is None:
            self._beside += end - start
            if self._beside > _FORM_AROUND_IT:
                raise says.SayNotTaken(413, "file_too_large")
            return
        self.upload.data += data[start:end]
        if len(self.upload.data) > self._limit:
            raise says.SayNotTaken(413, "file_too_large")

    def _on_end(self) -> None:
        self.is_whole = True


def _tidy(raw: bytes) -> str:
    """Keep of a file's name what is a name: on one line and without folders, its ending where it must be cut."""
    name = text.clean_name(raw.decode("utf-8", "replace")).replace("\\", "/").rpartition("/")[2]
    if len(name) <= _LONGEST_NAME:
        return name
    suffix = PurePosixPath(name).suffix[:12]
    return name[: _LONGEST_NAME - len(suffix)] + suffix
