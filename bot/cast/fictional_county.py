"""The fictional county: its files, and what its office says of itself."""

from datetime import date
from importlib import resources

from bot import page_words
from domain.matters import ruling
from storage import offices
from storage.database import Tx


def sample(name: str) -> bytes:
    """A file of the county's, as an office would import it."""
    return (resources.files("bot") / "demo_data" / name).read_bytes()


def keep_profile(tx: Tx, locale: str) -> None:
    """Say of the office what the words have of the county's; what they leave out is as in every new office."""
    profile = page_words.table(locale, "county")
    for name in ruling.PROFILE:
        if name in profile:
            offices.set_profile(tx, name, profile[name], date.min)
