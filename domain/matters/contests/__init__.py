"""Contests of units (比拼): what a unit pledges in one, and the board of a quarter."""
