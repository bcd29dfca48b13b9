"""What happens because time has passed: terms, reminders, publications, sweeps.

It stands on `handlers`, and knows no channel and no SQL.
"""
