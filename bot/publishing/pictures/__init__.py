"""Pictures: sheets of figures and words, the templates that lay them out, and how these become a PNG.

What stands in a sheet is filled in by whoever words it, outside.
"""
