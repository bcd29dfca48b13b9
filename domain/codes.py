"""Codes and numbers as people send them: query codes, invitations, numbers of matters.

Lives here: `find`, which says what codes a text holds, `plain`, which reads one code, and `spaced`, which writes one. What
keyboards, recognised speech and copying make of a code is undone: full-width letters, every kind of dash, blanks and line
breaks between the characters, quotes, a label before it, a full stop behind it, O for 0, I and L for 1.
"""

import functools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from domain import text as texts
from domain.lifecycles import PREFIXES
from domain.matters import announcements

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
LENGTH = 10  # characters of a query code and of an invitation
GROUP = 5
_AS_MEANT = str.maketrans("OIL", "011")
_CHARACTER = "[0-9A-TV-Za-tv-z]"  # all but U
_BETWEEN = r"[\W_一]"  # 一 is what a Chinese keyboard makes of a dash
_CODE = "查询码|查詢碼|查询密码|回执码|邀请码|邀請碼|query code|invitation code|receipt code|invitation|code"
_DASHES = re.compile("[\u2010-\u2015\u2043\u2212\u2500\u2501\u30fc\ufe58\ufe63\uff0d]")
_INVITATION = re.compile(rf"(?<![0-9A-Za-z])i_({_CHARACTER}{{{LENGTH}}})(?![0-9A-Za-z])", re.IGNORECASE)
_LETTERS = "|".join(PREFIXES.values())
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z])((?:{_LETTERS})[\W_]{{0,3}}20[0-9]{{2}}[\W_]{{0,3}}[0-9]{{1,6}})(?![0-9A-Za-z])", re.IGNORECASE
)
_PARTS = re.compile(rf"({_LETTERS})(20[0-9]{{2}})([0-9]{{1,6}})", re.IGNORECASE)
_LABELLED = re.compile(
    rf"(?:{_CODE})[\W_]{{0,6}}(?:是|为|為|is\b)?[\W_]{{0,4}}"
    rf"({_CHARACTER}(?:{_BETWEEN}{{0,3}}{_CHARACTER}){{{LENGTH - 1}}})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_AMONG_WORDS = re.compile(
    rf"(?<![0-9A-Za-z@/._-])({_CHARACTER}{{{GROUP}}}(?:{_BETWEEN}{{1,3}})?{_CHARACTER}{{{GROUP}}})(?![0-9A-Za-z@_-])"
)
_ALONE = re.compile(rf"[\W_]*({_CHARACTER}(?:{_BETWEEN}{{0,3}}{_CHARACTER}){{{LENGTH - 1}}})[\W_]*")
_BROKEN = re.compile(
    rf"(?:{_CODE})[\W_]{{0,6}}(?:是|为|為|is\b)?[\W_]{{0,4}}(?=[A-Za-z-]{{0,12}}[0-9])[0-9A-Za-z][0-9A-Za-z-]{{5,14}}(?![0-9A-Za-z])"
    r"|^[\W_]*(?=[A-Z-]{1,12}[0-9]|[0-9-]{1,12}[A-Z])[0-9A-Z]{3,8}[\W_]{0,3}[0-9A-Z]{3,8}[\W_]*$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"[\W_]*第?\s*([0-9]{1,6})\s*[号號条條件]?[\W_]*")
_WITHOUT_CODES = re.compile("[\u4e00-\u9fff，。！？、；：“”…—\n]*")
_LABEL = re.compile(rf"(?:(?:我的|受理|登记)?(?:{_CODE}|编号|編號|number)[\s:：=是为]*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCodes:
    """What a text holds: codes as ten characters of ALPHABET, the first mentioned first.

    `codes` are query codes or invitations beyond doubt; `perhaps` is what has the form of one and may as well be a word or a
    telephone number. `is_broken`: it is one beyond doubt, but characters are missing or too many. `invitations` were marked as such
    (i_…). `numbers` stand as on a receipt (QS-2026-000123). `ordinal` is a bare number that is the whole text. `rest` are the
    words beside all that, empty where there are none.
    """

    codes: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    is_broken: bool = False
    invitations: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    ordinal: int | None = None
    rest: str = ""


class _CodesReading:
    """A text that is read piece by piece: what was taken is blank from then on."""

    def __init__(self, text: str) -> None:
        self._written = text
        self.seen = _DASHES.sub("-", "".join(map(_ordinary, text)))

    def take(self, pattern: re.Pattern[str], is_one: Callable[[str], bool] = bool) -> list[str]:
        """Take what the first group of `pattern` matches, wherever `is_one` says so."""
        found = [match for match in pattern.finditer(self.seen) if is_one(match[1])]
        for match in found:
            start, end = match.span()
            self.seen = self.seen[:start] + " " * (end - start) + self.seen[end:]
        return [match[1] for match in found]

    def rest(self) -> str:
        """The words that were not taken, as they were written; empty where only labels and marks are left."""
        if " " not in self.seen:
            return _without_labels(self._written)
        kept = "".join("\0" if seen == " " else written for seen, written in zip(self.seen, self._written, strict=True))
        return _without_labels(re.sub("\0+", " ", kept))


def find(text: str) -> FoundCodes:
    """Say what codes and numbers a text holds."""
    if _WITHOUT_CODES.fullmatch(text):  # most of what people tell: nothing in it can be a part of a code
        return FoundCodes(rest=_without_labels(text))
    reading = _CodesReading(text)
    ordinal = _ORDINAL.fullmatch(reading.seen)
    invitations = reading.take(_INVITATION)
    numbers = reading.take(_NUMBER)
    labelled = reading.take(_LABELLED)
    among = reading.take(_AMONG_WORDS, _is_code_among_words)
    alone = [] if labelled or among or not _ALONE.fullmatch(reading.seen) else reading.take(_ALONE)
    sure = [*filter(_is_code_by_label, labelled), *among, *filter(_is_code_alone, alone)]
    doubtful = [raw for raw in (*labelled, *alone) if raw not in sure]
    return FoundCodes(
        codes=_each_once(map(plain, sure)),
        perhaps=_each_once(map(plain, doubtful)),
        is_broken=not (sure or doubtful or invitations) and _BROKEN.search(reading.seen) is not None,
        invitations=_each_once(map(plain, invitations)),
        numbers=_each_once(map(_number, numbers)),
        ordinal=int(ordinal[1]) if ordinal else None,
        rest=reading.rest(),
    )


def _without_labels(text: str) -> str:
    words = _LABEL.sub("", text).strip()
    return words if texts.has_words(words) else ""


def plain(text: str) -> str:
    """Read one code as people write it: its letters and digits, as they are meant. The result may be no code at all."""
    written = "".join(map(_ordinary, text)).upper()
    return "".join(filter(_is_ascii_word, written)).translate(_AS_MEANT)


def spaced(code: str) -> str:
    """A code in groups, to be read aloud and written down."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _number(raw: str) -> str:
    parts = _PARTS.fullmatch(plain_number := "".join(filter(_is_ascii_word, raw)))
    assert parts is not None, f"{plain_number} was found as a number"
    letters, digits = parts[1].upper(), int(parts[3])
    return (
        announcements.numbered(int(parts[2]), digits)
        if letters == announcements.PREFIX
        else f"{letters}-{parts[2]}-{digits:06}"
    )


def _is_code_by_label(raw: str) -> bool:
    """Whether what stands behind a label is a code: not words that happen to have ten letters together."""
    groups = _groups(raw)
    return len(groups) == 1 or len({len(group) for group in groups}) == 1 or _is_code_among_words(raw)


def _is_code_alone(raw: str) -> bool:
    """Whether a text that is nothing else is a code. A small word of ten letters, or ten digits, may be something else."""
    return _is_code_among_words(raw) or (len(_groups(raw)) == 1 and raw.isupper())


def _is_code_among_words(raw: str) -> bool:
    """Whether ten characters can only be a code: letters and digits in groups of one length, or capitals in two groups."""
    groups = _groups(raw)
    is_mixed = any(map(str.isdigit, raw)) and any(map(_is_letter, raw))
    is_even = len({len(group) for group in groups}) == 1
    if is_mixed:
        return is_even or raw == raw.upper()
    return is_even and len(groups) == 2 and raw == raw.upper()


def _groups(raw: str) -> list[str]:
    return re.findall(r"[0-9A-Za-z]+", raw)


def _each_once(codes: "map[str]") -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


@functools.lru_cache(maxsize=8192)
def _ordinary(character: str) -> str:
    """The ordinary form of a full-width or circled character; characters that cannot be seen are blanks, as are all kinds of blank."""
    if character.isascii():
        return "\n" if character == " " else character
    ordinary = unicodedata.normalize("NFKC", character)
    if len(ordinary) != 1 or ordinary == " ":
        return "\n" if ordinary == " " else character
    return "\n" if texts.FORMATS.match(ordinary) else ordinary


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _is_ascii_word(character: str) -> bool:
    return character.isascii() and character.isalnum()
