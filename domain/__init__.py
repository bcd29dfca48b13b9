"""The law: what may be done, by whom, from where, until when, and who must hear of it.

Called by everybody and calls nobody: it imports the standard library alone, reads no clock, and draws no lots.
"""
