"""`flagpost`, and `python -m bot`: loads the house and lets `bot/cli.py` run a command."""

import gc


def main() -> None:
    """Run a command. What is loaded stays until the end: to look through it for what is left over, again and again while it grows and
    once more when it goes, was a third of the work of a short command."""
    gc.disable()
    from bot import cli  # here, for this is what is loaded

    gc.freeze()
    gc.enable()
    cli.main()


if __name__ == "__main__":
    main()
