"""Measurements, run as `python -m bench NAME`. Not part of what is shipped; `README.md` here says what is measured."""
