"""The rule catalogue and the checks."""
