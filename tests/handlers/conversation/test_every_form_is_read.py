"""Every form that a person meets, of every table, as it stands on a telephone: worded in both languages, naming what it is about, whole.

A cheap walk: no life is played. Each question of each move is asked of a matter with a number and a unit, answered, and shown for
checking; the lives that are played show a few of them in their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot import wording
from bot.channel import Button, Parcel
from bot.channels.telegram import layout
from domain import items
from domain import text as texts
from domain.lifecycles import PROCEDURES
from domain.mechanism.columns import CALLED, Asked
from domain.mechanism.table import SIGN, Rule
from domain.saying import Choice, Saying, Term
from handlers.conversation.forms.figure_answers import FigurePlace
from handlers.conversation.forms.forms import AskGiven, AskSure, PreviewAnswers
from handlers.conversation.forms.making import Making
from handlers.conversation.steps import Known
from tests.support import office as offices
from tests.support.in_english import CHINESE

NUMBER, UNIT = "RD-2026-000123", "自然资源局"
WIDEST = {"zh": 28, "en": 34}  # half-widths that a telephone shows whole on a button
CODE = re.compile(r"\{|\}|\bNone\b|(?<!\.)\b[a-z]+_[a-z_]+\b|\b\d{4}-\d\d-\d\d\b")
WRITTEN_SO = {
    "calendar.propose preview",
    "calendar.correct day",
    "staff.stand_in until",
}  # a table of days, and how to write one
WRITTEN = {
    "day": "2026-04-20",
    "past_day": "2026-03-02",
    "known_day": "2026-04-20",
    "days": "2026-04-20",
    "number": "12",
    "period": "2026-P1",
}
FIGURE = FigurePlace(unit="U04", names=(UNIT,))
BALLOT = items.write([{"criterion": "results", "weight": "100", "mark": "85"}])
OFFERED = {
    "marks": ("100|results",),
    "figures": (FIGURE.option(),),
    "several": ("1|1 A", "2|2 B"),
    "matter": ("RD-2026-000001", "QS-2026-000002"),
}
ROOM = offices.office()
WORDS = wording.load(offices.ZONE, lambda: offices.MORNING)
FORMS = [
    (matter, move, rule)
    for matter, table in PROCEDURES.items()
    for move, rule in table.moves.items()
    if rule.asks and not rule.is_hidden
]


def offered(asked: Asked) -> tuple[str, ...]:
    """What would be on offer for a question."""
    return asked.options or ("7|A", "8|B") if asked.how in CALLED else asked.options or OFFERED.get(asked.how, ())


def answer(asked: Asked) -> str:
    """What somebody answers to a question: every option of a list in its turn would be too many, so the last."""
    if asked.how == "items":
        return items.write([{part.name: WRITTEN.get(part.how, "A") for part in asked.parts}])
    if asked.how == "marks":
        return BALLOT
    if asked.how == "figures":
        return items.write([{"unit": FIGURE.unit, "name": UNIT, "value": "12", "target": ""}])
    if asked.how in ("unit", "any_unit"):
        return "U04"
    found = offered(asked)
    return found[-1].partition("|")[0] if found else WRITTEN.get(asked.how, "A")


def making(matter: str, move: str, rule: Rule) -> Making:
    """The move on its way, of a matter that there is, or one that begins with it."""
    table = PROCEDURES[matter]
    is_first = table.begins is not None and table.first in rule.start
    asks = tuple(replace(asked, options=offered(asked)) for asked in rule.asks)
    given = {asked.name: answer(asked) for asked in asks}
    on = Making(matter=matter, id=0, epoch=1, move=move, given=given, asks=asks, is_grave=rule.is_grave)
    return on if is_first else replace(on, id=1, about=NUMBER, unit=UNIT)


def asked_of(matter: str, move: str, rule: Rule, locale: str) -> Iterator[tuple[str, Saying, tuple[Choice, ...]]]:
    """Every screen of a form: its questions, what was answered, whether it is sure."""
    known = Known(office=ROOM, today=offices.MORNING.date(), channel="telegram", locale=locale)
    on = making(matter, move, rule)
    steps = [(asked.name, AskGiven(making=on, asked=asked)) for asked in on.asks]
    previewed = [("preview", PreviewAnswers(making=on))] if rule.is_previewed else []
    grave = [("sure", AskSure(making=on))] if rule.is_grave else []
    for name, step in (*steps, *previewed, *grave):
        question = step.question(known)
        yield f"{matter}.{move} {name}", question.saying, question.choices


def faults(where: str, saying: Saying, choices: tuple[Choice, ...], locale: str, *, is_begun: bool) -> Iterator[str]:
    """What reads wrongly on one screen."""
    text = WORDS.word(saying, locale)
    labels = [WORDS.label(choice, locale) for choice in choices]
    for words in (text, *labels):
        if locale == "en" and (
            strange := [run for run in CHINESE.findall(words) if run not in UNIT + ROOM.name_of("U04")]
        ):
            yield f"{where}: Chinese in English: {strange}"
        if where not in WRITTEN_SO and (found := CODE.findall(words)):
            yield f"{where}: a code: {found}"
    yield from (f"{where}: cut in two: {each}" for each in labels if texts.width(each) > WIDEST[locale])
    bare = () if is_begun else (each for each in labels if re.fullmatch(r"[A-Z]{2}-[\d-]+", each))
    yield from (f"{where}: a number without its kind: {each}" for each in bare)
    if is_begun and not (NUMBER in text and (UNIT in text or where.endswith("sure"))):
        yield f"{where}: says not what it is about: {text}"
    laid = layout.pieces(
        Parcel(number=1, route="", text=text, buttons=tuple(Button(label=e, handle="h") for e in labels))
    )
    if len(laid) != 1 or (labels and laid[0].keyboard is None):
        yield f"{where}: more than one message"


@pytest.mark.parametrize("locale", wording.LOCALES)
def test_every_question_and_preview_reads_well_and_names_what_it_is_about(locale: str) -> None:
    """Which of three cases a list of inspectors was asked for, or a plan was to be sent for, nobody could see."""
    found: list[str] = []
    for matter, move, rule in FORMS:
        gathers = any(asked.gathers for asked in rule.asks)
        of_one = making(matter, move, rule).number != ""
        for where, saying, choices in asked_of(matter, move, rule, locale):
            found += faults(where, saying, choices, locale, is_begun=of_one and not gathers)
    assert found == []


@pytest.mark.parametrize("locale", wording.LOCALES)
def test_every_button_of_a_card_stands_whole(locale: str) -> None:
    moves = [
        (matter, move)
        for matter, table in PROCEDURES.items()
        for move in (*table.moves, SIGN)
        if not _is_hidden(matter, move)
    ]
    labels = {WORDS.term(Term(f"move.{matter}", move), locale) for matter, move in moves}
    assert [label for label in labels if texts.width(label) > WIDEST[locale]] == []


def _is_hidden(matter: str, move: str) -> bool:
    rule = PROCEDURES[matter].moves.get(move)
    return rule is not None and rule.is_hidden
