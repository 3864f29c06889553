"""Assets of the messages to the office and the units."""
