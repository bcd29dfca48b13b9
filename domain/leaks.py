"""What must not leave the office in any text to a unit, a group or the public (the law §2, §11.4, §11.5).

Lives here: `look`, which finds the numbers by which people are known and the traces of a reporter; `Leak`, which says what was found
and where; and what counts as a sentence of a clue. Which clues there are is found by `storage/desk/secrets.py`.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain import text as texts

LONG_ENOUGH = 8  # letters of a passage that nobody writes twice by chance
_BESIDE = 6  # characters on each side of what was found that are shown
_NUMBER = r"(?<![0-9A-Za-z]){}(?![0-9A-Za-z])"
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_PASSAGE = re.compile(r"[^，。！？；：、…,.!?;:\n“”\"（）()]+")


class LeakKind(StrEnum):
    """What was found; each has words in the table `[leak]`."""

    PHONE = "phone"  # 电话号码
    IDENTITY_CARD = "identity_card"  # 身份证号
    PLATE = "plate"  # 车牌号
    CLUE = "clue"  # 线索原文或编号
    REPORTER = "reporter"  # 反映人的身份


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that must not leave. `where` is the text around it; empty where that itself would say too much."""

    kind: LeakKind
    where: str = ""


_PATTERNS = (
    (
        LeakKind.IDENTITY_CARD,
        re.compile(_NUMBER.format(r"[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx]")),
    ),
    (LeakKind.PHONE, re.compile(_NUMBER.format(r"(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}"))),
    (LeakKind.PHONE, re.compile(_NUMBER.format(r"0[1-9][0-9]{1,2}[- ]?[0-9]{7,8}"))),
    (
        LeakKind.PLATE,
        re.compile(rf"[{_PROVINCES}][A-HJ-NP-Z][·• ]?(?=[A-Z]*[0-9])[0-9A-HJ-NP-Z]{{5,6}}(?![0-9A-Za-z])"),
    ),
    (LeakKind.CLUE, re.compile(_NUMBER.format(r"QS-[0-9]{4}-[0-9]{6}"), re.IGNORECASE)),
    (LeakKind.REPORTER, re.compile(r"(?<![0-9A-Za-z-])R-[0-9A-Z]{4}(?![0-9A-Za-z])")),
)


def look(text: str, allowed: Collection[str] = ()) -> Leak | None:
    """Find the first number of a person, a car, a clue or a reporter; None where there is none.

    Full-width digits count. `allowed` are the office's own telephone numbers.
    """
    seen = _plain(text)
    for number in filter(None, map(_plain, allowed)):
        seen = seen.replace(number, " " * len(number))
    found = ((pattern.search(seen), kind) for kind, pattern in _PATTERNS)
    return next((around(kind, text, *match.span()) for match, kind in found if match is not None), None)


def masked(text: str, allowed: Collection[str] = ()) -> str:
    """A text in which the numbers of people and cars, and the aliases of reporters, are replaced by asterisks."""
    seen, found = _plain(text), text
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(seen):
            if kind is not LeakKind.CLUE and match[0] not in allowed:
                found = found[: match.start()] + "＊" * len(match[0]) + found[match.end() :]
    return found


def around(kind: LeakKind, text: str, begins: int, ends: int) -> Leak:
    """Say where something was found, by what stands beside it on its line."""
    before = text[max(begins - _BESIDE, 0) : begins].rpartition("\n")[2]
    after = text[ends : ends + _BESIDE].partition("\n")[0]
    return Leak(kind, f"{before}{text[begins:ends]}{after}")


def passages(text: str) -> Iterator[str]:
    """The passages of a text between its stops, of those that are long enough to tell whose words they are."""
    for found in _PASSAGE.finditer(text):
        if len(compact(found[0])) >= LONG_ENOUGH:
            yield found[0].strip()


def compact(text: str) -> str:
    """A text as it is compared: folded, without anything between its letters and digits."""
    return "".join(filter(str.isalnum, texts.folded(text)))


def _plain(text: str) -> str:
    """Full-width letters and digits become the ordinary ones; nothing else is lost, so that a place can be shown."""
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)
