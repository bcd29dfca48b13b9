"""Transcripts of `tests/handlers` that are not played in the corporation's app and on WeChat, and why."""

from __future__ import annotations

NOT_THERE: dict[str, tuple[str, ...]] = {}


def why(name: str) -> str:
    """Why a test is not played there; empty where it is."""
    return next((reason for reason, names in NOT_THERE.items() if name in names), "")
