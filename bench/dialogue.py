"""What the speakers say: one report each, from the first word to the receipt, typed as text.

Lives here: the lines of the conversation and the webhook requests made of them. A button's handle is known to its reader
alone, so these speakers type what the buttons say.
"""

import csv
import json
import random
from pathlib import Path

TOLD = ("/start", "{story}", "同意", "对", "{place}", "完成", "匿名", "提交")
"""Simply written: unit, kind and time are recognised in the words, and right."""
GUIDED = ("/start", "我要反映", "同意", "{plain}", "{unit}", "昨天", "跳过", "完成", "匿名", "提交")
"""Asked for one by one: nothing is recognised, and the kind is left to the reviewer."""
SCRIPTS = (TOLD, TOLD, TOLD, GUIDED)
"""Which speaker plays which. Each ends with a committed clue: the measurement fails where one is missing."""

UNITS_FILE = Path(__file__).parents[1] / "bot" / "demo_data" / "units.csv"
FIRST_SPEAKER = 7_100_000_000  # like today's Telegram ids: they no longer fit into 32 bits
FIRST_UPDATE = 415_000_000

STORIES = (
    "{month}月{day}日我到{unit}窗口递交材料，此后去了{times}次，经办人一拖再拖，每次都让等通知。",
    "村口的路积水，{month}月{day}日起找过{unit}{times}次，几个科室互相推诿，没有人来看现场。",
    "{month}月{day}日打电话给{unit}问补贴进度，先后转了{times}个办公室，来回踢皮球，最后让下个月再打。",
    "企业的许可材料早已齐全，{unit}的经办人不敢签字，{month}月{day}日以来催了{times}次还在等。",
)
PLAIN = (
    "窗口的人总让改天再来，材料交了{times}回都退下来，也不讲哪里要改。",
    "门口的路灯坏着，老人晚上摔过{times}回，说过好几遍还是黑的。",
)
PLACES = ("办事窗口", "村口", "河边的桥头", "二楼走廊")
NAMES = ("小禾", "阿岚", "老川", "青枫", "云稞", "砚北", "苔石", "芦笙")


def requests(url: str, secret: str, *, dialogues: int, first: int, now: int) -> list[list[bytes]]:
    """Build the HTTP requests of `dialogues` speakers, numbered from `first`; `now`, in Unix seconds, is in each."""
    host, _, path = url.removeprefix("http://").partition("/")
    top, units = head(host, path, secret), unit_names()
    said = {speaker: lines(speaker, units) for speaker in range(first, first + dialogues)}
    talks: dict[int, list[bytes]] = {speaker: [] for speaker in said}
    # Telegram numbers updates as they come: everybody's first line before anybody's second.
    number = FIRST_UPDATE + first * len(GUIDED)
    for step in range(len(GUIDED)):
        for speaker, texts in said.items():
            if step < len(texts):
                number += 1
                body = _update(number, speaker, step, texts[step], now)
                talks[speaker].append(top % len(body) + body)
    return list(talks.values())


def lines(speaker: int, units: list[str]) -> list[str]:
    """What one speaker says: the same number says the same in every run."""
    drawn = random.Random(speaker)
    unit = drawn.choice(units)
    given = {"unit": unit, "month": drawn.randint(1, 9), "day": drawn.randint(1, 28), "times": drawn.randint(2, 9)}
    story, plain = drawn.choice(STORIES), drawn.choice(PLAIN)
    known = {
        "unit": unit,
        "story": f"{story.format(**given)}（{speaker}）",
        "plain": f"{plain.format(**given)}（{speaker}）",
        "place": drawn.choice(PLACES),
    }
    return [line.format(**known) for line in SCRIPTS[speaker % len(SCRIPTS)]]


def _update(number: int, speaker: int, step: int, text: str, now: int) -> bytes:
    """One update as Telegram's server writes it: every field it sends, everything beyond ASCII escaped."""
    person = {
        "id": FIRST_SPEAKER + speaker,
        "first_name": NAMES[speaker % len(NAMES)],
        "username": f"speaker_{speaker}",
    }
    message: dict[str, object] = {
        "message_id": 2 * step + 1,
        "from": {**person, "is_bot": False, "language_code": "zh-hans"},
        "chat": {**person, "type": "private"},
        "date": now,
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"offset": 0, "length": len(text), "type": "bot_command"}]
    return json.dumps({"update_id": number, "message": message}, separators=(",", ":")).encode()


def head(host: str, path: str, secret: str) -> bytes:
    """The head of a request as Telegram sends it, with a place for the length of its body."""
    lines = (
        f"POST /{path} HTTP/1.1",
        f"Host: {host}",
        "Content-Type: application/json",
        "Content-Length: %d",
        "Connection: keep-alive",
        f"X-Telegram-Bot-Api-Secret-Token: {secret}",
        "Accept-Encoding: gzip, deflate",
    )
    return "\r\n".join([*lines, "", ""]).encode()


def unit_names() -> list[str]:
    """Every unit by its full and its short name."""
    with UNITS_FILE.open(encoding="utf-8-sig", newline="") as file:
        return [row[column] for row in csv.DictReader(file) for column in ("name", "short")]
