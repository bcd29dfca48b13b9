"""The fictional county: its files, and what its office says of itself."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import resources

from bot import page_words
from bot.cast.people import COMPANY
from domain.matters import ruling
from storage import offices
from storage.database import Tx


def sample(name: str) -> bytes:
    """A file of the county's, as an office would import it."""
    return (resources.files("bot") / "demo_data" / name).read_bytes()


def rows(data: bytes) -> list[dict[str, str]]:
    """The rows of such a file."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def rows_of(data: bytes, column: str, value: str) -> bytes:
    """The part of such a file whose rows have this in a column."""
    return written([row for row in rows(data) if row[column] == value])


def written(every: Sequence[Mapping[str, str]], columns: Sequence[str] = ()) -> bytes:
    """Rows as such a file; where there may be none, with these columns."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or list(every[0]))
    writer.writeheader()
    writer.writerows(every)
    return out.getvalue().encode()


PERIOD = "2026-P2"  # whose list of flags waits for its leaders
WORK: Mapping[str, bytes] = {
    "undertakings": sample("undertakings.csv"),
    "projects": rows_of(sample("projects.csv"), "owner", COMPANY),
}
"""What the units of the demo were given to do, by the kinds of its files."""


def profile(locale: str) -> Mapping[str, str]:
    """What its office says of itself."""
    return page_words.table(locale, "county")


def keep_profile(tx: Tx, profile: Mapping[str, str]) -> None:
    """Say of an office what a profile has of it; what that leaves out is as in every new office."""
    for name in ruling.PROFILE:
        if name in profile:
            offices.set_profile(tx, name, profile[name], date.min)
