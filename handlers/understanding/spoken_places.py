"""Reads where something happened from what people write, in Chinese and English."""

import re

_ENDS = (
    "村口|村委会|村|社区|小区|大街|大道|路口|街口|路|街|巷|广场|大厅|窗口|柜台|工地|桥头|桥|河边|渠边|市场|医院|学校|幼儿园|车站|码头|公园|园区|"
    "厂区|门口|旁边|附近|对面|楼下|号楼|收费站|派出所"
)
_IN_STORY = re.compile(
    rf"(?:就在|发生在|位于|住在|[在到去])((?:[\u4e00-\u9fff0-9A-Za-z]{{1,12}}?)(?:{_ENDS}))(?![\u4e00-\u9fff]?[局委办队])"
)
_ENGLISH = re.compile(
    r"\b(?:in|at|near|on|by|outside) ((?:the )?(?:[A-Z0-9][\w'-]* ){1,4}"
    r"(?:Village|Road|Street|Avenue|Town|Township|Square|Bridge|School|Hospital|Market|Park|Station|Gate|District|Community))\b"
)
_LEAD = re.compile(r"^(?:就|发生|是)?在|^位于|^(?:in|at|near|on|by|outside)\s+(?:the\s+)?", re.IGNORECASE)
_NO_PLACE = re.compile(
    r"不|没|谁|怎|为什么|什么|吗|呢|他|她|我|你|说|办(?!事)|给|[，。！？；,!?;]|\b(?:not?|they|he|she|it|we|you|i|why|what|how|is|are|was)\b",
    re.IGNORECASE,
)
LONGEST_ANSWER = 40
_TOO_GENERAL = frozenset({"现场", "窗口", "大厅", "门口", "附近", "旁边", "对面", "村", "路", "街", "学校", "医院"})


_TELLS = re.compile(
    r"他们|她们|不|没|了|说|骂|拖|还是|又|[，。！？；]|\b(?:they|did|does|has|have|had|not?|never|was|were|still|again)\b",
    re.IGNORECASE,
)
_PLACE_AT_END = re.compile(rf"(?:{_ENDS}|[镇乡县区市里边处])$")
SHORTEST_STORY = 4


def is_story(text: str) -> bool:
    """Whether words that were asked for a place, or a name, tell what happened instead."""
    stripped = text.strip().rstrip("。.！!")
    if len(stripped) < SHORTEST_STORY or _PLACE_AT_END.search(stripped) or _LEAD.match(stripped):
        return False
    return _TELLS.search(stripped) is not None


def read(text: str) -> str:
    """The place that a story names beyond doubt; empty where it names none."""
    for found in (*_IN_STORY.finditer(text), *_ENGLISH.finditer(text)):
        place = found[1].strip()
        if place not in _TOO_GENERAL and not _NO_PLACE.search(place):
            return place
    return ""


def answer(text: str) -> str:
    """The place, where a few words that were asked for a time or place are one; empty where they are something else."""
    stripped = text.strip().rstrip("。.")
    place = _LEAD.sub("", stripped, count=1).strip()
    is_led = place != stripped
    if not place or len(place) > LONGEST_ANSWER or _NO_PLACE.search(place):
        return ""
    if is_led or _PLACE_AT_END.search(place) or _ENGLISH.search(f"in {place}"):
        return place
    return ""
