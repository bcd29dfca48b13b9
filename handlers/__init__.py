"""What people may say, and what follows: THE TABLE.

Each line: a command, who may give it, what it does. The order is the order of the menu. Called by the wiring in `bot/`, which puts the
tables into the office's values; `handlers/dispatch.py` looks commands up there.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.people import STAFF, Role
from handlers import (
    announcements,
    clue_steps,
    clues,
    dispatch,
    entrance,
    flags,
    following,
    moves,
    periods,
)
from handlers.room import Command, Matter, Room

_EVERYBODY = frozenset({Role.REPORTER, *STAFF})
_REPORTER = frozenset({Role.REPORTER})
_DECIDERS = frozenset({Role.LEADER, Role.COMMITTEE})

TABLE: tuple[Command, ...] = (
    Command(name="report", roles=_REPORTER, run=clue_steps.report, needs_consent=True),
    Command(name="status", roles=_REPORTER, run=following.status),
    Command(name="supplement", roles=_REPORTER, run=following.supplement),
    Command(name="withdraw", roles=_REPORTER, run=following.withdraw, is_shown=False),
    Command(name="flags", roles=_DECIDERS, run=periods.show_flags),
    Command(name="sign", roles=_DECIDERS, run=announcements.show_open),
    Command(name="myflags", roles=frozenset({Role.UNIT_CONTACT}), run=flags.show_own),
    Command(name="help", roles=_EVERYBODY, run=entrance.show_help),
    Command(name="menu", roles=_EVERYBODY, run=entrance.menu, is_shown=False),
    Command(name="start", roles=_EVERYBODY, run=entrance.greet, is_shown=False),
    Command(name="agree", roles=_EVERYBODY, run=entrance.agree, is_shown=False),
    Command(name="mute", roles=_EVERYBODY, run=entrance.mute, is_shown=False),
    Command(name="unmute", roles=_EVERYBODY, run=entrance.unmute, is_shown=False),
)

MATTERS: Mapping[str, Matter] = {
    "clue": clues.CLUES,
    "period": periods.PeriodMatter(),
    "announcement": announcements.AnnouncementMatter(),
    "flag": flags.FlagMatter(),
}

DOES: Mapping[type, Callable[[Room, Any], None]] = {
    dispatch.GoElsewhere: dispatch.go_elsewhere,
    entrance.Agreed: entrance.agreed,
    clue_steps.Submit: clues.submit,
    moves.Make: moves.make,
    following.LookUp: following.look_up,
    following.Wish: following.wish,
    following.Add: following.add,
}
