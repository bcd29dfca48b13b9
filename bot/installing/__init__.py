"""Putting a new version on a machine from an offline bundle: `python -m bot.installing`, begun by `scripts/offline/install`.

Belongs here: what is done to the machine itself (user, folders, service, versions). What is in an office's home is looked at by commands of
Flagpost alone.
"""
