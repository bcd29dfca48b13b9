"""A strict stand-in for WeCom: what the demo shows on its phones, and what the tests hold our channel against.

Written from WeCom's description and not from our channel, of which nothing here knows. It refuses what WeCom would refuse, and
what WeCom drops without a word it drops.
"""
