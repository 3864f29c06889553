"""Dagster definitions, one folder a source or layer. Thin: the work is done by what they call."""
