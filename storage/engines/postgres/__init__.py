"""PostgreSQL, for offices that outgrow one machine."""
