"""The one table of settings: each name, how its text is read, and what it is where nothing is set.

What each means, and what is said when it is wrong, is in `words/<language>/settings.toml`; the tables of both READMEs are
compared with these. The names are a promise (the design §12).
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot import setting_values
from bot.setting_values import Reader

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting. Without a `default` it may be missing; what that means is in the words."""

    name: str
    read: Reader[T]
    default: str | None = None


HOME = Setting("FLAGPOST_HOME", setting_values.folder, "~/.local/share/flagpost")
DATABASE = Setting("FLAGPOST_DATABASE", setting_values.database)
WEB = Setting("FLAGPOST_WEB", setting_values.address, "127.0.0.1:8765")
PUBLIC_URL = Setting("FLAGPOST_PUBLIC_URL", setting_values.url)
LOCALE = Setting("FLAGPOST_LOCALE", setting_values.one_of("zh", "en"), "zh")
TIMEZONE = Setting("FLAGPOST_TIMEZONE", setting_values.timezone, "Asia/Shanghai")
CHANNEL_POLICY = Setting("FLAGPOST_CHANNEL_POLICY", setting_values.one_of("open", "mainland"), "open")
TRUSTED_PROXIES = Setting("FLAGPOST_TRUSTED_PROXIES", setting_values.networks)
TELEGRAM_TOKEN = Setting("FLAGPOST_TELEGRAM_TOKEN", setting_values.token)
TELEGRAM_API = Setting("FLAGPOST_TELEGRAM_API", setting_values.private_url, "https://api.telegram.org")
TELEGRAM_MODE = Setting("FLAGPOST_TELEGRAM_MODE", setting_values.one_of("polling", "webhook"), "polling")
TELEGRAM_CHANNEL = Setting("FLAGPOST_TELEGRAM_CHANNEL", setting_values.chat)
TELEGRAM_PROXY = Setting("FLAGPOST_TELEGRAM_PROXY", setting_values.proxy)
WECOM_CORPID = Setting("FLAGPOST_WECOM_CORPID", setting_values.word)
WECOM_SECRET = Setting("FLAGPOST_WECOM_SECRET", setting_values.secret)
WECOM_AGENTID = Setting("FLAGPOST_WECOM_AGENTID", setting_values.number)
WECOM_TOKEN = Setting("FLAGPOST_WECOM_TOKEN", setting_values.secret)
WECOM_AESKEY = Setting("FLAGPOST_WECOM_AESKEY", setting_values.aes_key)
WECOM_API = Setting("FLAGPOST_WECOM_API", setting_values.private_url, "https://qyapi.weixin.qq.com")
WECOM_KFID = Setting("FLAGPOST_WECOM_KFID", setting_values.word)
WECOM_ROBOTS = Setting("FLAGPOST_WECOM_ROBOTS", setting_values.keys_by_name)
MAIL = Setting("FLAGPOST_MAIL", setting_values.mail)
EVIDENCE = Setting("FLAGPOST_EVIDENCE", setting_values.folder)
BACKUP = Setting("FLAGPOST_BACKUP", setting_values.folder)
BACKUP_RECIPIENTS = Setting("FLAGPOST_BACKUP_RECIPIENTS", setting_values.recipients)
BACKUP_EVERY = Setting("FLAGPOST_BACKUP_EVERY", setting_values.minutes, "15")
LOG_LEVEL = Setting("FLAGPOST_LOG_LEVEL", setting_values.one_of("debug", "info", "warning", "error"), "info")

SETTINGS: tuple[Setting[Any], ...] = (
    HOME,
    DATABASE,
    WEB,
    PUBLIC_URL,
    LOCALE,
    TIMEZONE,
    CHANNEL_POLICY,
    TRUSTED_PROXIES,
    TELEGRAM_TOKEN,
    TELEGRAM_API,
    TELEGRAM_MODE,
    TELEGRAM_CHANNEL,
    TELEGRAM_PROXY,
    WECOM_CORPID,
    WECOM_SECRET,
    WECOM_AGENTID,
    WECOM_TOKEN,
    WECOM_AESKEY,
    WECOM_API,
    WECOM_KFID,
    WECOM_ROBOTS,
    MAIL,
    EVIDENCE,
    BACKUP,
    BACKUP_RECIPIENTS,
    BACKUP_EVERY,
    LOG_LEVEL,
)
"""All of them, in the order in which the READMEs list them."""

NAMES = tuple(setting.name for setting in SETTINGS)

WECOM_APP = tuple(each.name for each in (WECOM_CORPID, WECOM_SECRET, WECOM_AGENTID, WECOM_TOKEN, WECOM_AESKEY))
"""What an app of WeCom cannot do without."""
