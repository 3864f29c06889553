"""Assets of the registry of units."""
