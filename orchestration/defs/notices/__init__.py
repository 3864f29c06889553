"""Assets of the yearly notice."""
