"""What the speakers say: one report each, from the first word to the receipt, typed as text.

Lives here: the lines of the conversation and the webhook requests made of them. Called by `bench/load.py`, before the
clock starts. A button's handle is known to its reader alone, so these speakers type what the buttons say.
"""

import csv
import json
import random
from pathlib import Path

LINES = ("/start", "同意", "我要反映", "{unit}", "{kind}", "{story}", "完成", "匿名", "提交")
"""One dialogue. Ends with a committed clue: the measurement counts them and fails where one is missing."""

UNITS_FILE = Path(__file__).parents[1] / "bot" / "demo_data" / "units.csv"
FIRST_SPEAKER = 7_100_000_000  # like today's Telegram ids: they no longer fit into 32 bits
FIRST_UPDATE = 415_000_000

KINDS = ("拖沓敷衍", "推诿扯皮", "怕担责避责", "遥控指挥")
STORIES = (
    "{month}月{day}日我到窗口递交材料，工作人员说系统在升级，此后去了{times}次，每次都让等通知，至今没有答复。",
    "村口的路从{month}月起积水，{times}次反映都说归别的科室管，{day}号又去问，还是没有人来看现场。",
    "{month}月{day}日打电话问补贴进度，先后转了{times}个办公室，最后一个说不清楚，让我下个月再打。",
    "企业的许可材料{month}月就已经齐全，经办人一直说领导没有批，催了{times}次，超过承诺时限{day}天。",
)
NAMES = ("小禾", "阿岚", "老川", "青枫", "云稞", "砚北", "苔石", "芦笙")


def requests(url: str, secret: str, *, dialogues: int, first: int, now: int) -> list[list[bytes]]:
    """Build the HTTP requests of `dialogues` speakers, numbered from `first`; `now`, in Unix seconds, is in each."""
    host, _, path = url.removeprefix("http://").partition("/")
    head = _head(host, path, secret)
    units = _unit_names()
    steps = len(LINES)
    talks = []
    for speaker in range(first, first + dialogues):
        said = _said(speaker, units)
        # Telegram numbers updates as they come: everybody's first line before anybody's second.
        start = FIRST_UPDATE + first * steps + speaker - first
        bodies = (_update(start + step * dialogues, speaker, step, text, now) for step, text in enumerate(said))
        talks.append([head % len(body) + body for body in bodies])
    return talks


def _said(speaker: int, units: list[str]) -> list[str]:
    """The lines of one speaker: the same number says the same thing in every run."""
    drawn = random.Random(speaker)
    given = {"month": drawn.randint(1, 9), "day": drawn.randint(1, 28), "times": drawn.randint(2, 9)}
    story = drawn.choice(STORIES).format(**given)
    known = {"unit": drawn.choice(units), "kind": drawn.choice(KINDS), "story": f"{story}（第{speaker}号）"}
    return [line.format(**known) for line in LINES]


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


def _head(host: str, path: str, secret: str) -> bytes:
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


def _unit_names() -> list[str]:
    """Every unit by its full and its short name."""
    with UNITS_FILE.open(encoding="utf-8-sig", newline="") as file:
        return [row[column] for row in csv.DictReader(file) for column in ("name", "short")]
