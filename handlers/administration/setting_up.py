"""开办清单: what an office has set up and what it lacks, with a button to each step; read alike by `flagpost init` and `check`.

Nothing is done here: each step is a command of its own, and what it decides is proposed and signed as ever.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from domain.importing.columns import ImportKind
from domain.matters import announcements
from domain.matters.scoring.periods import PeriodStage
from domain.mechanism.calendar import Calendar
from domain.mechanism.modules import Module, Switch
from domain.mechanism.rule_changes import Change
from domain.people import Role
from domain.saying import Choice, Term
from domain.sayings import setting_up as sayings
from domain.units import Unit
from handlers.administration import office
from handlers.conversation.procedures import beginnings
from handlers.conversation.room import Room
from storage import invitations, offices, staff, units
from storage import people as accounts
from storage.database import Tx
from storage.scoring import figures, periods

TWO_REVIEWERS = 2  # a decision with a second signature takes them
ANNOUNCED_BY = 10  # from October on the calendar of the next year is missed: it is published around November
DONE, OPEN, LOOK = "done", "open", "look"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What there is. `lacks`, `own_lacks`: names of the profile that are empty; `years`: those that the calendar lacks; `unreached`:
    open units without a contact; `invited`: roles of invitations that nobody has used yet; `needed`: how many sign an announcement;
    `waiting`: periods with figures that nobody has confirmed, which can be rehearsed."""

    lacks: tuple[str, ...]
    own_lacks: tuple[str, ...]
    off: tuple[Module, ...]
    has_decided_modules: bool
    years: tuple[int, ...]
    register: tuple[Unit, ...]
    unreached: tuple[Unit, ...]
    indicators: int
    waiting: tuple[str, ...]
    held: tuple[frozenset[Role], ...]
    invited: tuple[Role, ...]
    signing: frozenset[Role]
    needed: int
    can_sign: bool

    def holding(self, *roles: Role) -> int:
        """How many people hold one of these roles."""
        return sum(bool(each & set(roles)) for each in self.held)


def look(tx: Tx, today: date, now: datetime, calendar: Calendar) -> SetUp:
    """Look through the office as it is on a day. What was decided a moment ago is seen, also where `calendar` does not know it yet."""
    rules, calendar = offices.versions(tx).on(today), calendar.changed(offices.own_days(tx))
    profile = offices.profile(tx, today)
    register = tuple(unit for unit in units.register(tx) if not unit.is_closed)
    reached = accounts.units_with(tx, Role.UNIT_CONTACT)
    held = tuple(each.roles for each in staff.members(tx))
    signing = frozenset(Role(role) for role in frozenset().union(*rules.announcement_approvers))
    signers = [frozenset(role.value for role in roles) for roles in held if roles & signing]
    years = (today.year, *([today.year + 1] if today.month >= ANNOUNCED_BY else []))
    return SetUp(
        lacks=tuple(name for name in office.EXPECTED if not profile[name]),
        own_lacks=tuple(name for name in office.OWN if not profile[name]),
        off=tuple(module for module in Module if not rules.is_on(module)),
        has_decided_modules=any(
            key.startswith("module.") for each in offices.rule_versions(tx) for key in each.changed
        ),
        years=tuple(year for year in years if not calendar.is_known(year)),
        register=register,
        unreached=tuple(unit for unit in register if unit.code not in reached),
        indicators=len(list(figures.indicators(tx))),
        waiting=tuple(code for code in figures.periods(tx) if _waits(periods.of_code(tx, code))),
        held=held,
        invited=tuple(each.role for each in invitations.waiting(tx, now) if each.person_id is None),
        signing=signing,
        needed=len(rules.announcement_approvers),
        can_sign=announcements.can_be_signed(signers, rules.announcement_approvers),
    )


def of_room(room: Room) -> SetUp:
    """The same of the office in which somebody speaks."""
    return look(room.tx, room.today, room.now, room.office.calendar)


def lines(found: SetUp) -> list[sayings.SetupLine]:
    """The list: what each step is about, whether it is done, and, of one that is not, why it matters."""
    return [
        _line("profile", not found.lacks, missing=tuple(Term("profile", name) for name in found.lacks)),
        _line(
            "modules",
            found.has_decided_modules,
            otherwise=LOOK,
            off=tuple(Term("module", _key(each)) for each in found.off),
        ),
        _line("calendar", not found.years, years=tuple(str(year) for year in found.years)),
        _line("units", bool(found.register), number=len(found.register)),
        _line("own_office", not found.own_lacks, missing=tuple(Term("profile", name) for name in found.own_lacks)),
        *([] if Module.FLAGS in found.off else [_line("indicators", bool(found.indicators), number=found.indicators)]),
        _line("staff", len(found.held) > 1, otherwise=LOOK, number=len(found.held), invited=len(found.invited)),
        _of_role(found, "admins", found.holding(Role.ADMIN) > 0, {Role.ADMIN}, least=1),
        _of_role(
            found, "reviewers", found.holding(Role.REVIEWER) >= TWO_REVIEWERS, {Role.REVIEWER}, least=TWO_REVIEWERS
        ),
        _of_role(found, "signers", found.can_sign, found.signing, least=found.needed),
        _of_role(found, "bypass", found.holding(Role.BYPASS_CONTACT) > 0, {Role.BYPASS_CONTACT}, least=1),
        _line(
            "contacts",
            bool(found.register) and not found.unreached,
            number=len(found.register) - len(found.unreached),
            invited=found.invited.count(Role.UNIT_CONTACT),
            least=len(found.register),
        ),
        *([] if Module.FLAGS in found.off else [_line("rehearsal", False, otherwise=LOOK, waiting=found.waiting)]),
    ]


def _waits(period: periods.Period | None) -> bool:
    return period is None or period.stage in (PeriodStage.PROPOSED, PeriodStage.EXPIRED)


def show(room: Room, rest: str) -> None:
    """开办清单; `modules` lists the modules with a button each, `module.arena` begins the change of one."""
    what = rest.strip()
    switched = next((each for each in Module if _rule(each) == what), None)
    if switched is not None:
        _switch(room, switched)
    elif what == "modules":
        _show_modules(room)
    else:
        found = lines(of_room(room))
        done = sum(each.mark.name != OPEN for each in found)
        choices = [Choice(value=LEADS[each.step.name](room), label=each.step, parts=(each.mark,)) for each in found]
        room.reply(sayings.SetupList(lines=tuple(found), open=len(found) - done, done=done), choices)


LEADS: dict[str, Callable[[Room], str]] = {
    "profile": lambda room: "/office",
    "modules": lambda room: "/setup modules",
    "calendar": lambda room: f"/calendar import {next(iter(of_room(room).years), room.today.year + 1)}",
    "units": lambda room: f"/{ImportKind.UNITS}",
    "own_office": lambda room: f"/office {next(iter(of_room(room).own_lacks), office.OWN[0])}",
    "indicators": lambda room: f"/{ImportKind.INDICATORS}",
    "staff": lambda room: f"/{ImportKind.STAFF}",
    "admins": lambda room: f"/invite {Role.ADMIN}",
    "reviewers": lambda room: f"/invite {Role.REVIEWER}",
    "signers": lambda room: f"/invite {Role.LEADER}",
    "bypass": lambda room: f"/invite {Role.BYPASS_CONTACT}",
    "contacts": lambda room: f"/invite {Role.UNIT_CONTACT}",
    "rehearsal": lambda room: "/rehearse",
}
"""Where the button of a step leads."""


def _show_modules(room: Room) -> None:
    """Each module and whether it is on; a button each begins what turns it round."""
    rules, told, choices = offices.versions(room.tx).on(room.today), [], []
    for module in Module:
        state = Switch.ON if rules.is_on(module) else Switch.OFF
        other = Switch.OFF if state is Switch.ON else Switch.ON
        name = Term("module", _key(module))
        told.append(
            sayings.ModuleLine(state=Term("module_state", state), module=name, about=Term("module_about", _key(module)))
        )
        choices.append(Choice(value=f"/setup {_rule(module)}", label=Term("switch_module", other), parts=(name,)))
    choices.append(Choice(value="/setup", label=Term("menu", "setup")))
    room.reply(sayings.Modules(lines=tuple(told)), choices)


def _switch(room: Room, module: Module) -> None:
    """Begin the change of its rule from today on: proposed, signed and kept like that of any other."""
    rules = offices.versions(room.tx).on(room.today)
    wanted = Switch.OFF if rules.is_on(module) else Switch.ON
    change = Change.of(rules, f"{_rule(module)} = {wanted}")
    beginnings.begin_with(room, "ruling", "propose", {"rule": str(change), "since": room.today.isoformat()})


def _of_role(
    found: SetUp, name: str, is_done: bool, roles: set[Role] | frozenset[Role], least: int
) -> sayings.SetupLine:
    invited = sum(each in roles for each in found.invited)
    return _line(name, is_done, number=found.holding(*roles), invited=invited, least=least)


def _line(
    name: str,
    is_done: bool,
    *,
    otherwise: str = OPEN,
    missing: tuple[Term, ...] = (),
    off: tuple[Term, ...] = (),
    waiting: tuple[str, ...] = (),
    years: tuple[str, ...] = (),
    number: int = 0,
    invited: int = 0,
    least: int = 0,
) -> sayings.SetupLine:
    return sayings.SetupLine(
        mark=Term("setup_mark", DONE if is_done else otherwise),
        step=Term("setup_step", name),
        number=number,
        least=0 if is_done else least,
        invited=0 if is_done else invited,
        missing=missing,
        years=years,
        off=off,
        waiting=waiting,
        why=None if is_done else Term("setup_why", name),
    )


def _rule(module: Module) -> str:
    """The rule by which it is switched: `module.arena`."""
    return module.value.replace("_", ".", 1)


def _key(module: Module) -> str:
    """Its name in the words: `arena`."""
    return module.value.removeprefix("module_")
