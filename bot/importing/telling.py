"""Says in a person's language what is wrong with a file to import, what it would change, and what was taken.

Every sentence stands in `words/<language>/imports.toml`.
"""

from collections.abc import Iterable, Mapping

from bot.importing.taking import Imported, ImportLook
from bot.importing.words import ImportWords
from domain import codes
from domain.importing.columns import TableKind
from domain.importing.differences import ChangedValue, Jump, Jumps, RankMove
from domain.importing.problems import CellFault, Problem
from handlers.scoring.periods import PeriodProposed

SHOWN = 12  # lines of one sort; how many more there are is said


def refusals(problems: Iterable[Problem], kind: TableKind, words: ImportWords) -> list[str]:
    """One line for each mistake: the first place in full, then every other place where the very same was found."""
    alike: dict[tuple[object, ...], list[Problem]] = {}
    for each in problems:
        alike.setdefault((each.sheet, each.column, each.fault, each.found), []).append(each)
    lines = []
    for first, *others in alike.values():
        line = explain(first, kind, words)
        if others:
            places = words.say("place.and").join(_spot(each, words) for each in others)
            line += words.say("place.others", number=len(others), places=places)
        lines.append(line)
    return lines


def _spot(problem: Problem, words: ImportWords) -> str:
    return problem.cell or words.say("place.line", line=problem.line)


def explain(problem: Problem, kind: TableKind, words: ImportWords) -> str:
    """One line: where, what was found, what is wrong and what to do."""
    if problem.fault is CellFault.OTHER_FILE:
        return words.say("fault.other_file", what=words.say(f"file.{problem.found}"))
    told = "twice_of" if problem.fault is CellFault.TWICE and problem.first else problem.fault
    said = words.say(f"fault.{told}", found=problem.found, first=problem.first)
    where = [
        words.say("place.sheet", sheet=problem.sheet) if problem.sheet else "",
        words.say("place.cell", cell=problem.cell) if problem.cell else "",
        words.say("place.line", line=problem.line) if problem.line and not problem.cell else "",
        words.say("place.column", column=words.label(kind, problem.column)) if problem.column else "",
    ]
    place = words.say("place.between").join(filter(None, where)) or words.say("place.file")
    is_told = not problem.found or problem.found == problem.column or problem.found in said
    shown = "" if is_told else words.say("place.shows", found=problem.found)
    return words.say("place.whole", place=place, shows=shown, said=said)


def changes(found: ImportLook, words: ImportWords, names: Mapping[str, str]) -> list[str]:
    """What taking the file would do, line by line. `names`: units and indicators by code."""
    difference = found.difference
    counts = {
        "rows": found.rows,
        "added": len(difference.added),
        "changed": len({change.of for change in difference.changed}),
        "same": difference.same,
    }
    lines = [words.say("difference.counts", **counts)]
    lines += [words.say(f"remark.{remark.key}", found=remark.found) for remark in found.remarks]
    lines += _listed(words, "changed", (_change(each, found.kind, words, names) for each in difference.changed))
    lines += _listed(words, "jumps", (_jump(each, words, names) for each in difference.jumps))
    lines += _listed(words, "moves", (_move(each, words, names) for each in difference.moves))
    gone = (_named(code, names) for code in difference.gone)
    return lines + _listed(words, f"gone_{found.kind}", gone)


def letters_to_be(
    found: ImportLook, words: ImportWords, names: Mapping[str, str], kinds: Mapping[str, str]
) -> list[str]:
    """What becomes of each new letter of a file: about whom, of what kind, signed or not. `kinds`: what each kind is called."""
    lines = [
        words.say(
            "letter.new",
            line=each.line,
            number=each.key,
            unit=names.get(each.told["unit"]) or each.told["unit_told"] or words.say("letter.no_unit"),
            kind=kinds.get(each.told["kind"]) or words.say("letter.no_kind"),
            signed=words.say(f"letter.{each.told['signed']}"),
        )
        for each in found.letters
    ]
    more = [words.say("letter.more", number=len(lines) - SHOWN)] if len(lines) > SHOWN else []
    return [*lines[:SHOWN], *more]


def summary(imported: Imported, words: ImportWords, names: Mapping[str, str]) -> str:
    """What was taken, and what became of each period that had figures among it."""
    lines = [words.say("taken.rows", rows=imported.rows, kind=words.say(f"kind.{imported.kind}"))]
    if imported.closed:
        lines.append(words.say("taken.closed", units="、".join(_named(code, names) for code in imported.closed)))
    return "\n".join(
        [
            *lines,
            *(_period(each, words) for each in imported.periods),
            *_letters(imported, words),
            *_staff(imported, words),
        ]
    )


def _letters(imported: Imported, words: ImportWords) -> Iterable[str]:
    """By which number and code whoever wrote follows each letter; of those that went past this office, that they did."""
    for each in imported.letters:
        said = "taken.letter" if each.number else "taken.past_us"
        yield words.say(said, line=each.line, number=each.number, code=codes.spaced(each.code) if each.code else "")


def _staff(imported: Imported, words: ImportWords) -> Iterable[str]:
    """By which code and link each comes in; of those whom somebody has to sign for first, that they do not yet."""
    for each in imported.staff:
        said = "taken.invited" if each.code else "taken.to_be_signed"
        yield words.say(said, line=each.line, post=each.post, number=each.number, code=each.code, link=each.link)


def _period(period: PeriodProposed, words: ImportWords) -> str:
    if period.awaited:
        return words.say("taken.awaited", period=period.code, sequences="、".join(period.awaited))
    if period.is_off:
        return words.say("taken.off", period=period.code)
    if period.is_unchanged:
        return words.say("taken.unchanged", period=period.code)
    return words.say("taken.proposed", period=period.code, reds=period.reds, yellows=period.yellows)


def _listed(words: ImportWords, key: str, lines: Iterable[str]) -> list[str]:
    every = list(lines)
    if not every:
        return []
    more = [words.say("difference.more", number=len(every) - SHOWN)] if len(every) > SHOWN else []
    return [words.say(f"difference.{key}", number=len(every)), *(f"  · {line}" for line in every[:SHOWN]), *more]


def _change(change: ChangedValue, kind: TableKind, words: ImportWords, names: Mapping[str, str]) -> str:
    of = " ".join(_named(code, names) for code in change.of)
    nothing = words.say("difference.nothing")
    return words.say(
        "difference.change",
        of=of,
        field=words.say("difference.closed") if change.field == "is_closed" else words.label(kind, change.field),
        before=change.before or nothing,
        after=change.after or nothing,
    )


def _jump(jump: Jump, words: ImportWords, names: Mapping[str, str]) -> str:
    is_correction = jump.against == jump.period
    against = words.say("difference.same_period") if is_correction else jump.against
    return words.say(
        f"jump.{jump.kind}",
        period=jump.period,
        unit=_named(jump.unit, names),
        indicator=_named(jump.indicator, names),
        before=f"{jump.before:f}",
        after="" if jump.after is None else f"{jump.after:f}",
        times=f"{jump.times:.0f}" if jump.kind in (Jumps.FACTOR, Jumps.PEERS) else "",
        against=against,
    )


def _move(move: RankMove, words: ImportWords, names: Mapping[str, str]) -> str:
    against = words.say("difference.same_period") if move.against == move.period else move.against
    return words.say(
        "difference.move",
        period=move.period,
        sequence=move.sequence,
        unit=_named(move.unit, names),
        before=move.before,
        after=move.after,
        of=move.of,
        against=against,
    )


def _named(code: str, names: Mapping[str, str]) -> str:
    return f"{code} {names[code]}" if code in names else code
