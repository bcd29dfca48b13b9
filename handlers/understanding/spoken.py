"""The words people use to command: what they type for a command or for a choice, in either language.

The words are in `words/{zh,en}/understanding.toml`.
"""

import functools
import re
from collections.abc import Mapping
from typing import Any

import words as prose
from domain import text as texts
from domain.lifecycles import PROCEDURES
from domain.saying import Term

LANGUAGES = ("zh", "en")
SHORT_ASKED = 40  # characters of a sentence that asks for a person, and says nothing besides
LONGEST_TYPED = 80  # no command is longer, however it is spaced; a story is not folded to find that out


def command(text: str) -> tuple[str, str]:
    """Return the command that was typed and what stands behind it: `/status 3` or a label; two empty strings for none."""
    if text.startswith("/"):
        name, _, rest = text[1:].partition(" ")
        name = name.partition("@")[0].casefold()
        return (name, rest.strip()) if name in _commands().values() else ("", "")
    if len(text) > LONGEST_TYPED:
        return "", ""
    return _commands().get(texts.folded(text).strip(), ""), ""


def labels(label: Term) -> set[str]:
    """Return what may be typed for a choice with this label: the label itself in any language, and what else is meant by it."""
    common = label.table.partition(".")[0]
    also = _labels().get((label.table, label.name)) or _labels().get((common, label.name), set())
    return also | _itself(label.table, label.name)


def choice_named(table: str, folded: str) -> str:
    """Return the name of the choice of a table that folded words stand for; empty where they stand for none."""
    names = {name for language in LANGUAGES for name in prose.said(language)[table]}
    return next((name for name in sorted(names) if folded in labels(Term(table, name))), "")


def language(text: str) -> str:
    """Which language words ask for, and nothing besides; empty for none."""
    return "" if len(text) > LONGEST_TYPED else choice_named("language", texts.folded(text).strip(" 。.!！?？~～"))


def staff(what: str, folded: str) -> str:
    """Which of the words of staff (`parts` of the queue, `moves` of a card, `duties`) folded words stand for; empty for none."""
    return _staff(what).get(folded, "")


def asks(text: str, what: str) -> bool:
    """Whether a text of a few words asks for this: one of the phrases of the table `asks` stands among them."""
    if len(text) > LONGEST_TYPED:
        return False
    return _asked(what).search(texts.folded(text)) is not None


@functools.cache
def _asked(what: str) -> re.Pattern[str]:
    return texts.any_of(texts.folded(phrase) for language in LANGUAGES for phrase in _words(language)["asks"][what])


def is_remark(text: str) -> bool:
    """Whether words only remark on a question (等一下, 什么意思, wait) and tell nothing."""
    return texts.folded(text).strip(" 。.!！?？~～") in _listed("remarks")


def is_button(text: str) -> bool:
    """Whether words are what stands on a button of a form (完成, 提交, 匿名), and tell nothing."""
    return choice_named("answer", texts.folded(text).strip(" 。.!！?？~～")) != ""


def is_thanks(text: str) -> bool:
    """Whether words only thank."""
    return texts.folded(text).strip(" 。.!！~～，,") in _listed("thanks")


def wants_person(text: str) -> bool:
    """Whether words ask for a person to talk to: a few that do, or one of them in a short sentence."""
    folded = texts.folded(text)
    if len(text) <= SHORT_ASKED and any(word in folded for word in _listed("person_in")):
        return True
    return texts.folded(text).strip(" 。.!！?？~～，,") in _listed("person")


def praises(text: str) -> str:
    """`nominate` where words nominate somebody, `praise` where they praise or thank somebody; empty where they do neither."""
    folded = texts.folded(text)
    if folded.startswith("推荐") or any(word in folded for word in _listed("nominates")):
        return "nominate"
    return "praise" if any(word in folded for word in _listed("praises")) else ""


def accuses(text: str) -> bool:
    """Whether words blame somebody for how they do their work."""
    folded = texts.folded(text)
    return any(word in folded for word in _listed("accuses"))


def is_question(text: str) -> bool:
    """Whether words only ask something."""
    folded = texts.folded(text).strip(" 。.!！~～")
    asked = _listed("questions")
    return folded.endswith(("?", "？", "吗", "呢")) or any(
        folded.startswith(word) or folded.endswith(word) for word in asked
    )


def is_of_service(text: str) -> bool:
    """Whether words speak of this service itself."""
    folded = texts.folded(text)
    return any(word in folded for word in _listed("service"))


@functools.cache
def _listed(what: str) -> frozenset[str]:
    """The words of one list of the table `listening`, in all languages."""
    return frozenset(texts.folded(word) for language in LANGUAGES for word in _words(language)["listening"][what])


@functools.cache
def _itself(table: str, name: str) -> frozenset[str]:
    """A label as the words have it: in the table of its matter, else in the common one."""
    found = set()
    for language in LANGUAGES:
        for path in (table, table.partition(".")[0]):
            words: Any = prose.said(language)
            for part in (*path.split("."), name):
                words = words.get(part) if isinstance(words, Mapping) else None
            if isinstance(words, str):
                found.add(texts.folded(words).strip(" .。"))
                break
    return frozenset(found)


_STAFF: Mapping[str, tuple[str, ...]] = {
    "parts": ("queue", "queue_part"),
    "moves": ("move",),
    "duties": (),
}  # the tables that hold the labels themselves


@functools.cache
def _staff(what: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for name, words in _words(language)[f"staff_{what}"].items():
            labels = [label for table in _STAFF[what] for label in _itself(table, name)]
            found |= {texts.folded(word): name for word in (*words, *labels)}
    return found


@functools.cache
def _commands() -> dict[str, str]:
    found: dict[str, str] = {}
    for table in PROCEDURES.values():
        if table.begins and table.begins.is_offered:
            begun = table.begins.command or table.matter
            found |= dict.fromkeys(_itself("menu", begun), begun)
    for language in LANGUAGES:
        for name, words in _words(language)["commands"].items():
            found |= {texts.folded(word): name for word in (*words, *_itself("menu", name), name)}
    return found


@functools.cache
def _labels() -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for language in LANGUAGES:
        for table, names in _words(language)["choices"].items():
            for name, words in names.items():
                found.setdefault((table, name), set()).update(texts.folded(word) for word in words)
    return found


@functools.cache
def _words(language: str) -> dict[str, Any]:
    return dict(prose.of_file("understanding", language))
