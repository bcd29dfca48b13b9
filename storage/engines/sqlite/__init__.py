"""SQLite, the embedded default, encrypted."""
