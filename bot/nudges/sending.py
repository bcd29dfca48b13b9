"""A nudge on its way, through Apprise.

The services are built from parts, never from an address that somebody typed: only hosts that are named here, or that the
operator has set, are ever called. Blocking; called in a thread by `bot/nudges/errands.py`.
"""

import importlib
import logging
from typing import Any

from bot.setting_values import Mail
from domain.nudges import NudgeKind

BARK_HOST = "api.day.app"


def send(mail: Mail | None, kind: NudgeKind, address: str, words: str) -> bool:
    """Bring words to an address; False where the service did not take them."""
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # it would write addresses and keys into the log
    service = _service(mail, kind, address)
    return service is not None and bool(service.notify(body=words, title=words if kind is NudgeKind.MAIL else ""))


def _service(mail: Mail | None, kind: NudgeKind, address: str) -> Any:
    """The service of a kind; None for mail where no server is set (any more)."""
    match kind:
        case NudgeKind.MAIL:
            return None if mail is None else _mail(mail, address)
        case NudgeKind.WECOM:
            return _made("wecombot", "NotifyWeComBot", key=address)
        case NudgeKind.DINGTALK:
            return _made("dingtalk", "NotifyDingTalk", token=address)
        case NudgeKind.FEISHU:
            return _made("feishu", "NotifyFeishu", token=address)
        case NudgeKind.BARK:
            return _made("bark", "NotifyBark", targets=[address], host=BARK_HOST, secure=True)
        case NudgeKind.NTFY:
            return _made("ntfy", "NotifyNtfy", targets=[address], mode="cloud", secure=True)


def _mail(mail: Mail, address: str) -> Any:
    return _made(
        "email",
        "NotifyEmail",
        host=mail.host,
        port=mail.port,
        user=mail.user or None,
        password=mail.password or None,
        secure=mail.how != "insecure",
        secure_mode=mail.how,
        smtp_host=mail.host,
        from_addr=mail.sender,
        targets=[address],
        format="text",
    )


def _made(module: str, name: str, **parts: Any) -> Any:
    """A service of the library, which knows a hundred of them: only the one that is wanted is loaded, and not at the start."""
    return getattr(importlib.import_module(f"apprise.plugins.{module}"), name)(**parts)
