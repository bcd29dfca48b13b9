"""Finds units in what people write: by name, alias, pinyin, initials, or with a slip of the pen.

Lives here: `Finder`, a precomputed view of the register, and `Match`. Used by the steps that ask for a unit and by
`handlers/understanding/recognising.py`; fast enough to stay inside a message's transaction. The forms of a name are in
`handlers/understanding/unit_names.py`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from domain import units
from handlers.understanding import unit_names

WHOLE, INSIDE, HOMOPHONE, PINYIN, SHORTENED, INITIALS = 100, 96, 92, 92, 91, 90
SURE, CLEAR_LEAD = 90, 4
LEAST_LIKENESS = 75  # one character of four may be wrong
LONGEST_LISTENED = 400  # characters in which slips of the pen are looked for; names written right are found anywhere
FEW = 60  # how many names are compared letter by letter
LATIN_WORDS_AT_MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A unit that may be meant. `score` is 0–100; `is_exact`: one of its names stands there letter by letter."""

    unit: units.Unit
    score: int
    is_exact: bool


def sure(matches: list[Match]) -> units.Unit | None:
    """The unit that is meant beyond doubt: found with certainty, and no other nearly as likely."""
    if not matches or matches[0].score < SURE:
        return None
    if len(matches) > 1 and matches[0].score - matches[1].score < CLEAR_LEAD:
        return None
    return matches[0].unit


def certain(matches: list[Match]) -> list[Match]:
    """Those that stand in the words letter by letter, or by an English name; where there are several, all are meant."""
    return [match for match in matches if match.score >= INSIDE]


class Finder:
    """Finds the units of one register. Build it once for each state of the register: only finding is quick."""

    def __init__(self, register: units.Register) -> None:
        self._units = tuple(unit for unit in register if not unit.is_closed)
        self._written: dict[str, set[int]] = defaultdict(set)
        self._shortened: dict[str, set[int]] = defaultdict(set)
        self._sounded: dict[str, set[int]] = defaultdict(set)
        self._latin: dict[str, dict[int, int]] = defaultdict(dict)
        for number, unit in enumerate(self._units):
            for name in unit.every_name:
                self._remember(number, name)
            for spelled in unit_names.english_forms(unit.name):
                self._latin[spelled].setdefault(number, INSIDE)
        self._written_heads = _heads(self._written)
        self._shortened_heads = _heads(self._shortened)
        self._sounded_heads = _heads(self._sounded)
        self._sounds = sorted(self._sounded)
        self._by_pair = _by_pair(self._sounds)

    def find(self, text: str, limit: int = 5) -> list[Match]:
        """The units that `text` may mean, best first, whether it is a name or a sentence that holds one."""
        found: dict[int, tuple[int, bool]] = {}
        written = unit_names.squeezed(text)
        for number in sorted(self._written.get(written, ())):
            _keep(found, number, WHOLE, is_exact=True)
        for number in _inside(written, self._written, self._written_heads):
            _keep(found, number, INSIDE, is_exact=True)
        for number in _inside(written, self._shortened, self._shortened_heads):
            _keep(found, number, SHORTENED, is_exact=False)
        for number, score in self._latin_matches(text):
            _keep(found, number, score, is_exact=False)
        if not found:
            sounded = unit_names.sound(text[:LONGEST_LISTENED])
            for number in _inside(sounded, self._sounded, self._sounded_heads, least=3):
                _keep(found, number, HOMOPHONE, is_exact=False)
            for number, score in self._alike(sounded) if not found else ():
                _keep(found, number, score, is_exact=False)
        ordered = sorted(found.items(), key=lambda item: -item[1][0])[:limit]  # equals stay as first mentioned
        return [Match(unit=self._units[number], score=score, is_exact=exact) for number, (score, exact) in ordered]

    def _remember(self, number: int, name: str) -> None:
        written = unit_names.squeezed(name)
        if not written:
            return
        if unit_names.is_latin(written):
            self._latin[written][number] = WHOLE
            return
        self._written[written].add(number)
        self._sounded[unit_names.sound(name)].add(number)
        for shortened in unit_names.shortened(name):
            self._shortened[shortened].add(number)
        for spelled in unit_names.pinyin(name):
            self._latin[spelled].setdefault(number, PINYIN)
        for initials in unit_names.initials(name):
            self._latin[initials].setdefault(number, INITIALS)

    def _latin_matches(self, text: str) -> Iterable[tuple[int, int]]:
        """Latin words in a row, joined: initials, pinyin with or without spaces, an English alias."""
        words = unit_names.latin_words(text)
        for start in range(len(words)):
            for end in range(start + 1, min(start + LATIN_WORDS_AT_MOST, len(words)) + 1):
                yield from self._latin.get("".join(words[start:end]), {}).items()
        if not any(map(unit_names.is_chinese, text)) and len(words) <= LATIN_WORDS_AT_MOST:
            yield from self._alike_in_latin("".join(words))

    def _alike_in_latin(self, spelled: str) -> Iterable[tuple[int, int]]:
        if len(spelled) < 6:
            return
        for name, numbers in self._latin.items():
            if abs(len(name) - len(spelled)) <= 2:
                likeness = int(fuzz.ratio(name, spelled, score_cutoff=85))
                for number in numbers if likeness else ():
                    yield number, min(likeness, SURE - 1)

    def _alike(self, sounded: str) -> Iterable[tuple[int, int]]:
        """Names of which a part stands in the text, or that stand there with a character wrong."""
        shared: Counter[int] = Counter()
        for pair in {sounded[at : at + 2] for at in range(len(sounded) - 1)}:
            for place, weight in self._by_pair.get(pair, {}).items():
                shared[place] += weight
        for place, _ in shared.most_common(FEW):
            score = _likeness(self._sounds[place], sounded)
            for number in self._sounded[self._sounds[place]] if score else ():
                yield number, score


def _keep(found: dict[int, tuple[int, bool]], number: int, score: int, *, is_exact: bool) -> None:
    if score > found.get(number, (0, False))[0]:
        found[number] = (score, is_exact)


def _heads(names: Iterable[str]) -> dict[str, list[int]]:
    """For the first two characters of the names: how long the names are that begin so, longest first."""
    heads: dict[str, set[int]] = defaultdict(set)
    for name in names:
        heads[name[:2]].add(len(name))
    return {head: sorted(lengths, reverse=True) for head, lengths in heads.items()}


def _inside(text: str, names: dict[str, set[int]], heads: dict[str, list[int]], least: int = 2) -> Iterable[int]:
    """The units whose names stand in the text; where names overlap, the one that begins first and is longest."""
    at, last = 0, len(text) - 1
    while at < last:
        lengths = heads.get(text[at : at + 2])
        length = 0
        if lengths is not None:  # hardly ever: no generator is made for every two characters of a story
            length = next((length for length in lengths if length >= least and text[at : at + length] in names), 0)
        if length:
            yield from sorted(names[text[at : at + length]])
        at += length or 1


def _by_pair(sounds: list[str]) -> dict[str, dict[int, int]]:
    """For each pair of syllables, the names that hold it; a pair that few names hold weighs more."""
    places: dict[str, set[int]] = defaultdict(set)
    for place, name in enumerate(sounds):
        for at in range(len(name) - 1):
            places[name[at : at + 2]].add(place)
    return {pair: dict.fromkeys(held, 1 + 1000 // len(held)) for pair, held in places.items()}


def _likeness(name: str, text: str) -> int:
    """0–89: how like a name is to the text or to its most similar part; 0 where it is not worth offering."""
    if len(text) < len(name) and text in name:
        return 60 + 25 * len(text) // len(name)
    if len(name) < 4:
        return 0
    score: Callable[..., float] = fuzz.partial_ratio if len(text) > len(name) + 1 else fuzz.ratio
    return min(int(score(name, text, score_cutoff=LEAST_LIKENESS)), SURE - 1)
