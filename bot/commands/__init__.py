"""The commands of `flagpost` that are more than a line: what is asked, printed and ended with.

Belongs here: the command line alone. What a command does is done in the rooms it calls.
"""
