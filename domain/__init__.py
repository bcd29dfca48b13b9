"""The law: what may be done, by whom, from where, until when, and who must hear of it."""
