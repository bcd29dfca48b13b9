"""What happens because time has passed: terms, reminders, publications, sweeps.

It does not know `handlers`, any channel, or SQL.
"""
