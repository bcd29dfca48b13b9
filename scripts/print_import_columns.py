"""Prints docs/importing.md or docs/importing.zh.md: the columns of the files to import.

    python -m scripts.print_import_columns zh > docs/importing.zh.md

They are made of the table that the program reads (`domain/importing/columns.py`) and of its words; a test compares them.
"""

import sys

from bot.importing.words import ImportWords
from domain.importing.columns import COLUMNS, ImportKind


def page(locale: str) -> str:
    """The page in one language."""
    words = ImportWords(locale)
    parts = [f"# {words.say('page.title')}", f"<!-- {words.say('page.made')} -->", words.say("page.intro").strip()]
    return "\n\n".join([*parts, *(_section(kind, words) for kind in ImportKind)]) + "\n"


def _section(kind: ImportKind, words: ImportWords) -> str:
    heads = [words.say(f"template.head_{each}") for each in ("column", "required", "means", "allowed", "example")]
    lines = [f"## {words.say('page.file', kind=kind.value, label=words.say(f'kind.{kind}'))}", ""]
    lines += [f"| {' | '.join(heads)} |", "|---|---|---|---|---|"]
    for name in COLUMNS[kind].order:
        column = words.column(kind, name)
        label = f"`{name}`" if column.label == name else f"{column.label} `{name}`"
        needed = words.say("template.yes" if name in COLUMNS[kind].required else "template.no")
        lines.append(f"| {label} | {needed} | {column.means} | {column.allowed} | {column.example} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(page(sys.argv[1] if len(sys.argv) > 1 else "en"), end="")
