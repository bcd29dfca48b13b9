"""What stands on a button may be typed instead, in either language: the words to read and the words to hear agree."""

from __future__ import annotations

from typing import Any

import pytest

import words as prose
from domain import text as texts
from domain.matters import clues, strivers
from domain.mechanism.columns import Asked, Place
from domain.saying import Term
from handlers.understanding import spoken

LANGUAGES = ("zh", "en")
VIEWS = {"look": "status"}  # 查看 stands under a message about one matter; typed alone, it asks for the code
SETS = ("wrong", "own", "kind", "severity", "reject_reason", "transfer_target", "template_ask_more")
HEARD = ("answer", *SETS)  # of the answers only a few are offered together, the others are offered as a set
CONSENT = {("answer", "agree")}  # 同意 is a command of its own, which an open notice takes for its answer
WIDEST = 12  # Chinese characters that stand whole on a button of a phone
SENTENCES = {"template_ask_more"}  # these are buttons and questions at once; no other sentence is a button


def labels(language: str, table: str) -> dict[str, str]:
    shown: dict[str, Any] = dict(prose.said(language))
    found: dict[str, str] = shown[table]
    return {name: label for name, label in found.items() if table in SENTENCES or not label.endswith(("。", "."))}


def heard(language: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = prose.of_file("understanding", language)["choices"]
    return found


def typed(label: str) -> str:
    """A label as a person types it: a full stop at its end makes no difference."""
    return texts.folded(label).strip().rstrip(".。")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_the_menu_is_its_command_when_typed(language: str) -> None:
    for name, label in labels(language, "menu").items():
        assert spoken.command(label) == (VIEWS.get(name, name), ""), label


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", HEARD)
def test_every_label_of_a_choice_is_that_choice_when_typed(language: str, table: str) -> None:
    for name, label in labels(language, table).items():
        assert typed(label) in spoken.labels(Term(table, name)), label


@pytest.mark.parametrize("table", SETS)
def test_no_word_means_two_choices_that_are_offered_together(table: str) -> None:
    said = [word for name in labels("zh", table) for word in spoken.labels(Term(table, name))]
    assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize("asks", [clues.TOLD, strivers.MOVES[strivers.StriverMove.SUBMIT].asks])
def test_no_word_means_two_answers_that_may_be_changed(asks: tuple[Asked, ...]) -> None:
    matter = "clue" if asks is clues.TOLD else "striver"
    shown = [asked.name for asked in asks if asked.kept is not Place.IDENTITY]
    said = [word for name in shown for word in spoken.labels(Term(f"label.{matter}", name))]
    assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_stands_once_more_among_the_words_to_hear(language: str) -> None:
    """It was written twice in each language: 332 words that had to be kept alike."""
    said, listed = prose.said(language), prose.of_file("understanding", language)
    apart = {"commands": ("menu",), "staff_moves": ("move",), "staff_parts": ("queue", "queue_part")}
    heard_for = {**{name: (name,) for name in listed["choices"]}, **apart}
    tables = {**listed["choices"], **{name: listed[name] for name in apart}}
    for where, names in tables.items():
        for name, words in names.items():
            written = [said[table][name] for table in heard_for[where] if isinstance(said[table].get(name), str)]
            assert not {typed(word) for word in words} & {typed(label) for label in written}, f"{where}.{name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_typed_for_a_choice_is_taken_for_a_command(language: str) -> None:
    for table, choices in heard(language).items():
        for name, words in choices.items():
            if (table, name) not in CONSENT:
                assert [word for word in words if spoken.command(word)[0]] == [], f"{table}.{name}"


@pytest.mark.parametrize("table", [table for table in HEARD if table not in SENTENCES])
def test_a_chinese_label_stands_whole_on_a_button(table: str) -> None:
    assert [label for label in labels("zh", table).values() if len(label) > WIDEST] == []
