"""The report of a night: one HTML file, drawn from the run record alone, that needs nothing else to be read."""
