"""The commands that everybody may give, by language, for a channel that shows them in a menu: the Latin names of the design §12 with
the labels of the words."""

from bot.wording import LOCALES, Words
from domain.saying import Term

NAMES = ("report", "nominate", "status", "supplement", "board", "mydata", "feedback", "help", "cancel", "back")


def menu(words: Words) -> dict[str, list[tuple[str, str]]]:
    """Return language → name and description; the empty language is for whoever speaks another."""
    found = {locale: [(name, words.term(Term("menu", name), locale)) for name in NAMES] for locale in LOCALES}
    return {**found, "": found["zh"]}
