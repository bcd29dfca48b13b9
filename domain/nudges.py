"""Nudges: how somebody who works here learns, away from the page, that something waits for them.

Lives here: the kinds there are, and what may be typed as the address of each. Nobody types a whole address of the net: a
mailbox, or the key of a robot, from which the address is built where it is used.
"""

import re
from enum import StrEnum

LONGEST_ADDRESS = 200
LONGEST_MAILBOX = 64  # before the @


class NudgeKind(StrEnum):
    """By what a nudge goes."""

    MAIL = "mail"
    WECOM = "wecom"  # 企业微信群机器人
    DINGTALK = "dingtalk"  # 钉钉群机器人
    FEISHU = "feishu"  # 飞书群机器人
    BARK = "bark"
    NTFY = "ntfy"


ABROAD = frozenset({NudgeKind.BARK, NudgeKind.NTFY})  # served from outside the mainland
_KEYS = {
    NudgeKind.WECOM: (
        r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=",
        r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
    ),
    NudgeKind.DINGTALK: (r"https://oapi\.dingtalk\.com/robot/send\?access_token=", r"[0-9a-f]{64}"),
    NudgeKind.FEISHU: (
        r"https://open\.feishu\.cn/open-apis/bot/v2/hook/",
        r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    ),
    NudgeKind.BARK: (r"https://api\.day\.app/", r"[A-Za-z0-9]{16,32}"),
    NudgeKind.NTFY: (r"https://ntfy\.sh/", r"[A-Za-z0-9_-]{8,64}"),
}
_MAILBOX = r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"


def read(kind: NudgeKind, text: str) -> str | None:
    """What was typed as a mailbox, or as the key of a robot; None where it is none.

    A robot's whole address, as its service shows it to be copied, is taken for the key in it; any other address is nothing.
    """
    text = text.strip()
    if len(text) > LONGEST_ADDRESS:
        return None
    if kind is NudgeKind.MAIL:
        is_mailbox = re.fullmatch(_MAILBOX, text) and len(text.partition("@")[0]) <= LONGEST_MAILBOX
        return text if is_mailbox else None
    before, key = _KEYS[kind]
    found = re.fullmatch(f"(?:{before})?({key})/?", text)
    return found[1] if found else None


def masked(kind: NudgeKind, address: str) -> str:
    """An address as it is shown again: enough to know one's own by."""
    name, at, host = address.partition("@")
    return f"{name[:2]}…{at}{host}" if kind is NudgeKind.MAIL else f"…{address[-4:]}"
