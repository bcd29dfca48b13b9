"""Files of units, indicators and values: from the bytes that somebody has to rows that may be taken, and back as templates.

Belongs here: what is in a file and how it is said. What a row must be is the law's (`domain/importing/files.py`); what is
remembered is storage's.
"""
