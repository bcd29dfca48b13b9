"""What is written to the log, and what never is: one JSON line an event, to stderr.

Our own events are sentences with numbers and kinds in them. Of another library's events nothing is kept but who reported
what level from where, for its words may be an address with the token in it, or somebody's story. An exception is told by
its type and the lines of code it went through; never by its message or by anything that a variable held. As a last
line of defence whatever looks like a secret is struck out of our own events as well. Where the process itself crashes, in a
library that is not written in Python, it leaves the lines of code at which each of its threads stood.

`begin` is called by the command line before anything else; `told` by whoever tells of an exception elsewhere.
"""

import faulthandler
import logging
import re
import sys
import threading
import traceback
from collections.abc import MutableMapping
from pathlib import PurePath
from types import TracebackType
from typing import Any, TextIO

import structlog

LOG = logging.getLogger(__name__)

OURS = ("bot", "handlers", "scheduler", "storage", "domain")
STRUCK = "[…]"
FRAMES = 12  # of an exception, the innermost
CAUSES = 4
STDERR = 2  # the descriptor: a crash asks nothing of Python
UNWRITABLE = '{"event": "An event could not be written", "level": "error"}\n'

_SECRETS = re.compile(
    r"\d{6,}:[\w-]{20,}"  # a bot's token
    r"|[a-z][a-z0-9+.-]*://\S+"  # an address, perhaps with a password
    r"|\bi_\S+"  # an invitation
    r"|\b[0-9A-HJKMNP-TV-Z]{10}\b"  # a query code
    r"|[\w.+-]+@[\w.-]+"  # an address of mail
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b"  # IPv4
    r"|\b[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,}"  # IPv6
    r"|-?\b\d{9,}\b"  # an account or a chat, a telephone
    r"|\b(?=[\w-]*\d)[\w-]{24,}"  # a session, a key, a MAC
)

Event = MutableMapping[str, Any]


def begin(level: str = "info") -> None:
    """Send every event of this process this way; from `level` on for our own, from warning on for all others."""
    logging.basicConfig(level=logging.WARNING, handlers=[handler(sys.stderr)], force=True)
    logging.captureWarnings(capture=True)
    set_level(level)
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] not in OURS:
            logging.getLogger(name).setLevel(logging.NOTSET)  # a library that made itself talkative listens to the root
    faulthandler.enable(STDERR)
    sys.excepthook = _crashed
    threading.excepthook = lambda given: _crashed(given.exc_type, given.exc_value, given.exc_traceback)
    sys.unraisablehook = lambda given: _crashed(given.exc_type, given.exc_value, given.exc_traceback)


def handler(stream: TextIO) -> logging.Handler:
    """What writes events to a stream."""
    made = _Handler(stream)
    made.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso")],
            processors=[
                _tell_where,
                _keep_to_ourselves,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    return made


def set_level(level: str) -> None:
    """Keep our own events from this level on: debug, info, warning or error."""
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())


def told(error: BaseException) -> list[dict[str, Any]]:
    """An exception and its causes as types and lines of code."""
    found: list[dict[str, Any]] = []
    one: BaseException | None = error
    while one is not None and len(found) < CAUSES:
        frames = traceback.extract_tb(one.__traceback__)[-FRAMES:]
        where = [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        found.append({"type": type(one).__name__, "where": where})
        one = one.__cause__ or one.__context__
    return found


def crashed(error: BaseException) -> None:
    """Tell of an exception that nobody was prepared for."""
    _crashed(type(error), error, error.__traceback__)


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """An event that cannot be written would be printed with all that it was given."""
        self.stream.write(UNWRITABLE)


def _tell_where(logger: Any, name: str, event: Event) -> Event:
    record: logging.LogRecord = event["_record"]
    event["logger"] = record.name
    event["at"] = f"{_place(record.pathname)}:{record.lineno}"
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = told(error)
    event.pop("stack_info", None)
    return event


def _keep_to_ourselves(logger: Any, name: str, event: Event) -> Event:
    if event["logger"].partition(".")[0] in OURS:
        event["event"] = _SECRETS.sub(STRUCK, str(event["event"]))
    else:
        event["event"] = "Another library reported something; its words are not kept"
    return event


def _crashed(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    LOG.critical("Something failed in a way it should not: %s", kind.__name__, exc_info=error)


def _place(path: str) -> str:
    """The last two parts of a path: where a program lies on this machine is nobody's business."""
    return "/".join(PurePath(path).parts[-2:])
