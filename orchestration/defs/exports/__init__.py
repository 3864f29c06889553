"""Assets of what leaves the warehouse."""
