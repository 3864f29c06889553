"""A portal of synthetic sites on loopback, with planted defects, for the inspection to find."""
