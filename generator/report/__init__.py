"""Report: what HR reads of a run, in the terminal, as JSON and as one private page."""
