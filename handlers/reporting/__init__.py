"""The dialogues in which something is told: a clue, a nomination. What they share is `telling`; each file holds a few steps.

Here belong steps and the order in which they follow. What becomes of a submitted draft does not: that is `handlers/clues.py`
and `handlers/strivers.py`.
"""
