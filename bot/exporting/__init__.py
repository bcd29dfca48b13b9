"""Writes what goes out of the office as a file that spreadsheets open."""
