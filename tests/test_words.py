"""Everything that can be said has words in every language, and no words are left over."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

import domain.sayings
import words as prose
from bot import wording
from domain.lifecycles import PROCEDURES
from domain.matters import clues, strivers
from domain.people import Role
from domain.saying import Saying, Term
from handlers.conversation.procedures.views import COMMON

NOT_TERMS = ("say", "web", "demo", "written")  # sayings, the pages' own words, and how values are written

TOGETHER = {"when_where"}  # a question that two answers share


@pytest.fixture(scope="module")
def words() -> wording.Words:
    for module in pkgutil.iter_modules(domain.sayings.__path__):
        importlib.import_module(f"domain.sayings.{module.name}")
    return wording.load(UTC, lambda: datetime(2026, 3, 5, tzinfo=UTC))


def shipped() -> dict[str, type[Saying]]:
    """The sayings of the house; tests elsewhere may have registered their own."""
    return {key: saying for key, saying in Saying.known.items() if saying.__module__.startswith("domain.sayings.")}


def table(locale: str) -> dict[str, Any]:
    return dict(prose.said(locale))


def names(tables: Mapping[str, Any], under: str = "") -> Iterator[str]:
    for name, inner in tables.items():
        if isinstance(inner, Mapping):
            yield from names(inner, f"{under}{name}.")
        else:
            yield under + name


@pytest.mark.parametrize("locale", wording.LOCALES)
def test_every_saying_has_words_and_no_words_are_left_over(words: wording.Words, locale: str) -> None:
    assert words.keys(locale) == set(shipped())


@pytest.mark.parametrize("locale", wording.LOCALES)
def test_words_use_every_param_of_their_saying_and_no_other(words: wording.Words, locale: str) -> None:
    used = {key: words.params(key, locale) for key in words.keys(locale) & set(shipped())}
    assert used == {key: wording.fields_of(shipped()[key]) for key in used}


def test_both_languages_name_the_same_things() -> None:
    chinese, english = table("zh"), table("en")
    for name in NOT_TERMS[:-1]:
        chinese.pop(name), english.pop(name)
    assert set(names(chinese)) == set(names(english))


@pytest.mark.parametrize("locale", wording.LOCALES)
def test_what_is_told_of_a_move_names_nothing_but_what_its_table_lets_them_read(
    words: wording.Words, locale: str
) -> None:
    """A severity, or the body to which a hint of corruption goes, would otherwise reach whoever reported by a slip in a sentence."""
    for table in (clues.PROCEDURE, strivers.PROCEDURE):
        for move, rule in table.moves.items():
            if Role.REPORTER in rule.tells:
                for news in (move, f"{move}_secretly") if rule.secret else (move,):
                    sentence = words.term(Term(f"told.{table.matter}", news), locale)
                    hidden = set(rule.secret) if news != move else set()
                    assert set(re.findall(r"{(\w+)}", sentence)) <= {"number", "due", "day", *rule.says} - hidden, news


@pytest.mark.parametrize("matter", sorted(PROCEDURES))
def test_there_is_a_question_for_what_somebody_is_asked_alone(matter: str) -> None:
    """The clock is asked nothing: what it states of a matter needs no question."""
    rules = PROCEDURES[matter].moves.values()
    put = [asked for rule in rules if not (rule.is_hidden and rule.by == {Role.CLOCK}) for asked in rule.asks]
    known = {name for asked in put for name in (asked.name, asked.words, *(part.name for part in asked.parts))}
    assert prose.said("zh")["ask"].get(matter, {}).keys() <= known | TOGETHER


@pytest.mark.parametrize("locale", wording.LOCALES)
@pytest.mark.parametrize("matter", sorted(PROCEDURES))
def test_all_that_a_card_says_of_a_table_has_words(words: wording.Words, matter: str, locale: str) -> None:
    """A published announcement had no word for its stage any more, and its cards were given up one by one."""
    table = PROCEDURES[matter]
    stages = {stage for rule in table.moves.values() for stage in rule.every_end} - table.unseen
    shown = {name for names in table.shows.values() for name in names} - table.body - set(COMMON)
    pressed = {move for move, rule in table.moves.items() if not rule.is_hidden}
    wanted = {f"stage.{matter}": stages, f"label.{matter}": shown, f"move.{matter}": pressed}
    missing = [
        f"{under}.{name}" for under, names in wanted.items() for name in names if not _has(words, under, name, locale)
    ]
    assert missing == []


def _has(words: wording.Words, under: str, name: str, locale: str) -> bool:
    try:
        return bool(words.term(Term(under, name), locale))
    except wording.NoWords:
        return False


@pytest.mark.parametrize(("locale", "claimed"), [("zh", "我们不知道您是谁"), ("en", "we do not know who you are")])
def test_nobody_is_promised_what_depends_on_where_they_write(locale: str, claimed: str) -> None:
    """Whoever reported without a name in the app of their own corporation, whose administrators see who uses it, was told: we do not know
    who you are."""
    assert claimed not in json.dumps(table(locale), ensure_ascii=False)
