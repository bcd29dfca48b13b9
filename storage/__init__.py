"""What is remembered: the encrypted database, its schema, and the typed functions that read and write it.

The only package that knows SQL; a row never leaves it.
"""
