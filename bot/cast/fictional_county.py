"""The fictional county: its files, and what its office says of itself."""

from collections.abc import Mapping
from datetime import date
from importlib import resources

from bot import page_words
from domain.matters import ruling
from storage import offices
from storage.database import Tx


def sample(name: str) -> bytes:
    """A file of the county's, as an office would import it."""
    return (resources.files("bot") / "demo_data" / name).read_bytes()


def profile(locale: str) -> Mapping[str, str]:
    """What its office says of itself."""
    return page_words.table(locale, "county")


def keep_profile(tx: Tx, profile: Mapping[str, str]) -> None:
    """Say of an office what a profile has of it; what that leaves out is as in every new office."""
    for name in ruling.PROFILE:
        if name in profile:
            offices.set_profile(tx, name, profile[name], date.min)
