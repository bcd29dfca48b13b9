"""The tables of what figures of units come to: filings, periods, flags, objections to a score (the law §5, §6.1–6.3)."""
