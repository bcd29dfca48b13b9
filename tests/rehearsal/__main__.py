"""Compare the figures of a whole year with plain arithmetic.

`flagpost rehearse --json > year.json`, then `python -m tests.rehearsal year.json`, with the same files (`--values`, `--projects-file`,
`--progress-file`, `--ballots`, each as CSV) as the year was played with: each figure that is another is printed.
"""

import argparse
import json
import sys
from pathlib import Path

from tests.rehearsal import by_hand


def main() -> None:
    """Compare the figures of a file."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("figures", type=Path)
    for name in ("--values", "--projects-file", "--progress-file", "--ballots"):
        parser.add_argument(name, type=Path)
    given = vars(parser.parse_args())
    found = json.loads(given.pop("figures").read_text("utf-8"))
    wrong = 0
    for key, value in by_hand.expected(**given).items():
        wrong += found[key] != value
        told = "as by hand" if found[key] == value else f"OTHER. Here {found[key]}, by hand {value}"
        sys.stdout.write(f"{key}: {told}\n")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
