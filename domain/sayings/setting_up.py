"""What is said of setting up an office: what is done, what is missing, which modules are on."""

from dataclasses import dataclass

from domain.saying import Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupLine(Saying):
    """One step. `number` of what there is, `least` of what there should be, `invited` who have not come in yet; `years` without a
    calendar, modules that are `off`, periods with figures that are `waiting`; `why` it matters, while it is not done."""

    mark: Term
    step: Term
    number: int
    least: int
    invited: int
    missing: tuple[Term, ...]
    years: tuple[str, ...]
    off: tuple[Term, ...]
    waiting: tuple[str, ...]
    why: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupList(Saying):
    """What an office has set up, and what it lacks."""

    lines: tuple[SetupLine, ...]
    open: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleLine(Saying):
    """A part of the house, whether it is on, and what it is about."""

    state: Term
    module: Term
    about: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Modules(Saying):
    """The parts of the house that an office may do without."""

    lines: tuple[ModuleLine, ...]
