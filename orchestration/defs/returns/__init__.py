"""Assets of the unit returns."""
