"""The front door: channels, wiring, delivery, wording, pictures, web pages, command line.

The only package that knows Telegram and HTTP, and the only one with an event loop. It may import every other package;
nobody imports it.
"""
