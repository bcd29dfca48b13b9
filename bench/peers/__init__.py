"""What the bot is measured beside. Each module is run as a process of its own, by `bench/intake.py`."""
