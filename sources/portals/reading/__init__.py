"""Reads the pages of a portal: bytes in, a :class:`sources.portals.model.Page` out; nothing is fetched."""
