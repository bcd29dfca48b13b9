"""The fictional county of `flagpost demo`."""
