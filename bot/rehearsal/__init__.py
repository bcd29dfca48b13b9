"""`flagpost rehearse`: a year of the fictional county on a fast clock, played by a cast that says and presses what its cards offer."""
