"""Nudges for staff who are away: by mail or by the messenger they have.

Belongs here: looking whom something waits for, and sending. What they say and who may choose is in `handlers/administration/nudges.py`.
"""
