"""What the office handles: the lifecycle of each matter, a table a file; the two long ones have their parts in `parts/`.

Nothing here knows SQL, channels or words; what all tables have in common is in `domain/mechanism/`.
"""
