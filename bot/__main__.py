"""`python -m bot` is `flagpost`."""

from bot import cli

cli.main()
