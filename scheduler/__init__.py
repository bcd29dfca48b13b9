"""What happens because time has passed: terms, reminders, publications, sweeps.

Called by `bot`, whose clock rings; calls `storage` and `domain`. It does not know `handlers`, any channel, or SQL.
"""
