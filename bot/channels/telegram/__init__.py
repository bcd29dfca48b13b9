"""The Telegram channel: python-telegram-bot at the edge, nothing of it further in."""
