"""Walks the sites of a registry, remembers each fetch at once, and lands what was found."""
