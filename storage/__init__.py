"""What is remembered: the encrypted database, its schema, and the typed functions that read and write it.

Called by `bot`, `handlers` and `scheduler`; calls `domain`. The only package that knows SQL; a row never leaves it.
"""
