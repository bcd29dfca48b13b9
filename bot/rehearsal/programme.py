"""The year's programme: which files come when, and which roads are begun on which day by whom (the law §10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.cast.case_road import Voice, case_road, lead_road
from bot.cast.fictional_county import rows, rows_of, sample, written
from bot.cast.roads import Road
from bot.cast.striver_road import Nominee, Selection, striver_road
from bot.cast.undertaking_road import REPORTS
from bot.rehearsal import clue_roads, work_roads
from domain import months
from domain.importing.columns import COLUMNS, ImportKind
from domain.matters.scoring import periods
from domain.mechanism.rules import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class FileComes:
    """A file that comes on a day."""

    on: date
    kind: ImportKind
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterThatWaits:
    """A matter that nobody of the cast began: its kind, where it stands, its unit, and what it is known by of its own facts."""

    kind: str
    stage: str
    unit: str
    own: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadBegins:
    """A road that is begun on a day.

    `names` says whom of the company its cast are, `said` where their prose stands in the words, `facts` what stands in it, and
    `numbers` what of it is the number of a matter on another road, by that road's name and place. `goes_on_from`: the matters of other
    roads with which it begins, by their kinds. `waits`: it begins with that which figures or a file gave, and not where they gave none.
    `not_before`: from which day on a step is made, by its name. `several`: those who have
    prose of their own, `_` and their name behind that of the words. `may_end_at`: the step that the law may not open, and then the road
    ends before it.
    """

    on: date
    name: str
    road: Road
    said: str
    names: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    goes_on_from: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    waits: MatterThatWaits | None = None
    not_before: Mapping[str, date] = field(default_factory=dict)
    several: Sequence[str] = ()
    may_end_at: str = ""


COMMITTEE = tuple(f"committee_{letter}" for letter in "abcdefghi")
_VOICES = tuple(
    Voice(who=who, points=("24", "25", "15", "12"), choice="against" if who == "committee_d" else "for")
    for who in COMMITTEE
)
_CASE, _LEAD = case_road(_VOICES), lead_road(_VOICES)
# The cases of the edition, each on the clue about its unit that was found to be so.
_CASES = {"U01": "t12", "U32": "t08"}
# And the one that was last two years running, which the figures say by themselves.
_LAST = "U29"
_LAST_LEAD = MatterThatWaits(kind="case", stage="recommended", unit=_LAST, own={"lead": "two_years_last"})
# Of the undertakings those that are begun and not finished in the year: one is late, the other has until its last day.
_UNFINISHED = ("U14", "U06")
REPORTED_BEFORE = timedelta(days=15)  # an undertaking, before it is due
BEGUN_BEFORE = timedelta(days=70)
# Whose undertaking is held up, and who can help; and who pledges what.
_HELD_UP, _SOLVER, _RAISED_ON = "U11", "U05", date(2026, 10, 26)
_PLEDGE_UNITS = ("U02", "U06", "U17")
_PLEDGED_ON, _OUTCOME_ON = date(2026, 3, 9), date(2026, 9, 14)
# Which projects are exempt from their lights (不可抗力): whose they are, when it is asked for, the first month and how many.
_EXEMPTED = (("P10", "U37", date(2026, 5, 26), "5", "3"), ("P18", "U11", date(2026, 8, 26), "8", "3"))
# Who is nominated by whom: their unit, their field, and the points that each of the committee gives them for what they did.
_NOMINEES = (
    ("n01", "U18", "investment", "46", "contact_U18"),
    ("n02", "U01", "projects", "38", "citizen_n02"),
    ("n03", "U08", "prosperity", "45", "contact_U08"),
    ("n04", "U17", "digital", "44", "contact_U17"),
    ("n05", "U06", "projects", "36", "citizen_n05"),
    ("n06", "U07", "prosperity", "43", "contact_U07"),
    ("n07", "U11", "prosperity", "42", "contact_U11"),
    ("n08", "U13", "digital", "35", "citizen_n08"),
    ("n09", "U23", "prosperity", "41", "contact_U23"),
    ("n10", "U31", "projects", "34", "citizen_n10"),
    ("n11", "U38", "projects", "40", "contact_U38"),
)
PLACES = 7
RULES = RuleSet()
BEGINS_ON = date(2026, 1, 5)
FIGURES_TAKE, ENTRY_TAKES = timedelta(days=8), timedelta(days=3)
KEY = "key"  # a project that is none of livelihood
LOOKS_LATER = timedelta(days=10)  # into a clue with which others are merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The files that a year is played with; the fictional county's, where nothing else is given. A year that is among `values` takes the
    place of that in `years`."""

    values: bytes = field(default_factory=lambda: sample("values.csv"))
    projects: bytes = field(default_factory=lambda: sample("projects.csv"))
    progress: bytes = field(default_factory=lambda: sample("progress.csv"))
    ballots: bytes = field(default_factory=lambda: sample("ballots.csv"))
    years: bytes = field(default_factory=lambda: sample("years.csv"))


def with_projects(given: Given, number: int) -> Given:
    """The same with so many key projects: as many as there are, then the first ones again under codes and names of their own, with what
    was done of them."""
    every, done = rows(given.projects), rows(given.progress)
    key = [row for row in every if row["kind"] == KEY]
    others = [row for row in every if row["kind"] != KEY]
    chosen, progress = [], [row for row in done if row["code"] in {each["code"] for each in others}]
    for place in range(number if key else 0):
        like, turn = key[place % len(key)], place // len(key) + 1
        code = f"{like['code']}-{turn}" if turn > 1 else like["code"]
        chosen.append({**like, "code": code, "name": f"{like['name']}{turn if turn > 1 else ''}"})
        progress += [{**row, "code": code} for row in done if row["code"] == like["code"]]
    return replace(
        given, projects=written([*chosen, *others]), progress=written(progress, COLUMNS[ImportKind.PROGRESS].order)
    )


def files(given: Given) -> Iterator[FileComes]:
    """The files of the year: indicators and projects at its beginning, the figures of each period some days after it is over, what was
    done of the projects on the third of the month that follows."""
    yield FileComes(on=BEGINS_ON, kind=ImportKind.INDICATORS, data=sample("indicators.csv"))
    yield FileComes(on=BEGINS_ON, kind=ImportKind.PROJECTS, data=given.projects)
    yield FileComes(on=BEGINS_ON, kind=ImportKind.UNDERTAKINGS, data=sample("undertakings.csv"))
    years, values = _periods_in(given.years), _periods_in(given.values)
    for code, data in {**dict.fromkeys(years, given.years), **dict.fromkeys(values, given.values)}.items():
        over = periods.ends_on(code, RULES)
        yield FileComes(
            on=max(BEGINS_ON, over + FIGURES_TAKE), kind=ImportKind.VALUES, data=rows_of(data, "period", code)
        )
    for month in dict.fromkeys(row["month"] for row in rows(given.progress)):
        yield FileComes(
            on=months.last_day(month) + ENTRY_TAKES,
            kind=ImportKind.PROGRESS,
            data=rows_of(given.progress, "month", month),
        )


def _periods_in(data: bytes) -> list[str]:
    return list(dict.fromkeys(row["period"] for row in rows(data)))


def roads() -> list[RoadBegins]:
    """The roads of the year, in the order in which they begin."""
    every = (*_clues(), *_cases(), _edition(), *_undertakings(), *_pledges(), *_exemptions())
    return sorted(every, key=lambda each: each.on)


def contacts() -> frozenset[str]:
    """The units of which somebody speaks in the year: all of the register."""
    return frozenset(row["code"] for row in rows(sample("units.csv")))


def owners(given: Given) -> frozenset[str]:
    """The units that own projects."""
    return frozenset(row["owner"] for row in rows(given.projects))


def _clues() -> Iterator[RoadBegins]:
    every = rows(sample("clues.csv"))
    merged = {(row["unit"], row["kind"]) for row in every if row["outcome"] == "merged"}
    first: dict[tuple[str, str], str] = {}
    for number, row in enumerate(every, start=1):
        name, same = f"clue {number}", (row["unit"], row["kind"])
        merges, day = row["outcome"] == "merged", date.fromisoformat(row["day"])
        yield RoadBegins(
            on=day,
            name=name,
            road=clue_roads.clue_road(row["source"], row["kind"], row["severity"], row["outcome"]),
            said="said",
            names={clue_roads.CITIZEN: f"citizen_{number}", "bureau": f"contact_{row['unit']}"},
            facts={"unit": row["unit"], "kind": row["kind"], "number": str(number)},
            numbers={"into": (first[same], "clue")} if merges else {},
            not_before={"take_up": day + LOOKS_LATER} if same in merged else {},
        )
        first.setdefault(same, name)


def _cases() -> Iterator[RoadBegins]:
    """Each begins where its clue was answered: what brought it is behind."""
    places = _CASE.places
    parts = {name: steps for name, steps in _CASE.parts.items() if name != "clue"}
    road = Road(name=_CASE.name, cast=_CASE.cast, places=places, parts=parts)
    for number, row in enumerate(rows(sample("clues.csv")), start=1):
        if row["kind"] == _CASES.get(row["unit"]) and row["outcome"] == "substantiated":
            begins = _case_of(row["unit"], date(2026, 3, 16), road)
            yield replace(begins, goes_on_from={"clue": (f"clue {number}", "clue")})
    yield replace(_case_of(_LAST, date(2026, 2, 24), _LEAD), waits=_LAST_LEAD)


def _case_of(unit: str, on: date, road: Road) -> RoadBegins:
    return RoadBegins(
        on=on,
        name=f"case {unit}",
        road=road,
        said="case",
        names={"bureau": f"contact_{unit}", "helper": "helper_a", "evaluator": "evaluator_a"},
        facts={"unit": unit},
        several=[who[-1] for who in COMMITTEE],
        may_end_at="convert",  # not while the unit holds a yellow flag of a period
    )


def _edition() -> RoadBegins:
    nominees = tuple(Nominee(again=f"_{name}", by=by, field=field) for name, _, field, _, by in _NOMINEES)
    points = {f"_{name}": (results, "17", "16", "8") for name, _, _, results, _ in _NOMINEES}
    selection = Selection(
        nominees=nominees,
        points=dict.fromkeys(COMMITTEE, points),
        places=PLACES,
        fields=("investment", "prosperity", "projects", "digital"),
    )
    return RoadBegins(
        on=date(2026, 3, 2),
        name="edition",
        road=striver_road(selection),
        said="edition",
        facts={f"unit_{name}": unit for name, unit, *_ in _NOMINEES},
        several=[name for name, *_ in _NOMINEES],
    )


def _undertakings() -> Iterator[RoadBegins]:
    """Each is begun some time before its day and reported a fortnight before it; and the difficulty of one."""
    for row in rows(sample("undertakings.csv")):
        due, unit = date.fromisoformat(row["due"]), row["owner"]
        known_by = {name: row[name] for name in ("aspect", "number")}
        name = f"undertaking {row['aspect']} {row['number']}"
        yield RoadBegins(
            on=max(BEGINS_ON + timedelta(days=1), due - BEGUN_BEFORE),
            name=name,
            road=work_roads.undertaking_road(is_finished=unit not in _UNFINISHED),
            said="work",
            names={work_roads.BUREAU: f"contact_{unit}"},
            waits=MatterThatWaits(kind="undertaking", stage="not_started", unit=unit, own=known_by),
            not_before={REPORTS: due - REPORTED_BEFORE},
        )
        if unit == _HELD_UP:
            yield RoadBegins(
                on=_RAISED_ON,
                name=f"difficulty {unit}",
                road=work_roads.DIFFICULTY,
                said="work",
                names={work_roads.BUREAU: f"contact_{unit}", work_roads.SOLVER: f"contact_{_SOLVER}"},
                facts={"solver": _SOLVER},
                goes_on_from={"undertaking": (name, "undertaking")},
            )


def _pledges() -> Iterator[RoadBegins]:
    for unit in _PLEDGE_UNITS:
        yield RoadBegins(
            on=_PLEDGED_ON,
            name=f"pledge {unit}",
            road=work_roads.PLEDGE,
            said="work",
            names={work_roads.BUREAU: f"contact_{unit}"},
            not_before={work_roads.OUTCOME: _OUTCOME_ON},
        )


def _exemptions() -> Iterator[RoadBegins]:
    for code, unit, on, first, many in _EXEMPTED:
        yield RoadBegins(
            on=on,
            name=f"exemption {code}",
            road=work_roads.EXEMPTION,
            said="work",
            names={work_roads.OWNER: f"owner_{unit}"},
            facts={"first": first, "many": many},
            waits=MatterThatWaits(kind="project", stage="running", unit=unit, own={"code": code}),
        )
