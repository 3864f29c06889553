"""The units' portals: a polite crawler, and the reading of what it brings. Figures are worked out in dbt."""
