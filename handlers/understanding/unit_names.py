"""The forms in which a unit's name may be written: squeezed, by sound, in pinyin, by initials."""

import os
import re
import unicodedata
from functools import lru_cache
from itertools import product
from threading import Lock

import words as prose
from domain.units import Unit
from handlers.understanding import spoken_places

# The library's table of 47,000 phrases costs some forty megabytes and serves running text; names are read character by
# character with every reading a character has. The library looks for this variable when it is imported.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

import pypinyin

# Offices that people speak of and that need not be in the register. What stands before the name of one is cut at a word that is none of it.
_OFFICE = re.compile(
    r"([\u4e00-\u9fff]{0,5}?)(派出所|公安局|交警队|交警大队|交警|镇政府|乡政府|县政府|市政府|街道办事处|街道办|居委会|村委会|村支部|社区|县医院|人民医院"
    r"|中医院|卫生院|医院|中学|小学|幼儿园|学校|法院|检察院|税务局|供电局|供电所|司法所|城管队|城管|信访局|烟草局|气象局|消防队|养老院|[\u4e00-\u9fff]{2}局)"
)
_BEFORE = re.compile(
    r".*(?:[我你他她去在到找的向跟和被说让是要从把了吗过给对诉报映天周月日，。！？、]|推荐|点赞|表扬|感谢|谢谢)"
)
_ENGLISH_OFFICE = re.compile(
    r"\b(?:[Tt]he |[Oo]ur |[Mm]y )?((?:(?!The |Our |My |In |At )[A-Z][a-z]+ ){0,2}"
    r"(?:county |town |township |village |district |traffic |local )?"
    r"(?:police station|police|hospital|court|school|kindergarten|clinic|village committee|tax office"
    r"|town government|county government))\b",
)
_PLACE = re.compile(r"^.{2,3}?[县市区州旗]")
LONGEST_NAME = 30  # characters of a unit's name; more is a sentence that may hold one
LEAST_BESIDES = 6  # characters: fewer beside the name are how one says it: 我说的是……
_BODIES = (
    "station",
    "office",
    "bureau",
    "hospital",
    "school",
    "court",
    "committee",
    "government",
    *"局委办所队站院校厅部会处科室村镇乡府司区",
    "中心",
    "大厅",
    "窗口",
)
_SENTENCE = "，。！？；,!?;\n"
LATIN_WORD = re.compile(r"[a-z0-9]+")
MOST_READINGS = 8
SHORTEST_INITIALS = 3
PRIVATE_USE = 0xF0000


def squeezed(text: str) -> str:
    """The text as names are compared: width and case folded, invisible characters, spaces and punctuation gone."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def is_chinese(character: str) -> bool:
    """Whether this is a Chinese character of the common planes."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf"


def is_latin(text: str) -> bool:
    """Whether there are only Latin letters and digits."""
    return LATIN_WORD.fullmatch(text) is not None


def latin_words(text: str) -> list[str]:
    """The runs of Latin letters and digits, in order."""
    return LATIN_WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def sound(text: str) -> str:
    """The text with each Chinese character replaced by one sign for its syllable, so that homophones are equal."""
    return "".join(map(_sign, squeezed(text)))


def shortened(name: str) -> set[str]:
    """What people make of a name of two words and a kind: 卫生健康局 is called 卫健局, 交通运输局 交通局. Else nothing."""
    characters = squeezed(name)
    if len(characters) != 5 or not all(map(is_chinese, characters)):
        return set()
    return {characters[::2], characters[:2] + characters[-1]}


def pinyin(name: str) -> set[str]:
    """The name spelled in pinyin without tones, in each likely reading."""
    return {"".join(reading) for reading in _readings(name)}


def initials(name: str) -> set[str]:
    """The first letters of the syllables, where they are enough to mean something."""
    spelled = {"".join(syllable[0] for syllable in reading) for reading in _readings(name)}
    return {each for each in spelled if len(each) >= SHORTEST_INITIALS}


def english(name: str) -> str:
    """A name in English as it is shown: what the office is for, and what it is; what has no word is spelled in pinyin."""
    return next(iter(_english(name)), name)


def beside(name: str) -> str:
    """A name of the office's own lists as it is shown in English: an English one, and the Chinese one beside; itself where it has none."""
    shown = _offices()["groups"].get(name, [english(name)])[0]
    return name if shown == name else f"{shown} ({name})"


def english_forms(name: str) -> set[str]:
    """The English names by which a unit may be called, squeezed: with or without its place, by one or another word."""
    return {"".join(latin_words(form)) for form in _english(name)}


@lru_cache(maxsize=4096)
def _english(name: str) -> tuple[str, ...]:
    core, words = _PLACE.sub("", squeezed(name), count=1), _offices()
    body = next((each for each in sorted(words["bodies"], key=len, reverse=True) if core.endswith(each)), "")
    stem = core.removesuffix(body)
    if not body or not stem or not all(map(is_chinese, stem)):
        return ()
    fields = words["fields"].get(stem) or ["".join(next(iter(_readings(stem)))).capitalize()]
    return tuple(f"{field} {each}" for field in fields for each in words["bodies"][body])


@lru_cache(maxsize=1)
def _offices() -> dict[str, dict[str, list[str]]]:
    return dict(prose.of_file("offices"))


def told(text: str) -> str:
    """The name of an office that words speak of, by what such names end in; empty where they speak of none."""
    found = _OFFICE.search(text)
    if found is None:
        english = _ENGLISH_OFFICE.search(text)
        return english[1].strip() if english else ""
    return _BEFORE.sub("", found[1]) + found[2]


def _readings(name: str) -> set[tuple[str, ...]]:
    """Every combination of readings, as long as they are few; else the most usual one."""
    syllables = [_syllables(character) for character in squeezed(name)]
    combinations = 1
    for options in syllables:
        combinations *= len(options)
    if combinations > MOST_READINGS:
        return {tuple(options[0] for options in syllables)}
    return set(product(*syllables))


@lru_cache(maxsize=16_384)
def _syllables(character: str) -> tuple[str, ...]:
    if not is_chinese(character):
        return (character,)
    found = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(found))


_signs: dict[str, str] = {}
_signs_lock = Lock()  # the writer and the readers of the database each run handlers in threads of their own


@lru_cache(maxsize=16_384)
def _sign(character: str) -> str:
    """One character for one syllable: Chinese has about 410, and one sign each lets slips be counted by character."""
    if not is_chinese(character):
        return character
    syllable = _syllables(character)[0]
    with _signs_lock:
        return _signs.setdefault(syllable, chr(PRIVATE_USE + len(_signs)))


def is_sentence(text: str) -> bool:
    """Whether words are more than a name."""
    if text.isascii():
        return len(text.split()) > 7 or any(sign in text.strip(".") for sign in ".!?;\n")
    if len(text) > LONGEST_NAME or any(sign in text.rstrip(_SENTENCE) for sign in _SENTENCE):
        return True
    return not ends_as_one(text) and spoken_places.is_story(text)


def ends_as_one(text: str) -> bool:
    """Whether words end as the names of units do."""
    return text.rstrip(_SENTENCE).endswith(_BODIES)


def says_more(text: str, unit: Unit) -> bool:
    """Whether words that name a unit say something besides: then they are also part of the story."""
    if text.isascii():
        return False  # an English name has as many words as a short sentence
    names = [name for name in unit.every_name[1:] if name in text]
    return len(text) - len(max(names, key=len, default=unit.name)) >= LEAST_BESIDES
