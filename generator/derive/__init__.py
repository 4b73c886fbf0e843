"""Deriving: answers become tallies, tallies become figures that may be shown, records pass the wall."""
