"""Wires sources, dbt, checks and exports together; the only place that imports Dagster."""
